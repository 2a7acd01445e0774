"""What each channel earned, which follows from the verdicts alone."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from parrules.outcome import Pair, Verdict
from parrules.plan.nodes import Node, Plan

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

    Totals are sums over leaves, less what a node's own deductions and caps
    took, which reduce the channel that it lies in (7).
    """
    earned, maxima, lost = ([0] * len(plan.channels) for _ in range(3))
    for index, node in enumerate(plan.nodes):
        verdict = verdicts[index]
        if node.tree != "criteria":
            continue
        if not node.is_leaf:
            channel = _channel_below(plan, node)
            if channel >= 0 and verdict.entries is not None:
                children = sum(verdicts[child][1] for child in node.children)
                earned[channel] += verdict.earned - children
        elif node.channel >= 0:
            earned[node.channel] += verdict.earned
            maxima[node.channel] += node.maximum
            lost[node.channel] += node.maximum - verdict.applicable
    declared = (_declared(plan, index) for index in range(len(plan.channels)))

    return tuple(
        (earned[index], max(maximum - lost[index], 0), maximum)
        for index, stated in enumerate(declared)
        if (maximum := maxima[index] if stated is None else stated) >= 0
    )


def channel_parts(plan: Plan, verdicts: Sequence[Verdict]) -> list[Part]:
    """Return the channels, and what is in none as parts that stay."""
    return [*channel_totals(plan, verdicts), *_unassigned(plan, verdicts)]


def _unassigned(plan: Plan, verdicts: Sequence[Verdict]) -> Iterator[Part]:
    for index, node in enumerate(plan.nodes):
        if node.tree == "criteria" and node.is_leaf and node.channel < 0:
            yield verdicts[index].earned, 1, 1


def _declared(plan: Plan, channel: int) -> int | None:
    maximum = plan.channels[channel].maximum
    if maximum is None:
        return None

    return int(Fraction(maximum) * 10**plan.places)


def _channel_below(plan: Plan, node: Node) -> int:
    """Return the channel of a node's first leaf."""
    while not node.is_leaf:
        node = plan.nodes[node.children[0]]

    return node.channel
