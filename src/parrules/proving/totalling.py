"""Inner nodes, channels, the total and the grades."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from parrules.breakdown.views import Breakdown
from parrules.plan.nodes import Node, Plan
from parrules.points import plain
from parrules.proving.amounts import Earned, earned_by
from parrules.proving.claims import Answer, Claim, Witness
from parrules.proving.climbing import Climber
from parrules.proving.grounds import Grounds
from parrules.proving.witnesses import fires

Side = Literal["below_zero", "above_maximum"]


class Totals:
    """What the nodes above the leaves can come to."""

    def __init__(self, grounds: Grounds, climber: Climber) -> None:
        """Sum up what the leaves of *grounds* can earn."""
        self.grounds = grounds
        self.plan: Plan = grounds.plan
        self._climber = climber
        self._earned: dict[str, Earned] = {
            node.code: earned_by(node, grounds) for node in grounds.leaves()
        }

    # -- inner nodes ---------------------------------------------------------

    def inner_claims(self) -> Iterator[Claim]:
        """Yield for each inner node whether its parts fit into it."""
        for node in self.plan.nodes:
            if not node.is_leaf:
                yield self._inner(node)

    def _inner(self, node: Node) -> Claim:
        grounds, criterion = self.grounds, node.criterion
        if self._fits(node) or self._is_never_full(node):
            detail = "parts_fit"
        elif node.tree != "criteria":
            detail = "capped"
        else:
            return self._overfull(node)

        return grounds.claim(
            "bounds", node.code, "proved", detail, node=criterion
        )

    def _fits(self, node: Node) -> bool:
        """Tell whether maxima add up here and all the way down."""
        children = [self.plan.nodes[child] for child in node.children]
        if sum(child.maximum for child in children) > node.maximum:
            return False

        return all(self._fits(child) for child in children if child.children)

    def _is_never_full(self, node: Node) -> bool:
        """Tell whether all leaves together earn less than the node holds."""
        leaves = self._leaves(node)
        most = sum((self._most(leaf) for leaf in leaves), Fraction(0))

        return most <= node.maximum and not any(
            self._earned[leaf.code].can_be_excluded for leaf in leaves
        )

    def _leaves(self, node: Node) -> tuple[Node, ...]:
        if node.is_leaf:
            return (node,)
        children = (self.plan.nodes[child] for child in node.children)

        return tuple(
            leaf for child in children for leaf in self._leaves(child)
        )

    def _most(self, node: Node) -> Fraction:
        """Return the most that a node can earn, in quanta."""
        maximum = Fraction(node.maximum)
        if node.is_leaf:
            high = self._earned[node.code].points.high
            return maximum if high is None else min(Fraction(high), maximum)
        children = (self.plan.nodes[child] for child in node.children)

        return min(sum(map(self._most, children), Fraction(0)), maximum)

    def _overfull(self, node: Node) -> Claim:
        codes = [self.plan.nodes[child].code for child in node.children]

        def aim(breakdown: Breakdown) -> Fraction:
            earned = sum(Fraction(breakdown[code].points) for code in codes)
            return earned - Fraction(breakdown[node.code].applicable)

        world = self._climber.best(aim, self._leaves(node))
        witness = self.grounds.bench.shown(
            world, fires(node.code, f"{node.code}#cap"), node.code, *codes
        )
        if witness is None:
            return self.grounds.claim(
                "bounds",
                node.code,
                "undecided",
                "sum_not_decided",
                node=node.criterion,
            )

        return self.grounds.claim(
            "bounds",
            node.code,
            "broken",
            "parts_above_whole",
            node=node.criterion,
            code="PAR201",
            arguments={"maximum": plain(node.criterion.maximum)},
            witness=witness,
        )

    # -- the total -----------------------------------------------------------

    def total_claim(self) -> Claim:
        """Return whether the total stays within its bounds."""
        least, most = self.plan.bounds
        sides: list[Side] = []
        if least is None:
            sides.append("below_zero")
        if most is None:
            sides.append("above_maximum")
        if not sides:
            return self._total("proved", "total_clamped")
        sides = [side for side in sides if not self._keeps(side)]
        found = {side: self._breaks(side) for side in sides}
        shown = {side: each for side, each in found.items() if each}
        if shown:
            detail = f"total_{'_and_'.join(shown)}"
            return self._total("broken", detail, shown)
        if found:
            return self._total("undecided", "sum_not_decided")

        return self._total("proved", "total_fits")

    def _total(
        self,
        answer: Answer,
        detail: str,
        shown: Mapping[Side, Witness] = MappingProxyType({}),
    ) -> Claim:
        maximum = plain(self.plan.scheme.maximum)
        bounds = {
            "below_zero": "at_least = 0",
            "above_maximum": f"at_most = {maximum}",
        }
        totals = [each.total or "" for each in shown.values()]
        witnesses = (*shown.values(), None, None)

        return self.grounds.claim(
            "bounds",
            "total",
            answer,
            detail,
            code=self._code(shown),
            path=("total",),
            arguments={
                "total": totals[0] if totals else "",
                "other": totals[-1] if totals else "",
                "totals": ", ".join(totals),
                "maximum": maximum,
                "bounds": ", ".join(bounds[side] for side in shown),
            },
            witness=witnesses[0],
            raised=witnesses[1],
        )

    def _code(self, shown: Mapping[Side, Witness]) -> str | None:
        """Return what the checker, or else the proof, says of it."""
        is_sum = sum(area.maximum for area in self._areas("criteria"))
        if not shown:
            return None
        if "below_zero" not in shown and is_sum > self.plan.maximum:
            return "PAR202"

        return "PAR228"

    def _areas(self, tree: str) -> tuple[Node, ...]:
        return tuple(
            node
            for node in self.plan.nodes
            if node.parent < 0 and node.tree == tree
        )

    def _keeps(self, side: Side) -> bool:
        """Tell whether intervals show that the total keeps to one side."""
        if side == "below_zero":
            taken = sum(map(self._most, self._areas("penalty")), Fraction(0))
            return not taken and self._is_base_positive()
        high = self.highest_total()

        return high is not None and high <= self.plan.maximum

    def _is_base_positive(self) -> bool:
        """Tell whether the base is never below 0.

        What is in no channel is left as it is; where a cap takes of several
        channels at once, that may be less than nothing.
        """
        return self.plan.rescale != "channel" or all(
            self._fits(area) for area in self._areas("criteria")
        )

    def highest_total(self) -> Fraction | None:
        """Return what the total can never exceed, in quanta, if that is known.

        A whole whose parts fit into it is never rescaled beyond its maximum,
        since what is earned is never more than what applies.
        """
        areas = self._areas("criteria")
        base = sum(map(self._most, areas), Fraction(0))
        if self.plan.rescale is not None:
            maximum = sum(area.maximum for area in areas)
            fits = all(self._fits(area) for area in areas)
            if self.plan.rescale == "total":
                fits = fits and maximum <= self.plan.maximum
            if not fits or self.plan.rescale == "channel":
                return None
            whole = self.plan.maximum
            base = Fraction(whole if self.plan.rescale == "total" else maximum)
        bonus = sum(map(self._most, self._areas("bonus")), Fraction(0))

        return base + bonus

    def _breaks(self, side: Side) -> Witness | None:
        sign = 1 if side == "above_maximum" else -1
        maximum = Fraction(self.plan.scheme.maximum)

        def aim(breakdown: Breakdown) -> Fraction | None:
            total = breakdown.total_exact
            return None if total is None else sign * total

        def holds(breakdown: Breakdown) -> bool:
            total = breakdown.total_exact
            if total is None:
                return False
            return bool(total < 0 if sign < 0 else total > maximum)

        world = self._climber.best(aim, self.grounds.leaves())

        return self.grounds.bench.shown(world, holds, *self._codes())

    def _codes(self) -> Sequence[str]:
        return [node.code for node in self.plan.nodes if node.parent < 0]
