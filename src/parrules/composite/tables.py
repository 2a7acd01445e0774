"""Tables of units in files: cells between commas, semicolons or tabs."""

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from parrules.composite.units import LONGEST, TableDocument, UnitTable
from parrules.errors import FactError, Problem
from parrules.loading.reading import read_file

PERIODS: Final = ("unit.period", "period")
"""Columns that may say the year of a table."""

_SEPARATORS: Final = (",", ";", "\t")

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def read_units(
    path: str | os.PathLike[str], year: int | None = None
) -> UnitTable:
    """Read a CSV file of units; its first column names them.

    Args:
        path: A comma, a semicolon or a tab separates the cells.
        year: Of the figures; by default that which the column
            ``unit.period`` or ``period`` says, else that in the name of the
            file.

    Raises:
        FactError: The file cannot be read, or is no such table; PAR845 it
            says another year.
    """
    name = os.fspath(path)
    reading = read_file(name) if not os.path.isfile(name) else None  # noqa: PTH113  # takes any name
    if reading is not None:
        raise FactError(reading.problems)
    with open(name, encoding="utf-8-sig", newline="") as file:  # noqa: PTH123  # takes any name
        try:
            text = file.read()
        except UnicodeDecodeError as error:
            raise FactError(read_file(name).problems) from error
    table = parse_units(text, name, year)
    if table.year is not None:
        return table
    years = _YEAR.findall(os.path.basename(name))  # noqa: PTH119  # as above

    return attrs.evolve(table, year=int(years[-1]) if years else None)


def of_year(table: UnitTable, year: int) -> UnitTable:
    """Return *table* as that of *year*, if it says no other.

    Raises:
        FactError: PAR845, it does.
    """
    if table.year in (None, year):
        return attrs.evolve(table, year=year)

    raise FactError([_other_year(table.document, str(table.year), str(year))])


def _other_year(
    document: TableDocument | None, stated: str, year: str
) -> Problem:
    return Problem(
        code="PAR845",
        arguments={"stated": stated, "year": year},
        document=document,
    )


def parse_units(text: str, name: str, year: int | None = None) -> UnitTable:
    """Read the CSV *text* of a table called *name*.

    Raises:
        FactError: PAR114 nothing, PAR819 a unit or a column twice, PAR824
            no table, PAR845 figures of another year.
    """
    document = TableDocument(name=name, text=text)
    if not text.strip():
        raise FactError([Problem(code="PAR114", document=document)])
    header_line = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=header_line.count)
    rows = _rows(text, separator, document)
    header = [cell.strip() for cell in rows[0]] if rows else []
    problems = list(_misshapen(header, rows, document))
    if problems:
        raise FactError(problems)
    body = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    columns = {
        column: [row[place] for row in body]
        for place, column in enumerate(header)
        if place
    }
    stated = _stated_years(columns)
    if year is None and len(stated) == 1:
        (year,) = stated
    if stated - {year}:
        shown = ", ".join(map(str, sorted(stated)))
        raise FactError([_other_year(document, shown, str(year or "…"))])

    return UnitTable(
        units=tuple(row[0].strip() for row in body),
        columns=columns,
        year=year,
        document=document,
        has_commas=separator != ",",
    )


def _stated_years(columns: Mapping[str, Sequence[str]]) -> set[int]:
    """Return what a table says of its year; what is no year is a figure."""
    for name in PERIODS:
        cells = {cell.strip() for cell in columns.get(name, ())} - {""}
        if cells and all(map(_YEAR.fullmatch, cells)):
            return set(map(int, cells))

    return set()


def _rows(
    text: str, separator: str, document: TableDocument
) -> list[list[str]]:
    """Return the cells of a table.

    Raises:
        FactError: PAR824, a cell is longer than any can be.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return list(reader)
    except csv.Error as error:
        problem = Problem(
            code="PAR824",
            path=(reader.line_num,),
            arguments={"value": text.split("\n")[reader.line_num - 1][:60]},
            document=document,
        )
        raise FactError([problem]) from error


def _misshapen(
    header: list[str], rows: list[list[str]], document: TableDocument
) -> Iterable[Problem]:
    """Yield what keeps rows of cells from being a table of units."""
    if len(header) <= 1:
        yield Problem(
            code="PAR824",
            path=(1,),
            arguments={"value": ", ".join(header)[:LONGEST]},
            document=document,
        )
        return
    seen: set[tuple[bool, str]] = set()
    names = [(1, place + 1, each) for place, each in enumerate(header)]
    names += [
        (line, 1, row[0].strip())
        for line, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]
    for line, place, each in names:
        is_again = (line == 1, each) in seen
        if is_again or not each:
            yield Problem(
                code="PAR819",
                path=(line, place),
                arguments={"name": each},
                document=document,
            )
        seen.add((line == 1, each))
    for line, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row) and len(row) != len(header):
            yield Problem(
                code="PAR825",
                path=(line,),
                arguments={"found": str(len(row)), "wanted": str(len(header))},
                document=document,
            )
