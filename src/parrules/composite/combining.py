"""Points of parts → points of a node."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from parrules.composite.model import Node
from parrules.composite.numbers import geometric_mean, weighted_sum
from parrules.composite.results import Cell, NodeScore, NodeStatus, Part

Score = Cell | NodeScore
_NOTHING = Fraction(0)


class Combining:
    """What a node makes of the scores of its parts, unit by unit.

    Weights are whole numbers on one scale, since fractions are slow.
    """

    def __init__(self, node: Node) -> None:
        """Look up what is the same of all units."""
        self._node = node
        self._codes = [part.code for part in node.parts]
        weights = [Fraction(part.weight) for part in node.parts]
        self._scale = lcm(*(weight.denominator for weight in weights))
        self._weights = [int(weight * self._scale) for weight in weights]
        self._is_fixed = node.if_missing.policy == "fixed_divisor"
        self._shares: dict[int, list[Fraction]] = {}

    def score(self, below: Mapping[str, Score]) -> NodeScore:
        """Return what the node makes of the scores *below* it."""
        scores = [below[code] for code in self._codes]
        # A row of weight 0 is shown and decides nothing, not even by its
        # absence.
        counted = [
            (weight, score)
            for weight, score in zip(self._weights, scores, strict=True)
            if weight
        ]
        known = [pair for pair in counted if pair[1].points is not None]
        if not _is_enough(self._node, len(known), len(counted)):
            is_undefined = any(
                score.status == "undefined" for _, score in counted
            )
            return self._scored(
                scores,
                [_NOTHING] * len(scores),
                None,
                "undefined" if is_undefined else "missing",
                is_exact=True,
            )
        whole = sum(
            weight for weight, _ in (counted if self._is_fixed else known)
        )
        points = self._points(
            [(weight, score.points or _NOTHING) for weight, score in known],
            whole,
            is_whole=not self._is_fixed or len(known) == len(counted),
        )

        return self._scored(
            scores,
            self._shares_of(whole),
            points,
            "undefined" if points is None else "scored",
            is_exact=all(score.is_exact for _, score in known)
            and self._node.combine != "geometric",
        )

    def _points(
        self,
        values: Sequence[tuple[int, Fraction]],
        whole: int,
        *,
        is_whole: bool,
    ) -> Fraction | None:
        """Return the mean or the sum, `None` where there is none.

        Args:
            values: Weights and points of the parts that are there.
            whole: By what the sum is divided.
            is_whole: Whether nothing that is absent counts as 0.
        """
        combine = self._node.combine
        if combine in ("sum", "mean"):
            over, under = weighted_sum(values)
            if combine == "sum":
                # What is absent is made up for by what is there.
                over, under = over * sum(self._weights), under * self._scale
            return Fraction(over, under * whole)
        if not is_whole or any(value <= 0 for _, value in values):
            return None
        if combine == "harmonic":
            over, under = weighted_sum(
                (weight, 1 / value) for weight, value in values
            )
            return Fraction(under * whole, over)

        return geometric_mean(values, whole)

    def _shares_of(self, whole: int) -> Sequence[Fraction]:
        """Return the share of each part, of a sum its factor."""
        if whole not in self._shares:
            over, under = 1, whole
            if self._node.combine == "sum":
                over, under = sum(self._weights), whole * self._scale
            self._shares[whole] = [
                Fraction(weight * over, under) for weight in self._weights
            ]

        return self._shares[whole]

    def _scored(
        self,
        scores: Sequence[Score],
        shares: Sequence[Fraction],
        points: Fraction | None,
        status: NodeStatus,
        *,
        is_exact: bool,
    ) -> NodeScore:
        return NodeScore(
            code=self._node.code,
            combine=self._node.combine,
            parts=tuple(
                Part(
                    code=code,
                    weight=share
                    if self._is_fixed or score.points is not None
                    else _NOTHING,
                    points=score.points,
                )
                for code, share, score in zip(
                    self._codes, shares, scores, strict=True
                )
            ),
            points=points,
            status=status,
            is_exact=is_exact,
        )


def _is_enough(node: Node, known: int, counted: int) -> bool:
    missing = node.if_missing
    if not known:
        return False
    if missing.policy == "missing":
        return known == counted
    over, under = missing.present.as_integer_ratio()

    return known * under >= over * counted
