"""The columns that an answer has, and what is in each."""

from collections.abc import Callable, Iterator
from typing import Final, Literal

import attrs

from parrules.engines.columns.cell import Cell
from parrules.engines.columns.quantity import Quantity
from parrules.engines.columns.scoring import UnitCells
from parrules.engines.columns.totals import NodeCells
from parrules.outcome import STATUSES
from parrules.plan.nodes import Plan

Detail = Literal["totals", "points", "full"]
DETAILS: Final[tuple[Detail, ...]] = ("totals", "points", "full")
Amounts = Literal["quanta", "decimal"]
"""Points as whole numbers of their last decimal place, or as decimals."""

Kind = Literal["amount", "whole", "truth", "name"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Answer:
    """A column of the answer.

    Attributes:
        name: Of the column.
        kind: An amount of points, a whole number, a truth, or a name.
        cell: What is in it; an amount without its point.
        known: Where it is there at all; `None` for everywhere.
        names: Of a name, by number; an empty one is nothing.
        places: Of an amount: digits after the point.
        is_published: Of an amount: whether it is always shown with them.
    """

    name: str
    kind: Kind
    cell: Cell
    known: Cell | None = None
    names: tuple[str, ...] = ()
    places: int = 0
    is_published: bool = False

    def is_decimal(self, amounts: Amounts) -> bool:
        """Tell whether it is shown as a decimal, if *amounts* are wished."""
        return self.is_published or amounts == "decimal"


def answers_of(
    unit: UnitCells, plan: Plan, detail: Detail
) -> tuple[Answer, ...]:
    """Return the columns for one degree of detail, in order."""
    answers = _Answers(unit, plan)
    found = list(answers.totals())
    if detail != DETAILS[0]:
        found.extend(answers.points())
    if detail == "full":
        found.extend(answers.whole())
        found.extend(answers.traces())

    return tuple(found)


def is_grade(name: str) -> bool:
    """Tell whether a column of an answer holds grades, or how one came."""
    return name == "grade" or name.startswith("grade.")


def part_names(code: str) -> dict[str, str]:
    """Return the columns of one node, by what they say."""
    return {
        "points": f"{code}.points",
        "applicable": f"{code}.applicable",
        "status": f"{code}.status",
        "rule": f"{code}.rule",
    }


class _Answers:
    def __init__(self, unit: UnitCells, plan: Plan) -> None:
        self._unit = unit
        self._plan = plan

    def _amount(self, name: str, cell: Cell) -> Answer:
        return Answer(
            name=name, kind="amount", cell=cell, places=self._plan.places
        )

    def _exact(
        self, name: str, number: Quantity, known: Cell
    ) -> Iterator[Answer]:
        """Yield a quotient in points."""
        scaled = self._unit.algebra.scaled
        under = scaled(number.under, 10**self._plan.places)
        for part, cell in (("numerator", number.over), ("denominator", under)):
            yield Answer(
                name=f"{name}.{part}", kind="whole", cell=cell, known=known
            )

    def _published(self, name: str, number: Quantity) -> Answer:
        return Answer(
            name=name,
            kind="amount",
            cell=self._unit.totals.published(number),
            known=self._unit.totals.known,
            places=self._plan.scheme.decimals,
            is_published=True,
        )

    def _grade(self, name: str, cell: Cell, known: Cell) -> Answer:
        return Answer(
            name=name,
            kind="name",
            cell=cell,
            known=known,
            names=tuple(grade.id for grade in self._plan.grades),
        )

    # -- by detail ---------------------------------------------------------

    def totals(self) -> Iterator[Answer]:
        unit, totals = self._unit, self._unit.totals
        yield self._published("total", totals.total)
        yield from self._exact("total", totals.total, totals.known)
        if unit.grade is not None:
            yield self._grade("grade", unit.grade.position, totals.known)
        yield self._amount("bonus", totals.bonus)
        yield self._amount("penalty", totals.penalty)
        yield Answer(name="complete", kind="truth", cell=unit.complete)

    def points(self) -> Iterator[Answer]:
        for each in self._unit.nodes:
            names = part_names(each.node.code)
            yield self._amount(names["points"], each.earned)

    def traces(self) -> Iterator[Answer]:
        for each in self._unit.nodes:
            yield from self._trace(each)

    def _trace(self, each: NodeCells) -> Iterator[Answer]:
        names = part_names(each.node.code)
        yield self._amount(names["applicable"], each.applicable)
        yield Answer(
            name=names["status"],
            kind="name",
            cell=each.status,
            names=STATUSES,
        )
        rule = each.rule
        yield Answer(
            name=names["rule"],
            kind="name",
            cell=rule,
            names=tuple(each.rules.names),
        )

    def whole(self) -> Iterator[Answer]:
        totals = self._unit.totals
        yield self._published("base", totals.base)
        yield from self._exact("base", totals.base, totals.known)
        for name, part in totals.channels.items():
            yield self._amount(f"channel.{name}.points", part.earned)
            yield self._amount(f"channel.{name}.applicable", part.applicable)
        yield from self._adjustments()
        yield from self._graded()

    def _adjustments(self) -> Iterator[Answer]:
        """Yield what changed the total; of areas their points tell (10)."""
        algebra, totals = self._unit.algebra, self._unit.totals
        if self._plan.rescale is not None:
            base = totals.base
            made_up = algebra.less(
                base.over, algebra.times(totals.plain, base.under)
            )
            yield from self._exact(
                "total#rescale",
                attrs.evolve(base, over=made_up),
                totals.known,
            )
        bounds = zip(
            ("floor", "cap"),
            self._plan.bounds,
            (totals.floored, totals.capped),
            strict=True,
        )
        for word, bound, applies in bounds:
            if bound is None:
                continue
            before = totals.unbounded
            change = algebra.less(
                algebra.scaled(before.under, bound), before.over
            )
            over = algebra.choose([(applies, change)], algebra.number(0))
            yield from self._exact(
                f"total#{word}",
                attrs.evolve(before, over=over),
                totals.known,
            )

    def _graded(self) -> Iterator[Answer]:
        grade, known = self._unit.grade, self._unit.totals.known
        if grade is None:
            return
        algebra = self._unit.algebra
        is_known: Callable[[Cell], Cell] = lambda cell: algebra.all_of(  # noqa: E731  # said once
            known, algebra.at_least(cell, algebra.number(0))
        )
        yield self._grade("grade.reached", grade.reached, known)
        yield self._grade(
            "grade.ceiling", grade.ceiling, is_known(grade.ceiling)
        )
        yield Answer(
            name="grade.drops", kind="whole", cell=grade.drops, known=known
        )
        yield self._grade(
            "grade.by_published_total",
            grade.published,
            is_known(grade.published),
        )
