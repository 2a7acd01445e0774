"""Exact points: whole numbers of a quantum, and quotients of them.

Nothing here depends on a decimal context: `Decimal` is how numbers are
written and shown, `int` and `Fraction` are how they are computed.
"""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Number = int | Fraction
"""An exact number; whole ones are `int`, which compares faster.

Two of them are never divided by ``/``, which makes a float of two `int`.
"""

Rounding = Literal["half_up", "half_even", "down", "up"]

MAXIMUM_DIGITS = 18
"""Significant digits that a literal may have."""

MAXIMUM_PLACES = 9
"""Decimal places that a literal may have."""


def exact(number: Decimal | Fraction) -> Number:
    """Return *number* to compute with."""
    numerator, denominator = number.as_integer_ratio()

    return numerator if denominator == 1 else Fraction(numerator, denominator)


def is_bounded(number: Decimal) -> bool:
    """Tell whether *number* is finite and small enough to be made whole.

    ``int(Decimal("1e1000000"))`` takes half a minute, so digits and exponent
    are looked at before anything is computed.
    """
    if not number.is_finite():
        return False
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return False

    return (
        len(digits) <= MAXIMUM_DIGITS
        and -MAXIMUM_PLACES <= exponent
        and len(digits) + exponent <= MAXIMUM_DIGITS
        and exponent <= MAXIMUM_DIGITS
    )


def places_of(number: Decimal) -> int:
    """Count the decimal places that *number* needs: 0 for 2.0, 2 for 0.25."""
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int), "bounded numbers only"
    places = -exponent
    for digit in reversed(digits):
        if digit or places <= 0:
            break
        places -= 1

    return max(places, 0) if any(digits) else 0


def whole(number: Decimal | Fraction, places: int) -> int:
    """Return *number* in units of ``10**-places``.

    Raises:
        ValueError: *number* is not a whole number of those units.
    """
    numerator, denominator = number.as_integer_ratio()
    steps, rest = divmod(numerator * scale_of(places), denominator)
    if rest:
        message = f"{number} has more than {places} decimal places"
        raise ValueError(message)

    return steps


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Return *numerator* / *denominator*, rounded once to a whole number.

    Args:
        numerator: Any whole number.
        denominator: Greater than 0.
        rounding: ``half_up`` sends ties away from zero, ``half_even`` to the
            even neighbour; ``down`` goes towards zero, ``up`` away from it.
    """
    size, rest = divmod(abs(numerator), denominator)
    if rest and (
        rounding == "up"
        or (rounding == "half_up" and 2 * rest >= denominator)
        or (
            rounding == "half_even" and (2 * rest, size % 2) > (denominator, 0)
        )
    ):
        size += 1

    return -size if numerator < 0 else size


def scale_of(places: int) -> int:
    """Return ``10**places``, for *places* at or above 0."""
    scale: int = 10**places

    return scale


def decimal_of(units: int, places: int) -> Decimal:
    """Return *units* of ``10**-places`` as a `Decimal`, exactly."""
    digits = tuple(int(digit) for digit in str(abs(units)))

    return Decimal((int(units < 0), digits, -places))


def text_of(units: int, places: int) -> str:
    """Write *units* of ``10**-places`` in full: ``150`` at 2 is ``1.50``."""
    if not places:
        return str(units)
    digits = str(abs(units)).rjust(places + 1, "0")
    sign = "-" if units < 0 else ""

    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def plain(number: Decimal | Fraction | int) -> str:
    """Write *number* without an exponent or trailing zeros.

    A fraction that has no finite decimal form is written ``1/3``.
    """
    return plain_ratio(*number.as_integer_ratio())


def plain_ratio(numerator: int, denominator: int) -> str:
    """Write a quotient as `plain` does; *denominator* is above 0."""
    shared = math.gcd(numerator, denominator)
    over, under = numerator // shared, denominator // shared
    if under == 1:
        return str(over)
    twos = (under & -under).bit_length() - 1
    rest, fives = under >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest == 1:
        # A finite decimal needs as many places as its denominator has twos
        # or fives, whichever are more.
        places = max(twos, fives)
        return text_of(over * (10**places // under), places)

    return f"{over}/{under}"


def published(
    numerator: int, denominator: int, places: int, rounding: Rounding
) -> str:
    """Write a quotient as it is published, rounded once to *places*."""
    return text_of(
        divide(numerator * 10**places, denominator, rounding), places
    )
