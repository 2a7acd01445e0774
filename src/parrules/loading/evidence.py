"""``[[evidence]]`` of a facts file → the documents that facts rest on."""

import datetime
from collections.abc import Iterator
from typing import Any

from parrules.errors import Path, near
from parrules.facts import Evidence, day_of, is_checksum
from parrules.loading.structure import KEY, Reader

_TEXTS = ("id", "title", "number", "issuer", "path", "sha256", "page")
KEYS = ("for", *_TEXTS, "date")


def evidence_of(reader: Reader, row: object, path: Path) -> Evidence | None:
    """Read one document, `None` where it supports nothing readable."""
    if not isinstance(row, dict):
        reader.wrong(row, "table", path)
        return None
    for key in row:
        if key not in KEYS:
            arguments = {"near": near(key, KEYS), "keys": ", ".join(KEYS)}
            reader.problem("PAR104", (*path, key), KEY, key=key, **arguments)
    texts = {
        key: reader.value(str, row[key], (*path, key)) or ""
        for key in _TEXTS
        if key in row
    }
    checksum = texts["sha256"] = texts.get("sha256", "").strip()
    if checksum and not is_checksum(checksum):
        reader.problem(
            "PAR339",
            (*path, "sha256"),
            name="sha256",
            value=checksum,
            length=str(len(checksum)),
        )
        # It has been told, and is not looked at again.
        texts["sha256"] = ""
    if "for" not in row:
        reader.problem("PAR106", path, key="for")
        return None
    supports = _supports(reader, row["for"], (*path, "for"))
    date = _date(reader, row.get("date"), (*path, "date"))
    if supports is None:
        return None

    return Evidence(supports=supports, date=date, **texts)


def supported(rows: object) -> Iterator[tuple[str, Path]]:
    """Yield what ``for`` names in each of *rows*, and where it does."""
    for position, row in enumerate(rows if isinstance(rows, list) else ()):
        names = row.get("for") if isinstance(row, dict) else None
        for place, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str):
                yield name.strip(), ("evidence", position, "for", place)


def _supports(
    reader: Reader, names: object, path: Path
) -> tuple[str, ...] | None:
    found = reader.value(tuple[str, ...], names, path)

    return None if found is None else tuple(name.strip() for name in found)


def _date(reader: Reader, value: Any, path: Path) -> datetime.date | None:  # noqa: ANN401  # TOML or JSON
    """Read a date; JSON, which has none, writes it as text."""
    if value is None or type(value) is datetime.date:
        return value
    day = day_of(value) if type(value) is str else None
    if day is None:
        reader.wrong(value, "date", path)

    return day
