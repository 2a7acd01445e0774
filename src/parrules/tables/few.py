"""A few rows, scored by the same cells without a library's plan."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from parrules.engines.columns.cell import Cell
from parrules.engines.columns.inputs import EPOCH, NEVER_DAY
from parrules.engines.columns.reckoning import Value, reckoned
from parrules.errors import FactError
from parrules.facts import NEVER, Submission
from parrules.plan.nodes import Plan
from parrules.scoring.border import Border, Reading
from parrules.scoring.numbers import add_months
from parrules.tables.answers import Answer
from parrules.tables.frames import Frame
from parrules.tables.lowering import Lowered, kind_of

FEW = 12
"""Rows that are sooner read one by one than planned together."""


def few_scored(
    low: Lowered, plan: Plan, border: Border, several: Sequence[Submission]
) -> dict[str, list[Any]] | None:
    """Return the columns of the answer; `None` where a row is refused."""
    found: dict[str, list[Any]] = {each.name: [] for each, _ in low.answers}
    for submission in several:
        try:
            row = _Row(plan, border.read(submission))
        except FactError:
            return None
        values = reckoned(low.cells, row.read)
        if low.refused_by is not None and values[low.refused_by]:
            return None
        for answer, _ in low.answers:
            found[answer.name].append(_shown(answer, values, low))

    return found


def frame_of(
    columns: Mapping[str, list[Any]], low: Lowered, carried: Frame
) -> Frame:
    """Return them as a frame of Polars, beside what is *carried* along."""
    polars = low.dialect.library
    shown = [
        polars.Series(
            answer.name, columns[answer.name], dtype=kind_of(answer, low)
        )
        for answer, _ in low.answers
    ]

    return polars.DataFrame([*carried.get_columns(), *shown])


class _Row:
    """What stands in one row."""

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self._positions = {each.name: each.position for each in plan.inputs}
        self._values = reading.values
        self._given = {
            name
            for name, value in reading.submission.facts.items()
            if value is not None
        }
        self._supported = {
            name
            for evidence in reading.submission.evidence
            for name in evidence.supports
        }
        self._makers: Mapping[str, Callable[..., Value]] = {
            "amount": self._amount,
            "option": self._option,
            "flag": self._flag,
            "level": self._level,
            "holds": self._holds,
            "day": self._day,
            "shifted": self._day,
        }

    def read(self, cell: Cell) -> Value:
        """Return what *cell* reads."""
        if cell.op == "given":
            return cell.value in self._given
        if cell.op == "supported":
            return cell.value in self._supported
        if cell.op == "never":
            return self._value(cell.value) == NEVER
        assert isinstance(cell.value, tuple)

        return self._makers[cell.op](*cell.value)

    def _value(self, name: object) -> Value:
        return self._values[self._positions[str(name)]]

    def _amount(self, name: str, fill: int | None) -> Value:
        found = self._value(name)
        if found is None:
            return fill

        return NEVER_DAY if found == NEVER else found

    def _option(self, name: str, place: int, fill: object) -> Value:
        found = self._value(name)

        return fill if found is None else found == place

    def _flag(self, name: str, fill: object) -> Value:
        found = self._value(name)

        return fill if found is None else bool(found)

    def _level(self, name: str, level: int, fill: object) -> Value:
        found = self._value(name)

        return fill if found is None else found[level]

    def _holds(self, name: str, code: str, fill: object) -> Value:
        found = self._value(name)

        return fill if found is None else code in found

    def _day(self, name: str, months: int = 0) -> Value:
        found = self._value(name)
        if found is None or found == NEVER:
            return None

        return add_months(found, months) - EPOCH


def _shown(
    answer: Answer, values: Mapping[Cell, Value], low: Lowered
) -> object:
    if answer.known is not None and not values[answer.known]:
        return None
    found = values[answer.cell]
    if answer.kind == "name":
        name = answer.names[found] if 0 <= found < len(answer.names) else ""
        return name or None
    if answer.kind == "amount" and answer.is_decimal(low.amounts):
        return Decimal(found).scaleb(-answer.places)

    return found
