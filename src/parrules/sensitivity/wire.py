"""One class for each kind of table in a file of what is uncertain."""

from decimal import Decimal
from typing import Literal

from parrules.loading.wire import Table, Wire


class FileTable(Wire):
    """The top of the file."""

    language: int | None
    fact: Table | None = None
    unit: Table | None = None
    weight: Table | None = None


class DoubtTable(Wire):
    """How uncertain a fact is."""

    margin: Decimal | None = None
    percent: Decimal | None = None
    shape: Literal["uniform", "normal"] | None = None
    days: int | None = None
    other: Table | None = None
    survey: bool | None = None
    resample: bool | None = None


class WeightTable(Wire):
    """How uncertain a maximum is."""

    percent: Decimal | None
