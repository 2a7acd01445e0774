"""Whether two cohorts are of two years, the older one first."""

from collections.abc import Iterator

from parrules.cohort.ranks import Cohort
from parrules.errors import Problem


def years_of(cohort: Cohort) -> frozenset[int]:
    """Return the years that units of *cohort* say their facts are of."""
    return frozenset(
        int(each.standing.period)
        for each in cohort
        if each.standing.period.isdecimal()
    )


def turned_round(before: Cohort, after: Cohort) -> Iterator[Problem]:
    """PAR846: what is called last year's is of a later year (S20.17)."""
    old, new = years_of(before), years_of(after)
    if old and new and min(old) > max(new):
        yield Problem(
            code="PAR846",
            arguments={"before": str(min(old)), "after": str(max(new))},
        )


def of_one_year(before: Cohort, after: Cohort) -> Iterator[Problem]:
    """PAR847, a warning: both are of one year (S20.17)."""
    years = years_of(before)
    if len(years) == 1 and years == years_of(after):
        (year,) = years
        yield Problem(
            code="PAR847", severity="warning", arguments={"year": str(year)}
        )
