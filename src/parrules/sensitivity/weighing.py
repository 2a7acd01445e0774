"""Totals under other weights, in exact whole numbers.

A weight multiplies the maximum of a node by a factor, and what a unit earns
in it with it; then all are scaled alike, so that the whole keeps its
maximum.  Each node adds what it earns beside its children times the factors
of all nodes above it, so that with all factors 1 the total is the one that
the ruleset gives.  Numbers in brackets are those of the normative page
*semantics*.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import attrs
import numpy

from parrules.plan.nodes import Node, Plan
from parrules.scoring.channels import Channels
from parrules.sensitivity.inputs import Values
from parrules.sensitivity.quotients import Quotients
from parrules.sensitivity.sampling import Uniforms
from parrules.sensitivity.scorers import Scores
from parrules.sensitivity.wholes import (
    Whole,
    dot,
    matrix_product,
    narrow,
    plus,
    product,
    whole_numbers,
)

FINENESS = 10_000
"""A factor is a whole number of ten-thousandths."""


def factors(percent: Decimal, points: Uniforms) -> Values:
    """Return factors within *percent* of 1, in ten-thousandths."""
    over, under = percent.as_integer_ratio()
    half = over * FINENESS // (100 * under)
    steps = numpy.floor(points * (2 * half + 1)) - half

    return FINENESS + steps.astype(numpy.int64)


@attrs.frozen(kw_only=True, eq=False)
class Kept:
    """What totals are made of: of the scores of a unit, no more.

    Attributes:
        earned, lost: By part that is rescaled by itself, ``(rows,
            classes)``: what nodes earn beside their children, and what of
            their maxima does not apply, by class of weights; this only
            where something is rescaled.
        added: ``(rows,)``: bonus less penalty.
        base, total: Of each row, as the ruleset gives them.
    """

    earned: tuple[Whole, ...]
    lost: tuple[Whole, ...]
    added: Whole
    base: Quotients
    total: Quotients


class Weighing:
    """Weighs the points of one ruleset anew. Immutable once made."""

    def __init__(self, plan: Plan, codes: Sequence[str] = ()) -> None:
        """Look up which nodes lie under which of *codes*."""
        self._plan = plan
        self._codes = tuple(codes)
        self._nodes = [
            position
            for position, node in enumerate(plan.nodes)
            if node.tree == "criteria"
        ]
        paths = {place: self._path(place) for place in self._nodes}
        self._classes = tuple(dict.fromkeys(((), *paths.values())))
        self._class_of = {
            place: self._classes.index(path) for place, path in paths.items()
        }
        self._part_of = {place: self._part(place) for place in self._nodes}
        self._parts = 1 + max(
            (*self._part_of.values(), len(plan.channels))
            if plan.rescale == "channel"
            else self._part_of.values()
        )
        own = {place: self._own_maximum(place) for place in self._nodes}
        self._whole = self._by_class(own)
        self._whole[0] += plan.maximum - sum(own.values())
        self._maxima = self._maxima_of_parts(own)
        self._adding = {
            (part, is_lost): self._adding_up(part, is_lost=is_lost)
            for part in range(self._parts)
            for is_lost in (False, True)
        }

    def _path(self, place: int) -> tuple[int, ...]:
        """Return which weights count for a node: its own and those above."""
        found = []
        while place >= 0:
            node = self._plan.nodes[place]
            if node.code in self._codes:
                found.append(self._codes.index(node.code))
            place = node.parent

        return tuple(sorted(found))

    # -- what is rescaled by itself ------------------------------------------

    def _part(self, place: int) -> int:
        """Return the part that a node belongs to; 0 is left as it is (8)."""
        rescale = self._plan.rescale
        if rescale == "area":
            return 1 + self._areas().index(self._area(place))
        if rescale == "channel":
            found = {leaf.channel for leaf in self._leaves(place)}
            return 1 + found.pop() if len(found) == 1 else 0

        return int(rescale == "total")

    def _areas(self) -> list[int]:
        return [
            place
            for place in self._nodes
            if self._plan.nodes[place].parent < 0
        ]

    def _area(self, place: int) -> int:
        while self._plan.nodes[place].parent >= 0:
            place = self._plan.nodes[place].parent

        return place

    def _leaves(self, place: int) -> list[Node]:
        node = self._plan.nodes[place]
        if node.is_leaf:
            return [node]

        return [
            leaf for below in node.children for leaf in self._leaves(below)
        ]

    def _own_maximum(self, place: int) -> int:
        node = self._plan.nodes[place]
        below = (self._plan.nodes[child].maximum for child in node.children)

        return node.maximum - sum(below)

    def _by_class(self, own: Mapping[int, int]) -> Whole:
        found = numpy.zeros(len(self._classes), dtype=object)
        for place, maximum in own.items():
            found[self._class_of[place]] += maximum

        return found

    def _maxima_of_parts(self, own: Mapping[int, int]) -> list[Whole]:
        """Return the maximum of each part, by class of weights.

        What is declared of a channel, or of all, beside the rows, has no
        weight of its own.
        """
        plan = self._plan
        found = [
            self._by_class(
                {
                    place: maximum
                    for place, maximum in own.items()
                    if self._part_of[place] == part and self._is_lost_in(place)
                }
            )
            for part in range(self._parts)
        ]
        declared = [0, *Channels(plan).maxima]
        if plan.rescale == "total":
            declared = [0, plan.maximum]
        if plan.rescale in ("channel", "total"):
            for maxima, maximum in zip(found, declared, strict=True):
                maxima[0] += maximum - sum(maxima)

        return found

    def _is_lost_in(self, place: int) -> bool:
        """Tell whether what a node loses is lost to its part by itself."""
        if self._plan.rescale != "channel":
            return True

        return self._plan.nodes[place].is_leaf

    # -- draws ---------------------------------------------------------------

    def class_factors(self, drawn: Values) -> Whole:
        """Return the factor of each class of nodes.

        Args:
            drawn: ``(draws, codes)``, in ten-thousandths.

        Returns:
            ``(draws, classes)``, all in one power of ten-thousandths.
        """
        deepest = max(map(len, self._classes))
        columns = []
        for path in self._classes:
            scale = FINENESS ** (deepest - len(path))
            column = numpy.full(len(drawn), scale, dtype=object)
            for place in path:
                column = column * drawn[:, place].astype(object)
            columns.append(column)

        return narrow(numpy.stack(columns, axis=1))

    def kept(self, scores: Scores) -> Kept:
        """Return what of *scores* is needed, which is far smaller."""
        parts = range(self._parts if self._codes else 0)

        return Kept(
            earned=tuple(self._own(scores.earned, part) for part in parts),
            lost=tuple(
                self._own(scores.applicable, part, is_lost=True)
                for part in (parts if self._plan.rescale else ())
            ),
            added=scores.bonus - scores.penalty,
            base=scores.base,
            total=scores.total,
        )

    def bases(
        self, kept: Kept, rows: Values, weights: Whole | None
    ) -> Quotients:
        """Return the base of each draw, before bonus and penalty.

        Args:
            kept: Of one unit.
            rows: Of *kept*, one for each draw.
            weights: What `class_factors` returned; `None` where none is
                drawn.
        """
        if weights is None:
            return kept.base.at(rows)
        earned = [each[rows] for each in kept.earned]
        if self._plan.rescale is None:
            over = dot(weights, earned[0])
            under = dot(weights, self._whole)
        elif self._plan.rescale == "total":
            over = dot(weights, earned[1])
            under = self._left(kept.lost[1][rows], weights, 1)
            over = numpy.where(under > 0, over, 0)
            under = numpy.where(under > 0, under, 1)
        else:
            lost = [each[rows] for each in kept.lost]
            over, under = self._added_up(earned, lost, weights)
            under = under * dot(weights, self._whole)

        return Quotients(
            product(over, self._plan.maximum), under, kept.base.is_there[rows]
        )

    def _added_up(
        self, earned: Sequence[Whole], lost: Sequence[Whole], weights: Whole
    ) -> tuple[Whole, Whole]:
        """Add up parts that are rescaled each by itself."""
        over = dot(weights, earned[0]).astype(object)
        under = numpy.ones(len(weights), dtype=object)
        for part in range(1, self._parts):
            left = self._left(lost[part], weights, part).astype(object)
            maximum = dot(weights, self._maxima[part]).astype(object)
            points = dot(weights, earned[part]).astype(object)
            points = numpy.where(left > 0, points * maximum, 0)
            left = numpy.where(left > 0, left, 1)
            over, under = over * left + points * under, under * left

        return over, under

    def _left(self, lost: Whole, weights: Whole, part: int) -> Whole:
        """Return what of the maximum of a part is applicable."""
        left = dot(weights, self._maxima[part] - lost.astype(object))

        return numpy.maximum(left, 0)

    def _own(
        self, numbers: Whole, part: int, *, is_lost: bool = False
    ) -> Whole:
        """Return what nodes add beside their children, by class of weights.

        Args:
            numbers: ``(rows, nodes)``, of `Scores`.
            part: Of which nodes.
            is_lost: Not what is there, but what the maximum is more.
        """
        adding = self._adding[part, is_lost]
        if is_lost:
            maxima = [node.maximum for node in self._plan.nodes]
            numbers = whole_numbers(maxima, (1, len(maxima))) - numbers

        return matrix_product(numbers, adding)

    def _adding_up(self, part: int, *, is_lost: bool) -> Whole:
        """Return which node counts how often in which class of weights.

        What a node adds beside its children is what it has, less what they
        have.
        """
        shape = (len(self._plan.nodes), len(self._classes))
        found = numpy.zeros(shape, numpy.int64)
        for place in self._nodes:
            if self._part_of[place] != part:
                continue
            if is_lost and not self._is_lost_in(place):
                continue
            own = self._class_of[place]
            found[place, own] += 1
            for child in self._plan.nodes[place].children:
                found[child, own] -= 1

        return found

    def totals(
        self, kept: Kept, rows: Values, weights: Whole | None
    ) -> Quotients:
        """Return the total of each draw, as `bases` takes it."""
        if weights is None:
            return kept.total.at(rows)
        base = self.bases(kept, rows, weights)
        under = base.under
        over = plus(base.over, product(under, kept.added[rows]))
        least, most = self._plan.bounds
        if least is not None:
            over = numpy.maximum(over, product(under, least))
        if most is not None:
            over = numpy.minimum(over, product(under, most))

        return Quotients(over, under, base.is_there)
