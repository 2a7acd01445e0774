"""The declared direction: more of a fact is never worse, or never better.

What is held to it are facts that are known before and after: whether
somebody should rather be silent is another question (S19.1).
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from parrules.breakdown.views import Breakdown
from parrules.model import Fact
from parrules.plan.logic import Clause
from parrules.plan.nodes import OUTCOMES, Input, Node
from parrules.proving.candidates import candidates
from parrules.proving.claims import Claim, Witness
from parrules.proving.climbing import Aim
from parrules.proving.grounds import Grounds
from parrules.proving.pieces import Piece, pieces_of
from parrules.proving.regions import TooManyError
from parrules.proving.tendencies import (
    DOWN,
    MIXED,
    Tendencies,
    Tendency,
    can_go,
)
from parrules.proving.worlds import World

_UNORDERED = ("choice", "codes")
_MOST_PAIRS = 24
_MOST_WORLDS = 12
_MOST_VALUES = 24
Pair = tuple[Witness, Witness]


def direction_claims(grounds: Grounds) -> Iterator[Claim]:
    """Yield for each fact with a direction what each of its readers does."""
    for fact in grounds.plan.scheme.facts:
        if fact.more is not None:
            yield from _Direction(fact, grounds).claims()


class _Direction:
    """One fact that says which way it counts."""

    def __init__(self, fact: Fact, grounds: Grounds) -> None:
        self._fact = fact
        self._grounds = grounds
        self._plan = grounds.plan
        self._tendencies = Tendencies(fact.name, grounds.scales.ranges)
        self._source = next(
            each for each in grounds.plan.inputs if each.name == fact.name
        )
        self._known: dict[int, Tendency] = {}
        self._answered: dict[str, Claim] = {}
        self._found: dict[str, list[tuple[Clause, Clause]] | None] = {}
        self._sign = 1 if fact.more == "better" else -1

    def claims(self) -> Iterator[Claim]:
        """Yield a claim for each reader, then one for the total."""
        if self._fact.type in _UNORDERED:
            yield self._claim("total", "undecided", "no_order")
            return
        readers = [node for node in self._plan.nodes if self._reads(node)]
        for node in reversed(readers):
            # A node goes the way of all that is below it.
            self._answered[node.code] = self._of_node(node)
        found = [self._answered[node.code] for node in readers]
        yield from found
        yield self._of_total(found)

    def _claim(
        self,
        code: str,
        answer: Any,  # noqa: ANN401  # an Answer
        detail: str,
        node: Node | None = None,
        pair: Pair | None = None,
    ) -> Claim:
        return self._grounds.claim(
            "direction",
            f"{self._fact.name}:{code}",
            answer,
            detail,
            node=None if node is None else node.criterion,
            path=self._fact.path,
            arguments={
                "fact": self._fact.name,
                "criterion": code,
                "more": str(self._fact.more),
            },
            witness=None if pair is None else pair[0],
            raised=None if pair is None else pair[1],
        )

    def _reads(self, node: Node) -> bool:
        reads = {name for each in node.results for name in each.reads}
        if node.decision >= 0:
            for row in self._plan.decisions[node.decision].rows:
                reads.update(row.reads)
        for change in node.changes:
            reads.update(change.reads)

        return self._fact.name in reads

    # -- one node ------------------------------------------------------------

    def _of_node(self, node: Node) -> Claim:
        doubts = self._doubts(node)
        if doubts is None:
            return self._claim(node.code, "undecided", "too_many", node)
        below = self._doubtful_below(node)
        is_overruled = node.tree == "criteria" and self._overrules()
        if not doubts and not below and not is_overruled:
            return self._claim(node.code, "proved", "goes_as_declared", node)
        doubts = [
            *doubts,
            *(each for one in below for each in self._doubts(one) or ()),
        ]
        worlds = self._worlds(doubts)
        sign = self._sign_of(node)

        def points(breakdown: Breakdown) -> Fraction:
            return sign * Fraction(breakdown[node.code].points)

        pair = self._searched(worlds, points, node.code)
        if pair is not None:
            return self._claim(node.code, "broken", "goes_against", node, pair)
        reason = "total_not_decided"
        if not below and not is_overruled:
            reason = self._solved(doubts)
        if not reason:
            return self._claim(node.code, "proved", "goes_as_declared", node)

        return self._claim(node.code, "undecided", reason, node)

    def _doubtful_below(self, node: Node) -> list[Node]:
        """Return the leaves below that are not proved, or may be excluded."""
        found = []
        for child in node.children:
            below = self._plan.nodes[child]
            claim = self._answered.get(below.code)
            excludes = any(
                each.treatment == "exclude" for each in below.results
            )
            if claim is not None and (claim.answer != "proved" or excludes):
                found.append(below)
            found.extend(self._doubtful_below(below))

        return found

    def _sign_of(self, node: Node) -> int:
        """Return 1 where points may only rise, -1 where only fall."""
        return -self._sign if node.tree == "penalty" else self._sign

    def _doubts(self, node: Node) -> list[tuple[Clause, Clause]] | None:
        """Return steps that may go the wrong way; `None` if too many."""
        if node.code not in self._found:
            self._found[node.code] = self._found_doubts(node)

        return self._found[node.code]

    def _found_doubts(self, node: Node) -> list[tuple[Clause, Clause]] | None:
        try:
            found = pieces_of(node, self._grounds, self._tendencies)
            pieces = None if found is None else list(found)
        except TooManyError:
            return None
        if pieces is None:
            return None
        sign = self._sign_of(node)

        return [
            step
            for one in pieces
            for two in pieces
            if self._may_err(one, two, sign)
            for step in self._steps(one, two)
        ]

    def _may_err(self, one: Piece, two: Piece, sign: int) -> bool:
        """Tell whether points may fall, times *sign*, from one to another."""
        if one is two:
            tendency = one.tendency if sign > 0 else -one.tendency
            return tendency in (DOWN, MIXED)
        before, after = (
            (one.points, two.points)
            if sign > 0
            else (-one.points, -two.points)
        )

        return (
            before.high is None
            or after.low is None
            or (after.low < before.high)
        )

    def _steps(
        self, one: Piece, two: Piece
    ) -> Iterator[tuple[Clause, Clause]]:
        """Yield parts of two pieces between which raising may lead."""
        for start in one.region:
            for end in two.region:
                if self._leads(start, end):
                    yield start, end

    def _leads(self, start: Clause, end: Clause) -> bool:
        scales = self._grounds.scales
        here, there = dict(start), dict(end)
        for place in {**here, **there}:
            met = scales.property(place)
            whole = scales.whole(place)
            first = scales.ordinals(place, here.get(place, whole) & whole)
            last = scales.ordinals(place, there.get(place, whole) & whole)
            if not can_go(met, self._tendency(place), first, last):
                return False

        return True

    def _tendency(self, place: int) -> Tendency:
        if place not in self._known:
            scales = self._grounds.scales
            met = scales.property(place)
            found = self._tendencies.of_property(met)
            is_earned = scales.reads_outcome(place)
            self._known[place] = MIXED if is_earned else found

        return self._known[place]

    # -- facts that break it -------------------------------------------------

    def _worlds(
        self, doubts: Sequence[tuple[Clause, Clause]]
    ) -> tuple[World, ...]:
        clauses = dict.fromkeys(each for pair in doubts for each in pair)
        found = []
        for clause in list(clauses)[:_MOST_WORLDS]:
            world = self._grounds.world_in((clause,))
            if world is not None:
                found.append(world)

        return tuple(found)

    def _values(self) -> tuple[Any, ...]:
        """Return values of the fact, each higher than the one before."""
        scales = self._grounds.scales
        cuts: dict[Fraction, None] = {}
        for place, met in enumerate(self._plan.properties):
            if self._fact.name in scales.reads(place):
                cuts.update(dict.fromkeys(met.cuts))
        found = candidates(self._source, tuple(cuts), self._plan)
        values = [each for each in found if each != "never"]

        return tuple(sorted(values[:_MOST_VALUES]))

    def _searched(
        self,
        worlds: Sequence[World],
        points: Aim,
        *codes: str,
    ) -> Pair | None:
        """Return facts, and the same with more of one, that go wrong."""
        position = self._source.position
        for world in worlds:
            for whole in (world, self._grounds.bench.filled(world)):
                best: tuple[Fraction, World, Breakdown] | None = None
                for value in self._values():
                    here = {**whole, position: value}
                    breakdown = self._grounds.bench.breakdown(here)
                    if breakdown is None:
                        continue
                    found = points(breakdown)
                    if found is None:
                        continue
                    if (
                        best is not None
                        and found < best[0]
                        and (
                            _is_raised(self._source, best[1][position], value)
                        )
                    ):
                        return self._shown(best[1], here, *codes)
                    if best is None or found >= best[0]:
                        best = (found, here, breakdown)

        return None

    def _shown(self, one: World, two: World, *codes: str) -> Pair:
        bench = self._grounds.bench
        before, after = bench.breakdown(one), bench.breakdown(two)
        assert before is not None
        assert after is not None

        return (
            bench.witness(one, before, *codes),
            bench.witness(two, after, *codes),
        )

    def _solved(self, doubts: Sequence[tuple[Clause, Clause]]) -> str:
        """Return why no solver shows that none of *doubts* can be."""
        if len(doubts) > _MOST_PAIRS:
            return "too_many"
        for start, end in doubts:
            # Where the points themselves move, ordinals do not tell.
            if start == end:
                return "not_monotone"
            found = self._grounds.solver.raised(start, end, self._source)
            if not found.is_empty:
                return found.reason or "not_monotone"

        return ""

    # -- the total -----------------------------------------------------------

    def _of_total(self, found: Sequence[Claim]) -> Claim:
        def points(breakdown: Breakdown) -> Fraction | None:
            total = breakdown.total_exact
            return None if total is None else self._sign * total

        if all(each.answer == "proved" for each in found) and (
            self._is_additive()
        ):
            return self._claim("total", "proved", "goes_as_declared")
        worlds = [
            world
            for node in self._plan.nodes
            if self._reads(node)
            for world in self._worlds(self._doubts(node) or ())
        ]
        pair = self._searched(worlds[:_MOST_WORLDS], points)
        if pair is not None:
            return self._claim("total", "broken", "goes_against", pair=pair)

        return self._claim("total", "undecided", "total_not_decided")

    def _is_additive(self) -> bool:
        """Tell whether all that the fact does is done by the leaves' points.

        It overrules nothing, no leaf that reads it is excluded, and nothing
        reads what was earned.
        """
        plan = self._plan
        if any(each.stage == OUTCOMES for each in plan.decisions):
            return False

        return not self._overrules() and not any(
            result.treatment == "exclude"
            for node in plan.nodes
            if self._reads(node)
            for result in node.results
        )

    def _overrules(self) -> bool:
        """Tell whether the fact decides what is knocked out or not held."""
        plan, name = self._plan, self._fact.name
        others = [each.decision for each in plan.eliminations]
        others += [each for each in plan.held if each >= 0]
        rows = [row for each in others for row in plan.decisions[each].rows]
        if any(name in row.reads for row in rows):
            return True

        return any(
            _knocks_out(node) for node in plan.nodes if self._reads(node)
        )


def _knocks_out(node: Node) -> bool:
    """Tell whether a row of a leaf, or the leaf itself, knocks nodes out."""
    sanctions = [each.sanction for each in node.results]
    sanctions.append(getattr(node.criterion.form, "sanction", None))

    return any(each is not None and each.knock_out for each in sanctions)


def _is_raised(source: Input, one: Any, two: Any) -> bool:  # noqa: ANN401  # any fact
    """Tell whether *two* is more than *one*, of a tally at every level."""
    if source.kind != "tally":
        return bool(one < two)
    if sum(one) != sum(two) or one == two:
        return False

    return all(sum(one[at:]) <= sum(two[at:]) for at in range(len(one)))
