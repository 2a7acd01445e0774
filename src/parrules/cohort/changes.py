"""What changed between two years: of a node, of a unit, of a block.

Numbers in brackets are those of the normative page *semantics*.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from parrules.cohort.joining import total_of
from parrules.cohort.links import Kind
from parrules.cohort.ordering import comparable
from parrules.cohort.ranks import Ranked
from parrules.cohort.standings import Standing
from parrules.model import Tree

_NONE = Fraction(0)
Presence = Literal["both", "new", "missing"]


@attrs.frozen(kw_only=True)
class Change:
    """One node, or those compared as one, in two years; amounts exact.

    Attributes:
        before, after: Codes in the older and in this edition.
        points_before, points_after: `None` in a year that has no such node.
        is_leaf, is_finest: As the link has them.
        maximum_before, maximum_after: The most that applied to the unit;
            `None` where there is no such node, or no bound.
        weight: What one point counts in this year's total.
        weight_before: What it counted in last year's.
        is_one_scale: Whether points of both years may be subtracted where
            their maxima differ.
        units: How many units it is the mean of; 1 of one unit itself.
    """

    kind: Kind
    tree: Tree
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_leaf: bool
    is_finest: bool
    points_before: Fraction | None
    points_after: Fraction | None
    maximum_before: Fraction | None
    maximum_after: Fraction | None
    weight: Fraction = Fraction(1)
    weight_before: Fraction = Fraction(1)
    is_one_scale: bool = True
    units: int = 1

    @property
    def points(self) -> Fraction | None:
        """Return the points more than last year (S20.7, S20.16)."""
        if not self.is_one_scale and self.maximum_before != self.maximum_after:
            return None

        return _less(self.points_after, self.points_before)

    @property
    def share_before(self) -> Fraction | None:
        """Return the percent of what applied, last year."""
        return _share(self.points_before, self.maximum_before)

    @property
    def share_after(self) -> Fraction | None:
        """Return the percent of what applied, this year."""
        return _share(self.points_after, self.maximum_after)

    @property
    def share(self) -> Fraction | None:
        """Return the percentage points more than last year (S20.8)."""
        return _less(self.share_after, self.share_before)

    @property
    def gain(self) -> Fraction | None:
        """Return the points won by doing better, not by another maximum.

        What was earned, less what last year's share of this year's maximum
        would be; of a penalty what it took less, since its maximum is a cap
        and nothing to be earned (S20.9).  Where neither year has a bound, it
        is the change (C6.3).
        """
        if self.tree == "penalty":
            return None if self.points is None else -self.points
        before, after = self.maximum_before, self.maximum_after
        if before is None and after is None:
            return self.points
        if not before or not after:
            return None
        if self.points_before is None or self.points_after is None:
            return None
        # Mostly nothing changed, and fractions are slow.
        if before is after or before == after:
            if self.points_before == self.points_after:
                return _NONE
            return self.points_after - self.points_before

        return self.points_after - self.points_before * after / before

    @property
    def counted(self) -> Fraction | None:
        """Return what the gain adds to this year's total (C6.4)."""
        gain = self.gain
        if gain is None or self.weight == 1:
            return gain

        return self.weight * gain

    @property
    def reweighed(self) -> Fraction | None:
        """Return what it adds to the total by another weight or maximum.

        `None` where it has no points in one of the years, or no gain
        (S20.18).
        """
        counted = self.counted
        if (
            counted is None
            or self.points_before is None
            or self.points_after is None
        ):
            return None
        if self.tree == "penalty":
            return _NONE

        return (
            self.weight * self.points_after
            - self.weight_before * self.points_before
            - counted
        )


@attrs.frozen(kw_only=True)
class UnitChange:
    """One unit in two years.

    Attributes:
        presence: In which years it is there: in both, only in this one
            (``new``), or only in the last one (``missing``).
        before, after: What became of it, `None` in a year without it.
        block_before, block_after: Where it was and is compared.
        size_before, size_after: Ranked units of those blocks.
        changes: Of every node, in the order of this edition; empty where
            it is there in one year only.
        channels: Likewise, by id.
        is_one_scale: Whether totals of both years may be subtracted.
    """

    presence: Presence
    before: Ranked | None
    after: Ranked | None
    block_before: str | None = None
    block_after: str | None = None
    size_before: int | None = None
    size_after: int | None = None
    changes: tuple[Change, ...] = ()
    channels: Mapping[str, Change] = attrs.field(factory=dict)
    is_one_scale: bool = True

    @property
    def standing(self) -> Standing:
        """Return the unit as it is this year, else as it was."""
        found = self.before if self.after is None else self.after
        assert found is not None

        return found.standing

    @property
    def total_before(self) -> Fraction | None:
        """Return last year's total, if there is one."""
        return None if self.before is None else _total(self.before)

    @property
    def total_after(self) -> Fraction | None:
        """Return this year's total, if there is one."""
        return None if self.after is None else _total(self.after)

    @property
    def points(self) -> Fraction | None:
        """Return the points of the total more than last year.

        `None` where the years are on two scales (S20.16).
        """
        if not self.is_one_scale:
            return None

        return _less(self.total_after, self.total_before)

    @property
    def share(self) -> Fraction | None:
        """Return the percentage points of the maximum more than last year.

        `None` where one of the years has no maximum.
        """
        if self.before is None or self.after is None:
            return None

        return _less(
            self.after.standing.share("total"),
            self.before.standing.share("total"),
        )

    @property
    def places(self) -> int | None:
        """Return the places won; `None` where it moved to another block.

        Below 0 where places were lost (S20.3).
        """
        if self.before is None or self.after is None:
            return None
        one, two = self.before.rank, self.after.rank
        if one is None or two is None or self.block_before != self.block_after:
            return None

        return one - two

    @property
    def beside_rows(self) -> Fraction | None:
        """Return what of the change of the total is the gain of no row.

        It is what came or went with other rows, maxima and weights, and with
        figures that are there in one year only (S20.18).
        """
        whole = self.points
        if whole is None:
            return None
        gained = total_of(gain for gain, _ in self._gained)

        return whole if gained is None else whole - gained

    @property
    def by_weights(self) -> Fraction | None:
        """Return what of `beside_rows` comes of other weights or maxima.

        Those are of rows that both years have; `None` without any (S20.18).
        """
        if self.points is None:
            return None

        return total_of(
            found
            for each in self.changes
            if each.is_finest and (found := each.reweighed) is not None
        )

    def extremes(
        self, count: int = 5
    ) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """Return the finest nodes that gained most, and that lost most."""
        return _extremes(self._gained, count)

    @functools.cached_property
    def _gained(self) -> Sequence[tuple[Fraction, Change]]:
        return _gained(self.changes)


@attrs.frozen(kw_only=True)
class BlockChange:
    """A block in two years.

    Attributes:
        units: Ranked units of this year, then others, then missing ones.
        changes: Means over the units that are there in both years.
        compared: How many those are, that have points for anything in both.
        mean_before, mean_after: Of the ranked units of either year, which
            may be others.
        is_one_scale: Whether the two may be subtracted.
    """

    name: str
    units: tuple[UnitChange, ...]
    changes: tuple[Change, ...]
    compared: int
    mean_before: Fraction | None
    mean_after: Fraction | None
    is_one_scale: bool = True

    @property
    def points(self) -> Fraction | None:
        """Return the points more than last year, in the mean."""
        if not self.is_one_scale:
            return None

        return _less(self.mean_after, self.mean_before)

    @property
    def points_of_same(self) -> Fraction | None:
        """Return the points more in the mean of who is there in both years.

        `None` where nobody has a total in both (S20.15).
        """
        return _mean(each.points for each in self.units)

    @property
    def beside_rows(self) -> Fraction | None:
        """Return what of `points_of_same` is the gain of no row (S20.18)."""
        return _mean(each.beside_rows for each in self.units)

    @property
    def by_weights(self) -> Fraction | None:
        """Return what of `beside_rows` comes of other weights or maxima."""
        return _mean(each.by_weights for each in self.units)

    def extremes(
        self, count: int = 5
    ) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """Return the finest nodes that gained and lost most, in the mean."""
        return _extremes(_gained(self.changes), count)


def _less(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if after is None or before is None else after - before


def _share(
    points: Fraction | None, maximum: Fraction | None
) -> Fraction | None:
    return None if points is None or not maximum else 100 * points / maximum


def _mean(amounts: Iterable[Fraction | None]) -> Fraction | None:
    """Return the mean of those that are there; `None` where none is."""
    there = [each for each in amounts if each is not None]
    whole = total_of(there)

    return None if whole is None else whole / len(there)


def _gained(changes: Iterable[Change]) -> list[tuple[Fraction, Change]]:
    """Return the finest nodes that gained or lost, by what that counts."""
    return [
        (gain, each)
        for each in changes
        if each.is_finest and (gain := each.counted)
    ]


def _extremes(
    gained: Sequence[tuple[Fraction, Change]], count: int
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return the finest nodes with the greatest gains, and losses."""
    gains = comparable([gain for gain, _ in gained])
    # Equals stay in the order of the ruleset (S20.10).
    rising = sorted(range(len(gained)), key=lambda place: gains[place])
    falling = sorted(range(len(gained)), key=lambda place: -gains[place])

    return (
        tuple(gained[at][1] for at in falling[:count] if gains[at] > 0),
        tuple(gained[at][1] for at in rising[:count] if gains[at] < 0),
    )


def _total(unit: Ranked) -> Fraction | None:
    return unit.standing.amount("total")
