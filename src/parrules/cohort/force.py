"""Whether an edition was in force in the year of its figures."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Protocol

from parrules.errors import Problem


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
