"""Between which values an input lies, in steps of its decimal places."""

import datetime
from decimal import Decimal
from fractions import Fraction

from parrules.model import COUNT_LIMIT, Fact
from parrules.plan.nodes import Input, Plan
from parrules.points import scale_of, whole

_FIRST_DAY = datetime.date(1900, 1, 1).toordinal()
_LAST_DAY = datetime.date(2100, 12, 31).toordinal()


def bounds_of(source: Input, plan: Plan) -> tuple[int, int]:
    """Return the lowest and highest value of an input, in its steps."""
    if source.kind == "judged":
        maximum = plan.nodes[source.node].maximum
        steps = Fraction(maximum * 10**source.places, 10**plan.places)
        return 0, steps.numerator // steps.denominator
    fact = source.fact
    if fact is None:
        return 0, 0
    if source.kind == "date":
        return (
            _day_or(fact.at_least, _FIRST_DAY),
            _day_or(fact.at_most, _LAST_DAY),
        )

    return _steps_or(fact, fact.at_least, 0), _steps_or(
        fact, fact.at_most, COUNT_LIMIT
    )


def _day_or(bound: object, fallback: int) -> int:
    if isinstance(bound, datetime.date):
        return bound.toordinal()

    return fallback


def _steps_or(fact: Fact, bound: object, fallback: int) -> int:
    if isinstance(bound, Decimal):
        return whole(bound, max(fact.places, 0))

    return fallback * scale_of(fact.places)
