"""The units of one block in all draws: totals, ranks, and what moves them."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs
import numpy
from numpy.typing import NDArray

from parrules.cohort.ordering import Order
from parrules.cohort.quotas import is_ranked
from parrules.cohort.ranks import Block, Ranked
from parrules.model import CHANNEL, FACT, Scheme
from parrules.plan.nodes import Plan
from parrules.points import scale_of
from parrules.sensitivity.drawing import DrawnUnit, ScoredUnit
from parrules.sensitivity.indices import Floats, sobol_index
from parrules.sensitivity.inputs import Values
from parrules.sensitivity.model import Weight
from parrules.sensitivity.placing import Ranks, comparable, ranked
from parrules.sensitivity.quotients import InOrder, Quotients
from parrules.sensitivity.reads import Group
from parrules.sensitivity.results import (
    QUANTILES,
    BlockSensitivity,
    Index,
    UnitSensitivity,
)
from parrules.sensitivity.sampling import Points
from parrules.sensitivity.scorers import Scores
from parrules.sensitivity.weighing import Kept, Weighing, factors
from parrules.sensitivity.wholes import Whole

_LIKELY = (5, 95)


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


class Weights:
    """The weights of all draws of all sets of points."""

    def __init__(
        self,
        plan: Plan,
        weights: Mapping[str, Weight],
        groups: Sequence[Group],
        points: Points,
    ) -> None:
        """Draw the factors by the first numbers of each point."""
        codes = list(weights)
        self.sets = 2 + len(groups)
        self.weighing = Weighing(plan, codes)
        self._by_set: list[Whole | None] = [None] * self.sets
        if codes:
            places = [[codes.index(w) for w in g.weights] for g in groups]
            self._by_set = [
                self.weighing.class_factors(
                    numpy.stack(
                        [
                            factors(each.percent, drawn[:, place])
                            for place, each in enumerate(weights.values())
                        ],
                        axis=1,
                    )
                )
                for drawn in points.between(0, len(codes)).sets(places)
            ]

    def totals(self, unit: KeptUnit, number: int) -> Quotients:
        """Return the totals of *unit* in a set of points, by its number."""
        rows = unit.rows[number]

        return self.weighing.totals(unit.kept, rows, self._by_set[number])

    def bases(self, unit: KeptUnit, number: int) -> Quotients:
        """Return what stands before bonus and penalty, as `totals`."""
        rows = unit.rows[number]

        return self.weighing.bases(unit.kept, rows, self._by_set[number])


@attrs.frozen(kw_only=True, eq=False)
class _Drawn:
    """The units of a block in one set of points.

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
        order = Order(scheme)
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

    def block(
        self, block: Block, units: Sequence[KeptUnit]
    ) -> BlockSensitivity:
        """Return what draws say of a block, whose *units* stand in order."""
        everyone = tuple(block)
        baseline = numpy.array([each.rank or 0 for each in everyone])
        may_rank = numpy.array(
            [each.standing.is_ranked for each in everyone], bool
        )
        if not units:
            return BlockSensitivity(name=block.name, units=(), shift=None)
        one = self._drawn(units, may_rank, 0)
        two = self._drawn(units, may_rank, 1)
        first, second = (self._varying(d, baseline) for d in (one, two))
        # One set of points at a time: all of them would take much memory.
        indices = [
            _indices(
                first,
                second,
                self._varying(self._drawn(units, may_rank, number), baseline),
            )
            for number in range(2, self._weights.sets)
        ]
        by_what = list(zip(*indices, strict=True))
        shift = first[-1]

        return BlockSensitivity(
            name=block.name,
            units=tuple(
                self._unit(place, everyone, units[place], one, by_what[place])
                for place in range(len(units))
            ),
            shift=None if shift is None else shift.mean().item(),
            indices=by_what[-1],
        )

    @staticmethod
    def _varying(
        drawn: _Drawn, baseline: NDArray[numpy.int64]
    ) -> list[Floats | None]:
        """Return what varies: the total of each unit, and last the ranks."""
        totals = [_real(each) for each in drawn.totals]

        return [*totals, _shift(drawn.ranks, baseline)]

    # -- one set of points -----------------------------------------------

    def _drawn(
        self,
        units: Sequence[KeptUnit],
        may_rank: NDArray[numpy.bool_],
        number: int,
    ) -> _Drawn:
        totals = tuple(self._weights.totals(each, number) for each in units)
        is_there = numpy.stack([each.is_there for each in totals], axis=1)
        keys = [
            key
            for name, sign in self._turns
            for key in self._keys(name, sign, units, totals, number)
        ]
        ranks = ranked(keys, is_there & may_rank, is_dense=self._is_dense)

        return _Drawn(totals=totals, ranks=ranks)

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

    # -- one unit ------------------------------------------------------------

    def _unit(
        self,
        place: int,
        everyone: Sequence[Ranked],
        unit: KeptUnit,
        drawn: _Drawn,
        indices: tuple[Index | None, ...],
    ) -> UnitSensitivity:
        baseline = everyone[place]
        ranks = drawn.ranks[:, place]
        has_rank = ranks > 0
        seen = numpy.sort(ranks[has_rank])
        is_behind = (drawn.ranks > ranks[:, numpy.newaxis]) & (
            has_rank[:, numpy.newaxis]
        )
        above = is_behind.mean(axis=0)
        values, counts = numpy.unique(seen, return_counts=True)

        return UnitSensitivity(
            baseline=baseline,
            drawn=tuple(each.source.name for each in unit.unit.drawn),
            ranked=has_rank.mean().item(),
            best=seen[0].item() if len(seen) else None,
            worst=seen[-1].item() if len(seen) else None,
            likely=_likely(seen),
            quantiles=self._quantiles(drawn.totals[place]),
            changed=(ranks != (baseline.rank or 0)).mean().item(),
            ranks={
                value.item(): (count / len(ranks)).item()
                for value, count in zip(values, counts, strict=True)
            },
            above={
                other.unit: above[at].item()
                for at, other in enumerate(everyone)
                if at != place
                and is_ranked(baseline.standing)
                and is_ranked(other.standing)
            },
            indices=indices,
        )

    def _quantiles(self, totals: Quotients) -> dict[int, Fraction]:
        """Return totals that occurred, by percent of draws below them."""
        count = int(totals.is_there.sum())
        if not count:
            return {}
        scale = scale_of(self._plan.places)
        in_order = InOrder(totals)

        return {
            percent: in_order[_position(percent, count)] / scale
            for percent in QUANTILES
        }


def _position(percent: int, count: int) -> int:
    """Return where the least stands that *percent* do not exceed."""
    return max(-(-percent * count // 100), 1) - 1


def _likely(seen: Ranks) -> tuple[int, int] | None:
    if not len(seen):
        return None
    low, high = (
        seen[_position(percent, len(seen))].item() for percent in _LIKELY
    )

    return low, high


def _columns(columns: Sequence[Whole]) -> Whole:
    return numpy.stack(columns, axis=1)


def _real(totals: Quotients) -> Floats:
    """Return totals as binary floats, for statistics; 0 where none is."""
    found = totals.over / totals.under * totals.is_there

    return found.astype(numpy.float64)


def _shift(ranks: Ranks, baseline: NDArray[numpy.int64]) -> Floats | None:
    """Return by draw the mean of places by which ranked units moved."""
    is_in_both = (ranks > 0) & (baseline > 0)
    if not is_in_both.any():
        return None
    moved = numpy.abs(ranks - baseline) * is_in_both
    units = numpy.maximum(is_in_both.sum(axis=1), 1)

    found: Floats = moved.sum(axis=1) / units

    return found


def _indices(
    one: Sequence[Floats | None],
    two: Sequence[Floats | None],
    mixed: Sequence[Floats | None],
) -> tuple[Index | None, ...]:
    """Return the index of a group for each of what varies."""
    return tuple(
        None
        if first is None or second is None or third is None
        else sobol_index(first, second, third)
        for first, second, third in zip(one, two, mixed, strict=True)
    )
