"""Which exact number somebody meant who handed in a binary float."""

import math
from decimal import Decimal

from parrules.points import is_bounded, plain, scale_of, whole


def exact_of(value: float, places: int, bounds: tuple[int, int]) -> str:
    """Return what is written in place of *value*, in Python.

    It is the shortest decimal that is the same float, as one writes it in a
    program; empty where that would be refused, too.

    Args:
        value: Of `float`, or of a kind of it.
        places: How many decimal places there may be.
        bounds: Lowest and highest value, in steps of these places.
    """
    if not math.isfinite(value):
        return ""
    number = Decimal(float.__repr__(value))
    if not is_bounded(number):
        return ""
    try:
        steps = whole(number, places)
    except ValueError:
        return ""
    if not bounds[0] <= steps <= bounds[1]:
        return ""
    is_whole = steps % scale_of(places) == 0

    return plain(number) if is_whole else f'Decimal("{plain(number)}")'
