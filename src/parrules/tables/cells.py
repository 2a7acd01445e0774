"""Cells of a table as what the algebra reads, and which of them are wrong.

What a cell may hold is what `parrules.scoring.readers` accepts of a value,
and beyond that only what is exactly the same: a whole number in a column of
binary ones, as a column of whole numbers with gaps becomes in pandas; a
midnight for a day; text that can be read in one way alone.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from parrules.engines.columns.cell import Cell
from parrules.engines.columns.inputs import DAY
from parrules.plan.nodes import Input, Plan
from parrules.scoring.border import Border
from parrules.tables.columns import (
    EVIDENCE,
    HAPPENED_NEVER,
    Column,
    levels_of,
)
from parrules.tables.days import Days
from parrules.tables.numbers import Numbers
from parrules.tables.raw import Expression, Layer, Library, Raw, or_else
from parrules.tables.unrelated import Unrelated
from parrules.tables.wrong import Wrong

_NUMBERS: Final = ("count", "number", "percent", "judged")


class Cells:
    """Reads the cells of tables with the same columns."""

    def __init__(
        self,
        library: Library,
        types: Mapping[int, Any],
        plan: Plan,
        columns: Mapping[str, Column],
        named: Callable[[str], str] = str,
    ) -> None:
        """Read *columns* by functions of *library*.

        Args:
            library: The module ``polars`` or ``narwhals``.
            types: Types of whole numbers by width.
            plan: Its inputs are what the columns hold.
            columns: By name.
            named: Returns what the library calls a column.
        """
        self._raw = Raw(library, types, plan, columns, named)
        self._numbers = Numbers(self._raw)
        self._days = Days(self._raw)
        reading = (self._raw, self._numbers, self._days)
        self._wrong = Wrong(*reading)
        self._unrelated = Unrelated(*reading, Border(plan).readers)
        self._makers: Mapping[str, Callable[..., Expression]] = {
            "amount": self._amount,
            "option": self._option,
            "flag": self._flag,
            "level": self._level,
            "holds": self._holds,
            "day": self._days.since_epoch,
            "shifted": self._days.shifted,
        }

    @property
    def present(self) -> frozenset[str]:
        """Return what `parrules.engines.columns.inputs` calls present."""
        raw = self._raw
        found = set(raw.columns)
        for name in raw.columns:
            if name.endswith(HAPPENED_NEVER) and name not in raw.inputs:
                found.add(name.removesuffix(HAPPENED_NEVER))
        found.update(source.name for source in raw.by_levels)
        if raw.is_polars:
            found.update(
                f"{name}{DAY}"
                for name, column in raw.columns.items()
                if column.form in ("date", "moment")
            )

        return frozenset(found)

    def prepared(self) -> list[Layer]:
        """Write what is made of cells, each once, layer by layer.

        To be called before anything is read.
        """
        raw = self._raw
        texts: Layer = []
        first: Layer = []
        second: Layer = []
        for name, column in raw.columns.items():
            if column.form == "text":
                raw.keep(f"{name}#text", raw.text(name), texts)
        for name in raw.columns:
            source = raw.inputs.get(name)
            if source is None:
                continue
            if source.kind == "tally":
                self._numbers.prepare_tally(source, first, second)
            elif source.kind == "date":
                self._days.prepare(source, first, second)
            elif source.kind == "codes":
                self._numbers.prepare_codes(source, first)
            elif source.kind in _NUMBERS:
                self._numbers.prepare(source, first)

        return [layer for layer in (texts, first, second) if layer]

    def wrong(self) -> Iterator[tuple[str, Expression]]:
        """Yield conditions for a row to be refused; nothing is no.

        Each with the name of the fact that it is about.
        """
        yield from self._wrong.conditions(self._given)
        yield from self._unrelated.conditions(self.present)

    # -- what the algebra reads --------------------------------------------

    def read(self, cell: Cell) -> Expression:
        """Return the expression of what *cell* reads."""
        if cell.op == "given":
            return self._given(str(cell.value))
        if cell.op == "supported":
            return self._raw.said(f"{cell.value}{EVIDENCE}")
        if cell.op == "never":
            return self._raw.said(f"{cell.value}{HAPPENED_NEVER}")
        assert isinstance(cell.value, tuple)
        name, *rest = cell.value

        return self._makers[cell.op](str(name), *rest)

    def _given(self, name: str) -> Expression:
        raw = self._raw
        found = []
        if name in raw.columns:
            found.append(~raw.cell(name).is_null())
        found.extend(
            ~raw.cell(levels_of(source)[0]).is_null()
            for source in raw.by_levels
            if name == source.name
        )
        if f"{name}{HAPPENED_NEVER}" in raw.columns:
            found.append(raw.said(f"{name}{HAPPENED_NEVER}"))
        given = found[0]
        for other in found[1:]:
            given = given | other

        return given

    def _amount(self, name: str, fill: int | None) -> Expression:
        return or_else(self._value(self._raw.inputs[name]), fill)

    def _value(self, source: Input) -> Expression:
        """Return steps or days, nothing where nothing right is there."""
        if source.kind == "date":
            return self._days.value(source)

        return self._numbers.value(source)

    def _option(
        self,
        name: str,
        position: int,
        by_silence: bool | None,  # noqa: FBT001  # from a tuple
    ) -> Expression:
        raw = self._raw
        is_text = raw.columns[name].form == "text"
        said = raw.text(name) if is_text else raw.cell(name)

        return or_else(said == raw.inputs[name].options[position], by_silence)

    def _flag(
        self,
        name: str,
        by_silence: bool | None,  # noqa: FBT001  # from a tuple
    ) -> Expression:
        return or_else(self._raw.says(name), by_silence)

    def _level(self, name: str, level: int, fill: int | None) -> Expression:
        count = self._numbers.count(self._raw.inputs[name], level)

        return or_else(count, fill)

    def _holds(
        self,
        name: str,
        code: str,
        by_silence: bool | None,  # noqa: FBT001  # from a tuple
    ) -> Expression:
        found = self._numbers.codes(name).list.contains(code)

        return or_else(found, by_silence)
