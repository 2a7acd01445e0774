"""Files of answers, of tallies and of sampling frames → values."""

import csv
import hashlib
import io
import os
import pathlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from parrules.errors import FactError, Path, Place, Problem
from parrules.expression.typing import near
from parrules.loading.document import TomlDocument, in_file_order
from parrules.loading.reading import Reading, read_bytes, read_file
from parrules.loading.structure import KEY, Reader
from parrules.survey.counts import Answers, Cell, Tallies, plain_cell
from parrules.survey.grouping import import_polars
from parrules.survey.model import Question, Questionnaire
from parrules.survey.sampling import Frame, UnitFrame
from parrules.survey.table import count_table
from parrules.survey.wire import FrameFile, TallyFile

if TYPE_CHECKING:
    import polars

_SEPARATORS: Final = (",", ";", "\t")
_TALLIES: Final = (".toml",)
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_MOST: Final = 10**9
_CHUNK: Final = 2**20
BLANK: Final = "blank"
"""How tallies call those who were asked and did not answer."""


def read_answers(
    path: str | os.PathLike[str], questionnaire: Questionnaire
) -> Tallies:
    """Read and count the answers in the file at *path*.

    Args:
        path: A table as CSV or ``.parquet``, or tallies as ``.toml``.
        questionnaire: Says what columns and answers are.

    Raises:
        FactError: Everything that is wrong with them, in file order.
        ExtraError: PAR913, it is a table and Polars is not installed.
    """
    file = pathlib.Path(path)
    if file.suffix.lower() in _TALLIES:
        tallies, problems = tallies_of(read_file(path), questionnaire)
    else:
        tallies, problems = _read_table(file, questionnaire)
    if problems:
        raise FactError(problems)

    return attrs.evolve(tallies, name=file.name, sha256=_sha256(file))


def count_answers(table: object, questionnaire: Questionnaire) -> Tallies:
    """Count the answers in a table that is in memory already.

    Args:
        table: A Polars data frame, or what Polars makes one of: a data
            frame of pandas or Arrow, a mapping of columns.
        questionnaire: Says what columns and answers are.

    Raises:
        FactError: Everything that is wrong with them; of a number with a
            decimal point nobody knows how exact it is, so that weights are
            texts or decimals.
        ExtraError: PAR913, Polars is not installed.
    """
    pl = import_polars()
    frame = table.collect() if isinstance(table, pl.LazyFrame) else table
    tallies, problems = count_table(questionnaire, pl.DataFrame(frame))
    if problems:
        raise FactError(problems)

    return tallies


# -- tables ------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class TableDocument:
    """A CSV file that knows where a cell stands; it is read again for that.

    A path is ``("row", number from 0, column)``, or ``("line", number)``.
    """

    name: str
    separator: str = attrs.field(default=",", repr=False)

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the place of *path*, of the first line if it is none."""
        del offset
        if path[:1] == ("line",):
            return Place(file=self.name, line=int(path[1]), column=1)
        if len(path) != 3:  # noqa: PLR2004  # a cell
            return Place(file=self.name, line=1, column=1)
        _, row, name = path
        line, column = self._found(int(row), str(name))

        return Place(file=self.name, line=line, column=column)

    def _found(self, row: int, name: str) -> tuple[int, int]:
        with open(  # noqa: PTH123  # takes any name
            self.name, encoding="utf-8-sig", newline=""
        ) as file:
            reader = csv.reader(file, delimiter=self.separator)
            header = next(reader, [])
            line = reader.line_num + 1
            # As Polars counts: empty lines are no rows.
            for number, cells in enumerate(filter(None, reader)):
                if number == row:
                    before = cells[: header.index(name)]
                    return line, _width(before, self.separator) + 1
                line = reader.line_num + 1

        return 1, 1


def _width(cells: list[str], separator: str) -> int:
    """Return how many characters stand before the cell after *cells*."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator="")
    writer.writerow([*cells, "x"])

    return len(written.getvalue()) - 1


def _read_table(
    file: pathlib.Path, questionnaire: Questionnaire
) -> tuple[Tallies, tuple[Problem, ...]]:
    name = str(file)
    if not file.is_file() or _is_odd(file):
        reading = read_file(file)
        return Tallies(answers={}), reading.problems
    pl = import_polars()
    document = TableDocument(name=name, separator=_separator(file))
    twice = _header_twice(file, document.separator)
    if twice:
        arguments = {"name": name, "column": twice}
        problem = Problem(
            code="PAR873", arguments=arguments, document=document
        )
        return Tallies(answers={}), (problem,)
    try:
        frame = _frame(file, document.separator)
    except (pl.exceptions.PolarsError, OSError) as error:
        line, detail = _defect(file, document.separator)
        detail = detail or str(error).strip().partition("\n")[0]
        problem = Problem(
            code="PAR865",
            path=("line", line),
            arguments={"name": name, "detail": detail},
            document=document,
        )
        return Tallies(answers={}), (problem,)
    if file.suffix.lower() == ".parquet":
        tallies, problems = count_table(questionnaire, frame)
    else:
        tallies, problems = count_table(questionnaire, frame, document)

    return tallies, in_file_order(problems)


def _header_twice(file: pathlib.Path, separator: str) -> str:
    """Return a name that two columns have; empty if there is none."""
    if file.suffix.lower() == ".parquet":
        return ""
    with file.open(
        encoding="utf-8-sig", errors="replace", newline=""
    ) as stream:
        names = next(csv.reader(stream, delimiter=separator), [])
    twice = (name for name in names if name and names.count(name) > 1)

    return next(twice, "")


def _defect(file: pathlib.Path, separator: str) -> tuple[int, str]:
    """Return the first line of a table that is no row of it, and why."""
    if file.suffix.lower() == ".parquet":
        return 1, ""
    with file.open("rb") as stream:
        for line, content in enumerate(stream, 1):
            if "\ufffd" in content.decode(errors="replace"):
                return line, "not_utf_8"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=separator)
        width = len(next(reader, []))
        for cells in reader:
            if len(cells) > width:
                return reader.line_num, "too_wide"

    return 1, ""


def _is_odd(file: pathlib.Path) -> bool:
    """Tell whether *file* is empty or UTF-16, which is reported alike."""
    with file.open("rb") as stream:
        start = stream.read(2)

    return not start or start in _UTF_16


def _separator(file: pathlib.Path) -> str:
    with file.open("rb") as stream:
        header = stream.readline(_CHUNK).decode("utf-8-sig", "replace")

    return max(_SEPARATORS, key=header.count)


def _frame(file: pathlib.Path, separator: str) -> "polars.DataFrame":
    pl = import_polars()
    if file.suffix.lower() == ".parquet":
        found: polars.DataFrame = pl.read_parquet(file)
    else:
        found = pl.read_csv(file, separator=separator, infer_schema=False)

    return found


def _sha256(file: pathlib.Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)

    return digest.hexdigest()


# -- tallies -----------------------------------------------------------------


def tallies_of(
    reading: Reading, questionnaire: Questionnaire
) -> tuple[Tallies, tuple[Problem, ...]]:
    """Return the tallies in a file that was read, and what is wrong."""
    if reading.tables is None:
        return Tallies(answers={}), reading.problems
    reader = Reader(reading.document)
    row = reader.row(TallyFile, reading.tables, ())
    if questionnaire.sample.weight is not None:
        reader.problem("PAR872", (), column=questionnaire.sample.weight)
    answers = {}
    for name, value in (row.tally or {}).items():
        path = ("tally", name)
        question = questionnaire.questions.get(name)
        if question is None:
            meant = near(name, questionnaire.questions)
            reader.problem(
                "PAR850", path, KEY, kind="question", name=name, near=meant
            )
            continue
        answers["", "", name] = _tally(reader, question, value, path)
    people = row.respondents
    if people is not None:
        people = reader.in_range(people, 0, _MOST, ("respondents",))
    problems = in_file_order((*reading.problems, *reader.problems))

    return Tallies(answers=answers, people={("", ""): people}), problems


def parse_tallies(
    text: bytes | str, name: str, questionnaire: Questionnaire
) -> Tallies:
    """Read tallies from a TOML *text* that problems call *name*.

    Raises:
        FactError: Everything that is wrong with them.
    """
    tallies, problems = tallies_of(read_bytes(text, name), questionnaire)
    if problems:
        raise FactError(problems)

    return tallies


def _tally(
    reader: Reader, question: Question, value: object, path: Path
) -> Answers:
    """Read counts by level, lowest first, or by the name of the answer."""
    scale = question.scale
    names = (*scale.answers, BLANK)
    counts: dict[str, int] = {}
    for name, count, where in _pairs(reader, question, value, path):
        if name not in names:
            keys = {"near": near(name, names), "keys": ", ".join(names)}
            reader.problem("PAR104", where, KEY, key=name, **keys)
            continue
        read = reader.value(int, count, where)
        if read is not None:
            counts[name] = reader.in_range(read, 0, _MOST, where)
    unknown = (plain_cell(counts.get(each, 0)) for each in scale.unknown)

    return Answers(
        levels=tuple(plain_cell(counts.get(x, 0)) for x in scale.levels),
        unknown=sum(unknown, Cell()),
        blank=counts.get(BLANK),
    )


def _pairs(
    reader: Reader, question: Question, value: object, path: Path
) -> Iterator[tuple[str, Any, Path]]:
    levels = question.scale.levels
    if isinstance(value, dict):
        for name, count in value.items():
            yield name, count, (*path, name)
    elif isinstance(value, list) and len(value) == len(levels):
        for position, count in enumerate(value):
            yield levels[position], count, (*path, position)
    else:
        reader.wrong(value, f"[{', '.join(levels)}]", path)


# -- frames ------------------------------------------------------------------


def read_frame(path: str | os.PathLike[str]) -> Frame:
    """Read whom a sample stands for, from the TOML file at *path*.

    Raises:
        FactError: Everything that is wrong with it, in file order.
    """
    return _framed(read_file(path))


def parse_frame(text: bytes | str, name: str) -> Frame:
    """Read a frame from a TOML *text* that problems call *name*.

    Raises:
        FactError: Everything that is wrong with it.
    """
    return _framed(read_bytes(text, name))


def _framed(reading: Reading) -> Frame:
    if reading.tables is None:
        raise FactError(reading.problems)
    reader = Reader(reading.document)
    row = reader.row(FrameFile, reading.tables, ())
    units = {"": _unit_frame(reader, row, ())}
    for name, value in (row.unit or {}).items():
        path = ("unit", name)
        inner = reader.row(FrameFile, value, path)
        if inner.unit is not None:
            reader.misplaced(path, "unit", "population")
        units[name] = _unit_frame(reader, inner, path)
    problems = in_file_order((*reading.problems, *reader.problems))
    if problems:
        raise FactError(problems)

    return Frame(units=units)


def _unit_frame(reader: Reader, row: FrameFile, path: Path) -> UnitFrame:
    return UnitFrame(
        population=_sizes(reader, row.population, (*path, "population")),
        selected=_sizes(reader, row.selected, (*path, "selected")),
    )


def _sizes(
    reader: Reader, value: int | Mapping[str, Any] | None, path: Path
) -> dict[str, int]:
    """Read one number, or one for each stratum."""
    if value is None:
        return {}
    pairs: list[tuple[str, Any, Path]] = [("", value, path)]
    if isinstance(value, dict):
        pairs = [(name, size, (*path, name)) for name, size in value.items()]
    found: dict[str, int] = {}
    for name, size, where in pairs:
        read = reader.value(int, size, where)
        if read is not None:
            found[name] = reader.in_range(read, 0, _MOST, where)

    return found


__all__ = [
    "TableDocument",
    "TomlDocument",
    "count_answers",
    "parse_frame",
    "parse_tallies",
    "read_answers",
    "read_frame",
]
