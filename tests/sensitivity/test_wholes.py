"""Rows that differ, and quotients in their order, exactly."""

from fractions import Fraction

import numpy
from hypothesis import given
from hypothesis import strategies as st

from parrules.sensitivity.quotients import InOrder, Quotients
from parrules.sensitivity.wholes import distinct_rows

NUMBERS = st.one_of(
    st.integers(-2, 2),
    st.integers(-(2**63), 2**63 - 1),
)


def in_order(over: list[int], under: list[int]) -> list[Fraction]:
    """Return quotients from the least to the greatest."""
    found = InOrder(
        Quotients(
            numpy.array(over),
            numpy.array(under),
            numpy.ones(len(over), bool),
        )
    )

    return [found[place] for place in range(len(over))]


@given(
    st.integers(0, 3).flatmap(
        lambda width: st.lists(
            st.lists(NUMBERS, min_size=width, max_size=width), min_size=1
        )
    )
)
def test_distinct_rows_give_every_row_back(rows: list[list[int]]) -> None:
    """Each differs from the others, and each row finds its own."""
    table = numpy.array(rows, numpy.int64)

    found, places = distinct_rows(table)

    assert len({tuple(row) for row in rows}) == len(found)
    assert rows == found[places].tolist()


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(1, 4)), min_size=1))
def test_quotients_stand_in_order(pairs: list[tuple[int, int]]) -> None:
    """Equal ones and 0 among them."""
    over, under = (list(each) for each in zip(*pairs, strict=True))

    assert sorted(Fraction(*each) for each in pairs) == in_order(over, under)


def test_quotients_that_floats_cannot_tell_apart_stand_in_order() -> None:
    """They are compared as they are."""
    over = [2**60 + each for each in (3, 1, 2, 0)]

    assert [2**60, 2**60 + 1, 2**60 + 2, 2**60 + 3] == in_order(over, [1] * 4)


def test_quotients_beyond_all_floats_stand_in_order() -> None:
    """And those so near to 0 that floats lose their digits."""
    large = 10**400
    over = [large + 1, -large, 3, large, -large - 1, 2, 0, -1]
    under = [1, 1, large, 1, 1, large, 1, 10**320]
    found = in_order(over, under)

    assert sorted(map(Fraction, over, under)) == found
