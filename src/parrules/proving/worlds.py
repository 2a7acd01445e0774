"""Facts for a region: found, shown not to exist, or neither."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from parrules.facts import NEVER
from parrules.plan.logic import Clause, Clauses
from parrules.plan.nodes import Input
from parrules.points import scale_of
from parrules.proving.candidates import candidates, spread
from parrules.proving.scales import Scales
from parrules.scoring.layout import Layout
from parrules.scoring.ordinals import ordinal_function

TRIES = 8000
"""Combinations of values that are tried for one group of properties."""

World = Mapping[int, Any]
"""Values by position of the input, `None` where one is missing."""

Masks = tuple[tuple[int, int], ...]
Solve = Callable[[Masks, bool], "Search"]


@attrs.frozen
class Search:
    """What came of looking for facts.

    Attributes:
        world: Facts that lie in the region; `None` if none were found.
        is_empty: There are none, for certain.
        reason: Why neither is known, as a key of ``words.toml``.
    """

    world: World | None = None
    is_empty: bool = False
    reason: str = ""


EMPTY = Search(is_empty=True)


class Worlds:
    """Finds facts for regions, and remembers what it has tried."""

    def __init__(self, scales: Scales, layout: Layout, solve: Solve) -> None:
        """Look for facts of the ruleset of *scales*.

        Args:
            scales: Its properties.
            layout: Where values stand.
            solve: Decides what neither intervals nor trying can.
        """
        self.scales = scales
        self._layout = layout
        self._solve = solve
        self._inputs = {each.name: each for each in scales.plan.inputs}
        self._tables: dict[tuple[int, ...], _Table] = {}
        self._searches: dict[tuple[Masks, bool], Search] = {}

    def find(self, region: Clauses, *, known: bool = False) -> Search:
        """Return facts in *region*, whose derived flags are written out.

        Args:
            region: Where they must lie.
            known: No fact that is looked at may be missing.
        """
        reason = ""
        for clause in region:
            found = self._clause(clause, is_known=known)
            if found.world is not None:
                return found
            if not found.is_empty:
                reason = found.reason

        return Search(reason=reason) if reason else EMPTY

    def _clause(self, clause: Clause, *, is_known: bool) -> Search:
        allowed = self.scales.known if is_known else self.scales.whole
        masks = tuple((place, bits & allowed(place)) for place, bits in clause)
        if not all(bits for _, bits in masks):
            return EMPTY
        parts = tuple(self._parts(masks))
        found = [self._part(part, is_known=is_known) for part in parts]
        if any(each.is_empty for each in found):
            return EMPTY
        world: dict[int, Any] = {}
        for each in found:
            if each.world is None:
                return each
            world.update(each.world)

        return Search(world)

    def _parts(self, masks: Masks) -> Iterator[Masks]:
        """Yield what is independent of one another: no fact is shared."""
        groups: list[tuple[set[str], list[tuple[int, int]]]] = []
        for place, bits in masks:
            names = set(self.tied(self.scales.reads(place)))
            members = [(place, bits)]
            for group in [each for each in groups if each[0] & names]:
                groups.remove(group)
                names |= group[0]
                members = [*group[1], *members]
            groups.append((names, members))
        for _, members in groups:
            yield tuple(sorted(members))

    def tied(
        self, names: Sequence[str], *, surely: bool = False
    ) -> tuple[str, ...]:
        """Return *names*, and the facts that bound them.

        Args:
            names: Of facts and answers.
            surely: Only the facts that bound them even where those are not
                looked at: they cannot be missing.
        """
        found = dict.fromkeys(names)
        waiting = list(names)
        while waiting:
            fact = self._inputs[waiting.pop()].fact
            if fact is None:
                continue
            for other in (fact.at_most_fact, fact.at_least_fact):
                if other is None or other in found:
                    continue
                if not surely or not self.can_miss(self._inputs[other]):
                    found[other] = None
                    waiting.append(other)

        return tuple(found)

    def _part(self, masks: Masks, *, is_known: bool) -> Search:
        key = (masks, is_known)
        if key not in self._searches:
            self._searches[key] = self._searched(masks, is_known=is_known)

        return self._searches[key]

    def _searched(self, masks: Masks, *, is_known: bool) -> Search:
        if any(self.scales.reads_outcome(place) for place, _ in masks):
            return Search(reason="reads_outcome")
        places = tuple(place for place, _ in masks)
        if places not in self._tables:
            self._tables[places] = _Table(self, places, self._layout)
        world = self._tables[places].find(masks, is_known=is_known)
        if world is not None:
            return Search(world)
        found = self._solve(masks, is_known)
        if found.world is not None and not self.lies_in(found.world, masks):
            return Search(reason="not_reproduced")

        return found

    def lies_in(self, world: World, masks: Masks) -> bool:
        """Tell whether *world* is allowed, and lies in all *masks*."""
        table = _Table(self, tuple(place for place, _ in masks), self._layout)

        return table.has(world, masks)

    def sources(
        self, places: Sequence[int], *others: str
    ) -> tuple[Input, ...]:
        """Return the inputs that *places* and their relations look at.

        Args:
            places: Of properties.
            others: Names of inputs that are looked at as well.
        """
        names = dict.fromkeys(
            name for each in places for name in self.scales.reads(each)
        )
        names.update(dict.fromkeys(others))
        found = self.tied(tuple(names), surely=True)

        return tuple(self._inputs[name] for name in found)

    def can_miss(self, source: Input) -> bool:
        """Tell whether an input can be missing."""
        return self.scales.definitions.can_miss(source.name)

    def is_related(self, values: Mapping[int, Any], source: Input) -> bool:
        """Tell whether a value keeps to the facts that bound it."""
        fact = source.fact
        if fact is None:
            return True
        pairs = ((fact.at_most_fact, 1), (fact.at_least_fact, -1))

        return all(
            name is None
            or self._holds(source, self._inputs[name], sign, values)
            for name, sign in pairs
        )

    def _holds(
        self, one: Input, two: Input, sign: int, values: Mapping[int, Any]
    ) -> bool:
        value, limit = values.get(one.position), values.get(two.position)
        if value is None or limit is None or NEVER in (value, limit):
            return True
        if isinstance(value, tuple):
            value = max(value) if sign > 0 else min(value)
        left = value * scale_of(two.places)
        right = limit * scale_of(one.places)

        return bool(sign * (right - left) >= 0)


class _Table:
    """Combinations of values, tried one after the other as far as needed."""

    def __init__(
        self, worlds: Worlds, places: tuple[int, ...], layout: Layout
    ) -> None:
        scales = worlds.scales
        self._worlds = worlds
        self._sources = worlds.sources(places)
        self._positions = tuple(each.position for each in self._sources)
        self._bound = tuple(
            each
            for each in self._sources
            if each.fact is not None
            and (each.fact.at_most_fact or each.fact.at_least_fact)
        )
        self._functions = tuple(
            ordinal_function(scales.property(place), layout.functions)
            for place in places
        )
        self._values: list[Any] = [None] * (len(layout.positions) + 1)
        self._seen: dict[tuple[int, ...], tuple[Any, ...]] = {}
        self._known: dict[tuple[int, ...], tuple[Any, ...]] = {}
        cuts = tuple(self._cuts(places))
        lists = [self._tried(each, cuts) for each in self._sources]
        self._rest = spread(lists)
        self._left = TRIES

    def _cuts(self, places: tuple[int, ...]) -> Iterator[Fraction]:
        scales = self._worlds.scales
        found: dict[Fraction, None] = {}
        for place in places:
            met = scales.property(place)
            found.update(dict.fromkeys(met.cuts))
            for term in met.terms:
                for part in term.walk():
                    if part.op == "compare":
                        for side in part.args:
                            if side.op == "const":
                                assert isinstance(side.value, Fraction)
                                found[side.value] = None

        return iter(found)

    def _tried(
        self, source: Input, cuts: tuple[Fraction, ...]
    ) -> tuple[Any, ...]:
        found = candidates(source, cuts, self._worlds.scales.plan)
        if self._worlds.can_miss(source):
            return (*found[:2], None, *found[2:])

        return found

    def find(self, masks: Masks, *, is_known: bool) -> World | None:
        seen = self._known if is_known else self._seen
        for vector, values in seen.items():
            if _fits(vector, masks):
                return self._world(values)
        while self._left:
            self._left -= 1
            values = next(self._rest, ())
            if not values:
                self._left = 0
                break
            found = self._try(values)
            if found is None or (is_known and None in values):
                continue
            if _fits(found, masks):
                return self._world(values)

        return None

    def has(self, world: World, masks: Masks) -> bool:
        values = tuple(world.get(each) for each in self._positions)
        vector = self._try(values)

        return vector is not None and _fits(vector, masks)

    def _try(self, values: tuple[Any, ...]) -> tuple[int, ...] | None:
        for position, value in zip(self._positions, values, strict=True):
            self._values[position] = value
        if not all(
            self._worlds.is_related(self._as_mapping(values), each)
            for each in self._bound
        ):
            return None
        vector = tuple(function(self._values) for function in self._functions)
        self._seen.setdefault(vector, values)
        if None not in values:
            self._known.setdefault(vector, values)

        return vector

    def _as_mapping(self, values: tuple[Any, ...]) -> Mapping[int, Any]:
        return dict(zip(self._positions, values, strict=True))

    def _world(self, values: tuple[Any, ...]) -> World:
        return self._as_mapping(values)


def _fits(vector: tuple[int, ...], masks: Masks) -> bool:
    return all(
        bits >> ordinal & 1
        for ordinal, (_, bits) in zip(vector, masks, strict=True)
    )
