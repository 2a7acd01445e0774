"""What a cohort must know of an index: its rows, and the most of each."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from parrules.cohort.frameworks import IndexFramework, IndexNode
from parrules.composite.model import Node, Scheme
from parrules.composite.numbers import geometric_mean

_UNBOUND = ("z_score", "rank")
"""Anchors under which points have no bound that is the same every year."""

_ABSOLUTE = ("fixed",)
"""Anchors under which no other unit makes a difference."""


def framework_of(scheme: Scheme) -> IndexFramework:
    """Return what there is to know of *scheme*."""
    return IndexFramework(
        kind="index",
        id=scheme.id,
        edition=scheme.edition,
        status=scheme.status,
        title=scheme.title,
        starts=scheme.starts,
        ends=scheme.ends,
        maximum=maximum_of(scheme.total),
        is_relative=any(
            node.scale.anchors.kind not in _ABSOLUTE
            for node in scheme.indicators()
        ),
        decimals=scheme.decimals,
        rounding=scheme.rounding,
        criteria=_nodes(scheme.total),
        grades=scheme.grades,
        ranking=scheme.ranking,
        changes=scheme.changes,
    )


def maximum_of(node: Node) -> Fraction | None:
    """Return the points of who is the best in everything (C6.2).

    `None` where some row that counts has no bound.
    """
    if not node.parts:
        is_unbound = node.scale.anchors.kind in _UNBOUND
        return None if is_unbound else Fraction(node.scale.onto[1])
    parts = [(part, maximum_of(part)) for part in node.parts if part.weight]
    found = [
        (Fraction(part.weight), most)
        for part, most in parts
        if most is not None
    ]
    if not found or len(found) < len(parts):
        return None

    return _combined(node, found)


def _combined(
    node: Node, parts: Sequence[tuple[Fraction, Fraction]]
) -> Fraction | None:
    if node.combine == "sum":
        return sum((weight * most for weight, most in parts), Fraction(0))
    most = parts[0][1]
    if all(each == most for _, each in parts):
        return most
    whole = sum((weight for weight, _ in parts), Fraction(0))
    shares = [(weight / whole, each) for weight, each in parts]
    if node.combine == "mean":
        return sum((share * each for share, each in shares), Fraction(0))
    if any(each <= 0 for _, each in shares):
        return None
    if node.combine == "harmonic":
        return 1 / sum((share / each for share, each in shares), Fraction(0))

    scale = lcm(*(share.denominator for share, _ in shares))

    return geometric_mean(
        ((int(share * scale), each) for share, each in shares), scale
    )


def _nodes(above: Node) -> tuple[IndexNode, ...]:
    is_sum = above.combine == "sum"

    return tuple(
        IndexNode(
            code=node.code,
            title=node.title,
            weight=None if is_sum else Fraction(node.weight),
            children=_nodes(node),
            path=node.path,
        )
        for node in above.parts
    )
