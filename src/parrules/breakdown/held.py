"""Whether a document is one that a breakdown could have written."""

from collections.abc import Mapping
from typing import Any

from parrules.breakdown.agreeing import disagreements
from parrules.breakdown.names import name_problems
from parrules.breakdown.shape import shape_problems
from parrules.breakdown.sums import sum_problems
from parrules.errors import Problem


def problems_of(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return all that is wrong with *document*: its shape, else the rest."""
    return tuple(shape_problems(document)) or (
        *name_problems(document),
        *sum_problems(document),
        *disagreements(document),
    )
