"""What somebody published of units, and what follows of last year.

Numbers in brackets are those of the normative page *semantics*.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from parrules.errors import Document, Path, Problem, Severity
from parrules.model import Title

SUMS: Final = {
    "base": Title(),
    "bonus": Title(vi="Điểm thưởng", en="Bonus"),
    "penalty": Title(vi="Điểm trừ", en="Penalty"),
}
"""What a total is made of beside channels, and how it is published."""

ALL: Final = 100
"""Percent."""


@attrs.frozen(kw_only=True)
class Part:
    """A part of a published total: a channel, an area.

    Attributes:
        points: As published; `None` where only the maximum is known.
        maximum: Exact.
    """

    points: Decimal | None = None
    maximum: Decimal | None = None


@attrs.frozen(kw_only=True)
class Group:
    """Units of one class: how many, and what percent of all."""

    count: int | None = None
    share: Decimal | None = None


@attrs.frozen(kw_only=True)
class Publication:
    """What one source says of one unit, in one index and year.

    What it does not say is `None`.  Decimals are kept as they are written:
    ``92.90`` is more exact than ``92.9``.

    Attributes:
        unit: Its name, or ``id`` in the facts.
        index: Of which index; empty for the one at hand.
        block: Among whom the unit is ranked; empty where nobody says.
        total: In points.
        maximum: What *total* is out of; exact.
        share: Percent of *maximum*.
        parts: All that sum to *total* and to *maximum*, or that they are
            the mean of; those called bonus are above the maximum, those
            called penalty are taken away.
        change: Points more than last year, below 0 for less.
        previous: Last year's total.
        rank, of: The rank, 1 for the best, and the number of units.
        places: Places won since last year, below 0 for places lost.
        previous_rank: Last year's rank.
        groups: By class, of how many units; they sum to *of*.
        mean: Of *mean_of*.
    """

    unit: str
    index: str = ""
    block: str = ""
    period: str = ""
    source: str = ""
    total: Decimal | None = None
    maximum: Decimal | None = None
    share: Decimal | None = None
    parts: Mapping[str, Part] = attrs.field(factory=dict)
    change: Decimal | None = None
    previous: Decimal | None = None
    rank: int | None = None
    of: int | None = None
    places: int | None = None
    previous_rank: int | None = None
    groups: Mapping[str, Group] = attrs.field(factory=dict)
    mean: Decimal | None = None
    mean_of: tuple[Decimal, ...] = ()
    path: Path = attrs.field(default=(), eq=False, repr=False)
    document: Document | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def title(self) -> str:
        """Return unit, index and year, as problems call them."""
        return " ".join(filter(None, (self.unit, self.index, self.period)))

    def may_have_share(self, group: Group, exact: Fraction) -> bool:
        """Tell whether a share was rounded so that all sum to 100.

        Offices move the last place of a share for that, by less than one;
        one that needs no rounding is not moved (S20.12).
        """
        shares = [each.share for each in self.groups.values()]
        if group.share is None or None in shares:
            return False
        whole = sum(map(Fraction, filter(None, shares)), Fraction(0))
        off = abs(Fraction(group.share) - exact)

        return whole == ALL and off < 2 * half_of(group.share)

    @property
    def total_before(self) -> Decimal | None:
        """Return last year's total: as published, or from the change."""
        if self.previous is not None or None in (self.total, self.change):
            return self.previous
        assert self.total is not None
        assert self.change is not None

        return self.total - self.change

    @property
    def rank_after(self) -> int | None:
        """Return this year's rank; below 1 where that is impossible."""
        if self.rank is not None:
            return self.rank
        if self.previous_rank is None or self.places is None:
            return None

        return self.previous_rank - self.places

    @property
    def rank_before(self) -> int | None:
        """Return last year's rank; below 1 where that is impossible."""
        if self.rank is None or self.places is None:
            return self.previous_rank

        return self.rank + self.places


def sum_of(name: str) -> str:
    """Return ``bonus`` or ``penalty``, if a part called *name* is one."""
    for key in ("bonus", "penalty"):
        if name.casefold() in (key, *_names(SUMS[key])):
            return key

    return ""


def _names(title: Title) -> tuple[str, str]:
    return title.vi.casefold(), title.en.casefold()


def problem(
    each: Publication,
    key: str,
    code: str,
    /,
    severity: Severity = "error",
    **arguments: str,
) -> Problem:
    """Return a problem with what *each* says under *key*."""
    return Problem(
        code=code,
        severity=severity,
        path=(*each.path, key) if each.path else (),
        arguments={"unit": each.title, **arguments},
        document=each.document,
    )


def decimals_of(number: Decimal) -> int:
    """Return the decimals with which *number* is written."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "published numbers are finite"

    return max(-exponent, 0)


def half_of(number: Decimal) -> Fraction:
    """Return how far rounding may have moved *number* (S20.12)."""
    return Fraction(1, 2 * 10 ** decimals_of(number))
