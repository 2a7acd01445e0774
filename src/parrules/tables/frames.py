"""Tables of each library: opened as expressions can read, closed as given.

Nothing heavy is imported until a table of that kind is there.
"""

import functools
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from types import MappingProxyType
from typing import Any

import attrs

from parrules.engines.columns.writing import halved
from parrules.errors import FactError, Problem
from parrules.tables.columns import Column, Foreign
from parrules.tables.data_frames import DataFrames
from parrules.tables.lowering import Dialect
from parrules.tables.mixed import Mixed
from parrules.tables.objects import check_once, plain_arrow, taken
from parrules.tables.packages import EXTRA, required
from parrules.tables.raw import Expression

Frame = Any
"""A table of some library."""

Close = Callable[[Frame, Sequence[int] | None, Collection[str]], Frame]
"""Takes the answer, whose rows its own are, and what was taken along."""

ROW = "#row"
_UNKNOWN = ("Unknown", "List(Unknown)")
"""Types that say less than what the library itself says."""

_FLOATING = 54
"""Bits up to which a division of binary numbers is exact, and the sign."""


@attrs.frozen(eq=False, repr=False)
class Opened:
    """A table that can be asked.

    Attributes:
        frame: A lazy frame of Polars or Narwhals.
        types: Narwhals' types by name of the column.
        dialect: What its expressions are written in.
        close: Makes the same kind as was given of such a frame.
        is_lazy: Whether what was given is.
        refused: Makes a table of what was refused: the same kind, or of
            PyArrow where that needs a connection.
        is_named: Whether names in long answers are categories, too.
        objects: By name of the column, cells as they were given, of which
            the frame has texts; empty for all other columns.
    """

    frame: Frame
    types: Mapping[str, Any]
    dialect: Dialect
    close: Close
    is_lazy: bool
    refused: Callable[[Mapping[str, list[Any]]], Frame]
    is_named: bool = False
    objects: Mapping[str, Sequence[object]] = MappingProxyType({})

    @property
    def is_polars(self) -> bool:
        """Tell whether Polars itself computes."""
        return bool(self.dialect.library.__name__ == "polars")

    @property
    def height(self) -> int:
        """Return the number of rows of what Polars holds."""
        counted = self.frame.select(self.dialect.library.len())

        return int(counted.collect().item())

    def collected(self, frame: Frame) -> list[dict[str, object]]:
        """Return the rows of a lazy frame."""
        return list(self.held(frame).iter_rows(named=True))

    def held(self, frame: Frame) -> Frame:
        """Return a lazy frame in memory, as a frame of Narwhals."""
        if self.is_polars:
            found = frame.collect(engine="streaming")
            return required("narwhals").from_native(found)

        return frame.collect("pyarrow")

    def numbered(self, frame: Frame) -> Frame:
        """Number rows, where they have an order."""
        if self.is_polars:
            return frame.with_row_index(ROW, offset=1)

        return frame


def opened(frame: Frame, mixed: Mixed) -> Opened:
    """Open a table of Polars, pandas, PyArrow, DuckDB or Spark.

    Args:
        frame: Of any of them.
        mixed: Judges cells that are objects of any type.

    Raises:
        FactError: PAR342, it is no such table.
        ExtraError: PAR913, Narwhals or Polars is not installed.
    """
    openers: Mapping[str, Callable[[Frame], Opened | None]] = {
        "polars": _polars,
        "pandas": functools.partial(_pandas, mixed=mixed),
        "pyarrow": _arrow,
        "duckdb": _lazy,
        "pyspark": _lazy,
    }
    home = _home(frame, openers)
    found = openers[home](frame) if home else None
    if found is None:
        kind = type(frame)
        arguments = {"found": f"{kind.__module__}.{kind.__qualname__}"}
        raise FactError((Problem(code="PAR342", arguments=arguments),))

    return found


def _home(frame: Frame, known: Collection[str]) -> str:
    """Return the library of a table, or of what it is a kind of."""
    homes = (
        kind.__module__.partition(".")[0].lstrip("_")
        for kind in type(frame).__mro__
    )

    return next((each for each in homes if each in known), "")


# -- Polars, and what goes through Arrow --------------------------------------


def _polars(frame: Frame) -> Opened | None:
    library = required("polars")
    if isinstance(frame, library.LazyFrame):
        return _in_polars(
            frame,
            lambda lazy, *_: lazy,
            lambda found: _new(found).lazy(),
            is_lazy=True,
        )
    if isinstance(frame, library.DataFrame):
        return _in_polars(frame.lazy(), lambda lazy, *_: _run(lazy), _new)

    return None


def _new(found: Mapping[str, list[Any]]) -> Frame:
    polars = required("polars")
    types = dict.fromkeys(found, polars.String)

    return polars.DataFrame(found, schema={**types, "row": polars.Int64})


def _run(lazy: Frame) -> Frame:
    return lazy.collect(engine="streaming")


def _portable(frame: Frame) -> Frame:
    return frame.lazy().pipe(portable).collect()


def portable(lazy: Frame) -> Frame:
    """Return a frame of Polars that every library of Arrow reads.

    None but Polars has whole numbers of 128 bits: they become decimals.
    """
    polars = required("polars")
    schema = lazy.collect_schema()
    wide = [name for name, of in schema.items() if of == polars.Int128]
    if not wide:
        return lazy

    return lazy.with_columns(polars.col(wide).cast(polars.Decimal(38, 0)))


def _in_polars(
    lazy: Frame,
    close: Close,
    refused: Callable[[Mapping[str, list[Any]]], Frame],
    *,
    is_lazy: bool = False,
    unread: Mapping[str, str] = MappingProxyType({}),
) -> Opened:
    """Open what Polars reads; *unread* are types that it does not know."""
    polars, narwhals = required("polars"), required("narwhals")
    arrays = [
        name
        for name, kind in lazy.collect_schema().items()
        if isinstance(kind, polars.Array)
    ]
    if arrays:
        # Lists of one length are read as any others.
        lazy = lazy.with_columns(polars.col(arrays).arr.to_list())
    types = {
        16: polars.Int16,
        32: polars.Int32,
        64: polars.Int64,
        128: polars.Int128,
    }

    known = _types(
        narwhals.from_native(lazy).collect_schema(),
        lazy.collect_schema().values(),
    )
    foreign = {name: Foreign(kind) for name, kind in unread.items()}

    return Opened(
        lazy,
        {**known, **foreign},
        Dialect(polars, types),
        close,
        is_lazy,
        refused,
    )


def _types(
    schema: Mapping[str, Any], native: Iterable[object]
) -> dict[str, Any]:
    """Return Narwhals' types by name of the column.

    Args:
        schema: What Narwhals says.
        native: What the library itself says, in the same order.
    """
    return {
        name: Foreign(str(own)) if str(kind) in _UNKNOWN else kind
        for (name, kind), own in zip(schema.items(), native, strict=True)
    }


def _arrow(frame: Frame) -> Opened | None:
    polars, arrow = required("polars"), required("pyarrow")
    if not isinstance(frame, arrow.Table):
        return None
    check_once(frame.column_names)
    read, unread = plain_arrow(frame, arrow)

    def close(
        lazy: Frame, kept: Sequence[int] | None, carried: Collection[str]
    ) -> Frame:
        places = None if kept is None else arrow.array(kept, arrow.int64())
        found = _portable(_run(lazy)).to_arrow()
        for name in carried:
            # Polars has fewer types: what was given stands there again.
            place = found.column_names.index(name)
            given = frame[name]
            if places is not None:
                given = taken(given, places, arrow)
            found = found.set_column(place, frame.schema.field(name), given)
        return found

    return _in_polars(
        polars.from_arrow(read).lazy(),
        close,
        lambda found: _new(found).to_arrow(),
        unread=unread,
    )


def _pandas(frame: Frame, mixed: Mixed) -> Opened | None:
    pandas, polars = required("pandas"), required("polars")
    arrow = required("pyarrow")
    if not isinstance(frame, pandas.DataFrame):
        return None
    names = [*map(str, frame.columns)]
    check_once(names)
    if names != [*frame.columns]:
        frame = frame.set_axis(names, axis=1)
    frames = DataFrames(pandas, polars, arrow, mixed)

    def close(
        lazy: Frame, kept: Sequence[int] | None, carried: Collection[str]
    ) -> Frame:
        return frames.answered(_portable(_run(lazy)), frame, kept, carried)

    read = frames.read(frame)
    way = _in_polars(
        read.table.lazy(),
        close,
        lambda found: frames.written(_new(found)),
        unread=read.unread,
    )

    return attrs.evolve(way, is_named=True, objects=read.objects)


# -- what Narwhals writes for -------------------------------------------------


def _lazy(frame: Frame) -> Opened | None:
    narwhals = required("narwhals")
    is_spark = _home(frame, ("pyspark",)) != ""
    required("pyarrow", "spark" if is_spark else EXTRA)
    columns = getattr(frame, "columns", None)
    if isinstance(columns, list):
        check_once(columns)
    names = None
    if is_spark and hasattr(frame, "toDF"):
        # There a point in a name leads into a structure.
        names = list(frame.columns)
        frame = frame.toDF(*map(_plain, names))
    try:
        lazy = narwhals.from_native(frame)
    except TypeError:
        return None
    if is_spark:
        native = [kind for _, kind in frame.dtypes]
    else:
        native = getattr(frame, "types", lazy.collect_schema())
    schema = _types(lazy.collect_schema(), native)
    if names is not None:
        schema = dict(zip(names, schema.values(), strict=True))

    return Opened(
        lazy,
        schema,
        _dialect(is_spark=is_spark),
        lambda found, *_: found.to_native(),
        is_lazy=True,
        refused=_new_in_arrow,
    )


def _dialect(*, is_spark: bool) -> Dialect:
    narwhals = required("narwhals")
    types = dict.fromkeys((16, 32, 64), narwhals.Int64)
    types[128] = narwhals.Int64 if is_spark else narwhals.Int128

    return Dialect(
        narwhals,
        types,
        widest=64 if is_spark else 128,
        division=_FLOATING if is_spark else 128,
        named=_plain if is_spark else str,
    )


def _plain(name: str) -> str:
    """Return a name without points, which no other name has."""
    return name.replace("_", "__").replace(".", "_p")


def _new_in_arrow(found: Mapping[str, list[Any]]) -> Frame:
    arrow = required("pyarrow")
    types = dict.fromkeys(found, arrow.string())
    fields = {**types, "row": arrow.int64()}.items()

    return arrow.table(found, schema=arrow.schema(list(fields)))


def forms(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return what expressions depend on, so that they are made once."""
    return tuple(sorted(columns, key=lambda column: column.name))


def any_of(conditions: Sequence[Expression]) -> Expression:
    """Return whether one holds; what is not known does not."""
    found = halved(conditions, "__or__")

    return found.fill_null(False)  # noqa: FBT003  # does not hold
