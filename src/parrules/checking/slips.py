"""Numbers that were probably meant otherwise, and are read as they stand.

A thousand with a point in it, shares that are points or parts of one, and a
ratio that is held against percents.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from parrules.checking.intervals import Interval
from parrules.checking.readings import readings
from parrules.checking.scope import Scope
from parrules.errors import Path, Problem
from parrules.expression.terms import Term
from parrules.expression.writing import written
from parrules.model import Choice, Choices, Fact, Ladder
from parrules.points import plain

_ALL = 100
_TENTH = 10
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_UNIT = Interval(0, 1)


def thousand_with_a_point(scope: Scope) -> Iterator[Problem]:
    """PAR241: ``1.000`` bounds a count, and is 1 and not a thousand."""
    for path, offset, text in _bounds_of_counts(scope):
        if _THOUSANDS.fullmatch(text):
            yield Problem(
                code="PAR241",
                severity="warning",
                path=path,
                offset=offset,
                arguments={
                    "text": text,
                    "number": plain(Decimal(text)),
                    "thousand": text.replace(".", ""),
                },
            )


def ratio_against_percents(scope: Scope) -> Iterator[Problem]:
    """PAR242: a part of a whole lies within 0…1, and its tiers do not."""
    for node in scope.whole_leaves():
        form = node.form
        term = scope.term(form.measure) if isinstance(form, Ladder) else None
        if not isinstance(form, Ladder) or term is None or term.op != "div":
            continue
        values = scope.ranges.of(term)
        bounds = [tier.bound for tier in form.tiers if tier.bound is not None]
        is_part = values.meet(_UNIT) == values and not values.is_empty
        if is_part and any(bound > 1 for bound in bounds):
            yield Problem(
                code="PAR242",
                severity="warning",
                path=(*node.path, "measure"),
                arguments={
                    "criterion": node.code,
                    "measure": form.measure.text,
                    "bound": plain(max(bounds)),
                    "parts": ", ".join(map(written, term.args)),
                },
            )


def share_that_is_no_percent(scope: Scope) -> Iterator[Problem]:
    """PAR243: a share of at most 1, where a percent is read."""
    for name, path, choices in _sets(scope):
        given = (choice.share for choice in choices if choice.share)
        shares = [share for share in given if share > 0]
        if not shares:
            continue
        small = [share for share in shares if share < 1]
        odd = shares if max(shares) <= 1 else small
        if odd and (max(shares) <= 1 or max(shares) >= _TENTH):
            first = max(odd)
            yield Problem(
                code="PAR243",
                severity="warning",
                path=path,
                arguments={
                    "name": name,
                    "share": plain(first),
                    "percent": plain(Fraction(first) * _ALL),
                },
            )


def _bounds_of_counts(scope: Scope) -> Iterator[tuple[Path, int, str]]:
    """Yield the numbers that counts are held against, as they are written."""
    for path, bound in _written_bounds(scope):
        if bound is not None:
            yield path, 0, str(bound)
    for reading in readings(scope):
        expression = reading.expression
        if expression.term is None or not _THOUSANDS.search(expression.text):
            # Few are walked through.
            continue
        for term in expression.term.walk():
            if term.op != "compare" or not any(map(_is_count, term.args)):
                continue
            for part in term.args:
                if part.op == "const":
                    text = expression.text[part.start : part.end]
                    yield expression.path, part.start, text


def _written_bounds(scope: Scope) -> Iterator[tuple[Path, Decimal | None]]:
    """Yield the bounds of counts, and of tiers over them."""
    for fact in scope.scheme.facts:
        if fact.type in ("count", "tally") and not fact.broken:
            yield from _ends(fact)
    for node in scope.whole_leaves():
        form = node.form
        if isinstance(form, Ladder) and _is_count(form.measure.term):
            for tier in form.tiers:
                yield tier.path, tier.bound
                yield tier.path, tier.upper


def _ends(fact: Fact) -> Iterator[tuple[Path, Decimal | None]]:
    for key in ("at_least", "at_most"):
        bound = getattr(fact, key)
        if isinstance(bound, Decimal):
            yield (*fact.path, key), bound


def _is_count(term: Term | None) -> bool:
    return (
        term is not None
        and term.op != "const"
        and term.type.dimension == "count"
        and term.type.is_whole
    )


def _sets(
    scope: Scope,
) -> Iterator[tuple[str, Path, tuple[Choice, ...]]]:
    """Yield the sets of answers, and the choices of leaves, by name."""
    for name, choices in scope.scheme.answers.items():
        yield name, ("answers", name), tuple(choices)
    for node in scope.whole_leaves():
        form = node.form
        if isinstance(form, Choices) and form.named is None:
            yield node.code, node.path, form.choices
