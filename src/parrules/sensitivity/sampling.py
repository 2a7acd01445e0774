"""Points of the unit cube, by which everything uncertain is drawn."""

from collections.abc import Iterable, Iterator

import attrs
import numpy
from numpy.typing import NDArray
from scipy.stats import qmc

_BITS = 30
"""As fine as Sobol's points lie, and so as many bits as are drawn."""

Uniforms = NDArray[numpy.float64]
"""Between 0 and 1, neither of them among them."""


def uniforms(
    draws: int, dimensions: int, seed: int, at_once: int
) -> tuple[Iterator[Uniforms], str]:
    """Return points of the cube, and the name of the method.

    They depend on the arguments alone, and on nothing of the machine; nor
    does any point depend on how many are made at once.

    Args:
        draws: A power of 2.
        dimensions: Of the cube, at least 1.
        seed: A whole number from 0 on.
        at_once: How many points a slice has; a power of 2.

    Returns:
        Slices, each ``(points, dimensions)``; by ``sobol``, scrambled, or
        where it has no numbers for so many dimensions by ``pcg64``, points
        at random.
    """
    random = numpy.random.PCG64(seed)
    sizes = [min(at_once, draws)] * max(draws // at_once, 1)
    if dimensions > qmc.Sobol.MAXDIM:
        return (_at_random(random, n, dimensions) for n in sizes), "pcg64"
    sampler = qmc.Sobol(
        dimensions, bits=_BITS, rng=numpy.random.Generator(random)
    )

    return (_inner(sampler.random(size)) for size in sizes), "sobol"


def _at_random(
    random: numpy.random.PCG64, points: int, dimensions: int
) -> Uniforms:
    raw = random.random_raw(points * dimensions) >> numpy.uint64(64 - _BITS)

    return _inner(raw.reshape(points, dimensions) / 2**_BITS)


def _inner(points: Uniforms) -> Uniforms:
    """Put points into the middle of their cells, off both ends."""
    return points + 0.5 ** (_BITS + 1)


@attrs.frozen(eq=False)
class Points:
    """The points A and B of an analysis, each ``(draws, dimensions)``."""

    one: Uniforms
    two: Uniforms

    def between(self, start: int, end: int) -> "Points":
        """Return some dimensions of all points."""
        return Points(self.one[:, start:end], self.two[:, start:end])

    def sets(self, groups: Iterable[list[int]]) -> list[Uniforms]:
        """Return A, B, and for each group A with its dimensions from B.

        A itself, the same object, stands for a group without dimensions.
        """
        found = [self.one, self.two]
        for places in groups:
            mixed = self.one
            if places:
                mixed = self.one.copy()
                mixed[:, places] = self.two[:, places]
            found.append(mixed)

        return found
