"""Columns of pandas that hold any objects, as columns of Arrow."""

import datetime
import itertools
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import attrs

from parrules.errors import FactError, Problem
from parrules.scoring.written import shortened
from parrules.tables.columns import Table
from parrules.tables.mixed import Mixed
from parrules.tables.rows import is_there

Module = Any
_NOTHING: Final = ("NoneType", "NAType", "NaTType")
"""Types of what says that nothing is there."""


def check_once(names: Iterable[object]) -> None:
    """Refuse a table with several columns of one name.

    Raises:
        FactError: PAR317, for each of them.
    """
    seen: set[object] = set()
    twice: dict[str, None] = {}
    for name in names:
        if name in seen:
            twice[str(name)] = None
        seen.add(name)
    problems = [
        Problem(
            code="PAR317",
            path=(name,),
            arguments={"name": name},
            document=Table("table"),
        )
        for name in twice
    ]
    if problems:
        raise FactError(problems)


@attrs.frozen(eq=False, repr=False)
class Converted:
    """A frame of pandas in another library, without its index.

    Attributes:
        table: Of Arrow, or of Polars.
        unread: By name of the column, types that Arrow does not know, of
            which the table has gaps alone.
        objects: By name, the cells of columns that are of no one type.
    """

    table: Any
    unread: dict[str, str]
    objects: dict[str, list[object]]


def arrow_of(
    frame: Any,  # noqa: ANN401  # a table
    pandas: Module,
    arrow: Module,
    mixed: Mixed,
) -> Converted:
    """Return a frame of pandas in Arrow.

    A column of objects that are not all alike becomes one of texts, each of
    which says what *mixed* makes of its cell.

    Args:
        frame: Of pandas.
        pandas: The module.
        arrow: The module ``pyarrow``.
        mixed: Judges cells of facts.
    """
    columns: list[Any] = []
    unread: dict[str, str] = {}
    objects: dict[str, list[object]] = {}
    for each in frame.columns:
        name, given = str(each), frame[each]
        if given.dtype == object and mixed.reads(name):
            found = _of_facts(name, given, arrow, mixed, objects)
        else:
            found = _column(given, pandas, arrow)
        if found is None:
            unread[name] = str(given.dtype)
            found = arrow.nulls(len(frame))
        columns.append(found)
    names = list(map(str, frame))
    table = arrow.Table.from_arrays(columns, names=names)
    table, others = plain_arrow(table, arrow)

    return Converted(table, {**unread, **others}, objects)


def _of_facts(
    name: str,
    column: Any,  # noqa: ANN401  # a column
    arrow: Module,
    mixed: Mixed,
    objects: dict[str, list[object]],
) -> Any:  # noqa: ANN401  # a column
    """Return a column of objects; *objects* keeps those that are not alike.

    Arrow would take what is not a number for what is not there, a truth
    for 1, and a moment among days for its day.
    """
    if _are_alike(column):
        try:
            found = arrow.Array.from_pandas(column)
        except _failed(arrow):
            pass
        else:
            # Polars has no numbers of so many digits.
            if not arrow.types.is_decimal256(found.type):
                return found
    cells = [shortened(value) for value in column]
    objects[name] = cells
    texts = [mixed.text(name, value) for value in cells]

    return arrow.array(texts, arrow.string())


def _are_alike(column: Iterable[object]) -> bool:
    """Tell whether all that is there is of one type, in lists as well."""
    kinds = set(map(type, column))
    if float in kinds:
        # Most often it is no number, which says that nothing is there.
        kinds = set(map(type, filter(is_there, column)))
    if len({kind for kind in kinds if kind.__name__ not in _NOTHING}) > 1:
        return False
    if kinds & {list, tuple}:
        lists = (each for each in column if isinstance(each, list | tuple))
        return len(set(map(type, itertools.chain.from_iterable(lists)))) < 2  # noqa: PLR2004  # one type, or none

    return Decimal not in kinds or not any(map(_is_no_number, column))


def _column(column: Any, pandas: Module, arrow: Module) -> Any:  # noqa: ANN401  # columns
    """Return a column of Arrow; `None` where it cannot hold such cells."""
    if isinstance(column.dtype, pandas.SparseDtype):
        column = column.sparse.to_dense()
    try:
        found = arrow.Array.from_pandas(column)
    except _failed(arrow):
        is_any = column.dtype == object
        return _texts(column, pandas, arrow) if is_any else None
    # Polars has no numbers of so many digits.
    is_long = arrow.types.is_decimal256(found.type)

    return _texts(column, pandas, arrow) if is_long else found


def _failed(arrow: Module) -> tuple[type[Exception], ...]:
    """Return what Arrow raises for cells that it cannot hold."""
    return (arrow.ArrowException, OverflowError, TypeError, ValueError)


def plain_arrow(table: Any, arrow: Module) -> tuple[Any, dict[str, str]]:  # noqa: ANN401  # tables
    """Return a table of Arrow with columns that Polars reads.

    Args:
        table: Of Arrow.
        arrow: The module ``pyarrow``.

    Returns:
        The table, and by name of the column the types that Polars does not
        know, of which the table has gaps alone.
    """
    unread: dict[str, str] = {}
    for place, field in enumerate(table.schema):
        column = _plain_column(table.column(place), arrow)
        if not _is_read(column.type, arrow.types):
            unread[field.name] = str(column.type)
            column = arrow.nulls(table.num_rows)
        elif column.type == field.type:
            continue
        table = table.set_column(place, field.name, column)

    return table, unread


def _plain_column(column: Any, arrow: Module) -> Any:  # noqa: ANN401  # columns
    """Return what Polars reads of a column that is held oddly."""
    types, kind = arrow.types, column.type
    is_odd = types.is_decimal256(kind) or (
        types.is_decimal(kind) and kind.scale < 0
    )
    if is_odd:
        texts = [
            None if each is None else format(each, "f")
            for each in column.to_pylist()
        ]
        return arrow.chunked_array([arrow.array(texts, arrow.string())])
    if types.is_run_end_encoded(kind):
        cells = column.to_pylist()
        return arrow.chunked_array([arrow.array(cells, kind.value_type)])
    if types.is_string_view(kind) or types.is_binary_view(kind):
        is_text = types.is_string_view(kind)
        return column.cast(arrow.string() if is_text else arrow.binary())

    return column


def _is_read(kind: Any, types: Module) -> bool:  # noqa: ANN401  # a type of Arrow
    """Tell whether Polars knows a type, and those in it."""
    unknown = (
        types.is_union,
        types.is_interval,
        types.is_list_view,
        types.is_large_list_view,
        types.is_decimal256,
        types.is_run_end_encoded,
    )
    parts = (kind.field(place).type for place in range(kind.num_fields))

    return not any(is_such(kind) for is_such in unknown) and all(
        _is_read(part, types) for part in parts
    )


def taken(column: Any, places: Any, arrow: Module) -> Any:  # noqa: ANN401  # of Arrow
    """Return the cells at *places*, also of types that Arrow never takes."""
    try:
        return column.take(places)
    except arrow.ArrowNotImplementedError:
        chunks = [
            chunk
            for place in places.to_pylist()
            for chunk in column.slice(place, 1).chunks
        ]
        return arrow.chunked_array(chunks, column.type)


def _is_no_number(value: object) -> bool:
    return isinstance(value, Decimal) and not value.is_finite()


def _texts(column: Any, pandas: Module, arrow: Module) -> Any:  # noqa: ANN401  # columns
    texts = []
    for value in column:
        is_there = (
            isinstance(value, Decimal | list | tuple | dict)
            or hasattr(value, "tolist")
            or not pandas.isna(value)
        )
        texts.append(_text(value) if is_there else None)

    return arrow.array(texts, arrow.string())


def _text(value: Any) -> str:  # noqa: ANN401  # any object
    """Return what would stand in a file."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float | int) and not isinstance(value, bool):
        # Python refuses to write very long whole numbers.
        whole = int(value)
        return str(whole) if whole.bit_length() < 1024 else "…"  # noqa: PLR2004
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time() and value.tzinfo is None
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, list | tuple):
        return ";".join(map(_text, value))

    return str(value)
