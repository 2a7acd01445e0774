"""Less and more of one fact: the direction that its ``more`` declares."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.facts import Submission
from parrules.plan.nodes import Input, Plan
from parrules.points import plain, scale_of
from parrules.scoring.limits import bounds_of

Pair = tuple[object, object]
"""A value, and one that is more."""

_STEPS = (1, 2, 10)
"""By how many steps a value is moved; else to its limit."""


def directed(plan: Plan) -> tuple[Input, ...]:
    """Return the facts of which more is declared better, or worse."""
    return tuple(
        source
        for source in plan.inputs
        if source.fact is not None and source.fact.more is not None
    )


def less_and_more(
    plan: Plan, submission: Submission, source: Input, by: int
) -> tuple[Submission, Submission] | None:
    """Return two submissions, the second with more of one fact.

    Args:
        plan: Of the ruleset.
        submission: Holds what the plan accepts; it is one of the two.
        source: The fact.
        by: Any whole number from 0; it says by how much they differ.

    Returns:
        `None` where the fact is not there, or can be nothing else.
    """
    value = submission.facts.get(source.name)
    values: Pair | None = None
    if isinstance(value, bool):
        values = (False, True)
    elif isinstance(value, list | tuple):
        values = _levels(plan, source, tuple(value), by)
    elif isinstance(value, str):
        values = _options(source, value, by)
    elif isinstance(value, int | Decimal | datetime.date):
        values = _numbers(plan, submission, source, value, by)
    if values is None:
        return None
    less, more = (
        attrs.evolve(submission, facts={**submission.facts, source.name: each})
        for each in values
    )

    return less, more


def _numbers(
    plan: Plan,
    submission: Submission,
    source: Input,
    value: int | Decimal | datetime.date,
    by: int,
) -> Pair | None:
    steps = _steps(source, value)
    low, high = _limits(plan, submission, source)
    if steps < high:
        return value, _value(source, steps + _moved(high - steps, by))
    if low < steps:
        return _value(source, steps - _moved(steps - low, by)), value

    return None


def _moved(room: int, by: int) -> int:
    way = by % (len(_STEPS) + 1)

    return room if way == len(_STEPS) else min(_STEPS[way], room)


def _limits(
    plan: Plan, submission: Submission, source: Input
) -> tuple[int, int]:
    """Return between which values a fact may be moved, the others given."""
    low, high = bounds_of(source, plan)
    for is_upper, other in _related(plan, source):
        value = submission.facts.get(other.name)
        if not isinstance(value, int | Decimal | datetime.date):
            continue
        limit = Fraction(_steps(other, value), scale_of(other.places))
        scaled = limit * scale_of(source.places)
        if is_upper:
            high = min(high, scaled.numerator // scaled.denominator)
        else:
            low = max(low, -(-scaled.numerator // scaled.denominator))

    return low, high


def _related(plan: Plan, source: Input) -> Iterator[tuple[bool, Input]]:
    """Yield the facts that bound a fact, or are bounded by it."""
    for other in plan.inputs:
        if source.fact is None or other.fact is None:
            continue
        if other.name == source.fact.at_most_fact:
            yield True, other
        if other.name == source.fact.at_least_fact:
            yield False, other
        if source.name == other.fact.at_least_fact:
            yield True, other
        if source.name == other.fact.at_most_fact:
            yield False, other


def _steps(source: Input, value: int | Decimal | datetime.date) -> int:
    if isinstance(value, datetime.date):
        return value.toordinal()

    return (Fraction(value) * scale_of(source.places)).numerator


def _value(source: Input, steps: int) -> object:
    if source.kind == "date":
        return datetime.date.fromordinal(steps)
    number = Fraction(steps, scale_of(source.places))
    if number.denominator == 1:
        return number.numerator

    return Decimal(plain(number))


def _options(source: Input, value: str, by: int) -> Pair | None:
    """Return options that stand for less and more; texts have no order."""
    if source.fact is None or not source.fact.numbers:
        return None
    numbers = dict(zip(source.options, source.fact.numbers, strict=True))
    others = [each for each in numbers if numbers[each] != numbers[value]]
    if not others:
        return None
    pair = sorted((value, others[by % len(others)]), key=numbers.__getitem__)

    return pair[0], pair[1]


def _levels(
    plan: Plan, source: Input, value: tuple[int, ...], by: int
) -> Pair | None:
    """Move one count of a tally to a higher level."""
    if source.kind != "tally":
        return None
    _, high = bounds_of(source, plan)
    moves = [
        (low, up)
        for low, count in enumerate(value)
        for up in range(low + 1, len(value))
        if count and value[up] < high
    ]
    if not moves:
        return None
    low, up = moves[by % len(moves)]
    counts = list(value)
    counts[low] -= 1
    counts[up] += 1

    return value, counts
