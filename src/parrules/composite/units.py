"""Units as a table: one row per unit, one column per figure.

A figure is a whole number or a decimal with a point, written in full or
with an exponent; where a semicolon or a tab stands between cells, also one
with a comma.  An empty cell is a figure that is not known.  Names are
brought to Unicode's form NFC, in which they are equal where they look so.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from parrules.composite.cells import (
    decimal_signs,
    is_ambiguous,
    number_of,
    pointed,
)
from parrules.composite.model import Scheme
from parrules.composite.sheets import TableDocument, misshapen, rows_of
from parrules.errors import FactError, Path, Problem
from parrules.loading.reading import read_file
from parrules.usage import path_of, wrong_type

UNIT: Final = "unit"
PERIODS: Final = ("unit.period", "period")
"""Columns that may say the year of a table."""
_SEPARATORS: Final = (",", ";", "\t")
_LONGEST = 64
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@attrs.frozen(kw_only=True)
class UnitTable:
    """What is known of each unit in one year.

    Attributes:
        units: Names, each once.
        columns: By name, a cell for each unit in the same order.
        year: Of the figures; needed only where years are compared.
        document: The file that it comes from, for problems.
        has_commas: Whether a comma in a number is a decimal comma.
    """

    units: tuple[str, ...]
    columns: Mapping[str, Sequence[object]] = attrs.field(repr=False)
    year: int | None = None
    document: TableDocument | None = attrs.field(default=None, repr=False)
    has_commas: bool = False

    @classmethod
    def of(
        cls, rows: Mapping[str, Mapping[str, object]], year: int | None = None
    ) -> "UnitTable":
        """Return the table of *rows*, by unit and column."""
        if not isinstance(rows, Mapping):
            raise wrong_type("units", rows, "UnitTable | Mapping")
        for unit, row in rows.items():
            if not isinstance(row, Mapping):
                raise wrong_type(f"units[{unit!r}]", row, "Mapping")
        names = dict.fromkeys(name for row in rows.values() for name in row)

        return cls(
            units=tuple(rows),
            columns={
                name: [row.get(name) for row in rows.values()]
                for name in names
            },
            year=year,
        )


@attrs.frozen
class Figures:
    """The numbers and the groups that an index reads of a table."""

    units: tuple[str, ...]
    numbers: Mapping[str, Sequence[Fraction | None]]
    groups: Sequence[str]
    year: int | None


def figures_of(
    scheme: Scheme, tables: Iterable[UnitTable]
) -> tuple[Figures, ...]:
    """Return what *scheme* reads of each of *tables*.

    Raises:
        FactError: PAR817 columns that are not there, PAR818 cells that are
            no numbers: all of them, of all tables.
    """
    problems: list[Problem] = []
    figures = tuple(_figures(scheme, each, problems) for each in tables)
    if problems:
        raise FactError(problems)

    return figures


def abouts_of(
    scheme: Scheme, table: UnitTable
) -> tuple[Mapping[str, str], ...]:
    """Return by unit what *table* says of it that is no figure.

    A column may be called ``unit.block`` or ``block``.
    """
    figures = scheme.columns()
    others = {
        name.removeprefix(f"{UNIT}."): cells
        for name, cells in table.columns.items()
        if name not in figures
    }

    return tuple(
        {
            name: text
            for name, cells in others.items()
            if (text := _group(cells[row]))
        }
        for row in range(len(table.units))
    )


def _figures(
    scheme: Scheme, table: UnitTable, problems: list[Problem]
) -> Figures:
    columns = scheme.columns()
    signs = (
        decimal_signs(
            cell for name in columns for cell in table.columns.get(name, ())
        )
        if table.has_commas
        else frozenset()
    )
    numbers = {
        column: _numbers(table, column, users[0].code, signs, problems)
        for column, users in columns.items()
    }
    group = scheme.treatment.group
    groups: Sequence[str] = [""] * len(table.units)
    if group in table.columns:
        groups = [_group(cell) for cell in table.columns[group]]
    elif group:
        problems.append(_absent(table, group, "treatment"))

    return Figures(table.units, numbers, groups, table.year)


def _numbers(
    table: UnitTable,
    column: str,
    code: str,
    signs: frozenset[str],
    problems: list[Problem],
) -> Sequence[Fraction | None]:
    """Read a column; *signs* are those that stand before decimals in it."""
    if column not in table.columns:
        problems.append(_absent(table, column, code))
        return [None] * len(table.units)
    numbers: list[Fraction | None] = []
    for row, cell in enumerate(table.columns[column]):
        if table.has_commas and is_ambiguous(cell, signs):
            problems.append(_ambiguous(table, row, column))
            numbers.append(None)
            continue
        number = number_of(pointed(cell) if table.has_commas else cell)
        if isinstance(number, str):
            problems.append(
                Problem(
                    code="PAR818",
                    path=_place(table, row, column),
                    arguments={
                        "unit": table.units[row],
                        "column": column,
                        "value": str(cell)[:_LONGEST],
                        "form": number,
                    },
                    document=table.document,
                )
            )
            number = None
        numbers.append(number)

    return numbers


def _ambiguous(table: UnitTable, row: int, column: str) -> Problem:
    """Return PAR833: a thousand here is a thousandth of it there."""
    text = str(table.columns[column][row]).strip()

    return Problem(
        code="PAR833",
        path=_place(table, row, column),
        arguments={
            "unit": table.units[row],
            "column": column,
            "value": text,
            "whole": text.replace(",", "").replace(".", ""),
            "decimal": f"{text}0",
        },
        document=table.document,
    )


def _place(table: UnitTable, row: int, column: str) -> Path:
    return (row + 2, list(table.columns).index(column) + 2)


def _group(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _absent(table: UnitTable, column: str, code: str) -> Problem:
    from parrules.errors import near  # noqa: PLC0415  # rare

    return Problem(
        code="PAR817",
        arguments={
            "column": column,
            "criterion": code,
            "near": near(column, tuple(table.columns)),
        },
        document=table.document,
    )


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
    name = path_of("path", path)
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
    text = unicodedata.normalize("NFC", text)
    header_line = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=header_line.count)
    rows = rows_of(text, separator, document)
    header = [cell.strip() for cell in rows[0]] if rows else []
    problems = list(misshapen(header, rows, document))
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
