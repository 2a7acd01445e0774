"""Columns of pandas that hold anything: each cell is taken or refused."""

import datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from parrules.errors import FactError
from tables.rulesets import ruleset

DAY = datetime.date(2024, 1, 1)
MIXED: list[tuple[str, list[Any], list[tuple[int, str]]]] = [
    ("tasks", [1, "2", None, "x"], [(4, "PAR314")]),
    ("tasks", [1, 10**30], [(2, "PAR303")]),
    ("tasks", ["1", True, 2.5], [(2, "PAR302"), (3, "PAR307")]),
    ("rate", [Decimal("97.5"), Decimal("NaN"), "50"], [(2, "PAR303")]),
    ("rate", ["50", 97.5], [(2, "PAR307")]),
    ("issued", [DAY, "never", "x"], [(3, "PAR314")]),
    ("kind", ["ward", 1], [(2, "PAR302")]),
    ("votes", [[1, 2], "1;2", "1"], [(3, "PAR330")]),
]


@pytest.mark.parametrize(("name", "values", "expected"), MIXED, ids=str)
def test_mixed_objects_are_looked_at_cell_by_cell(
    name: str, values: list[Any], expected: list[tuple[int, str]]
) -> None:
    """As text in a file would be; none becomes missing."""
    frame = pd.DataFrame({name: pd.Series(values, dtype=object)})
    found = ruleset().evaluate_table(frame, errors="collect")

    assert expected == (
        list(found.refused[["row", "code"]].itertuples(index=False, name=None))
    )
    assert len(values) == len(found.scores) + len(expected)


def test_a_column_that_is_there_twice_is_refused() -> None:
    """Which of them holds nobody can say."""
    codes: list[str] = []
    for frame in (
        pd.DataFrame([[1, 2]], columns=["tasks", "tasks"]),
        pa.table([[1], [2]], names=["tasks", "tasks"]),
    ):
        with pytest.raises(FactError) as caught:
            ruleset().evaluate_table(frame)
        codes.extend(each.code for each in caught.value.problems)

    assert ["PAR317", "PAR317"] == codes


def test_a_column_that_arrow_cannot_hold_is_refused() -> None:
    """A complex number is no fact."""
    frame = pd.DataFrame({"tasks": pd.Series([1 + 2j])})
    with pytest.raises(FactError) as caught:
        ruleset().evaluate_table(frame)

    assert ["PAR345"] == [each.code for each in caught.value.problems]
