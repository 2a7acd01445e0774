"""Each wrong cell is told once, and rows are told as their units alone."""

from typing import Any

import pandas
import polars as pl
import pyarrow
import pytest

from parrules.errors import FactError, Problem, RulesetError
from parrules.ruleset import Ruleset
from parrules.scoring.border import Border
from parrules.tables import lowering
from tables.rulesets import ruleset

ROW = {"tasks": 1, "done": 1}


def test_a_cell_that_stands_in_many_rows_is_looked_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever the units are called; each row is told by its number."""
    asked: list[object] = []
    refused = Border.refused

    def counted(self: Border, name: str, value: object) -> Problem | None:
        asked.append(value)
        return refused(self, name, value)

    monkeypatch.setattr(Border, "refused", counted)
    frame = pl.DataFrame(
        {"unit.id": [f"u{n}" for n in range(40)], "tasks": [-1] * 40}
    )
    fresh = Ruleset(ruleset().scheme)
    found = fresh.evaluate_table(frame, errors="collect").refused

    assert 1 == len(asked)
    assert list(range(1, 41)) == found["row"].to_list()


def test_a_fact_beyond_its_bound_and_one_that_is_wrong_are_both_told() -> None:
    """The border says which of two is wrong, and what else is."""
    frame = pl.DataFrame(
        {
            "tasks": [1.0, float("nan"), 2.0],
            "done": [2, 1, 3],
            "rate": ["x", "5", "101"],
        }
    )
    found = ruleset().evaluate_table(frame, errors="collect").refused

    assert [
        (1, "rate", "PAR314"),
        (1, "done", "PAR305"),
        (2, "tasks", "PAR347"),
        (3, "done", "PAR305"),
        (3, "rate", "PAR303"),
    ] == found.select("row", "column", "code").rows()


@pytest.mark.parametrize(
    "row",
    [
        pl.DataFrame(ROW).row(0),
        [1, 1],
        1,
        next(pandas.DataFrame([{"unit.id": "a", **ROW}]).itertuples()),
    ],
    ids=["tuple", "list", "number", "renamed"],
)
def test_a_row_without_the_names_of_its_columns_is_refused(
    row: object,
) -> None:
    """It would be read as one that says nothing."""
    with pytest.raises(FactError) as caught:
        ruleset().breakdown_of(row)

    assert ["PAR302"] == [each.code for each in caught.value.problems]


def test_a_named_row_is_explained() -> None:
    """Where its names are those of the columns."""
    row = next(pandas.DataFrame([ROW]).itertuples())

    assert 2 == ruleset().breakdown_of(row).total_exact


def test_the_best_grade_is_the_greatest() -> None:
    """In what has an order; rules and statuses have none."""
    frame = pl.DataFrame({"rate": [100, 0] * 8, "open": [True] * 16})
    frame = frame.with_columns(pl.lit("yes").alias("6"), kind=pl.lit("ward"))
    frame = frame.with_columns(votes=pl.lit("0;1"))
    wish: dict[str, Any] = {"detail": "full"}
    scores = ruleset().evaluate_table(frame, **wish)
    of_pandas = ruleset().evaluate_table(frame.to_pandas(), **wish)

    assert ("good", "good") == (
        scores["grade"].max(),
        of_pandas["grade"].max(),
    )
    assert (True, False, False) == tuple(
        of_pandas[name].cat.ordered for name in ("grade", "1.status", "1.rule")
    )


@pytest.mark.parametrize("long", [False, True])
def test_carried_columns_of_pyarrow_keep_their_types(long: bool) -> None:  # noqa: FBT001  # a parameter
    """Also those that Polars has no type for."""
    given = pyarrow.table(
        {
            "unit.id": pyarrow.array(["a", "b", "c"], pyarrow.string()),
            "unit.seen": pyarrow.array([1, 2, 3], pyarrow.timestamp("s")),
            "unit.at": pyarrow.array([1, 2, 3], pyarrow.time32("s")),
            "tasks": [1, -1, 3],
        }
    )
    found = ruleset().evaluate_table(given, long=long, errors="collect").scores
    names = ["unit.id", "unit.seen", "unit.at"]

    assert given.schema.field("unit.at").type == found["unit.at"].type
    assert given.select(names).schema == found.select(names).schema
    assert ["a", "c"] == found["unit.id"].to_pylist()[:2]


def test_titles_and_labels_join_to_each_row_of_a_long_answer() -> None:
    """Titles by code, also of rules that a ruleset does not write."""
    frame = pl.DataFrame({"unit.id": ["a", "b"], "rate": [100, None]})
    answer = ruleset().evaluate_table(frame, long=True, detail="full")
    names = ruleset().frame()
    titles = names.filter(pl.col("rule").is_null()).select("code", "maximum")
    labels = names.drop_nulls("rule").select("code", "rule", "label.en")
    joined = answer.join(titles, on="code", how="left").join(
        labels, on=["code", "rule"], how="left"
    )
    written = joined.filter(pl.col("rule").is_in(labels["rule"].to_list()))

    assert answer.height == joined.height == joined["maximum"].count()
    assert {"2#missing"} == set(
        joined.filter(code="2", **{"unit.id": "b"})["rule"]
    )
    assert 0 < written.height == written["label.en"].count()


def test_a_quotient_too_long_for_decimals_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before anything is scored: no library shows only a part of it."""
    monkeypatch.setattr(lowering, "_WIDE", 0)
    fresh = Ruleset(ruleset().scheme)
    with pytest.raises(RulesetError) as caught:
        fresh.evaluate_table(pl.DataFrame(ROW))

    assert ["PAR906"] == [each.code for each in caught.value.problems]
