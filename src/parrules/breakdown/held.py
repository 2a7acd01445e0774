"""Whether a document is one that a breakdown could have written."""

from collections.abc import Mapping
from typing import Any, Final

from parrules.breakdown.agreeing import disagreements
from parrules.breakdown.columns import column_problems
from parrules.breakdown.grades import grade_problems
from parrules.breakdown.names import name_problems
from parrules.breakdown.ordering import order_problems
from parrules.breakdown.shape import shape_problems
from parrules.breakdown.sums import sum_problems
from parrules.breakdown.verdicts import verdict_problems
from parrules.errors import Problem

_TORN: Final = ("PAR703", "PAR704")
"""Where the tree is torn, what follows from it is not told."""


def problems_of(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return all that is wrong with *document*: its shape, else the rest."""
    problems = tuple(shape_problems(document))
    if problems:
        return problems
    problems = (
        *name_problems(document),
        *column_problems(document["facts"]),
        *sum_problems(document),
        *disagreements(document),
        *grade_problems(document),
    )
    if any(problem.code in _TORN for problem in problems):
        return problems

    return (
        *problems,
        *verdict_problems(document),
        *order_problems(document),
    )
