"""Sobol indices of groups of inputs, by the design of Saltelli.

Two sets of points, A and B, and for each group a third one, which is A with
the inputs of that group from B.  First-order indices are estimated as in
Saltelli and others (2010), total ones as in Jansen (1999).  All of this is
statistics, in binary floats, and no score is made of it.
"""

import math

import numpy
from numpy.typing import NDArray

from parrules.sensitivity.results import Index

Floats = NDArray[numpy.float64]


def sobol_index(one: Floats, two: Floats, mixed: Floats) -> Index | None:
    """Return the indices of a group; `None` where nothing varies.

    Args:
        one: What a function is at the points A, ``(draws,)``.
        two: At the points B.
        mixed: At the points A with the group's inputs from B.
    """
    both = numpy.concatenate((one, two))
    if both.max() == both.min():
        return None
    variance = both.var()
    first = (two - both.mean()) * (mixed - one) / variance
    total = (one - mixed) ** 2 / (2 * variance)

    return Index(
        first=first.mean().item(),
        total=total.mean().item(),
        first_error=_error(first),
        total_error=_error(total),
    )


def _error(parts: Floats) -> float:
    found: float = parts.std().item() / math.sqrt(len(parts))

    return found
