"""Units to score: one like many, and as many mixed ones as are wanted."""

import datetime
import os
import pathlib
import random
from collections.abc import Iterator, Mapping

from parrules.model import Choices, Criterion, Fact, Scheme

RULESET = os.fspath(pathlib.Path(__file__).with_name("district.toml"))
"""Table III as all engines can say it."""

BUNDLED = "vn/brvt/police-district@2024"
"""Table III as it is scored."""

EXAMPLE = "a unit like many"
UNITS = 200
"""Mixed ones that are scored in turn."""
_NEW_YEAR = datetime.date(2024, 1, 1)


def one_like_many(scheme: Scheme) -> dict[str, object]:
    """Return the facts of the ruleset's own example of that name."""
    example = next(each for each in scheme.examples if each.name == EXAMPLE)

    return dict(example.facts)


def mixed_units(
    scheme: Scheme, count: int, *, seed: int = 1, missing: float = 0
) -> Iterator[dict[str, object]]:
    """Yield the facts of *count* units, drawn within bounds and relations.

    Args:
        scheme: Its facts are flags, counts, dates and tallies; its answers
            are choices.
        count: How many.
        seed: The same seed yields the same units.
        missing: The probability that a fact or answer is left out, 0…1.
    """
    draw = random.Random(seed)  # noqa: S311  # nothing secret
    for _ in range(count):
        facts: dict[str, object] = {}
        for fact in scheme.facts:
            facts[fact.name] = _drawn(draw, fact, facts)
        for leaf in scheme.leaves():
            if isinstance(leaf.form, Choices):
                facts[leaf.code] = draw.choice(_options(scheme, leaf))
        yield {
            name: value
            for name, value in facts.items()
            if draw.random() >= missing
        }


def _drawn(
    draw: random.Random, fact: Fact, facts: Mapping[str, object]
) -> object:
    if fact.type == "flag":
        return draw.random() < 0.5
    if fact.type == "tally":
        return tuple(draw.randint(0, 3) for _ in fact.levels)
    if fact.type == "date":
        if fact.never and draw.randrange(4) == 0:
            return "never"
        return _NEW_YEAR + datetime.timedelta(days=draw.randrange(90))
    assert fact.type == "count", f"no way to draw a {fact.type}"
    low = 0 if fact.at_least is None else _whole(fact.at_least)
    if fact.at_most_fact is None:
        return max(low, draw.choice((0, 1, 4, 10, 20)))
    high = facts[fact.at_most_fact]
    assert isinstance(high, int)

    return high if draw.randrange(4) == 0 else draw.randint(low, high)


def _whole(bound: object) -> int:
    return int(str(bound))


def _options(scheme: Scheme, leaf: Criterion) -> list[str]:
    form = leaf.form
    assert isinstance(form, Choices)
    named = form.choices or scheme.answers[form.named or ""]

    return [choice.id for choice in named]
