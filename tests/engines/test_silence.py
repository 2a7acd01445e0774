"""Silence is never better than the best that could be said (S19)."""

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conformance.agreement import submission
from engines.pairing import Pair, pairs, ruleset_of
from engines.strategies import numbered
from engines.submitting import Facts
from parrules.errors import FactError
from parrules.ruleset import Ruleset

TRIED = 40
fixed = settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def total_of(ruleset: Ruleset, facts: Facts) -> Fraction | None:
    """Return the total of *facts*, each with its document."""
    proven = tuple(each.name for each in ruleset.scheme.facts)

    return ruleset.evaluate(submission(facts, proven)).total_exact


def units(ruleset: Ruleset, number: int) -> Iterator[Pair]:
    """Yield submissions that hold something."""
    source = random.Random(number)  # noqa: S311  # chance, not secrets

    return (
        pair
        for pair in pairs(ruleset, source)
        if pair.facts and not pair.is_spoiled
    )


def is_worth_saying(
    ruleset: Ruleset, facts: Facts, name: str, others: list[Facts]
) -> bool:
    """Tell whether a value of *name* is as good as none.

    Tried are the one in *facts* and those in *others*.
    """
    rest = {key: value for key, value in facts.items() if key != name}
    silent = total_of(ruleset, rest)
    values = [each[name] for each in (facts, *others) if name in each]
    for value in values:
        try:
            said = total_of(ruleset, {**rest, name: value})
        except FactError:
            # Not a value beside the facts that bound it here.
            continue
        if silent is None or said is None or said >= silent:
            return True

    return False


@fixed
@given(number=st.integers(0, 2**32))
def test_of_every_missing_fact_some_value_is_as_good(number: int) -> None:
    """S19.1, of rulesets without the words that S19.2 excepts."""
    ruleset = ruleset_of(numbered(number, is_plain=True))
    if ruleset is None:
        return
    several = units(ruleset, number)
    others = [pair.facts for pair in itertools.islice(several, TRIED)]
    choice = random.Random(number)  # noqa: S311  # chance, not secrets
    for pair in itertools.islice(several, 10):
        name = choice.choice(sorted(pair.facts))

        assert is_worth_saying(ruleset, pair.facts, name, others), (
            name,
            pair.facts,
        )


@fixed
@given(number=st.integers(0, 2**32))
def test_of_a_missing_leaf_some_values_are_as_good(number: int) -> None:
    """S19.3: all that a leaf misses is said, one after the other."""
    ruleset = ruleset_of(numbered(number, is_plain=True))
    if ruleset is None:
        return
    several = units(ruleset, number)
    others = [pair.facts for pair in itertools.islice(several, TRIED)]
    for pair in itertools.islice(several, 5):
        facts = dict(pair.facts)
        worse = []
        for name in sorted(facts)[::2]:
            if not is_worth_saying(ruleset, facts, name, others):
                worse.append((name, dict(facts)))
            del facts[name]

        assert [] == worse


def test_plain_rulesets_hold_no_word_that_is_excepted() -> None:
    """Else the two properties above would be about nothing."""
    texts = [numbered(number, is_plain=True) for number in range(30)]
    words = ("is_missing", "default", "points_of", "percent_of")

    assert [] == [word for word in words if word in "".join(texts)]
