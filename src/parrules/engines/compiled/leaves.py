"""Leaves as statements: a look-up each, and what cannot be looked up."""

from collections.abc import Callable, Mapping, Sequence

import attrs

from parrules.engines.compiled.changes import Changes, Occurring
from parrules.engines.compiled.decisions import Decisions
from parrules.engines.compiled.packing import Packing
from parrules.engines.compiled.quantities import Quantities
from parrules.engines.compiled.source import Source, any_of, literal
from parrules.model import Trigger
from parrules.plan.nodes import Node, Plan, Result
from parrules.points import divide
from parrules.scoring.arithmetic import Leaf
from parrules.scoring.layout import Layout

RARE, COMPUTED, ASKED = -1, -2, -3
"""Instead of what a leaf came to: what is left to the evaluator, what is
computed, and what the leaf itself is asked for."""

Given = tuple[object, int]
"""A verdict, and what it comes to; instead of a verdict the row that is
`COMPUTED`, or the rank that the leaf is `ASKED` about."""

VALUES = "values"
_NONE_BARE: frozenset[str] = frozenset()


@attrs.frozen(eq=False, repr=False)
class Names:
    """What the function calls the verdict of each node, and what it came to.

    Attributes:
        verdict: By position of the node.
        packed: The same, as `Packing` packs it.
    """

    verdict: dict[int, str] = attrs.field(factory=dict)
    packed: dict[int, str] = attrs.field(factory=dict)


class Leaves:
    """Writes the leaves of one plan (6)."""

    def __init__(
        self,
        source: Source,
        *,
        layout: Layout,
        quantities: Quantities,
        decisions: Decisions,
        changes: Changes,
        names: Names,
        packing: Packing,
    ) -> None:
        """Write to *source*, and enter the names of leaves in *names*."""
        self._source = source
        self._plan: Plan = layout.plan
        self._reads_nodes = layout.reads_nodes
        self._quantities = quantities
        self._decisions = decisions
        self._changes = changes
        self._names = names
        self._packing = packing

    def write(self, index: int, leaf: Leaf) -> None:
        """Write the verdict of the leaf at *index*."""
        names, source = self._names, self._source
        rows = _Rows(leaf, self._packing)
        picked = self._decisions.picked(leaf.node.decision, rows.given)
        names.verdict[index] = source.fresh("w")
        names.packed[index] = source.fresh("p")
        self._assign(index, picked)
        if RARE in rows.found:
            with source.block(f"if {names.packed[index]} == {RARE}"):
                source.line("return None")
        changes = self._changes.of(leaf.node)
        if COMPUTED in rows.found:
            self._computed(index, leaf, rows.computed, changes)
        if ASKED in rows.found or changes:
            self._asked(index, leaf, changes)

    def exclude(self, channel: int, leaves: Mapping[int, Leaf]) -> None:
        """Write that the leaves of a channel were not held (5)."""
        # So that a block is never empty.
        self._source.line("pass")
        for index, leaf in leaves.items():
            if leaf.node.channel == channel and leaf.node.tree == "criteria":
                packed = self._packing.of_leaf(
                    leaf.not_held, leaf.node.maximum
                )
                given = leaf.not_held, packed
                self._assign(index, self._source.constant(given))

    def _assign(self, index: int, given: str) -> None:
        """Take a verdict, and what it comes to, from what was looked up."""
        names = self._names
        self._source.line(
            f"{names.verdict[index]}, {names.packed[index]} = {given}"
        )

    # -- formulas, awards and deductions (6b to 6d) ------------------------

    def _computed(
        self,
        index: int,
        leaf: Leaf,
        rows: Sequence[int],
        changes: Sequence[Occurring],
    ) -> None:
        source, names = self._source, self._names
        verdict, packed = names.verdict[index], names.packed[index]
        formulas = [
            (row, self._points(leaf.node, result))
            for row in rows
            if (result := leaf.node.results[row]).formula is not None
        ]
        if changes:
            unknown = any_of(*(f"{rank} == 1" for rank, _ in changes))
            with source.block(f"if {packed} == {COMPUTED} and ({unknown})"):
                source.line(f"{verdict} = 2 * {verdict}")
                source.line(f"{packed} = {ASKED}")
        with source.block(f"if {packed} == {COMPUTED}"):
            points = source.let("q", "None") if formulas else "None"
            for row, amount in formulas:
                with source.block(f"if {verdict} == {row}"):
                    source.line(f"{points} = {amount()}")
            found = self._changes.collected(changes) if changes else "[]"
            source.line(
                f"{verdict} = {source.constant(leaf.scored)}"
                f"({verdict}, {found}, {points})"
            )
            # What is computed is scored, and so comes to what it earned.
            source.line(f"{packed} = {verdict}.earned")

    def _points(self, node: Node, result: Result) -> Callable[[], str]:
        """Return what writes a formula in quanta: clamped, rounded once."""
        assert result.formula is not None
        source = self._source
        number = self._quantities.number(result.formula)
        rounding, step = self._plan.scheme.rounding, result.step
        most = divide(node.maximum, step, rounding) * step
        quantum = literal(10**self._plan.places)

        def amount() -> str:
            over = source.let("n", f"{number.over} * {quantum}")
            rounded = (
                f"{source.constant(divide)}({over}, {number.under} * {step}, "
                f"{source.constant(rounding)}) * {step}"
            )

            return (
                f"0 if {over} <= 0 else {most} "
                f"if {over} >= {number.under} * {node.maximum} else {rounded}"
            )

        return amount

    # -- what is unknown (6e, 9) -------------------------------------------

    def _asked(
        self, index: int, leaf: Leaf, changes: Sequence[Occurring]
    ) -> None:
        """Write what asks the leaf itself: of what is unknown, and why."""
        source, names = self._source, self._names
        verdict, packed = names.verdict[index], names.packed[index]
        with source.block(f"if {packed} == {ASKED}"):
            if leaf.node.tree != "criteria" and self._reads_nodes:
                # It would have to read points that stand in no list.
                source.line("return None")
                return
            ranks = ", ".join(
                f"{change.decision}: {rank}"
                for change, (rank, _) in zip(
                    leaf.node.changes, changes, strict=True
                )
            )
            source.line(
                f"{verdict} = {source.constant(leaf.verdict)}"
                f"({verdict}, {{{ranks}}}, {VALUES}, "
                f"{source.constant(_NONE_BARE)})"
            )
            pack = source.constant(self._packing.of_leaf)
            source.line(f"{packed} = {pack}({verdict}, {leaf.node.maximum})")


class _Rows:
    """What the ranks of a leaf give.

    Attributes:
        found: What verdicts that were given so far come to.
        computed: The rows that are.
    """

    def __init__(self, leaf: Leaf, packing: Packing) -> None:
        self._leaf = leaf
        self._packing = packing
        self._known: dict[int, Given] = {}
        self.found: set[int] = set()
        self.computed: list[int] = []

    def given(self, rank: int) -> Given:
        """Return what a rank gives, always the same object."""
        if rank not in self._known:
            given = self._known[rank] = self._given(*divmod(rank, 2))
            self.found.add(given[1])

        return self._known[rank]

    def _given(self, row: int, unknown: int) -> Given:
        node = self._leaf.node
        verdict = self._leaf.constant(2 * row + unknown)
        if self._may_be_sanctioned(row, unknown):
            # What is, or may be, a sanction is rare.
            return None, RARE
        if verdict is not None:
            return verdict, self._packing.of_leaf(verdict, node.maximum)
        if unknown:
            return 2 * row + 1, ASKED
        self.computed.append(row)

        return row, COMPUTED

    def _may_be_sanctioned(self, row: int, unknown: int) -> bool:
        node = self._leaf.node
        if not unknown:
            return node.results[row].sanction is not None

        return isinstance(node.criterion.form, Trigger) or bool(node.perhaps)
