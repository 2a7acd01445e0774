"""Numbers of many digits: taken exactly or refused, never wrapped around."""

from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pytest

from conformance.corpus import compiled
from tables.rulesets import ruleset
from tables.test_cells import refused

HUGE = [
    (pl.Series(["184467440737095616"]), "PAR303"),
    (pl.Series(["184467440737095517"]), "PAR303"),
    (pl.Series(["9" * 30]), "PAR314"),
    (pl.Series([Decimal(2**126)], dtype=pl.Decimal(38, 0)), "PAR303"),
    (pl.Series([-Decimal(2**126)], dtype=pl.Decimal(38, 0)), "PAR303"),
    (pl.Series([Decimal(2**62)], dtype=pl.Decimal(38, 9)), "PAR304"),
]


@pytest.mark.parametrize(("column", "code"), HUGE, ids=str)
@pytest.mark.parametrize("library", ["polars", "duckdb"])
@pytest.mark.parametrize("count", [1, 20])
def test_what_is_too_large_for_64_bits_is_refused_as_alone(
    column: pl.Series, code: str, library: str, count: int
) -> None:
    """It has not become a small number on the way."""
    columns: dict[str, Any] = {"rate": pl.concat([column] * count)}
    found = {each.split()[-1] for each in refused(columns, library)}

    assert {code} == found


def test_decimals_of_many_places_are_taken_where_they_are_exact() -> None:
    """Whatever a database calls their type."""
    query = """
    select 97.5::DECIMAL(38, 18) as rate union all
    select 50::DECIMAL(38, 18) union all
    select 49.99::DECIMAL(38, 18) union all
    select 0::DECIMAL(38, 18) union all
    select 99.5::DECIMAL(38, 18)
    """
    found = ruleset().evaluate_table(duckdb.sql(query), detail="points")
    points = [row[0] for row in found.project('"2.points"').fetchall()]

    assert [0, 0, 1, 1, 2] == sorted(points)


@pytest.mark.parametrize("count", [1, 20])
def test_a_tally_in_text_may_count_as_many_as_its_fact_may(count: int) -> None:
    """Its digits are not what bounds it."""
    counting = compiled("""\
[fact]
votes = { type = "tally", levels = ["bad", "good"], at_most = 99999999999 }
[criteria]
"1" = { maximum = 2, measure = "share(votes, 'good')", \
if_none = "zero", tiers = [[50, 2]] }
""")
    frame = pl.DataFrame({"votes": ["1;10000000000"] * count})

    assert [2] * count == (
        counting.evaluate_table(frame, detail="points")["1.points"].to_list()
    )
