"""What each fact may be: its own bounds, and those of facts related to it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.checking.intervals import Interval
from parrules.model import COUNT_LIMIT, Fact

_NUMBERS = {"count", "number"}


@attrs.frozen(kw_only=True)
class Bounds:
    """The bounds of all facts, with what their relations add.

    Attributes:
        above: For each fact, the facts that it may not rise above, near and
            far; itself among them where relations run in a circle.
        reach: What each fact may be.
        unsound: Facts that could not be read, or whose bounds cannot be
            kept; what is said of them elsewhere is left at that.
    """

    above: Mapping[str, tuple[str, ...]]
    reach: Mapping[str, Interval]
    unsound: frozenset[str]


def bounds_by_name(facts: Mapping[str, Fact]) -> Bounds:
    """Return the bounds of *facts*."""
    edges = _edges(facts)
    above = {name: tuple(_reached(name, edges)) for name in facts}
    reach = {name: bounds_of(fact) for name, fact in facts.items()}
    own = dict(reach)
    for name, higher in above.items():
        for other in higher:
            reach[name] = reach[name].meet(Interval(None, own[other].high))
            reach[other] = reach[other].meet(Interval(own[name].low))
    unsound = (
        name
        for name, fact in facts.items()
        if fact.broken or name in above[name] or reach[name].is_empty
    )

    return Bounds(above=above, reach=reach, unsound=frozenset(unsound))


def bounds_of(fact: Fact) -> Interval:
    """Return the bounds that *fact* states or has by its type."""
    low, high = _bound(fact.at_least), _bound(fact.at_most)
    if fact.type in ("count", "percent", "tally"):
        most = 100 if fact.type == "percent" else COUNT_LIMIT
        low = Fraction(0) if low is None else low
        high = Fraction(most) if high is None else high

    return Interval(low, high)


def is_alike(one: Fact, two: Fact) -> bool:
    """Tell whether the values of two facts can be compared."""
    return one.type == two.type or {one.type, two.type} <= _NUMBERS


def _bound(value: Decimal | date | None) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, date):
        return Fraction(value.toordinal())

    return Fraction(value)


def _edges(facts: Mapping[str, Fact]) -> dict[str, list[str]]:
    """Return which facts stand directly above each fact."""
    edges: dict[str, list[str]] = {name: [] for name in facts}
    for name, fact in facts.items():
        for low, high in (
            (name, fact.at_most_fact or ""),
            (fact.at_least_fact or "", name),
        ):
            ends = [facts[end] for end in (low, high) if end in facts]
            if len(ends) == 2 and is_alike(*ends):  # noqa: PLR2004  # both
                edges[low].append(high)

    return edges


def _reached(name: str, edges: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield what can be reached from *name*, each once."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for other in edges[waiting.pop()]:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
                yield other
