"""Inner nodes in the algebra (7)."""

import functools
from collections.abc import Sequence

from parrules.engines.columns.cell import Cell
from parrules.engines.columns.changes import Changed
from parrules.engines.columns.leaves import LeafCells
from parrules.engines.columns.tools import Rules, Tools
from parrules.outcome import KNOCKED_OUT, SCORED
from parrules.plan.nodes import Node


class InnerCells:
    """One inner node; each part of it is written when somebody reads it.

    Attributes:
        rules: Those that its number of a rule stands for.
        leaves: All leaves below.
    """

    def __init__(
        self,
        tools: Tools,
        node: Node,
        children: Sequence["InnerCells | LeafCells"],
    ) -> None:
        """Take the node, and those below it."""
        self.node = node
        self._tools = tools
        self._algebra = tools.algebra
        self._children = children
        self.rules = Rules(tools.algebra)
        self.leaves: list[LeafCells] = []
        for child in children:
            self.leaves += (
                child.leaves if isinstance(child, InnerCells) else [child]
            )

    @functools.cached_property
    def summed(self) -> Cell:
        """What the children earned together."""
        return self._algebra.sum(child.earned for child in self._children)

    @functools.cached_property
    def lost(self) -> Cell:
        """The maxima of the excluded leaves below."""
        return self._algebra.sum(child.lost for child in self._children)

    @functools.cached_property
    def applicable(self) -> Cell:
        """In quanta; the maximum less what was lost, at least 0."""
        algebra = self._algebra
        left = algebra.less(algebra.number(self.node.maximum), self.lost)

        return algebra.largest(left, algebra.number(0))

    @functools.cached_property
    def earned(self) -> Cell:
        """In quanta."""
        algebra = self._algebra
        points = algebra.sum([self.summed, *self._amounts])
        clamped = points
        if self._changes or not self.is_sound:
            clamped = algebra.largest(
                algebra.smallest(points, self.applicable), algebra.number(0)
            )

        return algebra.choose([(self.knocked, algebra.number(0))], clamped)

    @functools.cached_property
    def is_sound(self) -> bool:
        """Whether the children never earn more than is applicable.

        That is where maxima add up to no more than the one above, all the
        way down: what is excluded is then taken from both sides.
        """
        below = sum(child.node.maximum for child in self._children)

        return below <= self.node.maximum and all(
            child.is_sound
            for child in self._children
            if isinstance(child, InnerCells)
        )

    @functools.cached_property
    def changed(self) -> Cell:
        """What own deductions, floor and cap added; below 0 if they took."""
        if not self._changes and self.is_sound:
            return self._algebra.number(0)

        return self._algebra.less(self.earned, self.summed)

    @functools.cached_property
    def knocked(self) -> Cell:
        """Whether all leaves below are knocked out or not held, one at least
        knocked out.
        """
        algebra = self._algebra
        some = algebra.any_of(*(leaf.knocked for leaf in self.leaves))
        each = (
            algebra.any_of(leaf.knocked, leaf.not_held) for leaf in self.leaves
        )

        return algebra.all_of(some, *each)

    @functools.cached_property
    def status(self) -> Cell:
        """Its position among all statuses."""
        algebra, tools = self._algebra, self._tools
        first, *others = [child.status for child in self._children]
        same = algebra.all_of(*(algebra.equal(first, e) for e in others))

        return algebra.choose(
            [(self.knocked, tools.status(KNOCKED_OUT)), (same, first)],
            tools.status(SCORED),
        )

    @functools.cached_property
    def rule(self) -> Cell:
        """Its number among the rules; 0 where it only adds up."""
        algebra = self._algebra
        nothing = algebra.number(0)
        pairs = [
            (
                algebra.negated(algebra.equal(amount, nothing)),
                self.rules.cell(each.change.rule),
            )
            for each, amount in zip(self._changes, self._amounts, strict=True)
        ]
        knocked_out = self.rules.cell(f"{self.node.code}#knock_out")

        return algebra.choose(
            [(self.knocked, knocked_out), *reversed(pairs)],
            self.rules.cell(""),
        )

    @functools.cached_property
    def is_guessed(self) -> Cell:
        """Whether an unknown deduction was decided against the unit."""
        return self._algebra.all_of(
            self._algebra.negated(self.knocked),
            self._tools.changes.any_unknown(self._changes),
        )

    @functools.cached_property
    def _changes(self) -> list[Changed]:
        return self._tools.changes.of(self.node)

    @functools.cached_property
    def _amounts(self) -> list[Cell]:
        return self._tools.changes.amounts(
            self.node, self._changes, self.summed
        )
