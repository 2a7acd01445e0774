"""A whole plan in the algebra: from what a row holds to what it earned."""

import functools
from collections.abc import Collection, Iterator

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.engines.columns.changes import Changes
from parrules.engines.columns.conditions import Conditions
from parrules.engines.columns.decisions import Decisions
from parrules.engines.columns.grades import GradeCells
from parrules.engines.columns.inner import InnerCells
from parrules.engines.columns.inputs import Inputs
from parrules.engines.columns.leaves import LeafCells
from parrules.engines.columns.tools import Tools
from parrules.engines.columns.totals import NodeCells, TotalCells
from parrules.model import Sanction
from parrules.plan.nodes import FACTS, Node
from parrules.scoring.border import Border
from parrules.scoring.layout import Layout


class UnitCells:
    """One unit, scored; what nobody reads is not written.

    Attributes:
        algebra: What it is written in.
        inputs: What it reads.
        nodes: By position.
        totals: Of the whole.
        grade: `None` where the ruleset has none.
    """

    def __init__(
        self, layout: Layout, border: Border, present: Collection[str]
    ) -> None:
        """Write *layout*'s plan for a table with some of its inputs.

        Args:
            layout: Of the plan.
            border: Of the plan.
            present: As `Inputs` takes it.
        """
        self._plan = plan = layout.plan
        self.algebra = algebra = Algebra()
        self.inputs = Inputs(algebra, plan, border, present)
        self._conditions = Conditions(algebra, layout, self.inputs)
        self._decisions = Decisions(plan, self._conditions)
        answers = frozenset(
            each.name for each in plan.inputs if each.fact is None
        )
        self._tools = Tools(
            plan,
            algebra,
            self.inputs,
            self._conditions,
            self._decisions,
            Changes(self._conditions, self._decisions, answers),
            answers,
        )
        self._not_held = [self._held(decision, 0) for decision in plan.held]
        self.nodes: list[NodeCells] = self._made()
        self.totals = TotalCells(plan, self.nodes, algebra)
        self.grade: GradeCells | None = None
        if plan.grade_decision >= 0:
            self._conditions.total = self.totals.in_points
            self.grade = GradeCells(
                plan, self._decisions, self.totals, self.leaves, algebra
            )

    @property
    def leaves(self) -> list[LeafCells]:
        """Return the leaves of all three trees, in file order."""
        return [each for each in self.nodes if isinstance(each, LeafCells)]

    @functools.cached_property
    def complete(self) -> Cell:
        """Whether nothing is missing, or was decided against (15)."""
        algebra = self.algebra
        guessed = [self._held(decision, 1) for decision in self._plan.held]
        for elimination in self._plan.eliminations:
            applies = self._applies(elimination.decision)
            guessed.append(self._rank(elimination.decision, 1))
            if elimination.fact is not None:
                known = self.inputs.is_known(elimination.fact)
                guessed.append(algebra.all_of(applies, algebra.negated(known)))
        guessed.extend(leaf.is_unknown for leaf in self.leaves)
        guessed.extend(
            each.is_guessed
            for each in self.nodes
            if isinstance(each, InnerCells)
        )

        if self.grade is not None:
            guessed.append(self.grade.is_open)

        return algebra.negated(algebra.any_of(*guessed))

    # -- channels not held, knock-outs (5) ---------------------------------

    def _rank(self, decision: int, wanted: int) -> Cell:
        return self._decisions.chosen(
            decision, lambda rank: self.algebra.truth(holds=rank == wanted)
        )

    def _applies(self, decision: int) -> Cell:
        """Return whether what a row says holds, or may hold."""
        return self._decisions.chosen(
            decision, lambda rank: self.algebra.truth(holds=rank in (0, 1))
        )

    def _held(self, decision: int, rank: int) -> Cell:
        if decision < 0:
            return self.algebra.false

        return self._rank(decision, rank)

    def _hits(self, leaves: dict[int, LeafCells]) -> dict[int, list[Cell]]:
        """Return, by node of the criteria, what knocks it out."""
        hits: dict[int, list[Cell]] = {}
        for elimination in self._plan.eliminations:
            applies = self._applies(elimination.decision)
            for position in elimination.nodes:
                hits.setdefault(position, []).append(applies)
            if elimination.fact is not None:
                for position, hit in self._named(elimination.fact):
                    both = self.algebra.all_of(applies, hit)
                    hits.setdefault(position, []).append(both)
        for position, hit in self._sanctioned(leaves):
            hits.setdefault(position, []).append(hit)

        return hits

    def _named(self, fact: str) -> Iterator[tuple[int, Cell]]:
        """Yield the nodes that a fact may name, and whether it does."""
        known = self.inputs.is_known(fact)
        for position, node in enumerate(self._plan.nodes):
            if node.tree != "criteria":
                continue
            hit = self.algebra.all_of(
                known, self.inputs.holds(fact, node.code)
            )
            if node.parent < 0:
                # Which of them is unknown, and unknowns never help.
                unknown = self.algebra.negated(known)
                hit = self.algebra.any_of(unknown, hit)
            yield position, hit

    def _sanctioned(
        self, leaves: dict[int, LeafCells]
    ) -> Iterator[tuple[int, Cell]]:
        """Yield the nodes that a sanction knocks out, and when."""
        codes = {
            code
            for leaf in leaves.values()
            for result in leaf.node.results
            if result.sanction
            for code in result.sanction.knock_out
        }
        for code in sorted(codes):
            position = self._plan.position(code)
            for leaf in leaves.values():
                if self._is_too_late(leaf.node):
                    continue
                found = leaf.sanctions(
                    lambda sanction, code=code: _knocks(sanction, code)  # type: ignore[misc]  # bound where it is made
                )
                yield (
                    position,
                    self.algebra.above(found, self.algebra.number(0)),
                )

    def _is_too_late(self, node: Node) -> bool:
        """Tell whether a leaf is decided after the criteria (S5.10)."""
        decision = node.decision

        return decision >= 0 and self._plan.decisions[decision].stage != FACTS

    # -- nodes -------------------------------------------------------------

    def _made(self) -> list[NodeCells]:
        plan = self._plan
        bare = {
            position: self._leaf(node, self.algebra.false)
            for position, node in enumerate(plan.nodes)
            if node.is_leaf
        }
        hits = self._hits(bare)
        made: dict[int, NodeCells] = {}
        for position in reversed(range(len(plan.nodes))):
            node = plan.nodes[position]
            if node.is_leaf:
                knocked = self.algebra.any_of(
                    *(
                        hit
                        for above in self._path(position)
                        for hit in hits.get(above, ())
                    )
                )
                made[position] = self._leaf(node, knocked)
            else:
                children = [made[child] for child in node.children]
                made[position] = InnerCells(self._tools, node, children)
        nodes = [made[position] for position in range(len(plan.nodes))]
        # Written only if bonus or penalty read it.
        self._conditions.read_nodes_of(nodes)

        return nodes

    def _path(self, position: int) -> Iterator[int]:
        while position >= 0:
            yield position
            position = self._plan.nodes[position].parent

    def _leaf(self, node: Node, knocked: Cell) -> LeafCells:
        not_held = self.algebra.false
        if node.tree == "criteria" and node.channel >= 0:
            not_held = self._not_held[node.channel]

        return LeafCells(self._tools, node, not_held, knocked)


def _knocks(sanction: Sanction, code: str) -> int:
    return int(code in sanction.knock_out)
