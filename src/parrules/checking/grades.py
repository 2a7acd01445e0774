"""Grades: from the highest to the one that is always left."""

import itertools
from collections.abc import Iterator
from fractions import Fraction

from parrules.checking.rows import sanctions_of
from parrules.checking.scope import Scope
from parrules.checking.sums import lowest_of
from parrules.cohort import declared
from parrules.errors import Problem
from parrules.model import Grade
from parrules.points import plain


def grade_bounds_out_of_order(scope: Scope) -> Iterator[Problem]:
    """PAR218: the bounds of the grades do not fall to one without any."""
    return declared.grade_bounds_out_of_order(scope.scheme)


def grades_of_one_id(scope: Scope) -> Iterator[Problem]:
    """PAR421: two grades have the same id."""
    return declared.grades_of_one_id(scope.scheme)


def quota_that_leads_nowhere(scope: Scope) -> Iterator[Problem]:
    """PAR601, PAR109: a quota moves no unit down, or has a twin."""
    return declared.quota_that_leads_nowhere(scope.scheme)


def grade_that_nothing_is_left_for(scope: Scope) -> Iterator[Problem]:
    """PAR254: a grade takes all totals, and no sanction leads below it."""
    scheme = scope.scheme
    lowest = lowest_of(scheme)
    for one, two in itertools.pairwise(scheme.grades):
        if not _takes_all(one, lowest):
            continue
        below = scheme.grades[scheme.grades.index(one) + 1 :]
        if not _is_led_to({grade.id for grade in below}, scope):
            yield Problem(
                code="PAR254",
                severity="warning",
                path=(*one.path, "above" if one.strict else "from"),
                arguments={
                    "grade": one.id,
                    "next": two.id,
                    "bound": f"{'>' if one.strict else '>='} "
                    + plain(one.bound or 0),
                    "lowest": plain(lowest),
                },
            )
        return


def _takes_all(grade: Grade, lowest: Fraction) -> bool:
    """Tell whether *grade* is reached by every total from *lowest* on."""
    if grade.bound is None or grade.requires is not None:
        return False
    bound = Fraction(grade.bound)

    return bound < lowest or (bound == lowest and not grade.strict)


def _is_led_to(grades: set[str], scope: Scope) -> bool:
    """Tell whether a ceiling, drop or quota may lead to one of *grades*."""
    ranking = scope.scheme.ranking
    if ranking is not None and ranking.quota:
        return True

    return any(
        sanction.grade_down or sanction.grade_at_most in grades
        for node in scope.scheme.nodes()
        for _, sanction in sanctions_of(node, scope)
    )
