"""Headings and rows of a text, and headings that stand among rows.

Below the heading of one criterion all that follows belongs to it, so that
``[criteria.1.3]`` among rows, with or without quotes, swallows those below;
so does that of one fact, derived fact or channel.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import tomli

from parrules.errors import near
from parrules.loading.cutting import has_key, statements
from parrules.loading.marks import bounded
from parrules.loading.shapes import Row, is_code, is_criterion
from parrules.loading.spelled import Heading, heading_in
from parrules.loading.statements import Finding
from parrules.loading.unquoted import split
from parrules.loading.wire import (
    ChannelTable,
    DerivedTable,
    FactTable,
    keys_of,
)
from parrules.model import TREES

_KEYS: Final = {
    "fact": frozenset(keys_of(FactTable)),
    "derive": frozenset(keys_of(DerivedTable)),
    "channel": frozenset(keys_of(ChannelTable)),
}
"""What rows have, by section; trees have codes, which no key is like."""

_ROWED: Final = (*TREES, *_KEYS)


class Statement(NamedTuple):
    """A heading or a row; lines count from 0, *end* is behind the last."""

    offset: int
    line: int
    end: int
    heading: Heading | None
    row: Row


class Rewritten(NamedTuple):
    """Lines that are read otherwise, by number, and what was wrong."""

    lines: Mapping[int, str]
    findings: tuple[Finding, ...]


def statements_of(text: str) -> Iterator[Statement]:
    """Yield the headings and rows of *text*."""
    line = position = 0
    for offset, statement in statements(text):
        line += text.count("\n", position, offset)
        position = offset
        end = line + statement.count("\n") + 1
        heading = None
        if not has_key(statement):
            heading = heading_in(statement.partition("\n")[0])
        yield Statement(offset, line, end, heading, _row(statement))


def as_rows(text: str, found: Sequence[Statement]) -> Rewritten:
    """Return headings of single rows among rows as rows with dotted keys.

    Args:
        text: A file.
        found: All statements in it.
    """
    lines: dict[int, str] = {}
    findings: list[Finding] = []
    written = text.split("\n")
    section = ""
    for at, each in enumerate(found):
        if each.heading is None:
            continue
        parts = each.heading.parts
        own = _own(found, at + 1, section)
        first = at + 1 + len(own)
        is_among = own and parts[:1] == (section,) and not each.heading.fix
        name = _named(section, parts[1:])
        if is_among and name and _is_row(found, first, section):
            findings.append(_finding(each, found[first], name))
            lines[each.line] = ""
            for row in own:
                lines[row.line] = f'"{name}".{written[row.line]}'
            continue
        section = parts[0] if len(parts) == 1 and parts[0] in _ROWED else ""

    return Rewritten(lines, tuple(findings))


def _named(section: str, parts: Sequence[str]) -> str:
    """Return the code or name of the one row whose heading this is."""
    if section in TREES:
        code, keys = split(parts) if parts else ("", [])
        return "" if keys else code

    return parts[0] if len(parts) == 1 else ""


def _own(
    found: Sequence[Statement], at: int, section: str
) -> Sequence[Statement]:
    """Return the statements from *at* on that say one row of *section*."""
    end = at
    while end < len(found) and not (
        found[end].heading or _is_row(found, end, section)
    ):
        end += 1

    return found[at:end]


def _is_row(found: Sequence[Statement], at: int, section: str) -> bool:
    """Tell whether statement *at* is a whole row of *section*."""
    if at >= len(found) or found[at].heading is not None:
        return False
    key, value = found[at].row
    if section in _KEYS:
        # The name of a fact may be a key of facts, as `more`.
        is_fact = section == "fact" and "type" in _keys(value)
        keys = _KEYS[section]
        is_other = key not in keys and not near(key, keys)
        is_expression = section == "derive" and isinstance(value, str)
        return is_fact or (
            is_other and (is_expression or isinstance(value, dict))
        )
    while isinstance(value, dict) and len(value) == 1:
        # A code without quotes.
        ((part, inner),) = value.items()
        if not part.isdigit():
            break
        value = inner

    return is_code(key) and is_criterion(Row(key, value))


def _keys(value: object) -> Collection[str]:
    return value.keys() if isinstance(value, dict) else ()


def _finding(heading: Statement, row: Statement, code: str) -> Finding:
    """Say that *heading* takes in *row*; or that *code* has no quotes."""
    assert heading.heading is not None
    section, *parts = heading.heading.parts
    name = f'"{code}"' if section in TREES else code
    said = {"row": f"{name} = {{ … }}"}
    if len(parts) > 1:
        return Finding("PAR108", heading.offset, {"code": code, **said})
    said |= {"key": row.row.key, "heading": f"[{section}]"}

    return Finding("PAR129", row.offset, said)


def _row(statement: str) -> Row:
    try:
        value = tomli.loads(statement, parse_float=bounded)
    except (ValueError, RecursionError):
        return Row("", None)
    for key, inner in value.items():
        return Row(key, inner)

    return Row("", None)
