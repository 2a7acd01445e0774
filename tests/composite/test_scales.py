"""Figures become points by what the row says they are measured against."""

from decimal import Decimal
from fractions import Fraction

import pytest

from composite.indices import cell, column, index, points, scored
from parrules.composite import UnitTable
from parrules.composite.results import Anchor
from parrules.errors import FactError


def test_best_of_the_cohort_gets_all_and_the_worst_nothing() -> None:
    """C3.1: by default from the lowest to the highest of this year."""
    result = scored('1 = { indicator = "x" }', column(2, 4, 6))

    assert [0, 50, 100] == points(result)


def test_less_is_better_turns_the_scale() -> None:
    """C3.2: the best value is the lowest then."""
    result = scored(
        '1 = { indicator = "x", better = "less", onto = [1, 10] }',
        column(2, 4, 6),
    )

    assert [10, Decimal("5.5"), 1] == points(result)


def test_a_cell_says_whose_its_anchors_are() -> None:
    """C3.3: unit and year of each extreme; that is what people ask first."""
    result = scored(
        '1 = { indicator = "x", better = "less" }', column(2, 4, 6)
    )

    assert Anchor(Fraction(6), "C", 2024) == cell(result, "B").low
    assert Anchor(Fraction(2), "A", 2024) == cell(result, "B").high


def test_window_takes_extremes_of_the_last_years() -> None:
    """C3.4: of three years, this one and the two before."""
    made = index('1 = { indicator = "x", anchors = { window = 3 } }')
    earlier = [
        UnitTable.of(column(0, 1), 2023),
        UnitTable.of(column(1, 10), 2022),
        UnitTable.of(column(99, 99), 2021),
    ]
    result = made.evaluate(column(2, 4), year=2024, earlier=earlier)

    assert [20, 40] == points(result)
    assert Anchor(Fraction(10), "B", 2022) == cell(result, "A").high


def test_running_extremes_reach_back_to_a_year() -> None:
    """C3.5: of all years since it, none before."""
    made = index('1 = { indicator = "x", anchors = { running_since = 2022 } }')
    earlier = [
        UnitTable.of(column(0, 1), 2023),
        UnitTable.of(column(1, 10), 2022),
        UnitTable.of(column(99, 99), 2021),
    ]
    result = made.evaluate(column(2, 4), year=2024, earlier=earlier)

    assert [20, 40] == points(result)


@pytest.mark.parametrize(
    "anchors", ["{ window = 3 }", "{ running_since = 2022 }"]
)
def test_years_that_anchors_need_must_be_given(anchors: str) -> None:
    """C3.6: other years would be other extremes (PAR820)."""
    made = index(f'1 = {{ indicator = "x", anchors = {anchors} }}')
    earlier = [UnitTable.of(column(0, 1), 2023)]

    with pytest.raises(FactError) as caught:
        made.evaluate(column(2, 4), year=2024, earlier=earlier)
    with pytest.raises(FactError) as without_year:
        made.evaluate(column(2, 4), earlier=earlier)

    assert ["2022"] == [
        each.arguments["years"] for each in caught.value.problems
    ]
    assert ["PAR820"] == [each.code for each in without_year.value.problems]


def test_extremes_do_not_begin_after_the_year_of_the_figures() -> None:
    """C3.5: PAR834, where no year could count."""
    made = index(
        '"1" = { indicator = "x", anchors = { running_since = 2026 } }'
    )
    with pytest.raises(FactError) as caught:
        made.evaluate(column(1, 2), year=2025)

    assert ["PAR834"] == [each.code for each in caught.value.problems]


def test_tables_that_are_of_no_earlier_year_are_refused() -> None:
    """C3.6: the same year, a later one, one twice, and none (PAR828)."""
    made = index('1 = { indicator = "x", anchors = { window = 2 } }')
    earlier = [
        UnitTable.of(column(0, 1), year)
        for year in (2023, 2024, 2025, 2023, None)
    ]

    with pytest.raises(FactError) as caught:
        made.evaluate(column(2, 4), year=2024, earlier=earlier)

    assert [
        ("PAR828", "2024", "year_not_earlier"),
        ("PAR828", "2025", "year_not_earlier"),
        ("PAR828", "2023", "year_twice"),
        ("PAR828", "?", "year_unknown"),
    ] == [
        (each.code, each.arguments["year"], each.arguments["reason"])
        for each in caught.value.problems
    ]


def test_fixed_anchors_do_not_depend_on_the_cohort() -> None:
    """C3.7: the file says both ends, and no unit is named for them."""
    result = scored(
        '1 = { indicator = "x", anchors = { low = 0, high = 5 } }',
        column(2, 6),
    )

    assert [40, 120] == points(result)
    assert Anchor(Fraction(0)) == cell(result, "A").low


def test_values_beyond_the_anchors_are_clamped_where_the_row_says_so() -> None:
    """C3.8: otherwise they are kept, as they are of a window."""
    result = scored(
        '1 = { indicator = "x", beyond = "clamp", '
        "anchors = { low = 1, high = 5 } }",
        column(0, 3, 6),
    )

    assert [0, 50, 100] == points(result)


def test_distance_to_a_target_starts_at_the_worst() -> None:
    """C3.9: who reaches the target has all."""
    row = (
        '1 = {{ indicator = "x", better = "{}", anchors = {{ target = 10 }} }}'
    )
    more = scored(row.format("more"), column(0, 5, 10))
    less = scored(row.format("less"), column(10, 15, 20))

    assert [0, 50, 100] == points(more)
    assert [100, 50, 0] == points(less)


@pytest.mark.parametrize(
    ("better", "target", "values"),
    [
        ("more", 80, (85, 90, 100)),
        ("more", 85, (85, 90, 100)),
        ("less", 100, (85, 90, 100)),
        ("less", 120, (85, 90, 100)),
    ],
)
def test_target_that_all_reach_gives_all_of_them_everything(
    better: str, target: int, values: tuple[int, ...]
) -> None:
    """C3.9: the scale never turns over; `if_equal` may say other points."""
    row = (
        f'indicator = "x", better = "{better}", onto = [1, 10], '
        f"anchors = {{ target = {target} }}"
    )
    result = scored(f"1 = {{ {row} }}", column(*values))
    said = scored(f'1 = {{ {row}, if_equal = "middle" }}', column(*values))

    assert Anchor(Fraction(target)) == cell(result, "A").low
    assert [10, 10, 10] == points(result)
    assert [Decimal("5.5")] * 3 == points(said)


def test_worst_beyond_the_target_is_no_end_of_the_scale() -> None:
    """C3.9: with one unit that is worse, the best still has the most."""
    result = scored(
        '1 = { indicator = "x", anchors = { target = 80 } }',
        column(60, 80, 90),
    )

    assert [0, 100, 150] == points(result)


def test_z_score_counts_deviations_of_a_sample() -> None:
    """C3.10: the mean has the first number of `onto`, one deviation more."""
    result = scored(
        '1 = { indicator = "x", anchors = "z_score", onto = [0, 1] }',
        column(1, 2, 3),
    )

    assert [-1, 0, 1] == points(result)
    assert not cell(result, "A").is_exact


def test_rank_and_percentile_count_the_worse_ones() -> None:
    """C3.11: equals share a place."""
    rank = scored(
        '1 = { indicator = "x", anchors = "rank" }', column(5, 7, 5, 9, None)
    )
    share = scored(
        '1 = { indicator = "x", anchors = "percentile", better = "less" }',
        column(5, 7, 9),
    )

    assert [1, 3, 1, 4, None] == points(rank)
    assert [100, 50, 0] == points(share)


@pytest.mark.parametrize(
    "anchors",
    ['"cohort"', '"z_score"', '"rank"', '"percentile"', "{ target = 3 }"],
)
@pytest.mark.parametrize(
    ("said", "expected"),
    [("missing", None), ("low", 1), ("middle", Decimal("5.5")), ("high", 10)],
)
def test_all_equal_has_the_points_that_the_file_says(
    anchors: str, said: str, expected: object
) -> None:
    """C3.12: nothing is divided by 0; without a word there are none."""
    result = scored(
        f'1 = {{ indicator = "x", anchors = {anchors}, onto = [1, 10], '
        f'if_equal = "{said}" }}',
        column(3, 3),
    )

    assert [expected] * 2 == points(result)
    assert ("flat" if said == "missing" else "scored") == (
        cell(result, "A").status
    )


def test_one_unit_alone_is_flat_among_its_own() -> None:
    """C3.13: a block of one has no range, no deviation and no places."""
    for anchors in ("cohort", "z_score", "rank", "percentile"):
        result = scored(
            f'1 = {{ indicator = "x", anchors = "{anchors}" }}', column(3)
        )

        assert ("flat", None) == (
            cell(result, "A").status,
            result["A"].total,
        )


def test_no_units_have_no_results() -> None:
    """C3.14: an empty block is no error."""
    result = scored('1 = { indicator = "x" }', {"A": {"x": 1}})
    table = UnitTable(units=(), columns={"x": []})

    assert 1 == len(result)
    assert () == index('1 = { indicator = "x" }').evaluate(table).units


def test_negative_figures_are_figures() -> None:
    """C3.15: a range does not care where 0 is."""
    result = scored('1 = { indicator = "x" }', column(-4, -2, 0))

    assert [0, 50, 100] == points(result)
