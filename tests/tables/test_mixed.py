"""Columns of pandas that hold anything: each cell judged as one unit is."""

import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parrules.errors import FactError
from tables.rulesets import ruleset

DAY = datetime.date(2024, 1, 1)
PLAIN: list[Any] = [
    True,
    1,
    0,
    -1,
    10**30,
    10**5000,
    1.0,
    2.5,
    float("inf"),
    Decimal(1),
    Decimal("1.234"),
    Decimal("97.5"),
    Decimal("NaN"),
    Decimal("1E+1"),
    DAY,
    datetime.datetime(2024, 1, 1, 5),  # noqa: DTZ001  # of no zone
    pd.Timestamp("2024-01-01", tz="UTC").to_pydatetime(),
    b"1",
    1 + 2j,
    [],
    [1],
    [1, 2],
    (1, 2),
    [1.0, 2],
    [True, 2],
    [1, None],
    [10**5000, 1],
    ["1"],
    ["1", 2],
    ["9"],
    [None],
    {"good": 2},
    {"best": 2},
]
"""Values of Python's own; beside each stands a text in the column."""

OF_NUMPY = [
    np.bool_(True),  # noqa: FBT003  # a value
    np.int64(1),
    np.float64(2.5),
    np.array([1, 2]),
    np.array(["1"]),
    pd.Timestamp("2024-01-01 00:00:00.000000001"),
    pd.Timestamp("2024-01-01"),
]
TEXTS = {
    "tasks": "2",
    "rate": "50",
    "open": "yes",
    "issued": "never",
    "kind": "ward",
    "votes": "1;2",
    "struck": "1",
    "6": "yes",
}
NUMBERS = ("tasks", "rate")


def codes_of_table(name: str, value: object) -> list[str]:
    """Return what a cell is refused for that a text stands beside."""
    column = pd.Series([TEXTS[name], value], dtype=object)
    frame = pd.DataFrame({name: column, "unit.id": ["a", "b"]})
    found = ruleset().evaluate_table(frame, errors="collect").refused
    cells = found[["row", "column"]].itertuples(index=False, name=None)
    assert {(2, name)} >= set(cells)

    return list(found["code"])


def codes_of_unit(name: str, value: object) -> list[str]:
    """Return what one unit is refused for."""
    try:
        ruleset().evaluate({name: value})
    except FactError as error:
        return [each.code for each in error.problems]

    return []


def codes_of_row(name: str, value: object) -> list[str]:
    """Return what keeps a row with that cell from being explained."""
    try:
        ruleset().breakdown_of({name: value})
    except FactError as error:
        return [each.code for each in error.problems]

    return []


@pytest.mark.parametrize("name", TEXTS)
def test_a_cell_among_texts_is_judged_as_its_unit_alone(name: str) -> None:
    """But for whole numbers of other types, which number columns hold."""
    whole = [1.0, Decimal(1), Decimal("1E+1")] if name in NUMBERS else []
    values = [
        value
        for value in PLAIN
        if type(value) not in (float, Decimal) or value not in whole
    ]

    expected = [codes_of_unit(name, value) for value in values]

    assert expected == [codes_of_table(name, value) for value in values]


@pytest.mark.parametrize("name", TEXTS)
def test_a_cell_of_numpy_is_what_a_row_with_it_is(name: str) -> None:
    """Any row that is scored can be explained, and no other."""
    expected = [codes_of_row(name, value) for value in OF_NUMPY]

    assert expected == [codes_of_table(name, value) for value in OF_NUMPY]
