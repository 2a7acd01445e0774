"""Which nodes a knock-out reaches, and why (5)."""

from collections.abc import Mapping, Sequence

from parrules.plan.nodes import Elimination, Node, Plan
from parrules.scoring.numbers import Values


class Eliminating:
    """The nodes of one plan, as knock-outs name them. Immutable once made."""

    def __init__(self, plan: Plan, positions: Mapping[object, int]) -> None:
        """Look up areas and codes.

        Args:
            plan: Of the ruleset.
            positions: Of the values of facts, by name.
        """
        self._nodes: Sequence[Node] = plan.nodes
        self._positions = positions
        self._codes = {node.code: i for i, node in enumerate(plan.nodes)}
        self._areas = tuple(
            index
            for index, node in enumerate(plan.nodes)
            if node.tree == "criteria" and node.parent < 0
        )

    def nodes(
        self, elimination: Elimination, values: Values
    ) -> tuple[tuple[int, ...], bool]:
        """Return the nodes that are knocked out, and whether that is known."""
        if elimination.fact is None:
            return elimination.nodes, True
        codes = values[self._positions[elimination.fact]]
        if codes is None:
            # Which criteria is unknown, and unknowns never help (9).
            return self._areas, False

        return tuple(self._codes[code] for code in codes), True

    def reason(self, node: int, named: Mapping[int, object]) -> object:
        """Return what knocks out an inner node, or one that it is in.

        Args:
            node: Position.
            named: What knocks out the nodes that knock-outs name.
        """
        while node >= 0:
            if node in named:
                return named[node]
            node = self._nodes[node].parent

        return None
