"""More of one fact: the direction that its ``more`` declares."""

import datetime
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.facts import NEVER, Submission
from parrules.plan.nodes import Input, Plan
from parrules.points import plain, scale_of
from parrules.scoring.border import bounds_of

_WAYS = (1, 2, 10, 100)
"""By how many steps a value is raised, at most; else to its bound."""


def directed(plan: Plan) -> tuple[Input, ...]:
    """Return the facts of which more is declared better, or worse."""
    return tuple(
        source
        for source in plan.inputs
        if source.fact is not None and source.fact.more is not None
    )


def raised(
    plan: Plan, submission: Submission, source: Input, by: int
) -> Submission | None:
    """Return *submission* with more of one fact.

    Args:
        plan: Of the ruleset.
        submission: Holds what the plan accepts.
        source: The fact.
        by: Any whole number from 0; it says by how much.

    Returns:
        `None` where the fact is not there, or there is no more of it.
    """
    value = submission.facts.get(source.name)
    more = None if value is None else _more(plan, source, value, by)
    if more is None:
        return None
    facts = {**submission.facts, source.name: more}

    return attrs.evolve(submission, facts=facts)


def _more(plan: Plan, source: Input, value: object, by: int) -> object:
    if isinstance(value, bool):
        return None if value else True
    if isinstance(value, str):
        return _higher_option(source, value, by)
    if isinstance(value, list | tuple):
        return _more_of_a_level(plan, source, value, by)
    _, high = bounds_of(source, plan)
    if isinstance(value, datetime.date):
        return _later(value, high, by)
    if not isinstance(value, int | Decimal):
        return None
    steps = Fraction(value) * scale_of(source.places)
    room = high - steps.numerator
    if room <= 0:
        return None
    number = Fraction(
        steps.numerator + _step(room, by), scale_of(source.places)
    )

    return (
        number.numerator if number.denominator == 1 else Decimal(plain(number))
    )


def _step(room: int, by: int) -> int:
    way = by % (len(_WAYS) + 1)

    return room if way == len(_WAYS) else min(_WAYS[way], room)


def _later(value: datetime.date, high: int, by: int) -> object:
    room = high - value.toordinal()
    if room <= 0:
        return None

    return datetime.date.fromordinal(value.toordinal() + _step(room, by))


def _higher_option(source: Input, value: str, by: int) -> str | None:
    """Return an option that stands for more; texts have no order."""
    if source.fact is None or not source.fact.numbers or value == NEVER:
        return None
    numbers = dict(zip(source.options, source.fact.numbers, strict=True))
    higher = [each for each in numbers if numbers[each] > numbers[value]]

    return higher[by % len(higher)] if higher else None


def _more_of_a_level(
    plan: Plan, source: Input, value: list[int] | tuple[int, ...], by: int
) -> list[int] | None:
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

    return counts
