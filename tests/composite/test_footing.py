"""On what places rest: figures of others, outliers, weights, no figures."""

import json
from collections.abc import Mapping
from fractions import Fraction

import pytest

from composite.indices import HEAD, scored
from parrules.cohort.comparing import compare
from parrules.cohort.documents import ranking_document
from parrules.composite import Index, parse_index, rank_index
from parrules.reporting.ranking_csv import comparison_csv, ranking_csv

TREATED: dict[str, dict[str, object]] = {
    "A": {"g": "x", "a": 1},
    "B": {"g": "x", "a": 2},
    "C": {"g": "x", "a": 3},
    "D": {"g": "y", "a": 3},
    "E": {"g": "y", "a": 2},
    "F": {"g": "y", "a": 1000},
    "G": {"g": "y", "a": ""},
}
ROW = '"1" = { indicator = "a" }'
EDITION = """
[total]
anchors = { low = 0, high = 10 }
[criteria]
"""


def edition(year: int, rows: str, more: str = "") -> Index:
    """Return an edition of one index, by its year and its rows."""
    head = HEAD.replace('"2024"', f'"{year}"')

    return parse_index(f"{head}{EDITION}{rows}\n{more}", "example.toml")


@pytest.mark.parametrize(
    ("treatment", "rows", "said", "cell"),
    [
        (
            'impute = "mean"\ngroup = "g"',
            ROW,
            "nobody handed in, the mean or median of other units: G (1)",
            "1 imputed",
        ),
        (
            "winsorise = {}",
            ROW,
            "count as the nearest one of another unit: F (1)",
            "1 winsorised",
        ),
        (
            "trim = 0.1",
            ROW,
            "in the tails count as the border of the rest: F (1), A (1)",
            "1 trimmed",
        ),
        (
            "",
            '"1" = { indicator = "a", at_most = 10 }',
            "beyond a bound count as the bound: F (1)",
            "1 bounded",
        ),
    ],
)
def test_places_on_treated_figures_say_so(
    treatment: str, rows: str, said: str, cell: str
) -> None:
    """C2: who reads a rank learns that it is not by the figure handed in."""
    units: Mapping[str, Mapping[str, object]] = TREATED
    cohort = rank_index(scored(rows, units, treatment=treatment))
    document = ranking_document(cohort)

    text = " ".join(cohort.text("en").split())

    assert said in text.replace(" (codes in brackets)", "")
    assert said in cohort.html("en").replace(" (codes in brackets)", "")
    assert cell in ranking_csv(document, "en")
    assert cell.split()[1] in json.dumps(document)


def test_what_counts_nothing_carries_no_place() -> None:
    """C4.2: of a row of weight 0 nothing is told."""
    rows = '"1" = { indicator = "a", weight = 0 }\n"2" = { indicator = "b" }'
    units: dict[str, dict[str, object]] = {
        unit: {**TREATED[unit], "b": ord(unit)} for unit in "ABFG"
    }
    cohort = rank_index(scored(rows, units, treatment='impute = "mean"'))

    assert {} == cohort["G"].standing.treated


@pytest.mark.parametrize(
    ("total", "figures", "said"),
    [
        ("", {"a": 3, "b": 5}, "it has no points in 2 (all units are equal)"),
        ("", {"a": 3, "b": ""}, "it has no value in 2"),
        (
            'combine = "geometric"\nonto = [1, 10]',
            {"a": 9, "b": 5},
            "it has no points in 1 (no value), 2 (all units are equal)",
        ),
    ],
)
def test_equal_undefined_and_missing_are_told_apart(
    total: str, figures: dict[str, object], said: str
) -> None:
    """C3.12, C4.5: no figure is called missing that is there."""
    rows = '"1" = { indicator = "a", per = "n" }\n"2" = { indicator = "b" }'
    zero = 0 if total else 1
    units: dict[str, dict[str, object]] = {
        "A": {"a": 1, "b": 5, "n": 1},
        "B": {"a": 2, "b": 5, "n": 1},
        "X": {**figures, "n": zero},
    }
    text = rank_index(scored(rows, units, total)).text("en")

    text = " ".join(text.replace("its figures make no", "no").split())

    assert f"X: not ranked, because {said}" in text


def test_what_other_weights_change_is_told_beside_what_rows_won() -> None:
    """S20.18: V did not do worse in any row, and falls by 5 points."""
    older = edition(
        2024,
        '"1" = { indicator = "a", weight = 2 }\n'
        '"2" = { indicator = "b" }\n"3" = { indicator = "c" }',
    )
    newer = edition(
        2025,
        '"1" = { indicator = "a" }\n'
        '"4" = { indicator = "bc", weight = 2 }\n"5" = { indicator = "d" }',
        '[changes]\nsince = "example@2024"\n'
        'was."4" = ["2", "3"]\nwas."5" = []',
    )
    before = {"U": {"a": 5, "b": 4, "c": 6}, "V": {"a": 9, "b": 2, "c": 2}}
    after = {"U": {"a": 6, "bc": 5, "d": 7}, "V": {"a": 9, "bc": 4, "d": 3}}
    comparison = compare(
        rank_index(older.evaluate(before, year=2024)),
        rank_index(newer.evaluate(after, year=2025)),
    )
    unit = comparison["V"]
    weights = [
        (each.weight_before, each.weight)
        for each in unit.changes
        if each.before
    ]
    text = " ".join(comparison.text("en", "V").split())
    table = comparison_csv(comparison.to_dict(), "en")

    assert [-5, -15, Fraction(-45, 2)] == [
        unit.points,
        unit.beside_rows,
        unit.by_weights,
    ]
    assert [(Fraction(1, 2), Fraction(1, 4)), (Fraction(1, 2),) * 2] == weights
    assert "−22.50 of it by other weights or maxima" in text
    assert "50.00% → 25.00%" in text
    assert ",0.5,0.25" in table
