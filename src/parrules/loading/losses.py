"""Which sections of a file lost statements that could not be read."""

from collections.abc import Iterable, Mapping
from typing import Any

from parrules.loading.marks import SavedTable, Unread
from parrules.model import TREES

_BY_ROW = (*TREES, "fact", "derive")
"""Sections in which a row that lost something says so itself."""


def damaged_sections(
    tables: Mapping[str, Any], sections: Iterable[str]
) -> tuple[str, ...]:
    """Return those of *sections* of which something is lost.

    All of them, where nobody knows under which header a statement stands.
    """
    if has_lost_keys(tables):
        return tuple(sections)

    return tuple(
        section
        for section in sections
        if section in tables and _is_damaged(section, tables[section])
    )


def _is_damaged(section: str, table: object) -> bool:
    if section not in _BY_ROW or not isinstance(table, dict):
        return has_lost(table)
    # An unquoted code, 1.1 = …, is lost in the table 1 of its section.
    # Two rows of one code are both there.
    is_tree = section in TREES and isinstance(table, SavedTable)
    lost = table.is_damaged if is_tree else has_lost_keys(table)  # type: ignore[attr-defined]  # is_tree says so
    return lost or any(
        has_lost_keys(row) and any(key[:1].isdigit() for key in row)
        for row in table.values()
    )


def has_lost(value: object) -> bool:
    """Tell whether something in *value* could not be read."""
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, Unread) or has_lost_keys(each):
            return True
        if isinstance(each, dict):
            pending.extend(each.values())
        elif isinstance(each, list):
            pending.extend(each)

    return False


def has_lost_keys(table: object) -> bool:
    """Tell whether keys are absent; of two alike, one was meant otherwise."""
    return isinstance(table, SavedTable) and bool(
        table.is_damaged or table.again
    )
