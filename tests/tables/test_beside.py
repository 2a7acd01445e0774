"""Columns beside those of facts, where every cell is text as in CSV."""

from collections.abc import Mapping
from typing import Any

import duckdb
import polars as pl
import pytest

from conformance.corpus import compiled
from tables.rulesets import ruleset

EVIDENCED = compiled("""\
[policy]
unevidenced = "zero"
[fact]
tasks = { type = "count", evidence = "required" }
[criteria]
"1" = { maximum = 10, cases = [{ when = "tasks >= 1", points = 10 }] }
""")
Cells = Mapping[str, Any]
WRONG: list[tuple[Cells, str]] = [
    ({"votes.bad": ["1", "x"], "votes.good": ["2", "2"]}, "votes"),
    ({"votes.bad": [1.0, 2.5], "votes.good": [2, 2]}, "votes"),
    ({"votes.bad": ["1", None], "votes.good": ["2", "2"]}, "votes"),
    ({"issued.never": ["có", "maybe"]}, "issued.never"),
    ({"tasks": ["1", "1"], "tasks.evidence": ["x", "?"]}, "tasks.evidence"),
]


def _table(columns: Cells, library: str, count: int = 1) -> Any:  # noqa: ANN401  # of two libraries
    frame = pl.concat([pl.DataFrame(columns)] * count)

    return (
        frame if library == "polars" else duckdb.from_arrow(frame.to_arrow())
    )


def _rows(table: Any) -> list[Any]:  # noqa: ANN401  # of two libraries
    return (
        table.rows() if isinstance(table, pl.DataFrame) else table.fetchall()
    )


@pytest.mark.parametrize("library", ["polars", "duckdb"])
@pytest.mark.parametrize("count", [1, 20])
def test_documents_may_be_said_in_text(library: str, count: int) -> None:
    """So a CSV can say that a fact has its document."""
    columns = {"tasks": ["1", "1", "1"], "tasks.evidence": ["có", "no", None]}
    found = EVIDENCED.evaluate_table(_table(columns, library, count))
    totals = {row[0] for row in _rows(found)}

    assert {0, 10} == {int(total) for total in totals}


@pytest.mark.parametrize("library", ["polars", "duckdb"])
@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("votes", [("1", "3"), (1.0, 3.0), (1, 3)], ids=str)
def test_levels_and_days_that_never_came_may_be_said_in_any_way(
    library: str, count: int, votes: tuple[Any, Any]
) -> None:
    """Text, or binary numbers, as columns with gaps become in pandas."""
    columns = {
        "votes.bad": [votes[0], None],
        "votes.good": [votes[1], None],
        "issued.never": ["true", None],
    }
    found = ruleset().evaluate_table(
        _table(columns, library, count), detail="points"
    )
    rows = _rows(
        found.select("4.points")
        if library == "polars"
        else found.project('"4.points"')
    )

    assert [(0,), (2,)] == sorted(set(rows))


@pytest.mark.parametrize(("columns", "name"), WRONG, ids=str)
@pytest.mark.parametrize("library", ["polars", "duckdb"])
@pytest.mark.parametrize("count", [1, 20])
def test_what_cannot_be_read_beside_a_fact_is_refused(
    columns: Cells, name: str, library: str, count: int
) -> None:
    """Whether of levels, of documents, or of what has never happened."""
    chosen = EVIDENCED if "evidence" in name else ruleset()
    found = chosen.evaluate_table(
        _table(columns, library, count), errors="collect"
    )
    refused = pl.DataFrame(found.refused)

    assert {name} == set(refused["column"].to_list())
