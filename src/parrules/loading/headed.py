"""Headings and rows of a text, and headings that stand among rows.

Below the heading of one criterion all that follows belongs to it, so that
``[criteria.1.3]`` among rows, with or without quotes, swallows those below.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import tomli

from parrules.loading.cutting import has_key, statements
from parrules.loading.marks import bounded
from parrules.loading.shapes import Row, is_code, is_criterion
from parrules.loading.spelled import Heading, heading_in
from parrules.loading.statements import Finding
from parrules.loading.unquoted import split
from parrules.model import TREES


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
    """Return headings of criteria among rows as rows with dotted keys.

    Args:
        text: A file.
        found: All statements in it.
    """
    lines: dict[int, str] = {}
    findings: list[Finding] = []
    written = text.split("\n")
    tree = ""
    for at, each in enumerate(found):
        if each.heading is None:
            continue
        parts = each.heading.parts
        own = _own(found, at + 1)
        first = at + 1 + len(own)
        is_among = own and parts[:1] == (tree,) and not each.heading.fix
        code, keys = split(parts[1:]) if parts[1:] else ("", [])
        if is_among and code and not keys and _is_row(found, first):
            findings.append(_finding(each, found[first], code))
            lines[each.line] = ""
            for row in own:
                lines[row.line] = f'"{code}".{written[row.line]}'
            continue
        tree = parts[0] if len(parts) == 1 and parts[0] in TREES else ""

    return Rewritten(lines, tuple(findings))


def _own(found: Sequence[Statement], at: int) -> Sequence[Statement]:
    """Return the statements from *at* on that say one criterion."""
    end = at
    while end < len(found) and not (found[end].heading or _is_row(found, end)):
        end += 1

    return found[at:end]


def _is_row(found: Sequence[Statement], at: int) -> bool:
    """Tell whether statement *at* is a whole criterion with its code."""
    key, value = found[at].row if at < len(found) else Row("", None)
    while isinstance(value, dict) and len(value) == 1:
        # A code without quotes.
        ((part, inner),) = value.items()
        if not part.isdigit():
            break
        value = inner

    return is_code(key) and is_criterion(Row(key, value))


def _finding(heading: Statement, row: Statement, code: str) -> Finding:
    """Say that *heading* takes in *row*; or that *code* has no quotes."""
    assert heading.heading is not None
    tree, *parts = heading.heading.parts
    said = {"row": f'"{code}" = {{ … }}'}
    if len(parts) > 1:
        return Finding("PAR108", heading.offset, {"code": code, **said})
    said |= {"key": row.row.key, "heading": f"[{tree}]"}

    return Finding("PAR129", row.offset, said)


def _row(statement: str) -> Row:
    try:
        value = tomli.loads(statement, parse_float=bounded)
    except (ValueError, RecursionError):
        return Row("", None)
    for key, inner in value.items():
        return Row(key, inner)

    return Row("", None)
