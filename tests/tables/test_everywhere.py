"""The same cells are taken and refused in all libraries and files."""

import pathlib
from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import polars as pl
import pytest

from cli.commands import ran
from conformance.corpus import compiled
from parrules.errors import FactError
from parrules.tables.files import read_table, write_table
from tables.everywhere import (
    TEXTS,
    TYPED,
    WRONG_TEXTS,
    WRONG_TYPES,
    refused_in,
    totals_in,
)
from tables.rulesets import CHECKED, ruleset

Wrong = list[tuple[str, str, str]]
LIBRARIES: Mapping[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(),
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}
TABLES = [(TEXTS, WRONG_TEXTS), (TYPED, WRONG_TYPES)]
COLUMNS = {
    "unknown": (pl.DataFrame({"tasks": [1], "taskz": [1]}), "PAR301"),
    "missing": (pl.DataFrame({"done": [1]}), "PAR306"),
    "of another kind": (pl.DataFrame({"tasks": [1], "open": [1]}), "PAR345"),
    "some levels": (pl.DataFrame({"tasks": [1], "votes.bad": [1]}), "PAR330"),
}
DEMANDING = CHECKED.replace(
    'tasks = { type = "count" }', 'tasks = { type = "count", required = true }'
)
"""A ruleset that has to know how many tasks there were."""

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("table", TABLES, ids=["texts", "types"])
def test_a_table_is_scored_and_refused_alike_in_every_library(
    library: str, table: tuple[pl.DataFrame, Wrong]
) -> None:
    """What is left has the scores that each unit alone would have."""
    frame, wrong = table
    found = ruleset().evaluate_table(
        LIBRARIES[library](frame), errors="collect"
    )
    bad = {unit for unit, _, _ in wrong} | {None}
    alone = {
        row["unit.id"]: str(ruleset().breakdown_of(row).total)
        for row in frame.to_dicts()
        if row["unit.id"] not in bad
    }

    assert wrong == refused_in(found.refused)
    assert alone == totals_in(found.scores)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", COLUMNS)
def test_columns_as_a_whole_are_refused_alike_in_every_library(
    library: str, name: str
) -> None:
    """Raised, although wrong cells are collected."""
    frame, code = COLUMNS[name]
    with pytest.raises(FactError) as caught:
        compiled(DEMANDING).evaluate_table(
            LIBRARIES[library](frame), errors="collect"
        )

    assert [code] == [each.code for each in caught.value.problems]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_gap_in_what_is_required_is_a_wrong_cell(library: str) -> None:
    """Other units are scored."""
    frame = pl.DataFrame({"unit.id": ["a", "b"], "tasks": [None, 1]})
    found = compiled(DEMANDING).evaluate_table(
        LIBRARIES[library](frame), errors="collect"
    )

    assert [("a", "tasks", "PAR306")] == refused_in(found.refused)
    assert {"b"} == set(totals_in(found.scores))


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".arrow", ".xlsx"])
def test_the_command_refuses_the_same_cells_of_every_file(
    ending: str, tmp_path: pathlib.Path, capsys: Capture
) -> None:
    """Written beside the scores of all other units."""
    (tmp_path / "ruleset.toml").write_text(CHECKED, "utf-8")
    write_table(TEXTS, str(tmp_path / f"units{ending}"))
    answer = ran(
        capsys,
        "table",
        str(tmp_path / "ruleset.toml"),
        str(tmp_path / f"units{ending}"),
        "--refused",
        str(tmp_path / "refused.csv"),
        "-o",
        str(tmp_path / "scores.csv"),
    )
    expected = compiled(CHECKED).evaluate_table(TEXTS, errors="collect").scores

    assert (1, WRONG_TEXTS, totals_in(expected)) == (
        answer.code,
        refused_in(read_table(str(tmp_path / "refused.csv"))),
        totals_in(read_table(str(tmp_path / "scores.csv"))),
    )
