"""What comes back: every score, and how each cell came about."""

import functools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal

import attrs

from parrules.cohort.grading import key_of
from parrules.composite.model import Better, Combine, Kind, Scheme
from parrules.composite.treating import Step
from parrules.errors import Problem
from parrules.points import plain, published

CellStatus = Literal["scored", "missing", "flat", "undefined"]
NodeStatus = Literal["scored", "missing", "undefined"]
_PLACES = 12
_LONGEST_EXACT = 40


@attrs.frozen
class Anchor:
    """One end of a scale, and the unit and year that it comes from.

    Both are `None` where the file itself says the value.
    """

    value: Fraction
    unit: str | None = None
    year: int | None = None


@attrs.frozen(kw_only=True)
class Cell:
    """One indicator of one unit.

    Attributes:
        raw: The figure as submitted, `None` if there was none.
        steps: What happened to it before it was put on the scale.
        value: What was put on the scale.
        low, high: The anchors, of a z-score the mean and one deviation
            above; `None` for places among units.
        points: On the scale of the indicator; `None` unless *scored*.
        status: ``flat`` where both anchors are equal and the file gives no
            points for that; ``undefined`` where a figure has no quotient
            or no logarithm.
    """

    code: str
    indicator: str
    raw: Fraction | None
    steps: tuple[Step, ...]
    value: Fraction | None
    better: Better
    anchors: Kind
    low: Anchor | None
    high: Anchor | None
    points: Fraction | None
    status: CellStatus
    is_exact: bool


@attrs.frozen(kw_only=True)
class Part:
    """What a node made of one node below it.

    Attributes:
        weight: The share of the whole mean, from 0 to 1; of a sum the
            factor; 0 where the part has no value and does not count.
        points: Of the part; `None` where it has none.
    """

    code: str
    weight: Fraction
    points: Fraction | None


@attrs.frozen(kw_only=True)
class NodeScore:
    """An inner node of one unit, or the whole, whose code is empty."""

    code: str
    combine: Combine
    parts: tuple[Part, ...]
    points: Fraction | None
    status: NodeStatus
    is_exact: bool


@attrs.frozen(kw_only=True)
class UnitResult:
    """One unit.

    Attributes:
        rank: Within its block, 1 for the most points, as the index ranks;
            `None` without points.
        scores: By code, `Cell` of indicators and `NodeScore` of the rest.
        about: What the table says of it beside figures, by column; of
            ``unit.block`` the key is ``block``.
    """

    unit: str
    rank: int | None = None
    scores: Mapping[str, Cell | NodeScore] = attrs.field(repr=False)
    about: Mapping[str, str] = attrs.field(factory=dict, repr=False)

    @property
    def total(self) -> Fraction | None:
        """Return the points of the whole, exact as far as `is_exact`."""
        return self.scores[""].points

    @property
    def is_exact(self) -> bool:
        """Tell whether no root and no logarithm was needed."""
        return self.scores[""].is_exact

    def __getitem__(self, code: str) -> Cell | NodeScore:
        """Return what came of a row; the whole has the empty code."""
        return self.scores[code]


@attrs.frozen(kw_only=True)
class CompositeResult:
    """All units of one year, in the order in which they were given."""

    scheme: Scheme = attrs.field(repr=False)
    year: int | None
    units: tuple[UnitResult, ...] = attrs.field(repr=False)
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, unit: str) -> UnitResult:
        """Return the result of *unit*."""
        return self._by_name[unit]

    def __iter__(self) -> Iterator[UnitResult]:
        """Yield the units as they were given."""
        return iter(self.units)

    def __len__(self) -> int:
        """Count the units."""
        return len(self.units)

    @functools.cached_property
    def _by_name(self) -> Mapping[str, UnitResult]:
        return {each.unit: each for each in self.units}

    def ranked(self) -> tuple[UnitResult, ...]:
        """Return the units by block and rank, those without rank last."""
        return tuple(
            sorted(
                self.units,
                key=lambda each: (
                    self.block_of(each),
                    each.rank is None,
                    each.rank or 0,
                ),
            )
        )

    def block_of(self, unit: UnitResult) -> str:
        """Return the block in which *unit* is ranked; empty for all in one."""
        ranking = self.scheme.ranking
        key = key_of((ranking and ranking.within) or "")

        return unit.about.get(key, "") if key else ""

    def published(self, points: Fraction | None) -> str | None:
        """Write *points* as they are published."""
        if points is None:
            return None

        return published(
            *points.as_integer_ratio(),
            self.scheme.decimals,
            self.scheme.rounding,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return a document of plain values, numbers as strings.

        ``points`` has 12 decimal places; ``exact`` says the same as a
        quotient, where it is short enough to be read.
        """
        return {
            "schema": "parrules/composite/1",
            "index": self.scheme.id,
            "edition": self.scheme.edition,
            "status": self.scheme.status,
            "year": self.year,
            "units": [self._unit(each) for each in self.units],
        }

    def _unit(self, unit: UnitResult) -> dict[str, Any]:
        return {
            "unit": unit.unit,
            "rank": unit.rank,
            "total": self.published(unit.total),
            "exact": unit.is_exact,
            "nodes": [
                {"code": "", **_node_dict(unit.scores[""])},
                *(
                    {"code": node.code, **_node_dict(unit.scores[node.code])}
                    for node in self.scheme.nodes()
                ),
            ],
        }


def _node_dict(score: Cell | NodeScore) -> dict[str, Any]:
    shared = {
        "status": score.status,
        "points": number_text(score.points),
        "exact": score.is_exact,
    }
    if isinstance(score, NodeScore):
        return {
            **shared,
            "combine": score.combine,
            "parts": [
                {
                    "code": part.code,
                    "weight": number_text(part.weight),
                    "points": number_text(part.points),
                }
                for part in score.parts
            ],
        }

    return {
        **shared,
        "indicator": score.indicator,
        "raw": number_text(score.raw),
        "steps": [
            {"change": step.change, "value": number_text(step.value)}
            for step in score.steps
        ],
        "value": number_text(score.value),
        "better": score.better,
        "anchors": score.anchors,
        "low": _anchor_dict(score.low),
        "high": _anchor_dict(score.high),
    }


def _anchor_dict(anchor: Anchor | None) -> dict[str, Any] | None:
    if anchor is None:
        return None

    return {
        "value": number_text(anchor.value),
        "unit": anchor.unit,
        "year": anchor.year,
    }


def number_text(number: Fraction | None) -> str | None:
    """Write a number in full where it is short, else to 12 places."""
    if number is None:
        return None
    if number.denominator.bit_length() <= _LONGEST_EXACT:
        text = plain(number)
        if "/" not in text and len(text) <= _LONGEST_EXACT:
            return text

    return published(*number.as_integer_ratio(), _PLACES, "half_even")
