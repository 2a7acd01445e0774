"""Single faults of an evaluator, and the case that notices each.

A fault is patched in where the code has a seam: in functions of `scoring`,
which serve the engines that ask it; in the plan, which all engines are made
of; or in the outcome, which all of them return.
"""

import bisect
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import attrs
import pytest

from parrules import points
from parrules.breakdown.live import Live
from parrules.engines import ENGINES
from parrules.outcome import KNOCKED_OUT, Outcome, Verdict
from parrules.plan.compiling import compile_plan
from parrules.plan.logic import MISSING
from parrules.plan.nodes import Change, Decision, Node, Plan, Row
from parrules.points import divide
from parrules.scoring import arithmetic, evaluator, ordinals
from parrules.scoring.arithmetic import Leaf
from parrules.scoring.border import Border, Reading

ASKED = ("durable",)
"""The engines whose rows `parrules.scoring` turns into points."""

Patch = Callable[[pytest.MonkeyPatch], None]


class Fault(NamedTuple):
    """One thing done wrong.

    Attributes:
        name: What is done wrong, as a sentence.
        case: File and name of the case that notices it.
        patch: Does it wrong until the monkeypatch is undone.
        engines: Where the patch takes effect.
    """

    name: str
    case: str
    patch: Patch
    engines: tuple[str, ...]


FAULTS: list[Fault] = []


def fault(
    name: str, case: str, engines: tuple[str, ...] = ASKED
) -> Callable[[Patch], Patch]:
    """Add what is decorated to the faults."""

    def add(patch: Patch) -> Patch:
        FAULTS.append(Fault(name, case, patch, engines))
        return patch

    return add


def in_plan(change: Callable[[Plan], Plan]) -> Patch:
    """Return the patch that changes every plan that is made."""

    def patch(monkey: pytest.MonkeyPatch) -> None:
        def broken(scheme: Any) -> Any:  # noqa: ANN401  # as it is
            plan, problems = compile_plan(scheme)
            assert plan is not None
            return change(plan), problems

        monkey.setattr("parrules.ruleset.compile_plan", broken)

    return patch


def in_outcome(change: Callable[[Outcome, Plan], Outcome]) -> Patch:
    """Return the patch that changes every outcome that is shown."""

    def patch(monkey: pytest.MonkeyPatch) -> None:
        def broken(
            templates: Any,  # noqa: ANN401  # whatever it is shown by
            reading: Reading,
            outcome: Outcome,
            *rest: Any,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            changed = change(outcome, templates.plan)
            return Live(templates, reading, changed, *rest)

        monkey.setattr("parrules.ruleset.Live", broken)

    return patch


def in_rows(
    change: Callable[[Row], Row], of: Callable[[Plan], Iterator[int]]
) -> Patch:
    """Return the patch that changes the rows of some decisions."""

    def changed(plan: Plan) -> Plan:
        chosen = set(of(plan))
        return attrs.evolve(
            plan,
            decisions=tuple(
                attrs.evolve(each, rows=tuple(map(change, each.rows)))
                if position in chosen
                else each
                for position, each in enumerate(plan.decisions)
            ),
        )

    return in_plan(changed)


def in_nodes(change: Callable[[Node], Node]) -> Patch:
    """Return the patch that changes every node of a plan."""

    def changed(plan: Plan) -> Plan:
        return attrs.evolve(plan, nodes=tuple(map(change, plan.nodes)))

    return in_plan(changed)


# -- thresholds ---------------------------------------------------------------


@fault(
    "a threshold is compared with > for >=",
    "tiers: three quarters reach 75 percent exactly",
)
def _passed(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(ordinals, "bisect_right", bisect.bisect_left)


@fault(
    "a threshold is compared with >= for >",
    "tiers: above is passed, not reached",
)
def _reached(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(ordinals, "bisect_left", bisect.bisect_right)


@fault(
    "a rate is rounded before it is compared",
    "tiers: just below a bound the next tier holds",
)
def _rounded_rate(monkey: pytest.MonkeyPatch) -> None:
    def nearest(over: int, under: int) -> tuple[int, int]:
        return (2 * over + under) // (2 * under), 0

    monkey.setattr(ordinals, "divmod", nearest, raising=False)


@fault(
    "0 of 0 is taken for a missing fact",
    "formulas: nothing to count is full by if_none",
)
def _undefined_is_missing(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(ordinals, "UNDEFINED", MISSING)


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
        return verdict._replace(earned=left)

    monkey.setattr(Leaf, "scored", broken)


@fault(
    "ties of steps go to the even one",
    "formulas: a tie between steps goes up",
)
def _half_even(monkey: pytest.MonkeyPatch) -> None:
    def broken(numerator: int, denominator: int, _: object) -> int:
        return divide(numerator, denominator, "half_even")

    monkey.setattr(arithmetic, "divide", broken)


@fault(
    "the own cap of an award is forgotten",
    "awards: an award has a cap of its own",
    ENGINES,
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
    ENGINES,
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
    ENGINES,
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
    ENGINES,
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
    ENGINES,
)
def _unknown_is_false(monkey: pytest.MonkeyPatch) -> None:
    in_rows(_without_unknown, _of_leaves)(monkey)


@fault(
    "a missing number is taken for 0",
    "formulas: a formula without its fact is missing",
    ENGINES,
)
def _missing_is_zero(monkey: pytest.MonkeyPatch) -> None:
    read = Border.read

    def broken(self: Border, *given: Any) -> Reading:  # noqa: ANN401
        reading = read(self, *given)
        values = [0 if each is None else each for each in reading.values]
        return attrs.evolve(reading, values=values)

    monkey.setattr(Border, "read", broken)


@fault(
    "an unknown derived flag is taken for false",
    "derived: an unknown flag is missing through the chain",
)
def _unknown_flag_is_false(monkey: pytest.MonkeyPatch) -> None:
    ranks = {0: True, 1: False, 2: False}
    monkey.setattr(evaluator, "_FLAG_BY_RANK", ranks)


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
        return unknown(self, awaiting=awaiting)._replace(earned=0)

    monkey.setattr(Leaf, "unknown", broken)


@fault(
    "an outcome is complete whatever is unknown",
    "knock-outs: an unknown knock-out applies",
    ENGINES,
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
        return knocked_out(code, maximum, source)._replace(applicable=0)

    monkey.setattr(evaluator, "knocked_out", broken)


@fault(
    "an unknown knock-out does not apply",
    "knock-outs: an unknown knock-out applies",
    ENGINES,
)
def _mild_knock_out(monkey: pytest.MonkeyPatch) -> None:
    def of_knock_outs(plan: Plan) -> Iterator[int]:
        return (each.decision for each in plan.eliminations)

    in_rows(_without_unknown, of_knock_outs)(monkey)


@fault(
    "a channel that was not held counts",
    "channels: the leaves of a channel that was not held are excluded",
    ENGINES,
)
def _always_held(monkey: pytest.MonkeyPatch) -> None:
    def broken(plan: Plan) -> Plan:
        return attrs.evolve(plan, held=tuple(-1 for _ in plan.held))

    in_plan(broken)(monkey)


# -- nodes and the total ------------------------------------------------------


@fault(
    "excluded maxima stay in the node above",
    "not-applicable: exclude takes the maximum out of the node above",
)
def _excluded_stay(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(evaluator._Run, "_excluded", lambda *_: {})  # noqa: SLF001


@fault(
    "the own deductions of a node are forgotten",
    "deductions: an inner node's own deduction",
    ENGINES,
)
def _no_own_deductions(monkey: pytest.MonkeyPatch) -> None:
    def broken(node: Node) -> Node:
        return node if node.is_leaf else attrs.evolve(node, changes=())

    in_nodes(broken)(monkey)


@fault(
    "nothing is made up for",
    "rescaling: the survey was not held: made up to the whole, exactly",
    ENGINES,
)
def _not_rescaled(monkey: pytest.MonkeyPatch) -> None:
    in_plan(lambda plan: attrs.evolve(plan, rescale=None))(monkey)


@fault(
    "what is excluded is made up for twice",
    "rescaling: the survey was not held: made up to the whole, exactly",
    ENGINES,
)
def _rescaled_twice(monkey: pytest.MonkeyPatch) -> None:
    def broken(outcome: Outcome, _: Plan) -> Outcome:
        assert outcome.base is not None
        base = Fraction(*outcome.base)
        plain = base - Fraction(*dict(outcome.adjustments)["total#rescale"])
        total = base * base / plain + outcome.bonus - outcome.penalty
        return outcome._replace(total=total.as_integer_ratio())

    in_outcome(broken)(monkey)


@fault(
    "the total is bounded before the penalty is taken",
    "bonus-penalty: bonus and penalty meet before the clamp",
    ENGINES,
)
def _early_bound(monkey: pytest.MonkeyPatch) -> None:
    def broken(outcome: Outcome, plan: Plan) -> Outcome:
        assert outcome.base is not None
        over, under = outcome.base
        _, most = plan.bounds
        assert most is not None
        bounded = min(over + outcome.bonus * under, most * under)
        total = bounded - outcome.penalty * under, under
        return outcome._replace(total=total)

    in_outcome(broken)(monkey)


@fault(
    "the floor of the total is forgotten",
    "bonus-penalty: the floor of the total",
    ENGINES,
)
def _bottomless(monkey: pytest.MonkeyPatch) -> None:
    def broken(plan: Plan) -> Plan:
        return attrs.evolve(plan, bounds=(None, plan.bounds[1]))

    in_plan(broken)(monkey)


@fault(
    "the total is kept as it is published",
    "principles: thirds stay thirds until the total is published",
    ENGINES,
)
def _rounded_total(monkey: pytest.MonkeyPatch) -> None:
    def broken(outcome: Outcome, plan: Plan) -> Outcome:
        assert outcome.total is not None
        over, under = outcome.total
        quantum = 10**plan.places
        scale = 10**plan.scheme.decimals
        shown = divide(over * scale, under * quantum, "half_up")
        return outcome._replace(total=(shown * quantum, scale))

    in_outcome(broken)(monkey)


@fault(
    "ties are published to the even digit",
    "rounding: a tie is published away from zero also from an even digit",
    ENGINES,
)
def _published_even(monkey: pytest.MonkeyPatch) -> None:
    def broken(numerator: int, denominator: int, _: object) -> int:
        return divide(numerator, denominator, "half_even")

    monkey.setattr(points, "divide", broken)


# -- grades -------------------------------------------------------------------


def _regraded(change: Callable[[Any, int], int]) -> Patch:
    """Return the patch that gives another position of the grade."""

    def broken(outcome: Outcome, plan: Plan) -> Outcome:
        grade = outcome.grade
        assert grade is not None
        position = change(grade, len(plan.grades) - 1)
        return outcome._replace(grade=attrs.evolve(grade, position=position))

    return in_outcome(broken)


@fault(
    "the ceiling of a grade is forgotten",
    "grades: a ceiling bounds the grade",
    ENGINES,
)
def _no_ceiling(monkey: pytest.MonkeyPatch) -> None:
    _regraded(lambda grade, last: min(grade.reached + grade.drops, last))(
        monkey
    )


@fault(
    "a grade drops before its ceiling applies",
    "grades: drops come after the ceiling",
    ENGINES,
)
def _early_drop(monkey: pytest.MonkeyPatch) -> None:
    _regraded(
        lambda grade, last: max(
            min(grade.reached + grade.drops, last), grade.ceiling
        )
    )(monkey)


@fault(
    "of several drops the greatest counts alone",
    "grades: drops add up",
    ENGINES,
)
def _one_drop(monkey: pytest.MonkeyPatch) -> None:
    _regraded(lambda grade, _: grade.reached + min(grade.drops, 2))(monkey)


@fault(
    "the published total is graded",
    "grades: the total is compared unrounded",
    ENGINES,
)
def _graded_as_published(monkey: pytest.MonkeyPatch) -> None:
    _regraded(lambda grade, _: max(grade.published, 0))(monkey)
