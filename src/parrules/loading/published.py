"""A file of published figures → publications, with all that is wrong."""

import os
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parrules.cohort.published import Group, Part, Publication
from parrules.errors import FactError, Path
from parrules.loading.document import in_file_order
from parrules.loading.reading import read_file
from parrules.loading.structure import Reader
from parrules.loading.tops import required_top
from parrules.loading.wire import AnyWire, Rows, Table, Text, Wire
from parrules.usage import path_of


class PublishedFile(Wire):
    """The top of the file."""

    published: Rows | None


class PublishedTable(Wire):
    """An element of ``[[published]]``."""

    unit: Text | None
    index: Text | None = None
    block: Text | None = None
    period: Text | None = None
    source: Text | None = None
    total: Decimal | None = None
    maximum: Decimal | None = None
    share: Decimal | None = None
    parts: Table | None = None
    change: Decimal | None = None
    previous: Decimal | None = None
    rank: int | None = None
    of: int | None = None
    places: int | None = None
    previous_rank: int | None = None
    groups: Table | None = None
    mean: Decimal | None = None
    mean_of: Rows | None = None


class PartTable(Wire):
    """A part of the total, in the long form."""

    points: Decimal | None = None
    maximum: Decimal | None = None


class GroupTable(Wire):
    """A class of units, in the long form."""

    count: int | None = None
    share: Decimal | None = None


def read_published(path: str | os.PathLike[str]) -> tuple[Publication, ...]:
    """Read the published figures in the TOML file at *path*.

    Raises:
        FactError: All that is wrong with the file, in its order; what
            contradicts itself is not: `parrules.cohort.doubting.doubts`
            tells that.
    """
    reader, file = required_top(
        read_file(path_of("path", path)), PublishedFile
    )
    found = tuple(
        _publication(reader, row, where)
        for row, where in reader.rows(
            PublishedTable, file.published, ("published",)
        )
    )
    if reader.problems:
        raise FactError(in_file_order(reader.problems))

    return found


def _publication(
    reader: Reader, row: PublishedTable, path: Path
) -> Publication:
    parts = _each(reader, PartTable, "points", row.parts, (*path, "parts"))
    groups = _each(reader, GroupTable, "count", row.groups, (*path, "groups"))
    numbers = [
        reader.value(Decimal, each, (*path, "mean_of", place))
        for place, each in enumerate(row.mean_of or ())
    ]

    return Publication(
        unit=row.unit or "",
        index=row.index or "",
        block=row.block or "",
        period=row.period or "",
        source=row.source or "",
        total=row.total,
        maximum=row.maximum,
        share=row.share,
        parts={
            name: Part(points=each.points, maximum=each.maximum)
            for name, each in parts.items()
        },
        change=row.change,
        previous=row.previous,
        rank=row.rank,
        of=row.of,
        places=row.places,
        previous_rank=row.previous_rank,
        groups={
            name: Group(count=each.count, share=each.share)
            for name, each in groups.items()
        },
        mean=row.mean,
        mean_of=tuple(each for each in numbers if each is not None),
        path=path,
        document=reader.document,
    )


def _each(
    reader: Reader,
    wire: type[AnyWire],
    short: str,
    table: Mapping[str, Any] | None,
    path: Path,
) -> dict[str, AnyWire]:
    """Read a table of rows; a number alone is what *short* says."""
    return {
        name: reader.row(
            wire,
            value if isinstance(value, dict) else {short: value},
            (*path, name),
        )
        for name, value in (table or {}).items()
    }
