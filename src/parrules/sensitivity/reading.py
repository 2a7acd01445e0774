"""A file of what is uncertain → `Uncertainty`, with all that is wrong."""

import os
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parrules.errors import FactError, Path
from parrules.loading.document import in_file_order
from parrules.loading.reading import Reading, read_bytes, read_file
from parrules.loading.structure import Reader
from parrules.loading.tops import required_top
from parrules.sensitivity.model import (
    Days,
    Doubt,
    Margin,
    Other,
    Resampled,
    Surveyed,
    Uncertainty,
    Weight,
)
from parrules.sensitivity.wire import DoubtTable, FileTable, WeightTable

_KINDS = ("margin", "percent", "days", "other", "survey", "resample")
_AREAS = "areas"


def read_uncertainty(path: str | os.PathLike[str]) -> Uncertainty:
    """Read what is uncertain from the TOML file at *path*.

    Raises:
        FactError: All that is wrong with the file, in its order; whether it
            goes with a ruleset is seen when the two meet.
    """
    return _read(read_file(path))


def parse_uncertainty(data: bytes | str, name: str) -> Uncertainty:
    """Read what is uncertain from *data*, called *name* in problems.

    Raises:
        FactError: As `read_uncertainty` raises it.
    """
    return _read(read_bytes(data, name))


def _read(reading: Reading) -> Uncertainty:
    reader, file = required_top(reading, FileTable)
    weights = _weights(reader, file.weight)
    found = Uncertainty(
        facts=_doubts(reader, file.fact, ("fact",)),
        units={
            unit: _doubts(reader, table, ("unit", unit))
            for unit, table in (file.unit or {}).items()
        },
        areas=weights.pop(_AREAS, None),
        weights=weights,
        document=reader.document,
    )
    if reader.problems:
        raise FactError(in_file_order(reader.problems))

    return found


def _doubts(reader: Reader, table: object, path: Path) -> dict[str, Doubt]:
    if table is None:
        return {}
    if not isinstance(table, Mapping):
        reader.wrong(table, "table", path)
        return {}
    found = {
        name: _doubt(reader, row, (*path, name)) for name, row in table.items()
    }

    return {name: each for name, each in found.items() if each is not None}


def _doubt(reader: Reader, table: object, path: Path) -> Doubt | None:
    row = reader.row(DoubtTable, table, path)
    kind = reader.one_of(row, path, *_KINDS)
    reader.needs(row, path, "shape", "margin", "percent")
    if kind in ("margin", "percent"):
        shape = row.shape or "uniform"
        return Margin(
            amount=row.margin, percent=row.percent, shape=shape, path=path
        )
    if kind == "days":
        return None if row.days is None else Days(days=row.days, path=path)
    if kind == "other":
        return _other(reader, row.other, path)
    for key, made in (("survey", Surveyed), ("resample", Resampled)):
        if kind == key:
            _is_true(reader, getattr(row, key), (*path, key))
            return made(path=path)

    return None


def _other(
    reader: Reader, table: Mapping[str, Any] | None, path: Path
) -> Other:
    options = {
        option: reader.value(Decimal, each, (*path, "other", option))
        for option, each in (table or {}).items()
    }

    return Other(
        options={
            option: each
            for option, each in options.items()
            if each is not None
        },
        path=path,
    )


def _is_true(reader: Reader, value: object, path: Path) -> None:
    """Report ``survey = false``, which says nothing."""
    if value is False:
        reader.problem("PAR111", path, value="false", allowed="true", near="")


def _weights(
    reader: Reader, table: Mapping[str, Any] | None
) -> dict[str, Weight]:
    found = {}
    for code, each in (table or {}).items():
        path = ("weight", code)
        row = reader.row(WeightTable, each, path)
        if row.percent is not None:
            found[code] = Weight(percent=row.percent, path=path)

    return found
