"""Days and moments that Python cannot hold are told as they are written."""

from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from parrules.errors import FactError
from tables.rulesets import ruleset

FAR = 5_000_000
"""Days since 1970, beyond the year 9999."""

DAYS = pa.table({"issued": pa.array([FAR], pa.int32()).cast(pa.date32())})
TABLES: dict[str, tuple[Any, str]] = {
    "polars": (pl.from_arrow(DAYS), "+15659-07-15"),
    "far": (
        pl.DataFrame({"issued": pl.Series([2**31 - 1]).cast(pl.Int32)}).cast(
            pl.Date
        ),
        "1970-01-01 + 2147483647 d",
    ),
    "far moments": (
        pl.DataFrame({"issued": pl.Series([2**62])}).cast(pl.Datetime("ms")),
        "1970-01-01 + 4611686018427387904 ms",
    ),
    "pyarrow": (DAYS, "+15659-07-15"),
    "duckdb": (
        duckdb.sql("select date 'infinity' as issued, 1 as tasks"),
        "infinity",
    ),
    "moments": (
        duckdb.sql("select timestamp '-infinity' as issued"),
        "-infinity",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_day_that_python_cannot_hold_is_told_as_its_library_writes_it(
    name: str,
) -> None:
    """And not as a gap."""
    table, written = TABLES[name]
    with pytest.raises(FactError) as found:
        ruleset().evaluate_table(table)

    assert [("PAR314", written)] == [
        (each.code, each.arguments["value"]) for each in found.value.problems
    ]


def test_a_moment_that_python_cannot_hold_may_be_taken_along() -> None:
    """Where another cell of its row is refused, too."""
    moments = pa.array([2**61, 1], pa.timestamp("s"))
    table = pa.table({"unit.at": moments, "tasks": [-1, 1]})
    found = ruleset().evaluate_table(table, errors="collect")

    assert moments[1:] == found.scores["unit.at"].combine_chunks()
