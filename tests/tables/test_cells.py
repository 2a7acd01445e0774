"""What a cell may hold: taken exactly, or refused with row and column."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pytest

from parrules.errors import FactError
from tables.rulesets import refusing, ruleset

NAN, HUGE = float("nan"), 2.0**60
MIDNIGHT = datetime.datetime(2024, 1, 1)  # noqa: DTZ001  # as tables hold them
NIGHT = datetime.datetime(2024, 1, 1, 3)  # noqa: DTZ001  # as tables hold them
Cells = Mapping[str, Any]


def refused(columns: Cells, library: str) -> list[str]:
    """Return row, column and code of what is refused."""
    frame: Any = pl.DataFrame(columns)
    if library == "duckdb":
        frame = duckdb.from_arrow(frame.to_arrow())
    try:
        ruleset().evaluate_table(frame)
    except FactError as error:
        return [
            f"{str(problem.place).removeprefix('table: ')} {problem.code}"
            for problem in error.problems
        ]

    return []


TAKEN: list[Cells] = [
    {"tasks": [1, 0, 10**9, None]},
    {"tasks": [1.0, None]},
    {"tasks": ["12", None]},
    {"tasks": [Decimal(8)]},
    {"tasks": pl.Series([3], dtype=pl.UInt8)},
    {"tasks": pl.Series([None], dtype=pl.Null)},
    {"rate": [Decimal("97.5"), Decimal(50)]},
    {"rate": ["97,5", "97.50", "97", None]},
    {"rate": [50.0, None]},
    {"open": [True, None]},
    {"open": ["yes", "Không", None]},
    {"issued": ["2024-02-29", "never", None]},
    {"issued": [datetime.date(2024, 1, 1), None]},
    {"issued": [MIDNIGHT, None]},
    {"issued": [None, MIDNIGHT.date()], "issued.never": [True, None]},
    {"kind": ["ward", None]},
    {"kind": pl.Series(["ward", None], dtype=pl.Categorical)},
    {"kind": pl.Series(["ward"], dtype=pl.Enum(["ward", "commune"]))},
    {"votes": [[1, 2], None]},
    {"votes": ["1;2", None]},
    {"struck": [["1"], [], None]},
    {"6": ["yes", None]},
    {"tasks": [" 2 ", "+3", "0" * 30 + "4"]},
    {"rate": ["\t97,5\u00a0", "5,000000000", "-0"]},
    {"open": [" Có", "KHÔNG ", "co\u0301"]},
    {"issued": [" 2024-02-29 ", "never "]},
    {"kind": [" ward", "commune "]},
    {"votes": ["1; 2", " +1 ;\u00a00 ", "-0;1"]},
    {"votes.bad": [" 1"], "votes.good": ["02 "]},
    {"struck": ["1;", " 1 ; 2", ";", ""]},
    {"6": [" yes", "no "]},
    {"unit.id": ["a", "b"], "unit.name": ["A", "B"], "tasks": [1, 2]},
]
REFUSED: list[tuple[Cells, list[str]]] = [
    ({"tasks": [1, -1, 10**12]}, ["2: tasks PAR303", "3: tasks PAR303"]),
    ({"tasks": [1.0, 2.5, HUGE]}, ["2: tasks PAR307", "3: tasks PAR307"]),
    ({"tasks": [NAN]}, ["1: tasks PAR347"]),
    ({"tasks": ["1", "2,0", "x"]}, ["2: tasks PAR302", "3: tasks PAR314"]),
    ({"tasks": [Decimal("8.0")]}, ["1: tasks PAR302"]),
    ({"tasks": [True]}, ["tasks PAR345"]),
    (
        {"tasks": pl.Series([2**63 + 5], dtype=pl.UInt64)},
        ["1: tasks PAR303"],
    ),
    ({"rate": [50.0, 99.5]}, ["2: rate PAR307"]),
    (
        {"rate": ["97,555", "1.000", "abc"]},
        ["1: rate PAR314", "2: rate PAR314", "3: rate PAR314"],
    ),
    ({"rate": [Decimal("99.999")]}, ["1: rate PAR304"]),
    ({"open": ["yes", "maybe"]}, ["2: open PAR314"]),
    ({"open": [1, 0]}, ["open PAR345"]),
    (
        {"issued": ["2024-02-30", "2024-1-1", "1800-01-01"]},
        ["1: issued PAR314", "2: issued PAR314", "3: issued PAR303"],
    ),
    ({"issued": [NIGHT]}, ["1: issued PAR302"]),
    (
        {"issued": [MIDNIGHT.date()], "issued.never": [True]},
        ["1: issued PAR347"],
    ),
    ({"kind": ["ward", "Ward"]}, ["2: kind PAR308"]),
    (
        {"kind": pl.Series(["ward", "other"], dtype=pl.Categorical)},
        ["2: kind PAR308"],
    ),
    (
        {"votes": [[1], [1, -2], [None, 1]]},
        ["1: votes PAR330", "2: votes PAR303", "3: votes PAR302"],
    ),
    ({"votes": ["1;2;3", "a"]}, ["1: votes PAR330", "2: votes PAR314"]),
    ({"votes": ["1,0;1", "1;;2"]}, ["1: votes PAR302", "2: votes PAR314"]),
    ({"struck": ["1 2", "1,2"]}, ["1: struck PAR315", "2: struck PAR315"]),
    ({"struck": [[""]]}, ["1: struck PAR315"]),
    ({"struck": [["1"], ["nope"]]}, ["2: struck PAR315"]),
    ({"tasks": [1, 2], "done": [2, 2]}, ["1: done PAR305"]),
    ({"nonsense": [1]}, ["nonsense PAR301"]),
    (
        {"unit.id": ["a", "a", None, "b"], "tasks": [1, 2, 3, 4]},
        ["1: unit.id PAR340", "2: unit.id PAR340", "3: unit.id PAR341"],
    ),
]


@pytest.mark.parametrize("columns", TAKEN, ids=str)
@pytest.mark.parametrize("library", ["polars", "duckdb"])
def test_what_means_exactly_one_value_is_taken(
    columns: Cells, library: str
) -> None:
    """Whatever the column is of; an empty cell says nothing."""
    assert [] == refused(columns, library)


@pytest.mark.parametrize(("columns", "expected"), REFUSED, ids=str)
def test_all_that_is_wrong_is_refused_by_row_and_column(
    columns: Cells, expected: list[str]
) -> None:
    """All of it in one run, with the code that one unit would get."""
    seen = [
        each.removeprefix("data row ") for each in refused(columns, "polars")
    ]

    assert expected == seen


@pytest.mark.parametrize(("columns", "expected"), REFUSED, ids=str)
def test_duckdb_refuses_the_same(columns: Cells, expected: list[str]) -> None:
    """Its rows have no numbers, for they have no order."""
    plain = sorted(each.split(": ")[-1] for each in expected)
    found = refused(columns, "duckdb")

    assert plain == sorted(each.split(": ")[-1] for each in found)


def test_what_has_no_number_is_told_by_its_unit() -> None:
    """A relation has no order, but its units have names."""
    columns = {"unit.id": ["a", "b"], "tasks": [1, -1]}

    assert ["b: tasks PAR303"] == refused(columns, "duckdb")


def test_a_bad_cell_far_down_is_told_and_the_rest_is_kept() -> None:
    """Row 999,999 of a million: one refusal, and all other scores."""
    frame = pl.select(tasks=pl.int_range(1, 1_000_001)).with_row_index("n")
    tasks = pl.when(pl.col("n") == 999_998).then(-1).otherwise("tasks")
    found = ruleset().evaluate_table(
        frame.select(tasks.alias("tasks")), errors="collect"
    )

    assert (999_999, [(999_999, "tasks", "-1", "PAR303")]) == (
        found.scores.height,
        found.refused.select("row", "column", "value", "code").rows(),
    )


def test_a_missing_fact_may_refuse_a_row() -> None:
    """`missing = "refuse"`: the row is told as the unit would be."""
    frame = pl.DataFrame({"tasks": [1, None], "done": [1, None]})
    found = refusing().evaluate_table(frame, errors="collect")

    assert (1, [(2, "PAR309")]) == (
        found.scores.height,
        found.refused.select("row", "code").unique().rows(),
    )
