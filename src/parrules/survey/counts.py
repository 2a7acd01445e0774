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

Exact = Fraction | int
"""Whole numbers where there are no weights: they are added much faster."""


@attrs.frozen
class Cell:
    """Equal answers, counted.

    Attributes:
        count: How many; at least 0.
        weight: The sum of their sampling weights; `count` without weights.
        square: The sum of the squares of these weights.
    """

    count: int = 0
    weight: Exact = 0
    square: Exact = 0

    def __add__(self, other: "Cell") -> "Cell":
        """Count both."""
        return Cell(
            self.count + other.count,
            self.weight + other.weight,
            self.square + other.square,
        )


def plain_cell(count: int) -> Cell:
    """Return *count* answers without weights."""
    return Cell(count, count, count)


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
    weight: Exact = 0
    top_weight: Exact = 0
    worth: Exact = 0
    worth_square: Exact = 0
    square: Exact = 0

    def __add__(self, other: "Heap") -> "Heap":
        """Put both into one."""
        # Where sums begin with nothing, the other one is all there is.
        if not (self.answers or self.weight):
            return other
        if not (other.answers or other.weight):
            return self
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
    cells = list(zip(scale.levels, scale.numbers, answers.levels, strict=True))
    if policy == "zero":
        cells.append(("", Decimal(0), answers.unknown))
    elif policy == "middle" and scale.middle is not None:
        number = scale.numbers[scale.levels.index(scale.middle)]
        cells.append((scale.middle, number, answers.unknown))

    return sum(
        (
            _heap(cell, number, is_top=level in scale.top)
            for level, number, cell in cells
            if cell.count
        ),
        Heap(),
    )


def _heap(cell: Cell, number: Decimal, *, is_top: bool) -> Heap:
    over, under = number.as_integer_ratio()
    worth: Exact = over if under == 1 else Fraction(over, under)

    return Heap(
        cell.count,
        cell.count if is_top else 0,
        cell.weight,
        cell.weight if is_top else 0,
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
    _strata: Mapping[str, tuple[str, ...]] = attrs.field(
        init=False, eq=False, repr=False
    )

    @_strata.default
    def _strata_by_unit(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        named = {(unit, stratum) for unit, stratum, _ in self.answers}
        for unit, stratum in named.union(self.people):
            found.setdefault(unit, set()).add(stratum)

        return {unit: tuple(sorted(each)) for unit, each in found.items()}

    def units(self) -> tuple[str, ...]:
        """Return the units, sorted by name."""
        return tuple(sorted(self._strata))

    def strata(self, unit: str) -> tuple[str, ...]:
        """Return the strata of *unit* in which somebody was asked."""
        return self._strata.get(unit, ())

    def of(self, unit: str, stratum: str, question: Question) -> Answers:
        """Return the answers to *question*, none where there are none."""
        found = self.answers.get((unit, stratum, question.name))
        if found is not None:
            return found

        return Answers(levels=(Cell(),) * len(question.scale.levels))


def added(answers: Iterable[Answers], question: Question) -> Answers:
    """Return *answers* to one question from several strata as one."""
    answers = tuple(answers)
    if len(answers) == 1:
        return answers[0]
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
