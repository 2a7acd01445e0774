"""Interval arithmetic over exact numbers, with open, closed and no ends.

The result of an operation always covers every value that it can take; it is
exact where the operands are independent of one another.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from parrules.points import Number, Rounding, divide
from parrules.records import Record

Cut = tuple[int, Number, int]
"""A point between numbers: before all (-1), at a number (0; its side 0 just
before it, 1 just after it) or after all (1)."""

_ZERO: Number = 0
_BEFORE_ALL: Cut = (-1, _ZERO, 0)
_AFTER_ALL: Cut = (1, _ZERO, 0)


@attrs.frozen(eq=False, repr=False)
class Interval(Record):
    """All numbers between two ends.

    Attributes:
        low, high: The ends; `None` where there is none.
        low_open, high_open: Whether the end itself is left out.
    """

    low: Number | None = None
    high: Number | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def start(self) -> Cut:
        """Return the cut before the first number."""
        if self.low is None:
            return _BEFORE_ALL

        return (0, self.low, int(self.low_open))

    @property
    def stop(self) -> Cut:
        """Return the cut after the last number."""
        if self.high is None:
            return _AFTER_ALL

        return (0, self.high, int(not self.high_open))

    @property
    def is_empty(self) -> bool:
        """Tell whether no number lies in it."""
        if self.low is None or self.high is None:
            return False
        if self.low_open or self.high_open:
            return self.low >= self.high

        return self.low > self.high

    def has(self, number: Number) -> bool:
        """Tell whether *number* lies in it."""
        return self.start <= (0, number, 0) < self.stop

    def meet(self, other: "Interval") -> "Interval":
        """Return what lies in both."""
        return between(
            max(self.start, other.start), min(self.stop, other.stop)
        )

    def hull(self, other: "Interval") -> "Interval":
        """Return the smallest interval around both."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self

        return between(
            min(self.start, other.start), max(self.stop, other.stop)
        )

    def __neg__(self) -> "Interval":
        """Return the negated numbers."""
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_open,
            self.low_open,
        )

    def __add__(self, other: "Interval") -> "Interval":
        """Return all sums."""
        low, high = _sum(self.low, other.low), _sum(self.high, other.high)

        return Interval(
            low,
            high,
            low is not None and (self.low_open or other.low_open),
            high is not None and (self.high_open or other.high_open),
        )

    def __sub__(self, other: "Interval") -> "Interval":
        """Return all differences."""
        return self + -other

    def __mul__(self, other: "Interval") -> "Interval":
        """Return all products."""
        if _is_from_0(self) and _is_from_0(other):
            (low, high), (least_other, most_other) = _ends(self), _ends(other)
            return between(
                _before(_product(low, least_other)),
                _after(_product(high, most_other)),
            )
        products = [
            _product(one, two) for one in _ends(self) for two in _ends(other)
        ]

        return between(
            min(_before(product) for product in products),
            max(_after(product) for product in products),
        )

    def __truediv__(self, other: "Interval") -> "Interval":
        """Return all quotients whose denominator is not 0."""
        if other.low and _is_from_0(other) and not self.is_empty:
            return self * _reciprocal(other)
        above = _quotients(self, other.meet(POSITIVE))
        below = _quotients(self, -other.meet(NEGATIVE))

        return above.hull(-below)


EVERYTHING = Interval()
NOTHING = Interval(_ZERO, _ZERO, low_open=True)
POSITIVE = Interval(_ZERO, None, low_open=True)
NEGATIVE = Interval(None, _ZERO, high_open=True)


def point(number: Number) -> Interval:
    """Return the interval that holds *number* alone."""
    return Interval(number, number)


def scaled(interval: Interval, factor: Number) -> Interval:
    """Return all numbers of *interval* times *factor*, which is not 0."""
    if factor == 1:
        return interval
    if factor < 0:
        interval, factor = -interval, -factor
    low, high = interval.low, interval.high

    return Interval(
        None if low is None else low * factor,
        None if high is None else high * factor,
        interval.low_open,
        interval.high_open,
    )


def between(start: Cut, stop: Cut) -> Interval:
    """Return the numbers from one cut to another."""
    return Interval(
        start[1] if start[0] == 0 else None,
        stop[1] if stop[0] == 0 else None,
        start[0] == 0 and start[2] == 1,
        stop[0] == 0 and stop[2] == 0,
    )


def uncovered(
    whole: Interval, covers: Iterable[Interval]
) -> Iterator[Interval]:
    """Yield what lies in *whole* and in none of *covers*, rising."""
    at = whole.start
    for cover in sorted(covers, key=lambda each: each.start):
        if cover.is_empty:
            continue
        if at < min(cover.start, whole.stop):
            yield between(at, min(cover.start, whole.stop))
        at = max(at, cover.stop)
    if at < whole.stop:
        yield between(at, whole.stop)


def least(one: Interval, two: Interval) -> Interval:
    """Return all values of ``min`` of two numbers."""
    return between(min(one.start, two.start), min(one.stop, two.stop))


def greatest(one: Interval, two: Interval) -> Interval:
    """Return all values of ``max`` of two numbers."""
    return between(max(one.start, two.start), max(one.stop, two.stop))


def size(interval: Interval) -> Interval:
    """Return all values of ``abs`` of a number."""
    upper = interval.meet(Interval(_ZERO))
    lower = interval.meet(Interval(None, _ZERO))

    return upper.hull(-lower)


def rounded(
    interval: Interval, step: Fraction, rounding: Rounding
) -> Interval:
    """Return an interval around all numbers rounded to *step*."""
    return Interval(
        _rounded(interval.low, step, rounding),
        _rounded(interval.high, step, rounding),
    )


def compared(one: Interval, sign: str, two: Interval) -> bool | None:
    """Tell whether a comparison always or never holds.

    Args:
        one: All values of its left side.
        sign: One of ``< <= > >= == !=``.
        two: All values of its right side, whatever the left one is.

    Returns:
        `None` where it can be true and can be false.
    """
    if sign in (">", ">="):
        return compared(two, sign.replace(">", "<"), one)
    if sign in ("==", "!="):
        is_same = one == two and one.low is not None and one.low == one.high
        is_other = one.meet(two).is_empty
        result = sign == "=="
        return result if is_same else not result if is_other else None
    if _all_below(one, two, is_strict=sign == "<"):
        return True

    return False if _all_below(two, one, is_strict=sign == "<=") else None


def _all_below(one: Interval, two: Interval, *, is_strict: bool) -> bool:
    if is_strict or one.high is None or two.low is None:
        return one.stop <= two.start

    return one.high <= two.low


def value_in(
    interval: Interval, step: Fraction | None = None
) -> Fraction | None:
    """Return a number in *interval* that is short to write.

    Args:
        interval: Where the number must lie.
        step: Only its multiples count; `None` if all numbers do.

    Returns:
        `None` where there is none.
    """
    if interval.is_empty:
        return None
    if step is not None:
        return _multiple_in(interval, step)
    if interval.low is not None and not interval.low_open:
        return Fraction(interval.low)
    if interval.low is None and not interval.high_open:
        return Fraction(interval.high or 0)

    return _near_an_end(interval)


def _multiple_in(interval: Interval, step: Fraction) -> Fraction | None:
    if interval.low is None:
        high = _ZERO if interval.high is None else interval.high
        found = high // step * step
        if found == interval.high and interval.high_open:
            found -= step
        return found
    found = -(-interval.low // step) * step
    if found == interval.low and interval.low_open:
        found += step

    return found if interval.has(found) else None


def _near_an_end(interval: Interval) -> Fraction:
    """Return a number a hundredth, a thousandth … inside an open end."""
    for places in range(2, 12):
        step = Fraction(1, 10**places)
        found = (
            interval.low + step
            if interval.low is not None
            else (interval.high or _ZERO) - step
        )
        if interval.has(found):
            return found
    assert interval.low is not None
    assert interval.high is not None

    return Fraction(interval.low + interval.high) / 2


# -- ends of products --------------------------------------------------------

_End = tuple[int, Number, bool]  # infinity's sign or 0, number, is open


def _ends(interval: Interval) -> tuple[_End, _End]:
    low = (
        (-1, _ZERO, True)
        if interval.low is None
        else (0, interval.low, interval.low_open)
    )
    high = (
        (1, _ZERO, True)
        if interval.high is None
        else (0, interval.high, interval.high_open)
    )

    return low, high


def _is_from_0(interval: Interval) -> bool:
    """Tell whether there are numbers in *interval*, and none below 0."""
    low = interval.low

    return low is not None and low >= 0 and not interval.is_empty


def _product(one: _End, two: _End) -> _End:
    for end, other in ((one, two), (two, one)):
        if end[0] == 0 and end[1] == 0:
            # 0 times anything is 0, and 0 itself is enough to get it.
            closed = not end[2] or (other[:2] == (0, _ZERO) and not other[2])
            return (0, _ZERO, not closed)
    if one[0] == two[0] == 0:
        return (0, one[1] * two[1], one[2] or two[2])

    return (_sign(one) * _sign(two), _ZERO, True)


def _sign(end: _End) -> int:
    return end[0] or (1 if end[1] > 0 else -1)


def _before(end: _End) -> Cut:
    return (end[0], end[1], 0 if end[0] else int(end[2]))


def _after(end: _End) -> Cut:
    return (end[0], end[1], 0 if end[0] else int(not end[2]))


def _quotients(interval: Interval, positive: Interval) -> Interval:
    """Return all quotients by numbers above 0, if there are any."""
    return NOTHING if positive.is_empty else interval * _reciprocal(positive)


def _reciprocal(positive: Interval) -> Interval:
    """Return 1/x for an interval above 0."""
    low, high = positive.low, positive.high

    return Interval(
        _ZERO if high is None else 1 / Fraction(high),
        1 / Fraction(low) if low else None,
        high is None or positive.high_open,
        bool(low) and positive.low_open,
    )


def _sum(one: Number | None, two: Number | None) -> Number | None:
    return None if one is None or two is None else one + two


def _rounded(
    number: Number | None, step: Fraction, rounding: Rounding
) -> Fraction | None:
    if number is None:
        return None
    steps = number / step

    return divide(steps.numerator, steps.denominator, rounding) * step
