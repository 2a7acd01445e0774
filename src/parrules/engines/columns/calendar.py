"""Dates moved by days and months, in whole numbers alone.

The calendar begins in March, so that a leap day ends its year: then the days
before a month are a quotient.  Years are counted in eras of 400, which all
have as many days.
"""

from typing import NamedTuple

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.plan.properties import day_bounds

_EARLIEST, _LATEST = day_bounds()
_ERA, _CENTURY, _LEAP, _YEAR = 146_097, 36_524, 1_460, 365
_BEFORE_MARCH = 305
"""Days from the first of March of year 0 to the end of that year, less 1."""
_FIRST_MONTH, _LAST_MONTH = 12, 9999 * 12 + 11
"""Months since year 0: January of the year 1, December of 9999."""


class _Day(NamedTuple):
    """Years since March of year 0, months since March, days from 0."""

    year: Cell
    month: Cell
    day: Cell


def moved_by_days(algebra: Algebra, day: Cell, days: Cell) -> Cell:
    """Move a day; it stays among the days there are (S17.9)."""
    return _kept(algebra, algebra.sum([day, days]))


def _kept(algebra: Algebra, day: Cell) -> Cell:
    found = algebra.smallest(day, algebra.number(_LATEST))

    return algebra.largest(found, algebra.number(_EARLIEST))


def moved_by_months(algebra: Algebra, day: Cell, months: Cell) -> Cell:
    """Move a day by months: its number stays, or the month's last (S17.8)."""
    parts = _taken_apart(algebra, day)
    # Months since March of year 0, of which two are before its January.
    wanted = algebra.sum([algebra.scaled(parts.year, 12), parts.month, months])
    first, last = (algebra.number(n - 2) for n in (_FIRST_MONTH, _LAST_MONTH))
    kept = algebra.largest(algebra.smallest(wanted, last), first)
    start = _first_of(algebra, kept)
    after = _first_of(algebra, algebra.sum([kept, algebra.number(1)]))
    length = algebra.less(after, start)
    days = algebra.smallest(parts.day, algebra.less(length, algebra.number(1)))

    return algebra.choose(
        [
            (algebra.above(first, wanted), algebra.number(_EARLIEST)),
            (algebra.above(wanted, last), algebra.number(_LATEST)),
        ],
        _kept(algebra, algebra.sum([start, days])),
    )


def _taken_apart(algebra: Algebra, day: Cell) -> _Day:
    """Return year, month and day of the ordinal of a date."""

    def divided(cell: Cell, number: int) -> Cell:
        return algebra.divided(cell, algebra.number(number))

    def minus(cell: Cell, *others: Cell) -> Cell:
        return algebra.less(cell, algebra.sum(others))

    since = algebra.sum([day, algebra.number(_BEFORE_MARCH)])
    era = divided(since, _ERA)
    within = minus(since, algebra.scaled(era, _ERA))
    years = divided(
        algebra.sum(
            [
                minus(
                    within,
                    divided(within, _LEAP),
                    divided(within, _ERA - 1),
                ),
                divided(within, _CENTURY),
            ]
        ),
        _YEAR,
    )
    of_year = minus(
        algebra.sum([within, divided(years, 100)]),
        algebra.scaled(years, _YEAR),
        divided(years, 4),
    )
    month = divided(
        algebra.sum([algebra.scaled(of_year, 5), algebra.number(2)]), 153
    )

    return _Day(
        algebra.sum([years, algebra.scaled(era, 400)]),
        month,
        minus(of_year, _days_before(algebra, month)),
    )


def _days_before(algebra: Algebra, month: Cell) -> Cell:
    """Return the days of a year, from March, before a month of it."""
    return algebra.divided(
        algebra.sum([algebra.scaled(month, 153), algebra.number(2)]),
        algebra.number(5),
    )


def _first_of(algebra: Algebra, months: Cell) -> Cell:
    """Return the ordinal of the first day of a month since March of 0."""
    year = algebra.divided(months, algebra.number(12))
    month = algebra.less(months, algebra.scaled(year, 12))
    by_year = [
        algebra.scaled(year, _YEAR),
        algebra.divided(year, algebra.number(4)),
        algebra.divided(year, algebra.number(400)),
        _days_before(algebra, month),
    ]

    return algebra.less(
        algebra.sum(by_year),
        algebra.sum(
            [
                algebra.divided(year, algebra.number(100)),
                algebra.number(_BEFORE_MARCH),
            ]
        ),
    )
