"""Confidence intervals: the only binary floats, and none touches a point.

They are computed by statsmodels and SciPy, which ``parrules[statistics]``
brings, and which are imported when somebody asks for an interval.
"""

import functools
import importlib.util
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

Method = Literal["wilson", "student", "ends"]


@attrs.frozen(kw_only=True)
class Interval:
    """Where the value of all people lies, by the sample.

    Attributes:
        low, high: Binary floats, for information; in percent where a share
            is measured.
        method: ``wilson`` for a share; ``student`` for a mean; ``ends``,
            the means of the ends of several intervals, which is on the safe
            side whatever their answers have to do with one another.
        confidence: In percent.
        people: As how many people of a simple random sample those who
            answered count.
    """

    low: float
    high: float
    method: Method
    confidence: Decimal
    people: float

    @property
    def margin(self) -> float:
        """Return half its width."""
        return (self.high - self.low) / 2


@functools.cache
def is_available() -> bool:
    """Tell whether there is what computes intervals; import none of it."""
    return all(map(importlib.util.find_spec, ("scipy", "statsmodels")))


def wilson(share: float, people: float, confidence: Decimal) -> Interval:
    """Return Wilson's interval of a *share*, in percent.

    Args:
        share: 0 to 1.
        people: Above 0; no whole number where there is a design effect.
        confidence: In percent.
    """
    # Heavy, and only for who wants intervals.
    from statsmodels.stats.proportion import (  # noqa: PLC0415
        proportion_confint,
    )

    low, high = proportion_confint(
        share * people, people, _alpha(confidence), method="wilson"
    )

    return Interval(
        low=100 * max(low, 0.0),
        high=100 * min(high, 1.0),
        method="wilson",
        confidence=confidence,
        people=people,
    )


def student(
    mean: float, deviation: float, people: float, confidence: Decimal
) -> Interval | None:
    """Return Student's interval of a *mean*; `None` of a single answer.

    Args:
        mean: Of the numbers of the levels.
        deviation: The standard deviation of the sample.
        people: As `wilson` takes it.
        confidence: In percent.
    """
    if people <= 1:
        return None
    # As above.
    from scipy import stats  # noqa: PLC0415

    low, high = stats.t.interval(
        1 - _alpha(confidence),
        people - 1,
        loc=mean,
        scale=deviation / math.sqrt(people) or math.ulp(0.0),
    )

    return Interval(
        low=low.item(),
        high=high.item(),
        method="student",
        confidence=confidence,
        people=people,
    )


def ends(
    intervals: Sequence[Interval], weights: Sequence[Fraction]
) -> Interval:
    """Return the weighted means of the ends of *intervals*.

    Two means of the answers of the same people go up and down together, by
    nobody knows how much; this is right where it is most.
    """
    total = sum(weights)
    parts = [(each / total).as_integer_ratio() for each in weights]
    shares = [over / under for over, under in parts]

    return Interval(
        low=sum(
            share * each.low
            for share, each in zip(shares, intervals, strict=True)
        ),
        high=sum(
            share * each.high
            for share, each in zip(shares, intervals, strict=True)
        ),
        method="ends",
        confidence=intervals[0].confidence,
        people=min(each.people for each in intervals),
    )


def _alpha(confidence: Decimal) -> float:
    over, under = confidence.as_integer_ratio()

    return 1 - over / (100 * under)
