"""What was refused, as a table."""

from collections.abc import Iterable, Mapping
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
    found: Iterable[tuple[int | None, object, Problem, Mapping[str, object]]],
) -> dict[str, list[Any]]:
    """Return the columns of the table, a row for each problem.

    Args:
        found: Number of the row, name of the unit, the problem, the cells.
    """
    table: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for row, unit, problem, cells in found:
        column = str(problem.path[0]) if problem.path else ""
        value = cells.get(column)
        record = (
            row,
            None if unit is None else str(unit),
            column,
            None if value is None else str(value)[:200],
            problem.code,
            what_of(problem, "vi"),
            what_of(problem, "en"),
        )
        for name, cell in zip(COLUMNS, record, strict=True):
            table[name].append(cell)

    return table
