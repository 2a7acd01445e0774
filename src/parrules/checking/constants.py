"""Conditions that say nothing, because they always or never hold."""

from collections.abc import Iterator

from parrules.checking.inlining import names_in
from parrules.checking.intervals import compared, point
from parrules.checking.readings import readings
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.expression.terms import Term, Type
from parrules.expression.writing import written

_ZERO = point(0)


def comparison_without_effect(scope: Scope) -> Iterator[Problem]:
    """PAR511: the bounds of facts decide a comparison once and for all.

    A row of cases whose whole condition is such a comparison is left to
    PAR207; ``true`` written out is meant, and so is an end of a scale that
    a decision prints beside the other: ``80 <= rate <= 100``.
    """
    for reading in readings(scope):
        term = reading.expression.term
        if term is None or scope.term(reading.expression) is None:
            continue
        printed = set(_printed_ends(term, scope))
        for part in term.walk():
            if part in printed:
                continue
            if part.op != "compare" or (
                part is term and reading.role == "case"
            ):
                continue
            result = _always(part, scope)
            if result is not None:
                yield Problem(
                    code="PAR511",
                    severity="warning",
                    path=reading.expression.path,
                    offset=part.start,
                    arguments={
                        "condition": written(part),
                        "value": "true" if result else "false",
                    },
                )


def never_that_cannot_be(scope: Scope) -> Iterator[Problem]:
    """PAR244: a comparison with ``never`` of dates that happened for sure.

    An error where it never holds; that a date is *not* never may be written
    out of caution.
    """
    for reading in readings(scope):
        term = reading.expression.term
        if term is None:
            continue
        for part, name in happened(term, scope):
            yield Problem(
                code="PAR244",
                severity="error" if part.value == "==" else "warning",
                path=reading.expression.path,
                offset=part.start,
                arguments={
                    "condition": written(part),
                    "name": name,
                    "value": "false" if part.value == "==" else "true",
                },
            )


def happened(term: Term, scope: Scope) -> Iterator[tuple[Term, str]]:
    """Yield comparisons with ``never``, and a date that cannot be it."""
    dates = scope.once(
        "dates",
        lambda: (each for each in scope.scheme.facts if each.type == "date"),
    )
    certain = {each.name for each in dates if not (each.never or each.broken)}
    for part in term.walk():
        if part.op != "order" or "never" not in (
            each.op for each in part.args
        ):
            continue
        names = tuple(names_in(part))
        if names and certain.issuperset(names):
            yield part, names[0]


def _printed_ends(term: Term, scope: Scope) -> Iterator[Term]:
    """Yield comparisons with the end of a range, beside one of the same."""
    for part in term.walk():
        if part.op != "and":
            continue
        pairs = [
            (each, *_measured(each))
            for each in part.args
            if each.op == "compare"
        ]
        for each, measure, bound in pairs:
            is_beside = any(
                other is not each and what == measure
                for other, what, _ in pairs
            )
            if measure is None or bound is None or not is_beside:
                continue
            reach = scope.ranges.of(measure)
            if bound in (reach.low, reach.high) and _always(each, scope):
                yield each


def _measured(comparison: Term) -> tuple[Term | None, object]:
    """Return what is compared with a number, and the number."""
    one, two = comparison.args
    if two.op == "const":
        return one, two.value

    return (two, one.value) if one.op == "const" else (None, None)


def _always(comparison: Term, scope: Scope) -> bool | None:
    one, two = comparison.args
    sign = str(comparison.value)
    difference = Term("sub", (one, two), None, Type("number"))
    found = compared(scope.ranges.of(difference), sign, _ZERO)
    if found is not None:
        return found

    return compared(scope.ranges.of(one), sign, scope.ranges.of(two))
