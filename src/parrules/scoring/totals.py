"""From the areas to the total: rescaling, bonus, penalty, bounds (7 to 10)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parrules.model import Tree
from parrules.outcome import Pair, Verdict
from parrules.plan.nodes import Plan
from parrules.scoring.channels import Channels, Part, plus

Adjustment = tuple[str, Pair]


class Sums(NamedTuple):
    """What the areas come to.

    Attributes:
        base: After rescaling; `None` where nothing was applicable.
        bonus, penalty: In quanta.
        total: After its bounds; `None` where there is no base.
        adjustments: Of the total: rule and amount, in quanta.
    """

    base: Pair | None
    bonus: int
    penalty: int
    total: Pair | None
    adjustments: tuple[Adjustment, ...]


class Totals:
    """Adds up the areas of one plan. Immutable once made.

    Attributes:
        is_plain_where_whole: Where nothing was excluded, the base is what
            the areas earned.
    """

    def __init__(self, plan: Plan) -> None:
        """Look up the areas of *plan*."""
        self._plan = plan
        self._channels = Channels(plan)
        self._criteria = _areas(plan, "criteria")
        self._bonus = _areas(plan, "bonus")
        self._penalty = _areas(plan, "penalty")
        self._whole = self._unexcluded()
        self.is_plain_where_whole = (
            plan.rescale is None or self._whole is not None
        )

    def sums(self, verdicts: Sequence[Verdict]) -> Sums:
        """Return what *verdicts*, by position of the node, come to."""
        bonus = sum([verdicts[index].earned for index, _ in self._bonus])
        penalty = sum([verdicts[index].earned for index, _ in self._penalty])
        base, adjustments = self._base(verdicts)
        if bonus:
            adjustments.extend(_added(self._bonus, verdicts, 1))
        if penalty:
            adjustments.extend(_added(self._penalty, verdicts, -1))
        total = self._total(base, bonus - penalty, adjustments)

        return Sums(base, bonus, penalty, total, tuple(adjustments))

    def _unexcluded(self) -> list[int] | None:
        """Return what is applicable in each area where nothing is excluded.

        Returns:
            `None` where a maximum of 0 would take something all the same.
        """
        plan = self._plan
        whole = [plan.nodes[index].maximum for index, _ in self._criteria]
        wholes = list(whole)
        if plan.rescale == "total":
            wholes.append(plan.maximum)
        if plan.rescale == "channel":
            wholes.extend(self._channels.maxima)

        return whole if all(wholes) else None

    def _base(
        self, verdicts: Sequence[Verdict]
    ) -> tuple[Pair | None, list[Adjustment]]:
        """Return the rescaled sum of the areas (8)."""
        areas = [verdicts[index] for index, _ in self._criteria]
        left = [area.applicable for area in areas]
        if not any(left):
            return None, []
        plain = sum([area.earned for area in areas])
        if self._plan.rescale is None or left == self._whole:
            return (plain, 1), []
        base = (0, 1)
        for earned, applicable, maximum in self._parts(verdicts, plain):
            if applicable:
                base = plus(base, (earned * maximum, applicable))
        made_up = plus(base, (-plain, 1))

        return base, [("total#rescale", made_up)] if made_up[0] else []

    def _parts(self, verdicts: Sequence[Verdict], plain: int) -> list[Part]:
        """Return what is rescaled by itself."""
        plan = self._plan
        if plan.rescale == "channel":
            return self._channels.parts(verdicts, plain)
        areas = [
            (
                verdicts[index].earned,
                verdicts[index].applicable,
                plan.nodes[index].maximum,
            )
            for index, _ in self._criteria
        ]
        if plan.rescale == "area":
            return areas
        lost = sum([area[2] - area[1] for area in areas])

        return [(plain, max(plan.maximum - lost, 0), plan.maximum)]

    def _total(
        self,
        base: Pair | None,
        added: int,
        adjustments: list[Adjustment],
    ) -> Pair | None:
        """Return base, bonus and penalty together, clamped once (10)."""
        if base is None:
            return None
        total = plus(base, (added, 1)) if added else base
        least, most = self._plan.bounds
        if least is not None and total[0] < least * total[1]:
            word, bound = "floor", least
        elif most is not None and total[0] > most * total[1]:
            word, bound = "cap", most
        else:
            return total
        change = plus((bound, 1), (-total[0], total[1]))
        adjustments.append((f"total#{word}", change))

        return bound, 1


def _areas(plan: Plan, tree: Tree) -> tuple[tuple[int, str], ...]:
    """Return position and rule of the areas of a tree."""
    return tuple(
        (index, f"{tree}:{node.code}")
        for index, node in enumerate(plan.nodes)
        if node.parent < 0 and node.tree == tree
    )


def _added(
    areas: tuple[tuple[int, str], ...],
    verdicts: Sequence[Verdict],
    sign: int,
) -> Iterator[Adjustment]:
    """Yield what bonus or penalty areas do to the total."""
    for index, rule in areas:
        earned = verdicts[index].earned
        if earned:
            yield rule, (sign * earned, 1)
