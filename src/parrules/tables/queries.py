"""What a library of tables is asked: columns layer by layer, and an answer."""

from collections.abc import Sequence
from typing import Any

from parrules.tables.columns import Sorted
from parrules.tables.frames import ROW, Frame, Opened
from parrules.tables.lowering import Lowered
from parrules.tables.packages import required


def shown_columns(way: Opened, columns: Sorted, low: Lowered) -> list[Any]:
    """Return what an answer has: what is taken along, and the scores."""
    dialect = way.dialect
    carried = [
        dialect.library.col(dialect.named(name)).alias(name)
        for name in columns.carried
    ]

    return [*carried, *(shown for _, shown in low.answers)]


def selected(
    frame: Frame, way: Opened, columns: Sorted, shown: Sequence[Any]
) -> Frame:
    """Return what is shown, a row for each of the frame's.

    Where nothing is read, Polars makes one row of what is the same in all:
    so a column is read that is not shown.
    """
    if columns.carried or not way.is_polars or not way.types:
        return frame.select(*shown)
    read = next(iter(columns.facts), next(iter(way.types)))
    row = way.dialect.library.col(read).alias(ROW)

    return frame.select(*shown, row).drop(ROW)


def run(lazy: Frame) -> Frame:
    """Return what Polars computes, morsel by morsel."""
    polars = required("polars")
    # What is used twice is a column already.
    kept = polars.QueryOptFlags(comm_subexpr_elim=False)

    return lazy.collect(engine="streaming", optimizations=kept)


def layered(frame: Frame, layers: Sequence[Sequence[Any]]) -> Frame:
    """Return a frame with more columns, each layer made of those before."""
    for layer in layers:
        if layer:
            frame = frame.with_columns(*layer)

    return frame
