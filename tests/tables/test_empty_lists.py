"""Columns whose lists are all empty, of which no library knows the type."""

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from tables.rulesets import ruleset

LISTS: list[list[str] | None] = [[], [], None]
MAKERS: dict[str, Callable[[str], Any]] = {
    "pandas": lambda name: pd.DataFrame({name: LISTS}),
    "pyarrow": lambda name: pa.table({name: LISTS}),
    "polars": lambda name: pl.DataFrame(
        {name: pl.Series(LISTS, dtype=pl.List(pl.Null))}
    ),
    "lazy": lambda name: pl.LazyFrame(
        {name: pl.Series(LISTS, dtype=pl.List(pl.Null))}
    ),
    "duckdb": lambda name: duckdb.sql(
        f'select [] as "{name}" union all select [] union all select null'
    ),
}


def rows(answer: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # of any library
    """Return the rows of a table of any library."""
    if hasattr(answer, "to_arrow_table"):
        return list(answer.to_arrow_table().to_pylist())
    if hasattr(answer, "collect"):
        return list(answer.collect().to_dicts())
    if isinstance(answer, pl.DataFrame):
        return answer.to_dicts()
    if isinstance(answer, pa.Table):
        return list(answer.to_pylist())

    return list(answer.to_dict("records"))


@pytest.mark.parametrize("library", MAKERS)
def test_codes_of_which_nobody_has_any_strike_nothing(library: str) -> None:
    """Nine communes without a knock-out are scored as ten are."""
    frame = MAKERS[library]("struck")
    found = rows(ruleset().evaluate_table(frame, detail="full"))
    expected = [
        ruleset().evaluate({"struck": []})["2"].status,
        ruleset().evaluate({"struck": []})["2"].status,
        ruleset().evaluate({})["2"].status,
    ]

    assert sorted(expected) == sorted(row["2.status"] for row in found)


@pytest.mark.parametrize("library", MAKERS)
def test_a_tally_that_counts_no_level_is_refused(library: str) -> None:
    """Row by row, as its unit alone is; who says nothing is scored."""
    frame = MAKERS[library]("votes")
    found = ruleset().evaluate_table(frame, errors="collect")

    assert (["PAR330", "PAR330"], 1) == (
        [row["code"] for row in rows(found.refused)],
        len(rows(found.scores)),
    )
