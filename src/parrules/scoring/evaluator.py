"""One evaluation, from checked values to an outcome."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Any, Protocol

from parrules.errors import FactError, Problem
from parrules.model import TREES, Tree, Trigger
from parrules.outcome import (
    AWAITING,
    KNOCKED_OUT,
    MISSING,
    NOT_HELD,
    GradeVerdict,
    Outcome,
    Pair,
    Verdict,
)
from parrules.plan.nodes import FACTS, OUTCOMES, TOTALS, Plan
from parrules.points import divide
from parrules.scoring.arithmetic import (
    Inner,
    Leaf,
    Ranks,
    knocked_out,
    not_held,
)
from parrules.scoring.border import Reading
from parrules.scoring.channels import channel_parts, plus
from parrules.scoring.layout import Layout
from parrules.scoring.numbers import Values

_UNKNOWN = frozenset((AWAITING, MISSING))


class Session(Protocol):
    """One evaluation in an engine."""

    def decide(self, group: int, classes: list[int], ranks: Ranks) -> None:
        """Set the ranks of a group's decisions.

        Args:
            group: Position in `Layout.groups`.
            classes: By property of the group.
            ranks: Changed in place; holds twice the number of rows of
                each decision before.
        """

    def end(self) -> None:
        """End the evaluation; not called where it failed."""


class Engine(Protocol):
    """What decides rows."""

    @property
    def name(self) -> str:
        """Return the name by which a breakdown shows it."""

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Return what is held while an evaluation lasts."""

    def begin(self) -> Session:
        """Begin one evaluation, whatever became of the last one."""


class Evaluator:
    """Evaluates submissions to one plan. Immutable once made."""

    def __init__(self, layout: Layout) -> None:
        """Prepare everything that does not depend on facts."""
        plan = layout.plan
        self._plan = plan
        self._layout = layout
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
        self._inner = {
            index: Inner(index, node, number)
            for index, node in enumerate(plan.nodes)
            if not node.is_leaf
        }
        self.first = self._order("criteria")
        self.second = self._order("bonus", "penalty")
        self.sanctions = tuple(self._sanctioned())
        self.codes = {node.code: i for i, node in enumerate(plan.nodes)}
        self.below = self._descendants()
        self.areas = {
            tree: tuple(
                index
                for index, node in enumerate(plan.nodes)
                if node.parent < 0 and node.tree == tree
            )
            for tree in TREES
        }

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
            self._inner[index]
            for index in sorted(self._inner, reverse=True)
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

    def evaluate(self, reading: Reading, engine: Engine) -> Outcome:
        """Return the outcome of what was read, decided by *engine*.

        Raises:
            FactError: PAR309, PAR310: the ruleset refuses what is missing.
        """
        values: Values = reading.values + [None] * self._layout.extra
        run = _Run(self, self._plan, self._layout, reading, values)
        # A lock in a `with` of its own cannot be left behind by an interrupt.
        with engine.lock:
            session = engine.begin()
            outcome = run.outcome(session, self._fallback.copy())
            session.end()
        if self._plan.scheme.policy.missing == "refuse":
            self._refuse(outcome)

        return outcome

    def _refuse(self, outcome: Outcome) -> None:
        problems = [
            Problem(
                code="PAR310" if verdict.status == AWAITING else "PAR309",
                path=(node.code,),
                arguments={"criterion": node.code},
            )
            for node, verdict in zip(
                self._plan.nodes, outcome.verdicts, strict=True
            )
            if node.is_leaf and verdict.status in _UNKNOWN
        ]
        if problems:
            raise FactError(problems)


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
        self._complete = True
        self._verdicts: list[Any] = [None] * len(plan.nodes)

    def outcome(self, session: Session, ranks: Ranks) -> Outcome:
        self._ranks = ranks
        self._decide(session, FACTS)
        overruled = self._overruled()
        self._score(self._evaluator.first, overruled)
        if self._layout.reads_nodes:
            self._publish_nodes()
        self._decide(session, OUTCOMES)
        self._score(self._evaluator.second, {})
        base, adjustments = self._base()
        bonus, penalty = self._sum_of("bonus"), self._sum_of("penalty")
        adjustments.extend(self._added())
        total = self._total(base, bonus - penalty, adjustments)
        self._values[self._layout.total] = self._in_points(total)
        self._decide(session, TOTALS)
        verdicts = tuple(self._verdicts)
        grade = self._grade(total)

        return Outcome(
            verdicts=verdicts,
            base=base,
            bonus=bonus,
            penalty=penalty,
            total=total,
            adjustments=tuple(adjustments),
            grade=grade,
            complete=self._complete
            and _UNKNOWN.isdisjoint([each[0] for each in verdicts]),
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
            index: not_held(nodes[index].code)
            for index, _, _ in self._evaluator.first[0]
            if out and nodes[index].channel in out
        }
        for node, source in self._knocked(overruled):
            for leaf in self._evaluator.below[node]:
                if leaf not in overruled:
                    overruled[leaf] = knocked_out(
                        nodes[leaf].code, nodes[leaf].maximum, source
                    )

        return overruled

    def _knocked(
        self, overruled: Mapping[int, Verdict]
    ) -> Iterator[tuple[int, object]]:
        for elimination in self._plan.eliminations:
            rank = self._ranks[elimination.decision]
            if rank > 1:
                continue
            if rank == 1:
                self._complete = False
            for node in self._eliminated(elimination.nodes, elimination.fact):
                yield node, elimination
        for index in self._evaluator.sanctions:
            sanction = self._sanction(index, overruled)
            if sanction is not None:
                for code in sanction.knock_out:
                    yield self._evaluator.codes[code], sanction

    def _eliminated(
        self, nodes: tuple[int, ...], fact: str | None
    ) -> tuple[int, ...]:
        if fact is None:
            return nodes
        codes = self._values[self._layout.positions[fact]]
        if codes is None:
            # Which criteria is unknown, and unknowns never help (9).
            self._complete = False
            return tuple(
                index
                for index, node in enumerate(self._plan.nodes)
                if node.tree == "criteria" and node.parent < 0
            )

        return tuple(self._evaluator.codes[code] for code in codes)

    def _sanction(self, index: int, overruled: Mapping[int, Verdict]) -> Any:  # noqa: ANN401  # a Sanction or nothing
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
            if not verdict[2]:
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
                return Verdict(
                    KNOCKED_OUT,
                    0,
                    verdict.applicable,
                    rule,
                    ((rule, 0, None),),
                )
        if not known:
            self._complete = False

        return verdict

    def _publish_nodes(self) -> None:
        """Let `points_of` and `percent_of` read the criteria (9)."""
        at = self._layout.nodes
        values = self._values
        for index, verdict in enumerate(self._verdicts):
            if verdict is not None:
                values[at + 2 * index] = verdict.earned
                values[at + 2 * index + 1] = verdict.applicable

    # -- totals (7 to 10) --------------------------------------------------

    def _base(self) -> tuple[Pair | None, list[tuple[str, Pair]]]:
        """Return the rescaled sum of the areas (8)."""
        plan = self._plan
        verdicts = self._verdicts
        areas = [
            (*verdicts[index][1:3], plan.nodes[index].maximum)
            for index in self._evaluator.areas["criteria"]
        ]
        plain = sum([area[0] for area in areas])
        if not any(area[1] for area in areas):
            return None, []
        if plan.rescale is None:
            return (plain, 1), []
        if plan.rescale == "total":
            lost = sum([area[2] - area[1] for area in areas])
            parts = [(plain, max(plan.maximum - lost, 0), plan.maximum)]
        elif plan.rescale == "area":
            parts = areas
        else:
            parts = channel_parts(plan, verdicts, plain)
        base = (0, 1)
        for earned, applicable, maximum in parts:
            if applicable:
                base = plus(base, (earned * maximum, applicable))
        made_up = plus(base, (-plain, 1))

        return base, [("total#rescale", made_up)] if made_up[0] else []

    def _sum_of(self, tree: Tree) -> int:
        return sum(
            [
                self._verdicts[index].earned
                for index in self._evaluator.areas[tree]
            ]
        )

    def _added(self) -> Iterator[tuple[str, Pair]]:
        """Yield what bonus and penalty areas do to the total."""
        signs: tuple[tuple[Tree, int], ...] = (
            ("bonus", 1),
            ("penalty", -1),
        )
        for tree, sign in signs:
            for index in self._evaluator.areas[tree]:
                earned = self._verdicts[index].earned
                if earned:
                    code = self._plan.nodes[index].code
                    yield f"{tree}:{code}", (sign * earned, 1)

    def _total(
        self,
        base: Pair | None,
        added: int,
        adjustments: list[tuple[str, Pair]],
    ) -> Pair | None:
        """Return base, bonus and penalty together, clamped once (10)."""
        if base is None:
            return None
        total = plus(base, (added, 1))
        least, most = self._plan.bounds
        for bound, word, outside in (
            (
                least,
                "floor",
                least is not None and total[0] < least * total[1],
            ),
            (most, "cap", most is not None and total[0] > most * total[1]),
        ):
            if outside:
                assert bound is not None
                change = plus((bound, 1), (-total[0], total[1]))
                adjustments.append((f"total#{word}", change))
                return bound, 1

        return total

    def _in_points(self, total: Pair | None) -> Pair | None:
        if total is None:
            return None

        return total[0], total[1] * 10**self._plan.places

    # -- grade (12) --------------------------------------------------------

    def _grade(self, total: Pair | None) -> GradeVerdict | None:
        plan = self._plan
        if plan.grade_decision < 0 or total is None:
            return None
        last = len(plan.grades) - 1
        reached = min(self._ranks[plan.grade_decision] // 2, last)
        ceiling, drops, because = self._ceilings()
        position = max(reached, ceiling)

        return GradeVerdict(
            position=min(position + drops, last),
            reached=reached,
            ceiling=ceiling,
            drops=drops,
            because=because,
            published=self._published_grade(total),
        )

    def _ceilings(self) -> tuple[int, int, tuple[str, ...]]:
        positions = {
            grade.id: index for index, grade in enumerate(self._plan.grades)
        }
        ceiling, drops, because = -1, 0, []
        found = {
            index: verdict
            for index, verdict in enumerate(self._verdicts)
            if verdict.status == NOT_HELD
        }
        for index in self._evaluator.sanctions:
            sanction = self._sanction(index, found)
            if sanction is None:
                continue
            if sanction.grade_at_most is not None:
                ceiling = max(ceiling, positions[sanction.grade_at_most])
            drops += sanction.grade_down
            if sanction.grade_at_most is not None or sanction.grade_down:
                because.append(self._verdicts[index].rule)

        return ceiling, drops, tuple(because)

    def _published_grade(self, total: Pair) -> int:
        """Return the grade of the published total, if that is another (12)."""
        plan = self._plan
        decimals = plan.scheme.decimals
        exact = Fraction(total[0], total[1] * 10**plan.places)
        shown = divide(
            exact.numerator * 10**decimals,
            exact.denominator,
            plan.scheme.rounding,
        )
        by_shown = grade_by_total(plan, Fraction(shown, 10**decimals))

        return -1 if by_shown == grade_by_total(plan, exact) else by_shown


def grade_by_total(plan: Plan, total: Fraction) -> int:
    """Return the position of the grade that a total alone reaches."""
    for index, grade in enumerate(plan.grades):
        if grade.bound is None:
            return index
        bound = Fraction(grade.bound)
        if total > bound or (total == bound and not grade.strict):
            return index

    return len(plan.grades) - 1


_FLAG_BY_RANK = {0: True, 1: None, 2: False}
