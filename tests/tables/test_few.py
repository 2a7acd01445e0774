"""A few rows, and a tally by columns: the same answer in the same types."""

from typing import Any

import polars as pl
import pytest

from parrules.errors import FactError
from tables.rulesets import ruleset

UNITS = pl.DataFrame(
    {
        "unit.id": ["a", "b", "c"],
        "tasks": [4, 0, None],
        "done": [3, 0, 1],
        "rate": ["99.5", None, "50"],
        "open": [True, False, None],
        "kind": ["ward", "commune", None],
        "votes.bad": [1, 0, None],
        "votes.good": [1, 0, None],
        "6": ["yes", None, "no"],
    }
)


@pytest.mark.parametrize("detail", ["totals", "points", "full"])
@pytest.mark.parametrize("amounts", ["quanta", "decimal"])
def test_a_few_rows_are_those_of_a_long_table(
    detail: str, amounts: str
) -> None:
    """Scored one by one or in columns: names, types and cells."""
    wish: dict[str, Any] = {"detail": detail, "amounts": amounts}
    alone = ruleset().evaluate_table(UNITS, **wish)
    together = ruleset().evaluate_table(UNITS.lazy(), **wish).collect()

    assert (together.schema, together.rows()) == (alone.schema, alone.rows())


def test_a_tally_may_have_a_column_for_each_level() -> None:
    """It is the same as a list of them."""
    levels = ["votes.bad", "votes.good"]
    given = pl.col("votes.bad").is_not_null()
    listed = UNITS.with_columns(
        pl.when(given).then(pl.concat_list(levels)).alias("votes")
    ).drop(levels)
    expected = ruleset().evaluate_table(listed, detail="full")
    found = ruleset().evaluate_table(UNITS, detail="full")

    assert expected.rows() == found.rows()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (UNITS.drop("votes.bad"), "PAR330"),
        (UNITS.with_columns(votes=pl.lit("1;1")), "PAR317"),
        (UNITS.with_columns(pl.lit(-1).alias("votes.bad")), "PAR303"),
        (
            UNITS.with_columns(
                pl.lit(None, dtype=pl.Int64).alias("votes.good")
            ),
            "PAR302",
        ),
    ],
)
def test_levels_that_say_no_tally_are_refused(
    frame: pl.DataFrame, code: str
) -> None:
    """Some without the others, both forms, or less than nobody."""
    with pytest.raises(FactError) as caught:
        ruleset().evaluate_table(frame)

    assert code == caught.value.problems[0].code
