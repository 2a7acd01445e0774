"""How the totals of a block are spread, and which lie outside, exactly."""

import math
from collections.abc import Sequence
from fractions import Fraction

import attrs

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
    ordered = sorted(totals)
    first, median, third = (
        quantile(ordered, Fraction(quarter, 4)) for quarter in (1, 2, 3)
    )
    reach = REACH * (third - first)
    has_fences = len(ordered) >= FEWEST

    return Spread(
        count=len(ordered),
        mean=sum(ordered, Fraction(0)) / len(ordered),
        lowest=ordered[0],
        quartile_1=first,
        median=median,
        quartile_3=third,
        highest=ordered[-1],
        lower=first - reach if has_fences else None,
        upper=third + reach if has_fences else None,
    )


def quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    """Return what *part*, 0 to 1, of the way through *ordered* is (S13.19).

    Args:
        ordered: One amount at least, the lowest first.
        part: 1/2 for the median.
    """
    place = (len(ordered) - 1) * part
    below = math.floor(place)
    above = math.ceil(place)

    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
