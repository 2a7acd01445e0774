"""Indices of functions that are known, by the estimator of this room."""

import math
from collections.abc import Callable

import numpy
import pytest

from parrules.sensitivity.indices import Floats, Moments
from parrules.sensitivity.results import Index
from parrules.sensitivity.sampling import Uniforms
from sensitivity.samples import uniforms

_DRAWS = 4096
Function = Callable[[Uniforms], Floats]


def indices_of(
    function: Function, groups: list[list[int]], dimensions: int
) -> list[Index | None]:
    """Return the indices of *groups* of the inputs of *function*."""
    points, _ = uniforms(_DRAWS, 2 * dimensions, seed=7)
    one, two = points[:, :dimensions], points[:, dimensions:]
    found: list[Index | None] = []
    for group in groups:
        mixed = one.copy()
        mixed[:, group] = two[:, group]
        here, there, other = (
            function(each)[numpy.newaxis] for each in (one, two, mixed)
        )
        moments = Moments(1)
        moments.add(here, there, [other])
        found.extend(moments.indices(0))

    return found


def additive(points: Uniforms) -> Floats:
    """Return x + 2y + 3z: variances stand as 1, 4 and 9."""
    found: Floats = points @ numpy.array([1.0, 2.0, 3.0])

    return found


def ishigami(points: Uniforms) -> Floats:
    """Return Ishigami's function with a = 7 and b = 0.1."""
    x, y, z = (2 * math.pi * points.T) - math.pi
    found: Floats = numpy.sin(x) + 7 * numpy.sin(y) ** 2
    found += 0.1 * z**4 * numpy.sin(x)

    return found


def known_of_ishigami() -> dict[str, tuple[float, float]]:
    """Return first-order and total indices, as they are derived."""
    a, b = 7.0, 0.1
    of_x = (1 + b * math.pi**4 / 5) ** 2 / 2
    of_y = a**2 / 8
    of_both = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    whole = of_x + of_y + of_both

    return {
        "x": (of_x / whole, (of_x + of_both) / whole),
        "y": (of_y / whole, of_y / whole),
        "z": (0.0, of_both / whole),
    }


@pytest.mark.parametrize(
    ("group", "part"),
    [([0], 1 / 14), ([1], 4 / 14), ([2], 9 / 14), ([0, 1], 5 / 14)],
)
def test_parts_of_a_sum_explain_their_variance(
    group: list[int], part: float
) -> None:
    """By themselves and with others alike, also as a group."""
    (found,) = indices_of(additive, [group], 3)
    assert found is not None

    assert pytest.approx((part, part), abs=0.01) == (found.first, found.total)


@pytest.mark.parametrize(("name", "place"), [("x", 0), ("y", 1), ("z", 2)])
def test_ishigami_has_the_indices_that_are_derived(
    name: str, place: int
) -> None:
    """What acts only together with others has a total index alone."""
    (found,) = indices_of(ishigami, [[place]], 3)
    assert found is not None
    known = known_of_ishigami()[name]

    assert pytest.approx(known, abs=0.02) == (found.first, found.total)


def test_the_indices_of_all_inputs_together_are_one() -> None:
    """Nothing else explains anything."""
    (found,) = indices_of(ishigami, [[0, 1, 2]], 3)
    assert found is not None

    assert pytest.approx((1, 1), abs=0.02) == (found.first, found.total)


def test_what_a_function_does_not_read_has_indices_of_zero() -> None:
    """Exactly, and without an error."""
    (found,) = indices_of(lambda points: points[:, 0], [[1]], 2)

    assert (
        Index(first=0.0, total=0.0, first_error=0.0, total_error=0.0) == found
    )


def test_what_does_not_vary_has_no_indices() -> None:
    """A variance of 0 has no parts."""
    (found,) = indices_of(lambda points: 0.1 + 0 * points[:, 0], [[0]], 1)

    assert found is None


def test_errors_cover_what_is_known() -> None:
    """Estimates lie within four standard errors."""
    wrong = [
        name
        for name, place in (("x", 0), ("y", 1), ("z", 2))
        for index in indices_of(ishigami, [[place]], 3)
        if index is None
        or abs(index.first - known_of_ishigami()[name][0])
        > 4 * index.first_error
        or abs(index.total - known_of_ishigami()[name][1])
        > 4 * index.total_error
    ]

    assert [] == wrong
