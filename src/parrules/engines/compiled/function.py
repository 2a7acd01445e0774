"""The plan as one function: checked values in, an outcome out.

The function does what is usual, and returns ``None`` for what is rare and
intricate, which the evaluator then does: knock-outs, sanctions, awards that
nobody knows, flags of channels that nobody gave.  The numbers in brackets are
those of the normative page *semantics*.
"""

from collections.abc import Callable, Iterator, Sequence

from parrules.engines.compiled.decisions import Decisions
from parrules.engines.compiled.quantities import (
    Quantities,
    Quotient,
    divided,
)
from parrules.engines.compiled.source import (
    Source,
    any_of,
    literal,
)
from parrules.engines.compiled.tables import Table
from parrules.model import Trigger
from parrules.outcome import SCORED, STATUSES, Outcome, Verdict
from parrules.plan.nodes import Change, Node, Result
from parrules.points import divide
from parrules.scoring.arithmetic import Leaf, worst_of
from parrules.scoring.evaluator import UNKNOWN, Evaluator

BITS = {status: 1 << index for index, status in enumerate(STATUSES)}
"""Statuses as bits, so that those of many nodes are one number."""

RARE, COMPUTED, ASKED = 0, 1 << len(STATUSES), 2 << len(STATUSES)
"""Instead of a status: what is left to the evaluator, what is computed, and
what the leaf itself is asked for."""

Given = tuple[object, int, int, int]
"""A verdict, what it earned, the bit of its status, and the maximum that it
excludes; instead of a verdict the row that is `COMPUTED`, or the rank that
the leaf is `ASKED` about."""

_SHARED = tuple(
    bits if bits in BITS.values() else BITS[SCORED] for bits in range(COMPUTED)
)
_WORDS = {bit: status for status, bit in BITS.items()}
_NAME, _VALUES, _UNREAD = "score", "values", "z"
_NONE_BARE: frozenset[str] = frozenset()


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
        self._source = Source()
        self._verdicts: dict[int, str] = {}
        self._earned: dict[int, str] = {}
        self._status: dict[int, str] = {}
        self._lost: dict[int, str] = {}
        self._nodes: dict[str, tuple[str, str]] = {}
        self._sound = set(_sound(self._plan.nodes))
        self._reads_nodes = layout.reads_nodes
        # Whether an unknown was decided against the unit.
        self._guessed = self._source.fresh("u")
        self._shared = self._source.constant(_SHARED)
        self._words = self._source.constant(_WORDS)
        inputs = {
            each.position: self._source.fresh("v")
            for each in self._plan.inputs
        }
        self._inputs = inputs
        self._quantities = Quantities(
            self._source, layout, inputs, self._nodes
        )
        self._decisions = Decisions(
            self._source, self._quantities, self._plan, tables
        )

    def source(self) -> Source:
        """Write the whole function."""
        if self._inputs:
            names = ", ".join(self._inputs.values())
            self._source.line(f"{names}, = {_VALUES}")
        self._source.line(f"{self._guessed} = False")
        self._knock_outs()
        self._leaves("criteria")
        self._channels()
        self._inner("criteria")
        self._publish()
        self._leaves("bonus", "penalty")
        self._inner("bonus", "penalty")
        self._outcome()

        return self._source

    def function(self) -> Callable[[list[object]], Outcome | None]:
        """Return the function of checked values."""
        return self.source().function(_NAME, _VALUES)

    def _leave_alone(self, condition: str) -> None:
        with self._source.block(f"if {condition}"):
            self._source.line("return None")

    # -- channels not held, knock-outs (5) ---------------------------------

    def _knock_outs(self) -> None:
        for elimination in self._plan.eliminations:
            found = self._decisions.picked(elimination.decision, _is_possible)
            self._leave_alone(found)

    def _channels(self) -> None:
        """Exclude the leaves of channels that were not held."""
        for channel, decision in enumerate(self._plan.held):
            if decision < 0:
                continue
            rank = self._source.let("r", self._decisions.picked(decision, int))
            with self._source.block(f"if {rank} == 1"):
                self._source.line(f"{self._guessed} = True")
            with self._source.block(f"elif {rank} == 0"):
                # So that a block is never empty.
                self._source.line("pass")
                for index, leaf in self._evaluator.leaves.items():
                    node = leaf.node
                    if node.channel == channel and index in self._verdicts:
                        given = _given(leaf.not_held, node)
                        self._assign(index, self._source.constant(given))

    # -- leaves (6) --------------------------------------------------------

    def _leaves(self, *trees: str) -> None:
        for index, leaf in self._evaluator.leaves.items():
            if leaf.node.tree in trees:
                self._leaf(index, leaf)

    def _leaf(self, index: int, leaf: Leaf) -> None:
        node, table = leaf.node, _Rows(leaf)
        picked = self._decisions.picked(node.decision, table.given)
        self._verdicts[index] = self._source.fresh("w")
        self._earned[index] = self._source.fresh("e")
        self._status[index] = self._source.fresh("s")
        if self._may_be_excluded(node):
            self._lost[index] = self._source.fresh("l")
        self._assign(index, picked)
        if RARE in table.found:
            self._leave_alone(f"not {self._status[index]}")
        changes = [self._occurring(each) for each in leaf.node.changes]
        if COMPUTED in table.found:
            self._computed(index, leaf, table.rows, changes)
        if ASKED in table.found or changes:
            self._asked(index, leaf, changes)

    def _assign(self, index: int, given: str) -> None:
        """Take a verdict and its parts out of what was looked up."""
        names = (
            self._verdicts[index],
            self._earned[index],
            self._status[index],
            self._lost.get(index, _UNREAD),
        )
        self._source.line(f"{', '.join(names)} = {given}")

    def _may_be_excluded(self, node: Node) -> bool:
        is_held = node.channel < 0 or self._plan.held[node.channel] < 0

        return not is_held or any(
            result.treatment == "exclude" for result in node.results
        )

    def _computed(
        self,
        index: int,
        leaf: Leaf,
        rows: Sequence[int],
        changes: Sequence[tuple[str, str]],
    ) -> None:
        """Write formulas, awards and deductions of a leaf (6b to 6d)."""
        source = self._source
        verdict, status = self._verdicts[index], self._status[index]
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
            found = self._collected(changes)
            source.line(
                f"{verdict} = {source.constant(leaf.scored)}"
                f"({verdict}, {found}, {points})"
            )
            source.line(f"{self._earned[index]} = {verdict}[1]")
            source.line(f"{status} = {BITS[SCORED]}")

    def _asked(
        self, index: int, leaf: Leaf, changes: Sequence[tuple[str, str]]
    ) -> None:
        """Write what asks the leaf: of what is unknown, and why (6e, 9)."""
        source = self._source
        verdict, status = self._verdicts[index], self._status[index]
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
                f"({verdict}, {{{ranks}}}, {_VALUES}, "
                f"{source.constant(_NONE_BARE)})"
            )
            source.line(f"{self._earned[index]} = {verdict}[1]")
            source.line(f"{status} = {source.constant(BITS)}[{verdict}[0]]")

    def _points(self, node: Node, result: Result) -> Callable[[], str]:
        """Return what writes a formula in quanta: clamped, rounded once."""
        assert result.formula is not None
        number = self._quantities.number(result.formula)
        rounding, step = self._plan.scheme.rounding, result.step
        most = divide(node.maximum, step, rounding) * step
        quantum = literal(10**self._plan.places)
        source = self._source

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

    # -- awards and deductions (6c, 7) -------------------------------------

    def _occurring(self, change: Change) -> tuple[str, str]:
        """Write whether a change occurs; return that, and its entry."""
        source = self._source
        rank = source.let("r", self._decisions.picked(change.decision, int))
        if change.each is None:
            amount = change.amount
            if change.at_most is not None:
                amount = min(amount, change.at_most)
            entry = (change.rule, change.sign * amount, change)
            return rank, source.constant(entry)
        number = self._quantities.number(change.each)
        amount_text = f"{divided(number)} * {change.amount}"
        if change.at_most is not None:
            least = source.constant(min)
            amount_text = f"{least}({amount_text}, {change.at_most})"
        sign = "-" if change.sign < 0 else ""
        rule, origin = source.constant(change.rule), source.constant(change)

        return rank, f"({rule}, {sign}({amount_text}), {origin})"

    def _collected(
        self, changes: Sequence[tuple[str, str]], worst: Sequence[str] = ()
    ) -> str:
        """Write the list of the changes that occur; return its name.

        Args:
            changes: Rank and entry.
            worst: Entries of those that may occur, where none is unknown to
                somebody else.
        """
        source = self._source
        found = source.let("x", "[]")
        for position, (rank, entry) in enumerate(changes):
            with source.block(f"if {rank} == 0"):
                source.line(f"{found}.append({entry})")
            if worst:
                with source.block(f"elif {rank} == 1"):
                    source.line(f"{found}.append({worst[position]})")
                    source.line(f"{self._guessed} = True")

        return found

    def _worst(self, node: Node, change: Change, earned: str) -> str:
        """Write what an unknown deduction costs an inner node most (9)."""
        source = self._source
        amount = literal(worst_of(change, node, 0))
        if amount != literal(worst_of(change, node, 1)):
            # One per occurrence, without a limit: all that there is.
            amount = f"-{earned}" if change.sign < 0 else earned
        rule, origin = source.constant(change.rule), source.constant(change)

        return f"({rule}, {amount}, {origin})"

    # -- inner nodes (7) ---------------------------------------------------

    def _inner(self, *trees: str) -> None:
        for index in reversed(range(len(self._plan.nodes))):
            node = self._plan.nodes[index]
            if node.tree in trees and not node.is_leaf:
                self._sum(index, node)

    def _sum(self, index: int, node: Node) -> None:
        source = self._source
        children = node.children
        earned = source.let(
            "e", source.sum_of([self._earned[child] for child in children])
        )
        status = self._common(children)
        applicable = self._applicable(index, node)
        verdict = source.fresh("w")
        parts = f"{self._words}[{status}], {earned}, {applicable}"
        finished = source.constant(self._evaluator.inner[index].changed)
        # Made as tuples are: a class with names takes twice as long.
        plain = (
            f"{verdict} = {source.constant(tuple.__new__)}"
            f"({source.constant(Verdict)}, "
            f"({parts}, {source.constant('')}, None))"
        )
        if node.changes or index not in self._sound:
            occurring = [self._occurring(each) for each in node.changes]
            worst = [self._worst(node, each, earned) for each in node.changes]
            found = self._collected(occurring, worst)
            has_more = "True" if node.changes else f"{earned} > {applicable}"
            with source.block(f"if {has_more}"):
                source.line(f"{verdict} = {finished}({parts}, {found})")
                source.line(f"{earned} = {verdict}[1]")
            with source.block("else"):
                source.line(plain)
        else:
            source.line(plain)
        self._verdicts[index], self._earned[index] = verdict, earned
        self._status[index] = status
        self._nodes[node.code] = earned, applicable

    def _applicable(self, index: int, node: Node) -> str:
        """Write the maximum less those of excluded leaves below."""
        lost = [
            self._lost[child] for child in node.children if child in self._lost
        ]
        maximum = literal(node.maximum)
        if not lost:
            return maximum
        source = self._source
        self._lost[index] = gone = source.let("l", source.sum_of(lost))

        return source.let(
            "a", f"{maximum} - {gone} if {gone} < {maximum} else 0"
        )

    def _common(self, children: Sequence[int]) -> str:
        """Write the status that children have in common, else scored."""
        bits = self._source.any_bit([self._status[each] for each in children])

        return self._source.let("s", f"{self._shared}[{bits}]")

    def _publish(self) -> None:
        """Let `points_of` and `percent_of` read the leaves, too (9)."""
        if not self._reads_nodes:
            return
        for index, leaf in self._evaluator.leaves.items():
            if leaf.node.tree == "criteria":
                applicable = self._source.let(
                    "a", f"{self._verdicts[index]}[2]"
                )
                self._nodes[leaf.node.code] = self._earned[index], applicable

    # -- totals and grade (7 to 12) ----------------------------------------

    def _outcome(self) -> None:
        source = self._source
        order = range(len(self._plan.nodes))
        names = [self._verdicts[index] for index in order]
        verdicts = source.let("y", _tuple(names))
        sums = source.let(
            "y", f"{source.constant(self._evaluator.totals.sums)}({verdicts})"
        )
        total = source.let("t", f"{sums}.total")
        grade = source.let("g", "None")
        if self._plan.grade_decision >= 0:
            self._grade(total, grade)
        fields = {
            "verdicts": verdicts,
            **{
                name: f"{sums}.{name}"
                for name in ("base", "bonus", "penalty", "adjustments")
            },
            "total": total,
            "grade": grade,
            "complete": self._complete(),
        }
        written = ", ".join(f"{name}={text}" for name, text in fields.items())
        source.line(f"return {source.constant(Outcome)}({written})")

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

    def _complete(self) -> str:
        """Write whether no leaf is awaiting or missing (15)."""
        bits = self._source.any_bit(
            [self._status[index] for index in self._evaluator.leaves]
        )
        unknown = sum(BITS[status] for status in UNKNOWN)

        return f"not ({self._guessed} or ({bits}) & {unknown})"


class _Rows:
    """What the ranks of a leaf give.

    Attributes:
        found: Statuses that were given so far, as bits.
        rows: Those that are computed.
    """

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._known: dict[int, Given] = {}
        self.found: set[int] = set()
        self.rows: list[int] = []

    def given(self, rank: int) -> Given:
        """Return what a rank gives."""
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
        self.rows.append(row)

        return row, 0, COMPUTED, 0


def _given(verdict: Verdict, node: Node) -> Given:
    lost = 0 if verdict.applicable else node.maximum

    return verdict, verdict.earned, BITS[verdict.status], lost


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
