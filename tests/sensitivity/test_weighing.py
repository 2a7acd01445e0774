"""Totals under other weights: exact, and those of the ruleset for none."""

import functools
import random
from decimal import Decimal
from fractions import Fraction

import numpy
import pytest

from conformance.agreement import submission
from engines.pairing import pairs, ruleset_of
from engines.strategies import numbered
from parrules.errors import FactError
from parrules.outcome import Outcome
from parrules.plan.nodes import Plan
from parrules.ruleset import Ruleset
from parrules.scoring.channels import Channels
from parrules.sensitivity.quotients import Quotients
from parrules.sensitivity.scorers import Draws, Scores, one_by_one
from parrules.sensitivity.weighing import FINENESS, Weighing, factors
from sensitivity.samples import ruleset, unit

_RULESETS = 40


@functools.cache
def scored() -> tuple[tuple[Ruleset, Scores, Outcome], ...]:
    """Return units of rulesets at random, scored."""
    source = random.Random(5)  # noqa: S311  # chance, not secrets
    found = []
    for number in range(100, 100 + _RULESETS):
        whole = ruleset_of(numbered(number))
        if whole is None:
            continue
        for _, pair in zip(range(2), pairs(whole, source), strict=False):
            given = submission(pair.facts, pair.proven)
            try:
                outcome = whole.outcome(given)
            except FactError:
                continue
            draws = Draws(submission=given, columns={}, rows=1)
            found.append((whole, one_by_one(whole)(draws), outcome))

    return tuple(found)


def weighed(
    plan: Plan, scores: Scores, drawn: dict[str, int]
) -> tuple[Quotients, Quotients]:
    """Return base and total under *drawn* factors, by code."""
    weighing = Weighing(plan, tuple(drawn))
    weights = weighing.class_factors(numpy.array([list(drawn.values())]))
    rows = numpy.zeros(1, numpy.int64)
    kept = weighing.kept(scores)

    return (
        weighing.bases(kept, rows, weights),
        weighing.totals(kept, rows, weights),
    )


def exact(found: Quotients) -> Fraction | None:
    """Return the only quotient of *found*."""
    if not found.is_there[0]:
        return None

    return Fraction(int(found.over[0]), int(found.under[0]))


class Walk:
    """Finds a base under other weights in fractions, node by node."""

    def __init__(
        self, plan: Plan, outcome: Outcome, drawn: dict[str, int]
    ) -> None:
        """Take what a unit came to, and factors by code."""
        self._plan = plan
        self._drawn = drawn
        self._maxima = [node.maximum for node in plan.nodes]
        self._earned = [each.earned for each in outcome.verdicts]
        self._applicable = [each.applicable for each in outcome.verdicts]
        self._places = [
            place
            for place, node in enumerate(plan.nodes)
            if node.tree == "criteria"
        ]

    def base(self) -> Fraction:
        """Return the base, scaled so that the whole keeps its maximum."""
        plan = self._plan
        found = Fraction(0)
        for earned, maximum, applicable in self._parts():
            if applicable > 0:
                found += earned * maximum / applicable

        return found * plan.maximum / self._whole()

    def _factor(self, place: int) -> Fraction:
        node = self._plan.nodes[place]
        own = Fraction(self._drawn.get(node.code, FINENESS), FINENESS)

        return own if node.parent < 0 else own * self._factor(node.parent)

    def _sum(self, places: list[int], numbers: list[int]) -> Fraction:
        """Return what nodes add beside their children, weighed."""
        found = Fraction(0)
        for place in places:
            children = self._plan.nodes[place].children
            own = numbers[place] - sum(numbers[child] for child in children)
            found += self._factor(place) * own

        return found

    def _whole(self) -> Fraction:
        areas = [p for p in self._places if self._plan.nodes[p].parent < 0]
        beside = self._plan.maximum - sum(self._maxima[p] for p in areas)

        return beside + self._sum(self._places, self._maxima)

    def _parts(self) -> list[tuple[Fraction, Fraction, Fraction]]:
        """Return earned, maximum and applicable of what is rescaled."""
        earned = self._sum(self._places, self._earned)
        if self._plan.rescale is None:
            return [(earned, Fraction(1), Fraction(1))]
        if self._plan.rescale == "total":
            lost = self._sum(self._places, self._maxima)
            lost -= self._sum(self._places, self._applicable)
            return [(earned, self._whole(), self._whole() - lost)]
        if self._plan.rescale == "area":
            return self._areas()

        return self._channels()

    def _areas(self) -> list[tuple[Fraction, Fraction, Fraction]]:
        areas = {self._area(place) for place in self._places}
        below = [
            [place for place in self._places if self._area(place) == area]
            for area in areas
        ]

        return [
            (
                self._sum(each, self._earned),
                self._sum(each, self._maxima),
                self._sum(each, self._applicable),
            )
            for each in below
        ]

    def _area(self, place: int) -> int:
        node = self._plan.nodes[place]

        return place if node.parent < 0 else self._area(node.parent)

    def _channels(self) -> list[tuple[Fraction, Fraction, Fraction]]:
        found = []
        rest = list(self._places)
        for channel, declared in enumerate(Channels(self._plan).maxima):
            below = [p for p in self._places if self._in(p) == {channel}]
            rest = [place for place in rest if place not in below]
            leaves = [p for p in below if self._plan.nodes[p].is_leaf]
            beside = declared - sum(self._maxima[place] for place in leaves)
            maximum = beside + self._sum(leaves, self._maxima)
            left = beside + self._sum(leaves, self._applicable)
            found.append((self._sum(below, self._earned), maximum, left))
        one = Fraction(1)

        return [*found, (self._sum(rest, self._earned), one, one)]

    def _in(self, place: int) -> set[int]:
        node = self._plan.nodes[place]
        if node.is_leaf:
            return {node.channel}

        return {each for child in node.children for each in self._in(child)}


def some_factors(plan: Plan, source: random.Random) -> dict[str, int]:
    """Return factors of some nodes, at any depth."""
    codes = [n.code for n in plan.nodes if n.tree == "criteria"]

    return {
        code: source.randint(5000, 15000)
        for code in codes
        if source.random() < 0.5
    }


def test_weights_of_one_change_nothing() -> None:
    """Base and total are those of the ruleset, whatever it rescales."""
    wrong = []
    for whole, scores, outcome in scored():
        codes = [n.code for n in whole.plan.nodes if n.tree == "criteria"]
        base, total = weighed(
            whole.plan, scores, dict.fromkeys(codes, FINENESS)
        )
        expected = [
            None if pair is None else Fraction(*pair)
            for pair in (outcome.base, outcome.total)
        ]
        if [exact(base), exact(total)] != expected:
            wrong.append((whole.plan.rescale, expected))

    assert [] == wrong


def test_other_weights_are_as_a_walk_down_the_tree_finds_them() -> None:
    """In fractions, node by node, for every way of rescaling."""
    source = random.Random(2)  # noqa: S311  # chance, not secrets
    wrong = []
    for whole, scores, outcome in scored():
        drawn = some_factors(whole.plan, source)
        base, _ = weighed(whole.plan, scores, drawn)
        expected = (
            None
            if outcome.base is None
            else Walk(whole.plan, outcome, drawn).base()
        )
        if exact(base) != expected:
            wrong.append((whole.plan.rescale, drawn))

    assert [] == wrong


def test_every_way_of_rescaling_was_among_them() -> None:
    """Else the two tests above would show less than they say."""
    seen = {whole.plan.rescale for whole, _, _ in scored()}

    assert {None, "total", "area", "channel"} == seen


def test_all_points_stay_all_points_under_any_weights() -> None:
    """The whole keeps its maximum."""
    whole = ruleset(tail="")
    draws = Draws(submission=unit("A"), columns={}, rows=1)
    _, total = weighed(
        whole.plan, one_by_one(whole)(draws), {"1": 12000, "2": 7000}
    )

    assert 10 * 10**whole.plan.places == exact(total)


def test_weights_move_points_as_the_maxima_do() -> None:
    """Of 6 and 4 points, 1.5 and 1 times: 9 of 13 and 4 of 13, of 10."""
    whole = ruleset(tail="")
    draws = Draws(submission=unit("A", rate=0), columns={}, rows=1)
    _, total = weighed(
        whole.plan, one_by_one(whole)(draws), {"1": 15000, "2": 10000}
    )

    assert Fraction(90, 13) * 10**whole.plan.places == exact(total)


@pytest.mark.parametrize(
    ("percent", "ends"), [("20", (8000, 12000)), ("0.01", (9999, 10001))]
)
def test_factors_lie_within_their_percent(
    percent: str, ends: tuple[int, int]
) -> None:
    """Both ends are drawn."""
    points = numpy.array([1e-9, 0.5, 1 - 1e-9])
    low, middle, high = factors(Decimal(percent), points).tolist()

    assert (ends, FINENESS) == ((low, high), middle)


def test_large_numbers_are_never_cut_off() -> None:
    """What 64 bits do not hold is computed all the same."""
    whole = ruleset(tail="")
    draws = Draws(submission=unit("A"), columns={}, rows=1)
    codes = ["1", "1.1", "1.2", "2"]
    scores = one_by_one(whole)(draws)
    drawn = dict.fromkeys(codes, 12345)
    base, _ = weighed(whole.plan, scores, drawn)
    huge = Scores(
        earned=scores.earned.astype(object) * 10**15,
        applicable=scores.applicable,
        channels=scores.channels,
        bonus=scores.bonus,
        penalty=scores.penalty,
        base=scores.base,
        total=scores.total,
    )
    larger, _ = weighed(whole.plan, huge, drawn)
    known = exact(base)
    assert known is not None

    assert known * 10**15 == exact(larger)
