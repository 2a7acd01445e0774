"""Columns of figures → points on the scale of an indicator."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import lcm

import attrs

from parrules.cohort.ordering import comparable
from parrules.composite.model import Anchors, Node, Scale
from parrules.composite.numbers import mean, root
from parrules.composite.results import Anchor, Cell, CellStatus
from parrules.composite.treating import Column, Treated, present

_FLAT = {"low": Fraction(0), "middle": Fraction(1, 2), "high": Fraction(1)}


@attrs.frozen
class Year:
    """The values of one indicator in one year."""

    year: int | None
    units: Sequence[str]
    values: Column


@attrs.frozen
class _Range:
    """What all values of an indicator are measured against.

    Attributes:
        low, high: Where a value counts 0 and 1, if it is on a line.
        places: By row, where it stands among all values, from 0 to 1 or
            counted from 1, if it is not.
    """

    low: Anchor | None = None
    high: Anchor | None = None
    places: Column = ()
    is_flat: bool = False
    is_exact: bool = True


def cells_of(
    node: Node,
    raw: Column,
    column: Treated,
    now: Year,
    earlier: Iterable[Year],
) -> list[Cell]:
    """Return the cell of each unit of *now* for an indicator."""
    span = _range_of(node.scale, now, earlier)
    is_exact = column.is_exact and span.is_exact
    points = _points(node.scale, span, column.values)

    return [
        Cell(
            code=node.code,
            indicator=node.indicator,
            raw=raw[row],
            steps=column.steps[row],
            value=value,
            better=node.scale.better,
            anchors=node.scale.anchors.kind,
            low=span.low,
            high=span.high,
            points=points[row],
            status=_status(value, points[row], row in column.undefined),
            is_exact=is_exact,
        )
        for row, value in enumerate(column.values)
    ]


def _status(
    value: Fraction | None,
    points: Fraction | None,
    is_undefined: bool,  # noqa: FBT001  # called for every cell
) -> CellStatus:
    if value is None:
        return "undefined" if is_undefined else "missing"

    return "flat" if points is None else "scored"


def _points(scale: Scale, span: _Range, values: Column) -> Column:
    """Return the points of each row, `None` where it has none."""
    low, high = map(Fraction, scale.onto)
    if span.is_flat:
        flat = None
        if scale.flat != "missing":
            flat = low + _FLAT[scale.flat] * (high - low)
        return [None if value is None else flat for value in values]
    if scale.anchors.kind == "rank":
        return span.places
    if span.low is None or span.high is None:
        # Places are few, or shared.
        points = {
            place: low + place * (high - low)
            for place in span.places
            if place is not None
        }
        return [
            None if place is None else points[place] for place in span.places
        ]
    line = _Line(span.low.value, span.high.value, low, high)
    if scale.beyond == "clamp" and scale.anchors.kind != "z_score":
        return [
            None if value is None else min(max(line.points(value), low), high)
            for value in values
        ]

    return [None if value is None else line.points(value) for value in values]


class _Line:
    """Points along a line, by one fraction each, since these are slow."""

    def __init__(
        self, worst: Fraction, best: Fraction, low: Fraction, high: Fraction
    ) -> None:
        """Lay the line from *low* at *worst* to *high* at *best*."""
        slope = (high - low) / (best - worst)
        start = low - worst * slope
        self._under = lcm(slope.denominator, start.denominator)
        self._slope = int(slope * self._under)
        self._start = int(start * self._under)

    def points(self, value: Fraction) -> Fraction:
        """Return the points of *value*."""
        over, under = value.as_integer_ratio()

        return Fraction(
            self._slope * over + self._start * under, self._under * under
        )


def _range_of(scale: Scale, now: Year, earlier: Iterable[Year]) -> _Range:
    values = present(now.values)
    if not values:
        return _Range(is_flat=True)
    anchors = scale.anchors
    is_less = scale.better == "less"
    if anchors.kind == "z_score":
        return _deviations(values, is_less=is_less)
    if anchors.kind in ("rank", "percentile"):
        return _places(
            now.values, is_less=is_less, as_share=anchors.kind == "percentile"
        )
    worst, best = _ends(anchors, now, earlier, is_less=is_less)

    return _Range(worst, best, is_flat=worst.value == best.value)


def _ends(
    anchors: Anchors, now: Year, earlier: Iterable[Year], *, is_less: bool
) -> tuple[Anchor, Anchor]:
    """Return the anchors of the worst and of the best value."""
    if anchors.kind == "fixed":
        ends = (Anchor(Fraction(anchors.low)), Anchor(Fraction(anchors.high)))
        return ends[::-1] if is_less else ends
    years = (now, *(year for year in earlier if _counts(anchors, now, year)))
    lowest, highest = _extreme(years, min), _extreme(years, max)
    worst, best = (highest, lowest) if is_less else (lowest, highest)
    if anchors.kind != "target":
        return worst, best
    target = Anchor(Fraction(anchors.high))
    is_reached = (
        worst.value <= target.value if is_less else worst.value >= target.value
    )

    # A worst that is beyond the target would turn the scale over.
    return target if is_reached else worst, target


def _counts(anchors: Anchors, now: Year, year: Year) -> bool:
    """Tell whether the extremes of an earlier year count."""
    if year.year is None or now.year is None:
        return False
    if anchors.kind == "window":
        return now.year - anchors.years < year.year < now.year

    return anchors.kind == "running" and anchors.since <= year.year < now.year


def _extreme(
    years: Iterable[Year],
    choose: Callable[[Iterable[int]], int],
) -> Anchor:
    """Return the lowest or highest value of all, and whose it is.

    Of several equal ones it is that of the latest year, there of the first
    unit.
    """
    found = [
        (value, unit, year.year)
        for year in sorted(
            years, key=lambda each: each.year or 0, reverse=True
        )
        for value, unit in zip(year.values, year.units, strict=True)
        if value is not None
    ]
    keys = comparable(value for value, _, _ in found)

    return Anchor(*found[keys.index(choose(keys))])


def _deviations(values: Sequence[Fraction], *, is_less: bool) -> _Range:
    """Measure in standard deviations of a sample from the mean."""
    middle = mean(values)
    count = len(values)
    # Squares of the deviations, in sum, without making any of them.
    squares = count * (mean([value * value for value in values]) - middle**2)
    if not squares:
        return _Range(Anchor(middle), Anchor(middle), is_flat=True)
    deviation = root(squares / (count - 1))
    sign = -1 if is_less else 1

    return _Range(
        Anchor(middle), Anchor(middle + sign * deviation), is_exact=False
    )


def _places(column: Column, *, is_less: bool, as_share: bool) -> _Range:
    """Count how many are worse: 1 for the worst, equals share a place."""
    rows = [row for row, value in enumerate(column) if value is not None]
    keys = comparable(present(column))
    first: dict[int, int] = {}
    for place, key in enumerate(sorted(keys, reverse=is_less), 1):
        first.setdefault(key, place)
    if len(first) == 1:
        return _Range(is_flat=True)
    shared = {
        place: Fraction(place - 1, len(keys) - 1)
        if as_share
        else Fraction(place)
        for place in first.values()
    }
    places: list[Fraction | None] = [None] * len(column)
    for row, key in zip(rows, keys, strict=True):
        places[row] = shared[first[key]]

    return _Range(places=places)
