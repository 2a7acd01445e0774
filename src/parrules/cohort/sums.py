"""Whether published parts can make the published whole.

Numbers in brackets are those of the normative page *semantics*.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from parrules.cohort.joining import total_of
from parrules.cohort.published import (
    Part,
    Publication,
    decimals_of,
    half_of,
    problem,
    sum_of,
)
from parrules.errors import Problem
from parrules.points import plain, published

_NONE: Final = Fraction(0)
_CODE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_LONGEST: Final = 8
"""Parts of a sum that a problem shows."""


@attrs.frozen
class _Span:
    """What a part may be, but for rounding.

    Attributes:
        low, high: `None` where nothing bounds it.
        half: How far rounding may have moved it.
        shown: As it is published.
    """

    low: Fraction | None
    high: Fraction | None
    half: Fraction
    shown: str

    def taken(self) -> "_Span":
        """Return what is taken away, as a penalty is."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low

        return _Span(low, high, self.half, f"(-{self.shown})")


def doubts_of_sums(each: Publication, *, is_summed: bool) -> Iterator[Problem]:
    """Yield PAR894, PAR896: parts that make another whole (S20.12).

    Args:
        each: What was published of one unit.
        is_summed: Whether its parts are all that the whole is made of.
    """
    if is_summed and not _is_of_two_divisions(each):
        yield from _points(each)
        yield from _share(each)
        yield from _maxima(each)
    yield from _counts(each)


def _is_of_two_divisions(each: Publication) -> bool:
    """Tell whether parts are called by codes, and others by names.

    A total is divided into criteria, and once more into channels: both
    together are more than all of it.
    """
    names = [name for name in each.parts if not sum_of(name)]
    codes = [name for name in names if _CODE.fullmatch(name)]

    return 0 < len(codes) < len(names)


def _points(each: Publication) -> Iterator[Problem]:
    """PAR894: points of parts, as far as they are published."""
    stated = each.total
    points = [part.points for part in each.parts.values()]
    if stated is None or all(one is None for one in points):
        return
    spans = [_span(part) for part in each.parts.values()]
    is_apart = any(map(sum_of, each.parts))
    if not is_apart and _may_be_mean(Fraction(stated), spans):
        return
    yield from _off(
        each,
        "total",
        _exactly(stated, half_of(stated)),
        [
            span.taken() if sum_of(name) == "penalty" else span
            for name, span in zip(each.parts, spans, strict=True)
        ],
    )


def _span(part: Part) -> _Span:
    if part.points is not None:
        return _exactly(part.points, half_of(part.points))
    if part.maximum is None:
        return _Span(_NONE, None, _NONE, "…")

    shown = f"0…{plain(part.maximum)}"

    return _Span(_NONE, Fraction(part.maximum), _NONE, shown)


def _exactly(number: Decimal, half: Fraction = _NONE) -> _Span:
    exact = Fraction(number)

    return _Span(exact, exact, half, plain(number))


def _may_be_mean(whole: Fraction, parts: Sequence[_Span]) -> bool:
    """Tell whether a whole lies among its parts, which no sum of them does."""
    least = min(part.low for part in parts if part.low is not None)
    if len(parts) == 1 or whole < least:
        return False
    highs = [part.high for part in parts if part.high is not None]
    if len(highs) < len(parts):
        return True
    most = max(highs)

    return whole < most or whole == least == most


def _share(each: Publication) -> Iterator[Problem]:
    """PAR896: a share that the parts do not give, without a total."""
    parts = each.parts.values()
    points = [part.points for part in parts if part.points is not None]
    if each.total is not None or each.share is None or not each.maximum:
        return
    is_apart = any(map(sum_of, each.parts))
    if len(points) < len(parts) or not points or is_apart:
        return
    whole = Fraction(each.share) * Fraction(each.maximum) / 100
    if not _may_be_mean(whole, [_span(part) for part in parts]):
        over = 100 * sum(map(Fraction, points), _NONE)
        half = 100 * sum(map(half_of, points), _NONE)
        exact = (over, Fraction(each.maximum), half)
        yield from doubt_of_quotient(each, "share", each.share, exact)


def _maxima(each: Publication) -> Iterator[Problem]:
    """PAR894: maxima, which are exact; those of bonus and penalty apart."""
    parts = [part for name, part in each.parts.items() if not sum_of(name)]
    spans = [
        _exactly(part.maximum) for part in parts if part.maximum is not None
    ]
    if each.maximum is None or not spans or len(spans) < len(parts):
        return
    if not _may_be_mean(Fraction(each.maximum), spans):
        yield from _off(each, "maximum", _exactly(each.maximum), spans)


def _counts(each: Publication) -> Iterator[Problem]:
    """PAR894: classes of units, which are all units where all are counted."""
    groups = each.groups.values()
    counts = [group.count for group in groups if group.count is not None]
    if each.of is None or not counts or len(counts) < len(groups):
        return
    spans = [_exactly(Decimal(count)) for count in counts]
    yield from _off(each, "of", _exactly(Decimal(each.of)), spans)


def _off(
    each: Publication, name: str, stated: _Span, parts: Sequence[_Span]
) -> Iterator[Problem]:
    """Yield PAR894 where no numbers in *parts* sum to what is stated."""
    low = total_of(part.low for part in parts)
    high = total_of(part.high for part in parts)
    slack = stated.half + sum((part.half for part in parts), _NONE)
    assert stated.low is not None
    is_less = low is not None and stated.low + slack < low
    is_more = high is not None and stated.low - slack > high
    if not (is_less or is_more):
        return
    shown = [part.shown for part in parts[:_LONGEST]]
    rest = ["…"] if len(parts) > _LONGEST else []
    yield problem(
        each,
        name,
        "PAR894",
        what=name,
        stated=stated.shown,
        sum=_between(low, high),
        parts=" + ".join((*shown, *rest)),
        slack=plain(slack),
    )


def _between(low: Fraction | None, high: Fraction | None) -> str:
    if low == high and low is not None:
        return plain(low)

    return "…".join("" if end is None else plain(end) for end in (low, high))


def doubt_of_quotient(
    each: Publication,
    name: str,
    stated: Decimal,
    exact: tuple[Fraction, Fraction, Fraction],
) -> Iterator[Problem]:
    """Yield PAR896 where a quotient differs.

    It is that of the first two of *exact*; rounding may have moved what is
    above the line by the third.
    """
    over, under, half = exact
    if not under:
        return
    slack = half_of(stated) + half / under
    if abs(over / under - Fraction(stated)) <= slack:
        return
    quotient, places = over / under, decimals_of(stated)
    yield problem(
        each,
        name,
        "PAR896",
        what=name,
        stated=str(stated),
        exact=plain(quotient),
        over=plain(over),
        under=plain(under),
        decimals=str(places),
        rounded=published(
            quotient.numerator, quotient.denominator, places, "half_up"
        ),
    )
