"""Ranks of units within their blocks, on exact amounts.

Numbers in brackets are those of the normative page *semantics*.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, TypeVar

import attrs

from parrules.cohort.force import out_of_force
from parrules.cohort.frameworks import Framework, areas_of
from parrules.cohort.ordering import Order, WholeKey, comparable
from parrules.cohort.quotas import (
    Placement,
    apply_quotas,
    blocks_of,
    is_ranked,
)
from parrules.cohort.spread import Spread, spread_of
from parrules.cohort.standings import Standing, standings_of
from parrules.cohort.unheld import dropped_points
from parrules.errors import Language, Problem
from parrules.model import CHANNEL
from parrules.usage import no_such

Reason = Literal["declared", "no_total"]
_Amount = TypeVar(
    "_Amount", int, Fraction, WholeKey, tuple[tuple[bool, Fraction], ...]
)


@attrs.frozen(kw_only=True)
class Ranked:
    """One unit among those of its block.

    Attributes:
        rank: 1 for the best; `None` for a unit that is not ranked.
        shares_with: Units of the same rank, by name.
        decided_by: The first of the ruleset's order in which it is behind
            the unit before it; `None` for the first, for equals, and where
            it is not ranked.
        unranked: Why it has no rank: the ruleset or the caller says so
            (``declared``), or nothing applied to it (``no_total``).
        ranks: In the block, by code of an area and by ``channel:`` and id;
            none where nothing of it applied to the unit.
        placement: The final grade, and why it is not the first one.
        is_outlier: Whether the total lies beyond the fences of the block.
    """

    standing: Standing
    rank: int | None
    shares_with: tuple[str, ...] = ()
    decided_by: str | None = None
    unranked: Reason | None = None
    ranks: Mapping[str, int] = attrs.field(factory=dict)
    placement: Placement
    is_outlier: bool = False

    @property
    def unit(self) -> str:
        """Return what the unit is known by."""
        return self.standing.unit


@attrs.frozen(kw_only=True)
class Block:
    """The units that are compared with one another.

    Attributes:
        name: What the units have in common; empty where all are one block.
        units: Those that are ranked, the best first; equals by unit.
        apart: Those that are scored only, by unit.
        spread: Of the totals of *units*; `None` where there are none.
    """

    name: str
    units: tuple[Ranked, ...] = ()
    apart: tuple[Ranked, ...] = ()
    spread: Spread | None = None

    def __iter__(self) -> Iterator[Ranked]:
        """Yield all units, ranked ones first."""
        yield from self.units
        yield from self.apart


@attrs.frozen(kw_only=True)
class Cohort:
    """All units that were scored by one ruleset, ranked.

    Attributes:
        scheme: By which they were scored.
        blocks: Those that the ruleset declares, in its order, then others
            by name.
        problems: Warnings about the units, and about how they are ranked.
    """

    scheme: Framework = attrs.field(repr=False)
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, unit: str) -> Ranked:
        """Return what became of *unit*.

        Raises:
            UsageError: PAR922, there is none; it is a `KeyError`, too.
        """
        for each in self:
            if each.unit == unit:
                return each
        raise no_such(unit, "units", (each.unit for each in self))

    def __iter__(self) -> Iterator[Ranked]:
        """Yield all units, block by block."""
        for block in self.blocks:
            yield from block

    def block(self, name: str) -> Block:
        """Return the block called *name*; an empty one if there is none."""
        found = (each for each in self.blocks if each.name == name)

        return next(found, Block(name=name))

    def to_dict(self) -> dict[str, Any]:
        """Return the ranking as JSON, by schema version 1."""
        # Written only where somebody asks for it.
        from parrules.cohort.documents import (  # noqa: PLC0415
            ranking_document,
        )

        return ranking_document(self)

    def text(self, language: Language = "vi") -> str:
        """Write the ranking as plain text, with its reasons."""
        from parrules.reporting.grids import report_text  # noqa: PLC0415
        from parrules.reporting.ranking import (  # noqa: PLC0415
            ranking_report,
        )

        return report_text(ranking_report(self.to_dict(), language))

    def html(self, language: Language = "vi") -> str:
        """Write the ranking as an HTML page that needs nothing else."""
        from parrules.reporting.grids import report_html  # noqa: PLC0415
        from parrules.reporting.ranking import (  # noqa: PLC0415
            ranking_report,
        )

        return report_html(ranking_report(self.to_dict(), language), language)


def rank(scheme: Framework, standings: Iterable[Standing]) -> Cohort:
    """Rank units within their blocks, and apply the quotas of grades.

    Args:
        scheme: Its ``[ranking]`` says in which blocks, in which order and
            with which ties; without it all units are one block and their
            totals are compared.
        standings: One for each unit, in any order.

    Raises:
        FactError: As `apply_quotas` raises it.
    """
    units = standings_of(scheme, standings)
    placements = {each.unit: each for each in apply_quotas(scheme, units)}
    order = Order(scheme)
    found = blocks_of(scheme, units)
    names = dict.fromkeys((*declared_blocks(scheme), *sorted(found)))

    return Cohort(
        scheme=scheme,
        blocks=tuple(
            _Ranking(scheme, order, found.get(name, ()), placements).block(
                name
            )
            for name in names
        ),
        problems=(
            *out_of_force(scheme, (each.period for each in units)),
            *_alike(names),
            *(
                problem
                for each in units
                for problem in dropped_points(each.title, each.dropped)
            ),
        ),
    )


def _alike(names: Iterable[str]) -> Iterator[Problem]:
    """PAR836, a warning: blocks of which only capitals or spaces differ."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(" ".join(name.casefold().split()), name)
        if other != name:
            yield Problem(
                code="PAR836",
                severity="warning",
                arguments={"name": name, "other": other},
            )


def declared_blocks(scheme: Framework) -> tuple[str, ...]:
    """Return the blocks that the ruleset itself lists (S13.17)."""
    within = scheme.ranking.within if scheme.ranking else None
    name = f"unit.{(within or '').removeprefix('unit.')}"
    options = (fact.options for fact in scheme.facts if fact.name == name)

    return next(options, ())


def compared_parts(scheme: Framework) -> tuple[str, ...]:
    """Return what units are ranked in beside the whole: areas, channels."""
    areas = (area.code for area in areas_of(scheme))
    channels = (f"{CHANNEL}{channel.id}" for channel in scheme.channels)

    return (*areas, *channels)


class _Ranking:
    """The ranking of one block."""

    def __init__(
        self,
        scheme: Framework,
        order: Order,
        units: Iterable[Standing],
        placements: Mapping[str, Placement],
    ) -> None:
        ranking = scheme.ranking
        self._is_dense = ranking is not None and ranking.ties == "dense"
        self._order = order
        self._placements = placements
        self._parts = compared_parts(scheme)
        by_name = sorted(units, key=lambda each: each.unit)
        self._units = [each for each in by_name if is_ranked(each)]
        self._apart = [each for each in by_name if not is_ranked(each)]

    def block(self, name: str) -> Block:
        keys = self._order.keys(self._units)
        ranks = ranks_of(keys, is_dense=self._is_dense)
        totals = [Fraction(each.total or 0) for each in self._units]
        spread = spread_of(totals)
        parts = self._ranks_by_part()
        sharing: dict[int, list[str]] = {}
        for unit, its_rank in ranks.items():
            sharing.setdefault(its_rank, []).append(unit)
        # Sorting keeps the order by name among equals.
        best = sorted(self._units, key=lambda each: ranks[each.unit])

        return Block(
            name=name,
            units=tuple(
                Ranked(
                    standing=each,
                    rank=ranks[each.unit],
                    shares_with=tuple(
                        other
                        for other in sharing[ranks[each.unit]]
                        if other != each.unit
                    ),
                    decided_by=self._decided_by(each, before, keys),
                    ranks=parts[each.unit],
                    placement=self._placements[each.unit],
                    is_outlier=spread is not None
                    and spread.is_outlier(Fraction(each.total or 0)),
                )
                for before, each in zip([None, *best], best, strict=False)
            ),
            apart=tuple(map(self._scored_only, self._apart)),
            spread=spread,
        )

    def _scored_only(self, unit: Standing) -> Ranked:
        return Ranked(
            standing=unit,
            rank=None,
            unranked="no_total" if unit.is_ranked else "declared",
            placement=self._placements[unit.unit],
        )

    def _decided_by(
        self,
        unit: Standing,
        before: Standing | None,
        keys: Mapping[str, WholeKey],
    ) -> str | None:
        if before is None:
            return None

        return self._order.deciding(keys[before.unit], keys[unit.unit])

    def _ranks_by_part(self) -> dict[str, dict[str, int]]:
        """Return by unit its ranks in areas and channels (S13.18)."""
        found: dict[str, dict[str, int]] = {
            each.unit: {} for each in self._units
        }
        for part in self._parts:
            standards = dict(self._standards(part))
            # Whole numbers are compared much faster than fractions.
            steps = comparable(standards.values())
            whole = dict(zip(standards, steps, strict=True))
            ranks = ranks_of(whole, is_dense=self._is_dense)
            for unit, rank_in_part in ranks.items():
                found[unit][part] = rank_in_part

        return found

    def _standards(self, part: str) -> Iterator[tuple[str, Fraction]]:
        """Yield by unit what *part* is compared by, if it has anything."""
        maxima = [each.maxima.get(part) for each in self._units]
        most = next(iter(maxima), None)
        # Where all can have as much, shares stand as points do.
        is_even = (most is None or most > 0) and all(
            each is most or each == most for each in maxima
        )
        for each in self._units:
            found = each.amount(part) if is_even else each.standard(part)
            if found is not None:
                yield each.unit, found


def ranks_of(keys: Mapping[str, _Amount], *, is_dense: bool) -> dict[str, int]:
    """Return the rank of each unit, 1 for the greatest key; equals share.

    Args:
        keys: By unit, what is compared.
        is_dense: Whether the rank after a tie is the next whole number, as
            in 1, 1, 2, or counts those before it, as in 1, 1, 3 (S13.3).
    """
    found: dict[str, int] = {}
    last_unit = None
    ordered = sorted(keys, key=lambda unit: keys[unit], reverse=True)
    for position, unit in enumerate(ordered, start=1):
        if last_unit is None:
            found[unit] = 1
        elif keys[unit] == keys[last_unit]:
            found[unit] = found[last_unit]
        else:
            found[unit] = found[last_unit] + 1 if is_dense else position
        last_unit = unit

    return found
