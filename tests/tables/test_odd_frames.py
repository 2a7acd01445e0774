"""Frames that are odd: types, names and rows that are seldom met."""

import pathlib
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from parrules.errors import FactError
from parrules.tables.files import read_table, write_table
from tables.rulesets import ruleset

BAD = pa.table({"unit.id": ["a", "a"], "tasks": [1, 1], "done": [1, 1]})


def test_a_table_of_arrow_may_be_refused_as_a_whole() -> None:
    """What was refused is told, and nothing is left."""
    found = ruleset().evaluate_table(BAD, errors="collect")

    assert (0, 2) == (found.scores.num_rows, found.refused.num_rows)


@pytest.mark.parametrize("kind", [pa.string_view(), pa.large_string()])
def test_texts_of_arrow_are_taken_along_past_refused_rows(
    kind: pa.DataType,
) -> None:
    """However they are held."""
    table = pa.table(
        {
            "unit.name": pa.array(["x", "y"]).cast(kind),
            "tasks": [1, -1],
            "done": [1, 1],
        }
    )
    found = ruleset().evaluate_table(table, errors="collect")

    assert ["x"] == found.scores["unit.name"].to_pylist()


def test_decimals_of_many_digits_are_told_cell_by_cell() -> None:
    """The other cells of their column are read."""
    cells = [Decimal("1E-40"), Decimal(5)]
    frame = pd.DataFrame({"rate": cells})
    found = ruleset().evaluate_table(frame, errors="collect")
    wide = pa.table({"rate": pa.array(cells[1:], pa.decimal256(60, 2))})

    assert [1] == found.refused["row"].to_list()
    assert 1 == ruleset().evaluate_table(wide).num_rows


def test_a_binary_number_among_objects_is_told_with_the_decimal() -> None:
    """As it is told of a column of such numbers."""
    frame = pd.DataFrame({"rate": ["50", 97.5]}, dtype=object)
    with pytest.raises(FactError, match=r"97\.5") as found:
        ruleset().evaluate_table(frame)

    assert ["PAR307"] == [each.code for each in found.value.problems]


@pytest.mark.parametrize("name", ["6", "issued", "open"])
def test_a_column_of_gaps_alone_says_nothing(name: str) -> None:
    """Whatever type pandas gave to it."""
    frame = pd.DataFrame({"tasks": [1] * 20, name: [np.nan] * 20})
    found = ruleset().evaluate_table(frame)

    assert [False] * 20 == found["complete"].to_list()


def test_rows_without_columns_are_units_that_say_nothing() -> None:
    """None of them is lost."""
    found = ruleset().evaluate_table(pd.DataFrame(index=[7, 8, 9]))

    assert [7, 8, 9] == found.index.to_list()


def test_a_name_twice_in_a_relation_is_refused() -> None:
    """As in any other table."""
    relation = duckdb.sql("select 1 as tasks, 2 as tasks")
    with pytest.raises(FactError) as found:
        ruleset().evaluate_table(relation)

    assert ["PAR317"] == [each.code for each in found.value.problems]


def test_names_that_are_numbers_are_taken_along() -> None:
    """They are what they are written as."""
    frame = pd.DataFrame({"tasks": [1], "done": [1], 7: ["x"]})
    found = ruleset().evaluate_table(frame, carry="7")

    assert ["x"] == found["7"].to_list()


def test_texts_stay_texts_in_a_spreadsheet(tmp_path: pathlib.Path) -> None:
    """No name becomes a formula, an address or a number."""
    names = ["=1+1", "https://example.org", "007"]
    path = tmp_path / "a.xlsx"
    write_table(pl.DataFrame({"unit.id": names}), str(path))
    found = read_table(str(path)).collect()

    assert names == found["unit.id"].to_list()


def test_a_name_twice_in_the_header_of_a_file_is_refused(
    tmp_path: pathlib.Path,
) -> None:
    """No second column is called what nobody wrote."""
    path = tmp_path / "a.csv"
    path.write_text("unit.id,unit.id,tasks\na,b,1\n", "utf-8")
    with pytest.raises(FactError) as found:
        read_table(str(path))

    assert ["PAR317"] == [each.code for each in found.value.problems]


def test_a_row_may_have_names_that_are_numbers() -> None:
    """They are what they are written as."""
    breakdown = ruleset().breakdown_of({6: "yes"})

    assert "6#yes" == breakdown["6"].rule


def test_a_row_of_a_long_answer_is_no_unit() -> None:
    """It holds no facts that could be scored."""
    frame = pl.DataFrame({"unit.id": ["a"], "tasks": [2], "done": [1]})
    row = ruleset().evaluate_table(frame, long=True).row(0, named=True)
    with pytest.raises(FactError) as found:
        ruleset().breakdown_of(row)

    assert ["PAR302"] == [each.code for each in found.value.problems]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("1.points", 77),
        ("1.status", "missing"),
        ("1.rule", "1#bogus"),
        ("complete", True),
        ("total.denominator", 0),
        ("total.numerator", None),
    ],
)
def test_a_row_that_says_something_else_than_its_facts_is_refused(
    name: str, value: object
) -> None:
    """Whatever column of the answer it is."""
    frame = pl.DataFrame({"unit.id": ["a"], "tasks": [2], "done": [1]})
    answer = ruleset().evaluate_table(frame, detail="full")
    row = {**frame.row(0, named=True), **answer.row(0, named=True)}
    ruleset().breakdown_of(row)
    with pytest.raises(FactError) as found:
        ruleset().breakdown_of({**row, name: value})

    assert {"PAR344"} == {each.code for each in found.value.problems}
