"""Small indices that tests of composites share."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from parrules.composite import Cell, CompositeResult, Index, parse_index

HEAD = """
language = 1
[index]
id = "example"
edition = "2024"
status = "template"
title = "An example"
"""


def index(criteria: str, total: str = "", treatment: str = "") -> Index:
    """Return an index with these lines in its sections."""
    return parse_index(
        f"{HEAD}\n[treatment]\n{treatment}\n[total]\n{total}\n"
        f"[criteria]\n{criteria}",
        "example.toml",
    )


def scored(
    criteria: str,
    rows: Mapping[str, Mapping[str, object]],
    total: str = "",
    treatment: str = "",
) -> CompositeResult:
    """Score *rows* of the year 2024."""
    return index(criteria, total, treatment).evaluate(rows, year=2024)


def column(*values: object) -> dict[str, dict[str, object]]:
    """Return units A, B, C … with one figure ``x`` each."""
    return {
        chr(ord("A") + row): {"x": value} for row, value in enumerate(values)
    }


def points(result: CompositeResult, code: str = "1") -> list[object]:
    """Return the points of all units in a row, short where they can be."""
    return [_short(unit[code].points) for unit in result]


def cell(result: CompositeResult, unit: str, code: str = "1") -> Cell:
    """Return a cell of *unit*."""
    found = result[unit][code]
    assert isinstance(found, Cell)

    return found


def _short(number: Fraction | None) -> object:
    if number is None:
        return None

    return (
        int(number)
        if number.denominator == 1
        else Decimal(number.numerator) / Decimal(number.denominator)
    )
