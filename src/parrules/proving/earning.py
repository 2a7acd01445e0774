"""What single nodes lose and earn, as sets of whole numbers of units."""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from parrules.checking.intervals import Interval
from parrules.checking.ranges import Ranges
from parrules.plan.definitions import Definitions
from parrules.plan.nodes import Change, Node, Plan, Result
from parrules.points import divide, scale_of
from parrules.proving.sets import capped, less, set_of, sums
from parrules.proving.sure import sure_ranges
from parrules.scoring.channels import Channels
from parrules.scoring.unknowns import worst_of

_MOST_POINTS = 20_000
"""Units up to a maximum; beyond, nothing is claimed."""

_MOST_LOSSES = 64
"""Applicable maxima of a node; beyond, nothing is claimed."""

_MOST_SUMS = 4_096
"""Sums of awards and deductions of a leaf; beyond, it can earn anything."""

Losses = Mapping[int, int]
"""By the maxima of what is excluded below: the set of what is earned."""


class Finder:
    """Finds what single nodes come to.

    Attributes:
        unit: Quanta, of which all amounts of the plan are multiples.
        is_too_fine: Maxima are too many units for anything to be claimed.
    """

    def __init__(self, plan: Plan, excluded: str) -> None:
        self._plan, self._excluded = plan, excluded
        can_miss = Definitions(plan.scheme).can_miss
        self._ranges: Ranges = sure_ranges(plan.scheme, can_miss)
        self.unit = math.gcd(*_amounts(plan)) or 1
        largest = max((each.maximum for each in plan.nodes), default=0)
        whole = max(largest, plan.maximum)
        self.is_too_fine = whole // self.unit > _MOST_POINTS

    # -- leaves --------------------------------------------------------------

    def leaf(self, node: Node) -> Losses:
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

        return set_of(
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

    def inner(self, node: Node, below: Losses) -> Losses:
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
                earned |= capped(less(earnings, each), most)
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


def together(parts: Iterable[Losses | None]) -> Losses | None:
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
