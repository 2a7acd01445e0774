"""Awards and deductions as statements: does each occur, and what is it."""

from collections.abc import Sequence

from parrules.engines.compiled.conditions import divided
from parrules.engines.compiled.decisions import Decisions
from parrules.engines.compiled.quantities import Quantities
from parrules.engines.compiled.source import Source, literal
from parrules.outcome import Feared
from parrules.plan.nodes import Change, Node
from parrules.scoring.unknowns import worst_of

Occurring = tuple[str, str]
"""The rank of a change, 0 where it occurs and 1 where that is unknown, and
the entry that it then is."""


class Changes:
    """Writes awards and deductions (6c, 7)."""

    def __init__(
        self,
        source: Source,
        quantities: Quantities,
        decisions: Decisions,
        guessed: str,
    ) -> None:
        """Write to *source*; *guessed* notes that an unknown was decided."""
        self._source = source
        self._quantities = quantities
        self._decisions = decisions
        self._guessed = guessed

    def of(self, node: Node) -> list[Occurring]:
        """Write whether each change of *node* occurs."""
        return [self._occurring(change) for change in node.changes]

    def _occurring(self, change: Change) -> Occurring:
        source = self._source
        rank = source.let("r", self._decisions.picked(change.decision, int))
        if change.each is None:
            amount = change.amount
            if change.at_most is not None:
                amount = min(amount, change.at_most)
            entry = (change.rule, change.sign * amount, change)
            return rank, source.constant(entry)
        number = self._quantities.number(change.each)
        several = f"{divided(number)} * {change.amount}"
        if change.at_most is not None:
            several = f"{source.constant(min)}({several}, {change.at_most})"
        sign = "-" if change.sign < 0 else ""

        return rank, self._entry(change, f"{sign}({several})", change)

    def _entry(self, change: Change, amount: str, origin: object) -> str:
        rule = self._source.constant(change.rule)

        return f"({rule}, {amount}, {self._source.constant(origin)})"

    def collected(self, occurring: Sequence[Occurring]) -> str:
        """Write the list of those that occur; return its name."""
        source = self._source
        found = source.let("x", "[]")
        for rank, entry in occurring:
            with source.block(f"if {rank} == 0"):
                source.line(f"{found}.append({entry})")

        return found

    def held_against(
        self, node: Node, occurring: Sequence[Occurring], earned: str
    ) -> str:
        """Write the list of those that occur or may occur (9).

        Args:
            node: An inner node.
            occurring: Its changes.
            earned: What its children came to.
        """
        source = self._source
        found = source.let("x", "[]")
        for change, (rank, entry) in zip(node.changes, occurring, strict=True):
            with source.block(f"if {rank} == 0"):
                source.line(f"{found}.append({entry})")
            with source.block(f"elif {rank} == 1"):
                amount = _worst(node, change, earned)
                worst = self._entry(change, amount, Feared(change))
                source.line(f"{found}.append({worst})")
                source.line(f"{self._guessed} = True")

        return found


def _worst(node: Node, change: Change, earned: str) -> str:
    """Write what an unknown deduction costs an inner node most."""
    amount = worst_of(change, node, 0)
    if amount == worst_of(change, node, 1):
        return literal(amount)

    # One per occurrence, without a limit: all that there is.
    return f"-{earned}" if change.sign < 0 else earned
