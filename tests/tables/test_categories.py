"""Categories are read as the texts that they stand for."""

from typing import Any

import duckdb
import narwhals
import polars as pl
import pyarrow as pa
import pytest

from tables.rulesets import ruleset

TEXTS = {
    "6": " yes ",
    "kind": " ward ",
    "tasks": "8",
    "done": " 8",
    "rate": "99,5",
    "open": " có",
    "issued": "2024-01-31 ",
    "votes": "1; 2",
}
"""All of a unit but its codes, by fact."""

WORDS = [*TEXTS.values(), "unused "]


def in_duckdb(frame: pl.DataFrame) -> Any:  # noqa: ANN401  # a relation
    """Return a relation in which all are of one enumeration."""
    words = ", ".join(f"'{word}'" for word in WORDS)
    cells = ", ".join(
        f"cast('{text}' as enum ({words})) as \"{name}\""
        for name, text in frame.row(0, named=True).items()
    )

    return duckdb.sql(f"select {cells} from range({frame.height})")  # noqa: S608  # our own texts


def categorical(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with categories."""
    return frame.with_columns(pl.all().cast(pl.Categorical))


TABLES = {
    "categorical": categorical,
    "lazy": lambda frame: categorical(frame).lazy(),
    "enum": lambda frame: frame.with_columns(pl.all().cast(pl.Enum(WORDS))),
    "pandas": lambda frame: frame.to_pandas().astype("category"),
    "pyarrow": lambda frame: pa.table(
        [column.to_arrow().dictionary_encode() for column in frame],
        names=frame.columns,
    ),
    "duckdb": in_duckdb,
}


def totals_of(table: Any) -> set[Any]:  # noqa: ANN401  # any table
    """Return the totals of all units in an answer."""
    found = ruleset().evaluate_table(table, errors="collect").scores
    frame = narwhals.from_native(found).lazy().collect("polars")

    return set(frame["total"].to_list())


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("names", [("kind",), tuple(TEXTS)], ids=len)
def test_categories_are_read_as_texts(
    kind: str, count: int, names: tuple[str, ...]
) -> None:
    """For every kind of fact, with the spaces around them."""
    frame = pl.DataFrame({name: [TEXTS[name]] * count for name in names})
    table = TABLES[kind](frame)

    assert totals_of(frame) == totals_of(table)
    assert {1 if len(names) == 1 else 10} == totals_of(table)


def test_a_category_that_is_no_option_is_told_as_a_text_is() -> None:
    """In the same words, without its spaces."""
    frame = pl.DataFrame({"kind": [" ward ", " city "] * 10})
    found = [
        ruleset().evaluate_table(each, errors="collect").refused.rows()
        for each in (frame, categorical(frame))
    ]

    assert found[0] == found[1]
