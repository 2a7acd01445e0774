"""Facts, and the same with more of one, that go against a direction."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import attrs

from parrules.facts import NEVER
from parrules.plan.logic import Clause
from parrules.plan.nodes import Input
from parrules.points import plain
from parrules.proving.candidates import candidates
from parrules.proving.claims import Witness
from parrules.proving.climbing import Aim, Climber
from parrules.proving.grounds import Grounds
from parrules.proving.regions import Step
from parrules.proving.worlds import World

_MOST_WORLDS = 10
_MOST_VALUES = 24
Pair = tuple[Witness, Witness]


class Hunt:
    """Tries all values of one fact, all others as they are."""

    def __init__(
        self, source: Input, grounds: Grounds, climber: Climber
    ) -> None:
        """Raise what *source* holds."""
        self._source = source
        self._grounds = grounds
        self._climber = climber
        self._values: tuple[Any, ...] | None = None
        self._wrong: list[tuple[World, World]] = []

    def pair(
        self,
        steps: Iterable[Step],
        seeds: Iterable[Clause],
        points: Aim,
        *codes: str,
    ) -> Pair | None:
        """Return facts, and the same with more of one, that go wrong.

        Args:
            steps: That may go wrong.
            seeds: Where else it is worth looking.
            points: What must not fall.
            codes: Nodes that the witnesses tell the points of.
        """
        for one, two in self._wrong:
            # What goes wrong in a part may do so in the whole.
            found = self.scored(one, two, points, *codes)
            if found is not None:
                return found
        clauses = [each for step in steps for each in (step.start, step.end)]
        for world in self._worlds((*clauses, *seeds), is_deep=not codes):
            found = self._along(world, points, *codes)
            if found is not None:
                return found

        return None

    def scored(
        self, one: World, two: World, points: Aim, *codes: str
    ) -> Pair | None:
        """Return two worlds as a pair, if they go wrong when scored."""
        bench = self._grounds.bench
        for base in ({}, bench.filled(one), {**self._climber.top(), **one}):
            first, second = {**base, **one}, {**base, **two}
            before, after = bench.breakdown(first), bench.breakdown(second)
            if before is None or after is None:
                continue
            here, there = points(before), points(after)
            if here is not None and there is not None and there < here:
                return self._shown(first, second, *codes)

        return None

    # -- where to look -------------------------------------------------------

    def _worlds(
        self, clauses: Iterable[Clause], *, is_deep: bool
    ) -> Iterator[World]:
        """Yield facts in parts of regions: alone, calm, and at their best."""
        bench, top = self._grounds.bench, self._climber.top()
        worlds: list[World] = [{}]
        for clause in list(dict.fromkeys(clauses))[:_MOST_WORLDS]:
            world = self._grounds.world_in((clause,))
            if world is not None:
                worlds.append(world)
        for world in worlds:
            yield world
            yield bench.filled(world)
        for world in worlds:
            yield {**top, **world}
        if is_deep:
            for base in bench.by_grade():
                yield from ({**base, **world} for world in worlds)

    def values(self) -> tuple[Any, ...]:
        """Return values of the fact, each higher than the one before."""
        if self._values is None:
            scales = self._grounds.scales
            cuts: dict[Fraction, None] = {}
            for place, met in enumerate(self._grounds.plan.properties):
                if self._source.name in scales.reads(place):
                    cuts.update(dict.fromkeys(met.cuts))
            found = candidates(self._source, tuple(cuts), self._grounds.plan)
            values = [each for each in found if each != NEVER]
            self._values = tuple(sorted(values[:_MOST_VALUES]))

        return self._values

    def _along(self, world: World, points: Aim, *codes: str) -> Pair | None:
        """Raise the fact in *world*, and see whether points ever fall."""
        position = self._source.position
        best: tuple[Fraction, World] | None = None
        for value in self.values():
            here = {**world, position: value}
            found = self._points(here, points)
            if found is None:
                continue
            if best is None or found >= best[0]:
                best = (found, here)
            elif is_raised(self._source, best[1][position], value):
                return self._shown(best[1], here, *codes)

        return None

    def _points(self, world: World, points: Aim) -> Fraction | None:
        breakdown = self._grounds.bench.breakdown(world)

        return None if breakdown is None else points(breakdown)

    def _shown(self, one: World, two: World, *codes: str) -> Pair:
        bench = self._grounds.bench
        before, after = bench.breakdown(one), bench.breakdown(two)
        assert before is not None
        assert after is not None
        self._wrong.append((one, two))
        if before.total == after.total and not codes:
            # The difference is too small to be published, or one of grades.
            codes = tuple(
                node.code
                for node in self._grounds.plan.nodes
                if node.parent < 0
                and before[node.code].points != after[node.code].points
            )

        pair = (
            bench.witness(one, before, *codes),
            bench.witness(two, after, *codes),
        )
        exact = before.total_exact, after.total_exact
        if (
            before.total != after.total
            or None in exact
            or len(set(exact)) == 1
        ):
            return pair
        texts = [plain(each) for each in exact if each is not None]
        if any("/" in text for text in texts):
            return pair
        first, second = texts

        return attrs.evolve(pair[0], total=first), attrs.evolve(
            pair[1], total=second
        )


def is_raised(source: Input, one: Any, two: Any) -> bool:  # noqa: ANN401  # any fact
    """Tell whether *two* is more than *one*, of a tally at every level."""
    if source.kind != "tally":
        return bool(one < two)
    if sum(one) != sum(two) or one == two:
        return False

    return all(sum(one[at:]) <= sum(two[at:]) for at in range(len(one)))
