"""Headings that are misspelt, broken, forgotten or too late, put right.

Below such a heading nothing makes sense, so that one slip would look like
dozens.  Which section is meant is told by its name, else by its rows; the
file is then read as if it were written so, and only the slip is reported.
"""

from typing import Final, NamedTuple

from parrules.loading.headed import Statement, as_rows, statements_of
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
from parrules.loading.spelled import (
    Heading,
    below_in,
    is_two,
    written,
)
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


def mend(text: str) -> Mended | None:
    """Return *text* with its headings put right, `None` if they are."""
    mending = _Mending(text)
    mending.run()

    return mending.mended() if mending.findings else None


class _Mending:
    """The headings as they are meant, and which one rows are under."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._all = list(statements_of(text))
        # Of each statement, the next heading from there on.
        self._next = list(range(len(self._all)))
        for at, each in reversed(list(enumerate(self._all))):
            if each.heading is None:
                after = at + 1 < len(self._all)
                self._next[at] = self._next[at + 1] if after else at + 1
        among = as_rows(text, self._all)
        self.findings: list[Finding] = [*among.findings]
        # What is written instead of, or above, a line.
        self._instead: dict[int, str] = {**among.lines}
        self._above: dict[int, str] = {}
        self._moves: list[tuple[int, int, str]] = []
        self._under: tuple[str, ...] = ()
        self._keys: list[str] = []
        # The lower headings that the section has so far.
        self._parts: set[str] = set()
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
            if each.line in self._instead:
                pass
            elif each.heading is None:
                self._look(at, each)
            else:
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

    def _head(self, at: int, statement: Statement, heading: Heading) -> None:
        """Go below *heading*, mended if need be."""
        below = self._meant_below(at, statement, heading)
        if below:
            self._go(below)
            self._report_below(at, statement, heading)
            return
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

    def _meant_below(
        self, at: int, statement: Statement, heading: Heading
    ) -> tuple[str, ...]:
        """Return the heading below a section that *heading* is meant to be.

        Nothing where that is plain without the rows around it.
        """
        section = self._under[0] if self._under else ""
        parts, rows = heading.parts, self._rows(at + 1)
        line = self._written(statement)
        if section not in BELOW:
            return ()
        if parts[:1] == (section,):
            is_known = parts[1:] and parts[1] in BELOW[section]
            if heading.fix == "brackets" and is_known and rows:
                return parts
            is_own = any(is_meant(row.key, (section,)) for row in rows)
            if not heading.fix or parts[1:] or is_own or "[[" in line:
                return ()
            return (section, self._lacking(section, at, rows)) if rows else ()
        if rows and section_of(rows, self._headed) == "fact":
            return ()
        if parts == ("fact",) and not heading.fix and rows:
            line = ".facts"
        elif not heading.fix:
            return ()

        return below_in(line, section)

    def _lacking(self, section: str, at: int, rows: list[Row]) -> str:
        """Return which lower heading of *section* lacks its name."""
        first, *_ = BELOW[section]
        seen = {*self._keys, *self._parts, *self._below(at)}
        is_expected = rows[0].key in EXPECTED or first in seen

        return "expect" if section == "example" and is_expected else first

    def _report_below(
        self, at: int, statement: Statement, heading: Heading
    ) -> None:
        """Report a heading that is meant to be the one it is now under."""
        meant = written(self._under, is_array=False)
        found = self._written(statement)
        if heading.fix == "broken":
            self._find("PAR101", statement.offset, found=found, heading=meant)
        elif heading.fix == "name":
            self._report(statement, heading, self._under, meant)
        else:
            key = self._all[at + 1].row.key
            said = {"key": key, "heading": meant, "instead": found}
            self._find("PAR129", statement.offset, **said)
        self._instead[statement.line] = meant

    def _written(self, statement: Statement) -> str:
        """Return the line of a heading, without a comment behind it."""
        line = self._text[statement.offset :].partition("\n")[0]

        return line.partition("#")[0].strip()

    def _go(self, parts: tuple[str, ...]) -> None:
        if len(parts) == 1:
            self._parts = set()
        self._under, self._keys, self._is_away = parts, [], False
        self._parts.update(parts[1:])

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
        statement: Statement,
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
            is_below = found.partition(".")[0] == parts[0]
            near = key if is_below or len(parts) > 1 else parts[0]
            self._find("PAR104", offset, key=found, near=near, keys=keys)

    def _look(self, at: int, statement: Statement) -> None:
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

    def _move(self, statement: Statement, section: str) -> None:
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
        if is_long(row) and is_odd(row, "example"):
            # No example expects a whole criterion, or is given a fact.
            meant = self._told_by_rows(at)
            return (meant,) if meant else ()
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
