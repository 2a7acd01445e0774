"""Files of tallies and of sampling frames → values; both are TOML."""

import os
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from parrules.errors import FactError, Path, Problem, near
from parrules.loading.document import in_file_order
from parrules.loading.reading import Reading, read_bytes, read_file
from parrules.loading.structure import KEY, Reader
from parrules.survey.counts import Answers, Cell, Key, Tallies, plain_cell
from parrules.survey.model import Question, Questionnaire
from parrules.survey.sampling import Frame, UnitFrame
from parrules.survey.wire import FrameFile, TallyFile, UnitTallyTable
from parrules.usage import path_of

_MOST: Final = 10**9
BLANK: Final = "blank"
"""How tallies call those who were asked and did not answer."""


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
    units = _Units(reader, questionnaire)
    reader.one_of(row, (), "tally", "unit")
    reader.needs(row, (), "respondents", "tally")
    if row.unit is None:
        units.add("", row.tally, row.respondents, ())
    for name, value in (row.unit or {}).items():
        path = ("unit", name)
        inner = reader.row(UnitTallyTable, value, path)
        unit = unicodedata.normalize("NFC", name)
        units.add(unit, inner.tally, inner.respondents, path)
    problems = in_file_order((*reading.problems, *reader.problems))

    return Tallies(answers=units.answers, people=units.people), problems


class _Units:
    """Units whose tallies were read, while they are."""

    def __init__(self, reader: Reader, questionnaire: Questionnaire) -> None:
        self.answers: dict[Key, Answers] = {}
        self.people: dict[tuple[str, str], int | None] = {}
        self._reader, self._questionnaire = reader, questionnaire

    def add(
        self,
        unit: str,
        tally: Mapping[str, Any] | None,
        people: int | None,
        path: Path,
    ) -> None:
        """Read what of *unit* stands under *path*."""
        answers = tallied(
            self._reader, tally or {}, self._questionnaire, (*path, "tally")
        )
        if people is not None:
            where = (*path, "respondents")
            people = self._reader.in_range(people, 0, _MOST, where)
            _check_people(self._reader, answers, people, where)
        self.people[unit, ""] = people
        self.answers.update(
            ((unit, stratum, name), given)
            for (_, stratum, name), given in answers.items()
        )


def _check_people(
    reader: Reader, answers: Mapping[Key, Answers], people: int, path: Path
) -> None:
    """PAR877: each form has one answer to a question at most."""
    for (_, _, question), given in answers.items():
        count = given.valid + given.unknown.count
        if count > people:
            reader.problem(
                "PAR877",
                path,
                question=question,
                count=str(count),
                respondents=str(people),
            )


def tallied(
    reader: Reader,
    table: Mapping[str, Any],
    questionnaire: Questionnaire,
    path: Path,
) -> dict[Key, Answers]:
    """Read counts by question, of one unit without strata."""
    answers: dict[Key, Answers] = {}
    for name, value in table.items():
        where = (*path, name)
        question = questionnaire.questions.get(name)
        if question is None:
            meant = near(name, questionnaire.questions)
            reader.problem(
                "PAR850", where, KEY, kind="question", name=name, near=meant
            )
            continue
        answers["", "", name] = _tally(reader, question, value, where)

    return answers


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
    return _framed(read_file(path_of("path", path)))


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
    for key in ("name", "block"):
        if getattr(row, key) is not None:
            reader.misplaced((), key, "[unit.…]")
    units = {"": _unit_frame(reader, row, ())}
    for name, value in (row.unit or {}).items():
        path = ("unit", name)
        inner = reader.row(FrameFile, value, path)
        if inner.unit is not None:
            reader.misplaced(path, "unit", "population")
        unit = unicodedata.normalize("NFC", name)
        units[unit] = _unit_frame(reader, inner, path)
    problems = in_file_order((*reading.problems, *reader.problems))
    if problems:
        raise FactError(problems)

    return Frame(units=units)


def _unit_frame(reader: Reader, row: FrameFile, path: Path) -> UnitFrame:
    return UnitFrame(
        population=_sizes(reader, row.population, (*path, "population")),
        selected=_sizes(reader, row.selected, (*path, "selected")),
        name=row.name or "",
        block=row.block or "",
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
