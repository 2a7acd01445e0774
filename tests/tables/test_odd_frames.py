"""Frames that are odd: types, names and rows that are seldom met."""

import datetime
import pathlib
from collections.abc import Callable
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

OBJECTS = {
    "sparse": pd.arrays.SparseArray([0, 7]),
    "complex": [1 + 2j, 2j],
    "periods": pd.period_range("2024-01", periods=2, freq="M"),
    "intervals": pd.arrays.ArrowExtensionArray(
        pa.array([(1, 2, 3)] * 2, pa.month_day_nano_interval())
    ),
}
"""Columns of pandas that no fact is read from."""

VIEWS = pa.list_view(pa.int8())
LONG = pa.list_(pa.decimal256(60, 2))
TYPES = {
    "views": pa.array([[1], [2]], VIEWS),
    "long numbers": pa.array([[Decimal(1)], [Decimal(2)]], LONG),
    "views in structs": pa.array(
        [{"a": "x"}, {"a": "y"}], pa.struct([("a", pa.string_view())])
    ),
    "intervals": pa.array([(1, 2, 3)] * 2, pa.month_day_nano_interval()),
}
"""Columns of PyArrow that Polars cannot read, or PyArrow cannot take."""

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


@pytest.mark.parametrize("name", TYPES)
def test_a_column_of_arrow_that_is_taken_along_may_be_of_any_type(
    name: str,
) -> None:
    """No fact is read from it."""
    table = pa.table({"unit.x": TYPES[name], "tasks": [1, -1], "done": [1, 1]})
    found = ruleset().evaluate_table(table, errors="collect")

    assert table["unit.x"].to_pylist()[:1] == (
        found.scores["unit.x"].to_pylist()
    )


@pytest.mark.parametrize("name", OBJECTS)
def test_a_column_of_pandas_that_is_taken_along_may_be_of_any_type(
    name: str,
) -> None:
    """No fact is read from it."""
    frame = pd.DataFrame({"unit.x": OBJECTS[name], "tasks": [-1, 1]})
    found = ruleset().evaluate_table(frame, errors="collect")

    assert frame["unit.x"].dtype == found.scores["unit.x"].dtype
    assert list(frame["unit.x"])[1:] == list(found.scores["unit.x"])


def test_facts_of_types_that_nobody_reads_are_refused_by_their_names() -> None:
    """Whichever library has them."""
    found = []
    for table in (
        pd.DataFrame({"tasks": [1j]}),
        pa.table({"tasks": pa.array([[1]], VIEWS)}),
    ):
        with pytest.raises(FactError) as caught:
            ruleset().evaluate_table(table)
        found += [each.arguments["found"] for each in caught.value.problems]

    assert ["complex128", "list_view<item: int8>"] == found


def test_facts_may_stand_in_sparse_columns() -> None:
    """What is not there is what they are filled with."""
    tasks = pd.arrays.SparseArray([0, 0, 2])
    found = ruleset().evaluate_table(
        pd.DataFrame({"tasks": tasks, "done": tasks}), detail="points"
    )

    assert [2, 2, 2] == found["1.points"].to_list()


class Frame(pd.DataFrame):  # type: ignore[misc]  # pandas has no types
    """A kind of frame, as GeoPandas has one."""

    @property
    def _constructor(self) -> "Callable[..., Frame]":
        return Frame


def test_a_kind_of_frame_is_a_frame() -> None:
    """It comes back as one of pandas, with its index."""
    frame = Frame({"unit.id": ["a", "b"], "tasks": [1, -1]}, index=[7, 8])
    found = ruleset().evaluate_table(frame, errors="collect")

    assert pd.DataFrame is type(found.scores)
    assert [7] == found.scores.index.to_list()


def test_what_is_no_table_is_called_by_its_name() -> None:
    """As Python calls it."""
    with pytest.raises(FactError) as found:
        ruleset().evaluate_table(datetime.date(2026, 1, 1))

    assert ["datetime.date"] == [
        each.arguments["found"] for each in found.value.problems
    ]


def test_one_name_to_take_along_is_one_column() -> None:
    """And not one for each of its letters."""
    frame = pl.DataFrame({"note": ["x"], "tasks": [1]})
    found = ruleset().evaluate_table(frame, carry="note")

    assert ["x"] == found["note"].to_list()


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
        ("total", 3),
        ("base", 5),
        ("base.numerator", 7),
        ("bonus", 2),
        ("penalty", 1),
        ("1.applicable", 1),
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
