"""A frame as whole arrays: what NumPy and C are written over.

What is missing is `MISSING`; a date that did not happen is day 0, an answer
the number of its option.
"""

import datetime
from typing import Any

import numpy
import polars

from peers.rules import Dated, Flagged, Picked, Rules, columns_of
from peers.units import NEVER

MISSING = -1
NOBODY = 255
"""What is missing of an answer."""

DAY_ONE = datetime.date(1899, 12, 31)
"""Days are counted from here, so that `NEVER` can be 0."""

Array = numpy.ndarray[Any, Any]


def arrays_of(rules: Rules, frame: polars.DataFrame) -> dict[str, Array]:
    """Return each column that *rules* read, whole and without nulls."""
    found: dict[str, Array] = {}
    for leaf in rules.leaves:
        for name in columns_of(leaf):
            if name in found:
                continue
            if isinstance(leaf, Picked):
                options = [option for option, _ in leaf.points]
                found[name] = answers(frame[name], options)
            elif isinstance(leaf, Dated):
                found[name] = days(frame[name])
            elif isinstance(leaf, Flagged):
                found[name] = flags(frame[name])
            else:
                found[name] = frame[name].fill_null(MISSING).to_numpy()

    return found


def answers(column: polars.Series, options: list[str]) -> Array:
    """Return the number of each option; `NOBODY` for none."""
    kind = polars.Enum(options)
    codes = column.cast(kind).to_physical().cast(polars.UInt8)

    return codes.fill_null(NOBODY).to_numpy()


def days(column: polars.Series) -> Array:
    """Return days since `DAY_ONE`; 0 is never."""
    numbers = column.to_physical() - (DAY_ONE - datetime.date(1970, 1, 1)).days
    never = column == NEVER

    return (
        polars.select(
            polars.when(column.is_null())
            .then(MISSING)
            .when(never)
            .then(0)
            .otherwise(numbers)
            .cast(polars.Int32)
        )
        .to_series()
        .to_numpy()
    )


def flags(column: polars.Series) -> Array:
    """Return 1 for yes, 0 for no."""
    return column.cast(polars.Int8).fill_null(MISSING).to_numpy()


def month_table() -> Array:
    """Return the day one month after each day, by day since `DAY_ONE`."""
    days_ = polars.date_range(DAY_ONE, datetime.date(2101, 1, 31), eager=True)
    later = days_.dt.offset_by("1mo").to_physical()

    return (
        (later - (DAY_ONE - datetime.date(1970, 1, 1)).days)
        .cast(polars.Int32)
        .to_numpy()
    )
