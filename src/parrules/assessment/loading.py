"""A TOML file → an assessment, with every problem of it in one run."""

import os
import pathlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from parrules.assessment.model import (
    Assessment,
    AssessmentError,
    RankingFiles,
    SurveyFiles,
)
from parrules.errors import Problem, near
from parrules.loading.document import in_file_order
from parrules.loading.reading import read_file
from parrules.loading.structure import Reader
from parrules.loading.tops import top_of
from parrules.loading.wire import Table, Text, Wire
from parrules.model import Title
from parrules.usage import path_of

_MARK: Final = re.compile(rb"^[ \t]*\[assessment\]", re.MULTILINE)
Name = str | os.PathLike[str]


class FileTable(Wire):
    """The top of the file."""

    language: int | None
    assessment: Table | None
    survey: Table | None = None
    ranking: Table | None


class AssessmentTable(Wire):
    """``[assessment]``."""

    title: Title | None
    period: Text | None = None
    last_year: str | None = None


class SurveyTable(Wire):
    """A survey in ``[survey]``."""

    questionnaire: str | None
    answers: str | None
    frame: str | None = None
    unit: str | None = None


class RankingTable(Wire):
    """A ranking in ``[ranking]``."""

    title: Title | None = None
    ruleset: str | None
    facts: str | tuple[str, ...] | None
    surveys: str | tuple[str, ...] | None = None
    earlier: str | tuple[str, ...] | None = None
    frame: str | None = None
    block_by: str | None = None
    published: str | None = None


def is_assessment(name: Name) -> bool:
    """Tell whether *name* is a file that says ``[assessment]``."""
    try:
        return _MARK.search(pathlib.Path(name).read_bytes()) is not None
    except (OSError, ValueError):
        return False


def load_assessment(name: Name) -> Assessment:
    """Read the assessment in the file *name*, and that of last year.

    Nothing that they name is read.

    Raises:
        AssessmentError: Everything that is wrong with the files.
    """
    path = pathlib.Path(path_of("name", name))
    draft, problems, last_year = _read(path)
    if draft is None or last_year is None:
        return _sound(draft, problems)
    older = path.parent / last_year
    if _is_same(older, path):
        where = ("assessment", "last_year")
        problem = Problem(code="PAR617", path=where, document=draft.document)
        raise AssessmentError(in_file_order((*problems, problem)))
    # Of the year before that one nothing is asked.
    before, others, _ = _read(older)

    return _sound(attrs.evolve(draft, last_year=before), (*problems, *others))


def _sound(
    draft: Assessment | None, problems: tuple[Problem, ...]
) -> Assessment:
    if draft is None or problems:
        raise AssessmentError(problems)

    return draft


def _is_same(path: pathlib.Path, other: pathlib.Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        # It is not there, which is told when it is read.
        return False


def _read(
    path: pathlib.Path,
) -> tuple[Assessment | None, tuple[Problem, ...], str | None]:
    """Return an assessment, what is wrong, and the file of last year."""
    reading = read_file(path)
    if reading.tables is None:
        return None, reading.problems, None
    reader = Reader(reading.document)
    reader.problems.extend(reading.problems)
    file = top_of(reader, FileTable, reading.tables)
    if file is None:
        return None, in_file_order(reader.problems), None
    head = AssessmentTable()
    if file.assessment is not None:
        head = reader.row(AssessmentTable, file.assessment, ("assessment",))
    if file.ranking is not None and not file.ranking:
        reader.problem("PAR620", ("ranking",))
    surveys = dict(_surveys(reader, file.survey or {}, path.parent))
    draft = Assessment(
        title=head.title or Title(),
        period=head.period or "",
        surveys=surveys,
        rankings=dict(
            _rankings(reader, file.ranking or {}, path.parent, surveys)
        ),
        document=reader.document,
    )

    return draft, in_file_order(reader.problems), head.last_year


def _surveys(
    reader: Reader, table: Mapping[str, Any], folder: pathlib.Path
) -> Iterator[tuple[str, SurveyFiles]]:
    for name, value in table.items():
        path = ("survey", name)
        reader.is_nfc(name, path)
        row = reader.row(SurveyTable, value, path)
        yield (
            name,
            SurveyFiles(
                name=name,
                questionnaire=_named(folder, row.questionnaire or ""),
                answers=folder / (row.answers or ""),
                frame=None if row.frame is None else folder / row.frame,
                unit=row.unit,
                path=path,
            ),
        )


def _rankings(
    reader: Reader,
    table: Mapping[str, Any],
    folder: pathlib.Path,
    surveys: Mapping[str, SurveyFiles],
) -> Iterator[tuple[str, RankingFiles]]:
    for name, value in table.items():
        path = ("ranking", name)
        reader.is_nfc(name, path)
        row = reader.row(RankingTable, value, path)
        if row.facts == ():
            reader.problem("PAR106", path, key="facts")
        used = _texts(row.surveys)
        for position, each in enumerate(used):
            where = (*path, "surveys", position)
            if each not in surveys:
                meant = near(each, surveys)
                reader.problem("PAR615", where, name=each, near=meant)
            elif each in used[:position]:
                reader.problem("PAR109", where, key=each)
        published = row.published
        yield (
            name,
            RankingFiles(
                name=name,
                title=row.title or Title(),
                ruleset=_named(folder, row.ruleset or ""),
                facts=tuple(folder / each for each in _texts(row.facts)),
                surveys=used,
                earlier=tuple(folder / each for each in _texts(row.earlier)),
                frame=None if row.frame is None else folder / row.frame,
                block_by=row.block_by,
                published=None if published is None else folder / published,
                path=path,
            ),
        )


def _texts(given: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given or ()


def _named(folder: pathlib.Path, name: str) -> str:
    """Return a path that stands from *folder*; of no file, *name* itself.

    What comes with the library is named without a folder.
    """
    path = folder / name

    return str(path) if name.endswith(".toml") or path.is_file() else name
