"""Equal answers of a table, grouped in columns.

Polars does it, and is imported here only, when a table is read.  It counts
texts as they stand: what they mean is found out later, once for each text
and not for each row.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from parrules.errors import ExtraError, Problem
from parrules.survey.columns import ANSWER, COUNT, QUESTION, Columns
from parrules.survey.counts import Cell

if TYPE_CHECKING:
    import polars

ROW: Final = "#row"
"""The number of a row, from 0; no column of a CSV file is called so."""

_COUNT, _WHOLE, _PART = "#count", "#whole", "#part"
_SQUARES: Final = ("#whole_whole", "#whole_part", "#part_part")
_MILLION: Final = 10**6
"""Weights have six decimal places: millionths are whole numbers."""

_WEIGHT: Final = r"^[0-9]{1,6}([.,][0-9]{1,6})?$"
_NUMBER: Final = r"^[0-9]{1,9}$"
LARGEST: Final = 9_000_000
"""Rows of a table with weights: so many squares still fit 64 bits."""


class Fault(NamedTuple):
    """A cell that is not what it should be.

    Attributes:
        row: From 0.
        rows: How many rows have such a cell in this column.
    """

    row: int
    column: str
    value: str
    expected: str
    rows: int


class Group(NamedTuple):
    """Equal answers.

    Attributes:
        question: What the table calls it.
        text: What the cell says; `None` where it is empty.
        known: What is known of the people, by column.
        row: The first one, from 0.
    """

    unit: str
    stratum: str
    question: str
    text: str | None
    known: Mapping[str, str | None]
    row: int
    cell: Cell


class People(NamedTuple):
    """People of whom the same is known; *count* is `None` where unknown."""

    unit: str
    stratum: str
    known: Mapping[str, str | None]
    count: int | None


def import_polars() -> Any:  # noqa: ANN401  # a module
    """Return Polars.

    Raises:
        ExtraError: PAR913, it is not installed.
    """
    try:
        import polars  # noqa: PLC0415  # heavy, and only for tables
    except ImportError as error:
        arguments = {"package": "polars", "extra": "tables"}
        problem = Problem(code="PAR913", arguments=arguments)
        raise ExtraError([problem]) from error

    return polars


@attrs.frozen
class Grouping:
    """A table whose cells are trimmed texts, or nulls where they are empty."""

    columns: Columns
    rows: "polars.DataFrame"

    # -- what is wrong ---------------------------------------------------

    def faults(self, most: int) -> Iterator[Fault]:
        """Yield rows without unit, stratum, weight or count."""
        pl = import_polars()
        for column, is_wrong, expected in self._faulty():
            found = self.rows.filter(is_wrong).select(
                ROW, pl.col(column).fill_null("")
            )
            for row, value in found.head(most).iter_rows():
                yield Fault(row, column, value, expected, found.height)

    def _faulty(self) -> "Iterator[tuple[str, polars.Expr, str]]":
        pl = import_polars()
        columns = self.columns
        for name in columns.groups:
            yield name, pl.col(name).is_null(), "text"
        if columns.form != "forms":
            yield QUESTION, pl.col(QUESTION).is_null(), "text"
        if columns.form == "answers" and columns.respondent is not None:
            person = columns.respondent
            yield person, pl.col(person).is_null(), "text"
        if columns.form == "counts":
            yield COUNT, pl.col(_COUNT).is_null(), "count"
        if columns.weight is not None:
            is_zero = pl.col(_WHOLE) + pl.col(_PART) == 0
            is_none = pl.col(_WHOLE).is_null() | is_zero
            yield columns.weight, is_none, "weight"

    def twice(self, most: int) -> Iterator[Fault]:
        """Yield rows in which a person answers again."""
        pl = import_polars()
        person = self.columns.respondent
        if person is None or self.columns.form == "counts":
            return
        keys = [*filter(None, (self.columns.unit, person))]
        keys += (QUESTION,) if self.columns.form == "answers" else ()
        named = self.rows.filter(pl.col(person).is_not_null())
        if named.select(keys).n_unique() == named.height:
            return
        again = named.filter(~pl.struct(keys).is_first_distinct())
        for row, value in again.select(ROW, person).head(most).iter_rows():
            yield Fault(row, person, value, "", again.height)

    # -- groups ----------------------------------------------------------

    def groups(
        self, column: str, known: Sequence[str], question: str = ""
    ) -> Iterator[Group]:
        """Yield equal cells of *column*.

        Args:
            column: Has the answers.
            known: Columns that tell who is asked.
            question: Which one it is; where empty, the column `QUESTION`
                says it.
        """
        keys = {*self.columns.groups, *known, column}
        keys.update(() if question else (QUESTION,))
        if self._is_split:
            keys.update((_WHOLE, _PART))
        found = self.rows.group_by(sorted(keys)).agg(self._sums())
        for row in found.iter_rows(named=True):
            yield Group(
                unit=self._unit(row),
                stratum=self._stratum(row),
                question=question or row[QUESTION],
                text=row[column],
                known={name: row[name] for name in known},
                row=row[ROW],
                cell=self._cell(row),
            )

    @property
    def _is_split(self) -> bool:
        """Tell whether counts are kept apart by their weight."""
        columns = self.columns

        return columns.form == "counts" and columns.weight is not None

    def _sums(self) -> "list[polars.Expr]":
        pl = import_polars()
        sums = [pl.col(ROW).min()]
        if self.columns.form == "counts":
            return [*sums, pl.col(_COUNT).sum()]
        sums.append(pl.len().cast(pl.Int64).alias(_COUNT))
        if self.columns.weight is None:
            return sums
        whole, part = pl.col(_WHOLE), pl.col(_PART)
        products = (whole * whole, whole * part, part * part)
        squares = (
            product.sum().alias(name)
            for name, product in zip(_SQUARES, products, strict=True)
        )

        return [*sums, whole.sum(), part.sum(), *squares]

    def _cell(self, row: Mapping[str, Any]) -> Cell:
        count: int = row[_COUNT]
        if self.columns.weight is None:
            return Cell(count, Fraction(count), Fraction(count))
        weight = row[_WHOLE] + Fraction(row[_PART], _MILLION)
        if self._is_split:
            return Cell(count, count * weight, count * weight**2)
        whole, mixed, part = (row[name] for name in _SQUARES)
        square = (
            whole
            + Fraction(2 * mixed, _MILLION)
            + Fraction(part, _MILLION**2)
        )

        return Cell(count, weight, square)

    def people(self, known: Sequence[str] = ()) -> Iterator[People]:
        """Yield how many people there are, by what is *known* of them."""
        pl = import_polars()
        columns = self.columns
        count = pl.lit(None, pl.Int64)
        if columns.form == "forms":
            count = pl.len()
        elif columns.form == "answers" and columns.respondent is not None:
            count = pl.col(columns.respondent).drop_nulls().n_unique()
        keys = sorted({*columns.groups, *known})
        table = self.rows.with_columns(pl.lit(0).alias(_WHOLE))
        found = table.group_by([*keys, _WHOLE]).agg(count.alias(_COUNT))
        for row in found.iter_rows(named=True):
            yield People(
                self._unit(row),
                self._stratum(row),
                {name: row[name] for name in known},
                row[_COUNT],
            )

    def _unit(self, row: Mapping[str, Any]) -> str:
        return row[self.columns.unit] if self.columns.unit else ""

    def _stratum(self, row: Mapping[str, Any]) -> str:
        return row[self.columns.stratum] if self.columns.stratum else ""


def grouping_of(
    table: "polars.DataFrame", columns: Columns, answers: Sequence[str]
) -> Grouping:
    """Return *table* with the columns that are read, as texts.

    Args:
        answers: The columns that have answers.
    """
    pl = import_polars()
    names = [*columns.groups, *columns.asked, *answers]
    names += filter(None, (columns.respondent, columns.weight))
    if columns.form != "forms":
        names += (QUESTION,)
    if columns.form == "counts":
        names += (COUNT,)
    texts = [
        pl.col(name).cast(pl.String).str.strip_chars()
        for name in dict.fromkeys(names)
    ]
    filled = pl.when(pl.col(pl.String) != "").then(pl.col(pl.String))
    rows = table.select(texts).with_columns(filled).with_row_index(ROW)

    return Grouping(columns, rows.with_columns(_numbers(columns)))


def _numbers(columns: Columns) -> "list[polars.Expr]":
    """Return what makes count and weight of texts; null of what is none."""
    pl = import_polars()
    made = []
    if columns.form == "counts":
        text = pl.col(COUNT)
        sound = pl.when(text.str.contains(_NUMBER)).then(text)
        made.append(sound.cast(pl.Int64).alias(_COUNT))
    if columns.weight is not None:
        text = pl.col(columns.weight)
        sound = pl.when(text.str.contains(_WEIGHT)).then(text)
        whole = sound.str.extract("^([0-9]+)", 1)
        part = sound.str.extract("[.,]([0-9]+)$", 1).fill_null("")
        made.append(whole.cast(pl.Int64).alias(_WHOLE))
        made.append(part.str.pad_end(6, "0").cast(pl.Int64).alias(_PART))

    return made


__all__ = ["ANSWER", "LARGEST", "Grouping", "grouping_of", "import_polars"]
