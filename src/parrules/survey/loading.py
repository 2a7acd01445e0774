"""TOML → questionnaire, with every problem of the file in one run."""

import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from parrules.errors import Document, Path, Problem, ProblemsError, near
from parrules.loading.document import in_file_order
from parrules.loading.losses import damaged_sections
from parrules.loading.rankings import check_ranked, ranked_of
from parrules.loading.reading import Reading, read_bytes, read_file
from parrules.loading.structure import Reader
from parrules.loading.tops import top_of
from parrules.loading.wire import keys_of
from parrules.model import Title
from parrules.survey.examples import check_examples
from parrules.survey.frameworks import framework_of
from parrules.survey.given import facts_of
from parrules.survey.model import Policy, Pool, Question, Questionnaire, Sample
from parrules.survey.parts import index_of
from parrules.survey.scales import scales_of
from parrules.survey.wire import (
    FileTable,
    PolicyTable,
    QuestionnaireTable,
    QuestionTable,
    SampleTable,
    Table,
)

_MOST_PLACES: Final = 9
_MOST_ANSWERS: Final = 10**9
_BELOW: Final = {"scale": "PAR850", "question": "PAR850", "criteria": "PAR850"}
"""By section, the code of a name that might have been declared in it."""


class QuestionnaireError(ProblemsError):
    """A questionnaire cannot be used."""


class Loaded(NamedTuple):
    """What came of a file.

    Attributes:
        questionnaire: `None` where something is wrong with it.
        problems: In file order.
        examples: The names of those in the file; each that comes out
            otherwise is a problem.
    """

    document: Document
    questionnaire: Questionnaire | None
    problems: tuple[Problem, ...]
    examples: tuple[str, ...] = ()


def read_questionnaire(path: str | os.PathLike[str]) -> Loaded:
    """Read the questionnaire in the file at *path*."""
    return _loaded(read_file(path))


def parse_questionnaire(text: bytes | str, name: str) -> Loaded:
    """Read the questionnaire *text*, to be called *name* in problems."""
    return _loaded(read_bytes(text, name))


def _loaded(reading: Reading) -> Loaded:
    if reading.tables is None:
        return Loaded(reading.document, None, reading.problems)
    reader = Reader(reading.document)
    damaged = damaged_sections(reading.tables, keys_of(FileTable))
    reader.silence(*(_BELOW[each] for each in damaged if each in _BELOW))
    file = top_of(reader, FileTable, reading.tables)
    if file is None:
        return Loaded(reading.document, None, tuple(reader.problems))
    made = _made(reader, file)
    examples: tuple[str, ...] = ()
    if not reading.problems and not any(map(_is_error, reader.problems)):
        examples = check_examples(reader, file.example or (), made)
    found = reader.problems
    if reading.problems:
        # What could not be read may be where a question counts.
        found = [each for each in found if each.code != "PAR854"]
    problems = in_file_order((*reading.problems, *found))
    is_sound = not any(map(_is_error, problems))

    return Loaded(
        reading.document, made if is_sound else None, problems, examples
    )


def _is_error(problem: Problem) -> bool:
    return problem.severity == "error"


def _made(reader: Reader, file: FileTable) -> Questionnaire:
    head = reader.row(
        QuestionnaireTable, file.questionnaire or {}, ("questionnaire",)
    )
    questions = _questions(reader, file)
    pool = _pool(reader, head)
    index = index_of(reader, file, questions, pool, head.title or Title())
    policy = _policy(reader, file.policy or {}, questions)
    sample = _sample(reader, file.sample or {})
    ranked = ranked_of(reader, file.ranking, file.grade, file.changes)
    form = Questionnaire(
        id=head.id or "unknown",
        edition=head.edition or "unknown",
        status=head.status or "template",
        title=head.title or Title(),
        source=head.source,
        starts=head.from_,
        ends=head.to,
        measure=head.measure or "share",
        decimals=_places(reader, head.decimals, ("questionnaire",)),
        questions=questions,
        index=index,
        policy=policy,
        sample=sample,
        facts=facts_of(
            reader,
            file.fact or {},
            index=index,
            questions=questions,
            names=tuple(file.question or ()),
            policy=policy,
            measure=head.measure or "share",
            is_weighted=sample.weight is not None,
        ),
        ranking=ranked.ranking,
        grades=ranked.grades,
        changes=ranked.changes,
    )
    check_ranked(reader, framework_of(form))

    return form


def _pool(reader: Reader, head: QuestionnaireTable) -> Pool:
    """Return how parts are pooled that say nothing else."""
    if head.pool == "overall":
        values = {"value": head.pool, "allowed": "answers | means"}
        reader.problem("PAR111", ("questionnaire", "pool"), **values, near="")

    return head.pool or "answers"


def _places(reader: Reader, places: int | None, path: Path) -> int:
    where = (*path, "decimals")

    return reader.in_range(
        2 if places is None else places, 0, _MOST_PLACES, where
    )


def _questions(reader: Reader, file: FileTable) -> Mapping[str, Question]:
    scales = scales_of(reader, file.scale or {})
    # One that is not sound was reported, and is there all the same.
    names = tuple(file.scale or ())
    found: dict[str, Question] = {}
    columns: dict[str, str] = {}
    for name, value in (file.question or {}).items():
        path = ("question", name)
        if not reader.is_nfc(name, path):
            continue
        row = reader.row(QuestionTable, value, path)
        only = next(iter(names)) if len(names) == 1 else None
        scale = scales.get(row.scale or only or "")
        if row.scale is None and only is None:
            reader.demand(row, path, "scale")
        elif row.scale is not None and row.scale not in names:
            _unknown(reader, "scale", row.scale, names, (*path, "scale"))
        column = row.column or name
        if columns.setdefault(column, name) != name:
            reader.problem(
                "PAR866",
                (*path, "column") if row.column else path,
                question=name,
                other=columns[column],
                column=column,
            )
        if scale is not None:
            found[name] = Question(
                name=name,
                scale=scale,
                title=row.title or Title(),
                column=column,
                asked=_asked(reader, row.asked or {}, (*path, "asked")),
                source=row.source,
                path=path,
            )

    return found


def _unknown(
    reader: Reader, kind: str, name: str, names: Sequence[str], at: Path
) -> None:
    """PAR850: *name* is no scale, question or criterion that is there."""
    reader.problem("PAR850", at, kind=kind, name=name, near=near(name, names))


def _asked(
    reader: Reader, table: Mapping[str, object], path: Path
) -> Mapping[str, tuple[str, ...]]:
    found = {
        column: reader.value(str | tuple[str, ...], values, (*path, column))
        for column, values in table.items()
    }

    return {
        column: (values,) if isinstance(values, str) else values
        for column, values in found.items()
        if values is not None
    }


def _policy(
    reader: Reader,
    table: Mapping[str, object],
    questions: Mapping[str, Question],
) -> Policy:
    path = ("policy",)
    row = reader.row(PolicyTable, table, path)
    minimum = 1 if row.minimum is None else row.minimum
    where = (*path, "minimum")
    policy = Policy(
        unknown=row.unknown or "exclude",
        minimum=reader.in_range(minimum, 1, _MOST_ANSWERS, where),
        too_few=row.too_few or "missing",
    )
    if policy.unknown == "middle":
        for scale in {
            each.scale.name: each.scale for each in questions.values()
        }.values():
            if scale.unknown and scale.middle is None:
                reader.problem(
                    "PAR853",
                    ("scale", scale.name),
                    scale=scale.name,
                    reason="no_middle",
                    value=str(len(scale.levels)),
                )

    return policy


def _sample(reader: Reader, table: Mapping[str, object]) -> Sample:
    row = reader.row(SampleTable, table, ("sample",))
    for key, least, most in (
        ("error", Decimal(0), Decimal(1)),
        ("confidence", Decimal(50), Decimal(100)),
    ):
        value = getattr(row, key)
        if value is not None and not least < value < most:
            _out_of_range(reader, value, f"{least} < … < {most}", key)
    effect = row.design_effect
    if effect is not None and not Decimal(1) <= effect <= Decimal(1000):
        _out_of_range(reader, effect, "1 … 1000", "design_effect")

    return Sample(
        unit=row.unit,
        respondent=row.respondent,
        stratum=row.stratum,
        weight=row.weight,
        error=row.error,
        confidence=row.confidence or Decimal(95),
        design_effect=effect or Decimal(1),
    )


def _out_of_range(
    reader: Reader, value: Decimal, allowed: str, key: str
) -> None:
    reader.problem(
        "PAR111",
        ("sample", key),
        value=str(value),
        allowed=allowed,
        near="",
    )


__all__ = [
    "Loaded",
    "QuestionnaireError",
    "Table",
    "parse_questionnaire",
    "read_questionnaire",
]
