"""What each channel earned, which follows from the verdicts alone."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from parrules.outcome import Pair, Verdict
from parrules.plan.nodes import Node, Plan
from parrules.points import whole

Part = tuple[int, int, int]
"""Earned, applicable and maximum, in quanta."""


def plus(left: Pair, right: Pair) -> Pair:
    """Return the sum of two quotients, in lowest terms."""
    over = left[0] * right[1] + right[0] * left[1]
    under = left[1] * right[1]
    shared = math.gcd(over, under)

    return over // shared, under // shared


def channel_totals(
    plan: Plan, verdicts: Sequence[Verdict]
) -> tuple[Part, ...]:
    """Return earned, applicable and maximum of each channel.

    Totals are sums over leaves. What a node's own deductions, floor and cap
    took changes the channel that all leaves below it lie in, if they lie in
    one (7).
    """
    earned, maxima, lost = ([0] * len(plan.channels) for _ in range(3))
    for index, node in enumerate(plan.nodes):
        if node.tree != "criteria":
            continue
        verdict = verdicts[index]
        if not node.is_leaf:
            if verdict.entries is not None:
                children = sum(verdicts[child][1] for child in node.children)
                for channel in _channels_below(plan, node):
                    earned[channel] += verdict.earned - children
        elif node.channel >= 0:
            earned[node.channel] += verdict.earned
            maxima[node.channel] += node.maximum
            lost[node.channel] += node.maximum - verdict.applicable
    for index in range(len(plan.channels)):
        declared = plan.channels[index].maximum
        if declared is not None:
            maxima[index] = whole(Fraction(declared), plan.places)

    return tuple(
        (points, max(maximum - gone, 0), maximum)
        for points, maximum, gone in zip(earned, maxima, lost, strict=True)
    )


def channel_parts(
    plan: Plan, verdicts: Sequence[Verdict], earned: int
) -> list[Part]:
    """Return the channels, and what of *earned* is in none, which stays."""
    channels = channel_totals(plan, verdicts)
    rest = earned - sum(part[0] for part in channels)

    return [*channels, (rest, 1, 1)]


def _channels_below(plan: Plan, node: Node) -> Iterator[int]:
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
