"""What each fact may be: its own bounds, and those of facts related to it.

A relation holds between two facts that are known.  So where ``a`` is at most
``b`` and ``b`` at most ``c``, nothing holds ``a`` against ``c``, nor against
what bounds ``b``, while ``b`` is missing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

import attrs

from parrules.checking.intervals import Interval
from parrules.model import COUNT_LIMIT, Fact, Policy
from parrules.points import Number, exact

_NUMBERS = {"count", "number"}

CanMiss = Callable[[str], bool]
"""Tells of a fact whether it can be missing, or be a date that is never."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Bounds:
    """The bounds of all facts, with what their relations add.

    Attributes:
        edges: For each fact, the facts directly above it.
        reach: What each fact may be, whichever others are missing.
        lowest: For each fact, itself or the one above it, near or far, that
            may rise least; facts with inverted bounds are left out.
        unsound: Facts that could not be read, or whose bounds cannot be
            kept; what is said of them elsewhere is left at that.
    """

    edges: Mapping[str, list[str]]
    reach: Mapping[str, Interval]
    lowest: Mapping[str, str]
    unsound: frozenset[str]
    can_miss: CanMiss
    _known: dict[str, frozenset[str]] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def is_below(self, one: str, two: str) -> bool:
        """Tell whether fact *one* may not rise above *two*, both known."""
        if not self.edges.get(one):
            return False
        if one not in self._known:
            self._known[one] = frozenset(
                _reached(one, self.edges, self.can_miss)
            )

        return two in self._known[one]


def bounds_by_name(facts: Mapping[str, Fact], can_miss: CanMiss) -> Bounds:
    """Return the bounds of *facts*."""
    above, below = _edges(facts)
    own = {name: bounds_of(fact) for name, fact in facts.items()}
    by_stop = sorted(own, key=lambda name: own[name].stop)
    by_start = sorted(own, key=lambda name: own[name].start, reverse=True)
    sound = [name for name in by_stop if not own[name].is_empty]

    def reach(can_miss: CanMiss) -> dict[str, Interval]:
        highs = _first(by_stop, below, can_miss)
        lows = _first(by_start, above, can_miss)
        return {
            name: Interval(own[lows[name]].low, own[highs[name]].high)
            for name in facts
        }

    together = reach(_never)
    unsound = (
        name
        for name, fact in facts.items()
        if fact.broken or together[name].is_empty or _is_in_circle(name, above)
    )

    return Bounds(
        edges=above,
        reach=reach(can_miss),
        lowest=_first(sound, below, _never),
        unsound=frozenset(unsound),
        can_miss=can_miss,
    )


def can_miss(fact: Fact, policy: Policy) -> bool:
    """Tell whether *fact* can be missing, or be a date that is never."""
    is_refused = policy.unevidenced == "refuse" and fact.evidence == "required"
    is_given = fact.required or fact.default is not None

    return fact.never or is_refused or not is_given


def _never(_: str) -> bool:
    return False


def bounds_of(fact: Fact) -> Interval:
    """Return the bounds that *fact* states or has by its type."""
    low, high = _bound(fact.at_least), _bound(fact.at_most)
    if fact.type in ("count", "percent", "tally"):
        most = 100 if fact.type == "percent" else COUNT_LIMIT
        low = 0 if low is None else low
        high = most if high is None else high

    return Interval(low, high)


def is_alike(one: Fact, two: Fact) -> bool:
    """Tell whether the values of two facts can be compared."""
    return one.type == two.type or {one.type, two.type} <= _NUMBERS


def _bound(value: Decimal | date | None) -> Number | None:
    if value is None:
        return None
    if isinstance(value, date):
        return value.toordinal()

    return exact(value)


_Edges = Mapping[str, list[str]]


def _edges(facts: Mapping[str, Fact]) -> tuple[_Edges, _Edges]:
    """Return which facts stand directly above, and below, each fact."""
    above: dict[str, list[str]] = {name: [] for name in facts}
    below: dict[str, list[str]] = {name: [] for name in facts}
    for name, fact in facts.items():
        for low, high in (
            (name, fact.at_most_fact or ""),
            (fact.at_least_fact or "", name),
        ):
            ends = [facts[end] for end in (low, high) if end in facts]
            if len(ends) == 2 and is_alike(*ends):  # noqa: PLR2004  # both
                above[low].append(high)
                below[high].append(low)

    return above, below


def _first(
    order: Iterable[str], edges: _Edges, can_miss: CanMiss
) -> dict[str, str]:
    """Return for each fact the first in *order* that *edges* lead from.

    They lead from each fact to itself, too, and on only from those that
    cannot be missing.
    """
    found: dict[str, str] = {}
    for start in order:
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = start
                if not can_miss(name):
                    waiting.extend(edges[name])

    return found


def _is_in_circle(name: str, edges: _Edges) -> bool:
    return bool(edges[name]) and name in _reached(name, edges, _never)


def _reached(name: str, edges: _Edges, can_miss: CanMiss) -> Iterator[str]:
    """Yield what can be reached from *name*, each once.

    The way leads only through what cannot be missing.
    """
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for other in edges.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                if not can_miss(other):
                    waiting.append(other)
                yield other
