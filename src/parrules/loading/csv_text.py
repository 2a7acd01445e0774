"""CSV text → a submission; every value is text that the ruleset reads.

A header names the columns ``fact``, ``value`` and, if there is one,
``evidence``; a comma, a semicolon or a tab stands between them.  A row
called ``unit.name`` says the name of the unit.
"""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from parrules.errors import Path, Place, Problem, near
from parrules.facts import Evidence, Submission
from parrules.loading.blank import list_of
from parrules.loading.document import TomlDocument
from parrules.loading.reading import MAXIMUM_CHARACTERS

_SEPARATORS: Final = (",", ";", "\t")
COLUMNS: Final = ("fact", "value", "evidence")
_LONGEST_SNIPPET = 60
MOST_BROKEN: Final = 1000
"""Rows whose quotes are not closed; what has more is read no further."""


@attrs.frozen(kw_only=True)
class CsvDocument(TomlDocument):
    """A CSV text.

    Attributes:
        places: Line and column of the value by name of fact, both counted
            from 1; of the path ``("", line)`` of that line.
    """

    places: Mapping[Path, tuple[int, int]] = attrs.field(
        factory=dict, repr=False
    )

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the place of a fact; of the empty path, of *offset*."""
        if path not in self.places:
            return self._place(max(offset, 0))
        line, column = self.places[path]
        is_name = offset < 0

        return Place(
            file=self.name, line=line, column=1 if is_name else column
        )


@attrs.frozen
class CsvRow:
    """A row: the texts of its cells, spaces around them dropped.

    Attributes:
        line: Where it begins, counted from 1.
        text: This line.
        is_broken: Its quotes are not closed, and its cells not known.
    """

    line: int
    text: str
    cells: tuple[str, ...] = ()
    is_broken: bool = False


def csv_rows(text: str, separator: str) -> Iterator[CsvRow]:
    """Yield all rows of *text* that are not empty.

    Where quotes are not closed, that costs one line and not all below it.
    """
    lines = list(io.StringIO(text, newline=""))
    first = 0
    while first < len(lines):
        rest = itertools.islice(lines, first, None)
        reader = csv.reader(rest, delimiter=separator, strict=True)
        line = first
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    sound = tuple(cell.strip() for cell in cells)
                    yield CsvRow(line + 1, lines[line], sound)
                line = first + reader.line_num
        except csv.Error:
            yield CsvRow(line + 1, lines[line], is_broken=True)
            first = line + 1
        else:
            return


def with_ends(text: str) -> str:
    """Return *text* with line ends that all programs know.

    Some spreadsheets end lines in CR alone.
    """
    return text if "\n" in text else text.replace("\r", "\n")


def is_csv(text: str) -> bool:
    """Tell whether *text* starts with a header of facts and values."""
    return bool(_separator(text))


def read_csv(
    text: str, name: str
) -> tuple[Submission | None, tuple[Problem, ...]]:
    """Read the CSV *text* of the file called *name*.

    Returns:
        What could be read, `None` without a header; and all that is wrong.
    """
    table = _Table(text, name)
    table.read()
    document = table.document()
    problems = tuple(
        attrs.evolve(problem, document=document) for problem in table.problems
    )
    if not table.separator:
        return None, problems
    submission = Submission(
        facts=table.facts,
        evidence=tuple(
            Evidence(id=text, supports=tuple(names))
            for text, names in table.evidence.items()
        ),
        unit=table.unit,
        is_text=True,
        paths={str(path[0]): path for path in table.places},
        document=document,
        unread=frozenset(table.unread),
        is_damaged=table.is_damaged,
    )

    return submission, problems


def _separator(text: str) -> str:
    """Return what stands between the columns of the header, if it is one."""
    header = text.lstrip().partition("\n")[0]
    for separator in _SEPARATORS:
        names = [_name(cell) for cell in header.split(separator)]
        if {"fact", "value"} <= set(names):
            return separator

    return ""


def _likely(line: str) -> str:
    """Return what stands between the cells of a line that is no header."""
    return max(_SEPARATORS, key=line.count)


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().lower()


def _snippet(text: str) -> str:
    return text.strip()[:_LONGEST_SNIPPET]


class _Table:
    """A CSV text while it is being read."""

    def __init__(self, text: str, name: str) -> None:
        """Start with nothing read of *text*."""
        self._text = text
        self._file = name
        self.separator = _separator(text)
        self.places: dict[Path, tuple[int, int]] = {}
        self.facts: dict[str, object] = {}
        self.unit: dict[str, str] = {}
        self.evidence: dict[str, list[str]] = {}
        self.unread: set[str] = set()
        self.is_damaged = False
        self.problems: list[Problem] = []

    def document(self) -> CsvDocument:
        """Return what knows where each fact stands."""
        return CsvDocument(
            name=self._file, text=self._text, places=self.places
        )

    def read(self) -> None:
        """Read header and rows."""
        if not self.separator:
            first = self._text.lstrip().partition("\n")[0]
            self._find(
                "PAR316",
                1,
                file=self._file,
                detail=f"`{_snippet(first)}`",
                header=_likely(first).join(COLUMNS[:2]),
            )
            return
        rows = csv_rows(self._text, self.separator)
        header = next(rows)
        columns = self._columns(header)
        broken = 0
        for row in rows:
            if not row.is_broken:
                self._row(row, columns)
                continue
            broken += 1
            self._unclosed(row)
            if broken == MOST_BROKEN:
                self._find("PAR120", row.line, count=str(broken))
                self.is_damaged = True
                return

    def _columns(self, header: CsvRow) -> list[str]:
        """Return the names of the columns, and tell of wrong ones."""
        cells: Iterable[str] = header.cells
        if header.is_broken:
            sound = header.text.strip().replace('"', "")
            self._misread(header.line, header.text, quote='"', example=sound)
            cells = sound.split(self.separator)
        columns = [_name(cell) for cell in cells]
        for position, column in enumerate(columns):
            if column and column in columns[:position]:
                self._find("PAR109", header.line, key=column)
            elif column and column not in COLUMNS:
                self._find(
                    "PAR104",
                    header.line,
                    key=column,
                    near=near(column, COLUMNS),
                    keys=", ".join(COLUMNS),
                )

        return columns

    def _unclosed(self, row: CsvRow) -> None:
        """Report a row whose quotes are not closed, and its sound form."""
        name, _, rest = row.text.strip().partition(self.separator)
        quote = "" if row.text.count('"') % 2 == 0 else '"'
        value = rest.replace('"', "").strip().rstrip(self.separator)
        sound = name.replace('"', "").strip()
        self._misread(row.line, row.text, sound, value, quote=quote)

    def _row(self, row: CsvRow, columns: list[str]) -> None:
        if "\0" in "".join(row.cells):
            self._with_nul(row)
            return
        # A cell below no name of a column says nothing that is known.
        extra = [
            cell
            for position, cell in enumerate(row.cells)
            if position >= len(columns) or not columns[position]
        ]
        cells = dict(zip(columns, row.cells, strict=False))
        name, value = cells.get("fact", ""), cells.get("value", "")
        proof = cells.get("evidence", "")
        if any(extra) or not name or self._is_cut_in_two(value, proof):
            rest = self.separator.join(each for each in row.cells[1:] if each)
            # A value that was cut to pieces stands in cells side by side.
            is_apart = bool(value) and self.separator + rest not in row.text
            self._misread(
                row.line,
                self.separator.join(row.cells),
                name,
                rest,
                blank="" if name or any(extra) else COLUMNS[0],
                extra=extra_text
                if (extra_text := "".join(extra)) and is_apart
                else "",
            )
            return
        path = (name,)
        if path in self.places:
            self._find("PAR317", row.line, name=name)
            return
        self.places[path] = (row.line, self._column(row, name, value))
        if len(value) > MAXIMUM_CHARACTERS:
            size = {"size": str(len(value)), "limit": str(MAXIMUM_CHARACTERS)}
            self._find("PAR113", row.line, kind="characters", **size)
            self.unread.add(name)
        else:
            self._keep(name, value, proof)

    def _with_nul(self, row: CsvRow) -> None:
        sound, *others = (cell.replace("\0", "") for cell in row.cells)
        text = self.separator.join(row.cells)
        self._misread(row.line, text, sound, "".join(others[:1]), byte="0")

    def _column(self, row: CsvRow, name: str, value: str) -> int:
        """Return where the value stands in its line, quotes left out."""
        behind = row.text.find(name) + len(name)
        found = row.text.find(value, behind)

        return max(found, 0) + 1

    def _keep(self, name: str, value: str, proof: str) -> None:
        prefix, dot, key = name.partition(".")
        # An empty cell is a fact that was not supplied.
        if value and prefix == "unit" and dot:
            self.unit[key] = value
        elif value:
            self.facts[name] = list_of(value)
        if proof:
            self.evidence.setdefault(proof, []).append(name)

    def _is_cut_in_two(self, value: str, proof: str) -> bool:
        """Tell whether a decimal comma was taken for a separator."""
        return self.separator == "," and value.isdigit() and proof.isdigit()

    def _misread(
        self,
        line: int,
        text: str,
        name: str = "",
        value: str = "",
        **remedy: str,
    ) -> None:
        """PAR331: a row is no name and value; show how it would be one."""
        if name:
            self.unread.add(name)
            self.places.setdefault((name,), (line, 1))
        else:
            self.is_damaged = True
        quoted = '"' + value.replace('"', '""') + '"'
        self._find(
            "PAR331",
            line,
            detail=_snippet(text),
            **{
                "separator": self.separator,
                "example": f"{name or 'fact'}{self.separator}{quoted}",
                **remedy,
            },
        )

    def _find(self, code: str, line: int, /, **arguments: str) -> None:
        """Note a problem about *line*, which becomes its path."""
        path = ("", line)
        self.places[path] = (line, 1)
        self.problems.append(
            Problem(code=code, path=path, arguments=arguments)
        )
