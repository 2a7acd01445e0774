"""Points of the unit cube: always the same, evenly spread, off the ends."""

import numpy
from scipy.stats import qmc

from sensitivity.samples import uniforms


def test_the_same_seed_gives_the_same_points_for_ever() -> None:
    """On each machine; another version of SciPy would be noticed here."""
    points, method = uniforms(4, 2, seed=1)

    assert "sobol" == method
    assert [
        [614543597, 349256657],
        [1249370229, 2014262765],
        [1799411215, 693870081],
        [93718167, 1166381117],
    ] == (points * 2**31).astype(int).tolist()


def test_another_seed_gives_other_points() -> None:
    """None of them in common."""
    one, _ = uniforms(64, 1, seed=1)
    two, _ = uniforms(64, 1, seed=2)

    assert set() == set(one[:, 0]) & set(two[:, 0])


def test_each_dimension_is_spread_evenly() -> None:
    """One point in each cell of as many as there are points."""
    points, _ = uniforms(256, 3, seed=5)
    cells = numpy.sort((points * 256).astype(int), axis=0)

    assert (cells == numpy.arange(256)[:, numpy.newaxis]).all()


def test_too_many_dimensions_are_drawn_at_random() -> None:
    """Sobol's numbers end; the points are the same every time, too."""
    size = qmc.Sobol.MAXDIM + 1
    one, method = uniforms(2, size, seed=3)
    two, _ = uniforms(2, size, seed=3)

    assert "pcg64" == method
    assert (one == two).all()
    assert 0 < one.min() < 0.001
    assert 0.999 < one.max() < 1


def test_no_point_lies_on_an_end() -> None:
    """There a normal curve would have no value."""
    points, _ = uniforms(2**14, 1, seed=0)

    assert points.min() > 0
    assert points.max() < 1
