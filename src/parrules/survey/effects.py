"""How sure a pooled value is: design effects, exact, and then an interval."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import attrs

from parrules.cohort.joining import total_of
from parrules.survey import margins
from parrules.survey.counts import Heap
from parrules.survey.margins import Interval
from parrules.survey.model import Measure, Sample


@attrs.frozen
class Layers:
    """The answers of each stratum, and for how many people they stand.

    Attributes:
        layers: A size above 0, and a heap with answers.
    """

    layers: tuple[tuple[int, Heap], ...]

    def mean(self, of: Callable[[Heap], Fraction]) -> Fraction:
        """Return the mean of *of* over the people of all strata."""
        if len(self.layers) == 1:
            return of(self.layers[0][1])
        total = sum(size for size, _ in self.layers)
        weighed = (size * of(heap) for size, heap in self.layers)

        return sum(weighed, Fraction(0)) / total

    def variance(self, measure: Measure) -> Fraction:
        """Return how much answers differ: that of one person."""
        first = self.mean(lambda heap: _first(heap, measure))

        return self.mean(lambda heap: _second(heap, measure)) - first**2

    def sampled(self, measure: Measure) -> Fraction:
        """Return the variance of the value, by strata and weights."""
        total = sum(size for size, _ in self.layers)
        parts = (
            Fraction(size, total) ** 2
            * (_second(heap, measure) - _first(heap, measure) ** 2)
            * _kish(heap)
            for size, heap in self.layers
        )

        return sum(parts, Fraction(0))

    def unequal(self) -> Fraction:
        """Return what unequal weights alone do to the variance."""
        total = sum(size for size, _ in self.layers)
        parts = (
            Fraction(size, total) ** 2 * _kish(heap)
            for size, heap in self.layers
        )

        return sum(parts, Fraction(0))


def design_effect(layers: Layers, measure: Measure) -> Fraction:
    """Return by how much the value varies more than in a simple sample."""
    answers = sum(heap.answers for _, heap in layers.layers)
    variance = layers.variance(measure)
    sampled = layers.sampled(measure)
    if variance and sampled:
        return sampled * answers / variance

    # All said the same, of which nothing can be learnt but by the weights.
    return layers.unequal() * answers


def interval_of(
    layers: Layers, people: int, measure: Measure, sample: Sample
) -> Interval | None:
    """Return the interval of a value, in which each person counts once.

    Args:
        layers: All answers, of one question or of several.
        people: How many stand behind them, at least 1.
        measure: What the value is.
        sample: Says the confidence, and an effect beside those that the
            answers show.
    """
    effect = design_effect(layers, measure) * Fraction(sample.design_effect)
    size = real(people / effect)
    value = layers.mean(lambda heap: _first(heap, measure))
    if measure == "share":
        return margins.wilson(real(value), size, sample.confidence)
    if people == 1:
        return None
    # Of a sample, with one less than those who answered.
    spread = layers.variance(measure) * people / (people - 1)

    return margins.student(
        real(value), math.sqrt(real(spread)), size, sample.confidence
    )


def real(number: Fraction) -> float:
    """Return the nearest binary float, which no point is made of."""
    return number.numerator / number.denominator


def weighted(values: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the mean of values by their weights, the second of each."""
    # One fraction at the end, since each of them is slow to make.
    total = total_of(weight for _, weight in values)
    whole = total_of(
        value if weight == 1 else value * weight for value, weight in values
    )
    assert total, "a mean has to weigh something"
    assert whole is not None

    return whole / total


def _first(heap: Heap, measure: Measure) -> Fraction:
    part = heap.worth if measure == "mean" else heap.top_weight

    return Fraction(part, heap.weight)


def _second(heap: Heap, measure: Measure) -> Fraction:
    part = heap.worth_square if measure == "mean" else heap.top_weight

    return Fraction(part, heap.weight)


def _kish(heap: Heap) -> Fraction:
    return Fraction(heap.square, heap.weight**2)
