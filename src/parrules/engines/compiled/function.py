"""The plan as one function: checked values in, an outcome out.

The function does what is usual, and returns ``None`` for what is rare and
intricate, which the evaluator then does: knock-outs and sanctions.  The
numbers in brackets are those of the normative page *semantics*.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from parrules.engines.compiled.changes import Changes
from parrules.engines.compiled.conditions import Quotient
from parrules.engines.compiled.decisions import Decisions
from parrules.engines.compiled.leaves import VALUES, Leaves, Names
from parrules.engines.compiled.packing import Packing, Verdicts
from parrules.engines.compiled.quantities import Quantities
from parrules.engines.compiled.source import Source, all_of, literal
from parrules.engines.compiled.tables import Table
from parrules.outcome import Outcome
from parrules.plan.nodes import Node
from parrules.scoring.evaluator import Evaluator
from parrules.scoring.totals import Sums

_NAME = "score"


class Writer:
    """Writes the function of one plan."""

    def __init__(self, evaluator: Evaluator, tables: Sequence[Table]) -> None:
        """Take what *evaluator* knows of its plan.

        Args:
            evaluator: Its leaves, inner nodes, totals and grading.
            tables: By decision.
        """
        layout = evaluator.layout
        self._evaluator = evaluator
        self._plan = layout.plan
        self._reads_nodes = layout.reads_nodes
        self._source = source = Source()
        self._names = Names()
        self._nodes: dict[str, tuple[str, str]] = {}
        self._sound = set(_sound(self._plan.nodes))
        self._packing = Packing(self._plan.nodes)
        # Whether an unknown was decided against the unit.
        self._guessed = source.fresh("u")
        self._inputs = {
            each.position: source.fresh("v") for each in self._plan.inputs
        }
        self._quantities = Quantities(
            source, layout, self._inputs, self._nodes
        )
        self._decisions = Decisions(
            source, self._quantities, self._plan, tables
        )
        self._changes = Changes(
            source, self._quantities, self._decisions, self._guessed
        )
        self._leaves = Leaves(
            source,
            layout=layout,
            quantities=self._quantities,
            decisions=self._decisions,
            changes=self._changes,
            names=self._names,
            packing=self._packing,
        )

    def source(self) -> Source:
        """Write the whole function; to be called once."""
        if self._inputs:
            names = ", ".join(self._inputs.values())
            self._source.line(f"{names}, = {VALUES}")
        self._source.line(f"{self._guessed} = False")
        self._knock_outs()
        self._tree("criteria")
        self._publish()
        self._tree("bonus", "penalty")
        self._outcome()

        return self._source

    def function(self) -> Callable[[list[Any]], Outcome | None]:
        """Return the function of checked values."""
        return self.source().function(_NAME, VALUES)

    def _tree(self, *trees: str) -> None:
        for index, leaf in self._evaluator.leaves.items():
            if leaf.node.tree in trees:
                self._leaves.write(index, leaf)
        if "criteria" in trees:
            self._channels()
        for index in reversed(range(len(self._plan.nodes))):
            node = self._plan.nodes[index]
            if node.tree in trees and not node.is_leaf:
                self._sum(index, node)

    # -- channels not held, knock-outs (5) ---------------------------------

    def _knock_outs(self) -> None:
        for elimination in self._plan.eliminations:
            found = self._decisions.picked(elimination.decision, _is_possible)
            with self._source.block(f"if {found}"):
                self._source.line("return None")

    def _channels(self) -> None:
        """Exclude the leaves of channels that were not held."""
        for channel, decision in enumerate(self._plan.held):
            if decision < 0:
                continue
            rank = self._source.let("r", self._decisions.picked(decision, int))
            with self._source.block(f"if {rank} == 1"):
                self._source.line(f"{self._guessed} = True")
            with self._source.block(f"elif {rank} == 0"):
                self._leaves.exclude(channel, self._evaluator.leaves)

    # -- inner nodes (7) ---------------------------------------------------

    def _sum(self, index: int, node: Node) -> None:
        source, names = self._source, self._names
        packed = names.packed[index] = source.let(
            "p",
            source.sum_of([names.packed[child] for child in node.children]),
        )
        sums = Verdicts(
            self._packing,
            self._evaluator.inner[index],
            len(self._evaluator.below[index]),
        )
        verdict = names.verdict[index] = source.fresh("w")
        below = f"{packed} & {self._packing.earned}"
        if node.changes:
            earned = source.let("e", below)
            occurring = self._changes.of(node)
            found = self._changes.held_against(node, occurring, earned)
            changed = source.constant(sums.changed)
            source.line(f"{verdict} = {changed}({packed}, {found})")
        else:
            source.line(f"{verdict} = {source.constant(sums)}[{packed}]")
        if node.changes or index not in self._sound:
            source.line(f"{packed} += {verdict}.earned - ({below})")
        if self._reads_nodes:
            self._show(index)

    def _publish(self) -> None:
        """Let `points_of` and `percent_of` read the leaves, too (9)."""
        if not self._reads_nodes:
            return
        for index, leaf in self._evaluator.leaves.items():
            if leaf.node.tree == "criteria":
                self._show(index)

    def _show(self, index: int) -> None:
        """Let `points_of` and `percent_of` read a node (9)."""
        verdict = self._names.verdict[index]
        earned = self._source.let("e", f"{verdict}.earned")
        applicable = self._source.let("a", f"{verdict}.applicable")
        self._nodes[self._plan.nodes[index].code] = earned, applicable

    # -- totals and grade (7 to 12) ----------------------------------------

    def _outcome(self) -> None:
        source = self._source
        order = range(len(self._plan.nodes))
        names = [self._names.verdict[index] for index in order]
        verdicts = source.let("y", _tuple(names))
        sums = self._sums(verdicts)
        grade = source.let("g", "None")
        if self._plan.grade_decision >= 0:
            self._grade(sums["total"], grade)
        fields = {
            "verdicts": verdicts,
            **sums,
            "grade": grade,
            "complete": self._complete(),
        }
        written = ", ".join(f"{name}={text}" for name, text in fields.items())
        source.line(f"return {source.constant(Outcome)}({written})")

    def _sums(self, verdicts: str) -> dict[str, str]:
        """Write what the areas come to; return the names of its parts."""
        source = self._source
        names = {field: source.fresh("t") for field in Sums._fields}
        packed = self._added("criteria")
        earned = source.let("e", f"{packed} & {self._packing.added}")
        with source.block(f"if {self._is_plain(earned)}"):
            # Nothing is made up for, added, taken, floored or capped.
            source.line(f"{names['base']} = ({earned}, 1)")
            source.line(f"{names['total']} = {names['base']}")
            source.line(f"{names['bonus']} = 0")
            source.line(f"{names['penalty']} = 0")
            source.line(f"{names['adjustments']} = ()")
        with source.block("else"):
            added_up = source.constant(self._evaluator.totals.sums)
            sums = source.let("y", f"{added_up}({verdicts})")
            for field, name in names.items():
                source.line(f"{name} = {sums}.{field}")

        return names

    def _is_plain(self, earned: str) -> str:
        """Write the condition that the total is what the areas earned."""
        areas = self._areas("criteria")
        is_whole = self._evaluator.totals.is_plain_where_whole
        if not is_whole or not any(
            self._plan.nodes[each].maximum for each in areas
        ):
            return "False"
        least, most = self._plan.bounds
        # What is greater holds maxima of leaves that were excluded.
        most = self._packing.earned if most is None else most
        others = (
            self._names.verdict[each]
            for each in (*self._areas("bonus"), *self._areas("penalty"))
        )

        return all_of(
            *(f"not {verdict}.earned" for verdict in others),
            "" if least is None else f"{literal(least)} <= {earned}",
            f"{earned} <= {literal(min(most, self._packing.earned))}",
        )

    def _areas(self, tree: str) -> list[int]:
        return [
            index
            for index, node in enumerate(self._plan.nodes)
            if node.parent < 0 and node.tree == tree
        ]

    def _grade(self, total: str, grade: str) -> None:
        source = self._source
        over, under = source.let("n", "0"), source.let("d", "-1")
        quantum = literal(10**self._plan.places)
        with source.block(f"if {total} is not None"):
            source.line(f"{over} = {total}[0]")
            source.line(f"{under} = {total}[1] * {quantum}")
        self._quantities.total = Quotient(over, under, f"{under} > 0")
        reached = self._decisions.picked(self._plan.grade_decision, _row_of)
        verdict = source.constant(self._evaluator.grading.verdict)
        with source.block(f"if {total} is not None"):
            source.line(f"{grade} = {verdict}({reached}, {total})")
            if self._plan.gate_decision >= 0:
                open_ = self._decisions.picked(
                    self._plan.gate_decision, _is_open
                )
                with source.block(f"if {open_}"):
                    source.line(f"{self._guessed} = True")

    def _added(self, *trees: str) -> str:
        """Write what all areas of *trees* came to; return its name."""
        areas = [each for tree in trees for each in self._areas(tree)]
        packed = [self._names.packed[each] for each in areas]

        return self._source.let("p", self._source.sum_of(packed))

    def _complete(self) -> str:
        """Write whether no leaf is awaiting or missing (15)."""
        packed = self._added("criteria", "bonus", "penalty")

        return f"not {self._guessed} and {packed} < {self._packing.unknown}"


def _tuple(names: Sequence[str]) -> str:
    """Write a tuple of any length."""
    return f"({''.join(f'{name}, ' for name in names)})"


def _sound(nodes: Sequence[Node]) -> Iterator[int]:
    """Yield the nodes whose children never earn more than is applicable.

    That is where maxima add up to no more than the one above, all the way
    down: what is excluded is then taken from both sides.
    """
    sound: set[int] = set()
    for index in reversed(range(len(nodes))):
        node = nodes[index]
        below = sum(nodes[child].maximum for child in node.children)
        if sound.issuperset(node.children) and below <= node.maximum:
            sound.add(index)
            yield index


def _is_possible(rank: int) -> bool:
    """Tell whether what a row says holds, or may hold."""
    return rank < 2  # noqa: PLR2004  # the one row, true or unknown


def _row_of(rank: int) -> int:
    return rank // 2


def _is_open(rank: int) -> bool:
    """Tell whether the row cannot be decided."""
    return rank % 2 > 0
