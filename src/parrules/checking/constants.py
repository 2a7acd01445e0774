"""Conditions that say nothing, because they always or never hold."""

from collections.abc import Iterator

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
    PAR207; ``true`` written out is meant.
    """
    for reading in readings(scope):
        term = reading.expression.term
        if term is None or scope.term(reading.expression) is None:
            continue
        for part in term.walk():
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


def _always(comparison: Term, scope: Scope) -> bool | None:
    one, two = comparison.args
    sign = str(comparison.value)
    difference = Term("sub", (one, two), None, Type("number"))
    found = compared(scope.ranges.of(difference), sign, _ZERO)
    if found is not None:
        return found

    return compared(scope.ranges.of(one), sign, scope.ranges.of(two))
