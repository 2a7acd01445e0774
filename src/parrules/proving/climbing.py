"""Facts that make much, or little, of a whole: found leaf by leaf."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from parrules.breakdown.views import Breakdown
from parrules.plan.logic import Clauses
from parrules.plan.nodes import Node
from parrules.proving.bounding import row_region
from parrules.proving.grounds import Grounds
from parrules.proving.regions import TooManyError, joined
from parrules.proving.worlds import World

Aim = Callable[[Breakdown], "Fraction | None"]
"""What there should be much of; `None` where it cannot be told."""


class Climber:
    """Tries the rows of one leaf after the other, and keeps what helps."""

    def __init__(self, grounds: Grounds) -> None:
        """Climb with the facts of *grounds*."""
        self._grounds = grounds
        self._worlds: dict[str, tuple[World, ...]] = {}
        self._top: World | None = None
        self._ranks = {
            grade.id: rank for rank, grade in enumerate(grounds.plan.grades)
        }

    def best(self, aim: Aim, nodes: Sequence[Node]) -> World:
        """Return facts that make much of *aim*, by the leaves of *nodes*."""
        bench = self._grounds.bench
        starts: list[World] = [{}, bench.filled({})]
        start = max(starts, key=lambda world: self._reached(aim, world))

        return self._climbed(start, aim, nodes)

    def top(self) -> World:
        """Return facts that make much of the total."""
        if self._top is None:
            self._top = self.best(
                lambda breakdown: breakdown.total_exact, self._grounds.leaves()
            )

        return self._top

    def walk(self, start: World, nodes: Sequence[Node]) -> None:
        """Take the leaves of *nodes* down from *start*, one by one.

        What comes of each step is kept by the bench.
        """
        world: dict[int, Any] = dict(start)
        for node in nodes:
            lowest = min(
                self.worlds_of(node),
                key=lambda each: self._reached(
                    lambda breakdown: breakdown.total_exact, {**world, **each}
                ),
                default={},
            )
            world.update(lowest)

    def _climbed(self, start: World, aim: Aim, nodes: Sequence[Node]) -> World:
        world, reached = start, self._reached(aim, start)
        for node in nodes:
            for each in self.worlds_of(node):
                changed = {**world, **each}
                found = self._reached(aim, changed)
                if found > reached:
                    world, reached = changed, found

        return world

    def _reached(self, aim: Aim, world: World) -> tuple[bool, Fraction, int]:
        breakdown = self._grounds.bench.breakdown(world)
        found = None if breakdown is None else aim(breakdown)
        grade = "" if breakdown is None else breakdown.grade
        # Of equal totals the better grade: no sanction stands in the way.
        rank = self._ranks.get(grade or "", 0)

        return (found is not None, found or Fraction(0), -rank)

    def worlds_of(self, node: Node) -> tuple[World, ...]:
        """Return facts by which each row of a leaf decides."""
        if node.code not in self._worlds:
            found = (
                self._grounds.find(region).world
                for region in self._regions(node)
            )
            self._worlds[node.code] = tuple(
                world for world in found if world is not None
            )

        return self._worlds[node.code]

    def _regions(self, node: Node) -> Iterator[Clauses]:
        """Yield where the rows of a leaf decide, at both ends too."""
        if node.decision >= 0:
            for place, result in enumerate(node.results):
                region = row_region(node, place, self._grounds)
                if region is None:
                    continue
                yield region
                if result.formula is not None:
                    scales = self._grounds.scales
                    quantum = 10**self._grounds.plan.places
                    most = Fraction(node.maximum - result.step, quantum)
                    high = scales.beyond(result.formula, ">", most)
                    yield from self._joined(region, high)
                    least = Fraction(result.step, quantum)
                    low = scales.beyond(result.formula, "<", least)
                    yield from self._joined(region, low)
        for change in node.changes:
            rows = self._grounds.rows(change.decision)
            if rows is None:
                continue
            yield rows[0][0][0]
            yield rows[1]
            if change.each is not None and change.amount:
                often = Fraction(node.maximum // change.amount)
                yield self._grounds.scales.beyond(change.each, ">", often)

    @staticmethod
    def _joined(one: Clauses, two: Clauses) -> Iterator[Clauses]:
        try:
            yield joined(one, two)
        except TooManyError:
            return
