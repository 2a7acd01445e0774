"""Tables in files, by the ending of their names; Polars reads and writes.

What is written appears whole or not at all, and no table is held in memory
but that of a spreadsheet.
"""

import contextlib
import csv
import errno
import os
import pathlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from parrules.errors import FactError, Problem
from parrules.tables.frames import Frame, portable, required, sparing
from parrules.tables.objects import check_once
from parrules.tables.sheets import read_spreadsheet

ENDINGS: Final = (".parquet", ".csv", ".arrow", ".xlsx")
_UNFINISHED: Final = ".part"
_SEPARATORS: Final = (",", ";", "\t")
_LONGEST_HEADER: Final = 1_000_000
_ROWS: Final = 60_000
"""Rows that a Parquet file has in a group, which is held until it is full."""

_TURNED: Final = (
    "strings_to_formulas",
    "strings_to_urls",
    "strings_to_numbers",
)
_REASONS: Final[Mapping[type[BaseException], str]] = {
    FileNotFoundError: "not_found",
    NotADirectoryError: "not_found",
    IsADirectoryError: "directory",
    PermissionError: "no_permission",
}
"""What messages call what the system says in English only."""

_DIGITS: Final = 15
"""Digits that a number in a spreadsheet keeps."""


def read_table(path: str) -> Frame:
    """Return a lazy frame of the table in a file.

    Cells of CSV and XLSX are texts, read by what the facts declare; between
    those of CSV stands a comma, a semicolon or a tab.  *path* is the name
    of one file, whatever characters it has.

    Raises:
        FactError: PAR343, PAR348.
        ExtraError: PAR913, Polars or what reads spreadsheets is absent.
    """
    polars = required("polars")
    readers: Mapping[str, Callable[[], Frame]] = {
        ".parquet": lambda: polars.scan_parquet(path, glob=False),
        ".csv": lambda: _csv(path),
        ".arrow": lambda: polars.scan_ipc(path, glob=False),
        ".xlsx": lambda: read_spreadsheet(path),
    }
    read = readers[_ending(path)]
    with telling(path):
        # A folder, or what is not there, is told by the system.
        with open(path, "rb"):  # noqa: PTH123  # a text stays one
            pass
        frame = read()
        frame.collect_schema()

    return frame


def _csv(path: str) -> Frame:
    polars = required("polars")

    return polars.scan_csv(
        path,
        infer_schema=False,
        glob=False,
        separator=_separator(path),
        # Also where it stands between quotation marks.
        null_values="",
    )


def _separator(path: str) -> str:
    """Return what parts the header into the most names.

    Raises:
        FactError: PAR317, a name stands there twice.
        UnicodeDecodeError: The header is not in UTF-8.
    """
    with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123  # a text stays one
        header = file.readline(_LONGEST_HEADER)

    def names(separator: str) -> int:
        return len(next(csv.reader([header], delimiter=separator), []))

    found = max(_SEPARATORS, key=names)
    # Polars would give the second of two equal names another.
    check_once(next(csv.reader([header], delimiter=found), []))

    return found


def write_table(frame: Frame, path: str) -> None:
    """Write a frame of Polars, lazy or not, to a file.

    Raises:
        FactError: PAR343, PAR348.
        ExtraError: PAR913, what writes spreadsheets is absent.
    """
    ending = _ending(path)
    lazy = portable(frame.lazy())
    writers: Mapping[str, Callable[[str], object]] = {
        ".parquet": lambda to: lazy.sink_parquet(to, row_group_size=_ROWS),
        ".csv": lazy.sink_csv,
        ".arrow": lazy.sink_ipc,
        ".xlsx": lambda unfinished: _write_spreadsheet(lazy, unfinished),
    }
    with telling(path):
        unfinished = _begun(path)
        try:
            with sparing():
                writers[ending](unfinished)
            pathlib.Path(unfinished).replace(path)
        finally:
            pathlib.Path(unfinished).unlink(missing_ok=True)


def _begun(path: str) -> str:
    """Return the name of a new file, that nobody has, beside *path*."""
    target = pathlib.Path(path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    handle, name = tempfile.mkstemp(
        suffix=_UNFINISHED, prefix=f"{target.name}.", dir=target.parent
    )
    os.close(handle)
    # As any new file, and not for its owner alone.
    mask = os.umask(0)
    os.umask(mask)
    pathlib.Path(name).chmod(0o666 & ~mask)

    return name


def _write_spreadsheet(lazy: Frame, path: str) -> None:
    writer = required("xlsxwriter")
    # A text is what it is: no formula, address or number.
    kept = dict.fromkeys(_TURNED, False)
    with writer.Workbook(path, kept) as book:
        _written_out(lazy.collect(engine="streaming")).write_excel(book)


def _written_out(frame: Frame) -> Frame:
    """Return it with numbers as texts where a spreadsheet loses digits."""
    polars = required("polars")
    long = [
        each.name
        for each in frame.get_columns()
        if each.dtype.is_integer() or each.dtype.is_decimal()
        if any(
            len(str(bound).replace(".", "").lstrip("-0")) > _DIGITS
            for bound in (each.min(), each.max())
            if bound is not None
        )
    ]

    return frame.with_columns(polars.col(long).cast(polars.String))


def check_ending(path: str) -> None:
    """Refuse a file whose ending says nothing.

    Raises:
        FactError: PAR343.
    """
    _ending(path)


def _ending(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()  # noqa: PTH122  # a text stays one
    if ending not in ENDINGS:
        arguments = {"file": path, "endings": ", ".join(ENDINGS)}
        raise FactError((Problem(code="PAR343", arguments=arguments),))

    return ending


@contextlib.contextmanager
def telling(path: str) -> Iterator[None]:
    """Tell what a file cannot be read for, also while it is scored.

    Raises:
        FactError: PAR348.
        ExtraError: PAR913, Polars is absent.
    """
    polars = required("polars")
    unreadable = (OSError, UnicodeDecodeError, polars.exceptions.PolarsError)
    try:
        yield
    except (*unreadable, *_of_spreadsheets()) as error:
        detail = _REASONS.get(type(error)) or getattr(error, "strerror", None)
        if detail is None:
            detail = next(iter(str(error).splitlines()), "")[:200]
        arguments = {"file": path, "detail": detail}
        problem = Problem(code="PAR348", arguments=arguments)
        raise FactError((problem,)) from error


def _of_spreadsheets() -> tuple[type[Exception], ...]:
    """Return what is raised for a spreadsheet, once one was looked at."""
    reader = sys.modules.get("fastexcel")

    return () if reader is None else (reader.FastExcelError,)
