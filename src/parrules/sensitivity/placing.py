"""Ranks of many draws at once, on exact amounts, as cohorts give them.

Numbers in brackets are those of the normative page *semantics*.
"""

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

from parrules.sensitivity.quotients import Quotients
from parrules.sensitivity.wholes import Whole, narrow

Ranks = NDArray[numpy.int64]
"""``(draws, units)``, 1 for the best; 0 for a unit that has no rank."""


def comparable(quotients: Sequence[Quotients]) -> Whole:
    """Return whole numbers that are in the order of the quotients.

    Args:
        quotients: One for each unit.

    Returns:
        ``(draws, units)``; in a draw two are equal where the quotients are.
    """
    over = numpy.stack([each.over for each in quotients], axis=1)
    under = numpy.stack([each.under for each in quotients], axis=1)
    if (under == under[:, :1]).all():
        return over
    # Two quotients that differ, differ by more than one in so many bits.
    bits = 2 * int(under.max()).bit_length()

    return narrow((over.astype(object) << bits) // under.astype(object))


def ranked(
    keys: Sequence[Whole], is_there: NDArray[numpy.bool_], *, is_dense: bool
) -> Ranks:
    """Return ranks, the greatest key first (S13.3).

    Args:
        keys: What is compared in turn, each ``(draws, units)``.
        is_there: ``(draws, units)``: who has a rank at all.
        is_dense: As `parrules.cohort.ranks.ranks_of` takes it.
    """
    classes = numpy.zeros(is_there.shape, numpy.int64)
    for key in keys:
        finer = classes * (is_there.shape[1] + 1) + _classes(key)
        classes = _classes(finer)
    # Who has no rank stands behind all who have one.
    classes = numpy.where(is_there, -classes, 1)
    order = numpy.argsort(classes, axis=1, kind="stable")
    in_order = numpy.take_along_axis(classes, order, axis=1)
    is_behind = numpy.ones_like(classes)
    is_behind[:, 1:] = in_order[:, 1:] != in_order[:, :-1]
    if is_dense:
        places = is_behind.cumsum(axis=1)
    else:
        position = numpy.arange(1, is_there.shape[1] + 1)
        places = numpy.maximum.accumulate(is_behind * position, axis=1)
    found = numpy.empty(classes.shape, numpy.int64)
    numpy.put_along_axis(found, order, places, axis=1)

    return numpy.where(is_there, found, 0)


def _classes(key: Whole) -> NDArray[numpy.int64]:
    """Number what is equal within each draw alike, the lowest 0."""
    order = numpy.argsort(key, axis=1, kind="stable")
    in_order = numpy.take_along_axis(key, order, axis=1)
    steps = numpy.zeros(key.shape, numpy.int64)
    steps[:, 1:] = in_order[:, 1:] != in_order[:, :-1]
    found = numpy.empty(key.shape, numpy.int64)
    numpy.put_along_axis(found, order, steps.cumsum(axis=1), axis=1)

    return found
