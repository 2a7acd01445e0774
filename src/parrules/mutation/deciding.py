"""Rows decided one after the other, straight from the plan.

To make an engine takes longer than a dozen examples: a mutant is met once
and thrown away, so its rows are looked at as they stand in the plan.
"""

from collections.abc import Iterator, Sequence

from parrules.plan.logic import Clauses
from parrules.plan.nodes import FACTS, Decision
from parrules.scoring.arithmetic import Ranks
from parrules.scoring.deciding import Session
from parrules.scoring.layout import Group, Layout

_Test = tuple[int, tuple[tuple[int, int], ...]]
"""A rank, and what must hold for it: places in a group's classes, masks."""


class PlainDecider:
    """Decides by looking at every row in turn; it is its own session."""

    def __init__(self, layout: Layout) -> None:
        """Find out which classes each row looks at."""
        self._groups = tuple(
            tuple(_tests(layout, group)) for group in layout.groups
        )

    def begin(self) -> Session:
        """Begin one evaluation."""
        return self

    def decide(self, group: int, classes: list[int], ranks: Ranks) -> None:
        """Set the ranks of a group's decisions."""
        for decision, tests in self._groups[group]:
            for rank, clause in tests:
                if all(bits >> classes[at] & 1 for at, bits in clause):
                    ranks[decision] = rank
                    break

    def end(self) -> None:
        """End the evaluation."""


class RecallingDecider(PlainDecider):
    """Recalls what was decided of facts; decides what reads points anew.

    Attributes:
        memory: The ranks that were found before, for the same facts.
    """

    def __init__(self, layout: Layout) -> None:
        """Find out which groups look at facts alone."""
        super().__init__(layout)
        self.memory: Sequence[int] = ()
        self._recalled = tuple(
            group.decisions if group.stage == FACTS else ()
            for group in layout.groups
        )

    def decide(self, group: int, classes: list[int], ranks: Ranks) -> None:
        """Set the ranks of a group's decisions."""
        if not self._recalled[group]:
            super().decide(group, classes, ranks)
        for decision in self._recalled[group]:
            ranks[decision] = self.memory[decision]


def _tests(
    layout: Layout, group: Group
) -> Iterator[tuple[int, tuple[_Test, ...]]]:
    local = {place: at for at, place in enumerate(group.properties)}
    for index in group.decisions:
        decision = layout.plan.decisions[index]
        tests = (
            (rank, tuple((local[place], bits) for place, bits in clause))
            for rank, clauses in ranked(decision)
            for clause in clauses
        )
        yield index, tuple(tests)


def ranked(decision: Decision) -> Iterator[tuple[int, Clauses]]:
    """Yield the ranks that a decision can have, and when; first come first."""
    for position, row in enumerate(decision.rows):
        yield 2 * position, row.true
        yield 2 * position + 1, row.unknown
