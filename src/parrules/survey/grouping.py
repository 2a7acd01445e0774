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
from parrules.survey.columns import COUNT, QUESTION, Columns
from parrules.survey.counts import Cell, plain_cell

if TYPE_CHECKING:
    import polars

ROW: Final = "#row"
"""The number of a row, from 0; no column of a CSV file is called so."""

_COUNT, _WEIGHT, _SQUARE = "#count", "#weight", "#square"
_MILLION: Final = 10**6
"""Weights have six decimal places: millionths are whole numbers."""

_WEIGHTS: Final = r"^[0-9]{1,6}([.,][0-9]{1,6})?$"
_COUNTS: Final = r"^[0-9]{1,9}$"


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
    """People of whom the same is known; *number* is `None` where unknown."""

    unit: str
    stratum: str
    known: Mapping[str, str | None]
    number: int | None


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
    """A table whose cells are texts, with count and weight of each row."""

    columns: Columns
    rows: "polars.DataFrame"

    # -- what is wrong ---------------------------------------------------

    def faults(self, most: int) -> Iterator[Fault]:
        """Yield rows without unit, stratum, person, weight or count."""
        pl = import_polars()
        for column, is_wrong, expected in self._faulty():
            found = self.rows.filter(is_wrong).select(
                ROW, pl.col(column).cast(pl.String).fill_null("")
            )
            for row, value in found.head(most).iter_rows():
                yield Fault(row, column, value, expected, found.height)

    def _faulty(self) -> "Iterator[tuple[str, polars.Expr, str]]":
        pl = import_polars()
        columns = self.columns
        needed = list(columns.groups)
        needed += (QUESTION,) if columns.form != "forms" else ()
        if columns.form == "answers" and columns.respondent is not None:
            needed.append(columns.respondent)
        for name in needed:
            yield name, pl.col(name).is_null(), "text"
        if columns.form == "counts":
            yield COUNT, pl.col(_COUNT).is_null(), "count"
        if columns.weight is not None:
            weight = pl.col(_WEIGHT)
            is_none = weight.is_null() | (weight == 0)
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
        # Where no two hashes are equal, no two rows are; it is much faster.
        hashes = named.select(pl.struct(keys).hash().n_unique()).item()
        if hashes == named.height:
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
        found = self.rows.group_by(sorted(keys)).agg(self._sums())
        for row in found.iter_rows(named=True):
            yield Group(
                unit=self._unit(row),
                stratum=self._stratum(row),
                question=question or row[QUESTION] or "",
                text=row[column],
                known={name: row[name] for name in known},
                row=row[ROW],
                cell=self._cell(row),
            )

    def _sums(self) -> "list[polars.Expr]":
        """Return what is summed, in whole numbers that hold any sum."""
        pl = import_polars()
        columns = self.columns
        is_counted = columns.form == "counts"
        count = pl.col(_COUNT).sum() if is_counted else pl.len()
        sums = [pl.col(ROW).min(), count.alias(_COUNT)]
        if columns.weight is None:
            return sums
        weight = pl.col(_WEIGHT).cast(pl.Int128)
        weights = pl.col(_COUNT) * weight if is_counted else weight

        return [
            *sums,
            weights.sum().alias(_WEIGHT),
            (weights * weight).sum().alias(_SQUARE),
        ]

    def _cell(self, row: Mapping[str, Any]) -> Cell:
        count: int = row[_COUNT]
        if self.columns.weight is None:
            return plain_cell(count)

        return Cell(
            count,
            Fraction(row[_WEIGHT], _MILLION),
            Fraction(row[_SQUARE], _MILLION**2),
        )

    def people(self, known: Sequence[str] = ()) -> Iterator[People]:
        """Yield how many people there are, by what is *known* of them."""
        pl = import_polars()
        columns = self.columns
        count = pl.lit(None, pl.Int64)
        if columns.form == "forms":
            count = pl.len()
        elif columns.form == "answers" and columns.respondent is not None:
            count = pl.col(columns.respondent).n_unique()
        keys = sorted({*columns.groups, *known})
        one = pl.lit(0).alias("#all")
        found = self.rows.group_by([*keys, one]).agg(count.alias(_COUNT))
        for row in found.iter_rows(named=True):
            yield People(
                self._unit(row),
                self._stratum(row),
                {name: row[name] for name in known},
                row[_COUNT],
            )

    def _unit(self, row: Mapping[str, Any]) -> str:
        return row[self.columns.unit] or "" if self.columns.unit else ""

    def _stratum(self, row: Mapping[str, Any]) -> str:
        stratum = self.columns.stratum

        return row[stratum] or "" if stratum else ""


def grouping_of(
    table: "polars.DataFrame", columns: Columns, answers: Sequence[str]
) -> Grouping:
    """Return *table* with the columns that are read, as texts.

    Args:
        table: Has all columns.
        columns: Says which are read.
        answers: The columns that have answers.
    """
    pl = import_polars()
    names = [*columns.groups, *columns.asked, *answers]
    names += (QUESTION,) if columns.form != "forms" else ()
    numbers = {COUNT: _COUNT} if columns.form == "counts" else {}
    if columns.weight is not None:
        numbers[columns.weight] = _WEIGHT
    names += filter(None, (columns.respondent, *numbers))
    rows = pl.DataFrame([_coded(table[each]) for each in dict.fromkeys(names)])
    for name, number in numbers.items():
        parse = _counts if number == _COUNT else _weights
        texts = rows.select(pl.col(name).unique().drop_nulls())
        known = texts.with_columns(
            parse(pl.col(name).cast(pl.String)).alias(number)
        )
        rows = rows.join(known, on=name, how="left", maintain_order="left")

    return Grouping(columns, rows.with_row_index(ROW))


def _coded(cells: "polars.Series") -> "polars.Series":
    """Return *cells* as trimmed texts in NFC that are numbered, or nulls.

    Equal texts become equal numbers, by which all grouping is faster; few
    are different, so that these tell whether there is anything to change.
    """
    pl = import_polars()
    texts = cells.cast(pl.String)
    coded = texts.cast(pl.Categorical)
    found = coded.unique().drop_nulls().cast(pl.String)
    trimmed = found.str.strip_chars().str.normalize("NFC")
    if (found == trimmed).all() and not (trimmed == "").any():
        return coded
    trimmed = texts.str.strip_chars().str.normalize("NFC")

    return trimmed.set(trimmed == "", None).cast(pl.Categorical)


def _counts(text: "polars.Expr") -> "polars.Expr":
    """Return whole numbers; null of what is none."""
    pl = import_polars()
    sound = pl.when(text.str.contains(_COUNTS)).then(text)
    number: polars.Expr = sound.cast(pl.Int64)

    return number


def _weights(text: "polars.Expr") -> "polars.Expr":
    """Return millionths; null of what is no weight."""
    pl = import_polars()
    sound = pl.when(text.str.contains(_WEIGHTS)).then(text)
    whole = sound.str.extract("^([0-9]+)", 1).cast(pl.Int64)
    part = sound.str.extract("[.,]([0-9]+)$", 1).fill_null("")

    millionths = part.str.pad_end(6, "0").cast(pl.Int64)
    weight: polars.Expr = whole * _MILLION + millionths

    return weight
