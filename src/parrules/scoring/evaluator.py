"""One evaluation, from checked values to an outcome."""

from collections.abc import Iterator, Mapping
from typing import Any

from parrules.model import Sanction, Trigger
from parrules.outcome import (
    AWAITING,
    KNOCKED_OUT,
    MISSING,
    NOT_HELD,
    Feared,
    GradeVerdict,
    Outcome,
    Pair,
    Verdict,
)
from parrules.plan.nodes import FACTS, OUTCOMES, TOTALS, Plan
from parrules.scoring.arithmetic import Inner, Leaf, Ranks, knocked_out
from parrules.scoring.border import Reading
from parrules.scoring.deciding import Decider, Session
from parrules.scoring.eliminating import Eliminating
from parrules.scoring.grading import Grading
from parrules.scoring.layout import Layout
from parrules.scoring.numbers import Values
from parrules.scoring.strict import refuse_missing
from parrules.scoring.totals import Totals

UNKNOWN = frozenset((AWAITING, MISSING))
"""The statuses of a leaf that could not be decided."""


class Evaluator:
    """Evaluates submissions to one plan.

    Once made it stays as it is, but for verdicts that leaves keep.
    """

    def __init__(self, layout: Layout) -> None:
        """Prepare everything that does not depend on facts."""
        plan = layout.plan
        self._plan = plan
        self.layout = layout
        self._fallback = [2 * len(each.rows) for each in plan.decisions]
        answers = frozenset(
            source.position
            for source in plan.inputs
            if source.kind in ("answer", "judged")
        )
        number = layout.functions.number
        self.leaves = {
            index: Leaf(node, plan, number, answers, layout.positions)
            for index, node in enumerate(plan.nodes)
            if node.is_leaf
        }
        self.inner = {
            index: Inner(index, node, number)
            for index, node in enumerate(plan.nodes)
            if not node.is_leaf
        }
        self.first = self._order("criteria")
        self.second = self._order("bonus", "penalty")
        self.sanctions = tuple(self._sanctioned())
        # What reads what nodes earned is decided too late for more (S5.10).
        self.early_sanctions = tuple(
            index
            for index in self.sanctions
            if not self._reads_nodes(plan.nodes[index].decision)
        )
        self.codes = {node.code: i for i, node in enumerate(plan.nodes)}
        self.below = self._descendants()
        self.feared = tuple(map(Feared, plan.eliminations))
        self.totals = Totals(plan)
        self.grading = Grading(plan)
        self.eliminating = Eliminating(plan, layout.positions)

    def _reads_nodes(self, decision: int) -> bool:
        return decision >= 0 and (
            self._plan.decisions[decision].stage == OUTCOMES
        )

    def _order(
        self, *trees: str
    ) -> tuple[tuple[tuple[int, int, Any], ...], tuple[Inner, ...]]:
        """Return the leaves and, from the bottom up, the inner nodes."""
        plan = self._plan
        leaves = tuple(
            (index, leaf.node.decision, leaf.table)
            for index, leaf in self.leaves.items()
            if leaf.node.tree in trees
        )
        inner = tuple(
            self.inner[index]
            for index in sorted(self.inner, reverse=True)
            if plan.nodes[index].tree in trees
        )

        return leaves, inner

    def _sanctioned(self) -> Iterator[int]:
        """Yield the leaves whose rows may carry a sanction."""
        for index, leaf in self.leaves.items():
            if any(result.sanction for result in leaf.node.results):
                yield index

    def _descendants(self) -> dict[int, tuple[int, ...]]:
        """Return the leaves at or below every node."""
        below: dict[int, list[int]] = {
            index: [] for index in range(len(self._plan.nodes))
        }
        for index in self.leaves:
            at = index
            while at >= 0:
                below[at].append(index)
                at = self._plan.nodes[at].parent

        return {index: tuple(leaves) for index, leaves in below.items()}

    # -- one evaluation ----------------------------------------------------

    def evaluate(self, reading: Reading, decider: Decider) -> Outcome:
        """Return the outcome of what was read, its rows as *decider* says.

        Raises:
            FactError: PAR309, PAR310, PAR312: the ruleset refuses what is
                missing.
        """
        values: Values = reading.values + [None] * self.layout.extra
        run = _Run(self, self._plan, self.layout, reading, values)
        session = decider.begin()
        outcome = run.outcome(session, self._fallback.copy())
        session.end()
        refuse_missing(self._plan, outcome, reading)

        return outcome


class _Run:
    """The state of one evaluation; it lives as long as a call."""

    def __init__(
        self,
        evaluator: Evaluator,
        plan: Plan,
        layout: Layout,
        reading: Reading,
        values: Values,
    ) -> None:
        self._evaluator = evaluator
        self._plan = plan
        self._layout = layout
        self._reading = reading
        self._values = values
        self._ranks: Ranks = []
        self._quantum = 10**plan.places
        self._complete = True
        self._verdicts: list[Any] = [None] * len(plan.nodes)
        self._named: dict[int, object] = {}

    def outcome(self, session: Session, ranks: Ranks) -> Outcome:
        self._ranks = ranks
        self._decide(session, FACTS)
        overruled = self._overruled()
        self._score(self._evaluator.first, overruled)
        if self._layout.reads_nodes:
            self._layout.publish(self._values, self._verdicts)
        self._decide(session, OUTCOMES)
        self._score(self._evaluator.second, {})
        verdicts = tuple(self._verdicts)
        sums = self._evaluator.totals.sums(verdicts)
        if sums.total is not None:
            over, under = sums.total
            self._values[self._layout.total] = over, under * self._quantum
        self._decide(session, TOTALS)

        return Outcome(
            verdicts=verdicts,
            base=sums.base,
            bonus=sums.bonus,
            penalty=sums.penalty,
            total=sums.total,
            adjustments=sums.adjustments,
            grade=self._grade(sums.total),
            complete=self._complete
            and UNKNOWN.isdisjoint([each.status for each in verdicts]),
        )

    def _decide(self, session: Session, stage: str) -> None:
        values, ranks = self._values, self._ranks
        for index, group in enumerate(self._layout.groups):
            if group.stage != stage:
                continue
            classes = [ordinal(values) for ordinal in group.ordinals]
            session.decide(index, classes, ranks)
            for decision, place in group.flags:
                values[place] = _FLAG_BY_RANK[ranks[decision]]

    # -- channels not held, knock-outs (5) ---------------------------------

    def _overruled(self) -> dict[int, Verdict]:
        """Return the verdicts of leaves that are not scored at all."""
        plan = self._plan
        out: set[int] = set()
        for channel, decision in enumerate(plan.held):
            if decision < 0:
                continue
            if self._ranks[decision] == 1:
                self._complete = False
            elif self._ranks[decision] == 0:
                out.add(channel)
        nodes = plan.nodes
        overruled = {
            index: self._evaluator.leaves[index].not_held
            for index, _, _ in self._evaluator.first[0]
            if out and nodes[index].channel in out
        }
        for node, source in self._knocked(overruled):
            self._named.setdefault(node, source)
            for leaf in self._evaluator.below[node]:
                if leaf not in overruled:
                    overruled[leaf] = knocked_out(
                        nodes[leaf].code, nodes[leaf].maximum, source
                    )

        return overruled

    def _knocked(
        self, overruled: Mapping[int, Verdict]
    ) -> Iterator[tuple[int, object]]:
        for elimination, feared in zip(
            self._plan.eliminations, self._evaluator.feared, strict=True
        ):
            rank = self._ranks[elimination.decision]
            if rank > 1:
                continue
            if rank == 1:
                self._complete = False
            nodes, known = self._evaluator.eliminating.nodes(
                elimination, self._values
            )
            self._complete &= known
            for node in nodes:
                yield node, elimination if known and not rank else feared
        for index in self._evaluator.early_sanctions:
            sanction = self._sanction(index, overruled)
            if sanction is not None:
                for code in sanction.knock_out:
                    yield self._evaluator.codes[code], sanction

    def _sanction(
        self, index: int, overruled: Mapping[int, Verdict]
    ) -> Sanction | None:
        """Return the sanction of the row that decides a leaf, if any."""
        node = self._plan.nodes[index]
        found = overruled.get(index)
        if found is not None and found.status == NOT_HELD:
            return None
        rank = self._ranks[node.decision] if node.decision >= 0 else 0
        row, unknown = divmod(rank, 2)
        if not unknown:
            return node.results[row].sanction
        if not isinstance(node.criterion.form, Trigger):
            return None
        # A sanction that may be due is held against the unit (9).
        self._complete = False

        return node.criterion.form.sanction

    # -- points (6, 7) -----------------------------------------------------

    def _score(
        self,
        order: tuple[tuple[tuple[int, int, Any], ...], tuple[Inner, ...]],
        overruled: Mapping[int, Verdict],
    ) -> None:
        verdicts, ranks = self._verdicts, self._ranks
        leaves, inner = order
        has_excluded = False
        for index, decision, table in leaves:
            rank = ranks[decision] if decision >= 0 else 0
            verdict = table[rank]
            if verdict is None:
                verdict = self._evaluator.leaves[index].verdict(
                    rank, ranks, self._values, self._reading.unevidenced
                )
            if not verdict.applicable:
                has_excluded = True
            verdicts[index] = verdict
        for index, verdict in overruled.items():
            verdicts[index] = verdict
        if has_excluded or overruled:
            excluded = self._excluded(leaves)
            for each in inner:
                verdicts[each.position] = self._inner(
                    each, excluded, overruled
                )
            return
        for each in inner:
            verdicts[each.position] = each.plain(verdicts) or self._inner(
                each, {}, {}
            )

    def _excluded(
        self, leaves: tuple[tuple[int, int, Any], ...]
    ) -> dict[int, int]:
        """Return, by node, the maxima of excluded leaves below it."""
        excluded: dict[int, int] = {}
        nodes = self._plan.nodes
        for index, _, _ in leaves:
            verdict = self._verdicts[index]
            if verdict.applicable or not nodes[index].maximum:
                continue
            at = nodes[index].parent
            while at >= 0:
                excluded[at] = excluded.get(at, 0) + nodes[index].maximum
                at = nodes[at].parent

        return excluded

    def _inner(
        self,
        each: Inner,
        excluded: Mapping[int, int],
        overruled: Mapping[int, Verdict],
    ) -> Verdict:
        lost = excluded.get(each.position, 0)
        verdict, known = each.verdict(
            self._verdicts, lost, self._ranks, self._values
        )
        if overruled:
            below = {
                self._verdicts[leaf].status
                for leaf in self._evaluator.below[each.position]
            }
            if KNOCKED_OUT in below and below <= {KNOCKED_OUT, NOT_HELD}:
                code = each.node.code
                rule = f"{code}#knock_out"
                reason = self._evaluator.eliminating.reason(
                    each.position, self._named
                )
                return Verdict(
                    KNOCKED_OUT,
                    0,
                    verdict.applicable,
                    rule,
                    ((rule, 0, reason),),
                )
        if not known:
            self._complete = False

        return verdict

    # -- grade (12) --------------------------------------------------------

    def _grade(self, total: Pair | None) -> GradeVerdict | None:
        plan = self._plan
        if plan.grade_decision < 0 or total is None:
            return None
        if plan.gate_decision >= 0 and self._ranks[plan.gate_decision] % 2:
            # A better grade would be reached, but for an unknown gate.
            self._complete = False

        return self._evaluator.grading.verdict(
            self._ranks[plan.grade_decision] // 2, total, self._sanctions()
        )

    def _sanctions(self) -> Iterator[tuple[Sanction, str]]:
        """Yield the sanctions that apply, each with the rule of its leaf."""
        found = {
            index: verdict
            for index, verdict in enumerate(self._verdicts)
            if verdict.status == NOT_HELD
        }
        for index in self._evaluator.sanctions:
            sanction = self._sanction(index, found) or self._feared(index)
            if sanction is not None:
                yield sanction, self._verdicts[index].rule

    def _feared(self, index: int) -> Sanction | None:
        """Return the worst that a row may do to the grade (S9.10)."""
        node, ranks = self._plan.nodes[index], self._ranks
        if self._verdicts[index].status not in UNKNOWN:
            return None
        if not ranks[node.decision] % 2:
            return None

        return self._evaluator.grading.worst(
            [
                sanction
                for row, decision in node.perhaps
                if ranks[decision] == 2 * row
                and (sanction := node.results[row].sanction) is not None
            ]
        )


_FLAG_BY_RANK = {0: True, 1: None, 2: False}
