"""Tables in files, by the ending of their names; Polars reads and writes.

What is written appears whole or not at all, and no table is held in memory
but that of a spreadsheet.
"""

import contextlib
import errno
import os
import pathlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from parrules.errors import FactError, Problem
from parrules.loading.reading import reason_of
from parrules.tables.columns import Table
from parrules.tables.csv_files import checked_separator
from parrules.tables.frames import Frame, portable
from parrules.tables.packages import required, sparing
from parrules.tables.sheets import read_spreadsheet

ENDINGS: Final = (".parquet", ".csv", ".arrow", ".xlsx")
_OF_TEXTS: Final = (".csv", ".xlsx")
"""Files of which each cell is one value."""

_UNFINISHED: Final = ".part"
_ROWS: Final = 60_000
"""Rows that a Parquet file has in a group, which is held until it is full."""

_TURNED: Final = (
    "strings_to_formulas",
    "strings_to_urls",
    "strings_to_numbers",
)
_DIGITS: Final = 15
"""Digits that a number in a spreadsheet keeps."""


def read_table(path: str) -> Frame:
    """Return a lazy frame of the table in a file.

    Cells of CSV and XLSX are texts, read by what the facts declare; between
    those of CSV stands a comma, a semicolon or a tab.  *path* is the name
    of one file, whatever characters it has.

    Raises:
        FactError: PAR102, PAR317, PAR343, PAR348, PAR358.
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
    with telling(path, "unlike"):
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
        separator=checked_separator(path),
        # Also where it stands between quotation marks.
        null_values="",
    )


def write_table(frame: Frame, path: str) -> None:
    """Write a frame of Polars, lazy or not, to a file.

    Raises:
        FactError: PAR343, PAR348; PAR359, for each column that such a file
            cannot hold.
        ExtraError: PAR913, what writes spreadsheets is absent.
    """
    ending = _ending(path)
    lazy = portable(frame.lazy())
    problems = tuple(_unheld(lazy, path, ending))
    if problems:
        raise FactError(problems)
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


def _unheld(lazy: Frame, path: str, ending: str) -> Iterator[Problem]:
    """Yield columns that a file of texts cannot hold."""
    if ending not in _OF_TEXTS:
        return
    polars = required("polars")
    for name, kind in lazy.collect_schema().items():
        is_long = kind == polars.Duration and ending == ".csv"
        if kind.is_nested() or kind == polars.Binary or is_long:
            yield Problem(
                code="PAR359",
                path=(name,),
                arguments={
                    "name": name,
                    "found": str(kind),
                    "ending": ending,
                },
                document=Table(path),
            )


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
def telling(path: str, otherwise: str = "") -> Iterator[None]:
    """Tell what a file cannot be read for, also while it is scored.

    Args:
        path: Of the file.
        otherwise: What it is where its library says that it is none; what
            that itself says, where there is nothing to be said.

    Raises:
        FactError: PAR348.
        ExtraError: PAR913, Polars is absent.
    """
    polars = required("polars")
    try:
        yield
    except OSError as error:
        raise _told(path, _reason(error, otherwise)) from error
    except (polars.exceptions.PolarsError, *_of_spreadsheets()) as error:
        detail = next(iter(str(error).splitlines()), "")[:200]
        raise _told(path, otherwise or detail) from error


def _reason(error: OSError, otherwise: str) -> str:
    """Return why the system does not read or write a file."""
    reason = reason_of(error)
    if reason != "no_file":
        return reason

    return otherwise or error.strerror or reason


def _told(path: str, detail: str) -> FactError:
    arguments = {"file": path, "detail": detail}

    return FactError((Problem(code="PAR348", arguments=arguments),))


def _of_spreadsheets() -> tuple[type[Exception], ...]:
    """Return what is raised for a spreadsheet, once one was looked at."""
    reader = sys.modules.get("fastexcel")

    return () if reader is None else (reader.FastExcelError,)
