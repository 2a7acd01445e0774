"""Where a row stands: written and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parrules.breakdown.places import path_of, place_of
from parrules.errors import Path

PATHS = st.lists(st.text(min_size=1) | st.integers(0, 10**6), min_size=1).map(
    tuple
)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("criteria", "A", "tiers", 0), "criteria.A.tiers[0]"),
        (("criteria", "A.5", "cases", 1), 'criteria."A.5".cases[1]'),
        (("criteria", "1"), "criteria.1"),
        (("knock_out", 2), "knock_out[2]"),
        (("criteria", 'a"b'), 'criteria."a\\"b"'),
        ((), None),
    ],
)
def test_a_place_is_written_as_toml_writes_keys(
    path: Path, place: str | None
) -> None:
    """A code with dots in it is one key, and so in quotes."""
    assert place == place_of(path)


@given(PATHS)
def test_a_place_that_was_written_is_read_back(path: Path) -> None:
    """Whatever the keys are; numbers in brackets are positions."""
    place = place_of(path)
    assert place is not None

    assert path == path_of(place)
