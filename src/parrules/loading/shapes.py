"""Of which section a row is, told by what it looks like."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from parrules.errors import near
from parrules.loading.wire import (
    AnswerTable,
    ChangesTable,
    ChannelTable,
    CriterionTable,
    ExampleTable,
    FactTable,
    FileTable,
    GradeTable,
    KnockOutTable,
    PolicyTable,
    RankingTable,
    RulesetTable,
    TotalTable,
    Wire,
    keys_of,
)
from parrules.model import TREES

SECTIONS: Final = tuple(key for key in keys_of(FileTable) if key != "language")
ARRAYS: Final = ("knock_out", "grade", "example")
"""Sections of which there may be several."""

BELOW: Final[Mapping[str, tuple[str, ...]]] = {
    "example": ("facts", "expect"),
    "changes": ("was",),
    "ranking": ("unranked",),
    "ruleset": ("known",),
}
"""What has headings of its own below a section."""

_KEYED: Final[Mapping[str, type[Wire]]] = {
    "ruleset": RulesetTable,
    "policy": PolicyTable,
    "total": TotalTable,
    "knock_out": KnockOutTable,
    "grade": GradeTable,
    "ranking": RankingTable,
    "changes": ChangesTable,
    "example": ExampleTable,
}
"""Sections whose keys are fixed; in others they are names and codes."""

_MARKS: Final = {
    "ruleset": "id",
    "knock_out": "criteria",
    "grade": "id",
    "changes": "since",
    "example": "name",
}
"""The key without which nobody writes such a section."""


EXPECTED: Final = ("total", "base", "bonus", "penalty", "grade")
"""What an example expects beside nodes."""


class Row(NamedTuple):
    """A pair: its first key, and what stands there; `None` if unreadable."""

    key: str
    value: Any


def sections_of(row: Row) -> tuple[str, ...]:
    """Return the sections in which *row* may stand."""
    is_inline = isinstance(row.value, dict)
    keyed = (
        section
        for section, wire in _KEYED.items()
        if row.key in keys_of(wire) and not (is_inline and "type" in row.value)
    )

    return (*keyed, *_named(row))


def is_odd(row: Row, section: str) -> bool:
    """Tell whether *row* is plainly no row of *section*, but of another."""
    if row.value is None or section in (fits := sections_of(row)):
        return False
    if section in TREES and is_criterion(row):
        return False
    wire = _KEYED.get(section)
    if wire and fits == ("derive",) and isinstance(row.value, str):
        # Any text may be an expression.
        return False

    return bool(fits) and not (wire and near(row.key, keys_of(wire)))


def section_of(rows: list[Row], present: Iterable[str]) -> str:
    """Return the section of which the first of *rows* plainly is.

    Args:
        rows: All up to the next heading.
        present: The sections that the file has; one that it lacks, or of
            which there may be several, is rather meant.
    """
    there = [each for each in present if each not in ARRAYS]
    keys = {row.key for row in rows}
    found = [
        section
        for section in sections_of(rows[0])
        if _MARKS.get(section, rows[0].key) in keys
    ]
    if found == list(TREES) and "criteria" in there:
        # A bonus or penalty that nobody has headed is the rarer case.
        return "criteria"
    counts = {
        section: sum(section in sections_of(row) for row in rows)
        for section in found
    }

    return max(
        found,
        key=lambda each: (each not in there, counts[each]),
        default="",
    )


def is_code(key: str) -> bool:
    """Tell whether *key* looks like the code of a row."""
    return key[:1].isdigit() or key[:1].isupper()


def _named(row: Row) -> tuple[str, ...]:
    value = row.value
    if not isinstance(value, dict):
        is_expression = isinstance(value, str) and not is_code(row.key)
        return ("derive",) if is_expression else ()
    keys = set(value)
    if "type" in keys and keys & set(keys_of(FactTable)):
        # Also where its name begins like a code.
        return ("fact",)
    if is_code(row.key):
        return TREES if keys & set(keys_of(CriterionTable)) else ()
    if "cases" in keys:
        return ("derive",)
    if keys & {"maximum", "held"} and keys <= set(keys_of(ChannelTable)):
        return ("channel",)

    is_set = bool(keys) and all(map(_is_answer, value.values()))
    # One number alone may be any key with a point in it.
    is_long = len(keys) > 1 or dict in map(type, value.values())

    return ("answers",) if is_set and is_long else ()


def _is_answer(value: object) -> bool:
    if isinstance(value, dict):
        return bool(value) and set(value) <= set(keys_of(AnswerTable))

    return type(value) in (int, Decimal)


def is_again(key: str, keys: list[str], section: str) -> bool:
    """Tell whether *key* begins another table of *section* than *keys*."""
    return section in ARRAYS and len(keys) > 1 and key == keys[0]


def is_meant(key: str, under: tuple[str, ...]) -> bool:
    """Tell whether *key* is one of the heading *under*, or nearly one."""
    if len(under) > 1:
        return key not in EXPECTED
    wire = _KEYED[under[0]]

    return key in keys_of(wire) or bool(near(key, keys_of(wire)))


def is_criterion(row: Row) -> bool:
    """Tell whether *row* has a key of a criterion, and is no fact."""
    keys = set(row.value) if isinstance(row.value, dict) else set()

    return "type" not in keys and not keys.isdisjoint(keys_of(CriterionTable))


def is_long(row: Row) -> bool:
    """Tell whether *row* is a whole fact or criterion."""
    keys = ("type", "maximum")

    return isinstance(row.value, dict) and any(
        key in row.value for key in keys
    )
