"""Numbers that were probably meant otherwise, and are read as they stand.

A thousand with a point in it, shares that are points or parts of one, a
ratio that is held against percents, and a percent against parts of one.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parrules.checking.intervals import Interval
from parrules.checking.readings import Reading, readings
from parrules.checking.scope import Scope
from parrules.errors import Path, Problem
from parrules.expression.terms import Term
from parrules.expression.writing import written
from parrules.model import Choice, Choices, Fact, Ladder
from parrules.points import exact, plain

_ALL = 100
_TENTH = 10
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_UNIT = Interval(0, 1)


class _Bound(NamedTuple):
    """A number that a percent is held against, where it stands.

    Attributes:
        name: Of the criterion, the grade or the derived fact.
        is_on_row: It stands on a row, which can acknowledge it.
    """

    name: str
    percent: Term
    number: Fraction
    path: Path
    offset: int = 0
    is_on_row: bool = True


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


def part_against_percents(scope: Scope) -> Iterator[Problem]:
    """PAR245: the bounds of a percent are parts of 1, as a table prints ¾.

    One of a hundred is then above the highest of them. Told once for each
    percent of a row, of a gate, of a knock-out and of a derived fact.
    """
    found: dict[tuple[str, str], list[_Bound]] = {}
    for bound in (*_of_tiers(scope), *_of_conditions(scope)):
        if bound.number > 0:
            key = (bound.name, written(bound.percent))
            found.setdefault(key, []).append(bound)
    for (name, percent), bounds in found.items():
        highest = max(bounds, key=lambda bound: bound.number)
        parts = [bound for bound in bounds if bound.number < 1]
        reach = scope.ranges.of(highest.percent)
        is_small = reach.high is not None and reach.high <= 1
        if highest.number > 1 or not parts or is_small:
            continue
        yield Problem(
            code="PAR245",
            severity="warning",
            path=parts[0].path,
            offset=parts[0].offset,
            arguments={
                "criterion": name,
                "measure": percent,
                "bound": plain(parts[0].number),
                "percent": plain(parts[0].number * _ALL),
                "whole": "" if parts[0].is_on_row else "ruleset",
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


def _of_tiers(scope: Scope) -> Iterator[_Bound]:
    for node in scope.whole_leaves():
        form = node.form
        if not isinstance(form, Ladder):
            continue
        term = scope.term(form.measure)
        if term is None or term.type.dimension != "percent":
            continue
        for tier in form.tiers:
            for number in (tier.bound, tier.upper):
                if number is not None:
                    part = Fraction(exact(number))
                    yield _Bound(node.code, term, part, tier.path)


def _of_conditions(scope: Scope) -> Iterator[_Bound]:
    if not any("0." in each.expression.text for each in readings(scope)):
        # Most rulesets write no part of 1, and no condition is walked.
        return
    for reading in readings(scope):
        expression = reading.expression
        if scope.term(expression) is None or expression.term is None:
            continue
        name = _place_of(reading, scope)
        for part in expression.term.walk():
            if part.op != "compare":
                continue
            one, two = part.args
            for percent, const in ((one, two), (two, one)):
                is_percent = percent.type.dimension == "percent"
                if const.op != "const" or percent.op == "const":
                    continue
                # 0.8% says what it means.
                text = expression.text[const.start : const.end]
                if is_percent and not text.endswith("%"):
                    number = Fraction(str(const.value))
                    yield _Bound(
                        name,
                        percent,
                        number,
                        expression.path,
                        const.start,
                        reading.owner is not None,
                    )


def _place_of(reading: Reading, scope: Scope) -> str:
    """Return what *reading* is of: a code, a name, or ``[[knock_out]]``."""
    if reading.owner is not None:
        return reading.owner.code
    path = reading.expression.path[:2]
    grades = {grade.path: grade.id for grade in scope.scheme.grades}
    section, key = path
    named = str(key) if section == "derive" else f"[[{section}]]"

    return grades.get(path, named)
