"""How the totals of a block are spread, and which lie outside, exactly."""

import math
from collections.abc import Sequence
from fractions import Fraction

import attrs

from parrules.cohort.ordering import ordered

FEWEST = 4
"""Units below which nothing is called unusual."""

REACH = Fraction(3, 2)
"""Spans between the quartiles that a total may lie beyond them (Tukey)."""


@attrs.frozen(kw_only=True)
class Spread:
    """The totals of the ranked units of a block, in points, exact.

    Attributes:
        lower, upper: Below and above which a total is an outlier; `None`
            in a block of fewer than `FEWEST` units.
    """

    count: int
    mean: Fraction
    lowest: Fraction
    quartile_1: Fraction
    median: Fraction
    quartile_3: Fraction
    highest: Fraction
    lower: Fraction | None
    upper: Fraction | None

    def is_outlier(self, total: Fraction) -> bool:
        """Tell whether *total* lies beyond one of the fences (S13.20)."""
        if self.lower is None or self.upper is None:
            return False

        return not self.lower <= total <= self.upper


def spread_of(totals: Sequence[Fraction]) -> Spread | None:
    """Return how *totals* are spread; `None` where there are none."""
    if not totals:
        return None
    in_turn = ordered(totals)
    first, median, third = (
        quantile(in_turn, Fraction(quarter, 4)) for quarter in (1, 2, 3)
    )
    reach = REACH * (third - first)
    has_fences = len(in_turn) >= FEWEST

    return Spread(
        count=len(in_turn),
        mean=sum(in_turn, Fraction(0)) / len(in_turn),
        lowest=in_turn[0],
        quartile_1=first,
        median=median,
        quartile_3=third,
        highest=in_turn[-1],
        lower=first - reach if has_fences else None,
        upper=third + reach if has_fences else None,
    )


def quantile(in_turn: Sequence[Fraction], part: Fraction) -> Fraction:
    """Return what *part*, 0 to 1, of the way through *in_turn* is (S13.19).

    Args:
        in_turn: One amount at least, the lowest first.
        part: 1/2 for the median.
    """
    place = (len(in_turn) - 1) * part
    below = math.floor(place)
    above = math.ceil(place)

    return in_turn[below] + (place - below) * (in_turn[above] - in_turn[below])
