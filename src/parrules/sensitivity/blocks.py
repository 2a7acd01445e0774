"""The units of one block in a slice of draws: their totals and ranks."""

from collections.abc import Iterator, Mapping, Sequence

import attrs
import numpy
from numpy.typing import NDArray

from parrules.cohort.ordering import Order
from parrules.model import CHANNEL, FACT, Scheme
from parrules.plan.nodes import Plan
from parrules.points import scale_of
from parrules.sensitivity.drawing import DrawnUnit, ScoredUnit
from parrules.sensitivity.inputs import Values
from parrules.sensitivity.model import Weight
from parrules.sensitivity.placing import Ranks, comparable, ranked
from parrules.sensitivity.quotients import Quotients
from parrules.sensitivity.reads import Group
from parrules.sensitivity.sampling import Points, Uniforms
from parrules.sensitivity.scorers import Scores
from parrules.sensitivity.weighing import Kept, Weighing, factors
from parrules.sensitivity.wholes import Whole


@attrs.frozen(kw_only=True, eq=False)
class KeptUnit:
    """A unit that was scored, and what of it is compared.

    Attributes:
        rows: By set of points, the row of what was kept for each draw.
        facts: By name and set of points, what was drawn of facts.
        amounts: By what is compared beside totals, points of each row.
    """

    unit: DrawnUnit
    kept: Kept
    rows: tuple[Values, ...]
    facts: Mapping[str, tuple[Values | None, ...]]
    amounts: Mapping[str, Whole]


_OF_ALL = ("total", "base", "bonus", "penalty")
"""What is compared of a unit as a whole."""


class Weights:
    """The weights of a slice of draws, in all sets of points."""

    def __init__(
        self,
        plan: Plan,
        weights: Mapping[str, Weight],
        groups: Sequence[Group],
    ) -> None:
        """Prepare to draw the factors by the first numbers of each point."""
        codes = list(weights)
        self.sets = 2 + len(groups)
        self.weighing = Weighing(plan, codes)
        self._percents = [each.percent for each in weights.values()]
        self._places = [[codes.index(w) for w in g.weights] for g in groups]
        self._by_set: list[Whole | None] = [None] * self.sets

    @property
    def are_drawn(self) -> bool:
        """Tell whether any weight is uncertain."""
        return bool(self._percents)

    def draw(self, points: Points) -> None:
        """Draw the factors of another slice."""
        if self._percents:
            own = points.between(0, len(self._percents))
            self._by_set = [self._drawn(x) for x in own.sets(self._places)]

    def _drawn(self, points: Uniforms) -> Whole:
        columns = [
            factors(percent, points[:, place])
            for place, percent in enumerate(self._percents)
        ]

        return self.weighing.class_factors(numpy.stack(columns, axis=1))

    def totals(self, unit: KeptUnit, number: int) -> Quotients:
        """Return the totals of *unit* in a set of points, by its number."""
        rows = unit.rows[number]

        return self.weighing.totals(unit.kept, rows, self._by_set[number])

    def bases(self, unit: KeptUnit, number: int) -> Quotients:
        """Return what stands before bonus and penalty, as `totals`."""
        rows = unit.rows[number]

        return self.weighing.bases(unit.kept, rows, self._by_set[number])


@attrs.frozen(kw_only=True, eq=False)
class Drawn:
    """The units of a block in one set of points, in a slice of draws.

    Attributes:
        totals: By unit.
        ranks: ``(draws, units)``.
    """

    totals: tuple[Quotients, ...]
    ranks: Ranks


class Comparing:
    """Compares the units of each block in each draw."""

    def __init__(self, scheme: Scheme, plan: Plan, weights: Weights) -> None:
        """Look up what decides between units."""
        self._plan = plan
        self._weights = weights
        self.sets = weights.sets
        self.scale = scale_of(plan.places)
        order = Order(scheme)
        self.needs_parts = weights.are_drawn or any(
            name not in _OF_ALL and not name.startswith(FACT)
            for name in order.names
        )
        self._turns = tuple(zip(order.names, order.signs, strict=True))
        ranking = scheme.ranking
        self._is_dense = ranking is not None and ranking.ties == "dense"

    def kept(self, scored: ScoredUnit) -> KeptUnit:
        """Return what of a unit is compared; the rest takes much memory."""
        names = [
            name
            for name, _ in self._turns
            if name not in ("total", "base") and not name.startswith(FACT)
        ]

        return KeptUnit(
            unit=scored.unit,
            kept=self._weights.weighing.kept(scored.scores),
            rows=scored.rows,
            facts=scored.facts,
            amounts={
                name: self._amount(name, scored.scores) for name in names
            },
        )

    # -- one set of points -----------------------------------------------

    def drawn(
        self,
        units: Sequence[KeptUnit],
        may_rank: NDArray[numpy.bool_],
        number: int,
    ) -> Drawn:
        """Return totals and ranks of a slice in a set of points.

        Args:
            units: In the order of the block.
            may_rank: Which of them are ranked at all.
            number: Of the set.
        """
        totals = tuple(self._weights.totals(each, number) for each in units)
        is_there = numpy.stack([each.is_there for each in totals], axis=1)
        keys = [
            key
            for name, sign in self._turns
            for key in self._keys(name, sign, units, totals, number)
        ]
        ranks = ranked(keys, is_there & may_rank, is_dense=self._is_dense)

        return Drawn(totals=totals, ranks=ranks)

    def _keys(
        self,
        name: str,
        sign: int,
        units: Sequence[KeptUnit],
        totals: Sequence[Quotients],
        number: int,
    ) -> Iterator[Whole]:
        """Yield what is compared of all units as *name* (S13.5)."""
        if name == "total":
            yield sign * comparable(totals)
        elif name == "base":
            bases = [self._weights.bases(each, number) for each in units]
            yield sign * comparable(bases)
        elif name.startswith(FACT):
            fact = name.removeprefix(FACT)
            values = [each.facts[fact][number] for each in units]
            draws = len(totals[0].over)
            # Who lacks a fact stands behind all who have it (S13.14).
            yield _columns([numpy.full(draws, v is not None) for v in values])
            yield sign * _columns(
                [numpy.zeros(draws, int) if v is None else v for v in values]
            )
        else:
            yield sign * _columns(
                [each.amounts[name][each.rows[number]] for each in units]
            )

    def _amount(self, name: str, scores: Scores) -> Whole:
        """Return points by row: of bonus or penalty, a channel, a node."""
        if name in ("bonus", "penalty"):
            return scores.bonus if name == "bonus" else scores.penalty
        if name.startswith(CHANNEL):
            ids = [channel.id for channel in self._plan.channels]
            return scores.channels[:, ids.index(name.removeprefix(CHANNEL))]

        return scores.earned[:, self._plan.position(name)]


def _columns(columns: Sequence[Whole]) -> Whole:
    return numpy.stack(columns, axis=1)
