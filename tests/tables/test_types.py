"""Types of columns: of each it is known what it holds, or it is refused."""

from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from parrules.errors import FactError
from tables.rulesets import ruleset

EMPTY = {"tasks": [None] * 20}
WITH_NOTHING: list[Any] = [
    pl.DataFrame(EMPTY),
    pl.DataFrame(EMPTY).head(3),
    pl.DataFrame(EMPTY).lazy(),
    pd.DataFrame(EMPTY),
    pa.table(EMPTY),
]


def _foreign() -> list[Any]:
    """Return tables with a column of a type that is like no fact."""
    values = ("4::BIGNUM", "uuid()", "'101'::BIT", "union_value(a := 4)")
    json = pa.array(["4"], pa.json_())
    periods = pd.period_range("2024-01-01", periods=1, freq="D")

    return [
        *(duckdb.sql(f"select {value} as tasks") for value in values),
        pa.table({"tasks": json}),
        pd.DataFrame({"issued": periods}),
    ]


@pytest.mark.parametrize("number", range(6))
def test_a_column_of_a_foreign_type_is_refused(number: int) -> None:
    """It is not taken for one that says nothing."""
    with pytest.raises(FactError) as caught:
        ruleset().evaluate_table(_foreign()[number])

    assert ["PAR345"] == [each.code for each in caught.value.problems]


@pytest.mark.parametrize("frame", WITH_NOTHING, ids=type)
def test_a_table_that_says_nothing_keeps_its_rows(frame: Any) -> None:  # noqa: ANN401  # of any library
    """Each unit has its score, though all of them are the same."""
    found = ruleset().evaluate_table(frame)
    height = frame.lazy().collect().height if hasattr(frame, "lazy") else 20
    if isinstance(found, pl.LazyFrame):
        found = found.collect()

    assert height == len(found)
