"""What each channel earned, which follows from the verdicts alone."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from parrules.outcome import Pair, Verdict
from parrules.plan.nodes import Node, Plan
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
        leaves = [
            [
                (position, node.maximum)
                for position, node in enumerate(plan.nodes)
                if node.is_leaf
                and node.tree == "criteria"
                and node.channel == channel
            ]
            for channel in range(len(plan.channels))
        ]
        self._leaves = tuple(
            picked([position for position, _ in several]) for several in leaves
        )
        self._whole = tuple(
            sum(maximum for _, maximum in several) for several in leaves
        )
        self._inner = tuple(
            (position, node.children, channel)
            for position, node in enumerate(plan.nodes)
            if node.tree == "criteria" and not node.is_leaf
            for channel in _channel_below(plan, node)
        )
        self.maxima = tuple(
            maximum
            if channel.maximum is None
            else whole(Fraction(channel.maximum), plan.places)
            for channel, maximum in zip(
                plan.channels, self._whole, strict=True
            )
        )

    def totals(self, verdicts: Sequence[Verdict]) -> list[Part]:
        """Return earned, applicable and maximum of each channel.

        Totals are sums over leaves. What a node's own deductions, floor and
        cap took changes the channel that all leaves below it lie in, if they
        lie in one (7).
        """
        earned, lost = [], []
        for pick, maximum in zip(self._leaves, self._whole, strict=True):
            own = pick(verdicts)
            earned.append(sum([verdict[1] for verdict in own]))
            lost.append(maximum - sum([verdict[2] for verdict in own]))
        for position, children, channel in self._inner:
            verdict = verdicts[position]
            if verdict[4] is not None:
                below = sum([verdicts[child][1] for child in children])
                earned[channel] += verdict[1] - below

        return [
            (points, max(maximum - gone, 0), maximum)
            for points, maximum, gone in zip(
                earned, self.maxima, lost, strict=True
            )
        ]

    def parts(self, verdicts: Sequence[Verdict], earned: int) -> list[Part]:
        """Return the channels, and what of *earned* is in none and stays."""
        channels = self.totals(verdicts)
        rest = earned - sum(part[0] for part in channels)

        return [*channels, (rest, 1, 1)]


def _channel_below(plan: Plan, node: Node) -> Iterator[int]:
    """Yield the channel of all leaves below a node, if it is one."""
    found = {leaf.channel for leaf in _leaves_below(plan, node)}
    if len(found) == 1 and found != {-1}:
        yield from found


def _leaves_below(plan: Plan, node: Node) -> Iterator[Node]:
    for child in node.children:
        below = plan.nodes[child]
        if below.is_leaf:
            yield below
        else:
            yield from _leaves_below(plan, below)
