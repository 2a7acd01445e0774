"""Intervals: what is computed covers what can be, and no more."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parrules.checking.intervals import (
    EVERYTHING,
    NOTHING,
    Interval,
    compared,
    greatest,
    least,
    point,
    rounded,
    size,
    uncovered,
    value_in,
)

numbers = st.fractions(-20, 20, max_denominator=6)
distances = st.none() | st.fractions(0, 20, max_denominator=6)


def interval(
    low: float | None,
    high: float | None,
    *,
    low_open: bool = False,
    high_open: bool = False,
) -> Interval:
    return Interval(
        None if low is None else Fraction(low),
        None if high is None else Fraction(high),
        low_open,
        high_open,
    )


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Draw an interval with any ends that is not empty."""
    low = draw(st.none() | numbers)
    high = draw(st.none() | numbers)
    if low is not None and high is not None:
        low, high = sorted((low, high))
    is_point = low is not None and low == high

    return Interval(
        low,
        high,
        low is not None and not is_point and draw(st.booleans()),
        high is not None and not is_point and draw(st.booleans()),
    )


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """Draw an interval and a number in it."""
    number = draw(numbers)
    below, above = draw(distances), draw(distances)
    found = Interval(
        None if below is None else number - below,
        None if above is None else number + above,
        bool(below) and draw(st.booleans()),
        bool(above) and draw(st.booleans()),
    )

    return found, number


@given(one=members(), two=members())
def test_result_covers_every_result_of_members(
    one: tuple[Interval, Fraction], two: tuple[Interval, Fraction]
) -> None:
    """Whatever two numbers are, what is computed lies in the result."""
    (left, a), (right, b) = one, two

    assert (left + right).has(a + b)
    assert (left - right).has(a - b)
    assert (left * right).has(a * b)
    assert least(left, right).has(min(a, b))
    assert greatest(left, right).has(max(a, b))
    assert size(left).has(abs(a))
    assert left.hull(right).has(a)
    assert left.meet(right).has(a) == right.has(a)
    if b:
        assert (left / right).has(a / b)


@given(one=members(), two=members())
def test_comparison_that_is_certain_holds_for_members(
    one: tuple[Interval, Fraction], two: tuple[Interval, Fraction]
) -> None:
    """A certain answer is the answer for every pair of numbers."""
    (left, a), (right, b) = one, two
    truths = {
        "<": a < b,
        "<=": a <= b,
        ">": a > b,
        ">=": a >= b,
        "==": a == b,
        "!=": a != b,
    }
    for sign, truth in truths.items():
        assert compared(left, sign, right) in (None, truth)


@given(whole=intervals(), covers=st.lists(intervals(), max_size=4))
def test_what_is_uncovered_is_in_the_whole_and_in_no_cover(
    whole: Interval, covers: list[Interval]
) -> None:
    """Gaps and covers make the whole, and do not meet."""
    gaps = list(uncovered(whole, covers))

    for gap in gaps:
        assert not gap.is_empty
        assert gap.meet(whole) == gap
        assert all(gap.meet(cover).is_empty for cover in covers)
    for number in map(Fraction, range(-20, 21)):
        is_covered = any(cover.has(number) for cover in covers)
        is_in_gap = any(gap.has(number) for gap in gaps)
        assert is_in_gap == (whole.has(number) and not is_covered)


@given(found=intervals(), step=st.sampled_from([None, 1, Fraction(1, 4)]))
def test_value_in_an_interval_lies_in_it(
    found: Interval, step: Fraction | None
) -> None:
    """A value is in the interval, and a multiple of the step."""
    value = value_in(found, None if step is None else Fraction(step))

    if value is None:
        assert step is not None
        assert found.low is not None
        assert found.high is not None
        assert found.high - found.low <= 1
    else:
        assert found.has(value)
        assert step is None or value % Fraction(step) == 0


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (interval(80, 100, low_open=True), "8001/100"),
        (interval(None, 50, high_open=True), "4999/100"),
        (interval(0, 50), "0"),
        (interval(None, 50), "50"),
        (EVERYTHING, "0"),
        (Interval(Fraction(0), Fraction(1, 1000), low_open=True), "1/1000"),
    ],
)
def test_value_that_shows_a_gap_is_short(
    found: Interval, expected: str
) -> None:
    """A reader recognises the value beside the bound."""
    assert value_in(found) == Fraction(expected)


def test_value_between_very_near_ends_is_halfway() -> None:
    """However narrow a gap is, there is a value in it."""
    tiny = Fraction(1, 10**15)

    assert value_in(
        Interval(Fraction(0), tiny, low_open=True, high_open=True)
    ) == (tiny / 2)


def test_nothing_is_empty_and_changes_no_hull() -> None:
    """The empty interval is neutral."""
    assert NOTHING.is_empty
    assert value_in(NOTHING) is None
    assert NOTHING.hull(point(3)) == point(3) == point(3).hull(NOTHING)


def test_empty_cover_covers_nothing() -> None:
    """A row that nothing can meet leaves the gap as it is."""
    assert [point(3)] == list(uncovered(point(3), [NOTHING, point(2)]))


def test_quotient_by_zero_alone_has_no_values() -> None:
    """Where nothing can be divided by, nothing comes out."""
    assert (point(1) / point(0)).is_empty


def test_open_ends_stay_open_in_products() -> None:
    """A bound that is not reached is not reached by products either."""
    half_open = interval(0, 10, high_open=True)

    assert half_open * interval(1, 2) == interval(0, 20, high_open=True)
    assert interval(0, None) * point(0) == point(0)


def test_rounding_keeps_to_multiples() -> None:
    """An interval rounded to steps ends on steps."""
    expected = interval(0.5, None)

    assert expected == rounded(interval(0.3, None), Fraction(1, 2), "half_up")
