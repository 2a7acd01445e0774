"""Facts for a given ruleset, half of them on a boundary or next to one."""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from parrules.model import Choices, Fact, Judged, Ladder, Scheme

START = datetime.date(2024, 1, 31)
SHIFTS = (0, 1, 28, 29, 30, 31, 60, 61)
COUNTS = (0, 1, 2, 3, 4, 5, 7, 10, 20, 100)
Facts = dict[str, Any]


def bounds_in(scheme: Scheme) -> list[Decimal]:
    """Return the bounds of all tiers, which are where points change."""
    bounds = {
        bound
        for leaf in scheme.leaves()
        if isinstance(leaf.form, Ladder)
        for tier in leaf.form.tiers
        for bound in (tier.bound, tier.upper)
        if bound is not None
    }

    return sorted(bounds | {Decimal(50)})


@st.composite
def submissions_to(
    draw: Any,  # noqa: ANN401  # hypothesis
    scheme: Scheme,
) -> tuple[Facts, tuple[str, ...]]:
    """Return facts that *scheme* accepts, and names with a document."""
    # One of 12, of 40, or none of the facts is withheld on average.
    absence = draw(st.sampled_from([11, 39, 0]))
    bounds = bounds_in(scheme)
    facts: Facts = {}
    for fact in in_order(scheme):
        if absence and not draw(st.integers(0, absence)) and not fact.required:
            continue
        facts[fact.name] = draw(value_of(fact, facts, bounds))
    for leaf in scheme.leaves():
        if absence and not draw(st.integers(0, absence)):
            continue
        if isinstance(leaf.form, Choices):
            options = [choice.id for choice in leaf.form.choices]
            facts[leaf.code] = draw(st.sampled_from(options))
        if isinstance(leaf.form, Judged):
            steps = int(leaf.maximum / leaf.form.step)
            count = draw(st.integers(0, steps))
            facts[leaf.code] = leaf.form.step * count
    proven = tuple(each.name for each in scheme.facts if draw(st.booleans()))

    return facts, proven


def in_order(scheme: Scheme) -> list[Fact]:
    """Return the facts so that each follows the fact that bounds it."""
    names = {fact.name: fact for fact in scheme.facts}
    found: dict[str, Fact] = {}

    def add(fact: Fact) -> None:
        limit = fact.at_most_fact
        if limit is not None and limit not in found:
            add(names[limit])
        found[fact.name] = fact

    for fact in scheme.facts:
        add(fact)

    return list(found.values())


def value_of(
    fact: Fact, facts: Facts, bounds: list[Decimal]
) -> st.SearchStrategy[Any]:
    """Return values of *fact*, given those that bound it."""
    if fact.type == "flag":
        return st.booleans()
    if fact.type == "choice":
        return st.sampled_from(fact.options)
    if fact.type == "date":
        days = st.sampled_from(SHIFTS).map(
            lambda days: START + datetime.timedelta(days)
        )
        return st.one_of(days, st.just("never")) if fact.never else days
    if fact.type == "tally":
        counts = st.sampled_from([0, 0, 1, 3, 7])
        size = len(fact.levels)
        return st.lists(counts, min_size=size, max_size=size)
    if fact.type == "codes":
        return st.just([])

    return numbers(fact, facts.get(fact.at_most_fact or ""), bounds)


def numbers(
    fact: Fact, limit: int | None, bounds: list[Decimal]
) -> st.SearchStrategy[Any]:
    """Return whole numbers, half of them where a percent meets a bound."""
    assert isinstance(fact.at_least, Decimal)
    assert isinstance(fact.at_most, Decimal)
    low, high = int(fact.at_least), int(fact.at_most)
    if limit is None:
        return st.sampled_from(
            [n for n in COUNTS if low <= n <= high] or [low]
        )
    near = {
        min(max(int(Fraction(bound) * limit / 100) + shift, low), limit)
        for bound in bounds
        for shift in (-1, 0, 1)
    }
    whole = st.integers(low, max(limit, low))

    return st.one_of(st.sampled_from(sorted(near)), whole)
