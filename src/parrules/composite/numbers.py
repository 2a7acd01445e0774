"""Numbers that fractions cannot hold, the same on every machine.

Square roots, logarithms and exponentials are computed in decimals of 40
digits, correctly rounded as the standard of decimal arithmetic demands, so
that no processor and no library of mathematics makes a difference.
"""

import decimal
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

DIGITS = 40
_CONTEXT = decimal.Context(prec=DIGITS, rounding=decimal.ROUND_HALF_EVEN)


def decimal_of(number: Fraction) -> Decimal:
    """Return *number*, rounded once to 40 digits."""
    return _CONTEXT.divide(
        Decimal(number.numerator), Decimal(number.denominator)
    )


def root(number: Fraction) -> Fraction:
    """Return the square root of *number*, which is not negative."""
    return Fraction(_CONTEXT.sqrt(decimal_of(number)))


def logarithm(number: Fraction) -> Fraction:
    """Return the natural logarithm of *number*, which is above 0."""
    return Fraction(_CONTEXT.ln(decimal_of(number)))


def geometric_mean(
    parts: Iterable[tuple[Fraction, Fraction]], divisor: Fraction
) -> Fraction:
    """Return the weighted geometric mean of *parts*: weights and values."""
    total = sum(
        (weight * logarithm(value) for weight, value in parts), Fraction(0)
    )

    return Fraction(_CONTEXT.exp(decimal_of(total / divisor)))


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the arithmetic mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """Return the middle of at least one value, of two the mean."""
    ordered = sorted(values)
    half, is_odd = divmod(len(ordered), 2)

    return ordered[half] if is_odd else mean(ordered[half - 1 : half + 1])


def quantile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """Return the quantile of at least one value, interpolated (type 7)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)

    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
