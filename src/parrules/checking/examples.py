"""Values that show what is wrong: ones that a term can really take."""

import math
from collections.abc import Callable
from fractions import Fraction

from parrules.checking.intervals import Interval, value_in
from parrules.checking.ranges import Ranges
from parrules.expression.terms import Term

_ONE, _HUNDRED = Fraction(1), Fraction(100)


def value_of(
    term: Term, interval: Interval, ranges: Ranges
) -> Fraction | None:
    """Return a value of *term* in *interval*, short to write.

    Args:
        term: A number or date.
        interval: Within the range of *term*.
        ranges: What facts can be.

    Returns:
        `None` where *term* has no value there: a count none between 1 and
        2, a percent of at most 5 things none between 80 and 100.
    """
    if term.op == "mul" and term.args[0] == term.args[1]:
        return _square_in(interval, ranges.step_of(term.args[0]))
    value = value_in(interval, ranges.step_of(term))
    if value is None:
        return None
    scale, can_be = _quotient_of_counts(term, ranges)
    if can_be is None or can_be(value / scale):
        return value
    scaled = Interval(
        None if interval.low is None else interval.low / scale,
        None if interval.high is None else interval.high / scale,
        interval.low_open,
        interval.high_open,
    )
    # It has both the smallest numerator and the smallest denominator.
    simplest = _simplest(scaled)

    return simplest * scale if can_be(simplest) else None


_CanBe = Callable[[Fraction], bool]


def _quotient_of_counts(
    term: Term, ranges: Ranges
) -> tuple[Fraction, _CanBe | None]:
    """Return what a quotient is multiplied by, and which it can be.

    The latter is `None` where *term* is no quotient of two whole numbers.
    """
    if term.op == "share":
        return _HUNDRED, _shares(term, ranges)
    scale = _ONE
    if term.op == "mul" and term.args[0].op == "const":
        value = term.args[0].value
        assert isinstance(value, Fraction)
        scale, term = value, term.args[1]
    is_of_counts = term.op == "div" and all(
        part.type.is_whole for part in term.args
    )
    if not is_of_counts or scale <= 0:
        return _ONE, None
    ends = ranges.of(term.args[1])
    if ends.low is None or ends.high is None or ends.low < 0:
        return _ONE, None
    divisor = ends.high

    return scale, lambda quotient: quotient.denominator <= divisor


def _shares(term: Term, ranges: Ranges) -> _CanBe | None:
    """Return which parts of a tally can lie on the levels of a share."""
    assert isinstance(term.value, tuple)
    name, positions = term.value
    most = ranges.bounds.reach[str(name)].high
    if most is None:
        return None
    on = most * len(positions)
    off = most * (len(ranges.facts[str(name)].levels) - len(positions))

    return lambda part: (
        part.numerator <= on and part.denominator - part.numerator <= off
    )


def _square_in(interval: Interval, step: Fraction | None) -> Fraction | None:
    """Return a square in *interval*, of a multiple of *step* if there is one.

    Without one any number not below 0 may be a square.
    """
    if step is None:
        return value_in(interval, None)
    low = max(interval.low or Fraction(0), Fraction(0)) / step**2
    root = math.isqrt(math.ceil(low))
    squares = (Fraction(root + more) ** 2 * step**2 for more in range(3))

    return next((each for each in squares if interval.has(each)), None)


def _simplest(interval: Interval) -> Fraction:
    """Return the fraction in *interval* with the smallest denominator."""
    whole = value_in(interval, Fraction(1))
    if whole is not None:
        return whole
    assert interval.low is not None
    assert interval.high is not None
    floor = Fraction(interval.low // 1)
    low, high = interval.low - floor, interval.high - floor
    rest = Interval(
        1 / high,
        1 / low if low else None,
        interval.high_open,
        interval.low_open if low else False,
    )

    return floor + 1 / _simplest(rest)
