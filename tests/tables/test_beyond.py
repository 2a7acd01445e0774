"""Values beyond what other types can hold: refused, never a fault."""

from typing import Any

import duckdb
import polars as pl
import pytest

from tables.rulesets import ruleset

COUNTS = pl.Series([[2**63 + 5, 1]], dtype=pl.List(pl.UInt64))
DAYS = pl.Series([10**8], dtype=pl.Int32).cast(pl.Date)


def _duck(frame: pl.DataFrame) -> Any:  # noqa: ANN401  # of DuckDB
    return duckdb.from_arrow(frame.to_arrow())


BEYOND: list[tuple[str, Any, str]] = [
    ("votes", pl.DataFrame({"votes": COUNTS}), "PAR303"),
    ("votes", _duck(pl.DataFrame({"votes": COUNTS})), "PAR303"),
    ("issued", pl.DataFrame({"issued": DAYS}), "PAR314"),
    ("issued", duckdb.sql("select 'infinity'::date as issued"), "PAR314"),
    ("issued", duckdb.sql("select '290000-01-01'::date issued"), "PAR314"),
]


@pytest.mark.parametrize(
    ("name", "frame", "code"), BEYOND, ids=map(str, range(5))
)
def test_what_no_other_type_can_hold_is_refused(
    name: str,
    frame: Any,  # noqa: ANN401  # of any library
    code: str,
) -> None:
    """By its column, as any cell that is wrong."""
    found = ruleset().evaluate_table(frame, errors="collect")

    assert [(name, code)] == (
        pl.DataFrame(found.refused).select("column", "code").rows()
    )


@pytest.mark.parametrize("count", [1, 20])
def test_lists_of_one_length_are_lists(count: int) -> None:
    """A tally has one for each level."""
    column = pl.Series([[1, 3]] * count, dtype=pl.Array(pl.Int64, 2))
    frame = pl.DataFrame({"votes": column})
    found = ruleset().evaluate_table(frame, detail="points")

    assert [2] * count == found["4.points"].to_list()
