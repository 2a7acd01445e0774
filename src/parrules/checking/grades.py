"""Grades: from the highest to the one that is always left."""

from collections.abc import Iterator

from parrules.checking.scope import Scope
from parrules.cohort import declared
from parrules.errors import Problem


def grade_bounds_out_of_order(scope: Scope) -> Iterator[Problem]:
    """PAR218: the bounds of the grades do not fall to one without any."""
    return declared.grade_bounds_out_of_order(scope.scheme)


def grades_of_one_id(scope: Scope) -> Iterator[Problem]:
    """PAR421: two grades have the same id."""
    return declared.grades_of_one_id(scope.scheme)


def quota_that_leads_nowhere(scope: Scope) -> Iterator[Problem]:
    """PAR601, PAR109: a quota moves no unit down, or has a twin."""
    return declared.quota_that_leads_nowhere(scope.scheme)
