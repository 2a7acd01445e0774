"""Cells that are scored and refused alike, whatever holds the table.

Texts are cells of files and of any library; the others only of libraries
and of files with types.
"""

from decimal import Decimal
from typing import Any

import polars as pl

TEXTS = pl.DataFrame(
    {
        "unit.id": ["a", "b", "c", "d", "e", "f"],
        "tasks": [" 20 ", "+8", "x", "007", None, "10"],
        "done": ["12", "3,0", "2", "9", "0", "10"],
        "rate": ["97,5", "50.00", "99.999", "1.000", None, "99,50"],
        "open": ["có ", "KHÔNG", "true", "maybe", None, "yes"],
        "issued": [
            "2024-01-31",
            "never",
            " 2024-01-01",
            "31/01/2024",
            None,
            "never ",
        ],
        "kind": ["ward", " commune ", "Ward", None, "ward", "ward"],
        "votes": ["1; 2", "+1;0", "1", "0;0", None, "3 ;1"],
        "struck": [None, "1;", "nope", "1; 2", "4;;", "1 ; 2;"],
        "6": ["yes", None, "no", "no", "perhaps", "no"],
    }
)
WRONG_TEXTS = [
    ("b", "done", "PAR302"),
    ("c", "kind", "PAR308"),
    ("c", "rate", "PAR314"),
    ("c", "struck", "PAR315"),
    ("c", "tasks", "PAR314"),
    ("c", "votes", "PAR330"),
    ("d", "done", "PAR305"),
    ("d", "issued", "PAR314"),
    ("d", "open", "PAR314"),
    ("d", "rate", "PAR314"),
    ("e", "6", "PAR308"),
]
TYPED = pl.DataFrame(
    {
        "unit.id": ["a", "b", "b", None, "e", "f", "g"],
        "tasks": [20, 10**10, 3, 4, -1, 2, 10],
        "done": [12, 1, 2, 4, 0, 3, 10],
        "rate": pl.Series(
            [Decimal("97.5"), 50, None, None, Decimal("9.999"), None, 100],
            dtype=pl.Decimal(38, 18),
            strict=False,
        ),
        "open": [True, None, False, True, True, False, False],
        "votes": [[1, 2], [1], None, [0, 0], [0, -1], None, [9, 1]],
        "struck": [[], ["1"], ["x"], None, None, ["1", "2"], ["2"]],
    }
)
WRONG_TYPES = [
    ("", "unit.id", "PAR341"),
    ("b", "struck", "PAR315"),
    ("b", "tasks", "PAR303"),
    ("b", "unit.id", "PAR340"),
    ("b", "unit.id", "PAR340"),
    ("b", "votes", "PAR330"),
    ("e", "rate", "PAR304"),
    ("e", "tasks", "PAR303"),
    ("e", "votes", "PAR303"),
    ("f", "done", "PAR305"),
]


def rows_of(table: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # of any library
    """Return the rows of a table, whatever holds it."""
    for collected in ("collect", "toArrow", "to_arrow_table"):
        # Both Polars and Spark have `collect`.
        if hasattr(table, collected) and not hasattr(table, "to_dicts"):
            is_spark = collected == "collect" and hasattr(table, "toArrow")
            table = table if is_spark else getattr(table, collected)()
    if hasattr(table, "to_pylist"):
        return list(table.to_pylist())
    if hasattr(table, "to_dicts"):
        return list(table.to_dicts())

    return list(table.to_dict("records"))


def refused_in(table: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401  # of any library
    """Return unit, column and code of what was refused, sorted."""
    return sorted(
        (
            row["unit"] if isinstance(row["unit"], str) else "",
            row["column"],
            row["code"],
        )
        for row in rows_of(table)
    )


def totals_in(table: Any) -> dict[str, str]:  # noqa: ANN401  # of any library
    """Return the published total of each unit, as text."""
    return {row["unit.id"]: str(row["total"]) for row in rows_of(table)}
