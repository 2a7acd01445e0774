"""Headings that are misspelt, broken, forgotten or too late, put right.

Below such a heading nothing makes sense, so that one slip would look like
dozens.  Which section is meant is told by its name, else by its rows; the
file is then read as if it were written so, and only the slip is reported.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import tomli

from parrules.loading.cutting import has_key, statements
from parrules.loading.marks import bounded
from parrules.loading.shapes import (
    ARRAYS,
    BELOW,
    EXPECTED,
    SECTIONS,
    Row,
    is_again,
    is_code,
    is_long,
    is_meant,
    is_odd,
    section_of,
)
from parrules.loading.spelled import Heading, heading_in, is_two, written
from parrules.loading.statements import MOST_FINDINGS, Finding

_MOST: Final = 50
"""Rows below a heading that say of which section it is."""


class Mended(NamedTuple):
    """A text with the headings that are meant.

    Attributes:
        lines: Of each line, on which one of the file it stands, from 1.
        findings: The slips, at offsets of the file.
    """

    text: str
    lines: tuple[int, ...]
    findings: tuple[Finding, ...]


class _Statement(NamedTuple):
    """A heading or a row; lines count from 0, *end* is behind the last."""

    offset: int
    line: int
    end: int
    heading: Heading | None
    row: Row


def mend(text: str) -> Mended | None:
    """Return *text* with its headings put right, `None` if they are."""
    mending = _Mending(text)
    mending.run()

    return mending.mended() if mending.findings else None


class _Mending:
    """The headings as they are meant, and which one rows are under."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._all = list(_statements(text))
        # Of each statement, the next heading from there on.
        self._next = list(range(len(self._all)))
        for at, each in reversed(list(enumerate(self._all))):
            if each.heading is None:
                after = at + 1 < len(self._all)
                self._next[at] = self._next[at + 1] if after else at + 1
        self.findings: list[Finding] = []
        # What is written instead of, or above, a line.
        self._instead: dict[int, str] = {}
        self._above: dict[int, str] = {}
        self._moves: list[tuple[int, int, str]] = []
        self._under: tuple[str, ...] = ()
        self._keys: list[str] = []
        # Whether rows belong under another heading of the same section.
        self._is_away = False
        # By section, the line of its heading and the end of its last row.
        self._headed: dict[str, int] = {}
        self._last: dict[str, int] = {}

    def run(self) -> None:
        """Look at each statement under its heading."""
        for each in self._all:
            parts = each.heading.parts if each.heading else ()
            if parts and (len(parts) == 1 or parts[0] not in BELOW):
                self._headed.setdefault(parts[0], each.line)
        for at, each in enumerate(self._all):
            if len(self.findings) >= MOST_FINDINGS:
                # Reading ends there, too.
                break
            if each.heading is None:
                self._look(at, each)
            elif each.line not in self._instead:
                self._head(at, each, each.heading)
            if self._under and not self._is_away:
                self._last[self._under[0]] = each.end

    def mended(self) -> Mended:
        """Return the text that came of it."""
        lines = self._text.split("\n")
        away = {
            line for start, end, _ in self._moves for line in range(start, end)
        }
        ends: dict[int, list[int]] = {}
        for start, end, section in self._moves:
            ends.setdefault(self._last[section], []).extend(range(start, end))
        found: list[tuple[str, int]] = []
        for at, line in enumerate([*lines, ""]):
            found.extend((lines[each], each + 1) for each in ends.get(at, ()))
            if at in self._above:
                found.append((self._above[at], at + 1))
            if at not in away and at < len(lines):
                found.append((self._instead.get(at, line), at + 1))

        return Mended(
            "\n".join(text for text, _ in found),
            tuple(line for _, line in found),
            tuple(self.findings),
        )

    def _head(self, at: int, statement: _Statement, heading: Heading) -> None:
        """Go below *heading*, mended if need be."""
        parts, is_array = heading.parts, heading.is_array
        if not parts or parts[0] not in SECTIONS:
            section = self._told_by_rows(at + 1)
            if not section or self._is_second(section, statement.line):
                # Its rows are not looked at.
                self._go(("", ""))
                return
            parts, is_array = (section,), section in ARRAYS
        is_second = len(parts) == 1 and self._is_second(
            parts[0], statement.line
        )
        self._go(parts)
        if heading.fix in ("", "brackets"):
            # How many brackets is told where the section is read.
            return
        meant = written(parts, is_array=is_array)
        self._report(statement, heading, parts, meant)
        self._instead[statement.line] = meant
        if is_second and heading.fix == "name":
            self._instead[statement.line] = ""
            self._is_away = True

    def _go(self, parts: tuple[str, ...]) -> None:
        self._under, self._keys, self._is_away = parts, [], False

    def _is_second(self, section: str, line: int) -> bool:
        """Tell whether *section* has its one heading on another line."""
        is_one = section not in ARRAYS

        return is_one and self._headed.get(section, line) != line

    def _told_by_rows(self, at: int) -> str:
        """Return the section of which the rows from *at* on are."""
        rows = self._rows(at)

        return section_of(rows, self._headed) if rows else ""

    def _report(
        self,
        statement: _Statement,
        heading: Heading,
        parts: tuple[str, ...],
        meant: str,
    ) -> None:
        offset = statement.offset + heading.column
        key = ".".join(parts)
        if heading.fix == "broken":
            self._find("PAR101", offset, found=heading.found, heading=meant)
        else:
            keys = ", ".join(("language", *SECTIONS))
            found = heading.found
            near = parts[0] if found != parts[0] else key
            self._find("PAR104", offset, key=found, near=near, keys=keys)

    def _look(self, at: int, statement: _Statement) -> None:
        """Put the heading that a row lacks above it, or the row elsewhere."""
        parts = self._missing(at, statement.row)
        self._keys.append(statement.row.key)
        if not parts:
            if self._is_away:
                self._move(statement, self._under[0])
            return
        is_array = is_two(parts, is_array=False)
        heading = written(parts, is_array=is_array)
        first = self._headed.get(parts[0])
        found = {"key": statement.row.key, "heading": heading}
        if len(parts) > 1 or is_array or first is None:
            self._find("PAR129", statement.offset, **found)
        elif first == self._line_of(self._next[at]):
            self._instead[first] = ""
            late = str(first + 1)
            self._find("PAR129", statement.offset, **found, late=late)
        else:
            if is_long(statement.row):
                line = str(first + 1)
                self._find("PAR129", statement.offset, **found, move=line)
                self._move(statement, parts[0])
            return
        self._headed[parts[0]] = statement.line
        self._above[statement.line] = heading
        self._go(parts)
        self._keys.append(statement.row.key)

    def _move(self, statement: _Statement, section: str) -> None:
        self._moves.append((statement.line, statement.end, section))

    def _missing(self, at: int, row: Row) -> tuple[str, ...]:
        """Return the heading that *row* lacks, nothing if it lacks none."""
        under = self._under
        section = under[0] if under else ""
        if row.value is None or row.key == "language":
            return ()
        if len(under) == 1 and is_again(row.key, self._keys, section):
            return under
        if section == "example" or (len(under) > 1 and row.key == "name"):
            return self._of_example(at, row)
        is_inline = isinstance(row.value, dict)
        if under == ("changes",) and is_code(row.key) and not is_inline:
            return ("changes", "was")
        if len(under) > 1:
            meant = self._told_by_rows(at) if is_long(row) else ""
            is_absent = meant not in self._headed
            return (meant,) if meant and is_absent else ()
        meant = self._told_by_rows(at) if is_odd(row, section) else ""

        return (meant,) if meant else ()

    def _of_example(self, at: int, row: Row) -> tuple[str, ...]:
        """Return the heading that a row of an example lacks."""
        under = self._under
        if row.key == "name" and len(under) > 1:
            keys = {each.key for each in self._rows(at)}
            keys &= {"like", "facts", "expect"}
            is_one = isinstance(row.value, str) and (keys or self._below(at))
            return ("example",) if is_one else ()
        part = "expect" if row.key in EXPECTED else "facts"
        if under[-1] == part or is_meant(row.key, under):
            return ()
        is_there = part in self._keys or part in self._below(at)

        return () if is_there else ("example", part)

    def _below(self, at: int) -> set[str]:
        """Return the lower headings up to the next example."""
        found: set[str] = set()
        at = self._next[at]
        while at < len(self._all):
            heading = self._all[at].heading
            parts = heading.parts if heading else ()
            if parts[:1] != ("example",) or len(parts) == 1:
                break
            found.add(parts[1])
            at = self._next[at + 1] if at + 1 < len(self._all) else at + 1

        return found

    def _rows(self, at: int) -> list[Row]:
        """Return the rows from statement *at* to the next heading."""
        if at >= len(self._all):
            return []
        end = min(self._next[at], at + _MOST)

        return [each.row for each in self._all[at:end]]

    def _line_of(self, at: int) -> int | None:
        return self._all[at].line if at < len(self._all) else None

    def _find(self, code: str, offset: int, /, **arguments: str) -> None:
        self.findings.append(Finding(code, offset, arguments))


def _statements(text: str) -> Iterator[_Statement]:
    line = position = 0
    for offset, statement in statements(text):
        line += text.count("\n", position, offset)
        position = offset
        end = line + statement.count("\n") + 1
        heading = None
        if not has_key(statement):
            heading = heading_in(statement.partition("\n")[0])
        yield _Statement(offset, line, end, heading, _row(statement))


def _row(statement: str) -> Row:
    try:
        value = tomli.loads(statement, parse_float=bounded)
    except (ValueError, RecursionError):
        return Row("", None)
    for key, inner in value.items():
        return Row(key, inner)

    return Row("", None)
