"""Points of the unit cube, by which everything uncertain is drawn."""

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
