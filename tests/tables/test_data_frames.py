"""Frames of pandas: what comes back has documented types."""

from typing import Any

import pandas as pd
import polars as pl
import pytest

from parrules.scoring.border import Border
from parrules.tables.frames import opened
from parrules.tables.looking import _are_different
from parrules.tables.mixed import Mixed
from tables.rulesets import ruleset


@pytest.mark.parametrize("rows", [3, 20], ids=["few", "many"])
def test_an_answer_has_columns_of_arrow_and_categories(rows: int) -> None:
    """However many rows there are; points of as few bits as they need."""
    given = pd.DataFrame({"tasks": [1] * rows, "done": [1] * rows})
    found = ruleset().evaluate_table(given, detail="full")
    names = ("1.points", "total.numerator", "complete", "1.rule")

    assert [
        "int16[pyarrow]",
        "int64[pyarrow]",
        "bool[pyarrow]",
        "category",
    ] == [str(found[name].dtype) for name in names]


@pytest.mark.parametrize("names", [["yes", "no"], ["no", "other", "yes"]])
def test_categories_of_arrow_are_read_as_their_names(
    names: list[str],
) -> None:
    """In whatever order they are numbered, and with gaps."""
    cells = ["yes", None, "no"] * 5
    given = pd.DataFrame({"6": pd.Categorical(cells, categories=names)})
    arrow = pl.DataFrame({"6": cells}).with_columns(
        pl.col("6").cast(pl.Enum(names))
    )
    answers = [
        ruleset().evaluate_table(frame, detail="points")["6.points"].to_list()
        for frame in (
            given,
            arrow.to_pandas(use_pyarrow_extension_array=True),
            pl.DataFrame({"6": cells}),
        )
    ]

    assert answers[2] == answers[0] == answers[1]


def test_what_is_changed_in_an_answer_stays_as_it_was_given() -> None:
    """The frame that was given is not that of the answer."""
    given = pd.DataFrame({"unit.id": ["a", "b"], "tasks": [1, 2]})
    found = ruleset().evaluate_table(given)
    found.loc[0, "unit.id"] = "changed"

    assert ["a", "b"] == given["unit.id"].to_list()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a", "b", "c"], True),
        (["a", "b", "a"], False),
        ([1, 2, 3], True),
        ([1, 2, 1], False),
        ([0.0, 1.0, -0.0], False),
    ],
)
def test_names_of_units_are_different_or_not(
    names: list[object], *, expected: bool
) -> None:
    """By their hashes, or by themselves where those may differ."""
    named = pl.LazyFrame({"unit_name": names})

    mixed = Mixed({}, Border(ruleset().plan))

    assert expected == _are_different(opened(named, mixed), named)


def test_names_of_a_long_answer_are_categories() -> None:
    """The same ones whatever the units are; each row says what Polars does."""
    frame = pl.DataFrame({"unit.id": ["a", "b"], "tasks": [1, None]})
    wish: dict[str, Any] = {"long": True, "detail": "full"}
    found = ruleset().evaluate_table(frame.to_pandas(), **wish)
    plain = ruleset().evaluate_table(frame, **wish)
    one = ruleset().evaluate_table(frame[:1].to_pandas(), **wish)

    names = ["code", "status", "rule"]

    assert ["category"] * 3 == [str(found[name].dtype) for name in names]
    assert [one[name].dtype for name in names] == [
        found[name].dtype for name in names
    ]
    assert plain.select(names).to_dict(as_series=False) == (
        found[names].to_dict("list")
    )
