"""Points of the unit cube, by which everything uncertain is drawn."""

from collections.abc import Iterable

import attrs
import numpy
from numpy.typing import NDArray
from scipy.stats import qmc

_BITS = 30
"""As fine as Sobol's points lie, and so as many bits as are drawn."""

Uniforms = NDArray[numpy.float64]
"""Between 0 and 1, neither of them among them."""


def uniforms(draws: int, dimensions: int, seed: int) -> tuple[Uniforms, str]:
    """Return points of the cube, and the name of the method.

    They depend on the arguments alone, and on nothing of the machine.

    Args:
        draws: A power of 2.
        dimensions: Of the cube, at least 1.
        seed: A whole number from 0 on.

    Returns:
        ``(draws, dimensions)``; by ``sobol``, scrambled, or where it has
        no numbers for so many dimensions by ``pcg64``, points at random.
    """
    random = numpy.random.PCG64(seed)
    if dimensions > qmc.Sobol.MAXDIM:
        bits = random.random_raw(draws * dimensions) >> numpy.uint64(
            64 - _BITS
        )
        found = bits.reshape(draws, dimensions) / 2**_BITS
        return _inner(found), "pcg64"
    sampler = qmc.Sobol(
        dimensions, bits=_BITS, rng=numpy.random.Generator(random)
    )
    found = sampler.random_base2(draws.bit_length() - 1)

    return _inner(found), "sobol"


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
