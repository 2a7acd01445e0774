"""What was refused, as a table."""

from collections.abc import Iterable
from typing import Any

from parrules.errors import Problem
from parrules.messages import what_of

COLUMNS = (
    "row",
    "unit",
    "column",
    "value",
    "code",
    "problem.vi",
    "problem.en",
)


def refusals(
    found: Iterable[tuple[int | None, object, Problem, object]],
) -> dict[str, list[Any]]:
    """Return the columns of the table, a row for each problem.

    Args:
        found: Number of the row, name of the unit, the problem, the cell.
    """
    said: dict[int, tuple[str, str]] = {}
    records = []
    # Kept, so that each problem has a number of its own.
    for row, unit, problem, value in list(found):
        texts = said.get(id(problem))
        if texts is None:
            texts = what_of(problem, "vi"), what_of(problem, "en")
            said[id(problem)] = texts
        records.append(
            (
                row,
                None if unit is None else str(unit),
                str(problem.path[0]) if problem.path else "",
                None if value is None else str(value)[:200],
                problem.code,
                *texts,
            )
        )
    columns = zip(*records, strict=True) if records else ([] for _ in COLUMNS)

    return {
        name: list(cells) for name, cells in zip(COLUMNS, columns, strict=True)
    }
