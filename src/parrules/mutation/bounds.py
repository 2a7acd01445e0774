"""Bounds moved by a step, or reached where they were passed.

A bound divides the values of a quantity.  Moved, it divides them elsewhere,
and only values between the old place and the new one can show it: where the
quantity has none there, nothing has changed.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.checking.examples import value_of
from parrules.checking.intervals import Interval, value_in
from parrules.checking.ranges import Ranges
from parrules.expression.terms import Term
from parrules.expression.writing import day_text
from parrules.mutation.changes import NOTHING, Hint, plus, step_of
from parrules.points import plain


@attrs.frozen(kw_only=True)
class Bound:
    """Where the values of a quantity are divided.

    Attributes:
        cut: The number.
        is_after: The number itself belongs to what lies below: so it is
            with ``above`` and ``to``, ``>`` and ``<=``.
    """

    cut: Decimal
    is_after: bool


@attrs.frozen(kw_only=True)
class Moved:
    """A bound that was changed, and a value that shows it.

    Attributes:
        witness: `None` where it is certain that there is none.
    """

    bound: Bound
    witness: Fraction | None


def moved(
    bound: Bound,
    measure: Term | None,
    ranges: Ranges,
    values: Sequence[Fraction] | None = None,
) -> Iterator[Moved]:
    """Yield *bound* with the number on its other side, and a step off.

    Changes that no value of *measure* shows are left out, as are those
    that are shown by the same values as one before.  Without *measure* all
    numbers are values.

    Args:
        bound: To be moved.
        measure: What it divides.
        ranges: What facts can be.
        values: All there are, where they are few; of outcomes *ranges*
            knows them.
    """
    if values is None and measure is not None:
        values = ranges.outcomes_of(measure)
    if values is not None:
        yield from _moved_among(values, bound)
        return
    seen: list[Interval] = []
    for other in _others(bound):
        found = _between(bound, other)
        if measure is None:
            witness = value_in(found)
        else:
            found = found.meet(ranges.of(measure))
            found = _closest(found, ranges.step_of(measure))
            witness = value_of(measure, found, ranges)
        if witness is not None and found not in seen:
            seen.append(found)
            yield Moved(bound=other, witness=witness)


def _moved_among(values: Sequence[Fraction], bound: Bound) -> Iterator[Moved]:
    """Yield a moved bound also where no value shows it."""
    seen: list[list[Fraction]] = []
    for other in _others(bound):
        interval = _between(bound, other)
        found = [each for each in values if interval.has(each)]
        if not found or found not in seen:
            seen.append(found)
            yield Moved(bound=other, witness=found[0] if found else None)


def _others(bound: Bound) -> tuple[Bound, ...]:
    step = step_of(bound.cut)

    return (
        attrs.evolve(bound, is_after=not bound.is_after),
        attrs.evolve(bound, cut=plus(bound.cut, step, 1)),
        attrs.evolve(bound, cut=plus(bound.cut, step, -1)),
    )


def _between(one: Bound, two: Bound) -> Interval:
    """Return the numbers that two bounds do not agree about."""
    first, last = sorted(
        (one, two), key=lambda each: (each.cut, each.is_after)
    )

    return Interval(
        Fraction(first.cut),
        Fraction(last.cut),
        low_open=first.is_after,
        high_open=not last.is_after,
    )


def _closest(interval: Interval, step: Fraction | None) -> Interval:
    """Return the smallest interval around the multiples of *step*."""
    if step is None or interval.low is None or interval.high is None:
        return interval
    low = -(-interval.low // step) * step
    high = interval.high // step * step
    if interval.low_open and low == interval.low:
        low += step
    if interval.high_open and high == interval.high:
        high -= step

    return Interval(low, high)


def witnessed(found: Moved, what: str, measure: Term) -> Hint:
    """Return the hint that *what* has the value which shows a move."""
    if found.witness is None:
        return NOTHING

    return Hint(
        "value", {"what": what, "value": shown(found.witness, measure)}
    )


def shown(value: Fraction, measure: Term) -> str:
    """Write *value* as a value of *measure*."""
    if measure.type.kind == "date":
        return day_text(value)
    percent = "%" if measure.type.dimension == "percent" else ""

    return f"{plain(value)}{percent}"
