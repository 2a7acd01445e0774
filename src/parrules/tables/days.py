"""Days in cells: as days, as moments at midnight, or written as texts."""

from typing import Final

from parrules.engines.columns.inputs import EPOCH, NEVER_DAY
from parrules.facts import NEVER
from parrules.plan.nodes import Input
from parrules.scoring.limits import bounds_of
from parrules.scoring.numbers import add_months
from parrules.tables.columns import HAPPENED_NEVER, Column
from parrules.tables.raw import Expression, Layer, Raw

_PARTS: Final = ("year", "month", "day")
_DAY: Final = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


class Days:
    """Reads what says when something happened."""

    def __init__(self, raw: Raw) -> None:
        """Read columns of *raw*."""
        self._raw = raw

    def prepare(self, source: Input, first: Layer, second: Layer) -> None:
        """Keep the day, in two steps where its parts are read one by one."""
        raw, name = self._raw, source.name
        form = raw.columns[name].form
        if raw.is_polars and form != "text":
            raw.keep(name, self.value(source), first)
            return
        if form == "text":
            text = raw.text(name)
            day = raw.where(text.str.contains(_DAY), text)
            parts = [
                day.str.slice(at, size)
                for at, size in ((0, 4), (5, 2), (8, 2))
            ]
        else:
            cell = raw.cell(name)
            parts = [cell.dt.year(), cell.dt.month(), cell.dt.day()]
        for part, found in zip(_PARTS, parts, strict=True):
            raw.keep(f"{name}.{part}", found.cast(raw.long), first)
        raw.keep(name, self.value(source), second)

    def value(self, source: Input) -> Expression:
        """Return the ordinal of the day, or of the one that is never."""
        raw = self._raw
        if source.name in raw.kept:
            return raw.kept[source.name]
        never = f"{source.name}{HAPPENED_NEVER}"
        is_never = raw.library.lit(NEVER_DAY, dtype=raw.long)
        column = raw.columns.get(source.name)
        found = is_never if column is None else self._in_column(column)
        if never in raw.columns:
            chosen = raw.library.when(raw.said(never)).then(is_never)
            found = chosen.otherwise(found)

        return found

    def since_epoch(self, name: str) -> Expression:
        """Return days since 1970, in Polars."""
        raw = self._raw

        # A moment may be later than any day.
        day = raw.cell(name).cast(raw.library.Date, strict=False)

        return day.to_physical()

    def shifted(self, name: str, months: int) -> Expression:
        """Return days so many months later, looked up: nothing is faster."""
        raw = self._raw
        low, high = bounds_of(raw.inputs[name], raw.plan)
        later = raw.library.Series(
            [add_months(day, months) - EPOCH for day in range(low, high + 1)],
            dtype=raw.types[32],
        )
        place = self.since_epoch(name) - (low - EPOCH)
        # A day beyond the bounds is refused.
        place = raw.where(place.is_between(0, high - low), place)

        return place.map_batches(
            later.gather, return_dtype=raw.types[32], is_elementwise=True
        )

    def has_time(self, name: str) -> Expression:
        """Return whether a moment is none at midnight."""
        cell = self._raw.cell(name)
        first, *others = (
            cell.dt.hour(),
            cell.dt.minute(),
            cell.dt.second(),
            cell.dt.nanosecond(),
        )
        found = first != 0
        for part in others:
            found = found | (part != 0)

        return found

    def _in_column(self, column: Column) -> Expression:
        raw = self._raw
        if raw.is_polars and column.form != "text":
            return self.since_epoch(column.name).cast(raw.long) + EPOCH
        found = self._ordinal(
            *(raw.kept[f"{column.name}.{part}"] for part in _PARTS)
        )
        if column.form != "text":
            return found
        is_never = raw.library.lit(NEVER_DAY, dtype=raw.long)
        chosen = raw.library.when(raw.text(column.name) == NEVER)

        return chosen.then(is_never).otherwise(found)

    def _ordinal(
        self, year: Expression, month: Expression, day: Expression
    ) -> Expression:
        """Return the ordinal of a day; nothing where there is none such."""
        library = self._raw.library
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
