"""Grades: from the highest to the one that is always left."""

import itertools
from collections.abc import Iterator

from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.model import Grade
from parrules.points import plain


def grade_bounds_out_of_order(scope: Scope) -> Iterator[Problem]:
    """PAR218: the bounds of the grades do not fall to one without any."""
    grades = scope.scheme.grades
    for one, two in itertools.pairwise(grades):
        if one.bound is None:
            yield _problem(one)
        elif two.bound is not None and _rank(two) >= _rank(one):
            yield _problem(two)
    if grades and grades[-1].bound is not None:
        yield _problem(grades[-1], last=grades[-1].id)


def grades_of_one_id(scope: Scope) -> Iterator[Problem]:
    """PAR421: two grades have the same id."""
    seen: set[str] = set()
    for grade in scope.scheme.grades:
        if grade.id and grade.id in seen:
            yield Problem(
                code="PAR421",
                path=(*grade.path, "id"),
                arguments={"id": grade.id},
            )
        seen.add(grade.id)


def quota_that_leads_nowhere(scope: Scope) -> Iterator[Problem]:
    """PAR601, PAR109: a quota moves no unit down, or has a twin."""
    ranking = scope.scheme.ranking
    ids = [grade.id for grade in scope.scheme.grades]
    seen: set[str] = set()
    for position, quota in enumerate(ranking.quota if ranking else ()):
        path = ("ranking", "quota", position)
        if quota.grade in seen:
            yield Problem(
                code="PAR109",
                path=(*path, "grade"),
                arguments={"key": quota.grade},
            )
        seen.add(quota.grade)
        to = quota.otherwise
        if quota.grade not in ids or not (to is None or to in ids):
            continue
        below = ids[ids.index(quota.grade) + 1 :]
        if not below or not (to is None or to in below):
            key = "grade" if to is None else "otherwise"
            yield Problem(
                code="PAR601",
                path=(*path, key),
                arguments={
                    "grade": quota.grade,
                    "below": " | ".join(below) or "—",
                },
            )


def _rank(grade: Grade) -> tuple[object, bool]:
    return (grade.bound, grade.strict)


def _problem(grade: Grade, last: str = "") -> Problem:
    sign = "above" if grade.strict else "from"
    bound = "…" if grade.bound is None else plain(grade.bound)

    return Problem(
        code="PAR218",
        path=grade.path,
        arguments={
            "grade": grade.id,
            "bound": f"{sign} = {bound}",
            "near": last,
        },
    )
