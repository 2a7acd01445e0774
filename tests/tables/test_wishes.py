"""What is asked of a table is understood, or refused by name."""

import pathlib
from decimal import Decimal
from typing import Any

import fastexcel
import pandas
import polars as pl
import pytest

from parrules.errors import FactError
from parrules.tables.files import write_table
from tables.rulesets import ruleset


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"errors": "colect"}, "PAR355"),
        ({"detail": "Totals"}, "PAR355"),
        ({"amounts": "decimals"}, "PAR355"),
        ({"carry": ["total"]}, "PAR356"),
        ({"carry": ["#value0"]}, "PAR356"),
        ({"carry": ["code"], "long": True}, "PAR356"),
        ({"unit": "unit.idd"}, "PAR357"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(
    wish: dict[str, Any], code: str
) -> None:
    """It is neither passed over nor taken for another one."""
    columns = {name: ["x"] for name in wish.get("carry", ())}
    frame = pl.DataFrame({"6": ["yes"], **columns})
    with pytest.raises(FactError) as caught:
        ruleset().evaluate_table(frame, **wish)

    assert [code] == [each.code for each in caught.value.problems]


def test_a_long_answer_has_points_at_least() -> None:
    """Totals are no part of it."""
    frame = pl.DataFrame({"6": ["yes"]})
    found = ruleset().evaluate_table(frame, long=True)

    assert ["code", "points"] == found.columns


def test_a_spreadsheet_keeps_every_digit(tmp_path: pathlib.Path) -> None:
    """What is too long for its numbers is written as text."""
    path = str(tmp_path / "long.xlsx")
    write_table(pl.DataFrame({"n": [823517093720433600], "m": [1]}), path)
    found = fastexcel.read_excel(path).load_sheet(0).to_polars()

    assert ("823517093720433600", 1) == found.row(0)


def test_a_row_of_pandas_with_gaps_is_explained() -> None:
    """No moment, and no total, are cells that say nothing."""
    given = pandas.DataFrame(
        {
            "tasks": [1, 2],
            "issued": pandas.to_datetime([None, "2024-01-01"]),
            "6": ["yes", "no"],
        }
    )

    assert 1 == ruleset().breakdown_of(given.iloc[0]).total_exact


def test_zeros_of_a_scale_are_no_places_of_a_number() -> None:
    """What a table scores its row explains."""
    cell = Decimal("97.500000000000000000")
    frame = pl.DataFrame({"rate": pl.Series([cell], dtype=pl.Decimal(38, 18))})
    total = ruleset().evaluate_table(frame)["total"].item()
    found = ruleset().breakdown_of(frame.row(0, named=True))

    assert total == found.total_exact
