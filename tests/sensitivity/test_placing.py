"""Ranks of many draws: those that a cohort gives, draw by draw."""

from fractions import Fraction

import numpy
from hypothesis import given
from hypothesis import strategies as st

from parrules.cohort.ranks import ranks_of
from parrules.sensitivity.placing import comparable, ranked
from parrules.sensitivity.quotients import Quotients

_FRACTIONS = st.fractions(-2, 2, max_denominator=6)


def quotients(draws: list[list[Fraction]]) -> list[Quotients]:
    """Return the columns of *draws*, one for each unit."""
    return [
        Quotients(
            numpy.array([each.numerator for each in column]),
            numpy.array([each.denominator for each in column]),
            numpy.ones(len(column), bool),
        )
        for column in zip(*draws, strict=True)
    ]


@given(
    st.integers(1, 5).flatmap(
        lambda units: st.lists(
            st.lists(
                st.tuples(_FRACTIONS, st.integers(0, 1)),
                min_size=units,
                max_size=units,
            ),
            min_size=1,
            max_size=4,
        )
    ),
    st.booleans(),
)
def test_ranks_are_those_of_a_cohort(
    draws: list[list[tuple[Fraction, int]]],
    is_dense: bool,  # noqa: FBT001  # as Hypothesis calls it
) -> None:
    """With ties and what decides them, standard or dense (S13.3)."""
    first = comparable(quotients([[a for a, _ in row] for row in draws]))
    second = numpy.array([[b for _, b in row] for row in draws])
    found = ranked(
        [first, second], numpy.ones(second.shape, bool), is_dense=is_dense
    )
    expected = [
        list(
            ranks_of(
                {
                    str(place): ((True, a), (True, Fraction(b)))
                    for place, (a, b) in enumerate(row)
                },
                is_dense=is_dense,
            ).items()
        )
        for row in draws
    ]

    assert [
        [dict(row)[str(place)] for place in range(len(row))]
        for row in expected
    ] == found.tolist()


def test_who_has_no_rank_takes_no_place() -> None:
    """Also where what would be compared is the greatest."""
    key = numpy.array([[9, 3, 5, 3]])
    is_there = numpy.array([[False, True, True, True]])

    assert [[0, 2, 1, 2]] == ranked([key], is_there, is_dense=False).tolist()


def test_quotients_that_hardly_differ_are_told_apart() -> None:
    """As binary floats these are equal."""
    large = 10**15
    draws = [[Fraction(1, 3), Fraction(large, 3 * large + 1)]]
    one, two = comparable(quotients(draws))[0].tolist()

    assert one > two
