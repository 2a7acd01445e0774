"""Cells of one row at a time, in Python's own whole numbers.

Of a few rows a library of tables would plan longer than it computes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from parrules.engines.columns.cell import Cell

Value = Any
"""A whole number, a truth, or `None` where it is empty."""


def reckoned(
    cells: Iterable[Cell], read: Callable[[Cell], Value]
) -> dict[Cell, Value]:
    """Return the values of *cells* in one row.

    Args:
        cells: Each after its parts.
        read: Returns what stands in the row.
    """
    found: dict[Cell, Value] = {}
    for cell in cells:
        if cell.is_constant:
            found[cell] = cell.value
            continue
        make = _MAKERS.get(cell.op)
        found[cell] = (
            read(cell)
            if make is None
            else make([found[part] for part in cell.args])
        )

    return found


def _of_both(
    make: Callable[[Any, Any], Value],
) -> Callable[[Sequence[Value]], Value]:
    """Return what is empty where one of two is."""

    def made(parts: Sequence[Value]) -> Value:
        left, right = parts
        return None if left is None or right is None else make(left, right)

    return made


def _not(parts: Sequence[Value]) -> Value:
    return None if parts[0] is None else not parts[0]


def _and(parts: Sequence[Value]) -> Value:
    if False in parts:
        return False

    return None if None in parts else True


def _or(parts: Sequence[Value]) -> Value:
    if True in parts:
        return True

    return None if None in parts else False


def _sum(parts: Sequence[Value]) -> Value:
    return None if None in parts else sum(parts)


def _choose(parts: Sequence[Value]) -> Value:
    for place in range(0, len(parts) - 1, 2):
        if parts[place]:
            return parts[place + 1]

    return parts[-1]


_MAKERS: Final[Mapping[str, Callable[[Sequence[Value]], Value]]] = {
    "not": _not,
    "and": _and,
    "or": _or,
    "at_least": _of_both(lambda left, right: left >= right),
    "above": _of_both(lambda left, right: left > right),
    "equal": _of_both(lambda left, right: left == right),
    "sum": _sum,
    "less": _of_both(lambda left, right: left - right),
    "times": _of_both(lambda left, right: left * right),
    "divided": _of_both(lambda left, right: left // right),
    "choose": _choose,
}
