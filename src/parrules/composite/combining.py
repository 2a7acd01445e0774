"""Points of parts → points of a node."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from parrules.composite.model import Node
from parrules.composite.numbers import geometric_mean
from parrules.composite.results import Cell, NodeScore, NodeStatus, Part

Score = Cell | NodeScore
_NOTHING = Fraction(0)


def combined(node: Node, below: Mapping[str, Score]) -> NodeScore:
    """Return what a node makes of the scores of its parts."""
    scores = [(part, below[part.code]) for part in node.parts]
    # A row of weight 0 is shown and decides nothing, not even by its absence.
    counted = [score for part, score in scores if part.weight]
    known = [score for score in counted if score.points is not None]
    if not _is_enough(node, len(known), len(counted)):
        status: NodeStatus = (
            "undefined"
            if any(score.status == "undefined" for score in counted)
            else "missing"
        )
        return _score(node, scores, {}, None, status, is_exact=True)
    weights = _weights(node, scores)
    values = [
        (weights[part.code], score.points or _NOTHING)
        for part, score in scores
        if weights[part.code]
    ]
    points = _mean(node, values)

    return _score(
        node,
        scores,
        weights,
        points,
        "undefined" if points is None else "scored",
        is_exact=all(score.is_exact for score in known)
        and node.combine != "geometric",
    )


def _is_enough(node: Node, known: int, counted: int) -> bool:
    missing = node.if_missing
    if not known:
        return False
    if missing.policy == "missing":
        return known == counted

    return known >= Fraction(missing.present) * counted


def _weights(
    node: Node, scores: Sequence[tuple[Node, Score]]
) -> dict[str, Fraction]:
    """Return by code the share of each part, of a sum its factor."""
    is_fixed = node.if_missing.policy == "fixed_divisor"
    weights = {
        part.code: Fraction(part.weight)
        if is_fixed or score.points is not None
        else _NOTHING
        for part, score in scores
    }
    if node.combine == "sum":
        whole = sum((Fraction(part.weight) for part, _ in scores), _NOTHING)
        there = sum(weights.values(), _NOTHING)
        # What is absent is made up for by what is there.
        factor = whole / there if there else _NOTHING
    else:
        total = sum(weights.values(), _NOTHING)
        factor = 1 / total if total else _NOTHING

    return {code: weight * factor for code, weight in weights.items()}


def _mean(
    node: Node, values: Sequence[tuple[Fraction, Fraction]]
) -> Fraction | None:
    """Return the mean or the sum, `None` where there is none."""
    if not values:
        return None
    if node.combine in ("sum", "mean"):
        return sum((weight * value for weight, value in values), _NOTHING)
    if any(value <= 0 for _, value in values):
        return None
    if node.combine == "harmonic":
        return 1 / sum((weight / value for weight, value in values), _NOTHING)

    return geometric_mean(values, Fraction(1))


def _score(
    node: Node,
    scores: Sequence[tuple[Node, Score]],
    weights: Mapping[str, Fraction],
    points: Fraction | None,
    status: NodeStatus,
    *,
    is_exact: bool,
) -> NodeScore:
    return NodeScore(
        code=node.code,
        combine=node.combine,
        parts=tuple(
            Part(
                code=part.code,
                weight=weights.get(part.code, _NOTHING),
                points=score.points,
            )
            for part, score in scores
        ),
        points=points,
        status=status,
        is_exact=is_exact,
    )
