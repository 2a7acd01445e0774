"""All that nodes and the total can come to, where those are few numbers.

Every node is taken for itself: two rows that never decide together are added
up all the same.  So the sets that are found hold what can be, and perhaps
more; what does not lie in them cannot be.

A set of whole numbers is one whole number whose bits say which are in it.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from parrules.checking.intervals import Interval
from parrules.checking.ranges import Ranges
from parrules.plan.definitions import Definitions
from parrules.plan.nodes import Change, Node, Plan, Result
from parrules.points import divide, scale_of
from parrules.proving.sure import sure_ranges
from parrules.scoring.arithmetic import worst_of
from parrules.scoring.channels import Channels

_MOST_POINTS = 20_000
"""Units up to a maximum; beyond, nothing is claimed."""

_MOST_LOSSES = 64
"""Applicable maxima of a node; beyond, nothing is claimed."""

_MOST_SUMS = 4_096
"""Sums of awards and deductions of a leaf; beyond, it can earn anything."""

_Losses = Mapping[int, int]
"""By the maxima of what is excluded below: the set of what is earned."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Attainable:
    """What the nodes of a plan can come to, counted in units.

    Attributes:
        unit: Quanta, of which all amounts are multiples.
        losses: By position of the node; `None` where they are too many.
    """

    plan: Plan
    unit: int
    losses: tuple[_Losses | None, ...]

    @property
    def _points(self) -> Fraction:
        return Fraction(self.unit, scale_of(self.plan.places))

    def points(self, code: str) -> tuple[Fraction, ...] | None:
        """Return all points of a node in order; `None` if too many."""
        losses = self.losses[self.plan.position(code)]
        if losses is None:
            return None

        return tuple(each * self._points for each in members(_all(losses)))

    def percents(self, code: str) -> tuple[Fraction, ...] | None:
        """Return all percents of the applicable maximum of a node."""
        place = self.plan.position(code)
        losses, most = self.losses[place], self._maximum(place)
        if losses is None:
            return None
        found = {
            Fraction(100 * earned, most - lost)
            for lost, earnings in losses.items()
            if lost < most
            for earned in members(earnings)
        }

        return tuple(sorted(found))

    def totals(self) -> tuple[Fraction, ...] | None:
        """Return all totals before their bounds; `None` if not known."""
        base, bonus, taken = (
            self._whole(tree) for tree in ("criteria", "bonus", "penalty")
        )
        if base is None or bonus is None or taken is None or self.rescales():
            return None
        given = sums(_all(base), _all(bonus))
        penalties = tuple(members(_all(taken)))
        most = penalties[-1]
        shifted = _union(given << (most - each) for each in penalties)

        return tuple((each - most) * self._points for each in members(shifted))

    # -- what makes a difference ---------------------------------------------

    def rescales(self) -> bool:
        """Tell whether rescaling may change any total."""
        wholes: Iterable[tuple[_Losses | None, int]]
        if self.plan.rescale is None:
            return False
        if self.plan.rescale == "area":
            wholes = (
                (self.losses[place], self._maximum(place))
                for place in self._areas("criteria")
            )
        elif self.plan.rescale == "total":
            wholes = (
                (self._whole("criteria"), self._units(self.plan.maximum)),
            )
        else:
            wholes = self._channels()

        return any(
            losses is None
            or any(
                earnings > 1 and (lost != 0 or maximum == 0)
                for lost, earnings in losses.items()
            )
            for losses, maximum in wholes
        )

    def vanishes(self) -> bool:
        """Tell whether nothing at all may be applicable."""
        return all(
            losses is None or max(losses) >= self._maximum(place)
            for place in self._areas("criteria")
            for losses in (self.losses[place],)
        )

    def rounds_totals(self) -> bool:
        """Tell whether an amount of the whole may be rounded to be shown."""
        shown = scale_of(self.plan.scheme.decimals)
        losses = [
            self.losses[place]
            for place, node in enumerate(self.plan.nodes)
            if node.parent < 0
        ]
        bounds = (each for each in self.plan.bounds if each is not None)
        if self.rescales() or None in losses:
            return True
        amounts = itertools.chain(
            (
                each * self._points
                for found in losses
                for each in members(_all(found or {}))
            ),
            (Fraction(each, scale_of(self.plan.places)) for each in bounds),
        )

        return any((each * shown).denominator > 1 for each in amounts)

    # -- wholes --------------------------------------------------------------

    def _units(self, quanta: int) -> int:
        return quanta // self.unit

    def _maximum(self, place: int) -> int:
        return self._units(self.plan.nodes[place].maximum)

    def _areas(self, tree: str) -> tuple[int, ...]:
        return tuple(
            place
            for place, node in enumerate(self.plan.nodes)
            if node.parent < 0 and node.tree == tree
        )

    def _whole(self, tree: str) -> _Losses | None:
        return _together(map(self._within, self._areas(tree)))

    def _within(self, place: int) -> _Losses | None:
        """Return what an area loses of its own maximum, which is not more."""
        losses, most = self.losses[place], self._maximum(place)
        if losses is None:
            return None
        found: dict[int, int] = {}
        for lost, earnings in losses.items():
            at = min(lost, most)
            found[at] = found.get(at, 0) | earnings

        return found

    def _channels(self) -> Iterator[tuple[_Losses | None, int]]:
        """Yield what the leaves of each channel come to, and its maximum."""
        nodes = self.plan.nodes
        changed = any(
            node.tree == "criteria"
            and node.children
            and (node.changes or not _fits(node, nodes))
            for node in nodes
        )
        for place, maximum in enumerate(Channels(self.plan).maxima):
            found = _together(
                self.losses[leaf]
                for leaf, node in enumerate(nodes)
                if node.is_leaf
                and node.tree == "criteria"
                and node.channel == place
            )
            # What an inner node takes is taken of its channel.
            yield None if changed else found, self._units(maximum)


def attainable(plan: Plan, *, excluded: str = "") -> Attainable:
    """Return what the nodes of *plan* can come to.

    Args:
        plan: Of a ruleset.
        excluded: A leaf that may be excluded, whatever the plan says.
    """
    finder = _Finder(plan, excluded)
    found: list[_Losses | None] = [None] * len(plan.nodes)
    for place in reversed(range(len(plan.nodes))):
        node = plan.nodes[place]
        if finder.is_too_fine:
            continue
        if node.is_leaf:
            found[place] = finder.leaf(node)
        else:
            below = _together(found[child] for child in node.children)
            found[place] = None if below is None else finder.inner(node, below)

    return Attainable(plan=plan, unit=finder.unit, losses=tuple(found))


class _Finder:
    """Finds what single nodes come to."""

    def __init__(self, plan: Plan, excluded: str) -> None:
        self._plan, self._excluded = plan, excluded
        can_miss = Definitions(plan.scheme).can_miss
        self._ranges: Ranges = sure_ranges(plan.scheme, can_miss)
        self.unit = math.gcd(*_amounts(plan)) or 1
        largest = max((each.maximum for each in plan.nodes), default=0)
        whole = max(largest, plan.maximum)
        self.is_too_fine = whole // self.unit > _MOST_POINTS

    # -- leaves --------------------------------------------------------------

    def leaf(self, node: Node) -> _Losses:
        """Return what a leaf can lose and earn."""
        most = node.maximum // self.unit
        # Knocked out, not known or without its document.
        whole = 1
        if node.tree == "penalty":
            whole |= 1 << most
        found = {0: whole}
        changes = self._changes(node)
        for result in node.results:
            if result.treatment == "exclude":
                found[most] = found.get(most, 0) | 1
            elif result.treatment:
                found[0] |= 1 << (most if result.treatment == "full" else 0)
            else:
                found[0] |= self._earned(result, changes, most)
        is_held = node.channel < 0 or self._plan.held[node.channel] < 0
        if node.tree == "criteria" and (
            not is_held or node.code == self._excluded
        ):
            found[most] = found.get(most, 0) | 1

        return found

    def _earned(
        self, result: Result, changes: frozenset[int] | None, most: int
    ) -> int:
        if changes is None:
            return (2 << most) - 1

        return _set_of(
            min(max(base + change, 0), most)
            for base in self._bases(result, most)
            for change in changes
        )

    def _bases(self, result: Result, most: int) -> Sequence[int]:
        """Return what a row gives before awards and deductions."""
        if result.formula is None:
            return ((result.points or 0) // self.unit,)
        step = result.step // self.unit
        range_ = self._ranges.of(result.formula)
        quantum = Fraction(scale_of(self._plan.places), self.unit * step)
        # It is clamped before it is rounded.
        top = divide(most, step, self._plan.scheme.rounding)
        low = min(max(_floor(range_, quantum), 0), most // step)
        high = min(max(_ceiling(range_, quantum, top), 0), top)

        return range(low * step, high * step + 1, step)

    def _changes(self, node: Node) -> frozenset[int] | None:
        """Return the sums of awards and deductions; `None` if too many."""
        found = frozenset((0,))
        for change in node.changes:
            amounts = self._given(change, node)
            if amounts is None or len(found) * len(amounts) > _MOST_SUMS:
                return None
            found = frozenset(
                one + two for one in found for two in (0, *amounts)
            )

        return found

    def _given(self, change: Change, node: Node) -> Sequence[int] | None:
        """Return what an award or deduction can come to, with its sign."""
        worst = worst_of(change, node, node.maximum)
        may_be_unknown = node.tree == "penalty" or not node.is_leaf
        unknown = {worst // self.unit} if may_be_unknown else set()
        amounts = self._once_or_more(change)
        if amounts is None:
            return None

        return (*unknown, *(change.sign * each for each in amounts))

    def _once_or_more(self, change: Change) -> Sequence[int] | None:
        amount, most = change.amount // self.unit, change.at_most
        times: int | None = 1
        if change.each is not None:
            high = self._ranges.of(change.each).high
            times = None if high is None else int(high // 1)
        if most is not None and amount:
            enough = -(-most // change.amount)
            times = enough if times is None else min(times, enough)
        if times is None or times > _MOST_SUMS:
            return None
        limit = None if most is None else most // self.unit

        return [
            amount * each if limit is None else min(amount * each, limit)
            for each in range(1, times + 1)
        ]

    # -- inner nodes ---------------------------------------------------------

    def inner(self, node: Node, below: _Losses) -> _Losses:
        """Return what a node can lose and earn, given what is below it."""
        maximum = node.maximum // self.unit
        taken = self._taken(node)
        found = dict[int, int]()
        for lost, earnings in below.items():
            most = max(maximum - lost, 0)
            earned = 0
            if taken is None:
                earned = (2 << most) - 1
            for each in taken or ():
                earned |= _capped(_less(earnings, each), most)
            if node.changes:
                # What is not known takes all that was earned.
                earned |= 1
            found[lost] = earned

        return found

    def _taken(self, node: Node) -> frozenset[int] | None:
        changes = self._changes(node)
        if changes is None:
            return None
        if any(change.sign > 0 for change in node.changes):
            return None

        return frozenset(-each for each in changes)


# -- units -------------------------------------------------------------------


def _amounts(plan: Plan) -> Iterator[int]:
    """Yield all amounts of which points are made, in quanta."""
    yield plan.maximum
    yield from Channels(plan).maxima
    for node in plan.nodes:
        yield node.maximum
        for result in node.results:
            yield result.points or 0
            if result.formula is not None:
                yield result.step
        for change in node.changes:
            yield change.amount
            yield change.at_most or 0


def _floor(range_: Interval, scale: Fraction) -> int:
    return 0 if range_.low is None else int(range_.low * scale // 1)


def _ceiling(range_: Interval, scale: Fraction, most: int) -> int:
    return most if range_.high is None else int(-(-range_.high * scale // 1))


def _fits(node: Node, nodes: Sequence[Node]) -> bool:
    return sum(nodes[child].maximum for child in node.children) <= node.maximum


# -- sets --------------------------------------------------------------------


def members(numbers: int) -> Iterator[int]:
    """Yield the members of a set in order."""
    return (
        place
        for place, bit in enumerate(reversed(f"{numbers:b}"))
        if bit == "1"
    )


def sums(one: int, two: int) -> int:
    """Return all sums of a member of one set and a member of the other."""
    small, large = sorted((one, two), key=int.bit_count)

    return _union(large << each for each in members(small))


def _set_of(numbers: Iterable[int]) -> int:
    return _union(1 << each for each in set(numbers))


def _union(sets: Iterable[int]) -> int:
    found = 0
    for each in sets:
        found |= each

    return found


def _all(losses: _Losses) -> int:
    return _union(losses.values())


def _less(numbers: int, amount: int) -> int:
    """Return a set with *amount* taken of each, at least 0."""
    below = numbers & ((1 << amount) - 1)

    return numbers >> amount | bool(below)


def _capped(numbers: int, most: int) -> int:
    """Return a set whose members are *most* at most."""
    above = numbers >> (most + 1)

    return numbers & ((2 << most) - 1) | (bool(above) << most)


def _together(parts: Iterable[_Losses | None]) -> _Losses | None:
    """Return what several nodes lose and earn together."""
    found: dict[int, int] = {0: 1}
    for part in parts:
        if part is None:
            return None
        both: dict[int, int] = {}
        for (lost, earned), (more, other) in itertools.product(
            found.items(), part.items()
        ):
            both[lost + more] = both.get(lost + more, 0) | sums(earned, other)
        if len(both) > _MOST_LOSSES:
            return None
        found = both

    return found
