"""What is uncertain of one unit, and the values that it may have."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs
import numpy
from numpy.typing import NDArray
from scipy import special, stats

from parrules.facts import NEVER, Submission
from parrules.plan.nodes import Input, Plan
from parrules.points import decimal_of, divide, scale_of
from parrules.scoring.border import Border, Reading
from parrules.scoring.limits import bounds_of
from parrules.scoring.readers import from_text
from parrules.sensitivity.judging import options_of
from parrules.sensitivity.model import (
    Days,
    Doubt,
    Margin,
    Other,
    Resampled,
    Surveyed,
)
from parrules.sensitivity.sampling import Uniforms
from parrules.sensitivity.surveyed import StatedMargin, stated_margin
from parrules.sensitivity.wholes import plus, product, whole_numbers

Values = NDArray[Any]
"""Whole numbers, as `parrules.scoring.border` reads facts: steps of their
decimal places, days, positions of options."""

STEPPED: Final = ("count", "number", "percent", "judged", "date")
USUAL: Final = StatedMargin(margin=Fraction(0), confidence=Fraction(95))


@attrs.frozen(kw_only=True)
class Drawn:
    """One fact or answer of a unit that is drawn.

    Attributes:
        value: What was handed in, checked.
        bounds: Lowest and highest value.
        step: Values differ by multiples of it.
        half: Uniform: at most so many steps up or down.
        deviation: Normal: the standard deviation, in steps.
        shares: Of other options, by position, the probability.
        dimensions: How many numbers it is drawn by.
    """

    source: Input
    value: Any
    bounds: tuple[int, int]
    step: int = 1
    half: int = 0
    deviation: float | None = None
    shares: tuple[tuple[int, Decimal], ...] = ()
    dimensions: int = 1

    def values(self, points: Uniforms) -> Values:
        """Return the drawn values, before what bounds them.

        Args:
            points: ``(draws, dimensions)``.

        Returns:
            ``(draws,)``; of a tally ``(draws, levels)``.
        """
        if self.source.kind == "tally":
            return _resampled(self.value, points)
        first = points[:, 0]
        if self.shares:
            return self._options(first)
        if self.deviation is None:
            steps = numpy.floor(first * (2 * self.half + 1)) - self.half
        else:
            steps = numpy.rint(special.ndtri(first) * self.deviation)

        return plus(product(_whole(steps), self.step), self._own(steps))

    def _own(self, steps: NDArray[numpy.float64]) -> Values:
        return whole_numbers([self.value] * len(steps), steps.shape)

    def _options(self, points: Uniforms) -> Values:
        found = numpy.full(points.shape, int(self.value), numpy.int64)
        end = Fraction(0)
        for position, share in self.shares:
            start, end = end, end + Fraction(share)
            low, high = (_real(each) for each in (start, end))
            found[(low <= points) & (points < high)] = position

        return found


def _whole(steps: NDArray[numpy.float64]) -> Values:
    """Return floats that are whole as whole numbers."""
    return steps.astype(numpy.int64)


def _real(number: Fraction) -> float:
    return number.numerator / number.denominator


def _resampled(counts: Sequence[int], points: Uniforms) -> Values:
    """Draw a tally anew: level by level, out of those who are left."""
    draws = len(points)
    found = numpy.zeros((draws, len(counts)), numpy.int64)
    left = numpy.full(draws, sum(counts), numpy.int64)
    rest = sum(counts)
    for level, count in enumerate(counts[:-1]):
        share = count / rest if rest else 0.0
        found[:, level] = stats.binom.ppf(points[:, level], left, share)
        left -= found[:, level]
        rest -= count
    found[:, -1] = left

    return found


def drawn_of(
    submission: Submission,
    reading: Reading,
    doubts: Mapping[str, Doubt],
    plan: Plan,
) -> tuple[tuple[Drawn, ...], tuple[str, ...]]:
    """Return what is drawn of one unit, in the order of the ruleset.

    Returns:
        What is drawn; and the facts of whose margin the evidence says
        nothing. What was not handed in, is drawn by nobody.
    """
    found = []
    silent = []
    for source in plan.inputs:
        doubt = doubts.get(source.name)
        value = reading.values[source.position]
        given = reading.submission.facts
        is_known = value is not None and value != NEVER
        if doubt is None or source.name not in given or not is_known:
            continue
        made = _drawn(source, value, doubt, submission, plan)
        if made is None:
            silent.append(source.name)
        elif made.half or made.deviation or made.shares or sum_of(made):
            found.append(made)

    return tuple(found), tuple(silent)


def sum_of(drawn: Drawn) -> int:
    """Return how many people a tally has; 0 of anything else."""
    return sum(drawn.value) if drawn.source.kind == "tally" else 0


def _drawn(
    source: Input,
    value: Any,  # noqa: ANN401  # of any fact
    doubt: Doubt,
    submission: Submission,
    plan: Plan,
) -> Drawn | None:
    made = Drawn(
        source=source,
        value=value,
        bounds=bounds_of(source, plan),
        step=_step(source, plan),
    )
    if isinstance(doubt, Resampled):
        return attrs.evolve(made, dimensions=max(len(source.options) - 1, 1))
    if isinstance(doubt, Other):
        return attrs.evolve(made, shares=tuple(_shares(source, value, doubt)))
    if isinstance(doubt, Days):
        return attrs.evolve(made, half=doubt.days)
    if isinstance(doubt, Surveyed):
        stated = stated_margin(submission, source.name)
        return None if stated is None else _normal(made, stated)
    assert isinstance(doubt, Margin)
    margin = _margin(doubt, made)
    if doubt.shape == "normal":
        return _normal(made, attrs.evolve(USUAL, margin=margin))
    steps = margin * scale_of(source.places) / made.step

    return attrs.evolve(made, half=steps.numerator // steps.denominator)


def _step(source: Input, plan: Plan) -> int:
    """Return by what values differ, in the decimal places of the input."""
    if source.kind != "judged":
        return 1
    step = plan.nodes[source.node].judged_step
    exact_step = Fraction(
        step * scale_of(source.places), scale_of(plan.places)
    )

    return exact_step.numerator


def _margin(doubt: Margin, made: Drawn) -> Fraction:
    """Return the margin in the measure of the fact."""
    if doubt.amount is not None:
        return Fraction(doubt.amount)
    assert doubt.percent is not None
    steps = abs(made.value) * Fraction(doubt.percent) / 100
    rounded = divide(steps.numerator, steps.denominator, "half_up")

    return Fraction(rounded, scale_of(made.source.places))


def _normal(made: Drawn, stated: StatedMargin) -> Drawn:
    """Draw by a normal curve, as much of it within the margin as is said."""
    steps = stated.margin * scale_of(made.source.places) / made.step
    width = special.ndtri(0.5 + _real(stated.confidence) / 200)

    return attrs.evolve(made, deviation=_real(steps) / width)


def _shares(
    source: Input,
    value: int,
    doubt: Other,
) -> Iterator[tuple[int, Decimal]]:
    options = options_of(source)
    for option, share in doubt.options.items():
        if source.kind == "flag":
            position = int(option == "true")
        else:
            position = options.index(option)
        if position != int(value):
            yield position, share


def certain_of(
    submission: Submission, border: Border, plan: Plan
) -> Submission:
    """Return *submission* with all facts as `handed_in` returns them.

    Args:
        submission: That the border has read.
        border: Of *plan*.
        plan: Of the ruleset.
    """
    facts: dict[str, object] = {}
    for source in plan.inputs:
        if source.name in submission.facts:
            value = submission.facts[source.name]
            if submission.is_text:
                value = from_text(source, str(value))
            _, read = border.readers[source.name]
            facts[source.name] = handed_in(source, read(value))

    return attrs.evolve(
        submission, facts=facts, is_text=False, paths={}, document=None
    )


def handed_in(source: Input, value: Any) -> object:  # noqa: ANN401  # of any fact
    """Return a checked value as somebody would hand it in."""
    if source.kind == "flag":
        return bool(value)
    if source.kind in ("choice", "answer"):
        return source.options[value]
    if source.kind == "tally":
        return [int(each) for each in value]
    if source.kind == "codes":
        return list(value)
    if source.kind == "date":
        return value if value == NEVER else datetime.date.fromordinal(value)
    whole, rest = divmod(int(value), scale_of(source.places))

    return decimal_of(int(value), source.places) if rest else whole
