"""Units as a table: one row per unit, one column per figure.

A figure is a whole number or a decimal with a point, written in full or
with an exponent; where a semicolon or a tab stands between cells, also one
with a comma.  An empty cell is a figure that is not known.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

import attrs

from parrules.composite.model import Scheme
from parrules.errors import FactError, Path, Place, Problem
from parrules.loading.document import TomlDocument

UNIT: Final = "unit"
LONGEST: Final = 64
"""Characters of a cell that are read, or shown."""
_MOST_PLACES = 40
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_WITH_COMMA = re.compile(r"\s*[-+]?[0-9]+,[0-9]+\s*")


@attrs.frozen(kw_only=True, eq=False)
class TableDocument(TomlDocument):
    """A table of units; a path in it is a line and a column of cells."""

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the line, and the column of cells, both from 1."""
        del offset
        numbers = [each for each in path if isinstance(each, int)]

        return Place(file=self.name, **dict(zip(("line", "column"), numbers)))  # noqa: B905  # one may be absent


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
    numbers = {
        column: _numbers(table, column, users[0].code, problems)
        for column, users in scheme.columns().items()
    }
    group = scheme.treatment.group
    groups: Sequence[str] = [""] * len(table.units)
    if group in table.columns:
        groups = [_group(cell) for cell in table.columns[group]]
    elif group:
        problems.append(_absent(table, group, "treatment"))

    return Figures(table.units, numbers, groups, table.year)


def _numbers(
    table: UnitTable, column: str, code: str, problems: list[Problem]
) -> Sequence[Fraction | None]:
    if column not in table.columns:
        problems.append(_absent(table, column, code))
        return [None] * len(table.units)
    numbers: list[Fraction | None] = []
    place = list(table.columns).index(column) + 2
    for row, cell in enumerate(table.columns[column]):
        number = number_of(_pointed(cell) if table.has_commas else cell)
        if isinstance(number, str):
            problems.append(
                Problem(
                    code="PAR818",
                    path=(row + 2, place),
                    arguments={
                        "unit": table.units[row],
                        "column": column,
                        "value": str(cell)[:LONGEST],
                        "form": number,
                    },
                    document=table.document,
                )
            )
            number = None
        numbers.append(number)

    return numbers


def number_of(cell: object) -> Fraction | str | None:
    """Return the number of a cell, `None` of an empty one.

    Returns:
        Where *cell* is no exact number, how it would be written, or nothing.
    """
    if cell is None:
        return None
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, (int, Fraction)):
        return Fraction(cell)
    if isinstance(cell, float):
        return repr(cell)
    if isinstance(cell, Decimal):
        return _fraction(cell) if cell.is_finite() else ""
    if not isinstance(cell, str):
        return ""
    text = cell.strip()
    if not text:
        return None
    if len(text) <= LONGEST and _NUMBER.fullmatch(text):
        return _fraction(Decimal(text))

    return _with_point(text)


def _fraction(number: Decimal) -> Fraction | str:
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and abs(exponent) <= _MOST_PLACES:
        return Fraction(number)

    return ""


def _pointed(cell: object) -> object:
    """Return a number that is written with a decimal comma with a point."""
    is_written_so = isinstance(cell, str) and _WITH_COMMA.fullmatch(cell)

    return str(cell).replace(",", ".") if is_written_so else cell


def _with_point(text: str) -> str:
    """Return *text* with a decimal point, if that makes a number of it."""
    tried = text.replace(",", ".")
    try:
        Decimal(tried)
    except InvalidOperation:
        return ""

    return tried if len(tried) <= LONGEST and tried != text else ""


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
