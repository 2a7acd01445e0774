"""Files of CSV, looked through before they are read.

Polars fills a row that is too short with nothing, and says of one that is
too long only that there is one; here each such row is told by its number.
"""

import codecs
import csv
import itertools
from collections.abc import Iterator
from typing import Final

from parrules.errors import FactError, Problem
from parrules.tables.columns import Table
from parrules.tables.objects import check_once

_SEPARATORS: Final = (",", ";", "\t")
_NOT_TAKEN: Final = ("|", ":", "\x1f")
"""What stands between cells elsewhere, and in names of columns nowhere."""

_LONGEST_HEADER: Final = 1_000_000
_BLOCK: Final = 1 << 22
"""Bytes that are looked at together."""

_NO_MARKS: Final = bytes(set(range(256)) - set(b'",;\t\n'))
_LONGEST_ROW: Final = 1 << 26
_START: Final = 64
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def checked_separator(path: str) -> str:
    """Return what stands between the cells, once all rows were looked at.

    Raises:
        FactError: PAR102, it is not in UTF-8; PAR317, two columns have one
            name; PAR348, it is empty or a quotation mark has no other;
            PAR358, for each row that has not as many cells as the header.
        OSError: It cannot be read.
    """
    _check_start(path)
    separator = _separator(path)
    problems = tuple(_uneven(path, separator.encode()))
    if problems:
        raise FactError(problems)

    return separator


def _check_start(path: str) -> None:
    """Refuse what is empty, or no text in UTF-8 from its start.

    Raises:
        FactError: PAR102, PAR348.
    """
    with open(path, "rb") as file:  # noqa: PTH123  # a text stays one
        start = file.read(_START)
    if not start.strip():
        raise _unreadable(path, "empty_file")
    if start.startswith(_UTF_16) or b"\0" in start:
        raise FactError((_not_utf_8(path, start[:1], None, "UTF-16"),))


def _separator(path: str) -> str:
    """Return what parts the header into the most names.

    Raises:
        FactError: PAR317, a name stands there twice; PAR348, nothing of
            what is taken parts it, and something else would.
    """
    with open(path, encoding="utf-8-sig", errors="replace") as file:  # noqa: PTH123  # a text stays one
        header = file.readline(_LONGEST_HEADER)

    def names(separator: str) -> int:
        return len(next(csv.reader([header], delimiter=separator), []))

    found = max(_SEPARATORS, key=names)
    if names(found) == 1 and max(map(names, _NOT_TAKEN)) > 1:
        raise _unreadable(path, "separator")
    # Polars would give the second of two equal names another.
    check_once(next(csv.reader([header], delimiter=found), []))

    return found


def _uneven(path: str, separator: bytes) -> Iterator[Problem]:
    """Yield the rows that have not as many cells as the header."""
    row, wanted = 0, None
    for block in _blocks(path):
        try:
            block.decode()
        except UnicodeDecodeError as error:
            before = _unquoted(block[: error.start]).count(b"\n")
            byte = block[error.start : error.start + 1]
            yield _not_utf_8(path, byte, row + before)
            return
        lines = _unquoted(block).split(b"\n")
        if lines[-1] == b"":
            lines.pop()
        counts = list(map(bytes.count, lines, itertools.repeat(separator)))
        wanted = counts[0] if wanted is None else wanted
        if counts.count(wanted) != len(counts):
            for place, found in enumerate(counts, row):
                if found != wanted:
                    yield _of_row(path, place, found + 1, wanted + 1)
        row += len(lines)


def _blocks(path: str) -> Iterator[bytes]:
    """Yield whole rows of a file, many at once.

    Raises:
        FactError: PAR348, a quotation mark has no other.
    """
    rest = b""
    with open(path, "rb") as file:  # noqa: PTH123  # a text stays one
        while read := file.read(_BLOCK):
            rest += read
            end = _end_of_row(rest)
            if end:
                yield rest[:end]
                rest = rest[end:]
            elif len(rest) > _LONGEST_ROW:
                break
    if rest.count(b'"') % 2 or len(rest) > _LONGEST_ROW:
        raise _unreadable(path, "unclosed")
    if rest:
        yield rest


def _end_of_row(text: bytes) -> int:
    """Return where the last whole row of *text* ends; 0 where none does."""
    end = text.rfind(b"\n") + 1
    is_inside = text.count(b'"', 0, end) % 2
    while end and is_inside:
        before = text.rfind(b"\n", 0, end - 1) + 1
        is_inside = (is_inside + text.count(b'"', before, end)) % 2
        end = before

    return end


def _unquoted(text: bytes) -> bytes:
    """Return what separates cells and rows of *text*, and perhaps more.

    What stands between quotation marks separates nothing.
    """
    if b'"' not in text:
        return text
    # Of most quoted cells nothing is left but two marks side by side.
    text = text.translate(None, _NO_MARKS).replace(b'""', b"")

    return b"".join(text.split(b'"')[::2])


def _unreadable(path: str, detail: str) -> FactError:
    arguments = {"file": path, "detail": detail}

    return FactError((Problem(code="PAR348", arguments=arguments),))


def _not_utf_8(
    path: str, byte: bytes, row: int | None, near: str = ""
) -> Problem:
    return Problem(
        code="PAR102",
        arguments={"byte": f"0x{byte.hex()}", "near": near},
        document=Table(path, row or None),
    )


def _of_row(path: str, row: int, found: int, wanted: int) -> Problem:
    return Problem(
        code="PAR358",
        arguments={"found": str(found), "wanted": str(wanted)},
        document=Table(path, row),
    )
