"""Awards and deductions in the algebra: does each occur, and what is it."""

from collections.abc import Sequence

import attrs

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.engines.columns.decisions import Decisions
from parrules.engines.columns.quantities import Quantities
from parrules.plan.nodes import Change, Node
from parrules.scoring.unknowns import takes_all, worst_of


@attrs.frozen(eq=False, repr=False)
class Changed:
    """One award or deduction of a row.

    Attributes:
        occurs, unknown: Whether it does, and whether that is not known.
        amount: With its sign, where it occurs.
        missing: Names of answers that it waits for where it is unknown.
    """

    change: Change
    occurs: Cell
    unknown: Cell
    amount: Cell
    awaited: tuple[str, ...]


class Changes:
    """Writes awards and deductions (6c, 7)."""

    def __init__(
        self,
        quantities: Quantities,
        decisions: Decisions,
        answers: frozenset[str],
    ) -> None:
        """Take what writes numbers and decisions; *answers* are awaited."""
        self._algebra: Algebra = quantities.algebra
        self._quantities = quantities
        self._decisions = decisions
        self._answers = answers

    def of(self, node: Node) -> list[Changed]:
        """Return the changes of *node*, in file order."""
        return [self._changed(change) for change in node.changes]

    def _changed(self, change: Change) -> Changed:
        truth = self._algebra.truth

        def is_rank(wanted: int) -> Cell:
            return self._decisions.chosen(
                change.decision, lambda rank: truth(holds=rank == wanted)
            )

        return Changed(
            change,
            is_rank(0),
            is_rank(1),
            self._amount(change),
            tuple(name for name in change.reads if name in self._answers),
        )

    def _amount(self, change: Change) -> Cell:
        algebra = self._algebra
        amount = algebra.number(change.amount)
        if change.each is not None:
            number = self._quantities.number(change.each)
            # It occurs only where the count is above 0.
            count = algebra.divided(number.over, number.under)
            amount = algebra.times(count, amount)
        if change.at_most is not None:
            amount = algebra.smallest(amount, algebra.number(change.at_most))

        return amount if change.sign > 0 else algebra.negative(amount)

    def any_unknown(self, changes: Sequence[Changed]) -> Cell:
        """Return whether one of them cannot be decided."""
        return self._algebra.any_of(*(each.unknown for each in changes))

    def amounts(
        self, node: Node, changes: Sequence[Changed], most: Cell
    ) -> list[Cell]:
        """Return what each gives or takes; the worst where unknown (9).

        Args:
            node: Whose changes they are.
            changes: All of them.
            most: All that there is.
        """
        algebra = self._algebra
        is_all_taken = algebra.any_of(
            *(each.unknown for each in changes if takes_all(each.change, node))
        )
        spared = algebra.negated(is_all_taken)

        return [
            algebra.choose(
                [
                    (
                        each.occurs
                        if each.change.sign > 0
                        else algebra.all_of(each.occurs, spared),
                        each.amount,
                    ),
                    (each.unknown, self._worst(node, each.change, most)),
                ],
                algebra.number(0),
            )
            for each in changes
        ]

    def _worst(self, node: Node, change: Change, most: Cell) -> Cell:
        amount = worst_of(change, node, 0)
        if amount == worst_of(change, node, 1):
            return self._algebra.number(amount)

        # One per occurrence, without a limit: all that there is.
        return most if change.sign > 0 else self._algebra.negative(most)
