"""Whether years fit: two cohorts, and an edition and its figures."""

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from parrules.errors import Problem

if TYPE_CHECKING:
    from parrules.cohort.ranks import Cohort


class Edition(Protocol):
    """What is in force from one day to another, where both are known."""

    @property
    def id(self) -> str:
        """Return its id, the same in all editions."""

    @property
    def edition(self) -> str:
        """Return which edition it is."""

    @property
    def starts(self) -> datetime.date | None:
        """Return the first day in force, if somebody says."""

    @property
    def ends(self) -> datetime.date | None:
        """Return the last day in force, if somebody says."""


def out_of_force(
    edition: Edition, years: Iterable[int | str | None]
) -> Iterator[Problem]:
    """PAR849, a warning: *edition* was in force on no day of a year.

    Args:
        edition: By which units are scored.
        years: Of their figures; what is no year is left alone.
    """
    starts, ends = edition.starts, edition.ends
    for year in sorted({str(each) for each in years if each is not None}):
        if not year.isdecimal():
            continue
        is_before = starts is not None and int(year) < starts.year
        is_after = ends is not None and int(year) > ends.year
        if is_before or is_after:
            days = ["…" if day is None else str(day) for day in (starts, ends)]
            yield Problem(
                code="PAR849",
                severity="warning",
                arguments={
                    "name": f"{edition.id}@{edition.edition}",
                    "starts": days[0],
                    "ends": days[1],
                    "year": year,
                },
            )


def years_of(cohort: "Cohort") -> frozenset[int]:
    """Return the years that units of *cohort* say their facts are of."""
    return frozenset(
        int(each.standing.period)
        for each in cohort
        if each.standing.period.isdecimal()
    )


def turned_round(before: "Cohort", after: "Cohort") -> Iterator[Problem]:
    """PAR846: what is called last year's is of a later year (S20.17)."""
    old, new = years_of(before), years_of(after)
    if old and new and min(old) > max(new):
        yield Problem(
            code="PAR846",
            arguments={"before": str(min(old)), "after": str(max(new))},
        )


def of_one_year(before: "Cohort", after: "Cohort") -> Iterator[Problem]:
    """PAR847, a warning: both are of one year (S20.17)."""
    years = years_of(before)
    if len(years) == 1 and years == years_of(after):
        (year,) = years
        yield Problem(
            code="PAR847", severity="warning", arguments={"year": str(year)}
        )
