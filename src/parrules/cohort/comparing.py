"""Two years of a unit and of a whole block, node by node, exactly.

Numbers in brackets are those of the normative page *semantics*.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from parrules.cohort.links import Kind, Link, links_of
from parrules.cohort.ranks import Block, Cohort, Ranked
from parrules.cohort.standings import Standing
from parrules.errors import Problem, RulesetError
from parrules.model import CHANNEL, Scheme, Tree

Presence = Literal["both", "new", "missing"]


@attrs.frozen(kw_only=True)
class Change:
    """One node, or those compared as one, in two years; amounts exact.

    Attributes:
        before, after: Codes in the older and in this edition.
        points_before, points_after: `None` in a year that has no such node.
        maximum_before, maximum_after: The most that applied to the unit.
    """

    kind: Kind
    tree: Tree
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_leaf: bool
    points_before: Fraction | None
    points_after: Fraction | None
    maximum_before: Fraction | None
    maximum_after: Fraction | None

    @property
    def points(self) -> Fraction | None:
        """Return the points more than last year (S20.7)."""
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
        would be; of a penalty with the other sign (S20.9).
        """
        before, after = self.maximum_before, self.maximum_after
        if not before or not after:
            return None
        assert self.points_before is not None
        assert self.points_after is not None
        expected = self.points_before
        if before != after:
            expected = expected * after / before
        won = self.points_after - expected

        return -won if self.tree == "penalty" else won


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
        """Return the points of the total more than last year."""
        return _less(self.total_after, self.total_before)

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

    def extremes(
        self, count: int = 5
    ) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """Return the leaves that gained most, and those that lost most."""
        return _extremes(self.changes, count)


@attrs.frozen(kw_only=True)
class BlockChange:
    """A block in two years.

    Attributes:
        units: Ranked units of this year, then others, then missing ones.
        changes: Means over the units that are there in both years.
        compared: How many those are.
        mean_before, mean_after: Of the ranked units of either year.
    """

    name: str
    units: tuple[UnitChange, ...]
    changes: tuple[Change, ...]
    compared: int
    mean_before: Fraction | None
    mean_after: Fraction | None

    @property
    def points(self) -> Fraction | None:
        """Return the points more than last year, in the mean."""
        return _less(self.mean_after, self.mean_before)

    def extremes(
        self, count: int = 5
    ) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """Return the leaves that gained and lost most, in the mean."""
        return _extremes(self.changes, count)


@attrs.frozen(kw_only=True)
class Comparison:
    """Two years of a cohort; the older one may be of an older edition."""

    before: Scheme = attrs.field(repr=False)
    after: Scheme = attrs.field(repr=False)
    links: tuple[Link, ...] = attrs.field(repr=False)
    blocks: tuple[BlockChange, ...]

    def __getitem__(self, unit: str) -> UnitChange:
        """Return the two years of *unit*.

        Raises:
            KeyError: There is no such unit, in neither year.
        """
        for block in self.blocks:
            for each in block.units:
                if each.standing.unit == unit:
                    return each
        raise KeyError(unit)


def compare(before: Cohort, after: Cohort) -> Comparison:
    """Compare two years, unit by unit and block by block.

    Args:
        before: Last year's units, by the same ruleset or an older edition.
        after: This year's.

    Raises:
        RulesetError: PAR809, the editions differ and ``[changes]`` of the
            newer one does not say since which.
    """
    links = _sound_links(before.scheme, after.scheme)
    years = _Years(before, after, links)
    names = dict.fromkeys(
        each.name for cohort in (after, before) for each in cohort.blocks
    )

    return Comparison(
        before=before.scheme,
        after=after.scheme,
        links=links,
        blocks=tuple(years.block(name) for name in names),
    )


def _sound_links(before: Scheme, after: Scheme) -> tuple[Link, ...]:
    names = [f"{each.id}@{each.edition}" for each in (before, after)]
    since = after.changes.since if after.changes else ""
    if names[0] not in (names[1], since):
        raise RulesetError(
            [
                Problem(
                    code="PAR809",
                    path=("changes", "since") if since else (),
                    arguments={
                        "before": names[0],
                        "after": names[1],
                        "since": since or "—",
                    },
                )
            ]
        )
    if names[0] == names[1]:
        # Within one edition nothing is renamed, whatever it was before.
        after = attrs.evolve(after, changes=None)

    return links_of(before, after)


_Where = tuple[Ranked | None, str | None, int | None]
_NOWHERE: _Where = (None, None, None)


class _Years:
    """Two years of a cohort while they are compared."""

    def __init__(
        self, before: Cohort, after: Cohort, links: tuple[Link, ...]
    ) -> None:
        self._before, self._after = before, after
        self._links = links
        self._old, self._new = _whereabouts(before), _whereabouts(after)

    def block(self, name: str) -> BlockChange:
        old, new = self._before.block(name), self._after.block(name)
        units = [self._unit(each.unit) for each in new]
        units += [
            self._unit(each.unit) for each in old if each.unit not in self._new
        ]
        pairs = [each for each in units if each.presence == "both"]

        return BlockChange(
            name=name,
            units=tuple(units),
            changes=_means([each.changes for each in pairs]),
            compared=len(pairs),
            mean_before=_mean(old),
            mean_after=_mean(new),
        )

    def _unit(self, name: str) -> UnitChange:
        old, block_before, size_before = self._old.get(name, _NOWHERE)
        new, block_after, size_after = self._new.get(name, _NOWHERE)
        alone = UnitChange(
            presence="new" if old is None else "missing",
            before=old,
            after=new,
            block_before=block_before,
            block_after=block_after,
            size_before=size_before,
            size_after=size_after,
        )
        if old is None or new is None:
            return alone
        one, two = old.standing, new.standing

        return attrs.evolve(
            alone,
            presence="both",
            changes=tuple(_change(link, one, two) for link in self._links),
            channels=_channels(one, two),
        )


def _whereabouts(cohort: Cohort) -> dict[str, _Where]:
    """Return by unit what became of it, its block and the size of that."""
    return {
        each.unit: (each, block.name, len(block.units))
        for block in cohort.blocks
        for each in block
    }


def _change(link: Link, before: Standing, after: Standing) -> Change:
    return Change(
        kind=link.kind,
        tree=link.tree,
        before=link.before,
        after=link.after,
        is_leaf=link.is_leaf,
        points_before=_sum(before.amount(code) for code in link.before),
        points_after=_sum(after.amount(code) for code in link.after),
        maximum_before=_sum(before.maximum(code) for code in link.before),
        maximum_after=_sum(after.maximum(code) for code in link.after),
    )


def _channels(before: Standing, after: Standing) -> dict[str, Change]:
    """Return the channels that both years have."""
    found = {}
    for name in after.amounts:
        if not name.startswith(CHANNEL) or name not in before.amounts:
            continue
        link = Link(
            kind="kept",
            tree="criteria",
            before=(name,),
            after=(name,),
            is_leaf=False,
        )
        found[name.removeprefix(CHANNEL)] = _change(link, before, after)

    return found


def _sum(amounts: Iterable[Fraction | None]) -> Fraction | None:
    """Return the sum; `None` where there is nothing, or a part is absent."""
    total: Fraction | None = None
    for each in amounts:
        if each is None:
            return None
        total = each if total is None else total + each

    return total


def _means(units: Sequence[Sequence[Change]]) -> tuple[Change, ...]:
    """Return the mean of each node over *units*."""
    return tuple(map(_mean_change, zip(*units, strict=True)))


def _mean_change(changes: tuple[Change, ...]) -> Change:
    def mean(amounts: Iterable[Fraction | None]) -> Fraction | None:
        whole = _sum(amounts)
        return None if whole is None else whole / len(changes)

    return attrs.evolve(
        changes[0],
        points_before=mean(each.points_before for each in changes),
        points_after=mean(each.points_after for each in changes),
        maximum_before=mean(each.maximum_before for each in changes),
        maximum_after=mean(each.maximum_after for each in changes),
    )


def _total(unit: Ranked) -> Fraction | None:
    return unit.standing.amount("total")


def _mean(block: Block) -> Fraction | None:
    return None if block.spread is None else block.spread.mean


def _less(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if after is None or before is None else after - before


def _share(
    points: Fraction | None, maximum: Fraction | None
) -> Fraction | None:
    return None if points is None or not maximum else 100 * points / maximum


def _extremes(
    changes: Iterable[Change], count: int
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return the leaves with the greatest gains, and with the losses."""
    gained = [
        (gain, each)
        for each in changes
        if each.is_leaf and (gain := each.gain)
    ]
    # Equals stay in the order of the ruleset (S20.10).
    falling = sorted(gained, key=lambda pair: -pair[0])
    rising = sorted(gained, key=lambda pair: pair[0])

    return (
        tuple(each for gain, each in falling[:count] if gain > 0),
        tuple(each for gain, each in rising[:count] if gain < 0),
    )
