"""Rows that may still decide a leaf, where another one is unknown (S9.10)."""

from collections.abc import Iterator

import attrs

from parrules.model import Trigger
from parrules.plan.leaves import LeafRows
from parrules.plan.logic import NOTHING
from parrules.plan.nodes import Row


def possible_rows(
    rows: LeafRows, form: object
) -> Iterator[tuple[int, tuple[Row, ...]]]:
    """Yield each row that bears on the grade and may be one of several.

    Yields:
        Its position, and rows of which the one at that position decides
        where it is not false and no earlier one is true. The last position
        is that of what holds where no row does.
    """
    is_open = any(row.unknown for row in rows.rows)
    if not is_open or isinstance(form, Trigger):
        # Of a sanction row, unknown, it is known that it applies (S5.11).
        return
    true = tuple(attrs.evolve(row, unknown=NOTHING) for row in rows.rows)
    for at, result in enumerate(rows.results):
        sanction = result.sanction
        if sanction is None:
            continue
        if sanction.grade_at_most is not None or sanction.grade_down:
            yield at, (*true[:at], *map(_possible, rows.rows[at : at + 1]))


def _possible(row: Row) -> Row:
    """Return *row*, true where it is not false."""
    return attrs.evolve(row, true=(*row.true, *row.unknown), unknown=NOTHING)
