"""Facts of many units: files, folders, and tables with a row for each unit.

A table is CSV whose header names facts and what identifies the unit, as
``unit.id``; every other row is one unit.
"""

import os
import pathlib
from collections.abc import Iterable, Iterator, Mapping

import attrs

from parrules.errors import FactError, Path, Place, Problem
from parrules.facts import Submission
from parrules.loading.blank import Judge, hinted, list_of, strangers
from parrules.loading.csv_text import (
    COLUMNS,
    MOST_BROKEN,
    csv_rows,
    with_ends,
)
from parrules.loading.document import in_file_order
from parrules.loading.reading import MAXIMUM_BYTES, MAXIMUM_CHARACTERS
from parrules.loading.submissions import read_submission
from parrules.usage import look_for, path_of, wrong_type

_ENDINGS = (".toml", ".json", ".csv")
_SEPARATORS = (",", ";", "\t")
_NAMES = ("unit.id", "unit.name")
_UNIT = "unit."
_SHOWN = 60


@attrs.frozen
class _Row:
    """Where one unit stands: in a row of a table."""

    name: str
    line: int

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the row; of a path that ends in a number, that line."""
        del offset
        line = path[-1] if path and isinstance(path[-1], int) else self.line

        return Place(file=self.name, line=line)


def read_units(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    ruleset: Judge | None = None,
) -> tuple[Submission, ...]:
    """Read the facts of many units.

    Args:
        paths: Facts files of one unit each, tables with a row for each unit,
            and folders, of which all files that end in ``.toml``, ``.json``
            or ``.csv`` are read; or one of them.
        ruleset: Where given, what is wrong by it is reported, too.

    Returns:
        In the order of *paths*, of the files in a folder, of the rows.

    Raises:
        FactError: All that is wrong with any of them; PAR889 for a folder
            or a table without facts, PAR890 for a file that names no unit.
    """
    found: list[Submission] = []
    problems: list[Problem] = []
    several = [paths] if isinstance(paths, str | os.PathLike) else paths
    if not isinstance(several, Iterable):
        raise wrong_type("paths", paths, "str | os.PathLike | list")
    if ruleset is not None:
        look_for("check", "ruleset", ruleset, "Ruleset")
    for path in several:
        for file in _files(pathlib.Path(path_of("paths", path)), problems):
            units, wrong = _tried(file, ruleset)
            found.extend(units)
            problems.extend(wrong)
    if problems:
        raise FactError(problems)

    return tuple(found)


def _tried(
    path: pathlib.Path, ruleset: Judge | None
) -> tuple[tuple[Submission, ...], tuple[Problem, ...]]:
    """Return the units in a file, and what is wrong with it."""
    try:
        return _read(path, ruleset), ()
    except FactError as error:
        return (), error.problems


def _files(path: pathlib.Path, problems: list[Problem]) -> list[pathlib.Path]:
    if not path.is_dir():
        return [path]
    found = sorted(
        each
        for each in path.iterdir()
        if each.suffix.lower() in _ENDINGS
        and each.is_file()
        and not each.name.startswith(".")
    )
    if not found:
        problems.append(Problem(code="PAR889", arguments={"name": str(path)}))

    return found


def _read(path: pathlib.Path, ruleset: Judge | None) -> tuple[Submission, ...]:
    text = _text(path)
    separator = _separator(text)
    if separator:
        return _Table(text, str(path), separator).units(ruleset)
    submission = read_submission(path, ruleset)
    if not any(submission.unit.get(key) for key in ("id", "name")):
        raise FactError([Problem(code="PAR890", document=_Row(str(path), 1))])

    return (submission,)


def _text(path: pathlib.Path) -> str:
    """Return the text at *path*; nothing where another reader must judge."""
    try:
        if path.is_file() and path.stat().st_size <= MAXIMUM_BYTES:
            return with_ends(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        pass

    return ""


def _separator(text: str) -> str:
    """Return what stands between the columns, if *text* is such a table."""
    header = text.lstrip().partition("\n")[0]
    for separator in _SEPARATORS:
        cells = [_name(cell) for cell in header.split(separator)]
        is_of_one = set(COLUMNS[:2]) <= set(cells)
        if not is_of_one and not set(_NAMES).isdisjoint(cells):
            return separator

    return ""


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip()


class _Table:
    """A table while it is being read."""

    def __init__(self, text: str, name: str, separator: str) -> None:
        self._text = text
        self._file = name
        self._separator = separator
        self._problems: list[Problem] = []

    def units(self, ruleset: Judge | None) -> tuple[Submission, ...]:
        """Return the rows as submissions.

        Raises:
            FactError: All that is wrong, in the order of the lines.
        """
        rows = self._rows()
        line, header = next(rows, (1, []))
        if self._problems:
            raise FactError(self._problems)
        self._check_header(line, header)
        found = [
            self._submission(line, header, cells)
            for line, cells in rows
            if self._is_sound(line, header, cells)
        ]
        self._judge_header(line, header, found, ruleset)
        self._judge(found, ruleset)
        if not found and not self._problems:
            # Somebody meant to rank somebody.
            arguments = {"name": self._file}
            raise FactError([Problem(code="PAR889", arguments=arguments)])
        if self._problems:
            raise FactError(in_file_order(self._problems))

        return tuple(found)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are not empty, with their lines."""
        broken = 0
        for row in csv_rows(self._text, self._separator):
            if not row.is_broken:
                yield row.line, list(row.cells)
                continue
            broken += 1
            self._misread(row.line, row.text, [])
            if broken == MOST_BROKEN:
                self._find("PAR120", row.line, count=str(broken))
                return

    def _check_header(self, line: int, header: list[str]) -> None:
        seen: set[str] = set()
        for name in header:
            if name in seen or not name:
                self._find("PAR109", line, key=name)
            seen.add(name)

    def _is_sound(
        self, line: int, header: list[str], cells: list[str]
    ) -> bool:
        known = dict(zip(header, cells, strict=False))
        if any(cells[len(header) :]):
            self._misread(line, self._separator.join(cells), header)
        elif not any(known.get(name) for name in _NAMES):
            self._find("PAR890", line)
        elif max(map(len, cells)) > MAXIMUM_CHARACTERS:
            size = {
                "size": str(max(map(len, cells))),
                "limit": str(MAXIMUM_CHARACTERS),
            }
            self._find("PAR113", line, kind="characters", **size)
        else:
            return True

        return False

    def _submission(
        self, line: int, header: list[str], cells: list[str]
    ) -> Submission:
        # An empty cell is a fact that was not supplied.
        given: Mapping[str, str] = {
            name: cell
            for name, cell in zip(header, cells, strict=False)
            if cell
        }

        return Submission(
            facts={
                name: list_of(cell)
                for name, cell in given.items()
                if not name.startswith(_UNIT)
            },
            unit={
                name.removeprefix(_UNIT): cell
                for name, cell in given.items()
                if name.startswith(_UNIT)
            },
            is_text=True,
            paths={name: (name, line) for name in given},
            document=_Row(self._file, line),
        )

    def _judge_header(
        self,
        line: int,
        header: list[str],
        found: Iterable[Submission],
        ruleset: Judge | None,
    ) -> None:
        """Keep which columns nobody asks for, of those that are empty."""
        if ruleset is None:
            return
        given = {name for each in found for name in each.facts}
        names = [name for name in header if name not in given]
        paths = {name: (name, line) for name in names}
        document = _Row(self._file, line)
        self._problems += strangers(names, ruleset, paths, document)

    def _judge(
        self, found: Iterable[Submission], ruleset: Judge | None
    ) -> None:
        """Keep what is wrong by *ruleset*; of a column once."""
        told: set[str] = set()
        for each in found if ruleset is not None else ():
            assert ruleset is not None
            for problem in ruleset.check(each):
                name = problem.arguments.get("name", "")
                if problem.code == "PAR301" and name in told:
                    continue
                if problem.code == "PAR301":
                    told.add(name)
                self._problems.append(hinted(problem))

    def _misread(self, line: int, text: str, header: list[str]) -> None:
        self._find(
            "PAR331",
            line,
            detail=text.strip()[:_SHOWN],
            separator=self._separator,
            example=self._separator.join(f'"{each}"' for each in header[:3])
            or f'"A"{self._separator}"1"',
        )

    def _find(self, code: str, line: int, /, **arguments: str) -> None:
        self._problems.append(
            Problem(
                code=code,
                path=("", line),
                arguments=arguments,
                document=_Row(self._file, line),
            )
        )
