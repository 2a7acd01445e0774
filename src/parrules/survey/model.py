"""A questionnaire as frozen records, free of TOML and of tables.

An index has parts, as a ruleset has criteria: by dotted code, at any depth.
A part without parts below it pools answers to questions.
"""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

import attrs

from parrules.errors import Language, Path
from parrules.model import Changes, Grade, Ranking, Status, Title

Pool = Literal["answers", "means", "overall"]
Measure = Literal["share", "mean"]
UnknownPolicy = Literal["exclude", "zero", "middle"]
TooFew = Literal["missing", "leave_out", "show"]
Gives = Literal["value", "tally", "answers", "held"]

INDEX = "index"
"""What the whole is called where parts are called by their codes."""


@attrs.frozen(kw_only=True)
class Scale:
    """The answers that people choose from.

    Attributes:
        levels: Lowest first.
        numbers: What each level counts in a mean.
        top: The levels whose share is measured.
        unknown: Answers that are no level: "do not know", "no opinion".
        middle: What "do not know" counts as under ``unknown = "middle"``.
        labels: What people call a level or an unknown answer, by its name.
        written: Other texts that stand for it in tables.
    """

    name: str
    levels: tuple[str, ...]
    numbers: tuple[Decimal, ...]
    top: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    middle: str | None = None
    labels: Mapping[str, Title] = attrs.field(factory=dict)
    written: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

    def label(self, answer: str, language: Language) -> str:
        """Return what people call *answer*."""
        title = self.labels.get(answer, Title())

        return title.text(language) or answer

    @property
    def answers(self) -> tuple[str, ...]:
        """Return levels, then unknown answers."""
        return self.levels + self.unknown


@attrs.frozen(kw_only=True)
class Question:
    """One question, and whom it is put to.

    Attributes:
        column: What a table of answers calls it.
        asked: By column of the table, the values of those who are asked;
            everybody where it is empty.
    """

    name: str
    scale: Scale
    title: Title = Title()
    column: str
    asked: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    source: str | None = None
    path: Path = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Part:
    """The index, a field of it, a criterion: what answers are pooled into.

    Attributes:
        code: Dotted; `INDEX` for the whole.
        pool: ``answers`` is one heap of all answers below; ``means`` the
            mean of what stands right below, by weight; ``overall`` one
            question.
        overall: That question.
        weight: Above 0, among the parts beside it.
        questions: Empty where there are parts below.
    """

    code: str
    title: Title = Title()
    pool: Pool
    overall: str | None = None
    weight: Decimal = Decimal(1)
    questions: tuple[str, ...] = ()
    parts: tuple["Part", ...] = ()
    source: str | None = None
    path: Path = attrs.field(default=(), eq=False, repr=False)

    def all_questions(self) -> tuple[str, ...]:
        """Return the questions of this part and of all below, in order."""
        below = (name for part in self.parts for name in part.all_questions())

        return (*self.questions, *below)

    def walk(self) -> Iterator["Part"]:
        """Yield this part and all below, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()


@attrs.frozen(kw_only=True)
class Policy:
    """What holds where answers say nothing or are few.

    Attributes:
        unknown: What "do not know" is: not counted, counted and worth
            nothing, or the middle level.
        minimum: The fewest people who must have answered, at least 1.
        too_few: What fewer are: no value, left out of means, or shown.
    """

    unknown: UnknownPolicy = "exclude"
    minimum: int = 1
    too_few: TooFew = "missing"


@attrs.frozen(kw_only=True)
class Sample:
    """How people were chosen, and what columns tell of them.

    Attributes:
        unit, respondent, stratum, weight: Names of columns.
        error: The e of n = N/(1 + N·e²), in 0…1.
        confidence: Of intervals, in percent.
        design_effect: By which the sample is less than a simple one.
    """

    unit: str | None = None
    respondent: str | None = None
    stratum: str | None = None
    weight: str | None = None
    error: Decimal | None = None
    confidence: Decimal = Decimal(95)
    design_effect: Decimal = Decimal(1)


@attrs.frozen(kw_only=True)
class FactGiven:
    """A fact that a ruleset is given.

    Attributes:
        of: The code of a part, `INDEX`, or a question.
        gives: ``value``, ``tally`` (counts by level), ``answers`` (how many
            counted) or ``held`` (whether there is a value).
        decimals: To which a value is rounded, half up.
    """

    name: str
    of: str
    gives: Gives
    decimals: int = 2
    path: Path = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Questionnaire:
    """Everything that the file says.

    Attributes:
        measure: What a value is: the percent of top levels, or a mean.
        decimals: Of what is published; values are exact.
        ranking, grades, changes: As in a ruleset.
    """

    id: str
    edition: str
    status: Status
    title: Title
    source: str | None = None
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    measure: Measure
    decimals: int = 2
    questions: Mapping[str, Question]
    index: Part
    policy: Policy = Policy()
    sample: Sample = Sample()
    facts: tuple[FactGiven, ...] = ()
    ranking: Ranking | None = None
    grades: tuple[Grade, ...] = ()
    changes: Changes | None = None

    @property
    def name(self) -> str:
        """Return ``id@edition``."""
        return f"{self.id}@{self.edition}"

    def parts(self) -> Iterator[Part]:
        """Yield the index and all its parts, parents first."""
        return self.index.walk()
