"""What each channel earned, which follows from the verdicts alone."""

import math
from collections.abc import Sequence
from fractions import Fraction

from parrules.outcome import Pair, Verdict
from parrules.plan.nodes import Plan
from parrules.points import whole
from parrules.scoring.glance import picked

Part = tuple[int, int, int]
"""Earned, applicable and maximum, in quanta."""


def plus(left: Pair, right: Pair) -> Pair:
    """Return the sum of two quotients, in lowest terms."""
    over = left[0] * right[1] + right[0] * left[1]
    under = left[1] * right[1]
    shared = math.gcd(over, under)

    return over // shared, under // shared


class Channels:
    """Adds up the channels of one plan. Immutable once made.

    Attributes:
        maxima: Of the channels, in quanta.
    """

    def __init__(self, plan: Plan) -> None:
        """Look up which nodes lie in which channel of *plan*."""
        self._leaves = tuple(
            _Part(plan, _leaves(plan, channel))
            for channel in range(len(plan.channels))
        )
        self._tops = tuple(
            _Part(plan, _tops(plan, channel))
            for channel in range(len(plan.channels))
        )
        self.maxima = tuple(
            leaves.maximum
            if channel.maximum is None
            else whole(Fraction(channel.maximum), plan.places)
            for channel, leaves in zip(
                plan.channels, self._leaves, strict=True
            )
        )

    def totals(self, verdicts: Sequence[Verdict]) -> list[Part]:
        """Return earned, applicable and maximum of each channel.

        Totals are sums over leaves. What a node's own deductions, floor and
        cap took changes the channel that all leaves below it lie in, if they
        lie in one (7).
        """
        found = []
        for leaves, tops, maximum in zip(
            self._leaves, self._tops, self.maxima, strict=True
        ):
            earned, applicable = tops.sums(verdicts)
            lost = tops.maximum - sum(applicable)
            if not all(applicable):
                # More may be lost below a node than it had.
                lost = leaves.maximum - sum(leaves.sums(verdicts)[1])
            found.append((sum(earned), max(maximum - lost, 0), maximum))

        return found

    def parts(self, verdicts: Sequence[Verdict], earned: int) -> list[Part]:
        """Return the channels, and what of *earned* is in none and stays."""
        channels = self.totals(verdicts)
        rest = earned - sum(part[0] for part in channels)

        return [*channels, (rest, 1, 1)]


class _Part:
    """Nodes of a channel, none of them above another.

    Attributes:
        maximum: Of all of them, in quanta.
    """

    def __init__(self, plan: Plan, positions: Sequence[int]) -> None:
        self._pick = picked(positions)
        self.maximum = sum(plan.nodes[each].maximum for each in positions)

    def sums(self, verdicts: Sequence[Verdict]) -> tuple[list[int], list[int]]:
        """Return what each of them earned, and what is applicable."""
        own = self._pick(verdicts)

        return (
            [each.earned for each in own],
            [each.applicable for each in own],
        )


def _leaves(plan: Plan, channel: int) -> list[int]:
    return [
        position
        for position, node in enumerate(plan.nodes)
        if node.is_leaf and node.tree == "criteria" and node.channel == channel
    ]


def _tops(plan: Plan, channel: int) -> list[int]:
    """Return the highest nodes below which all leaves lie in the channel."""
    whole_ones = set(_leaves(plan, channel))
    for position in reversed(range(len(plan.nodes))):
        children = plan.nodes[position].children
        if children and whole_ones.issuperset(children):
            whole_ones.add(position)

    return [
        position
        for position in sorted(whole_ones)
        if plan.nodes[position].parent not in whole_ones
    ]
