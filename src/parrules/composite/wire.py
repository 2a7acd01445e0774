"""The tables of an index file, with every key that they may have."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from parrules.composite.model import Better, Beyond, Combine, Flat
from parrules.loading.wire import Rows, Table, Text, Wire
from parrules.model import Status, Title
from parrules.points import Rounding


class FileTable(Wire):
    """The top of the file."""

    language: int | None
    index: Table | None
    treatment: Table | None = None
    total: Table | None = None
    criteria: Table | None
    grade: Rows | None = None
    ranking: Table | None = None
    changes: Table | None = None
    example: Rows | None = None


class IndexTable(Wire):
    """``[index]``."""

    id: str | None
    edition: str | None
    status: Status | None
    title: Title | None
    source: Text | None = None
    decimals: int | None = None
    rounding: Rounding | None = None
    from_: datetime.date | None = None
    to: datetime.date | None = None
    known: Mapping[str, Text] | None = None


class TreatmentTable(Wire):
    """``[treatment]``."""

    impute: Literal["none", "mean", "median"] | None = None
    group: str | None = None
    trim: Decimal | None = None
    winsorise: Table | None = None


class WinsoriseTable(Wire):
    """``winsorise`` in ``[treatment]``."""

    most: int | None = None
    skewness: Decimal | None = None
    kurtosis: Decimal | None = None
    otherwise: Literal["keep", "log"] | None = None


class NodeTable(Wire):
    """A row of ``[criteria]``, or ``[total]``."""

    title: Title | None = None
    source: Text | None = None
    weight: Decimal | None = None
    indicator: str | None = None
    per: str | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    better: Better | None = None
    onto: Any = None
    anchors: Any = None
    beyond: Beyond | None = None
    if_equal: Flat | None = None
    transform: Literal["none", "log"] | None = None
    combine: Combine | None = None
    if_missing: Any = None


class AnchorsTable(Wire):
    """``anchors`` in the long form."""

    window: int | None = None
    running_since: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    target: Decimal | None = None


class PresentTable(Wire):
    """``if_missing`` in the long form."""

    present: Decimal | None


class ExampleTable(Wire):
    """A row of ``[[example]]``."""

    name: str | None
    year: int | None = None
    units: Table | None
    earlier: Table | None = None
    expect: Table | None
