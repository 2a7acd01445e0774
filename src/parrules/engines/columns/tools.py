"""What the nodes of one lowering are written with."""

import attrs

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.engines.columns.changes import Changes
from parrules.engines.columns.decisions import Decisions
from parrules.engines.columns.inputs import Inputs
from parrules.engines.columns.quantities import Quantities
from parrules.outcome import STATUSES
from parrules.plan.nodes import Plan

POSITIONS = {status: position for position, status in enumerate(STATUSES)}


@attrs.frozen(eq=False, repr=False)
class Tools:
    """What all nodes of one lowering are written with.

    Attributes:
        answers: Names of what a person answers or judges.
    """

    plan: Plan
    algebra: Algebra
    inputs: Inputs
    quantities: Quantities
    decisions: Decisions
    changes: Changes
    answers: frozenset[str]

    def status(self, status: str) -> Cell:
        """Return a status as the number that stands for it."""
        return self.algebra.number(POSITIONS[status])


class Rules:
    """The rules that a node may name, numbered as they come up; 0 is none.

    Attributes:
        names: By number.
    """

    def __init__(self, algebra: Algebra) -> None:
        """Start with none."""
        self._algebra = algebra
        self.names: list[str] = [""]

    def cell(self, rule: str) -> Cell:
        """Return the number that stands for *rule*."""
        if rule not in self.names:
            self.names.append(rule)

        return self._algebra.number(self.names.index(rule))
