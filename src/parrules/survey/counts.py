"""What was answered, counted: everything that is computed rests on it.

Counts are whole numbers and sums of weights are fractions, so that neither
the order of rows nor that of questions can change a result.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.errors import Document
from parrules.survey.model import Question, UnknownPolicy


@attrs.frozen
class Cell:
    """Equal answers, counted.

    Attributes:
        count: How many; at least 0.
        weight: The sum of their sampling weights; `count` without weights.
        square: The sum of the squares of these weights.
    """

    count: int = 0
    weight: Fraction = Fraction(0)
    square: Fraction = Fraction(0)

    def __add__(self, other: "Cell") -> "Cell":
        """Count both."""
        return Cell(
            self.count + other.count,
            self.weight + other.weight,
            self.square + other.square,
        )


def plain_cell(count: int) -> Cell:
    """Return *count* answers without weights."""
    return Cell(count, Fraction(count), Fraction(count))


@attrs.frozen(kw_only=True)
class Answers:
    """The answers to one question, in one stratum of one unit.

    Attributes:
        levels: A cell for each level of the scale, lowest first.
        unknown: Answers that are no level.
        blank: Forms of people who were asked and did not answer; `None`
            where nobody can tell.
        stray: Answers by people who were not asked; they count nowhere.
    """

    levels: tuple[Cell, ...]
    unknown: Cell = Cell()
    blank: int | None = 0
    stray: int = 0

    @property
    def valid(self) -> int:
        """Return how many chose a level."""
        return sum(cell.count for cell in self.levels)


@attrs.frozen
class Heap:
    """Answers of one question or of several, by what they are worth.

    Attributes:
        answers: How many count, by the policy on unknown ones.
        top: How many of them chose a top level.
        weight, top_weight: Their sampling weights.
        worth: The sum of weight times number.
        worth_square: The sum of weight times the square of the number.
        square: The sum of squared weights.
    """

    answers: int = 0
    top: int = 0
    weight: Fraction = Fraction(0)
    top_weight: Fraction = Fraction(0)
    worth: Fraction = Fraction(0)
    worth_square: Fraction = Fraction(0)
    square: Fraction = Fraction(0)

    def __add__(self, other: "Heap") -> "Heap":
        """Put both into one."""
        return Heap(
            self.answers + other.answers,
            self.top + other.top,
            self.weight + other.weight,
            self.top_weight + other.top_weight,
            self.worth + other.worth,
            self.worth_square + other.worth_square,
            self.square + other.square,
        )


def heap_of(
    question: Question, answers: Answers, policy: UnknownPolicy
) -> Heap:
    """Return what the *answers* to a question are worth."""
    scale = question.scale
    found = Heap()
    for level, number, cell in zip(
        scale.levels, scale.numbers, answers.levels, strict=True
    ):
        found += _heap(cell, number, is_top=level in scale.top)
    if policy == "zero":
        found += _heap(answers.unknown, Decimal(0), is_top=False)
    elif policy == "middle" and scale.middle is not None:
        number = scale.numbers[scale.levels.index(scale.middle)]
        is_top = scale.middle in scale.top
        found += _heap(answers.unknown, number, is_top=is_top)

    return found


def _heap(cell: Cell, number: Decimal, *, is_top: bool) -> Heap:
    worth = Fraction(number)

    return Heap(
        cell.count,
        cell.count if is_top else 0,
        cell.weight,
        cell.weight if is_top else Fraction(0),
        cell.weight * worth,
        cell.weight * worth * worth,
        cell.square,
    )


Key = tuple[str, str, str]
"""Unit, stratum, question; empty where there are none."""


@attrs.frozen(kw_only=True)
class Tallies:
    """All answers of a survey, counted.

    Attributes:
        answers: By unit, stratum and question.
        people: Forms that came back, by unit and stratum; `None` where
            nobody can tell.
        name, sha256: Of the file, for evidence; empty without one.
    """

    answers: Mapping[Key, Answers]
    people: Mapping[tuple[str, str], int | None] = attrs.field(factory=dict)
    name: str = ""
    sha256: str = ""
    document: Document | None = attrs.field(default=None, eq=False, repr=False)

    def units(self) -> tuple[str, ...]:
        """Return the units, sorted by name."""
        named = {unit for unit, _, _ in self.answers}

        return tuple(sorted(named | {unit for unit, _ in self.people}))

    def strata(self, unit: str) -> tuple[str, ...]:
        """Return the strata of *unit* in which somebody was asked."""
        named = {each for name, each, _ in self.answers if name == unit}
        asked = {each for name, each in self.people if name == unit}

        return tuple(sorted(named | asked))

    def of(self, unit: str, stratum: str, question: Question) -> Answers:
        """Return the answers to *question*, none where there are none."""
        found = self.answers.get((unit, stratum, question.name))
        if found is not None:
            return found

        return Answers(levels=(Cell(),) * len(question.scale.levels))


def added(answers: Iterable[Answers], question: Question) -> Answers:
    """Return *answers* to one question from several strata as one."""
    levels = [Cell()] * len(question.scale.levels)
    unknown, stray = Cell(), 0
    blank: int | None = 0
    for each in answers:
        levels = [a + b for a, b in zip(levels, each.levels, strict=True)]
        unknown += each.unknown
        stray += each.stray
        blank = (
            None if blank is None or each.blank is None else blank + each.blank
        )

    return Answers(
        levels=tuple(levels), unknown=unknown, blank=blank, stray=stray
    )
