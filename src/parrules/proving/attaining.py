"""All that nodes and the total can come to, where those are few numbers.

Every node is taken for itself: two rows that never decide together are added
up all the same.  So the sets that are found hold what can be, and perhaps
more; what does not lie in them cannot be.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from parrules.plan.nodes import Node, Plan
from parrules.points import scale_of
from parrules.proving.earning import Finder, Losses, together
from parrules.proving.sets import members, sums, union
from parrules.scoring.channels import Channels


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Attainable:
    """What the nodes of a plan can come to, counted in units.

    Attributes:
        unit: Quanta, of which all amounts are multiples.
        losses: By position of the node; `None` where they are too many.
    """

    plan: Plan
    unit: int
    losses: tuple[Losses | None, ...]

    @property
    def _points(self) -> Fraction:
        return Fraction(self.unit, scale_of(self.plan.places))

    def points(self, code: str) -> tuple[Fraction, ...] | None:
        """Return all points of a node in order; `None` if too many."""
        losses = self.losses[self.plan.position(code)]
        if losses is None:
            return None

        return tuple(each * self._points for each in members(_all(losses)))

    def percents(self, code: str) -> tuple[Fraction, ...] | None:
        """Return all percents of the applicable maximum of a node."""
        place = self.plan.position(code)
        losses, most = self.losses[place], self._maximum(place)
        if losses is None:
            return None
        found = {
            Fraction(100 * earned, most - lost)
            for lost, earnings in losses.items()
            if lost < most
            for earned in members(earnings)
        }

        return tuple(sorted(found))

    def totals(self) -> tuple[Fraction, ...] | None:
        """Return all totals before their bounds; `None` if not known."""
        base, bonus, taken = (
            self._whole(tree) for tree in ("criteria", "bonus", "penalty")
        )
        if base is None or bonus is None or taken is None or self.rescales():
            return None
        given = sums(_all(base), _all(bonus))
        penalties = tuple(members(_all(taken)))
        most = penalties[-1]
        shifted = union(given << (most - each) for each in penalties)

        return tuple((each - most) * self._points for each in members(shifted))

    # -- what makes a difference ---------------------------------------------

    def rescales(self) -> bool:
        """Tell whether rescaling may change any total."""
        wholes: Iterable[tuple[Losses | None, int]]
        if self.plan.rescale is None:
            return False
        if self.plan.rescale == "area":
            wholes = (
                (self.losses[place], self._maximum(place))
                for place in self._areas("criteria")
            )
        elif self.plan.rescale == "total":
            wholes = (
                (self._whole("criteria"), self._units(self.plan.maximum)),
            )
        else:
            wholes = self._channels()

        return any(
            losses is None
            or any(
                earnings > 1 and (lost != 0 or maximum == 0)
                for lost, earnings in losses.items()
            )
            for losses, maximum in wholes
        )

    def vanishes(self) -> bool:
        """Tell whether nothing at all may be applicable."""
        return all(
            losses is None or max(losses) >= self._maximum(place)
            for place in self._areas("criteria")
            for losses in (self.losses[place],)
        )

    def rounds_totals(self) -> bool:
        """Tell whether an amount of the whole may be rounded to be shown."""
        shown = scale_of(self.plan.scheme.decimals)
        losses = [
            self.losses[place]
            for place, node in enumerate(self.plan.nodes)
            if node.parent < 0
        ]
        bounds = (each for each in self.plan.bounds if each is not None)
        if self.rescales() or None in losses:
            return True
        amounts = itertools.chain(
            (
                each * self._points
                for found in losses
                for each in members(_all(found or {}))
            ),
            (Fraction(each, scale_of(self.plan.places)) for each in bounds),
        )

        return any((each * shown).denominator > 1 for each in amounts)

    # -- wholes --------------------------------------------------------------

    def _units(self, quanta: int) -> int:
        return quanta // self.unit

    def _maximum(self, place: int) -> int:
        return self._units(self.plan.nodes[place].maximum)

    def _areas(self, tree: str) -> tuple[int, ...]:
        return tuple(
            place
            for place, node in enumerate(self.plan.nodes)
            if node.parent < 0 and node.tree == tree
        )

    def _whole(self, tree: str) -> Losses | None:
        return together(map(self._within, self._areas(tree)))

    def _within(self, place: int) -> Losses | None:
        """Return what an area loses of its own maximum, which is not more."""
        losses, most = self.losses[place], self._maximum(place)
        if losses is None:
            return None
        found: dict[int, int] = {}
        for lost, earnings in losses.items():
            at = min(lost, most)
            found[at] = found.get(at, 0) | earnings

        return found

    def _channels(self) -> Iterator[tuple[Losses | None, int]]:
        """Yield what the leaves of each channel come to, and its maximum."""
        nodes = self.plan.nodes
        changed = any(
            node.tree == "criteria"
            and node.children
            and (node.changes or not _fits(node, nodes))
            for node in nodes
        )
        for place, maximum in enumerate(Channels(self.plan).maxima):
            found = together(
                self.losses[leaf]
                for leaf, node in enumerate(nodes)
                if node.is_leaf
                and node.tree == "criteria"
                and node.channel == place
            )
            # What an inner node takes is taken of its channel.
            yield None if changed else found, self._units(maximum)


def attainable(plan: Plan, *, excluded: str = "") -> Attainable:
    """Return what the nodes of *plan* can come to.

    Args:
        plan: Of a ruleset.
        excluded: A leaf that may be excluded, whatever the plan says.
    """
    finder = Finder(plan, excluded)
    found: list[Losses | None] = [None] * len(plan.nodes)
    for place in reversed(range(len(plan.nodes))):
        node = plan.nodes[place]
        if finder.is_too_fine:
            continue
        if node.is_leaf:
            found[place] = finder.leaf(node)
        else:
            below = together(found[child] for child in node.children)
            found[place] = None if below is None else finder.inner(node, below)

    return Attainable(plan=plan, unit=finder.unit, losses=tuple(found))


def _fits(node: Node, nodes: Sequence[Node]) -> bool:
    return sum(nodes[child].maximum for child in node.children) <= node.maximum


def _all(losses: Losses) -> int:
    return union(losses.values())
