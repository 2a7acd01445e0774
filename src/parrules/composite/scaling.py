"""Columns of figures → points on the scale of an indicator."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import attrs

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
        place: Where a value stands, 0 for *low* and 1 for *high*.
    """

    low: Anchor | None
    high: Anchor | None
    place: Callable[[Fraction], Fraction]
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

    def cell(row: int, value: Fraction | None) -> Cell:
        points, status = _points(node.scale, span, value)
        if value is None and raw[row] is not None:
            status = "undefined"
        return Cell(
            code=node.code,
            indicator=node.indicator,
            raw=raw[row],
            steps=column.steps[row],
            value=value,
            better=node.scale.better,
            anchors=node.scale.anchors.kind,
            low=span.low,
            high=span.high,
            points=points,
            status=status,
            is_exact=is_exact,
        )

    return [cell(row, value) for row, value in enumerate(column.values)]


def _points(
    scale: Scale, span: _Range, value: Fraction | None
) -> tuple[Fraction | None, CellStatus]:
    if value is None:
        return None, "missing"
    low, high = map(Fraction, scale.onto)
    if span.is_flat:
        if scale.flat == "missing":
            return None, "flat"
        return low + _FLAT[scale.flat] * (high - low), "scored"
    place = span.place(value)
    if scale.anchors.kind == "rank":
        return place, "scored"
    if scale.beyond == "clamp" and scale.anchors.kind != "z_score":
        place = min(max(place, Fraction(0)), Fraction(1))

    return low + place * (high - low), "scored"


def _range_of(scale: Scale, now: Year, earlier: Iterable[Year]) -> _Range:
    values = present(now.values)
    if not values:
        return _Range(None, None, lambda value: value, is_flat=True)
    anchors = scale.anchors
    is_less = scale.better == "less"
    if anchors.kind == "z_score":
        return _deviations(values, is_less=is_less)
    if anchors.kind in ("rank", "percentile"):
        return _places(
            values, is_less=is_less, as_share=anchors.kind == "percentile"
        )
    worst, best = _ends(anchors, now, earlier, is_less=is_less)
    span = best.value - worst.value
    if not span:
        return _Range(worst, best, lambda value: value, is_flat=True)

    return _Range(worst, best, lambda value: (value - worst.value) / span)


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
    choose: Callable[[Iterable[Fraction]], Fraction],
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
    wanted = choose(value for value, _, _ in found)

    return next(Anchor(*each) for each in found if each[0] == wanted)


def _deviations(values: Sequence[Fraction], *, is_less: bool) -> _Range:
    """Measure in standard deviations of a sample from the mean."""
    middle = mean(values)
    count = len(values)
    squares = sum(((value - middle) ** 2 for value in values), Fraction(0))
    if not squares:
        return _Range(
            Anchor(middle), Anchor(middle), lambda value: value, is_flat=True
        )
    deviation = root(squares / (count - 1))
    sign = -1 if is_less else 1

    return _Range(
        Anchor(middle),
        Anchor(middle + sign * deviation),
        lambda value: sign * (value - middle) / deviation,
        is_exact=False,
    )


def _places(
    values: Sequence[Fraction], *, is_less: bool, as_share: bool
) -> _Range:
    """Count how many are worse: 1 for the worst, equals share a place."""
    ordered = sorted(values, reverse=is_less)
    first: dict[Fraction, int] = {}
    for place, value in enumerate(ordered, 1):
        first.setdefault(value, place)
    count = len(values)
    if len(first) == 1:
        return _Range(None, None, lambda value: value, is_flat=True)
    if not as_share:
        return _Range(None, None, lambda value: Fraction(first[value]))

    return _Range(
        None, None, lambda value: Fraction(first[value] - 1, count - 1)
    )
