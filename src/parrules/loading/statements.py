"""A TOML text that is not sound, statement by statement.

A statement is a header or a pair with all its lines.  Each is read alone,
so that an error costs one statement and not the rest of the file.
"""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import tomli

from parrules.loading.cutting import HEADER, KEY, statements
from parrules.loading.keys import key_parts, mended
from parrules.loading.marks import SavedTable, Unread
from parrules.loading.scanning import MAXIMUM_DEPTH
from parrules.loading.slips import (
    MOST_SLIPS,
    NO_DAY,
    Slip,
    number_of,
    offset_of,
    slip_in,
    with_exponents,
)
from parrules.loading.spelling import month_of
from parrules.loading.unquoted import remedy, split

_TREES: Final = ("criteria", "bonus", "penalty")
_ARRAYS: Final = ("example", "grade", "knock_out")
"""Sections of which there may be several."""

_LONGEST_SNIPPET: Final = 60
MOST_FINDINGS: Final = 1000
"""How many are told; what has more of them is read no further."""


class Finding(NamedTuple):
    """What is wrong at an offset of the text."""

    code: str
    offset: int
    arguments: dict[str, str]


class Saved(NamedTuple):
    """What is sound of a text, and what is not.

    Attributes:
        tables: `None` where no statement is sound.
        end: Up to where the text was looked at, `None` for all of it.
    """

    tables: SavedTable | None
    findings: tuple[Finding, ...]
    end: int | None = None


def save(text: str, lines: Sequence[int] = ()) -> Saved:
    """Read what is sound of *text*; *lines* are those of the file."""
    saving = _Saving(text, lines)
    for start, statement in statements(text):
        if len(saving.findings) >= MOST_FINDINGS:
            saving.stop(start)
            break
        saving.read(start, statement)

    return saving.saved()


class _Saving:
    """The data so far, and the table that pairs go into."""

    def __init__(self, text: str, lines: Sequence[int]) -> None:
        self._text = text
        self._lines = lines
        self.tables = SavedTable()
        self.findings: list[Finding] = []
        self._table = self.tables
        self._section: tuple[str, ...] = ()
        # Tables that a header named, by identity.
        self._headed: dict[int, SavedTable] = {}
        # Inline tables, which nothing can be added to.
        self._closed: set[int] = set()
        # Sections of which there are several, with one bracket too few.
        self._single: set[str] = set()
        # Rows whose code had no quotes.
        self._unquoted: set[tuple[str, str]] = set()
        # Where keys stand, by table; of a table itself, its first header.
        self._places: dict[tuple[int, str], int] = {}
        self._first: tuple[int, str] | None = None
        self._sound = self._obscure = 0
        # Pairs that are no TOML, and yet look like some.
        self._pairs = 0
        self._end: int | None = None

    def saved(self) -> Saved:
        """Return what came of all statements read."""
        codes = {finding.code for finding in self.findings}
        is_like = not self._obscure or 2 * self._pairs >= len(self.findings)
        is_toml = self._sound or is_like or codes != {"PAR101"}
        if is_toml or self._first is None:
            return Saved(self.tables, tuple(self.findings), self._end)
        # Not many mistakes but one: this is something else than TOML.
        offset, found = self._first
        has_colon = re.search(r"\w[ ]?:(?!/)", found) is not None
        arguments = {"found": found, "colon": ":" if has_colon else ""}

        return Saved(None, (Finding("PAR121", offset, arguments),))

    def stop(self, start: int) -> None:
        """Report that what stands from *start* on is not looked at."""
        self._end = start
        self._find("PAR120", start, count=str(MOST_FINDINGS))
        self._table.lose()
        self.tables.lose()

    def read(self, start: int, statement: str, slips: int = 0) -> None:
        """Read one statement, found at *start*; *slips* were put right."""
        is_pair = KEY.match(statement)
        try:
            value = tomli.loads(statement, parse_float=number_of)
        except (ValueError, RecursionError) as error:
            long = with_exponents(statement)
            is_syntax = isinstance(error, tomli.TOMLDecodeError)
            slip = slip_in(statement, error) if slips < MOST_SLIPS else None
            if slip is not None and slip.text:
                self._slip(start, slip)
                self.read(start, slip.text, slips + 1)
            elif is_syntax or long == statement:
                self._refuse(start, statement, error, slip)
            else:
                self.read(start, long)
            return
        self._sound += 1
        if not value:
            # Only blanks that were put right.
            return
        if is_pair:
            self._pair(start, key_parts(is_pair["key"]), value)
        else:
            self._open(start, value)

    def _find(self, code: str, offset: int, /, **arguments: str) -> None:
        self.findings.append(Finding(code, offset, arguments))

    def _find_again(
        self, start: int, parts: list[str], table: SavedTable | None
    ) -> None:
        """Report a key that stands in *table* already."""
        first = self._places.get((id(table), parts[-1]))
        line = "" if first is None else self._line(first)
        self._find("PAR109", start, key=".".join(parts), first=line)

    def _find_heading(
        self, start: int, parts: list[str], table: SavedTable
    ) -> None:
        """Report a heading of a *table* that has one already."""
        heading = self._line(self._places[id(table), ""])
        self._find("PAR109", start, key=".".join(parts), heading=heading)

    def _line(self, offset: int) -> str:
        line = self._text.count("\n", 0, offset)

        return str(self._lines[line] if self._lines else line + 1)

    def _refuse(
        self,
        start: int,
        statement: str,
        error: Exception,
        slip: Slip | None = None,
    ) -> None:
        """Report a statement that is no TOML, and keep what it begins with."""
        # What was put right has the same length, and is not shown.
        written = self._text[start : start + len(statement)]
        if self._first is None:
            self._first = (start, _snippet(written, 0))
        self._obscure += slip is None
        if slip is not None:
            at = max(statement.find(slip.found), 0)
            found = written[at : at + len(slip.found)]
            self._slip(start, slip._replace(found=found))
        elif isinstance(error, tomli.TOMLDecodeError):
            offset = offset_of(error, statement)
            found = _snippet(written, offset)
            self._find("PAR101", start + offset, found=found)
        elif isinstance(error, RecursionError):
            size, limit = f"> {MAXIMUM_DEPTH}", str(MAXIMUM_DEPTH)
            self._find("PAR113", start, kind="nesting", size=size, limit=limit)
        else:
            # The one thing that Python refuses: thousands of digits.
            self._find("PAR107", start, value=_snippet(written, 0))
        self._pairs += KEY.match(written) is not None
        self._keep(start, statement)

    def _keep(self, start: int, statement: str) -> None:
        """Keep the key or heading of a statement that is no TOML."""
        key = KEY.match(statement)
        parts = key_parts(key["key"]) if key else []
        if parts:
            table = self._descended(self._table, parts[:-1])
            if table is not None:
                table.setdefault(parts[-1], Unread())
                self._places.setdefault((id(table), parts[-1]), start)
                # Of a dotted key, what else the table should have is lost.
                if len(parts) > 1:
                    table.lose()
            self._lose(statement, is_lost=table is None)
        elif (header := mended(statement)) != statement:
            self._open(start, tomli.loads(header))
        else:
            self._table.lose(statement)
            if statement.startswith("["):
                # Nobody knows where the next pairs belong.
                self.tables.lose()
                self._table, self._section = SavedTable(), ("",)

    def _slip(self, start: int, slip: Slip) -> None:
        """Report a slip whose meaning is plain."""
        if slip.fix == NO_DAY:
            offset = start + slip.offset
            remedy = month_of(slip.found)
            self._find("PAR125", offset, value=slip.found, **remedy)
        elif slip.fix:
            said = {slip.fix: slip.form}
            offset = start + slip.offset
            self._find("PAR101", offset, found=slip.found, **said)
        else:
            key = ".".join(key_parts(slip.found))
            self._find("PAR109", start + slip.offset, key=key)

    def _lose(self, statement: str, *, is_lost: bool) -> None:
        """Note what else is lost with a pair that is no TOML.

        Lines below may be statements of their own, which a bracket or quote
        that was not closed has taken in.
        """
        below = [line.strip() for line in statement.split("\n")[1:]]
        if is_lost or any(map(KEY.match, below)):
            self._table.lose(statement)
        if any(map(HEADER.match, below)):
            self.tables.lose()

    def _pair(self, start: int, parts: list[str], value: Any) -> None:  # noqa: ANN401  # TOML
        for part in parts:
            value = value[part]
        table = self._descended(self._table, parts[:-1])
        if table is None and len(self._section) == 1:
            # 1.1 = … after "1" = …: the row that was meant is known.
            path = self._meant(start, self._section[0], parts)
            if path:
                parts = path
                table = self._descended(self._table, parts[:-1])
        if table is None and self._is_answer(parts):
            parts = [".".join(parts)]
            table = self._table
            self._find("PAR108", start, code=parts[0])
        if table is None or parts[-1] in table:
            self._find_again(start, parts, table)
            if table is None:
                self._table.lose()
            else:
                table.add_again(parts[-1], value)
            return
        table[parts[-1]] = value
        self._places[id(table), parts[-1]] = start
        if isinstance(value, dict):
            self._closed.add(id(value))

    def _meant(
        self, start: int, tree: str, parts: list[str]
    ) -> list[str] | None:
        """Return the keys that *parts* in *tree* are, the code in quotes.

        Told is only the first statement of each row.
        """
        table = self.tables.get(tree)
        code, keys = split(parts)
        if tree not in _TREES or not isinstance(table, SavedTable):
            return None
        if "." in code and code not in table:
            line = self._text[start:].partition("\n")[0]
            self._find("PAR108", start, code=code, **remedy(code, line))
            self._unquoted.add((tree, code))
        elif (tree, code) not in self._unquoted or not keys:
            return None

        return [code, *keys]

    def _is_answer(self, parts: list[str]) -> bool:
        """Tell whether *parts* are the code of an answer among facts."""
        is_fact = self._section in ((), ("facts",)) and parts[0].isdigit()

        return is_fact and ".".join(parts) not in self._table

    def _open(self, start: int, header: dict[str, Any]) -> None:
        """Make the table that *header* names the one that pairs go into."""
        parts: list[str] = []
        inner: Any = header
        while isinstance(inner, dict) and inner:
            ((part, inner),) = inner.items()
            parts.append(part)
        is_array = isinstance(inner, list)
        is_array |= self._is_next(start, parts, is_array=is_array)
        parents = parts[:-1] if is_array else parts
        table = self._descended(self.tables, parents)
        path = (
            self._meant(start, parts[0], parts[1:]) if table is None else None
        )
        if path:
            parts = [parts[0], *path]
            parents = parts[:-1] if is_array else parts
            table = self._descended(self.tables, parents)
        if table is not None and is_array:
            elements = table.setdefault(parts[-1], [])
            table = SavedTable()
            if isinstance(elements, list):
                elements.append(table)
            else:
                self._find("PAR109", start, key=".".join(parts))
                self._damage(parts[0])
        elif table is None:
            self._find("PAR109", start, key=".".join(parts))
            self._damage(parts[0])
        elif id(table) in self._headed:
            self._find_heading(start, parts, table)
        self._table = SavedTable() if table is None else table
        self._section = tuple(parts)
        self._headed[id(self._table)] = self._table
        self._places.setdefault((id(self._table), ""), start)

    def _is_next(
        self, start: int, parts: list[str], *, is_array: bool
    ) -> bool:
        """Tell whether a header is of one more of what there may be several.

        That it, or the first, has one bracket too few is told once.
        """
        key = parts[0]
        if len(parts) > 1 or key not in _ARRAYS or key not in self.tables:
            return False
        first = self.tables[key]
        is_single = isinstance(first, SavedTable)
        if is_single:
            self.tables[key] = [first]
        if (is_single or not is_array) and key not in self._single:
            self._single.add(key)
            self._find("PAR109", start, key=key, brackets=key)

        return isinstance(self.tables[key], list)

    def _damage(self, section: str) -> None:
        """Note that pairs below *section* have found no place in it."""
        value = self.tables[section]
        if isinstance(value, dict) and not isinstance(value, SavedTable):
            value = self.tables[section] = SavedTable(value)
        if isinstance(value, SavedTable):
            value.lose()
        else:
            self.tables.lose()

    def _descended(
        self, table: SavedTable, parts: list[str]
    ) -> SavedTable | None:
        """Return the table at *parts*, made where absent, if it can be."""
        for part in parts:
            inner = table.setdefault(part, SavedTable())
            if isinstance(inner, list) and inner:
                inner = inner[-1]
            if not isinstance(inner, SavedTable) or id(inner) in self._closed:
                return None
            table = inner

        return table


def _snippet(text: str, offset: int) -> str:
    """Return what stands on the line from *offset* on, else before it."""
    rest = text[offset:].partition("\n")[0].strip()
    if not rest:
        rest = text[:offset].rstrip().rpartition("\n")[2].strip()
        return rest[-_LONGEST_SNIPPET:]

    return rest[:_LONGEST_SNIPPET]
