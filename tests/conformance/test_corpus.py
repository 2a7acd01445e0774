"""Every case of the corpus, on every evaluator."""

import pytest

from conformance.agreement import (
    differences,
    inconsistencies,
    result_of,
    unequal,
)
from conformance.corpus import (
    ALL,
    CASES,
    COHORTS,
    REFUSED,
    Case,
    compiled,
    evaluated,
    failures,
    given,
    loaded,
    problems_of,
    submission_of,
    unmet,
)
from conformance.values import Result
from oracle import oracle
from parrules.breakdown.views import Breakdown
from parrules.engines import DEFAULT, ENGINES


def computed(case: Case) -> Result:
    """Return what the oracle makes of a case."""
    scheme = loaded(case["ruleset"]).scheme
    assert scheme is not None

    return oracle(scheme, given(case), case.get("evidence", ()))


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_reported_in_order(case: Case) -> None:
    """Problems of the ruleset, else of the facts; once for all evaluators."""
    assert case["expect"]["problems"] == problems_of(case)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES)
def test_the_engine_gives_what_the_case_expects(
    case: Case, engine: str
) -> None:
    """It meets every expectation, entries and publication too."""
    assert [] == failures(case, engine)


@pytest.mark.parametrize("case", CASES)
def test_the_oracle_gives_what_the_case_expects(case: Case) -> None:
    """Plain loops over the model meet every expectation, too."""
    assert [] == unmet(case, computed(case))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES)
def test_the_engine_and_the_oracle_agree_on_everything(
    case: Case, engine: str
) -> None:
    """Nodes, rules, channels, totals and grade are equal, named or not."""
    seen = result_of(evaluated(case, engine))

    assert [] == differences(seen, computed(case))


@pytest.mark.parametrize("case", CASES)
def test_all_engines_have_the_same_outcome(case: Case) -> None:
    """Every entry, adjustment and sanction is equal, not nearly but exactly.

    So are the ids of rules, and what of the ruleset each amount comes from.
    """
    ruleset = compiled(case["ruleset"])

    assert [] == unequal(ruleset, submission_of(case))


@pytest.mark.parametrize("case", CASES)
def test_entries_sum_to_points_and_points_stay_within_bounds(
    case: Case,
) -> None:
    """S0.1 and S0.2 hold of every node of every case."""
    assert [] == list(inconsistencies(evaluated(case)))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES)
def test_facts_may_come_in_any_order(case: Case, engine: str) -> None:
    """S0.8: turned around, they come to the same breakdown."""
    facts = dict(reversed(case.get("facts", {}).items()))
    seen = evaluated({**case, "facts": facts}, engine).to_dict()

    assert {**evaluated(case).to_dict(), "engine": engine} == seen


def test_the_names_of_cases_are_distinct() -> None:
    """A name finds one case in one file."""
    names = [str(param.id) for param in (*ALL, *COHORTS)]

    assert sorted(set(names)) == sorted(names)


def test_the_default_engine_is_one_of_those_that_run() -> None:
    """No corpus of engines is empty by mistake."""
    assert DEFAULT in ENGINES


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES)
def test_every_breakdown_is_written_and_read_back(
    case: Case, engine: str
) -> None:
    """Its document holds to the schema and adds up, and its text is whole."""
    breakdown = evaluated(case, engine)
    read = Breakdown.from_dict(breakdown.to_dict())

    assert read == breakdown
    assert breakdown.text() == read.text()
    assert [read[code].points for code in read] == [
        breakdown[code].points for code in breakdown if breakdown.explain(code)
    ]
