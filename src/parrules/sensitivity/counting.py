"""The units of one block in all draws, counted slice by slice.

Ranks are counted, what indices need is added up, and of each unit the totals
at the points A are kept, since quantiles are totals that occurred: that is
all that grows with the number of draws.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy
from numpy.typing import NDArray

from parrules.cohort.quotas import is_ranked
from parrules.cohort.ranks import Block
from parrules.sensitivity.blocks import Comparing, Drawn, KeptUnit
from parrules.sensitivity.indices import Floats, Moments
from parrules.sensitivity.placing import Ranks
from parrules.sensitivity.quotients import InOrder, Quotients
from parrules.sensitivity.results import (
    QUANTILES,
    BlockSensitivity,
    UnitSensitivity,
)

_LIKELY = (5, 95)


class BlockDraws:
    """What came of one block in the draws so far."""

    def __init__(self, block: Block, comparing: Comparing) -> None:
        """Prepare to count the units of *block*, in their order."""
        self._name = block.name
        self._everyone = everyone = tuple(block)
        self._comparing = comparing
        self._baseline = numpy.array([each.rank or 0 for each in everyone])
        self._may_rank = numpy.array(
            [each.standing.is_ranked for each in everyone], bool
        )
        size = len(everyone)
        self._draws = 0
        self._ranks = numpy.zeros((size, size + 1), numpy.int64)
        self._above = numpy.zeros((size, size), numpy.int64)
        self._totals: list[list[Quotients]] = [[] for _ in everyone]
        self._moments = Moments(comparing.sets - 2)
        self._are_ranked = numpy.zeros(comparing.sets, bool)

    @property
    def units(self) -> tuple[str, ...]:
        """Return what the units are known by, in their order."""
        return tuple(each.unit for each in self._everyone)

    def add(self, units: Sequence[KeptUnit]) -> None:
        """Count a slice of draws of *units*, which stand in order."""
        if not units:
            return
        one = self._drawn(units, 0)
        self._count(one)
        self._moments.add(
            self._varying(one, 0),
            self._varying(self._drawn(units, 1), 1),
            # One set of points at a time: all would take much memory.
            (
                self._varying(self._drawn(units, number), number)
                for number in range(2, self._comparing.sets)
            ),
        )

    def _drawn(self, units: Sequence[KeptUnit], number: int) -> Drawn:
        return self._comparing.drawn(units, self._may_rank, number)

    def _count(self, drawn: Drawn) -> None:
        ranks = drawn.ranks
        self._draws += len(ranks)
        for place, own in enumerate(ranks.T):
            self._ranks[place] += numpy.bincount(
                own, minlength=self._ranks.shape[1]
            )
            has_rank = (own > 0)[:, numpy.newaxis]
            is_behind = (ranks > own[:, numpy.newaxis]) & has_rank
            self._above[place] += is_behind.sum(axis=0)
        for totals, each in zip(self._totals, drawn.totals, strict=True):
            totals.append(each)

    def _varying(self, drawn: Drawn, number: int) -> Floats:
        """Return what varies: the total of each unit, and last the ranks.

        Returns:
            ``(units + 1, draws)``.
        """
        is_in_both = (drawn.ranks > 0) & (self._baseline > 0)
        self._are_ranked[number] |= is_in_both.any()

        return numpy.stack(
            [
                *(_real(each) for each in drawn.totals),
                _shift(drawn.ranks, self._baseline, is_in_both),
            ]
        )

    # -- what came of it -----------------------------------------------------

    def result(self, units: Sequence[KeptUnit]) -> BlockSensitivity:
        """Return what draws say of *units*, which stand in order."""
        if not units:
            return BlockSensitivity(name=self._name, units=(), shift=None)
        last = len(units)
        is_sure = self._are_ranked.all()
        has_shift = self._are_ranked[0]

        return BlockSensitivity(
            name=self._name,
            units=tuple(
                self._unit(place, units[place]) for place in range(last)
            ),
            shift=self._moments.mean(last) if has_shift else None,
            indices=(
                self._moments.indices(last)
                if is_sure
                else (None,) * (self._comparing.sets - 2)
            ),
        )

    def _unit(self, place: int, unit: KeptUnit) -> UnitSensitivity:
        baseline = self._everyone[place]
        counts = self._ranks[place]
        with_rank = self._draws - counts[0].item()
        values = [int(each) for each in numpy.flatnonzero(counts) if each]

        return UnitSensitivity(
            baseline=baseline,
            drawn=tuple(each.source.name for each in unit.unit.drawn),
            ranked=self._share(with_rank),
            best=values[0] if values else None,
            worst=values[-1] if values else None,
            likely=_likely(counts) if with_rank else None,
            quantiles=self._quantiles(place),
            changed=self._share(
                self._draws - counts[baseline.rank or 0].item()
            ),
            ranks={each: self._share(counts[each].item()) for each in values},
            above={
                other.unit: self._share(self._above[place, at].item())
                for at, other in enumerate(self._everyone)
                if at != place
                and is_ranked(baseline.standing)
                and is_ranked(other.standing)
            },
            indices=self._moments.indices(place),
        )

    def _share(self, count: int) -> float:
        return count / self._draws

    def _quantiles(self, place: int) -> dict[int, Fraction]:
        """Return totals that occurred, by percent of draws below them."""
        totals = Quotients.joined(self._totals[place])
        count = int(totals.is_there.sum())
        if not count:
            return {}
        in_order = InOrder(totals)
        scale = self._comparing.scale

        return {
            percent: in_order[_position(percent, count)] / scale
            for percent in QUANTILES
        }


def _position(percent: int, count: int) -> int:
    """Return where the least stands that *percent* do not exceed."""
    return max(-(-percent * count // 100), 1) - 1


def _likely(counts: NDArray[numpy.int64]) -> tuple[int, int]:
    """Return the ranks between which most draws lie.

    Args:
        counts: By rank, the number of draws; 0 is no rank.
    """
    up_to = counts[1:].cumsum()
    low, high = (
        numpy.searchsorted(
            up_to, _position(percent, int(up_to[-1])), side="right"
        ).item()
        + 1
        for percent in _LIKELY
    )

    return low, high


def _real(totals: Quotients) -> Floats:
    """Return totals as binary floats, for statistics; 0 where none is."""
    found = totals.over / totals.under * totals.is_there

    return found.astype(numpy.float64)


def _shift(
    ranks: Ranks,
    baseline: NDArray[numpy.int64],
    is_in_both: NDArray[numpy.bool_],
) -> Floats:
    """Return by draw the mean of places by which ranked units moved."""
    moved = numpy.abs(ranks - baseline) * is_in_both
    units = numpy.maximum(is_in_both.sum(axis=1), 1)

    found: Floats = moved.sum(axis=1) / units

    return found
