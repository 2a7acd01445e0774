"""What may name a unit: one value, which no other row has."""

from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from parrules.errors import FactError
from tables.rulesets import ruleset

NAN = float("nan")
TABLES: Mapping[str, Callable[[Any], Any]] = {
    "polars": pl.DataFrame,
    "lazy": pl.LazyFrame,
    "pandas": pd.DataFrame,
    "pyarrow": pa.table,
    "duckdb": lambda columns: duckdb.from_arrow(pa.table(columns)),
}


class Thing:
    """An object that no library of tables knows."""


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("names", [["a", "", ""], [1.0, NAN, NAN]], ids=str)
def test_a_name_that_says_nothing_is_no_name(
    kind: str, names: list[Any]
) -> None:
    """An empty text and what is not a number are told as a gap is."""
    table = TABLES[kind]({"unit.id": names, "tasks": [1, 1, 1]})
    with pytest.raises(FactError) as found:
        ruleset().evaluate_table(table)

    assert ["PAR341"] * 2 == [each.code for each in found.value.problems]


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("name", [[1], {"a": 1}], ids=str)
def test_several_values_are_no_name(kind: str, name: object) -> None:
    """Whether they are the same in two rows or not."""
    table = TABLES[kind]({"unit.id": [name, name], "tasks": [1, 1]})
    with pytest.raises(FactError) as found:
        ruleset().evaluate_table(table)

    assert ["PAR345"] == [each.code for each in found.value.problems]


def test_an_object_is_no_name() -> None:
    """Polars cannot tell whether two are the same."""
    names = pl.Series([Thing(), Thing()], dtype=pl.Object)
    table = pl.DataFrame({"unit.id": names, "tasks": [1, 1]})
    with pytest.raises(FactError) as found:
        ruleset().evaluate_table(table)

    assert ["PAR345"] == [each.code for each in found.value.problems]


def test_an_identifier_of_128_bits_is_a_name() -> None:
    """As relations have them."""
    relation = duckdb.sql(
        'select uuid() as "unit.id", 1 as tasks from range(2)'
    )
    found = ruleset().evaluate_table(relation)

    assert 2 == len(found.fetchall())
