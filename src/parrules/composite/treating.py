"""What happens to a column of figures before it is put on a scale."""

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm
from typing import Literal

import attrs

from parrules.cohort.ordering import ordered
from parrules.cohort.spread import quantile
from parrules.composite.model import Node, Treatment, Winsorise
from parrules.composite.numbers import logarithm, mean, median
from parrules.composite.units import Figures

Column = Sequence[Fraction | None]
Change = Literal[
    "divided",
    "imputed",
    "bounded",
    "trimmed",
    "winsorised",
    "logarithm",
    "undefined",
]
_FEWEST = 4
"""Of fewer values there is no kurtosis."""

_SHIFT = Fraction(1, 100)


@attrs.frozen
class Step:
    """One thing that happened to a value, and what came of it."""

    change: Change
    value: Fraction | None


@attrs.frozen
class Treated:
    """A column, and by row the steps that led to its values.

    Attributes:
        undefined: Rows whose figures are known and make no value; they are
            no gaps to be filled.
    """

    values: Column
    steps: Sequence[tuple[Step, ...]]
    is_exact: bool = True
    undefined: frozenset[int] = frozenset()

    def then(
        self, change: Change, values: Column, *, is_exact: bool = True
    ) -> "Treated":
        """Return this column with *values*; what differs is a step."""
        steps = [
            old
            if before is after or before == after
            else (*old, Step(change, after))
            for old, before, after in zip(
                self.steps, self.values, values, strict=True
            )
        ]

        return Treated(
            values, steps, self.is_exact and is_exact, self.undefined
        )


def measured(node: Node, figures: Figures) -> Treated:
    """Return the values of an indicator as they are measured.

    Divided by another column, bounded, and as logarithms where the
    indicator says so; a quotient by 0 and the logarithm of what is not above
    0 are no values.
    """
    raw = figures.numbers[node.indicator]
    known = [value is not None for value in raw]
    column = Treated(raw, [()] * len(raw))
    if node.per:
        by = figures.numbers[node.per]
        known = [
            is_known and divisor is not None
            for is_known, divisor in zip(known, by, strict=True)
        ]
        column = column.then("divided", _quotients(raw, by))
    low, high = node.at_least, node.at_most
    if low is not None or high is not None:
        column = column.then(
            "bounded",
            _within(
                column.values,
                None if low is None else Fraction(low),
                None if high is None else Fraction(high),
            ),
        )
    if node.scale.transform == "log":
        column = column.then(
            "logarithm", _logarithms(column.values), is_exact=False
        )
    pairs = enumerate(zip(known, column.values, strict=True))
    undefined = (
        row for row, (is_known, value) in pairs if is_known and value is None
    )

    return attrs.evolve(column, undefined=frozenset(undefined))


def treated(
    treatment: Treatment, column: Treated, groups: Sequence[str]
) -> Treated:
    """Return *column* with gaps filled and outliers drawn in."""
    if treatment.impute != "none":
        middle = mean if treatment.impute == "mean" else median
        column = column.then("imputed", _imputed(column, groups, middle))
    if treatment.trim:
        column = column.then("trimmed", _trimmed(column, treatment))
    if treatment.winsorise is not None:
        column = _drawn_in(column, treatment.winsorise)

    return column


def present(values: Column) -> list[Fraction]:
    """Return the values that are there."""
    return [value for value in values if value is not None]


def _quotients(values: Column, by: Column) -> Column:
    return [
        None if value is None or not divisor else value / divisor
        for value, divisor in zip(values, by, strict=True)
    ]


def _within(
    values: Column, low: Fraction | None, high: Fraction | None
) -> Column:
    def bounded(value: Fraction) -> Fraction:
        if low is not None and value < low:
            return low
        return high if high is not None and value > high else value

    return [None if value is None else bounded(value) for value in values]


def _logarithms(values: Column) -> Column:
    return [
        logarithm(value) if value is not None and value > 0 else None
        for value in values
    ]


def _imputed(
    column: Treated,
    groups: Sequence[str],
    middle: Callable[[Sequence[Fraction]], Fraction],
) -> Column:
    """Fill each gap by the middle of its group; of none, leave it.

    What is known and undefined is no gap (C2.4).
    """
    members: dict[str, list[Fraction]] = {}
    for value, group in zip(column.values, groups, strict=True):
        if value is not None:
            members.setdefault(group, []).append(value)
    filled = {group: middle(values) for group, values in members.items()}

    return [
        filled.get(group)
        if value is None and row not in column.undefined
        else value
        for row, (value, group) in enumerate(
            zip(column.values, groups, strict=True)
        )
    ]


def _trimmed(column: Treated, treatment: Treatment) -> Column:
    values = present(column.values)
    if not values:
        return column.values
    in_turn = ordered(values)
    share = Fraction(treatment.trim)

    return _within(
        column.values, quantile(in_turn, share), quantile(in_turn, 1 - share)
    )


# -- winsorising, as COINr does it --------------------------------------------


def _drawn_in(column: Treated, rule: Winsorise) -> Treated:
    """Replace the outermost values until the column is calm.

    Those at the end to which the column is skewed, all that are equal at
    once, take the value that comes next; what was replaced before stays so.
    Where fewer than *most* replaced ones do not calm the column and the
    rule says so, the logarithms of the untouched values stand for all.
    """
    values = _Shaped(present(column.values))
    while (shape := values.shape()) and not _is_calm(shape, rule):
        if values.replaced >= rule.most:
            return _given_up(column, values, rule)
        values.draw_in(is_high=shape[0] > 0)

    return column.then("winsorised", values.within(column.values))


def _given_up(column: Treated, values: "_Shaped", rule: Winsorise) -> Treated:
    """Keep what was reached, or take logarithms of what was there."""
    if rule.otherwise == "keep":
        return column.then("winsorised", values.within(column.values))
    low, high = values.lowest, values.highest
    shift = _SHIFT * (high - low) - low

    return column.then(
        "logarithm",
        [
            None if value is None else logarithm(value + shift)
            for value in column.values
        ],
        is_exact=False,
    )


def _is_calm(shape: tuple[int, Fraction, Fraction], rule: Winsorise) -> bool:
    _, skewness_squared, kurtosis = shape

    return skewness_squared < Fraction(rule.skewness) ** 2 or (
        kurtosis < Fraction(rule.kurtosis)
    )


def shape_of(
    values: Sequence[Fraction],
) -> tuple[int, Fraction, Fraction] | None:
    """Return sign and square of the skewness, and the kurtosis.

    Both are those of a sample (G1 and the excess G2); the skewness has a
    square root, its square is exact.  `None` of fewer than four values, and
    where all are equal.
    """
    return _Shaped(values).shape()


class _Shaped:
    """Values whose outermost ones are drawn in, step by step.

    Their shape is that of the sums of their powers, of which each step
    changes a few values alone.
    """

    def __init__(self, values: Sequence[Fraction]) -> None:
        """Count how often each of *values* is there."""
        # Whole numbers on one scale: shape does not depend on it.
        self._scale = lcm(*{value.denominator for value in values})
        counts = Counter(
            value.numerator * (self._scale // value.denominator)
            for value in values
        )
        self._values = sorted(counts)
        self._times = [counts[value] for value in self._values]
        self._powers = [
            sum(times * value**power for value, times in counts.items())
            for power in range(5)
        ]
        self._low, self._high = 0, len(self._values) - 1
        self._replaced = {"low": 0, "high": 0}

    @property
    def replaced(self) -> int:
        """Return how many values were replaced, at both ends."""
        return sum(self._replaced.values())

    @property
    def lowest(self) -> Fraction:
        """Return the lowest value that was there."""
        return Fraction(self._values[0], self._scale)

    @property
    def highest(self) -> Fraction:
        """Return the highest value that was there."""
        return Fraction(self._values[-1], self._scale)

    def draw_in(self, *, is_high: bool) -> None:
        """Let the values at one end, not all equal, take the next one."""
        end = self._high if is_high else self._low
        beside = end - 1 if is_high else end + 1
        times = self._times[end]
        for power in range(1, 5):
            self._powers[power] += times * (
                self._values[beside] ** power - self._values[end] ** power
            )
        self._times[beside] += times
        if is_high:
            self._high, self._replaced["high"] = beside, times
        else:
            self._low, self._replaced["low"] = beside, times

    def within(self, column: Column) -> Column:
        """Return *column* with what was replaced."""
        low, high = (
            Fraction(self._values[end], self._scale)
            if self._replaced[name]
            else None
            for name, end in (("low", self._low), ("high", self._high))
        )
        is_changed = low is not None or high is not None

        return _within(column, low, high) if is_changed else column

    def shape(self) -> tuple[int, Fraction, Fraction] | None:
        """Return what `shape_of` returns."""
        count, first, squares, cubes, fourths = self._powers
        if count < _FEWEST:
            return None
        # Sums of powers of what is left of the mean, times the count.
        second = count * (count * squares - first**2)
        if not second:
            return None
        third = count * (
            count**2 * cubes - 3 * count * first * squares + 2 * first**3
        )
        fourth = count * (
            count**3 * fourths
            - 4 * count**2 * first * cubes
            + 6 * count * first**2 * squares
            - 3 * first**4
        )
        skewness_squared = Fraction(
            third**2 * count * count * (count - 1),
            second**3 * (count - 2) ** 2,
        )
        excess = Fraction(fourth * count, second**2) - 3
        kurtosis = Fraction(count - 1, (count - 2) * (count - 3)) * (
            (count + 1) * excess + 6
        )

        return (1 if third >= 0 else -1), skewness_squared, kurtosis
