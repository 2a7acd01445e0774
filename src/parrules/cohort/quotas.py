"""Quotas of grades, as a pure function of what units earned.

Numbers in brackets are those of the normative page *semantics*.
"""

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.cohort.frameworks import Framework
from parrules.cohort.ordering import Order
from parrules.cohort.standings import Standing, problems_of, standings_of
from parrules.errors import FactError, Language
from parrules.model import Quota, Ranking
from parrules.points import divide


@attrs.frozen(kw_only=True)
class Demotion:
    """Why a unit does not keep a grade that it reached (S13.11).

    Attributes:
        grade: Id of the grade that was lost.
        to: Id of the grade that it has instead.
        share: Of the units of the block that may have *grade*, 0 to 1.
        units: Units of the block that have any grade.
        allowed: How many of them may have *grade*.
        reached_by: How many had it when the quota was applied.
        place: Of the unit among those, 1 for the best; equals share it.
        decided_by: The first of the ruleset's order in which the unit is
            behind the last one that the quota had room for; `None` where it
            equals that one, or where there was room for nobody.
    """

    grade: str
    to: str
    share: Decimal
    units: int
    allowed: int
    reached_by: int
    place: int
    decided_by: str | None = None

    def text(self, language: Language = "vi") -> str:
        """Write the reason in *language*, as one line."""
        # Sentences are read only when somebody asks for them.
        from parrules.reporting.demotions import written  # noqa: PLC0415

        return written(attrs.asdict(self), language)


@attrs.frozen(kw_only=True)
class Placement:
    """What became of one unit under the quotas.

    Attributes:
        grade: Id of the final grade, `None` for a unit that has none.
        demotions: From the highest grade down; empty where it kept its own.
    """

    unit: str
    block: str
    grade: str | None
    demotions: tuple[Demotion, ...] = ()


def apply_quotas(
    scheme: Framework, standings: Iterable[Standing]
) -> tuple[Placement, ...]:
    """Return each unit's final grade, with the reason where it changed.

    Args:
        scheme: Its ``[ranking]`` says which units are compared, by what,
            and how many may have a grade.
        standings: One for each unit, in any order.

    Returns:
        A placement for each standing, in the order in which they came.

    Raises:
        FactError: A unit stands twice, has a grade that the ruleset lacks,
            or an amount that is absent or not exact.
    """
    units = standings_of(scheme, standings)
    problems = tuple(problems_of(scheme, units))
    if problems:
        raise FactError(problems)
    ranking = scheme.ranking or Ranking()
    order = Order(scheme)
    found: dict[str, Placement] = {}
    for block in blocks_of(scheme, units).values():
        found.update(_Block(scheme, ranking, order, block).placements())

    return tuple(found[each.unit] for each in units)


def blocks_of(
    scheme: Framework, units: Iterable[Standing]
) -> dict[str, list[Standing]]:
    """Return the units that are compared with one another, by block.

    Without ``within`` all units are one block, called "" (S13.5).
    """
    is_divided = scheme.ranking is not None and scheme.ranking.within
    blocks: dict[str, list[Standing]] = {}
    for each in units:
        blocks.setdefault(each.block if is_divided else "", []).append(each)

    return blocks


class _Block:
    """The units that are compared with one another."""

    def __init__(
        self,
        scheme: Framework,
        ranking: Ranking,
        order: Order,
        units: list[Standing],
    ) -> None:
        self._all = units
        # Who is not ranked takes no place from others (S13.16).
        self._units = [each for each in units if is_ranked(each)]
        self._ids = [grade.id for grade in scheme.grades]
        self._order = order
        self._quotas = sorted(
            ranking.quota, key=lambda quota: self._ids.index(quota.grade)
        )
        self._grades = {each.unit: each.grade for each in units}
        self._demotions: dict[str, list[Demotion]] = {
            each.unit: [] for each in units
        }

    def placements(self) -> Iterator[tuple[str, Placement]]:
        """Apply the quotas from the highest grade down (S13.7)."""
        for quota in self._quotas:
            self._apply(quota)
        for each in self._all:
            yield (
                each.unit,
                Placement(
                    unit=each.unit,
                    block=each.block,
                    grade=self._grades[each.unit],
                    demotions=tuple(self._demotions[each.unit]),
                ),
            )

    def _apply(self, quota: Quota) -> None:
        """Move down those of a grade whom its quota has no room for."""
        graded = sum(each.grade is not None for each in self._units)
        members = sorted(
            (
                each
                for each in self._units
                if self._grades[each.unit] == quota.grade
            ),
            key=self._order.key,
            reverse=True,
        )
        room = Demotion(
            grade=quota.grade,
            to=self._below(quota),
            share=quota.share,
            units=graded,
            allowed=allowed_by(quota, graded),
            reached_by=len(members),
            place=0,
        )
        for unit, place, decided_by in self._beyond(members, room.allowed):
            self._grades[unit] = room.to
            self._demotions[unit].append(
                attrs.evolve(room, place=place, decided_by=decided_by)
            )

    def _beyond(
        self, members: list[Standing], allowed: int
    ) -> Iterator[tuple[str, int, str | None]]:
        """Yield whom there is no room for: unit, place, what decided."""
        if len(members) <= allowed:
            return
        border = self._order.key(members[allowed - 1]) if allowed else None
        ahead = 0
        for key, run in itertools.groupby(members, key=self._order.key):
            equals = list(run)
            # Equals on both sides of the border all give way (S13.8).
            if ahead + len(equals) > allowed:
                decided_by = (
                    None
                    if border is None
                    else self._order.deciding(key, border)
                )
                yield from (
                    (each.unit, ahead + 1, decided_by) for each in equals
                )
            ahead += len(equals)

    def _below(self, quota: Quota) -> str:
        """Return where a quota sends those it has no room for (S13.9)."""
        return quota.otherwise or self._ids[self._ids.index(quota.grade) + 1]


def is_ranked(unit: Standing) -> bool:
    """Tell whether *unit* has a rank: where it has a total (S13.15)."""
    return unit.is_ranked and unit.total is not None


def allowed_by(quota: Quota, units: int) -> int:
    """Return how many of *units* may have the grade of *quota* (S13.6)."""
    exact = Fraction(quota.share) * units

    return divide(exact.numerator, exact.denominator, quota.round)
