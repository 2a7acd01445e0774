"""Rows of a table that are refused, column by column."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final

from parrules.tables.columns import Sorted, form_of
from parrules.tables.frames import ROW, Frame, Opened
from parrules.tables.raw import Expression

WRONG: Final = "#wrong"
"""Begins the columns that say which conditions hold of a row."""

_SAID: Final = "#said"
"""Begins the columns of texts of what Python cannot hold."""

_NEAR: Final = 90_000_000
"""Days before and after 1970 that Polars can write."""

_DAY: Final = 86_400
_IN_A_DAY: Final[Mapping[str, int]] = {
    "d": 1,
    "ms": _DAY * 10**3,
    "us": _DAY * 10**6,
    "ns": _DAY * 10**9,
}


class Held:
    """Rows that are refused; they are counted from 0 here.

    Attributes:
        height: How many they are.
        names: Of the columns that hold cells.
    """

    def __init__(
        self,
        frame: Frame,
        columns: Sorted,
        called: Mapping[str, str],
        objects: Mapping[str, Sequence[object]],
    ) -> None:
        """Take what `refused_columns` selected.

        Args:
            frame: A frame of Narwhals, held in memory.
            columns: Of the table.
            called: What the library calls each of them.
            objects: Cells of all rows, of columns that are of no one type.
        """
        self._objects = objects
        self._frame = frame
        self._called = called
        self._texts = {
            name: f"{_SAID}{number}"
            for number, name in enumerate(_days_of(columns))
        }
        self.height = len(frame)
        self.names = tuple(called)

    def true(self, number: int) -> list[int]:
        """Return the rows of which a condition holds."""
        found: list[int] = self._frame[f"{WRONG}{number}"].arg_true().to_list()

        return found

    def cells(self, name: str, rows: Sequence[int]) -> list[Any]:
        """Return the cells of a column in some rows, as they were given."""
        if name in self._objects:
            cells, numbers = self._objects[name], self._of(ROW, rows)
            return [cells[number - 1] for number in numbers]
        found = self._of(self._called[name], rows)
        if name in self._texts:
            texts = self._of(self._texts[name], rows)
            pairs = zip(found, texts, strict=True)
            # What Python cannot hold is what its library writes.
            found = [text if cell is None else cell for cell, text in pairs]

        return found

    def numbers(self) -> list[int | None]:
        """Return the numbers of all rows, where they have an order."""
        if ROW not in self._frame.columns:
            return [None] * self.height

        return list(self._frame[ROW].to_list())

    def _of(self, name: str, rows: Sequence[int]) -> list[Any]:
        column = self._frame[name]
        is_all = len(rows) == self.height

        return list((column if is_all else column[list(rows)]).to_list())


def nameless(way: Opened, name: str) -> Expression:
    """Return whether the cell that names a unit says nothing."""
    cell = way.dialect.library.col(way.dialect.named(name))
    form, _ = form_of(way.types[name])
    if form == "text":
        return cell.is_null() | (cell == "")
    if form == "category":
        return cell.is_null() | (cell.cast(way.dialect.library.String) == "")
    if form == "float":
        return cell.is_null() | cell.is_nan()

    return cell.is_null()


def held(
    frame: Frame, way: Opened, columns: Sorted, conditions: Sequence[Any]
) -> Held:
    """Hold rows, with the conditions under which they are refused.

    Args:
        frame: Lazy, of those rows alone.
        way: How the table was opened.
        columns: Of the table.
        conditions: Nothing is no.
    """
    shown = [
        condition.fill_null(False).alias(f"{WRONG}{number}")  # noqa: FBT003  # is not
        for number, condition in enumerate(conditions)
    ]
    texts, days = _days(way, columns)
    names = dict.fromkeys((*columns.facts, *filter(None, [columns.unit])))
    called = {name: way.dialect.named(name) for name in names}
    kept = [f"{WRONG}{number}" for number in range(len(shown))]
    kept.extend(f"{_SAID}{number}" for number in range(len(texts)))
    kept.extend(called.values())
    if way.is_polars:
        kept.append(ROW)
    if shown or texts:
        frame = frame.with_columns(*shown, *texts)
    if days:
        frame = frame.with_columns(*days)

    found = way.held(frame.select(*kept))

    return Held(found, columns, called, way.objects)


def _days_of(columns: Sorted) -> list[str]:
    """Return the columns that hold days or moments."""
    return [
        name
        for name, column in columns.facts.items()
        if column.form in ("date", "moment")
    ]


def _days(way: Opened, columns: Sorted) -> tuple[list[Any], list[Any]]:
    """Return texts of days that Python cannot hold, and all other days.

    Those are refused already, for they are beyond all bounds.
    """
    library, texts, others = way.dialect.library, [], []
    for number, name in enumerate(_days_of(columns)):
        called = way.dialect.named(name)
        day = library.col(called)
        is_held = day.dt.year().is_between(1, datetime.MAXYEAR)
        # The year of what is infinite is nothing, in some libraries.
        is_beyond = ~is_held.fill_null(False)  # noqa: FBT003  # is not
        written = library.when(is_beyond).then(_written(day, way, name))
        texts.append(written.alias(f"{_SAID}{number}"))
        others.append(library.when(is_held).then(day).alias(called))

    return texts, others


def _written(day: Expression, way: Opened, name: str) -> Expression:
    """Return what a library writes; of what is too far, how far it is."""
    library = way.dialect.library
    if not way.is_polars:
        return day.cast(library.String)
    unit = getattr(way.types[name], "time_unit", "d")
    since = day.to_physical()
    # Polars panics where it is to write what is beyond its calendar.
    is_near = (since // _IN_A_DAY[unit]).is_between(-_NEAR, _NEAR)
    near = library.when(is_near).then(day).cast(library.String)
    far = library.format(f"1970-01-01 + {{}} {unit}", since)

    return library.when(is_near).then(near).otherwise(far)
