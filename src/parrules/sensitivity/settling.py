"""Drawn values, brought within what the ruleset and other facts allow."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy

from parrules.facts import NEVER
from parrules.plan.nodes import Input, Plan
from parrules.points import scale_of
from parrules.scoring.limits import bounds_of
from parrules.sensitivity.inputs import STEPPED, Drawn, Values
from parrules.sensitivity.wholes import product

_Number = Any
"""A whole number, or an array of them, one for each draw."""


class Settling:
    """Brings the drawn facts of one unit within their bounds.

    A fact that may not rise above another one, is held to what that one is
    in the same draw; both stay within what is certain.
    """

    def __init__(self, plan: Plan, values: list[Any]) -> None:
        """Look up what bounds what.

        Args:
            plan: Of the ruleset.
            values: What the unit handed in, by position of the input.
        """
        self._inputs = {source.name: source for source in plan.inputs}
        self._bounds = {
            source.name: bounds_of(source, plan) for source in plan.inputs
        }
        self._known = values
        self._above: dict[str, list[str]] = {}
        self._below: dict[str, list[str]] = {}
        for source in plan.inputs:
            if source.fact is not None:
                self._relate(source.name, source.fact.at_most_fact)
                self._relate(source.fact.at_least_fact, source.name)

    def _relate(self, lower: str | None, upper: str | None) -> None:
        if lower is not None and upper is not None:
            self._above.setdefault(lower, []).append(upper)
            self._below.setdefault(upper, []).append(lower)

    def settled(
        self, drawn: tuple[Drawn, ...], values: Mapping[str, Values]
    ) -> dict[str, Values]:
        """Return *values* by fact, within their bounds.

        Args:
            drawn: What is drawn of the unit.
            values: By name, ``(draws,)`` or ``(draws, levels)``.
        """
        by_name = {each.source.name: each for each in drawn}
        open_facts = set(by_name)
        found: dict[str, Values] = {}
        for name in self._bounding_first(by_name):
            each, value = by_name[name], values[name]
            if each.source.kind in (*STEPPED, "tally"):
                value = self._clipped(each, value, found, open_facts)
            found[name] = value
            open_facts.discard(name)

        return found

    def _bounding_first(self, names: Mapping[str, Drawn]) -> Iterator[str]:
        """Yield drawn facts, each after those that it may not rise above."""
        done: set[str] = set()

        def visit(name: str) -> Iterator[str]:
            if name in done:
                return
            done.add(name)
            for upper in self._above.get(name, ()):
                yield from visit(upper)
            if name in names:
                yield name

        for name in names:
            yield from visit(name)

    def _clipped(
        self,
        each: Drawn,
        value: Values,
        found: Mapping[str, Values],
        open_facts: set[str],
    ) -> Values:
        name = each.source.name
        low = self._limit(name, found, open_facts, is_upper=False)
        high = self._limit(name, found, open_facts, is_upper=True)
        if each.source.kind == "tally":
            low, high = (
                numpy.expand_dims(limit, -1) if numpy.ndim(limit) else limit
                for limit in (low, high)
            )
        if each.step > 1:
            # What is judged in steps stays on them.
            low = each.value + -(-(low - each.value) // each.step) * each.step
            high = each.value + (high - each.value) // each.step * each.step

        return numpy.minimum(numpy.maximum(value, low), high)

    def _limit(
        self,
        name: str,
        found: Mapping[str, Values],
        open_facts: set[str],
        *,
        is_upper: bool,
    ) -> _Number:
        """Return how high, or low, a fact may be, by all that is fixed."""
        limit: _Number = self._bounds[name][is_upper]
        nearer = numpy.minimum if is_upper else numpy.maximum
        around = self._above if is_upper else self._below
        for other in around.get(name, ()):
            value = self._fixed(other, found, is_upper=is_upper)
            if other in open_facts:
                value = self._limit(
                    other, found, open_facts, is_upper=is_upper
                )
            if value is not None:
                scaled = self._scaled(other, name, value, is_upper=is_upper)
                limit = nearer(limit, scaled)

        return limit

    def _fixed(
        self, name: str, found: Mapping[str, Values], *, is_upper: bool
    ) -> _Number:
        """Return what a fact is that is certain or drawn already."""
        value = found.get(name)
        if value is not None and self._inputs[name].kind == "tally":
            return value.min(axis=1) if is_upper else value.max(axis=1)
        if value is not None:
            return value
        known = self._known[self._inputs[name].position]
        if known is None or known == NEVER:
            return None
        if isinstance(known, tuple):
            return min(known) if is_upper else max(known)

        return known

    def _scaled(
        self, name: str, to: str, value: _Number, *, is_upper: bool
    ) -> _Number:
        """Return a limit in the decimal places of the fact that it limits."""
        over = scale_of(self._places(self._inputs[to]))
        under = scale_of(self._places(self._inputs[name]))
        if over > 1:
            is_one = isinstance(value, int)
            value = value * over if is_one else product(value, over)
        if is_upper:
            return value // under

        return -(-value // under)

    @staticmethod
    def _places(source: Input) -> int:
        return 0 if source.kind in ("date", "tally") else source.places
