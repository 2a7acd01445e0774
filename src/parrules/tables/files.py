"""Tables in files, by the ending of their names; Polars reads and writes.

What is written appears whole or not at all, and no table is held in memory
but that of a spreadsheet.
"""

import os
import pathlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from parrules.errors import FactError, Problem
from parrules.tables.frames import Frame, portable, required, sparing

ENDINGS: Final = (".parquet", ".csv", ".arrow", ".xlsx")
_UNFINISHED: Final = ".part"
_DIGITS: Final = 15
"""Digits that a number in a spreadsheet keeps."""


def read_table(path: str) -> Frame:
    """Return a lazy frame of the table in a file.

    Cells of CSV are texts, and are read by what the facts declare.

    Raises:
        FactError: PAR343, PAR348.
        ExtraError: PAR913, Polars or what reads spreadsheets is absent.
    """
    polars = required("polars")
    readers: Mapping[str, Callable[[], Frame]] = {
        ".parquet": lambda: polars.scan_parquet(path),
        ".csv": lambda: polars.scan_csv(path, infer_schema=False),
        ".arrow": lambda: polars.scan_ipc(path),
        ".xlsx": lambda: _spreadsheet(polars, path),
    }
    frame = _tried(readers[_ending(path)], path)
    _tried(frame.collect_schema, path)

    return frame


def _spreadsheet(polars: Any, path: str) -> Frame:  # noqa: ANN401  # a module
    required("fastexcel")

    return polars.read_excel(path).lazy()


def write_table(frame: Frame, path: str) -> None:
    """Write a frame of Polars, lazy or not, to a file.

    Raises:
        FactError: PAR343, PAR348.
        ExtraError: PAR913, what writes spreadsheets is absent.
    """
    ending = _ending(path)
    lazy = portable(frame.lazy())
    unfinished = f"{path}{_UNFINISHED}"
    writers: Mapping[str, Callable[[], object]] = {
        ".parquet": lambda: lazy.sink_parquet(unfinished),
        ".csv": lambda: lazy.sink_csv(unfinished),
        ".arrow": lambda: lazy.sink_ipc(unfinished),
        ".xlsx": lambda: _write_spreadsheet(lazy, unfinished),
    }
    try:
        with sparing():
            _tried(writers[ending], path)
        pathlib.Path(unfinished).replace(path)
    finally:
        pathlib.Path(unfinished).unlink(missing_ok=True)


def _write_spreadsheet(lazy: Frame, path: str) -> None:
    writer = required("xlsxwriter")
    with writer.Workbook(path) as book:
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


def _tried(call: Callable[[], Any], path: str) -> Any:  # noqa: ANN401  # what it returns
    polars = required("polars")
    try:
        return call()
    except (OSError, polars.exceptions.PolarsError) as error:
        detail = str(error).splitlines()[0][:200]
        arguments = {"file": path, "detail": detail}
        problem = Problem(code="PAR348", arguments=arguments)
        raise FactError((problem,)) from error
