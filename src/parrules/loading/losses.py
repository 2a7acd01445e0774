"""Which sections of a file lost statements that could not be read."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from parrules.errors import near
from parrules.loading.marks import SavedTable, Unread
from parrules.loading.wire import RulesetTable, TotalTable, Wire, keys_of
from parrules.model import TREES

_BY_ROW = (*TREES, "fact", "derive")
"""Sections in which a row that lost something says so itself."""

_BY_KEY: Final[Mapping[str, type[Wire]]] = {
    "ruleset": RulesetTable,
    "total": TotalTable,
}
"""Sections of which many checks need one key, and few need all."""

_MOST_CHARACTERS: Final = 10_000
"""How much of lost statements is looked at for keys."""

_WORD: Final = re.compile(r"[A-Za-z_]+")


def damaged_sections(
    tables: Mapping[str, Any], sections: Iterable[str]
) -> tuple[str, ...]:
    """Return those of *sections* of which something is lost.

    All of them, where nobody knows under which header a statement stands;
    ``ruleset.source``, where no more than that key can be lost.
    """
    if has_lost_keys(tables):
        return tuple(sections)

    return tuple(
        name
        for section in sections
        if section in tables
        for name in _damaged(section, tables[section])
    )


def _damaged(section: str, table: object) -> Iterable[str]:
    """Yield *section*, or its keys, if something of it is lost."""
    wire = _BY_KEY.get(section)
    if wire is not None and isinstance(table, SavedTable):
        lost = _lost_keys(table, keys_of(wire))
        if lost is not None:
            yield from (f"{section}.{key}" for key in lost)
            return
    if _is_damaged(section, table):
        yield section


def _lost_keys(
    table: SavedTable, keys: Iterable[str]
) -> tuple[str, ...] | None:
    """Return which of *keys* may be lost, `None` where all may be.

    A key may stand wherever its word does, or one that is nearly it.
    """
    lost = table.lost
    if lost is None or sum(map(len, lost)) > _MOST_CHARACTERS:
        return None
    words = {
        near(word.lower(), keys)
        for statement in lost
        for word in _WORD.findall(statement)
    }
    words |= {each[0] for each in table.again}

    return tuple(
        key for key in keys if key in words or has_lost(table.get(key))
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
