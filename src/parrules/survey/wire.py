"""One class for each kind of table of a questionnaire, with all its keys."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parrules.loading.wire import Rows, Table, Text, Wire
from parrules.model import Status, Title
from parrules.survey.model import (
    Gives,
    Measure,
    Pool,
    TooFew,
    UnknownPolicy,
)


class FileTable(Wire):
    """The top of a questionnaire."""

    language: int | None
    questionnaire: Table | None
    scale: Table | None
    question: Table | None
    index: Table | None = None
    criteria: Table | None = None
    policy: Table | None = None
    sample: Table | None = None
    fact: Table | None = None
    grade: Rows | None = None
    ranking: Table | None = None
    changes: Table | None = None
    example: Rows | None = None


class QuestionnaireTable(Wire):
    """``[questionnaire]``."""

    id: str | None
    edition: str | None
    status: Status | None
    title: Title | None
    source: Text | None = None
    measure: Measure | None
    pool: Pool | None
    decimals: int | None = None
    from_: datetime.date | None = None
    to: datetime.date | None = None


class ScaleTable(Wire):
    """A scale in ``[scale]``."""

    levels: tuple[str, ...] | Mapping[str, Decimal] | None
    top: tuple[str, ...] | None
    unknown: tuple[str, ...] | None = None
    middle: str | None = None
    labels: Table | None = None
    written: Table | None = None


class QuestionTable(Wire):
    """A question in ``[question]``."""

    scale: str | None = None
    title: Title | None = None
    column: str | None = None
    asked: Table | None = None
    source: Text | None = None


class IndexTable(Wire):
    """``[index]``."""

    title: Title | None = None
    pool: Pool | None = None
    overall: str | None = None


class PartTable(Wire):
    """A row of ``[criteria]``."""

    title: Title | None = None
    questions: tuple[str, ...] | None = None
    pool: Pool | None = None
    overall: str | None = None
    weight: Decimal | None = None
    source: Text | None = None


class PolicyTable(Wire):
    """``[policy]``."""

    unknown: UnknownPolicy | None = None
    minimum: int | None = None
    too_few: TooFew | None = None


class SampleTable(Wire):
    """``[sample]``."""

    unit: str | None = None
    respondent: str | None = None
    stratum: str | None = None
    weight: str | None = None
    error: Decimal | None = None
    confidence: Decimal | None = None
    design_effect: Decimal | None = None


class FactTable(Wire):
    """A fact in ``[fact]``."""

    of: str | None
    gives: Gives | None
    decimals: int | None = None


class ExampleTable(Wire):
    """An element of ``[[example]]``."""

    name: str | None
    tally: Table | None
    expect: Table | None


class TallyFile(Wire):
    """The top of a file of tallies."""

    tally: Table | None = None
    respondents: int | None = None
    unit: Table | None = None


class UnitTallyTable(Wire):
    """The tallies of one unit, under ``[unit.…]``."""

    tally: Table | None
    respondents: int | None = None


class FrameFile(Wire):
    """The top of a file that says whom the sample stands for."""

    population: Any = None
    selected: Any = None
    name: str | None = None
    block: str | None = None
    unit: Table | None = None


WIRE_CLASSES: tuple[type[Wire], ...] = (
    FileTable,
    QuestionnaireTable,
    ScaleTable,
    QuestionTable,
    IndexTable,
    PartTable,
    PolicyTable,
    SampleTable,
    FactTable,
    ExampleTable,
    TallyFile,
    UnitTallyTable,
    FrameFile,
)

__all__ = [
    "WIRE_CLASSES",
    "ExampleTable",
    "FactTable",
    "FileTable",
    "FrameFile",
    "IndexTable",
    "PartTable",
    "PolicyTable",
    "QuestionTable",
    "QuestionnaireTable",
    "Rows",
    "SampleTable",
    "ScaleTable",
    "Table",
    "TallyFile",
    "UnitTallyTable",
]
