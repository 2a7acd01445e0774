"""Sobol indices of groups of inputs, by the design of Saltelli.

Two sets of points, A and B, and for each group a third one, which is A with
the inputs of that group from B.  First-order indices are estimated as in
Saltelli and others (2010), total ones as in Jansen (1999).  All of this is
statistics, in binary floats, and no score is made of it.
"""

import math
from collections.abc import Iterable

import numpy
from numpy.typing import NDArray

from parrules.sensitivity.results import Index

Floats = NDArray[numpy.float64]

TOGETHER = 1024
"""Draws that are added up as they stand; sums of so many are added exactly,
so that it does not matter how many draws there are in memory at once."""


class Moments:
    """What indices are made of, while slices of draws come and go.

    All that varies stands in columns.  What is added up is the distance from
    the first draw, so that little is lost where a column varies little.
    """

    def __init__(self, groups: int) -> None:
        """Prepare for so many groups."""
        self._draws = 0
        self._centre: Floats | None = None
        self._ends: list[Floats] = []
        self._both: list[Floats] = []
        self._mixed: list[list[Floats]] = [[] for _ in range(groups)]

    def add(self, one: Floats, two: Floats, mixed: Iterable[Floats]) -> None:
        """Add a slice of draws, each argument ``(columns, draws)``.

        Args:
            one: What functions are at the points A.
            two: At the points B.
            mixed: By group, at the points A with its inputs from B.
        """
        if self._centre is None:
            self._centre = one[:, :1]
        self._ends.extend(end for each in (one, two) for end in _ends_of(each))
        self._draws += one.shape[1]
        here, there = one - self._centre, two - self._centre
        self._both.append(_sums(here + there, here**2 + there**2, here))
        for sums, each in zip(self._mixed, mixed, strict=True):
            step = each - one
            square = step**2
            sums.append(
                _sums(
                    step,
                    there * step,
                    square,
                    there * square,
                    there**2 * square,
                    square**2,
                )
            )

    def indices(self, column: int) -> tuple[Index | None, ...]:
        """Return the index of each group; `None` where nothing varies."""
        if len({end[column].item() for end in self._ends}) == 1:
            return (None,) * len(self._mixed)
        draws = self._draws
        sum_, squares, _ = _totals(self._both, column)
        mean = sum_ / (2 * draws)
        variance = squares / (2 * draws) - mean**2

        return tuple(
            _index(_totals(sums, column), mean, variance, draws)
            for sums in self._mixed
        )

    def mean(self, column: int) -> float:
        """Return the mean at the points A."""
        assert self._centre is not None, "there are draws"
        *_, here = _totals(self._both, column)

        first: float = self._centre[column, 0].item()

        return first + here / self._draws


def _ends_of(numbers: Floats) -> tuple[Floats, Floats]:
    """Return by column the least and the greatest number."""
    return numbers.min(axis=1), numbers.max(axis=1)


def _sums(*parts: Floats) -> Floats:
    """Return ``(parts, columns, sums)``, one sum of `TOGETHER` draws."""
    columns, draws = parts[0].shape
    shape = columns, -1, min(TOGETHER, draws)

    return numpy.stack(
        [numpy.ascontiguousarray(e).reshape(shape).sum(axis=2) for e in parts]
    )


def _totals(sums: list[Floats], column: int) -> list[float]:
    """Return the sum of each part over all draws, rounded once."""
    found = numpy.concatenate([each[:, column] for each in sums], axis=1)

    return [math.fsum(part) for part in found.tolist()]


def _index(
    sums: list[float], mean: float, variance: float, draws: int
) -> Index:
    step, product, square, once, twice, fourth = sums
    first = (product - mean * step) / draws / variance
    total = square / (2 * variance) / draws
    firsts = (twice - 2 * mean * once + mean**2 * square) / variance**2
    totals = fourth / (4 * variance**2)

    return Index(
        first=first,
        total=total,
        first_error=_error(firsts, first, draws),
        total_error=_error(totals, total, draws),
    )


def _error(squares: float, mean: float, draws: int) -> float:
    """Return the standard error of a mean, by the sum of squares."""
    return math.sqrt(max(squares / draws - mean**2, 0.0) / draws)
