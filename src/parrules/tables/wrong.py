"""When a row of a table is refused, and for which fact."""

from collections.abc import Callable, Iterator, Mapping

from parrules.engines.columns.inputs import EPOCH, NEVER_DAY
from parrules.plan.nodes import Input
from parrules.points import scale_of
from parrules.scoring.limits import bounds_of
from parrules.tables.columns import (
    EVIDENCE,
    HAPPENED_NEVER,
    Column,
    levels_of,
)
from parrules.tables.days import Days
from parrules.tables.numbers import Numbers
from parrules.tables.raw import FLAG, Expression, Raw, wrong_or_nothing


class Wrong:
    """Writes the conditions under which cells are wrong."""

    def __init__(self, raw: Raw, numbers: Numbers, days: Days) -> None:
        """Look at cells as *numbers* and *days* read them."""
        self._raw = raw
        self._numbers = numbers
        self._days = days
        self._codes = [
            node.code for node in raw.plan.nodes if node.tree == "criteria"
        ]
        self._makers: Mapping[str, Callable[[Input, Column], Expression]] = {
            "flag": self._is_no_flag,
            "choice": self._is_no_option,
            "answer": self._is_no_option,
            "date": self._is_no_day,
            "tally": self._is_no_tally,
            "codes": self._are_no_codes,
        }

    def conditions(
        self, given: Callable[[str], Expression]
    ) -> Iterator[tuple[str, Expression]]:
        """Yield conditions for a row to be refused; nothing is no.

        Each with the name of the fact that it is about.

        Args:
            given: Writes whether something is said of a fact.
        """
        for name, column in self._raw.columns.items():
            source = self._raw.inputs.get(name)
            if source is None:
                continue
            if source.fact is not None and source.fact.required:
                yield name, ~given(name)
            # A truth and a category cannot be anything else.
            if column.form not in ("flag", "options"):
                make = self._makers.get(source.kind, self._is_no_number)
                yield name, make(source, column)
        for source in self._raw.by_levels:
            for condition in self._wrong_levels(source):
                yield source.name, condition
        yield from self._wrong_beside()

    # -- beside a fact -----------------------------------------------------

    def _wrong_beside(self) -> Iterator[tuple[str, Expression]]:
        """Yield where what stands beside a fact is wrong."""
        raw = self._raw
        for source in raw.inputs.values():
            never = f"{source.name}{HAPPENED_NEVER}"
            if never in raw.columns and source.fact:
                for said in self._wrongly_never(source, never):
                    yield source.name, said
        for name, column in raw.columns.items():
            is_beside = name.endswith((EVIDENCE, HAPPENED_NEVER))
            is_text = column.form == "text" and name not in raw.inputs
            if is_beside and is_text:
                yield name, ~raw.is_word(name, FLAG)

    def _wrongly_never(
        self, source: Input, never: str
    ) -> Iterator[Expression]:
        """Yield where `never` is said of a date that cannot be or is."""
        said = self._raw.said(never)
        if source.fact is not None and not source.fact.never:
            yield said
        if source.name in self._raw.columns:
            yield said & ~self._raw.cell(source.name).is_null()

    # -- by kind of the fact -----------------------------------------------

    def _is_no_flag(self, source: Input, column: Column) -> Expression:
        del column

        return ~self._raw.is_word(source.name, FLAG)

    def _is_no_option(self, source: Input, column: Column) -> Expression:
        raw = self._raw
        is_text = column.form == "text"
        said = raw.text(source.name) if is_text else raw.cell(source.name)
        first, *others = source.options
        found = said == first
        for option in others:
            found = found | (said == option)

        return ~found

    def _is_no_number(self, source: Input, column: Column) -> Expression:
        raw = self._raw
        low, high = bounds_of(source, raw.plan)
        if column.form == "whole" and not source.places:
            is_beyond = self._is_beyond(source.name, low, high)
            if source.kind == "judged":
                return is_beyond | self._is_between_steps(source)
            return is_beyond
        if column.form in ("whole", "float"):
            is_wrong = ~self._numbers.is_right(source)
        else:
            value = self._numbers.value(source)
            is_wrong = value.is_null() | (value < low) | (value > high)
        if source.kind == "count" and column.form == "decimal":
            # 8.0 is a measurement, 8 is how many there are.
            is_wrong = raw.library.lit(column.places > 0) | is_wrong
        if source.kind == "judged":
            is_wrong = is_wrong | self._is_between_steps(source)

        return ~raw.cell(source.name).is_null() & wrong_or_nothing(is_wrong)

    def _is_between_steps(self, source: Input) -> Expression:
        raw = self._raw
        step = raw.plan.nodes[source.node].judged_step
        value = self._numbers.value(source).cast(raw.types[128])

        return (value * scale_of(raw.plan.places)) % (
            step * scale_of(source.places)
        ) != 0

    def _is_no_day(self, source: Input, column: Column) -> Expression:
        raw, fact = self._raw, source.fact
        assert fact is not None
        low, high = bounds_of(source, raw.plan)
        if raw.is_polars and column.form == "date":
            # Without its sign, what is before the first is after the last.
            day = self._days.since_epoch(source.name) - (low - EPOCH)
            return day.reinterpret(signed=False) > high - low
        day = self._days.value(source)
        is_wrong = day.is_null() | (day < low) | (day > high)
        if fact.never:
            is_wrong = is_wrong & wrong_or_nothing(day != NEVER_DAY)
        if column.form == "moment":
            is_wrong = is_wrong | self._days.has_time(source.name)

        return ~raw.cell(source.name).is_null() & is_wrong

    def _is_no_tally(self, source: Input, column: Column) -> Expression:
        low, high = bounds_of(source, self._raw.plan)
        if column.form == "text":
            is_right = self._numbers.is_tally(source)
        else:
            is_right = self._numbers.is_long(source)
        is_wrong = wrong_or_nothing(~is_right)
        for level in range(len(source.options)):
            count = self._numbers.count(source, level)
            is_wrong = (
                is_wrong | count.is_null() | (count < low) | (count > high)
            )

        return ~self._raw.cell(source.name).is_null() & is_wrong

    def _wrong_levels(self, source: Input) -> Iterator[Expression]:
        """Yield where a level is beyond its bounds, or not like the first."""
        raw = self._raw
        first, *others = levels_of(source)
        low, high = bounds_of(source, raw.plan)
        missing = raw.cell(first).is_null()
        for level, name in enumerate((first, *others)):
            if raw.columns[name].form != "whole":
                count = self._numbers.count(source, level)
                is_off = wrong_or_nothing((count < low) | (count > high))
                yield ~raw.cell(name).is_null() & is_off
            else:
                yield self._is_beyond(name, low, high)
            if level:
                yield raw.cell(name).is_null() != missing

    def _is_beyond(self, name: str, low: int, high: int) -> Expression:
        raw = self._raw
        cell = raw.cell(name)
        if raw.is_polars and raw.columns[name].is_long and low == 0:
            # Without its sign, what is below 0 is beyond all bounds.
            return cell.reinterpret(signed=False) > high

        return (cell < low) | (cell > high)

    def _are_no_codes(self, source: Input, column: Column) -> Expression:
        raw, found = self._raw, self._numbers.codes(source.name)
        # What stands between two semicolons of a text may be nothing.
        nothing = [""] if column.form == "text" else []
        known = raw.library.lit(0)
        for code in (*self._codes, *nothing):
            known = known + found.list.contains(code).cast(raw.long)
        count = found.list.unique().list.len().cast(raw.long)

        return ~raw.cell(source.name).is_null() & wrong_or_nothing(
            known != count
        )
