"""The declared direction: more of a fact is never worse, or never better.

What is held to it are facts that are known before and after: whether
somebody should rather be silent is another question (S19.1).
"""

from collections.abc import Iterator
from fractions import Fraction

from parrules.breakdown.views import Breakdown
from parrules.checking.intervals import Interval, point
from parrules.expression.terms import Term
from parrules.model import Fact
from parrules.plan.logic import Clause
from parrules.plan.nodes import Node
from parrules.proving.claims import Answer, Claim
from parrules.proving.climbing import Aim, Climber
from parrules.proving.grounds import Grounds
from parrules.proving.hunting import Hunt, Pair
from parrules.proving.overruling import (
    DONE,
    ELSEWHERE,
    TOO_MANY,
    Open,
    Overruling,
)
from parrules.proving.pieces import Piece, pieces_of
from parrules.proving.regions import Step, TooManyError
from parrules.proving.stepping import Steps
from parrules.proving.tendencies import (
    DOWN,
    MIXED,
    SAME,
    UP,
    Tendency,
)
from parrules.scoring.channels import Channels

_UNORDERED = ("choice", "codes")
TOTAL, GRADE = "total", "grade"


def direction_claims(grounds: Grounds, climber: Climber) -> Iterator[Claim]:
    """Yield for each fact with a direction what each of its readers does."""
    for fact in grounds.plan.scheme.facts:
        if fact.more is None:
            continue
        if fact.type in _UNORDERED:
            yield grounds.claim(
                "direction",
                f"{fact.name}:{TOTAL}",
                "undecided",
                "no_order",
                path=fact.path,
                arguments=_arguments(fact, TOTAL),
            )
        else:
            yield from _Direction(fact, grounds, climber).claims()


class _Direction:
    """One fact that says which way it counts."""

    def __init__(self, fact: Fact, grounds: Grounds, climber: Climber) -> None:
        self._fact = fact
        self._grounds = grounds
        self._plan = grounds.plan
        self._sign = 1 if fact.more == "better" else -1
        self._steps = Steps(fact, grounds, self._earned)
        self._over = Overruling(self._steps, self._sign, grounds)
        self._hunt = Hunt(self._steps.source, grounds, climber)
        self._nodes = {node.code: node for node in self._plan.nodes}
        self._answered: dict[str, Claim] = {}
        self._own: dict[str, Open] = {}

    def claims(self) -> Iterator[Claim]:
        """Yield a claim for each reader, for the total and the grade."""
        readers = [node for node in self._plan.nodes if self._reads(node)]
        # Parts before wholes, and the criteria before what reads them.
        for node in sorted(readers, key=self._order):
            self._of_node(node)
        for node in readers:
            yield self._of_node(node)
        yield self._of_total()
        if self._plan.grades:
            yield self._of_grade()

    def _order(self, node: Node) -> tuple[bool, int]:
        return node.tree != "criteria", -self._plan.position(node.code)

    def _reads(self, node: Node) -> bool:
        """Tell whether a node looks at the fact, or at what it moves."""
        reads = {name for each in node.results for name in each.reads}
        if node.decision >= 0:
            for row in self._plan.decisions[node.decision].rows:
                reads.update(row.reads)
        for change in node.changes:
            reads.update(change.reads)

        return self._fact.name in reads or any(
            map(self._steps.tendencies.touches, self._terms(node))
        )

    def _terms(self, node: Node) -> Iterator[Term]:
        """Yield the terms of a node that read what other nodes earned."""
        decisions = [each.decision for each in node.changes]
        if node.decision >= 0:
            decisions.append(node.decision)
        for decision in decisions:
            for row in self._plan.decisions[decision].rows:
                for clause in (*row.true, *row.unknown):
                    for place, _ in clause:
                        yield from self._grounds.scales.property(place).terms
        yield from (each.formula for each in node.results if each.formula)
        yield from (each.each for each in node.changes if each.each)

    # -- what is still to be shown -------------------------------------------

    def _open(self, node: Node) -> Open:
        """Return what is to be shown of the points of a node."""
        claim = self._answered.get(node.code)
        if claim is not None and claim.answer == "proved":
            return DONE
        found = self._own_open(node).also(
            *(self._open(child) for child in self._children(node))
        )
        if node.tree == "criteria":
            found = found.also(self._over.knocking())
        if node.is_leaf:
            return found.also(self._over.holding(node))
        if not self._fits(node):
            # What applies is a cap, which may move as well.
            found = found.also(self._applicable(node))

        return found

    def _own_open(self, node: Node) -> Open:
        if node.code not in self._own:
            self._own[node.code] = self._found_open(node)

        return self._own[node.code]

    def _found_open(self, node: Node) -> Open:
        if not self._reads(node):
            return DONE
        try:
            found = pieces_of(node, self._grounds, self._steps.tendencies)
            pieces = None if found is None else tuple(found)
        except TooManyError:
            return TOO_MANY
        if pieces is None:
            return TOO_MANY
        sign = -self._sign if node.tree == "penalty" else self._sign

        return Open(
            tuple(
                step
                for one in pieces
                for two in pieces
                if self._may_err(one, two, node, sign)
                for step in self._between(one, two, sign)
            )
        )

    def _may_err(self, one: Piece, two: Piece, node: Node, sign: int) -> bool:
        """Tell whether points may fall, times *sign*, from one to another."""
        if one is two:
            tendency = one.tendency if sign > 0 else -one.tendency
            return tendency in (DOWN, MIXED)
        if _falls(one.points, two.points, sign):
            return True
        is_zero = self._plan.scheme.policy.unevidenced == "zero"
        if not (is_zero and node.evidence) or node.tree == "penalty":
            return False
        # Without a document what is scored is 0, and the rest is not.
        before, after = (
            point(0) if each.is_scored else each.points for each in (one, two)
        )

        return _falls(before, after, sign)

    def _between(self, one: Piece, two: Piece, sign: int) -> Iterator[Step]:
        numbers = (one.number, two.number) if _compare(one, two) else ()
        for step in self._steps.between(one.region, two.region):
            yield Step(step.start, step.end, *(numbers or (None, None)), sign)

    def _children(self, node: Node) -> tuple[Node, ...]:
        return tuple(self._plan.nodes[child] for child in node.children)

    def _fits(self, node: Node) -> bool:
        """Tell whether the children hold no more than the node does."""
        children = self._children(node)

        return sum(child.maximum for child in children) <= node.maximum

    def _applicable(self, node: Node) -> Open:
        """Return what is to be shown for that to stay which applies."""
        if node.is_leaf:
            return self._over.excluding(node)

        return DONE.also(*map(self._applicable, self._children(node)))

    def _areas(self) -> tuple[Node, ...]:
        return tuple(node for node in self._plan.nodes if node.parent < 0)

    def _total_open(self) -> Open:
        claim = self._answered.get(TOTAL)
        if claim is not None and claim.answer == "proved":
            return DONE
        found = DONE.also(*map(self._open, self._areas()))
        if self._plan.rescale is None:
            return found
        found = found.also(*map(self._applicable, self._areas()))
        if self._plan.rescale == "channel" and not self._are_channels_whole():
            return found.also(ELSEWHERE)

        return found

    def _are_channels_whole(self) -> bool:
        """Tell whether no channel holds less than its leaves."""
        maxima = Channels(self._plan).maxima

        return all(
            sum(
                node.maximum
                for node in self._plan.nodes
                if node.is_leaf
                and node.tree == "criteria"
                and node.channel == channel
            )
            <= maximum
            for channel, maximum in enumerate(maxima)
        )

    # -- which way it goes what others read ----------------------------------

    def _earned(self, term: Term) -> Tendency:
        """Return which way points of a node, or the total, go."""
        rising = UP if self._sign > 0 else DOWN
        if term.op == TOTAL:
            return rising if self._of_total().answer == "proved" else MIXED
        node = self._nodes[str(term.value)]
        if not self._moves(node):
            return SAME
        found = self._open(node)
        if term.op == "percent_of":
            found = found.also(self._applicable(node))
        if found.steps and not found.reasons:
            found = Open(reasons=(self._steps.solved(found.steps)[0],))

        return MIXED if any(found.reasons) else rising

    def _moves(self, node: Node) -> bool:
        """Tell whether the fact does anything to a node of the criteria."""
        return (
            self._over.may_knock_out()
            or self._over.is_held_by(node.channel)
            or self._reads(node)
            or any(map(self._moves, self._children(node)))
        )

    # -- answers -------------------------------------------------------------

    def _of_node(self, node: Node) -> Claim:
        sign = -self._sign if node.tree == "penalty" else self._sign

        def points(breakdown: Breakdown) -> Fraction:
            return sign * Fraction(breakdown[node.code].points)

        return self._answer(node.code, self._open(node), points, node)

    def _of_total(self) -> Claim:
        def points(breakdown: Breakdown) -> Fraction | None:
            total = breakdown.total_exact
            return None if total is None else self._sign * total

        return self._answer(TOTAL, self._total_open(), points)

    def _of_grade(self) -> Claim:
        ids = [grade.id for grade in self._plan.grades]

        def points(breakdown: Breakdown) -> Fraction | None:
            if breakdown.grade is None:
                return None
            return Fraction(-self._sign * ids.index(breakdown.grade))

        return self._answer(GRADE, self._grade_open(), points)

    def _grade_open(self) -> Open:
        """Return what is to be shown of gates, ceilings and drops.

        The total is looked at by its own claim: it is a thing that the
        gates look at, too.
        """
        rows = self._grounds.rows(self._plan.grade_decision)
        if rows is None:
            return TOO_MANY
        last = len(self._plan.grades) - 1
        states = [(row[0], (place,)) for place, row in enumerate(rows[0])]

        return self._over.ordered([*states, (rows[1], (last,))]).also(
            self._over.grading()
        )

    def _answer(
        self, code: str, found: Open, points: Aim, node: Node | None = None
    ) -> Claim:
        if code not in self._answered:
            self._answered[code] = self._found_answer(
                code, found, points, node
            )

        return self._answered[code]

    def _found_answer(
        self, code: str, found: Open, points: Aim, node: Node | None
    ) -> Claim:
        if found.is_done:
            return self._claim(code, "proved", "goes_as_declared", node)
        codes = () if node is None else (code,)
        pair = self._hunt.pair(found.steps, self._seeds(), points, *codes)
        reason = next(iter(found.reasons), "")
        if pair is None:
            open_, worlds = self._steps.solved(found.steps)
            reason = reason or open_
            for one, two in worlds:
                pair = pair or self._hunt.scored(one, two, points, *codes)
        if pair is not None:
            return self._claim(code, "broken", "goes_against", node, pair)
        if not reason:
            return self._claim(code, "proved", "goes_as_declared", node)

        return self._claim(code, "undecided", reason, node)

    def _claim(
        self,
        code: str,
        answer: Answer,
        detail: str,
        node: Node | None,
        pair: Pair | None = None,
    ) -> Claim:
        return self._grounds.claim(
            "direction",
            f"{self._fact.name}:{code}",
            answer,
            detail,
            node=None if node is None else node.criterion,
            code="PAR229" if answer == "broken" else None,
            path=self._fact.path,
            arguments=_arguments(self._fact, code),
            witness=None if pair is None else pair[0],
            raised=None if pair is None else pair[1],
        )

    def _seeds(self) -> tuple[Clause, ...]:
        """Return parts of the facts where rows that read the fact decide."""
        found: list[Clause] = []
        for decision in range(len(self._plan.decisions)):
            rows = self._grounds.rows(decision)
            if rows is None:
                continue
            for region in (*(row[0] for row in rows[0]), rows[1]):
                if self._steps.names(region):
                    found.extend(region[:1])

        return tuple(found)


def _compare(one: Piece, two: Piece) -> bool:
    """Tell whether the points of two pieces fall only where numbers do.

    They are clamped and rounded alike, which a literal outlasts only if it is
    a multiple of the step.
    """
    steps = {each.step for each in (one, two) if each.step}
    if len(steps) != 1 or None in (one.number, two.number):
        return False
    (step,) = steps

    return all(
        each.step or (each.points.low or 0) % step == 0 for each in (one, two)
    )


def _arguments(fact: Fact, code: str) -> dict[str, str]:
    return {"fact": fact.name, "criterion": code, "more": str(fact.more)}


def _falls(before: Interval, after: Interval, sign: int) -> bool:
    if sign < 0:
        before, after = -before, -after

    return before.high is None or after.low is None or after.low < before.high
