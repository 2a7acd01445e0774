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
