"""Points of parts become points of a node, and absent ones are no zeros."""

from fractions import Fraction

import pytest

from composite.indices import index, points, scored
from parrules.composite import NodeScore

ALMOST = Fraction(1, 10**36)
FIXED = "anchors = { low = 0, high = 100 }"
ROWS = """
1 = { indicator = "a", weight = 1 }
2 = { indicator = "b", weight = 3 }
"""


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        ("mean", Fraction(49)),
        ("sum", Fraction(196)),
        ("geometric", Fraction(32)),
        ("harmonic", Fraction(256, 19)),
    ],
)
def test_kinds_of_means(combine: str, expected: Fraction) -> None:
    """C4.1: of 4 once and 64 three times; a sum multiplies by weights."""
    result = scored(
        ROWS, {"A": {"a": 4, "b": 64}}, f'combine = "{combine}"\n{FIXED}'
    )
    whole = result["A"][""]
    error = abs((whole.points or 0) - expected)

    assert whole.is_exact is (combine != "geometric")
    assert error == 0 if whole.is_exact else error < ALMOST


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('"missing"', None),
        ('"renormalise"', 16),
        ('"fixed_divisor"', 12),
        ("{ present = 0.5 }", 16),
        ("{ present = 0.6 }", None),
    ],
)
def test_absent_parts(said: str, expected: object) -> None:
    """C4.2: no mean, one of what is there, or 0 in a fixed divisor."""
    result = scored(
        ROWS, {"A": {"a": None, "b": 16}}, f"if_missing = {said}\n{FIXED}"
    )

    assert [expected] == points(result, "")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('"missing"', 16),
        ('"renormalise"', 16),
        ('"fixed_divisor"', 16),
        ("{ present = 1 }", 16),
    ],
)
def test_absent_part_of_weight_0_takes_nothing_away(
    said: str, expected: object
) -> None:
    """C4.2: it is shown, and does not count: so neither does its gap."""
    rows = ROWS.replace("weight = 1", "weight = 0")
    result = scored(
        rows,
        {"A": {"a": None, "b": 16}, "B": {"a": 4, "b": None}},
        f"if_missing = {said}\n{FIXED}",
    )

    assert [expected, None] == points(result, "")
    assert "missing" == result["B"][""].status


def test_without_any_part_there_is_no_mean() -> None:
    """C4.3: a fixed divisor makes no 0 of nothing at all."""
    result = scored(
        ROWS,
        {"A": {"a": None, "b": None}},
        f'if_missing = "fixed_divisor"\n{FIXED}',
    )

    assert [None] == points(result, "")
    assert None is result["A"].rank


def test_a_part_says_its_share() -> None:
    """C4.4: weights of what is there add up to 1, of absent parts are 0."""
    result = scored(
        ROWS,
        {"A": {"a": 4, "b": 16}, "B": {"a": 4, "b": None}},
        f'if_missing = "renormalise"\n{FIXED}',
    )
    shares = [
        [part.weight for part in whole.parts]
        for unit in result
        if isinstance(whole := unit[""], NodeScore)
    ]

    assert [[Fraction(1, 4), Fraction(3, 4)], [1, 0]] == shares


@pytest.mark.parametrize("combine", ["geometric", "harmonic"])
@pytest.mark.parametrize("value", [0, -1])
def test_means_of_what_is_not_above_zero_are_undefined(
    combine: str, value: int
) -> None:
    """C4.5: no number comes out, a warning names unit and row (PAR823)."""
    result = scored(
        ROWS,
        {"A": {"a": value, "b": 16}},
        f'combine = "{combine}"\n{FIXED}',
    )

    assert "undefined" == result["A"][""].status
    assert ["PAR823"] == [each.code for each in result.problems]


def test_rows_take_over_what_the_row_above_says() -> None:
    """C4.6: scale and means are handed down; own words win."""
    made = index(
        """
1 = { onto = [1, 10], combine = "sum" }
"1.1" = { indicator = "a" }
"1.2" = { indicator = "b", onto = [0, 1] }
2 = { indicator = "c" }
""",
        FIXED,
    )
    onto = {
        node.code: tuple(map(int, node.scale.onto))
        for node in made.scheme.nodes()
    }
    kinds = {node.scale.anchors.kind for node in made.scheme.indicators()}

    assert {"1": (1, 10), "1.1": (1, 10), "1.2": (0, 1), "2": (0, 100)} == onto
    assert {"fixed"} == kinds


def test_ranks_are_of_unrounded_points_and_equals_share_them() -> None:
    """C5.1: 50.001 is more than 50.000, though both are published 50.00."""
    result = scored(
        '1 = { indicator = "a" }',
        {
            "A": {"a": "50.000"},
            "B": {"a": "50.001"},
            "C": {"a": "50.000"},
            "D": {"a": None},
            "E": {"a": 1},
        },
        FIXED,
    )

    assert [2, 1, 2, None, 4] == [each.rank for each in result]
    assert ["50.00"] * 2 == [
        result.published(each.total) for each in result.ranked()[:2]
    ]
    assert ["B", "A", "C", "E", "D"] == [each.unit for each in result.ranked()]
