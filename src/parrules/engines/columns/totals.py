"""From the areas to the total in the algebra (7 to 11)."""

import functools
from collections.abc import Iterator, Mapping, Sequence

import attrs

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.engines.columns.inner import InnerCells
from parrules.engines.columns.leaves import LeafCells
from parrules.engines.columns.quantity import Quantity
from parrules.engines.columns.rounding import rounded
from parrules.model import Tree
from parrules.plan.nodes import Plan
from parrules.points import scale_of, whole

NodeCells = InnerCells | LeafCells


@attrs.frozen(eq=False, repr=False)
class Part:
    """What is rescaled by itself: a channel, an area, or all of it.

    Attributes:
        earned, lost, applicable: In quanta.
        maximum: In quanta.
    """

    earned: Cell
    lost: Cell
    applicable: Cell
    maximum: int


class TotalCells:
    """The whole of one unit; each part is written when somebody reads it."""

    def __init__(
        self, plan: Plan, nodes: Sequence[NodeCells], algebra: Algebra
    ) -> None:
        """Take all nodes of *plan*, by position."""
        self._plan = plan
        self._nodes = nodes
        self._algebra = algebra

    def areas(self, tree: Tree) -> list[NodeCells]:
        """Return the topmost nodes of a tree."""
        return [
            each
            for each in self._nodes
            if each.node.parent < 0 and each.node.tree == tree
        ]

    def _earned(self, tree: Tree) -> Cell:
        return self._algebra.sum(area.earned for area in self.areas(tree))

    @functools.cached_property
    def plain(self) -> Cell:
        """What the areas of the criteria earned together."""
        return self._earned("criteria")

    @functools.cached_property
    def bonus(self) -> Cell:
        """In quanta."""
        return self._earned("bonus")

    @functools.cached_property
    def penalty(self) -> Cell:
        """In quanta."""
        return self._earned("penalty")

    @functools.cached_property
    def known(self) -> Cell:
        """Whether anything was applicable (S8.7)."""
        algebra = self._algebra

        return algebra.any_of(
            *(
                algebra.above(area.applicable, algebra.number(0))
                for area in self.areas("criteria")
            )
        )

    # -- rescaling (8) -----------------------------------------------------

    @functools.cached_property
    def base(self) -> Quantity:
        """After rescaling, in quanta."""
        algebra = self._algebra
        if self._plan.rescale is None:
            over, under = self.plain, algebra.number(1)
        else:
            over, under = self._rescaled()

        return Quantity(over, under, self.known, algebra.false)

    def _rescaled(self) -> tuple[Cell, Cell]:
        algebra = self._algebra
        one = algebra.number(1)
        over, under = algebra.number(0), one
        for part in self._parts():
            # Where nothing is lost, both are the same number.
            kept = algebra.equal(part.lost, algebra.number(0))
            is_there = algebra.above(part.applicable, algebra.number(0))
            if part.maximum:
                kept = algebra.all_of(kept, is_there)
            mine = algebra.choose(
                [(kept, one), (is_there, part.applicable)], one
            )
            points = algebra.choose(
                [
                    (kept, part.earned),
                    (is_there, algebra.scaled(part.earned, part.maximum)),
                ],
                algebra.number(0),
            )
            over = algebra.sum(
                [algebra.times(over, mine), algebra.times(points, under)]
            )
            under = algebra.times(under, mine)

        return over, under

    def _parts(self) -> Iterator[Part]:
        algebra, plan = self._algebra, self._plan
        areas = self.areas("criteria")
        if plan.rescale == "area":
            for area in areas:
                maximum = area.node.maximum
                left = area.applicable
                lost = algebra.less(algebra.number(maximum), left)
                yield Part(area.earned, lost, left, maximum)
        elif plan.rescale == "total":
            lost = algebra.sum(
                algebra.less(algebra.number(e.node.maximum), e.applicable)
                for e in areas
            )
            yield self._part(self.plain, lost, plan.maximum)
        else:
            yield from self.channels.values()
            rest = algebra.less(
                self.plain,
                algebra.sum(part.earned for part in self.channels.values()),
            )
            yield Part(rest, algebra.number(0), algebra.number(1), 1)

    def _part(self, earned: Cell, lost: Cell, maximum: int) -> Part:
        algebra = self._algebra
        left = algebra.less(algebra.number(maximum), lost)

        return Part(
            earned, lost, algebra.largest(left, algebra.number(0)), maximum
        )

    @functools.cached_property
    def channels(self) -> Mapping[str, Part]:
        """By id; what nodes changed themselves is in it (S7.7 to S7.9)."""
        return {
            channel.id: self._channel(position)
            for position, channel in enumerate(self._plan.channels)
        }

    def _channel(self, position: int) -> Part:
        algebra = self._algebra
        leaves = [
            each
            for each in self._nodes
            if isinstance(each, LeafCells)
            and each.node.tree == "criteria"
            and each.node.channel == position
        ]
        changed = [
            each.changed
            for each in self._nodes
            if isinstance(each, InnerCells)
            and each.node.tree == "criteria"
            and {leaf.node.channel for leaf in each.leaves} == {position}
        ]
        declared = self._plan.channels[position].maximum
        maximum = sum(leaf.node.maximum for leaf in leaves)
        if declared is not None:
            maximum = whole(declared, self._plan.places)

        return self._part(
            algebra.sum([*(leaf.earned for leaf in leaves), *changed]),
            algebra.sum(leaf.lost for leaf in leaves),
            maximum,
        )

    # -- the total (10, 11) ------------------------------------------------

    @functools.cached_property
    def unbounded(self) -> Quantity:
        """Base, bonus and penalty together, in quanta."""
        algebra, base = self._algebra, self.base
        added = algebra.less(self.bonus, self.penalty)
        over = algebra.sum([base.over, algebra.times(added, base.under)])

        return attrs.evolve(base, over=over)

    @functools.cached_property
    def floored(self) -> Cell:
        """Whether the total falls below its bound."""
        least, found = self._plan.bounds[0], self.unbounded
        if least is None:
            return self._algebra.false
        bound = self._algebra.scaled(found.under, least)

        return self._algebra.above(bound, found.over)

    @functools.cached_property
    def capped(self) -> Cell:
        """Whether the total rises above its bound."""
        most, found = self._plan.bounds[1], self.unbounded
        if most is None or self._stays_within(most):
            return self._algebra.false
        bound = self._algebra.scaled(found.under, most)

        return self._algebra.all_of(
            self._algebra.negated(self.floored),
            self._algebra.above(found.over, bound),
        )

    def _stays_within(self, most: int) -> bool:
        """Tell whether no total can rise above *most*.

        No area earns more than is applicable, so that what is rescaled is at
        most what it is rescaled to.
        """
        maximum, rescale = self._plan.maximum, self._plan.rescale
        areas = sum(area.node.maximum for area in self.areas("criteria"))
        is_within = rescale in ("area", "total") and areas <= maximum
        added = self._algebra.less(self.bonus, self.penalty)

        return is_within and maximum + added.high <= most

    @functools.cached_property
    def total(self) -> Quantity:
        """After its bounds, in quanta."""
        algebra, found = self._algebra, self.unbounded
        least, most = self._plan.bounds
        over = algebra.choose(
            [
                (self.floored, algebra.number(least or 0)),
                (self.capped, algebra.number(most or 0)),
            ],
            found.over,
        )
        is_bound = algebra.any_of(self.floored, self.capped)
        under = algebra.choose([(is_bound, algebra.number(1))], found.under)

        return attrs.evolve(found, over=over, under=under)

    @functools.cached_property
    def in_points(self) -> Quantity:
        """The total, in points."""
        scale = scale_of(self._plan.places)
        found = self.total

        return attrs.evolve(
            found, under=self._algebra.scaled(found.under, scale)
        )

    def published(self, number: Quantity) -> Cell:
        """Return a number of quanta as it is published, without its point."""
        algebra, scheme = self._algebra, self._plan.scheme
        places = self._plan.places
        if number.under.is_constant and places <= scheme.decimals:
            shown = scale_of(scheme.decimals - places)
            assert number.under.low == 1, "nothing is rescaled"
            return algebra.scaled(number.over, shown)

        return rounded(
            algebra,
            algebra.scaled(number.over, scale_of(scheme.decimals)),
            algebra.scaled(number.under, scale_of(places)),
            scheme.rounding,
        )
