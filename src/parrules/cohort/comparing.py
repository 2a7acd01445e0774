"""Two years of a unit and of a whole block, node by node, exactly.

Numbers in brackets are those of the normative page *semantics*.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from parrules.cohort.changes import BlockChange, Change, UnitChange
from parrules.cohort.frameworks import Framework, means_of, on_one_scale
from parrules.cohort.joining import joined, total_of
from parrules.cohort.links import Link, links_of
from parrules.cohort.pairing import former_of
from parrules.cohort.ranks import Block, Cohort, Ranked
from parrules.cohort.standings import Standing
from parrules.cohort.years import of_one_year, turned_round
from parrules.errors import Language, Problem, RulesetError
from parrules.model import CHANNEL
from parrules.usage import look_for, no_such


@attrs.frozen(kw_only=True)
class Comparison:
    """Two years of a cohort; the older one may be of an older edition.

    Attributes:
        before, after: The rulesets.
        cohort: This year's units.
        earlier: Last year's.
        links: Which codes are compared with which.
    """

    before: Framework = attrs.field(repr=False)
    after: Framework = attrs.field(repr=False)
    cohort: Cohort = attrs.field(repr=False)
    earlier: Cohort = attrs.field(repr=False)
    links: tuple[Link, ...] = attrs.field(repr=False)
    blocks: tuple[BlockChange, ...]

    def __getitem__(self, unit: str) -> UnitChange:
        """Return the two years of *unit*.

        Raises:
            UsageError: PAR922, there is none, in neither year; it is a
                `KeyError`, too.
        """
        for block in self.blocks:
            for each in block.units:
                if each.standing.unit == unit:
                    return each
        units = (each for block in self.blocks for each in block.units)
        raise no_such(unit, "units", (each.standing.unit for each in units))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return warnings of what is compared."""
        return tuple(of_one_year(self.earlier, self.cohort))

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON, every node of every unit in it."""
        # Written only where somebody asks for it.
        from parrules.cohort.documents import (  # noqa: PLC0415
            comparison_document,
        )

        return comparison_document(self)

    def text(self, language: Language = "vi", unit: str | None = None) -> str:
        """Write the comparison as plain text, every node of *unit* in it."""
        from parrules.reporting.comparison import (  # noqa: PLC0415
            comparison_report,
        )
        from parrules.reporting.grids import report_text  # noqa: PLC0415

        return report_text(comparison_report(self.to_dict(), language, unit))

    def html(self, language: Language = "vi", unit: str | None = None) -> str:
        """Write the comparison as an HTML page that needs nothing else."""
        from parrules.reporting.comparison import (  # noqa: PLC0415
            comparison_report,
        )
        from parrules.reporting.grids import report_html  # noqa: PLC0415

        report = comparison_report(self.to_dict(), language, unit)

        return report_html(report, language)

    def ranking_dict(self) -> dict[str, Any]:
        """Return this year's ranking as JSON, with what changed."""
        from parrules.cohort.documents import (  # noqa: PLC0415
            ranking_document,
        )

        return ranking_document(self.cohort, self)

    def ranking_text(self, language: Language = "vi") -> str:
        """Write this year's ranking as plain text, with what changed."""
        from parrules.reporting.grids import report_text  # noqa: PLC0415
        from parrules.reporting.ranking import (  # noqa: PLC0415
            ranking_report,
        )

        return report_text(ranking_report(self.ranking_dict(), language))

    def ranking_html(self, language: Language = "vi") -> str:
        """Write this year's ranking as an HTML page, with what changed."""
        from parrules.reporting.grids import report_html  # noqa: PLC0415
        from parrules.reporting.ranking import (  # noqa: PLC0415
            ranking_report,
        )

        report = ranking_report(self.ranking_dict(), language)

        return report_html(report, language)


def compare(before: Cohort, after: Cohort) -> Comparison:
    """Compare two years, unit by unit and block by block.

    Args:
        before: Last year's units, by the same ruleset or an older edition.
        after: This year's.

    Raises:
        RulesetError: PAR809, the editions differ and ``[changes]`` of the
            newer one does not say since which; PAR846, *before* is of a
            later year.
    """
    look_for("blocks", "before", before, "Cohort")
    look_for("blocks", "after", after, "Cohort")
    wrong = tuple(turned_round(before, after))
    if wrong:
        raise RulesetError(wrong)
    links = _sound_links(before.scheme, after.scheme)
    years = _Years(before, after, links)
    names = dict.fromkeys(
        each.name for cohort in (after, before) for each in cohort.blocks
    )

    return Comparison(
        before=before.scheme,
        after=after.scheme,
        cohort=after,
        earlier=before,
        links=links,
        blocks=tuple(years.block(name) for name in names),
    )


def _sound_links(before: Framework, after: Framework) -> tuple[Link, ...]:
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
        self._former = former_of(
            [each.standing for each in before],
            [each.standing for each in after],
        )
        self._kept = frozenset(self._former.values())
        self._means = means_of(before.scheme), means_of(after.scheme)
        self._is_one_scale = on_one_scale(before.scheme, after.scheme)
        # Rows of a ruleset are points of one kind, whatever their maxima.
        self._is_even = self._is_one_scale or after.scheme.kind == "ruleset"

    def block(self, name: str) -> BlockChange:
        old, new = self._before.block(name), self._after.block(name)
        units = [
            self._unit(self._former.get(each.unit), each.unit) for each in new
        ]
        units += [
            self._unit(each.unit, None)
            for each in old
            if each.unit not in self._kept
        ]
        pairs = [each for each in units if each.presence == "both"]

        return BlockChange(
            name=name,
            units=tuple(units),
            changes=_means([each.changes for each in pairs]),
            compared=sum(map(_is_compared, pairs)),
            mean_before=_mean(old),
            mean_after=_mean(new),
            is_one_scale=self._is_one_scale,
        )

    def _unit(self, before: str | None, after: str | None) -> UnitChange:
        old, block_before, size_before = self._old.get(before or "", _NOWHERE)
        new, block_after, size_after = self._new.get(after or "", _NOWHERE)
        alone = UnitChange(
            presence="new" if old is None else "missing",
            before=old,
            after=new,
            block_before=block_before,
            block_after=block_after,
            size_before=size_before,
            size_after=size_after,
            is_one_scale=self._is_one_scale,
        )
        if old is None or new is None:
            return alone
        one, two = old.standing, new.standing

        return attrs.evolve(
            alone,
            presence="both",
            changes=tuple(
                _change(
                    link, one, two, self._means, is_one_scale=self._is_even
                )
                for link in self._links
            ),
            channels=_channels(one, two),
        )


def _whereabouts(cohort: Cohort) -> dict[str, _Where]:
    """Return by unit what became of it, its block and the size of that."""
    return {
        each.unit: (each, block.name, len(block.units))
        for block in cohort.blocks
        for each in block
    }


def _is_compared(unit: UnitChange) -> bool:
    """Tell whether anything of a unit has points in both years."""
    return any(
        each.points_before is not None and each.points_after is not None
        for each in unit.changes
    )


_Means = tuple[Mapping[str, Fraction], Mapping[str, Fraction]]
"""Of both years, the weights of the rows that are parts of means."""


def _change(
    link: Link,
    before: Standing,
    after: Standing,
    means: _Means = ({}, {}),
    *,
    is_one_scale: bool = True,
) -> Change:
    old = joined(link.before, before, means[0])
    new = joined(link.after, after, means[1])

    return Change(
        kind=link.kind,
        tree=link.tree,
        before=link.before,
        after=link.after,
        is_leaf=link.is_leaf,
        is_finest=link.is_finest,
        points_before=old.points,
        points_after=new.points,
        maximum_before=old.maximum,
        maximum_after=new.maximum,
        weight=new.weight,
        weight_before=old.weight,
        is_one_scale=is_one_scale,
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
            is_finest=False,
        )
        found[name.removeprefix(CHANNEL)] = _change(link, before, after)

    return found


def _means(units: Sequence[Sequence[Change]]) -> tuple[Change, ...]:
    """Return the mean of each node over *units*."""
    return tuple(map(_mean_change, zip(*units, strict=True)))


def _mean_change(changes: tuple[Change, ...]) -> Change:
    # Who has no figure for it in one of the years says nothing of it.
    whole = [
        each
        for each in changes
        if each.points_before is not None and each.points_after is not None
    ]
    changes = tuple(whole) or changes
    units = len(changes)

    def mean(amounts: Iterable[Fraction | None]) -> Fraction | None:
        whole = total_of(amounts)
        return None if whole is None else whole / units

    return attrs.evolve(
        changes[0],
        points_before=mean(each.points_before for each in changes),
        points_after=mean(each.points_after for each in changes),
        maximum_before=mean(each.maximum_before for each in changes),
        maximum_after=mean(each.maximum_after for each in changes),
        weight=_weight([each.weight for each in changes]),
        weight_before=_weight([each.weight_before for each in changes]),
        units=units,
    )


def _weight(weights: Sequence[Fraction]) -> Fraction:
    """Return what a point counts in the mean; mostly it is one for all."""
    if all(each == weights[0] for each in weights):
        return weights[0]

    return sum(weights, Fraction(0)) / len(weights)


def _mean(block: Block) -> Fraction | None:
    return None if block.spread is None else block.spread.mean
