"""Values that are worth trying: short ones, and those around boundaries."""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from parrules.facts import NEVER
from parrules.plan.nodes import Input, Plan
from parrules.scoring.limits import bounds_of

_PLAIN = (100, 0, 1, 2, 3, 5, 10, 1000)
_SHIFTS = (0, 1, -1, 27, 28, 29, 30, 31, 59, 60, 61, 92, 365, 366, -31, -365)
_MOST = 48


def candidates(
    source: Input, cuts: Sequence[Fraction], plan: Plan
) -> tuple[Any, ...]:
    """Return values of one input to try, the likeliest first.

    Args:
        source: What the submission may hold.
        cuts: Numbers that conditions compare something with.
        plan: Of the ruleset.

    Returns:
        Values in the form that `parrules.scoring.numbers` reads; no `None`.
    """
    if source.kind == "flag":
        return (True, False)
    if source.kind in ("choice", "answer"):
        return tuple(range(len(source.options)))
    if source.kind == "codes":
        codes = [node.code for node in plan.nodes if node.tree == "criteria"]
        return ((), *((code,) for code in codes[:_MOST]), tuple(codes))
    low, high = bounds_of(source, plan)
    if source.kind == "date":
        return _dates(source, low, high, plan)
    if source.kind == "tally":
        return tuple(_tallies(len(source.options), cuts, low, high))
    if source.kind == "judged":
        return _judged(source, high, plan)
    scale = 10**source.places
    found = _in_steps(_around(cuts), scale)

    return _kept((*found, low, high), low, high)


def spread(lists: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield combinations, those of the likeliest values first."""
    for level in range(max(map(len, lists), default=0)):
        for at, chosen in enumerate(lists):
            if level >= len(chosen):
                continue
            before = (each[:level] for each in lists[:at])
            after = (each[: level + 1] for each in lists[at + 1 :])
            yield from itertools.product(*before, [chosen[level]], *after)


def _around(cuts: Iterable[Fraction]) -> Iterator[Fraction]:
    """Yield plain numbers, then those with which a cut is reached."""
    yield from map(Fraction, _PLAIN)
    for cut in cuts:
        part = cut / 100
        yield from (cut, cut * 10)
        # A quotient is cut where these two are divided.
        yield from (Fraction(part.numerator), Fraction(part.denominator))
        yield from (Fraction(cut.numerator), Fraction(cut.denominator))


def _in_steps(numbers: Iterable[Fraction], scale: int) -> Iterator[int]:
    for number in numbers:
        steps = number * scale
        floor = steps.numerator // steps.denominator
        yield floor
        if steps.denominator > 1 or number not in _PLAIN:
            yield from (floor + 1, floor - 1)


def _kept(values: Iterable[int], low: int, high: int) -> tuple[int, ...]:
    within = (each for each in values if low <= each <= high)

    return tuple(itertools.islice(dict.fromkeys(within), _MOST))


def _judged(source: Input, high: int, plan: Plan) -> tuple[int, ...]:
    step = Fraction(plan.nodes[source.node].judged_step, 10**plan.places)
    width = int(step * 10**source.places) or 1

    return tuple(dict.fromkeys((high // width * width, 0, width)))


def _dates(
    source: Input, low: int, high: int, plan: Plan
) -> tuple[int | str, ...]:
    assert source.fact is not None
    starts = plan.scheme.starts or datetime.date(2024, 1, 1)
    middle = min(max(starts.toordinal() + 30, low), high)
    named = (
        part.value
        for met in plan.properties
        for term in met.terms
        for part in term.walk()
        if part.op == "day" and isinstance(part.value, int)
    )
    days = [
        base + shift
        for base in (middle, *dict.fromkeys(named))
        for shift in _SHIFTS[: 3 if base != middle else None]
    ]
    found = _kept((*days, low, high), low, high)
    if source.fact.never:
        return (found[0], NEVER, *found[1:])

    return found


def _tallies(
    levels: int, cuts: Sequence[Fraction], low: int, high: int
) -> Iterator[tuple[int, ...]]:
    """Yield tallies: all on one level, or shared between two."""

    def tally(counts: dict[int, int]) -> tuple[int, ...]:
        found = (counts.get(level, 0) for level in range(levels))
        return tuple(min(max(count, low), high) for count in found)

    yield tally({})
    for level in reversed(range(levels)):
        yield tally({level: 100})
    tops = [levels - 1, *range(levels - 1)]
    for cut in cuts:
        whole = cut.numerator // cut.denominator
        for top in tops:
            bottom = 0 if top else levels - 1
            for part in (whole, whole - 1, whole + 1):
                yield tally({top: part, bottom: 100 - part})
    for one, two in itertools.combinations(range(levels), 2):
        yield tally({one: 1, two: 1})
