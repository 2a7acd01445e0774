"""Random rulesets and submissions, thousands of pairs, none disagreed on."""

import functools
import itertools
import random
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import pytest
import tomli

import conformance.rows
import oracle
from conformance.test_sentences import sentences
from engines.differential import ROOT
from engines.pairing import Pair, disagreements, pairs, ruleset_of
from engines.shrinking import case_of, shrunk
from engines.strategies import numbered
from parrules.engines import ENGINES
from parrules.model import Tier
from project.test_corpus_schema import VALIDATOR, as_json

RULESETS = 45
SUBMISSIONS = 50
FORMS = (
    "awards alone",
    "cases",
    "cases with formula",
    "choices",
    "choices named",
    "deductions alone",
    "formula",
    "judged",
    "ladder long",
    "ladder short",
)
STATUSES = (
    "awaiting",
    "knocked_out",
    "missing",
    "not_applicable",
    "not_held",
    "scored",
)


@functools.cache
def rounds() -> tuple[list[str], Counter[str]]:
    """Return what is disagreed on, as cases, and all that was exercised."""
    found: list[str] = []
    seen: Counter[str] = Counter()
    for number in range(RULESETS):
        text = numbered(number)
        ruleset = ruleset_of(text)
        if ruleset is None:
            continue
        source = random.Random(number)  # noqa: S311  # chance, not secrets
        for pair in itertools.islice(pairs(ruleset, source), SUBMISSIONS):
            off = disagreements(ruleset, pair, seen)
            found += [case_of(*shrunk(text, pair), off)] if off else []

    return found, seen


def test_all_evaluators_agree_on_random_rulesets() -> None:
    """Of some 2,250 pairs; `tests/engines/differential.py` runs any number."""
    found, seen = rounds()

    assert [] == found
    assert seen.total() > RULESETS * SUBMISSIONS


def test_random_rulesets_have_every_form_in_every_status() -> None:
    """The random space covers the language; what is rare is still met."""
    _, seen = rounds()
    wanted = {f"{form}: {each}" for form in FORMS for each in STATUSES}
    wanted -= {"awards alone: awaiting", "deductions alone: awaiting"}
    wanted |= {"trigger: scored", "trigger: missing", "inner node: scored"}
    wanted |= {"grade: ceiling", "grade: drop", "adjustment total#rescale"}

    assert set() == wanted - set(seen)


@functools.cache
def planted() -> tuple[str, Pair, tuple[str, ...]]:
    """Return the smallest ruleset and pair that meet a planted fault.

    With them comes what is disagreed on there.
    """

    def passed(tier: Tier, value: Fraction) -> bool:
        is_at = tier.bound is not None and value == tier.bound
        return conformance.rows.is_reached(tier, value) and not is_at

    text = numbered(26)
    ruleset = ruleset_of(text)
    assert ruleset is not None
    source = random.Random(26)  # noqa: S311  # chance, not secrets
    with pytest.MonkeyPatch.context() as monkey:
        monkey.setattr(oracle, "is_reached", passed)
        pair = next(
            each
            for each in itertools.islice(pairs(ruleset, source), 200)
            if disagreements(ruleset, each)
        )
        small, least = shrunk(text, pair)
        left = ruleset_of(small)
        assert left is not None
        return small, least, tuple(disagreements(left, least))


def test_disagreement_is_made_small() -> None:
    """A planted fault leaves one leaf and its facts.

    Here it is one of the penalty; there has to be a criterion, too.
    """
    small, least, found = planted()
    file = tomli.loads(small)

    # Those of one measure at most, three flags that are counted; none where
    # a default is on the bound.
    assert len(least.facts) <= 3
    assert 1 == small.count("tiers")
    assert {"P", "P.2"} == set(file["penalty"])
    assert {"1", "1.1"} == set(file["criteria"])
    assert found


def test_the_file_of_a_disagreement_is_one_of_the_corpus() -> None:
    """It keeps to the schema, and cites a sentence that stands on the page."""
    small, least, found = planted()
    file = tomli.loads(case_of(small, least, list(found)))

    assert [] == list(VALIDATOR.iter_errors(as_json(file)))
    assert set(file["case"][0]["sentence"]) <= set(sentences())


def test_the_file_of_what_is_refused_is_one_of_the_corpus() -> None:
    """So is one whose facts are nonsense: it expects the codes."""
    pair = Pair({"1.1": "no such option"}, (), is_spoiled=True)
    file = tomli.loads(case_of(numbered(1), pair, ["what differs"]))

    assert [] == list(VALIDATOR.iter_errors(as_json(file)))
    assert {"problems": ["PAR308"]} == file["case"][0]["expect"]


def test_nonsense_is_refused_by_every_engine() -> None:
    """An unknown option is a problem, before any evaluator is asked."""
    ruleset = ruleset_of(numbered(1))
    assert ruleset is not None
    spoiled = Pair({"1.1": "no such option"}, (), is_spoiled=True)
    whole = Pair({"1.1": "yes"}, (), is_spoiled=True)

    assert [] == disagreements(ruleset, spoiled)
    assert f"{ENGINES[0]}: nonsense was scored" in disagreements(
        ruleset, whole
    )


def test_command_counts_what_it_ran(tmp_path: object) -> None:
    """One line says how many pairs, the next how many disagreements."""
    command = ROOT / "tests" / "engines" / "differential.py"
    done = subprocess.run(
        [sys.executable, str(command), "--rulesets=2", "--submissions=3"],
        check=True,
        capture_output=True,
        text=True,
        cwd=str(tmp_path),
    )

    assert [
        "6 pairs, 2 rulesets",
        "0 rulesets with a disagreement",
    ] == done.stdout.splitlines()[:2]
