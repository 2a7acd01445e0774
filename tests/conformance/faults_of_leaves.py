"""Faults of leaves in what every evaluator shares: arithmetic, plan."""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from conformance.faulting import (
    faults_of,
    in_nodes,
    in_outcome,
    in_plan,
    in_rows,
)
from parrules.engines import DEFAULT
from parrules.outcome import KNOCKED_OUT, Outcome, Verdict
from parrules.plan.nodes import Change, Decision, Node, Plan, Row
from parrules.scoring import arithmetic, evaluator
from parrules.scoring.arithmetic import Leaf
from parrules.scoring.border import Border, Reading

FAULTS, fault = faults_of(DEFAULT)

# -- points of a leaf ---------------------------------------------------------


@fault("a cap is forgotten", "awards: the leaf is clamped once, after all")
def _no_cap(monkey: pytest.MonkeyPatch) -> None:
    clamped = arithmetic.clamped

    def broken(code: str, earned: int, most: int, entries: list[Any]) -> int:
        return clamped(code, earned, max(earned, most), entries)

    monkey.setattr(arithmetic, "clamped", broken)


@fault(
    "a floor is forgotten",
    "deductions: a deduction has a cap, and the leaf a floor",
)
def _no_floor(monkey: pytest.MonkeyPatch) -> None:
    clamped = arithmetic.clamped

    def broken(code: str, earned: int, most: int, entries: list[Any]) -> int:
        if earned < 0:
            return earned
        return clamped(code, earned, most, entries)

    monkey.setattr(arithmetic, "clamped", broken)


@fault(
    "a leaf is clamped before its deductions",
    "deductions: deductions follow awards, and one clamp follows both",
)
def _early_clamp(monkey: pytest.MonkeyPatch) -> None:
    scored = Leaf.scored

    def broken(
        self: Leaf, row: int, changes: list[Any], points: int | None = None
    ) -> Verdict:
        taken = [each for each in changes if each[1] < 0]
        given = [each for each in changes if each[1] >= 0]
        verdict = scored(self, row, given, points)
        left = max(verdict.earned + sum(each[1] for each in taken), 0)
        return attrs.evolve(verdict, earned=left)

    monkey.setattr(Leaf, "scored", broken)


@fault(
    "the own cap of an award is forgotten",
    "awards: an award has a cap of its own",
)
def _no_own_cap(monkey: pytest.MonkeyPatch) -> None:
    def uncapped(change: Change) -> Change:
        return attrs.evolve(change, at_most=None)

    def broken(node: Node) -> Node:
        return attrs.evolve(node, changes=tuple(map(uncapped, node.changes)))

    in_nodes(broken)(monkey)


@fault(
    "the row is named, whatever changed its points",
    "deductions: each occurrence is deducted",
)
def _base_rule(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(arithmetic, "last_rule", lambda base, _: base)


@fault(
    "zero is treated as excluded",
    "rescaling: zero is not excluded, and is not made up",
)
def _zero_is_excluded(monkey: pytest.MonkeyPatch) -> None:
    def broken(node: Node) -> Node:
        results = tuple(
            attrs.evolve(each, treatment="exclude")
            if each.treatment == "zero"
            else each
            for each in node.results
        )
        return attrs.evolve(node, results=results)

    in_nodes(broken)(monkey)


@fault(
    "the document that is required is not asked for",
    "evidence: zero reaches leaves through derived facts, and the bonus",
)
def _no_evidence(monkey: pytest.MonkeyPatch) -> None:
    in_nodes(lambda node: attrs.evolve(node, evidence=()))(monkey)


# -- rows ---------------------------------------------------------------------


def _of_leaves(plan: Plan) -> Iterator[int]:
    return (node.decision for node in plan.nodes if node.is_leaf)


def _without_unknown(row: Row) -> Row:
    return attrs.evolve(row, unknown=())


@fault(
    "rows are tried from the last to the first",
    "cases: the first true row decides although later ones hold too",
)
def _swapped_rows(monkey: pytest.MonkeyPatch) -> None:
    def swapped(decision: Decision) -> Decision:
        return attrs.evolve(decision, rows=decision.rows[::-1])

    def broken(plan: Plan) -> Plan:
        leaves = set(_of_leaves(plan))
        nodes = tuple(
            attrs.evolve(
                node, results=(*node.results[-2::-1], *node.results[-1:])
            )
            for node in plan.nodes
        )
        decisions = tuple(
            swapped(each) if position in leaves else each
            for position, each in enumerate(plan.decisions)
        )
        return attrs.evolve(plan, nodes=nodes, decisions=decisions)

    in_plan(broken)(monkey)


@fault(
    "an unknown row is passed over",
    "cases: an unknown row stops, though a later one would be true",
)
def _unknown_is_false(monkey: pytest.MonkeyPatch) -> None:
    in_rows(_without_unknown, _of_leaves)(monkey)


@fault(
    "a missing number is taken for 0",
    "formulas: a formula without its fact is missing",
)
def _missing_is_zero(monkey: pytest.MonkeyPatch) -> None:
    read = Border.read

    def broken(self: Border, *given: Any) -> Reading:  # noqa: ANN401
        reading = read(self, *given)
        values = [0 if each is None else each for each in reading.values]
        return attrs.evolve(reading, values=values)

    monkey.setattr(Border, "read", broken)


# -- what is unknown ----------------------------------------------------------


@fault(
    "a leaf that waits for a person is called missing",
    "missing: an answer and a fact absent: the person is awaited",
)
def _never_awaits(monkey: pytest.MonkeyPatch) -> None:
    unknown = Leaf.unknown

    def broken(self: Leaf, *, awaiting: bool) -> Verdict:
        del awaiting
        return unknown(self, awaiting=False)

    monkey.setattr(Leaf, "unknown", broken)


@fault(
    "an unknown award of a penalty takes nothing",
    "bonus-penalty: an unknown award of a penalty stands beside the base",
)
def _mild_award(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(arithmetic, "worst_of", lambda *_: 0)


@fault(
    "an unknown penalty takes nothing",
    "bonus-penalty: a penalty whose base is unknown takes its maximum",
)
def _mild_penalty(monkey: pytest.MonkeyPatch) -> None:
    unknown = Leaf.unknown

    def broken(self: Leaf, *, awaiting: bool) -> Verdict:
        return attrs.evolve(unknown(self, awaiting=awaiting), earned=0)

    monkey.setattr(Leaf, "unknown", broken)


@fault(
    "an outcome is complete whatever is unknown",
    "knock-outs: an unknown knock-out applies",
)
def _always_complete(monkey: pytest.MonkeyPatch) -> None:
    def broken(outcome: Outcome, _: Plan) -> Outcome:
        return outcome._replace(complete=True)

    in_outcome(broken)(monkey)


# -- knock-outs and channels --------------------------------------------------


@fault(
    "what is not applicable is not knocked out",
    "knock-outs: a knock-out leaves no way out through not applicable",
)
def _late_knock_out(monkey: pytest.MonkeyPatch) -> None:
    overruled = evaluator._Run._overruled  # noqa: SLF001  # the seam

    def broken(self: Any) -> dict[int, Verdict]:  # noqa: ANN401
        nodes = self._plan.nodes

        def applies(leaf: int) -> bool:
            row, unknown = divmod(self._ranks[nodes[leaf].decision], 2)
            return bool(unknown or not nodes[leaf].results[row].treatment)

        return {
            leaf: verdict
            for leaf, verdict in overruled(self).items()
            if verdict.status != KNOCKED_OUT or applies(leaf)
        }

    monkey.setattr(evaluator._Run, "_overruled", broken)  # noqa: SLF001


@fault(
    "what is knocked out is excluded",
    "knock-outs: a listed leaf earns 0 and keeps its maximum",
)
def _knocked_out_is_excluded(monkey: pytest.MonkeyPatch) -> None:
    knocked_out = arithmetic.knocked_out

    def broken(code: str, maximum: int, source: object) -> Verdict:
        found = knocked_out(code, maximum, source)
        return attrs.evolve(found, applicable=0)

    monkey.setattr(evaluator, "knocked_out", broken)


@fault(
    "an unknown knock-out does not apply",
    "knock-outs: an unknown knock-out applies",
)
def _mild_knock_out(monkey: pytest.MonkeyPatch) -> None:
    def of_knock_outs(plan: Plan) -> Iterator[int]:
        return (each.decision for each in plan.eliminations)

    in_rows(_without_unknown, of_knock_outs)(monkey)


@fault(
    "a channel that was not held counts",
    "channels: the leaves of a channel that was not held are excluded",
)
def _always_held(monkey: pytest.MonkeyPatch) -> None:
    def broken(plan: Plan) -> Plan:
        return attrs.evolve(plan, held=tuple(-1 for _ in plan.held))

    in_plan(broken)(monkey)
