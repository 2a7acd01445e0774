"""Cells of a table as what the algebra reads, and which of them are wrong.

What a cell may hold is what `parrules.scoring.readers` accepts of a value,
and beyond that only what is exactly the same: a whole number in a column of
binary ones, as a column of whole numbers with gaps becomes in pandas; a
midnight for a day; text that can be read in one way alone.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from parrules.engines.columns.cell import Cell
from parrules.engines.columns.inputs import DAY, EPOCH, NEVER_DAY
from parrules.facts import NEVER
from parrules.plan.nodes import Input, Plan
from parrules.points import scale_of
from parrules.scoring.border import Border
from parrules.scoring.limits import bounds_of
from parrules.scoring.numbers import add_months
from parrules.scoring.readers import FLAGS
from parrules.scoring.relations import Relations
from parrules.tables.columns import (
    EVIDENCE,
    HAPPENED_NEVER,
    Column,
    levels_of,
)

Expression = Any
Library = Any

EXACT_FLOAT: Final = 2**53
"""Up to here a binary number is the whole number that it says."""

_PARTS: Final = ("year", "month", "day")
_NUMBERS: Final = ("count", "number", "percent", "judged")
_DAY: Final = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_WHOLE: Final = "^[+-]?[0-9]{1,18}$"
_THOUSANDS: Final = "^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$"
_TRUE: Final = tuple(word for word, value in FLAGS.items() if value)
_COUNT: Final = "[0-9]{1,18}"


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
        self._named = named
        self._library = library
        self._types = types
        self._long = types[64]
        self._plan = plan
        self._columns = columns
        self._inputs = {each.name: each for each in plan.inputs}
        # Some things are faster, or possible at all, in Polars alone.
        self._is_polars = library.__name__ == "polars"
        self._readers = Border(plan).readers
        self._kept: dict[str, Expression] = {}
        self._by_levels = [
            source
            for source in plan.inputs
            if set(levels_of(source)) & set(columns)
        ]
        self._codes = [n.code for n in plan.nodes if n.tree == "criteria"]

    @property
    def present(self) -> frozenset[str]:
        """Return what `parrules.engines.columns.inputs` calls present."""
        found = set(self._columns)
        for name in self._columns:
            if name.endswith(HAPPENED_NEVER) and name not in self._inputs:
                found.add(name.removesuffix(HAPPENED_NEVER))
        found.update(source.name for source in self._by_levels)
        if self._is_polars:
            found.update(
                f"{name}{DAY}"
                for name, column in self._columns.items()
                if column.form in ("date", "moment")
            )

        return frozenset(found)

    # -- what is read once -------------------------------------------------

    def prepared(self) -> list[list[Expression]]:
        """Write what is made of cells, each once, layer by layer.

        To be called before anything is read.
        """
        layers: list[list[Expression]] = [[], []]
        for name, column in self._columns.items():
            source = self._inputs.get(name)
            if source is None:
                continue
            if source.kind == "tally":
                self._prepare_tally(source, column, layers)
            elif source.kind == "date":
                self._prepare_day(source, column, layers)
            elif source.kind == "codes" and column.form == "text":
                split = self._raw(name).str.split(";")
                self._keep(f"{name}", split, layers[0])
            elif source.kind in _NUMBERS and not self._is_plain(source):
                self._keep(name, self._value(source), layers[0])

        return [layer for layer in layers if layer]

    def _is_plain(self, source: Input) -> bool:
        """Tell whether a cell is the value, as it stands."""
        column = self._columns[source.name]

        return column.form == "whole" and not source.places

    def _keep(
        self, key: str, found: Expression, layer: list[Expression]
    ) -> None:
        # By number: to some libraries `t.1` and `T.1` are the same name.
        name = f"#value{len(self._kept)}"
        layer.append(found.alias(name))
        self._kept[key] = self._library.col(name)

    def _prepare_tally(
        self, source: Input, column: Column, layers: list[list[Expression]]
    ) -> None:
        raw = self._raw(source.name)
        if column.form != "text" and self._is_polars:
            for level in range(len(source.options)):
                # Where there are fewer the row is refused.
                count = raw.list.get(level, null_on_oob=True)
                key = f"{source.name}.{level}"
                self._keep(
                    key, count.cast(self._long, strict=False), layers[0]
                )
            return
        if column.form == "text":
            is_right = raw.str.contains(_tally(source))
            parts = self._where(is_right, raw).str.split(";")
        else:
            parts = self._where(self._is_long(source), raw)
        key = f"{source.name}.parts"
        self._keep(key, parts, layers[0])
        for level in range(len(source.options)):
            count = self._kept[key].list.get(level)
            if column.form != "text":
                # What does not fit into 64 bits is beyond all bounds.
                low, high = bounds_of(source, self._plan)
                within = (count >= low) & (count <= high)
                count = self._where(within, count)
            count = count.cast(self._long)
            self._keep(f"{source.name}.{level}", count, layers[1])

    def _prepare_day(
        self, source: Input, column: Column, layers: list[list[Expression]]
    ) -> None:
        raw, name = self._raw(source.name), source.name
        if self._is_polars and column.form != "text":
            self._keep(name, self._day(source), layers[0])
            return
        if column.form == "text":
            day = self._where(raw.str.contains(_DAY), raw)
            parts = [
                day.str.slice(at, size).cast(self._long)
                for at, size in ((0, 4), (5, 2), (8, 2))
            ]
        else:
            parts = [
                part.cast(self._long)
                for part in (raw.dt.year(), raw.dt.month(), raw.dt.day())
            ]
        for part, found in zip(_PARTS, parts, strict=True):
            self._keep(f"{name}.{part}", found, layers[0])
        self._keep(name, self._day(source), layers[1])

    # -- what the algebra reads --------------------------------------------

    def read(self, cell: Cell) -> Expression:
        """Return the expression of what *cell* reads."""
        if cell.op == "given":
            return self._given(str(cell.value))
        if cell.op == "supported":
            return self._said(f"{cell.value}{EVIDENCE}")
        if cell.op == "never":
            return self._said(f"{cell.value}{HAPPENED_NEVER}")
        assert isinstance(cell.value, tuple)
        name, *rest = cell.value
        makers: Mapping[str, Callable[..., Expression]] = {
            "amount": self._amount,
            "option": self._option,
            "flag": self._flag,
            "level": self._level,
            "holds": self._holds,
            "day": self._days,
            "shifted": self._shifted,
        }

        return makers[cell.op](str(name), *rest)

    def _raw(self, name: str) -> Expression:
        return self._library.col(self._named(name))

    def _said(self, name: str) -> Expression:
        """Return whether a column beside that of a fact says so."""
        return self._flag(name, by_silence=False)

    def _given(self, name: str) -> Expression:
        found = []
        if name in self._columns:
            found.append(~self._raw(name).is_null())
        found.extend(
            ~self._raw(levels_of(source)[0]).is_null()
            for source in self._by_levels
            if name == source.name
        )
        if f"{name}{HAPPENED_NEVER}" in self._columns:
            found.append(self._said(f"{name}{HAPPENED_NEVER}"))
        given = found[0]
        for other in found[1:]:
            given = given | other

        return given

    def _amount(self, name: str, fill: int | None) -> Expression:
        return _or(self._value(self._inputs[name]), fill)

    def _option(
        self,
        name: str,
        position: int,
        by_silence: bool | None,  # noqa: FBT001  # from a tuple
    ) -> Expression:
        option = self._inputs[name].options[position]

        return _or(self._raw(name) == option, by_silence)

    def _flag(
        self,
        name: str,
        by_silence: bool | None,  # noqa: FBT001  # from a tuple
    ) -> Expression:
        found = self._raw(name)
        if self._columns[name].form != "flag":
            found = self._is_word(name, _TRUE)

        return _or(found, by_silence)

    def _is_word(self, name: str, words: tuple[str, ...]) -> Expression:
        text = self._raw(name).cast(self._library.String)

        return text.str.to_lowercase().is_in(words)

    def _level(self, name: str, level: int, fill: int | None) -> Expression:
        return _or(self._count(self._inputs[name], level), fill)

    def _count(self, source: Input, level: int) -> Expression:
        found = self._kept.get(f"{source.name}.{level}")
        if found is None:
            name = levels_of(source)[level]
            column = self._columns[name]
            found = self._raw(name)
            if not column.is_long:
                found = self._whole(found, column, source)

        return found

    def _whole(
        self, raw: Expression, column: Column, source: Input
    ) -> Expression:
        """Return a whole number of any form; nothing where there is none."""
        if column.form == "text":
            right = self._where(raw.str.contains(_WHOLE), raw)
            return right.cast(self._long)
        low, high = bounds_of(source, self._plan)
        within = (raw >= low) & (raw <= high)
        if column.form == "float":
            within = within & (raw.round(0) == raw)
        if column.form == "decimal" and column.places:
            # 8.0 is a measurement, 8 is how many there are.
            within = within & self._library.lit(value=False)

        return self._where(within, raw).cast(self._long)

    def _is_long(self, source: Input) -> Expression:
        size = self._raw(source.name).list.len()

        return size == len(source.options)

    def _holds(
        self,
        name: str,
        code: str,
        by_silence: bool | None,  # noqa: FBT001  # from a tuple
    ) -> Expression:
        found = self._list_of(name).list.contains(code)

        return _or(found, by_silence)

    def _list_of(self, name: str) -> Expression:
        return self._kept.get(name, self._raw(name))

    # -- numbers and days --------------------------------------------------

    def _where(self, is_right: Expression, found: Expression) -> Expression:
        """Return what was found where it is right, and else nothing."""
        library = self._library

        return library.when(is_right).then(found)

    def _value(self, source: Input) -> Expression:
        """Return steps or days, nothing where nothing right is there."""
        if source.name in self._kept:
            return self._kept[source.name]
        if source.kind == "date":
            return self._day(source)
        column = self._columns[source.name]
        raw = self._raw(source.name)
        if column.form == "whole" and not source.places:
            # What does not fit into 64 bits is beyond all bounds.
            if column.is_long:
                return raw
            right = self._where(self._is_right(source, column), raw)
            return right.cast(self._long)
        if column.form == "decimal":
            return self._from_decimal(source, column)
        if column.form == "text":
            return self._from_text(source)
        right = self._where(self._is_right(source, column), raw)

        return right.cast(self._long) * scale_of(source.places)

    def _is_right(self, source: Input, column: Column) -> Expression:
        """Return whether a number is one that the input may be."""
        raw = self._raw(column.name)
        low, high = bounds_of(source, self._plan)
        scale = scale_of(source.places)
        within = (raw >= -(-low // scale)) & (raw <= high // scale)
        if column.form == "float":
            is_whole = raw.round(0) == raw
            is_small = (raw >= -EXACT_FLOAT) & (raw <= EXACT_FLOAT)
            within = within & is_whole & is_small

        return within

    def _from_decimal(self, source: Input, column: Column) -> Expression:
        raw = self._raw(source.name)
        if not self._is_polars:
            # Elsewhere decimals have too few digits to be multiplied.
            digits = raw.cast(self._library.String)
            return self._from_digits(source, digits, column.places)
        low, high = bounds_of(source, self._plan)
        more = column.places - source.places
        unscaled = raw.to_physical()
        # Before anything is multiplied, for what does not fit wraps around.
        if more > 0:
            over = scale_of(more)
            within = (unscaled % over == 0) & unscaled.is_between(
                low * over, high * over
            )
            return self._where(within, unscaled // over).cast(self._long)
        under = scale_of(-more)
        within = unscaled.is_between(-(-low // under), high // under)

        return self._where(within, unscaled).cast(self._long) * under

    def _from_text(self, source: Input) -> Expression:
        raw = self._raw(source.name)
        if not source.places:
            right = self._where(raw.str.contains(_WHOLE), raw)
            return right.cast(self._long)
        is_one = ~raw.str.contains(_THOUSANDS)

        return self._from_digits(source, self._where(is_one, raw), 18)

    def _from_digits(
        self, source: Input, written: Expression, places: int
    ) -> Expression:
        """Return steps of what is written with at most so many *places*."""
        library = self._library
        is_right = written.str.contains(_decimal(source.places, places))
        text = self._where(is_right, written)
        digits = text.str.replace_all("[+-]", "")
        whole = digits.str.replace_all("[.,].*$", "").cast(self._long)
        low, high = bounds_of(source, self._plan)
        limit = max(abs(low), abs(high)) // scale_of(source.places)
        # Before it is multiplied, for what does not fit wraps around.
        size = self._where(whole <= limit, whole) * scale_of(source.places)
        if source.places:
            rest = library.concat_str(
                digits.str.replace_all("^[0-9]+[.,]?", ""),
                library.lit("0" * source.places),
            )
            size = size + rest.str.slice(0, source.places).cast(self._long)

        return (
            library.when(text.str.starts_with("-")).then(-size).otherwise(size)
        )

    def _day(self, source: Input) -> Expression:
        never = f"{source.name}{HAPPENED_NEVER}"
        found: Expression = self._library.lit(NEVER_DAY, dtype=self._long)
        column = self._columns.get(source.name)
        if column is not None:
            found = self._day_in(column)
        if never in self._columns:
            found = (
                self._library.when(self._said(never))
                .then(self._library.lit(NEVER_DAY, dtype=self._long))
                .otherwise(found)
            )

        return found

    def _days(self, name: str) -> Expression:
        """Return days since 1970, in Polars."""
        return self._raw(name).cast(self._library.Date).to_physical()

    def _shifted(self, name: str, months: int) -> Expression:
        """Return days so many months later, looked up: nothing is faster."""
        low, high = bounds_of(self._inputs[name], self._plan)
        later = self._library.Series(
            [add_months(day, months) - EPOCH for day in range(low, high + 1)],
            dtype=self._types[32],
        )
        place = self._days(name) - (low - EPOCH)
        # A day beyond the bounds is refused.
        place = self._where(place.is_between(0, high - low), place)

        return place.map_batches(
            later.gather, return_dtype=self._types[32], is_elementwise=True
        )

    def _day_in(self, column: Column) -> Expression:
        library, raw = self._library, self._raw(column.name)
        if self._is_polars and column.form != "text":
            return raw.cast(library.Date).to_physical().cast(self._long) + (
                EPOCH
            )
        found = self._ordinal(
            *(self._kept[f"{column.name}.{part}"] for part in _PARTS)
        )
        if column.form != "text":
            return found

        return (
            library.when(raw == NEVER)
            .then(library.lit(NEVER_DAY, dtype=self._long))
            .otherwise(found)
        )

    def _ordinal(
        self, year: Expression, month: Expression, day: Expression
    ) -> Expression:
        """Return the ordinal of a day; nothing where there is none such."""
        library = self._library
        since = (month + 9) % 12
        years = library.when(month > 2).then(year).otherwise(year - 1)  # noqa: PLR2004  # the year begins in March
        leaps = years // 4 - years // 100 + years // 400
        first = 365 * years + leaps + (153 * since + 2) // 5 - 306
        is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
        february = library.when(is_leap).then(29).otherwise(28)
        length = (
            library.when(month == 2)  # noqa: PLR2004  # February
            .then(february)
            .when(month.is_in([4, 6, 9, 11]))
            .then(30)
            .otherwise(31)
        )

        return library.when((day <= length) & (year >= 1)).then(first + day)

    # -- what is wrong -----------------------------------------------------

    def wrong(self) -> Iterator[tuple[str, Expression]]:
        """Yield conditions for a row to be refused; nothing is no.

        Each with the name of the fact that it is about.
        """
        for name in self._columns:
            source = self._inputs.get(name)
            if source is None:
                continue
            if source.fact is not None and source.fact.required:
                yield name, ~self._given(name)
            # A truth and a category cannot be anything else.
            if self._columns[name].form not in ("flag", "options"):
                yield name, self._is_wrong(source, self._columns[name])
        for source in self._by_levels:
            for condition in self._wrong_levels(source):
                yield source.name, condition
        yield from self._wrong_beside()
        yield from self._unrelated()

    def _wrong_beside(self) -> Iterator[tuple[str, Expression]]:
        """Yield where what stands beside a fact is wrong."""
        for source in self._inputs.values():
            never = f"{source.name}{HAPPENED_NEVER}"
            if never in self._columns and source.fact:
                for said in self._wrongly_never(source, never):
                    yield source.name, said
        for name, column in self._columns.items():
            is_beside = name.endswith((EVIDENCE, HAPPENED_NEVER))
            is_text = column.form == "text" and name not in self._inputs
            if is_beside and is_text:
                yield name, ~self._is_word(name, tuple(FLAGS))

    def _wrongly_never(
        self, source: Input, never: str
    ) -> Iterator[Expression]:
        """Yield where `never` is said of a date that cannot be or is."""
        said = self._said(never)
        if source.fact is not None and not source.fact.never:
            yield said
        if source.name in self._columns:
            yield said & ~self._raw(source.name).is_null()

    def _is_wrong(self, source: Input, column: Column) -> Expression:
        makers: Mapping[str, Callable[[Input, Column], Expression]] = {
            "flag": self._is_no_flag,
            "choice": self._is_no_option,
            "answer": self._is_no_option,
            "date": self._is_no_day,
            "tally": self._is_no_tally,
            "codes": self._are_no_codes,
        }

        return makers.get(source.kind, self._is_no_number)(source, column)

    def _is_no_flag(self, source: Input, column: Column) -> Expression:
        del column

        return ~self._is_word(source.name, tuple(FLAGS))

    def _is_no_option(self, source: Input, column: Column) -> Expression:
        del column
        first, *others = source.options
        found = self._raw(source.name) == first
        for option in others:
            found = found | (self._raw(source.name) == option)

        return ~found

    def _is_no_number(self, source: Input, column: Column) -> Expression:
        raw = self._raw(source.name)
        low, high = bounds_of(source, self._plan)
        if column.form == "whole" and not source.places:
            is_beyond = self._is_beyond(source.name, low, high)
            if source.kind == "judged":
                return is_beyond | self._is_between_steps(source)
            return is_beyond
        if column.form in ("whole", "float"):
            is_wrong = ~self._is_right(source, column)
        else:
            value = self._value(source)
            is_wrong = value.is_null() | (value < low) | (value > high)
        if source.kind == "count" and column.form == "decimal":
            # 8.0 is a measurement, 8 is how many there are.
            is_wrong = self._library.lit(column.places > 0) | is_wrong
        if source.kind == "judged":
            is_wrong = is_wrong | self._is_between_steps(source)

        return ~raw.is_null() & is_wrong.fill_null(True)  # noqa: FBT003  # wrong

    def _is_between_steps(self, source: Input) -> Expression:
        plan = self._plan
        step = plan.nodes[source.node].judged_step
        value = self._value(source).cast(self._types[128])

        return (value * scale_of(plan.places)) % (
            step * scale_of(source.places)
        ) != 0

    def _is_no_day(self, source: Input, column: Column) -> Expression:
        fact = source.fact
        assert fact is not None
        low, high = bounds_of(source, self._plan)
        raw = self._raw(source.name)
        if self._is_polars and column.form == "date":
            # Without its sign, what is before the first is after the last.
            day = (self._days(source.name) - (low - EPOCH)).reinterpret(
                signed=False
            )
            return day > high - low
        day = self._value(source)
        is_wrong = day.is_null() | (day < low) | (day > high)
        if fact.never:
            is_wrong = is_wrong & (day != NEVER_DAY).fill_null(True)  # noqa: FBT003  # wrong
        if column.form == "moment":
            is_wrong = is_wrong | self._has_time(raw)

        return ~raw.is_null() & is_wrong

    def _has_time(self, raw: Expression) -> Expression:
        parts = (
            raw.dt.hour(),
            raw.dt.minute(),
            raw.dt.second(),
            raw.dt.nanosecond(),
        )
        found = parts[0] != 0
        for part in parts[1:]:
            found = found | (part != 0)

        return found

    def _is_no_tally(self, source: Input, column: Column) -> Expression:
        raw = self._raw(source.name)
        low, high = bounds_of(source, self._plan)
        if column.form == "text":
            is_wrong = ~raw.str.contains(_tally(source))
        else:
            is_wrong = ~self._is_long(source)
        is_wrong = is_wrong.fill_null(True)  # noqa: FBT003  # wrong
        for level in range(len(source.options)):
            count = self._count(source, level)
            is_wrong = (
                is_wrong | count.is_null() | (count < low) | (count > high)
            )

        return ~raw.is_null() & is_wrong

    def _wrong_levels(self, source: Input) -> Iterator[Expression]:
        """Yield where a level is beyond its bounds, or not like the first."""
        first, *others = levels_of(source)
        low, high = bounds_of(source, self._plan)
        missing = self._raw(first).is_null()
        for level, name in enumerate((first, *others)):
            if self._columns[name].form != "whole":
                count = self._count(source, level)
                is_off = (count < low) | (count > high)
                is_off = is_off.fill_null(True)  # noqa: FBT003  # wrong
                yield ~self._raw(name).is_null() & is_off
            else:
                yield self._is_beyond(name, low, high)
            yield self._raw(name).is_null() != missing

    def _is_beyond(self, name: str, low: int, high: int) -> Expression:
        raw = self._raw(name)
        if self._is_polars and self._columns[name].is_long and low == 0:
            # Without its sign, what is below 0 is beyond all bounds.
            return raw.reinterpret(signed=False) > high

        return (raw < low) | (raw > high)

    def _are_no_codes(self, source: Input, column: Column) -> Expression:
        del column
        raw, found = self._raw(source.name), self._list_of(source.name)
        known = self._library.lit(0)
        for code in self._codes:
            known = known + found.list.contains(code).cast(self._long)
        count = found.list.unique().list.len().cast(self._long)

        return ~raw.is_null() & (known != count).fill_null(True)  # noqa: FBT003  # wrong

    def _unrelated(self) -> Iterator[tuple[str, Expression]]:
        """Yield where a fact rises above the one that bounds it (S2.10)."""
        for each in Relations(self._plan.inputs).all:
            limits = list(self._sides(each.other))
            for value in self._sides(each.fact):
                for limit in limits:
                    left = _times(value, each.scale)
                    right = _times(limit, each.other_scale)
                    is_off = left > right
                    if each.sign == ">=":
                        is_off = left < right
                    # Which of the two is wrong, the border says.
                    yield "", is_off

    def _sides(self, source: Input) -> Iterator[Expression]:
        """Yield what is compared; nothing of what says nothing."""
        fact, present = source.fact, source.name in self.present
        default = None
        if fact is not None and fact.default is not None:
            default = self._readers[source.name][1](fact.default)
        if default == NEVER:
            default = NEVER_DAY
        if not present and default is None:
            return
        count = len(source.options) if source.kind == "tally" else 1
        fills = default if isinstance(default, tuple) else (default,) * count
        for level, fill in enumerate(fills):
            if not present:
                found = self._library.lit(fill, dtype=self._long)
            else:
                found = self._part(source, level)
            if present and fill is not None:
                found = found.fill_null(fill)
            if source.kind == "date":
                found = self._where(found != NEVER_DAY, found)
            yield found

    def _part(self, source: Input, level: int) -> Expression:
        if source.kind == "tally":
            return self._count(source, level)

        return self._value(source)


def _times(found: Expression, factor: int) -> Expression:
    return found if factor == 1 else found * factor


def _or(found: Expression, fill: object) -> Expression:
    """Return what was found, else what silence means, if it means anything."""
    return found if fill is None else found.fill_null(fill)


def _tally(source: Input) -> str:
    """Return what a tally in text looks like."""
    return f"^{';'.join([_COUNT] * len(source.options))}$"


def _decimal(places: int, most: int) -> str:
    """Return what a number in text looks like: a decimal comma or point.

    Args:
        places: Digits after it that may say something.
        most: Zeros that may follow them.
    """
    if not places:
        return f"^[+-]?[0-9]{{1,18}}([.,]0{{0,{most}}})?$"

    return f"^[+-]?[0-9]{{1,18}}([.,][0-9]{{1,{places}}}0{{0,{most}}})?$"
