"""Columns of pandas that hold any objects, as columns of Arrow."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from parrules.errors import FactError, Problem
from parrules.tables.columns import Table

Module = Any
FLOAT = "float "
"""Before a number that is binary, where it stands among texts."""


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


def arrow_of(
    frame: Any,  # noqa: ANN401  # a table
    pandas: Module,
    arrow: Module,
) -> tuple[Any, dict[str, str]]:
    """Return a frame of pandas in Arrow, without its index.

    A column of objects that are not all alike becomes one of texts, as they
    would stand in a file: the facts say what each cell may be.

    Args:
        frame: Of pandas.
        pandas: The module.
        arrow: The module ``pyarrow``.

    Returns:
        The table, and by name of the column the types that Arrow does not
        know, of which the table has gaps alone.
    """
    columns: list[Any] = []
    unread: dict[str, str] = {}
    for name in frame.columns:
        found = _column(frame[name], pandas, arrow)
        if found is None:
            unread[str(name)] = str(frame[name].dtype)
            found = arrow.nulls(len(frame))
        columns.append(found)
    names = list(map(str, frame))
    table = arrow.Table.from_arrays(columns, names=names)
    table, others = plain_arrow(table, arrow)

    return table, {**unread, **others}


def _column(column: Any, pandas: Module, arrow: Module) -> Any:  # noqa: ANN401  # columns
    """Return a column of Arrow; `None` where it cannot hold such cells."""
    if isinstance(column.dtype, pandas.SparseDtype):
        column = column.sparse.to_dense()
    if _has_no_number(column, pandas):
        # Arrow takes what is not a number for what is not there.
        return _texts(column, pandas, arrow)
    failed = (arrow.ArrowException, OverflowError, TypeError, ValueError)
    try:
        found = arrow.Array.from_pandas(column)
    except failed:
        is_any = column.dtype == object
        return _texts(column, pandas, arrow) if is_any else None
    # Polars has no numbers of so many digits.
    is_long = arrow.types.is_decimal256(found.type)

    return _texts(column, pandas, arrow) if is_long else found


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


def _has_no_number(column: Any, pandas: Module) -> bool:  # noqa: ANN401  # a column
    if column.dtype != object:
        return False
    # Texts alone, which are common and many, need no look at each.
    if pandas.api.types.infer_dtype(column, skipna=False) == "string":
        return False

    return any(map(_is_no_number, column))


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
    if isinstance(value, float) and not value.is_integer():
        # It must not be taken for the decimal that it looks like.
        return f"{FLOAT}{value!r}"
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
