"""Files of answers → tallies: tables by way of Polars, or counts."""

import csv
import hashlib
import io
import os
import pathlib
import unicodedata
from typing import TYPE_CHECKING, Final

import attrs

from parrules.errors import FactError, Path, Place, Problem
from parrules.loading.document import in_file_order
from parrules.loading.reading import read_file
from parrules.survey.counts import Tallies
from parrules.survey.grouping import import_polars
from parrules.survey.model import Questionnaire
from parrules.survey.table import count_table
from parrules.survey.tallying import tallies_of
from parrules.usage import look_for, path_of

if TYPE_CHECKING:
    import polars

_SEPARATORS: Final = (",", ";", "\t")
_TALLIES: Final = (".toml",)
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_CHUNK: Final = 2**20


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
    file = pathlib.Path(path_of("path", path))
    look_for("questions", "questionnaire", questionnaire, "Questionnaire")
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
    look_for("questions", "questionnaire", questionnaire, "Questionnaire")
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
            line = 1
            try:
                header = next(reader, [])
                line = reader.line_num + 1
                # As Polars counts: empty lines are no rows.
                for number, cells in enumerate(filter(None, reader)):
                    if number == row:
                        before = cells[: _place_of(name, header)]
                        return line, _width(before, self.separator) + 1
                    line = reader.line_num + 1
            except csv.Error:
                # A cell longer than this reader takes: no columns here.
                return line, 1

        return 1, 1


def _place_of(name: str, header: list[str]) -> int:
    """Return which column is called *name*, however it is composed."""
    return [unicodedata.normalize("NFC", each) for each in header].index(name)


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
        try:
            header = next(csv.reader(stream, delimiter=separator), [])
        except csv.Error:
            # A cell longer than any can be; Polars says what is wrong.
            header = []
    names = [unicodedata.normalize("NFC", name) for name in header]
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
        try:
            width = len(next(reader, []))
            for cells in reader:
                if len(cells) > width:
                    return reader.line_num, "too_wide"
        except csv.Error:
            # A cell longer than this reader takes; it looks no further.
            return reader.line_num, ""

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
