"""Numbers that fractions cannot hold, the same on every machine.

Square roots, logarithms and exponentials are computed in decimals of 40
digits, correctly rounded as the standard of decimal arithmetic demands, so
that no processor and no library of mathematics makes a difference.
"""

import decimal
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from parrules.cohort.ordering import ordered

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


def weighted_sum(
    parts: Iterable[tuple[int, Fraction]],
) -> tuple[int, int]:
    """Return the sum of *parts*, weights and values, as a quotient.

    It is not in lowest terms, since that takes long and its user divides it
    once more.
    """
    ratios = [(weight, *value.as_integer_ratio()) for weight, value in parts]
    shared = lcm(*(under for _, _, under in ratios))

    return (
        sum(
            weight * over * (shared // under) for weight, over, under in ratios
        ),
        shared,
    )


def geometric_mean(
    parts: Iterable[tuple[int, Fraction]], divisor: int
) -> Fraction:
    """Return the weighted geometric mean of *parts*: weights and values."""
    over, under = weighted_sum(
        (weight, logarithm(value)) for weight, value in parts
    )

    return Fraction(_CONTEXT.exp(decimal_of(Fraction(over, under * divisor))))


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the arithmetic mean of at least one value."""
    over, under = weighted_sum((1, value) for value in values)

    return Fraction(over, under * len(values))


def median(values: Sequence[Fraction]) -> Fraction:
    """Return the middle of at least one value, of two the mean."""
    in_turn = ordered(values)
    half, is_odd = divmod(len(in_turn), 2)

    return in_turn[half] if is_odd else mean(in_turn[half - 1 : half + 1])
