"""Tables of every library: the same kind comes back, with the same scores."""

import datetime
import pathlib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pandas
import polars as pl
import pyarrow
import pytest

from conformance.corpus import compiled
from parrules.errors import FactError
from parrules.tables.files import write_table
from parrules.tables.frames import portable
from tables.rulesets import ruleset

FRAME = pl.DataFrame(
    {
        "unit.id": ["a", "b", "c"],
        "tasks": [10, 4, None],
        "done": [10, 2, None],
        "rate": [Decimal("99.50"), Decimal(50), None],
        "open": [True, False, None],
        "issued": ["2024-01-31", "never", None],
        "kind": ["ward", "commune", None],
        "votes": [[1, 1], [0, 0], None],
        "struck": [None, ["1"], None],
        "6": ["yes", "no", None],
    }
)
TOTALS = [("a", Decimal(10)), ("b", Decimal(1)), ("c", Decimal(0))]


def totals(frame: pl.DataFrame) -> list[tuple[str, Decimal]]:
    """Return name and published total of each row."""
    return frame.sort("unit.id").select("unit.id", "total").rows()


def test_an_eager_frame_of_polars_comes_back_eager() -> None:
    """Rows stay in order, and totals are decimals."""
    found = ruleset().evaluate_table(FRAME)

    assert isinstance(found, pl.DataFrame)
    assert TOTALS == found.select("unit.id", "total").rows()


def test_a_lazy_frame_comes_back_lazy() -> None:
    """Nothing is scored before somebody collects it."""
    found = ruleset().evaluate_table(FRAME.lazy())

    assert isinstance(found, pl.LazyFrame)
    assert TOTALS == totals(found.collect())


def test_a_table_of_arrow_comes_back_as_one() -> None:
    """Decimals stay decimals."""
    found = ruleset().evaluate_table(FRAME.to_arrow())

    assert isinstance(found, pyarrow.Table)
    assert TOTALS == totals(pl.DataFrame(pl.from_arrow(found)))


def test_a_relation_of_duckdb_comes_back_as_one() -> None:
    """By the same expressions, by way of Narwhals."""
    found = ruleset().evaluate_table(duckdb.from_arrow(FRAME.to_arrow()))

    assert isinstance(found, duckdb.DuckDBPyRelation)
    assert TOTALS == totals(
        pl.DataFrame(pl.from_arrow(found.to_arrow_table()))
    )


def test_a_frame_of_pandas_keeps_its_index_and_types() -> None:
    """Columns that are taken along stay as they were, decimals exact."""
    given = pandas.DataFrame(
        {
            "unit.id": pandas.Categorical(["a", "b"]),
            "tasks": pandas.Series([4.0, None], index=[7, 9]).to_numpy(),
            "done": [4.0, None],
            "issued": pandas.to_datetime(["2024-01-31", None]),
        },
        index=pandas.Index([7, 9], name="place"),
    )
    found = ruleset().evaluate_table(given, detail="points")

    assert (7, 9) == tuple(found.index)
    assert "place" == found.index.name
    assert given["unit.id"].dtype == found["unit.id"].dtype
    assert [Decimal(2), Decimal(0)] == list(found["1.points"])


def test_refused_rows_of_pandas_keep_their_places() -> None:
    """What is left has the index that it had."""
    given = pandas.DataFrame(
        {"unit.id": ["a", "b", "c"], "tasks": [1, -1, 1]}, index=[5, 6, 7]
    )
    found = ruleset().evaluate_table(given, errors="collect")

    assert ([5, 7], ["a", "c"], ["b"]) == (
        list(found.scores.index),
        list(found.scores["unit.id"]),
        list(found.refused["unit"]),
    )


@pytest.mark.parametrize("thing", [[1], {"tasks": [1]}, "units.csv", None])
def test_what_is_no_table_is_refused(thing: object) -> None:
    """PAR342 says which are."""
    with pytest.raises(FactError) as caught:
        ruleset().evaluate_table(thing)

    assert ["PAR342"] == [each.code for each in caught.value.problems]


def test_points_are_whole_numbers_of_their_last_place() -> None:
    """125 for 1.25, as `frame` says; decimals for those who ask."""
    text = """\
[fact]
open = { type = "flag" }
[criteria]
"1" = { maximum = 10, cases = [{ when = "open", points = 1.25 }] }
"""
    made, frame = compiled(text), pl.DataFrame({"open": [True]})
    whole = made.evaluate_table(frame, detail="points")
    plain = made.evaluate_table(frame, detail="points", amounts="decimal")

    assert (125, Decimal("0.01"), Decimal("1.25")) == (
        whole["1.points"].item(),
        made.frame()["quantum"][0],
        plain["1.points"].item(),
    )


@pytest.mark.parametrize("kind", ["polars", "duckdb"])
def test_a_long_answer_has_a_row_for_each_unit_and_node(kind: str) -> None:
    """With titles and labels to join by code and rule."""
    given: Any = FRAME
    if kind == "duckdb":
        given = duckdb.from_arrow(FRAME.to_arrow())
    found = ruleset().evaluate_table(given, detail="full", long=True)
    if kind == "duckdb":
        found = pl.DataFrame(pl.from_arrow(found.to_arrow_table()))
    joined = found.join(ruleset().frame(), on=["code", "rule"], how="left")
    labels = joined.filter(code="1").sort("unit.id")

    assert 3 * len(ruleset().plan.nodes) == found.height
    assert ["1#1", "1#knock_out", "1#missing"] == labels["rule"].to_list()
    assert ["100% or more", None, None] == labels["label.en"].to_list()


def test_columns_are_taken_along_as_asked() -> None:
    """Those about the unit always, others by name, unknown ones never."""
    frame = FRAME.with_columns(
        pl.lit("x").alias("block"), pl.lit("A").alias("unit.name")
    )
    found = ruleset().evaluate_table(frame, carry=["block"])

    assert ["unit.id", "block", "unit.name"] == found.columns[:3]
    with pytest.raises(FactError) as caught:
        ruleset().evaluate_table(FRAME, carry=["block"])
    assert ["PAR346"] == [each.code for each in caught.value.problems]


# -- one row, explained -------------------------------------------------------


def test_a_row_becomes_the_breakdown_of_its_unit() -> None:
    """Equal to what the facts give by themselves, and to the answer."""
    answer = ruleset().evaluate_table(FRAME)
    rows = FRAME.join(answer, on="unit.id").to_dicts()
    facts = {
        "tasks": 10,
        "done": 10,
        "rate": Decimal("99.50"),
        "open": True,
        "issued": datetime.date(2024, 1, 31),
        "kind": "ward",
        "votes": [1, 1],
        "6": "yes",
    }
    found = ruleset().breakdown_of(rows[0])

    assert Fraction(10) == found.total_exact
    assert (
        ruleset().evaluate(facts).to_dict()["nodes"]
        == (found.to_dict()["nodes"])
    )


def test_a_row_that_says_something_else_is_no_answer_to_its_facts() -> None:
    """PAR344, for a breakdown must explain what stands there."""
    answer = ruleset().evaluate_table(FRAME)
    row = FRAME.join(answer, on="unit.id").to_dicts()[0]
    with pytest.raises(FactError) as caught:
        ruleset().breakdown_of({**row, "tasks": 20})

    assert ["PAR344"] == [each.code for each in caught.value.problems]


@pytest.mark.parametrize("errors", ["raise", "collect"])
def test_a_long_answer_of_pandas_gives_points_to_their_unit(
    errors: Any,  # noqa: ANN401  # one of two words
) -> None:
    """Its index repeats for each node, and is never looked up."""
    given = pandas.DataFrame(
        {"unit.id": ["a", "b", "c"], "tasks": [1, 2, 3], "done": [1, 1, 3]},
        index=[10, 11, 11],
    )
    wish: dict[str, Any] = {"long": True, "detail": "points"}
    found = ruleset().evaluate_table(given, errors=errors, **wish)
    scores = found.scores if errors == "collect" else found
    expected = ruleset().evaluate_table(pl.from_pandas(given), **wish)

    assert expected["unit.id"].to_list() == list(scores["unit.id"])
    assert expected["points"].to_list() == list(scores["points"])
    assert [10, 11, 11] * len(ruleset().plan.nodes) == list(scores.index)


@pytest.mark.parametrize("kind", ["pandas", "pyarrow", "parquet"])
def test_whole_numbers_of_128_bits_become_decimals_where_none_are(
    kind: str, tmp_path: pathlib.Path
) -> None:
    """Every digit of an exact total is read by every library."""
    wide = pl.DataFrame({"n": pl.Series([2**63 + 1], dtype=pl.Int128)})
    found: Any = portable(wide.lazy()).collect().to_arrow()
    if kind == "parquet":
        write_table(wide, str(tmp_path / "wide.parquet"))
        found = pl.read_parquet(tmp_path / "wide.parquet").to_arrow()
        (row,) = duckdb.read_parquet(str(tmp_path / "wide.parquet")).fetchall()
        assert (Decimal(2**63 + 1),) == row
    cell = found.to_pandas()["n"][0] if kind == "pandas" else found["n"][0]
    value = cell if kind == "pandas" else cell.as_py()

    assert Decimal(2**63 + 1) == value
