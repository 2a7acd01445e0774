"""The units of one block in all draws: totals, ranks, and what moves them."""

from collections.abc import Iterator, Sequence
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
from parrules.sensitivity.drawing import ScoredUnit
from parrules.sensitivity.indices import Floats, sobol_index
from parrules.sensitivity.model import Weight
from parrules.sensitivity.placing import Ranks, comparable, ranked
from parrules.sensitivity.results import (
    QUANTILES,
    BlockSensitivity,
    Index,
    UnitSensitivity,
)
from parrules.sensitivity.sampling import Uniforms
from parrules.sensitivity.weighing import Quotients, Weighing, factors
from parrules.sensitivity.wholes import Whole, whole_numbers

_LIKELY = (5, 95)


class Weights:
    """The weights of all draws of all sets of points."""

    def __init__(
        self,
        weighing: Weighing,
        weights: Sequence[Weight],
        sets: Sequence[Uniforms],
    ) -> None:
        """Draw the factors by the first numbers of each point."""
        self._weighing = weighing
        self._by_set = [
            weighing.class_factors(
                numpy.stack(
                    [
                        factors(each.percent, points[:, place])
                        for place, each in enumerate(weights)
                    ],
                    axis=1,
                )
            )
            for points in (sets if weights else ())
        ]

    def totals(self, unit: ScoredUnit, number: int) -> Quotients:
        """Return the totals of *unit* in a set of points, by its number."""
        if not self._by_set:
            return _given(unit.scores.total, unit.rows[number])

        return self._weighing.totals(
            unit.scores, unit.rows[number], self._by_set[number]
        )

    def bases(self, unit: ScoredUnit, number: int) -> Quotients:
        """Return what stands before bonus and penalty, as `totals`."""
        if not self._by_set:
            return _given(unit.scores.base, unit.rows[number])

        return self._weighing.bases(
            unit.scores, unit.rows[number], self._by_set[number]
        )


def _given(
    pairs: Sequence[tuple[int, int] | None], rows: NDArray[numpy.int64]
) -> Quotients:
    """Return quotients as the ruleset itself gives them."""
    size = (len(pairs),)
    over = whole_numbers([pair[0] if pair else 0 for pair in pairs], size)
    under = whole_numbers([pair[1] if pair else 1 for pair in pairs], size)
    is_there = numpy.array([pair is not None for pair in pairs])

    return Quotients(over[rows], under[rows], is_there[rows])


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

    def __init__(
        self, scheme: Scheme, plan: Plan, weights: Weights, sets: int
    ) -> None:
        """Look up what decides between units."""
        self._plan = plan
        self._weights = weights
        self._sets = sets
        order = Order(scheme)
        self._turns = tuple(zip(order.names, order.signs, strict=True))
        ranking = scheme.ranking
        self._is_dense = ranking is not None and ranking.ties == "dense"

    def block(
        self, block: Block, units: Sequence[ScoredUnit]
    ) -> BlockSensitivity:
        """Return what draws say of a block, whose *units* stand in order."""
        everyone = tuple(block)
        baseline = numpy.array([each.rank or 0 for each in everyone])
        may_rank = numpy.array(
            [each.standing.is_ranked for each in everyone], bool
        )
        drawn = self._drawn(units, may_rank, 0) if units else None
        if drawn is None:
            return BlockSensitivity(name=block.name, units=(), shift=None)
        others = [
            self._drawn(units, may_rank, number)
            for number in range(1, self._sets)
        ]
        shifts = [_shift(each.ranks, baseline) for each in (drawn, *others)]

        return BlockSensitivity(
            name=block.name,
            units=tuple(
                self._unit(place, everyone, units, drawn, others)
                for place in range(len(units))
            ),
            shift=None if shifts[0] is None else shifts[0].mean().item(),
            indices=_indices(shifts),
        )

    # -- one set of points -----------------------------------------------

    def _drawn(
        self,
        units: Sequence[ScoredUnit],
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
        units: Sequence[ScoredUnit],
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
                [self._amount(name, each)[each.rows[number]] for each in units]
            )

    def _amount(self, name: str, unit: ScoredUnit) -> Whole:
        """Return points by row: of bonus or penalty, a channel, a node."""
        scores = unit.scores
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
        units: Sequence[ScoredUnit],
        drawn: _Drawn,
        others: Sequence[_Drawn],
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
            drawn=tuple(each.source.name for each in units[place].unit.drawn),
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
            indices=_indices(
                [_real(each.totals[place]) for each in (drawn, *others)]
            ),
        )

    def _quantiles(self, totals: Quotients) -> dict[int, Fraction]:
        """Return totals that occurred, by percent of draws below them."""
        scale = scale_of(self._plan.places)
        found = [
            Fraction(int(over), int(under) * scale)
            for over, under, is_there in zip(
                totals.over, totals.under, totals.is_there, strict=True
            )
            if is_there
        ]
        found.sort()

        return {
            percent: found[_position(percent, len(found))]
            for percent in (QUANTILES if found else ())
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


def _indices(sets: Sequence[Floats | None]) -> tuple[Index | None, ...]:
    """Return an index for each set of points after A and B."""
    one, two, *mixed = sets
    if one is None or two is None:
        return tuple(None for _ in mixed)

    return tuple(
        None if each is None else sobol_index(one, two, each) for each in mixed
    )
