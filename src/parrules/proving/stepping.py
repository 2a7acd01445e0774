"""Steps: where raising one fact, all others as they are, may lead."""

from collections.abc import Callable, Iterable, Iterator

from parrules.expression.terms import Term
from parrules.model import Fact
from parrules.plan.logic import Clause, Clauses
from parrules.proving.grounds import Grounds
from parrules.proving.regions import Step
from parrules.proving.solving import Raising
from parrules.proving.tendencies import Tendencies, Tendency, can_go
from parrules.proving.worlds import World

_MOST = 24
_MOST_OPEN = 2
"""Steps that are not decided, after which no others are looked at."""

Pair = tuple[World, World]


class Steps:
    """The steps that raising one fact can make."""

    def __init__(
        self,
        fact: Fact,
        grounds: Grounds,
        earned: Callable[[Term], Tendency],
    ) -> None:
        """Raise *fact*.

        Args:
            fact: With an order.
            grounds: Of the ruleset.
            earned: Tells which way points of nodes and the total go.
        """
        self._grounds = grounds
        self.tendencies = Tendencies(fact.name, grounds.scales.ranges, earned)
        self.source = next(
            each for each in grounds.plan.inputs if each.name == fact.name
        )
        self._known: dict[int, Tendency] = {}
        self._raised: dict[Step, Raising] = {}

    def names(self, region: Clauses) -> bool:
        """Tell whether a condition of *region* names the fact."""
        reads = self._grounds.scales.reads

        return any(
            self.source.name in reads(place)
            for clause in region
            for place, _ in clause
        )

    def reads(self, region: Clauses) -> bool:
        """Tell whether raising the fact can change what lies in *region*."""
        places = {place for clause in region for place, _ in clause}

        return any(map(self._touches, places))

    def _touches(self, place: int) -> bool:
        met = self._grounds.scales.property(place)

        return met.name == self.source.name or any(
            map(self.tendencies.touches, met.terms)
        )

    def between(self, one: Clauses, two: Clauses) -> Iterator[Step]:
        """Yield parts of two regions between which raising may lead."""
        for start in one:
            for end in two:
                if self._leads(start, end):
                    yield Step(start, end)

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
            met = self._grounds.scales.property(place)
            self._known[place] = self.tendencies.of_property(met)

        return self._known[place]

    def solved(self, steps: Iterable[Step]) -> tuple[str, list[Pair]]:
        """Ask the solver whether any of *steps* can be.

        Returns:
            Why that is not known, empty where none can be; and facts before
            and after that it found, which are still to be scored.
        """
        reasons: list[str] = []
        pairs: list[Pair] = []
        for count, step in enumerate(steps):
            if count == _MOST:
                reasons.append("too_many")
            if len(reasons) > _MOST_OPEN or count == _MOST:
                break
            found = self._raising(step)
            if found.pair is not None:
                pairs.append(found.pair)
            if not found.is_empty:
                reasons.append(found.reason)

        return next(iter(reasons), ""), pairs

    def _raising(self, step: Step) -> Raising:
        if step.start == step.end and step.before is None:
            # Where the points themselves move, ordinals do not tell.
            return Raising(reason="not_monotone")
        if step not in self._raised:
            found = self._grounds.solver.raised(step, self.source)
            self._raised[step] = found

        return self._raised[step]
