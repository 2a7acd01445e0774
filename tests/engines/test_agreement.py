"""Engines and the oracle agree, whatever the ruleset and the facts."""

import functools
import pathlib

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from conformance.agreement import (
    differences,
    inconsistencies,
    result_of,
    submission,
    unequal,
)
from engines.strategies import rulesets, submissions
from engines.submitting import Facts, submissions_to
from oracle import oracle
from parrules.breakdown.views import Breakdown
from parrules.errors import RulesetError
from parrules.loading import parse_ruleset, read_ruleset
from parrules.loading.bundled import bundled
from parrules.ruleset import Ruleset

FILES = {each.name: each.path for each in bundled()} | {
    "miniature": pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"
}
fixed = settings(
    derandomize=True,
    deadline=None,
    database=None,
    # Shrinking a ruleset takes minutes; what fails is printed whole.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.filter_too_much,
    ],
)


@functools.cache
def compiled(name: str) -> Ruleset:
    """Return a ruleset, which is compiled once."""
    scheme = read_ruleset(FILES[name]).scheme
    assert scheme is not None

    return Ruleset(scheme)


def disagreements(
    ruleset: Ruleset, facts: Facts, proven: tuple[str, ...]
) -> list[str]:
    """Return where engines and the oracle differ, and what is off."""
    breakdown = ruleset.evaluate(submission(facts, proven))
    expected = oracle(ruleset.scheme, facts, proven)

    return [
        *unequal(ruleset, submission(facts, proven)),
        *differences(result_of(breakdown), expected),
        *inconsistencies(breakdown),
    ]


@pytest.mark.parametrize("name", FILES)
@settings(fixed, max_examples=25)
@given(data=st.data())
def test_the_engine_gives_what_the_oracle_gives(
    name: str, data: st.DataObject
) -> None:
    """Of real rulesets, near boundaries, every node and total is equal."""
    ruleset = compiled(name)
    facts, proven = data.draw(submissions_to(ruleset.scheme))

    assert [] == disagreements(ruleset, facts, proven)


@settings(fixed, max_examples=40)
@given(
    text=rulesets(),
    several=st.lists(submissions(), min_size=4, max_size=4),
)
def test_the_engine_gives_what_the_oracle_gives_of_any_ruleset(
    text: str, several: list[tuple[Facts, tuple[str, ...]]]
) -> None:
    """Rulesets without sense are decided as the page says, all the same."""
    # What is refused has no breakdown; test_differential looks at that.
    text = text.replace('missing = "refuse"', 'missing = "zero"')
    loaded = parse_ruleset(text, "random.toml")
    assert loaded.scheme is not None
    assert [] == [str(each) for each in loaded.problems]
    try:
        ruleset = Ruleset(loaded.scheme)
    except RulesetError:
        return
    for facts, proven in several:
        assert [] == disagreements(ruleset, facts, proven)
        breakdown = ruleset.evaluate(submission(facts, proven))
        assert breakdown == Breakdown.from_dict(breakdown.to_dict())
        assert breakdown.text()


@pytest.mark.parametrize("name", FILES)
@settings(fixed, max_examples=8)
@given(data=st.data())
def test_the_order_of_facts_does_not_matter(
    name: str, data: st.DataObject
) -> None:
    """S0.8: the same facts in any order give the same document."""
    ruleset = compiled(name)
    facts, proven = data.draw(submissions_to(ruleset.scheme))
    other = dict(data.draw(st.permutations(list(facts.items()))))

    assert (
        ruleset.evaluate(submission(facts, proven)).to_dict()
        == ruleset.evaluate(submission(other, proven)).to_dict()
    )


@pytest.mark.parametrize("name", FILES)
@settings(fixed, max_examples=20)
@given(data=st.data())
def test_a_fact_withheld_never_helps(name: str, data: st.DataObject) -> None:
    """S19.1: silence is worth no more than what was to be said."""
    ruleset = compiled(name)
    silent = {
        each.name for each in ruleset.scheme.facts if each.default is not None
    }
    facts, proven = data.draw(submissions_to(ruleset.scheme))
    given_ones = sorted(facts.keys() - silent)
    assume(given_ones)
    withheld = data.draw(st.sampled_from(given_ones))
    some = {name: facts[name] for name in facts if name != withheld}

    known = ruleset.evaluate(submission(facts, proven)).total_exact
    unknown = ruleset.evaluate(submission(some, proven)).total_exact

    assert known is None or unknown is None or unknown <= known
