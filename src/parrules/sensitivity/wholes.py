"""Arrays of whole numbers that stay exact.

NumPy wraps silently where 64 bits do not suffice; here such numbers become
those of Python, which are of any size.
"""

from typing import Any

import numpy
from numpy.typing import NDArray

Whole = NDArray[Any]
"""Whole numbers, of 64 bits where that suffices, else of any size."""

_SAFE = 2**62


def whole_numbers(numbers: Any, shape: tuple[int, ...]) -> Whole:  # noqa: ANN401  # nested sequences
    """Return *numbers* as an array that holds each of them exactly."""
    try:
        found: Whole = numpy.array(numbers, dtype=numpy.int64)
    except OverflowError:
        found = numpy.array(numbers, dtype=object)

    return found.reshape(shape)


def narrow(numbers: Whole) -> Whole:
    """Return *numbers* in 64 bits, where they fit with room to spare."""
    if numbers.dtype == object and largest(numbers) < _SAFE:
        return numbers.astype(numpy.int64)

    return numbers


def largest(numbers: Whole | int) -> int:
    """Return the greatest size of one of *numbers*; 0 of none."""
    if isinstance(numbers, int):
        return abs(numbers)

    return int(abs(numbers).max(initial=0))


def product(left: Whole, right: Whole | int) -> Whole:
    """Return the products, one by one."""
    if largest(left) * largest(right) >= _SAFE:
        left = left.astype(object)
    found: Whole = left * right

    return found


def plus(left: Whole, right: Whole) -> Whole:
    """Return the sums, one by one."""
    if largest(left) + largest(right) >= _SAFE:
        left = left.astype(object)
    found: Whole = left + right

    return found


def dot(weights: Whole, numbers: Whole) -> Whole:
    """Return the sums of products along the last axis.

    Args:
        weights: ``(draws, classes)``.
        numbers: ``(draws, classes)`` or ``(classes,)``.
    """
    numbers = narrow(numbers)
    size = largest(weights) * largest(numbers) * weights.shape[1]
    if size >= _SAFE:
        weights = weights.astype(object)
    found: Whole = (weights * numbers).sum(axis=1)

    return found


def matrix_product(numbers: Whole, counts: Whole) -> Whole:
    """Return the matrix product.

    Args:
        numbers: ``(rows, nodes)``.
        counts: ``(nodes, classes)``, small numbers.
    """
    size = largest(numbers) * largest(counts) * len(counts)
    if size >= _SAFE:
        numbers = numbers.astype(object)
    shape = len(numbers), counts.shape[1]
    # Most counts are 0, and NumPy multiplies whole numbers one by one.
    found: Whole = numpy.zeros(shape, numbers.dtype, order="F")
    for node, place in zip(*counts.nonzero(), strict=True):
        found[:, place] += numbers[:, node] * int(counts[node, place])

    return found


def distinct_rows(
    table: NDArray[numpy.int64],
) -> tuple[NDArray[numpy.int64], NDArray[numpy.int64]]:
    """Return the rows that differ, and for each row which of them it is.

    Args:
        table: ``(rows, columns)``; there may be no column at all.
    """
    keys = numpy.zeros(len(table), numpy.int64)
    count = 1
    for column in table.T:
        places, width = _numbered(column)
        if count * width >= _SAFE:
            keys, count = _renumbered(keys)
            places, width = _renumbered(places)
        keys = keys * width + places
        count *= width
    _, first, places = numpy.unique(
        keys, return_index=True, return_inverse=True
    )

    return table[first], places


def _numbered(
    column: NDArray[numpy.int64],
) -> tuple[NDArray[numpy.int64], int]:
    """Return *column* from 0 up, and below what it stays."""
    least, most = int(column.min(initial=0)), int(column.max(initial=0))
    if most - least >= _SAFE:
        return _renumbered(column)

    return column - least, most - least + 1


def _renumbered(
    keys: NDArray[numpy.int64],
) -> tuple[NDArray[numpy.int64], int]:
    """Number what differs in *keys*, and count it."""
    values, places = numpy.unique(keys, return_inverse=True)

    return places, len(values)
