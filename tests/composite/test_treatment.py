"""What happens to figures before they are put on a scale, step by step."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composite.indices import cell, column, points, scored
from parrules.composite.treating import Step, shape_of

ROW = '1 = { indicator = "x", anchors = { low = 0, high = 100 } }'


def test_a_figure_is_divided_by_another_column() -> None:
    """C2.1: the step is kept; a quotient by 0 is no value, and says so.

    By what is not known it is not known, either (C1.3).
    """
    result = scored(
        '1 = { indicator = "x", per = "n", '
        "anchors = { low = 0, high = 100 } }",
        {
            "A": {"x": 6, "n": 4},
            "B": {"x": 6, "n": 0},
            "C": {"x": 6, "n": None},
            "D": {"x": None, "n": 2},
        },
    )

    assert (Step("divided", Fraction(3, 2)),) == cell(result, "A").steps
    assert ["scored", "undefined", "missing", "missing"] == [
        unit["1"].status for unit in result
    ]


def test_figures_beyond_declared_bounds_count_as_the_bound() -> None:
    """C2.2: as trade fairs of which 20 count at most."""
    result = scored(
        '1 = { indicator = "x", at_least = 0, at_most = 20, '
        "anchors = { low = 0, high = 20 } }",
        column(-3, 10, 44),
    )

    assert [0, 50, 100] == points(result)
    assert (Step("bounded", Fraction(20)),) == cell(result, "C").steps


def test_logarithms_are_marked_and_need_numbers_above_zero() -> None:
    """C2.3: 1, 10 and 100 are equally far apart then."""
    result = scored(
        '1 = { indicator = "x", transform = "log" }', column(1, 10, 100, 0)
    )
    middle = points(result)[1]

    assert abs(Fraction(str(middle)) - 50) < Fraction(1, 10**30)
    assert not cell(result, "A").is_exact
    assert "undefined" == cell(result, "D").status
    assert ["D"] == [each.arguments["unit"] for each in result.problems[:1]]


def test_gaps_are_filled_by_the_middle_of_the_group() -> None:
    """C2.4: mean or median; a group without any figure stays empty."""
    rows = {
        name: {"x": value, "g": group}
        for name, value, group in [
            ("A", 1, "p"),
            ("B", 2, "p"),
            ("C", 6, "p"),
            ("D", None, "p"),
            ("E", None, "q"),
        ]
    }
    by_mean = scored(ROW, rows, treatment='impute = "mean"\ngroup = "g"')
    by_median = scored(ROW, rows, treatment='impute = "median"\ngroup = "g"')
    of_all = scored(ROW, rows, treatment='impute = "median"')

    assert [1, 2, 6, 3, None] == points(by_mean)
    assert [1, 2, 6, 2, None] == points(by_median)
    assert [1, 2, 6, 2, 2] == points(of_all)
    assert (Step("imputed", Fraction(3)),) == cell(by_mean, "D").steps


def test_tails_are_trimmed_to_quantiles() -> None:
    """C2.5: a quarter of each tail counts as its border."""
    result = scored(ROW, column(0, 10, 20, 30, 100), treatment="trim = 0.25")

    assert [10, 10, 20, 30, 30] == points(result)


def test_outliers_take_the_next_value_until_the_column_is_calm() -> None:
    """C2.6: one of six is enough here."""
    result = scored(ROW, column(1, 2, 3, 4, 5, 90), treatment="winsorise = {}")

    assert [1, 2, 3, 4, 5, 5] == points(result)
    assert (Step("winsorised", Fraction(5)),) == cell(result, "F").steps


def test_both_ends_stay_drawn_in_where_the_skew_changes_sides() -> None:
    """C2.6: each step goes on from the column that the last one left."""
    values = column(-22, *[0] * 7, *[1] * 4, 2, 11)
    result = scored(ROW, values, treatment="winsorise = {}")

    assert [0] * 8 + [1] * 4 + [2, 2] == points(result)


def test_equal_outliers_are_drawn_in_at_once() -> None:
    """C2.6: even if they are more than are replaced at most."""
    values = column(*range(20), 400, 400)
    result = scored(
        ROW,
        values,
        treatment='winsorise = { most = 1, otherwise = "keep" }',
    )

    assert [*range(20), 19, 19] == points(result)


def test_where_winsorising_is_not_enough_logarithms_stand_for_all() -> None:
    """C2.7: or what was reached is kept, where the file says so."""
    values = column(*[0] * 20, 1, 2, 99, 100)
    logs = scored(ROW, values, treatment="winsorise = { most = 1 }")
    kept = scored(
        ROW,
        values,
        treatment='winsorise = { most = 1, otherwise = "keep" }',
    )

    assert ["logarithm"] == [each.change for each in cell(logs, "X").steps]
    assert [99, 99] == points(kept)[-2:]


def test_four_values_or_fewer_and_equal_ones_have_no_shape() -> None:
    """C2.8: such a column is left alone."""
    assert None is shape_of([Fraction(1), Fraction(2), Fraction(9)])
    assert None is shape_of([Fraction(2)] * 9)


@given(
    st.lists(st.fractions(-9, 9), min_size=4, max_size=12),
    st.fractions(1, 9),
    st.fractions(-9, 9),
)
def test_shape_does_not_depend_on_the_unit_of_measure(
    values: list[Fraction], factor: Fraction, shift: Fraction
) -> None:
    """C2.9: metres or feet, Celsius or Kelvin: the same outliers."""
    moved = [factor * value + shift for value in values]

    assert shape_of(values) == shape_of(moved)


@pytest.mark.parametrize(
    ("row", "figures"),
    [
        ('"1" = { indicator = "x", transform = "log" }', {"x": 0}),
        ('"1" = { indicator = "x", per = "y" }', {"x": 0, "y": 0}),
    ],
)
def test_what_is_undefined_is_no_gap_to_be_filled(
    row: str, figures: dict[str, object]
) -> None:
    """C2.4: the lowest figure would pass higher ones."""
    rows: Mapping[str, Mapping[str, object]] = {
        "A": {"x": 1, "y": 1},
        "B": figures,
        "C": {"x": 9, "y": 3},
        "D": {"x": "", "y": 1},
    }
    result = scored(row, rows, treatment='impute = "mean"')

    assert ["PAR823", "PAR837"] == [each.code for each in result.problems]
    assert "D" == result.problems[1].arguments["units"]
    assert ["scored", "undefined", "scored", "scored"] == [
        cell(result, unit).status for unit in "ABCD"
    ]
