"""Leaves as statements: a look-up each, and what cannot be looked up."""

from collections.abc import Callable, Mapping, Sequence

import attrs

from parrules.engines.compiled.changes import Changes, Occurring
from parrules.engines.compiled.decisions import Decisions
from parrules.engines.compiled.quantities import Quantities
from parrules.engines.compiled.source import Source, any_of, literal
from parrules.model import Trigger
from parrules.outcome import SCORED, STATUSES, Verdict
from parrules.plan.nodes import Node, Plan, Result
from parrules.points import divide
from parrules.scoring.arithmetic import Leaf
from parrules.scoring.layout import Layout

BITS = {status: 1 << index for index, status in enumerate(STATUSES)}
"""Statuses as bits, so that those of many nodes are one number."""

RARE, COMPUTED, ASKED = 0, 1 << len(STATUSES), 2 << len(STATUSES)
"""Instead of a status: what is left to the evaluator, what is computed, and
what the leaf itself is asked for."""

Given = tuple[object, int, int, int]
"""A verdict, what it earned, the bit of its status, and the maximum that it
excludes; instead of a verdict the row that is `COMPUTED`, or the rank that
the leaf is `ASKED` about."""

VALUES = "values"
_UNREAD = "z"
_NONE_BARE: frozenset[str] = frozenset()


@attrs.frozen(eq=False, repr=False)
class Names:
    """What the function calls the parts of verdicts, by position of a node.

    Attributes:
        verdict, earned: Of every node.
        status: Its bit.
        lost: The maxima of excluded leaves at or below a node, where one
            may be excluded.
    """

    verdict: dict[int, str] = attrs.field(factory=dict)
    earned: dict[int, str] = attrs.field(factory=dict)
    status: dict[int, str] = attrs.field(factory=dict)
    lost: dict[int, str] = attrs.field(factory=dict)


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
    ) -> None:
        """Write to *source*, and enter the names of leaves in *names*."""
        self._source = source
        self._plan: Plan = layout.plan
        self._reads_nodes = layout.reads_nodes
        self._quantities = quantities
        self._decisions = decisions
        self._changes = changes
        self._names = names

    def write(self, index: int, leaf: Leaf) -> None:
        """Write the verdict of the leaf at *index*."""
        names, source = self._names, self._source
        rows = _Rows(leaf)
        picked = self._decisions.picked(leaf.node.decision, rows.given)
        names.verdict[index] = source.fresh("w")
        names.earned[index] = source.fresh("e")
        names.status[index] = source.fresh("s")
        if self._may_be_excluded(leaf.node):
            names.lost[index] = source.fresh("l")
        self._assign(index, picked)
        if RARE in rows.found:
            with source.block(f"if not {names.status[index]}"):
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
                given = _given(leaf.not_held, leaf.node)
                self._assign(index, self._source.constant(given))

    def _assign(self, index: int, given: str) -> None:
        """Take a verdict and its parts out of what was looked up."""
        names = self._names
        parts = (
            names.verdict[index],
            names.earned[index],
            names.status[index],
            names.lost.get(index, _UNREAD),
        )
        self._source.line(f"{', '.join(parts)} = {given}")

    def _may_be_excluded(self, node: Node) -> bool:
        is_held = node.channel < 0 or self._plan.held[node.channel] < 0

        return not is_held or any(
            result.treatment == "exclude" for result in node.results
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
        verdict, status = names.verdict[index], names.status[index]
        formulas = [
            (row, self._points(leaf.node, result))
            for row in rows
            if (result := leaf.node.results[row]).formula is not None
        ]
        if changes:
            unknown = any_of(*(f"{rank} == 1" for rank, _ in changes))
            with source.block(f"if {status} == {COMPUTED} and ({unknown})"):
                source.line(f"{verdict} = 2 * {verdict}")
                source.line(f"{status} = {ASKED}")
        with source.block(f"if {status} == {COMPUTED}"):
            points = source.let("p", "None") if formulas else "None"
            for row, amount in formulas:
                with source.block(f"if {verdict} == {row}"):
                    source.line(f"{points} = {amount()}")
            found = self._changes.collected(changes) if changes else "[]"
            source.line(
                f"{verdict} = {source.constant(leaf.scored)}"
                f"({verdict}, {found}, {points})"
            )
            source.line(f"{names.earned[index]} = {verdict}[1]")
            source.line(f"{status} = {BITS[SCORED]}")

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
        verdict, status = names.verdict[index], names.status[index]
        with source.block(f"if {status} == {ASKED}"):
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
            source.line(f"{names.earned[index]} = {verdict}[1]")
            source.line(f"{status} = {source.constant(BITS)}[{verdict}[0]]")


class _Rows:
    """What the ranks of a leaf give.

    Attributes:
        found: The statuses that were given so far.
        computed: The rows that are.
    """

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._known: dict[int, Given] = {}
        self.found: set[int] = set()
        self.computed: list[int] = []

    def given(self, rank: int) -> Given:
        """Return what a rank gives, always the same object."""
        if rank not in self._known:
            given = self._known[rank] = self._given(*divmod(rank, 2))
            self.found.add(given[2])

        return self._known[rank]

    def _given(self, row: int, unknown: int) -> Given:
        node = self._leaf.node
        verdict = self._leaf.constants[2 * row + unknown]
        is_trigger = isinstance(node.criterion.form, Trigger)
        if is_trigger if unknown else node.results[row].sanction:
            # What is, or may be, a sanction is rare.
            return None, 0, RARE, 0
        if verdict is not None:
            return _given(verdict, node)
        if unknown:
            return 2 * row + 1, 0, ASKED, 0
        self.computed.append(row)

        return row, 0, COMPUTED, 0


def _given(verdict: Verdict, node: Node) -> Given:
    lost = 0 if verdict.applicable else node.maximum

    return verdict, verdict.earned, BITS[verdict.status], lost
