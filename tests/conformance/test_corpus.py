"""Every case of the corpus, on every evaluator."""

import functools
import pathlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import tomli

from conformance.agreement import (
    differences,
    inconsistencies,
    result_of,
    submission,
    unequal,
)
from conformance.values import Result
from oracle import oracle
from parrules.breakdown.views import Breakdown
from parrules.engines import DEFAULT, ENGINES
from parrules.errors import FactError
from parrules.loading import Loaded, parse_ruleset, read_ruleset
from parrules.loading.bundled import resolve
from parrules.ruleset import Ruleset

FOLDER = pathlib.Path(__file__).parent
SEMANTICS = FOLDER.parents[1] / "docs" / "semantics.md"
HEADER = """\
language = 1
[ruleset]
id = "test/case"
edition = "1"
status = "template"
title = "Case"
maximum = 10
"""
Case = Mapping[str, Any]


def cases() -> Iterator[Any]:
    """Yield every case with its file and name."""
    for path in sorted(FOLDER.glob("*.toml")):
        file = tomli.loads(path.read_text("utf-8"), parse_float=Decimal)
        assert file["schema"] == 1, path
        for case in file["case"]:
            text = file.get("ruleset", {}).get(case["ruleset"])
            whole = {**case, "ruleset": text or case["ruleset"]}
            yield pytest.param(whole, id=f"{path.stem}: {case['name']}")


CASES = tuple(cases())
REFUSED = tuple(
    case for case in CASES if "problems" in case.values[0]["expect"]
)
SCORED = tuple(case for case in CASES if case not in REFUSED)


@functools.cache
def loaded(ruleset: str) -> Loaded:
    """Return a ruleset: a bundled one by id, or the text itself."""
    if "\n" not in ruleset:
        return read_ruleset(resolve(ruleset))
    header = "" if "[ruleset]" in ruleset else HEADER

    return parse_ruleset(header + ruleset, "case.toml")


@functools.cache
def compiled(ruleset: str) -> Ruleset:
    """Return a ruleset that is ready to score."""
    found = loaded(ruleset)
    assert not [str(p) for p in found.problems if p.severity == "error"]
    assert found.scheme is not None

    return Ruleset(found.scheme)


def evaluated(case: Case, engine: str = DEFAULT) -> Breakdown:
    """Return what *engine* makes of a case."""
    ruleset = compiled(case["ruleset"])
    facts = case.get("facts", {})
    evidence = tuple(case.get("evidence", ()))

    return ruleset.evaluate(submission(facts, evidence), engine=engine)


def computed(case: Case) -> Result:
    """Return what the oracle makes of a case."""
    scheme = loaded(case["ruleset"]).scheme
    assert scheme is not None

    return oracle(scheme, case.get("facts", {}), case.get("evidence", ()))


def unmet(case: Case, result: Result) -> list[str]:
    """Return what *case* expects and *result* does not hold."""
    expected = dict(case["expect"])
    nodes = expected.pop("nodes", {})
    channels = expected.pop("channels", {})
    for name in ("published", "problems", "adjustments", "by_published"):
        expected.pop(name, None)
    entries = expected.pop("entries", {})
    assert set(entries) <= set(result.nodes)
    found = [
        f"{name}: {getattr(result, name)}, not {value}"
        for name, value in expected.items()
        if getattr(result, name) != read(value)
    ]
    for code, node in nodes.items():
        for name, value in shown(node).items():
            seen = getattr(result.nodes[code], name)
            if seen != read(value):
                found.append(f"{code} {name}: {seen}, not {value}")
    for name, pair in channels.items():
        if result.channels[name] != tuple(map(read, pair)):
            found.append(f"{name}: {result.channels[name]}, not {pair}")

    return found


def shown(node: object) -> Mapping[str, object]:
    """Return what is expected of a node; a number alone is its points."""
    if isinstance(node, Mapping):
        return {"status": "scored", **node}

    return {"points": node}


def read(value: object) -> object:
    """Return a value as the oracle writes it: numbers exact, no for none."""
    if isinstance(value, str) and re.fullmatch(r"-?\d+/\d+", value):
        return Fraction(value)
    if value == "none":
        return None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value)

    return value


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_has_the_problems_that_the_case_expects(
    case: Case,
) -> None:
    """The border stands before all evaluators, and so once for all."""
    with pytest.raises(FactError) as caught:
        evaluated(case)
    codes = [problem.code for problem in caught.value.problems]

    assert case["expect"]["problems"] == codes


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", SCORED)
def test_every_engine_gives_what_the_case_expects(
    case: Case, engine: str
) -> None:
    """Each meets every expectation, entries and publication too."""
    breakdown = evaluated(case, engine)

    assert [] == unmet(case, result_of(breakdown))
    for code, entries in case["expect"].get("entries", {}).items():
        seen = [[e.rule, Fraction(e.amount)] for e in breakdown[code].entries]
        assert [[rule, read(amount)] for rule, amount in entries] == seen
    summary = breakdown.summary
    seen_rules = [each["rule"] for each in summary["adjustments"]]
    grade = (summary["grade"] or {}).get("by_published_total") or {}
    shown_values = {
        "published": str(breakdown.total),
        "adjustments": seen_rules,
        "by_published": grade.get("id"),
    }
    for name, value in shown_values.items():
        assert case["expect"].get(name, value) == value


@pytest.mark.parametrize("case", SCORED)
def test_the_oracle_gives_what_the_case_expects(case: Case) -> None:
    """Plain loops over the model meet every expectation, too."""
    assert [] == unmet(case, computed(case))


@pytest.mark.parametrize("case", SCORED)
def test_all_evaluators_agree_on_everything(case: Case) -> None:
    """Nodes, rules, channels, totals and grade are equal, named or not."""
    expected = computed(case)
    found = [
        differences(result_of(evaluated(case, engine)), expected)
        for engine in ENGINES
    ]

    assert [[]] * len(ENGINES) == found


@pytest.mark.parametrize("case", SCORED)
def test_all_engines_have_the_same_outcome(case: Case) -> None:
    """Every entry, adjustment and sanction is equal, not nearly but exactly.

    So are the ids of rules, and what of the ruleset each amount comes from.
    """
    ruleset = compiled(case["ruleset"])
    facts = case.get("facts", {})
    evidence = tuple(case.get("evidence", ()))

    assert [] == unequal(ruleset, submission(facts, evidence))


@pytest.mark.parametrize("case", SCORED)
def test_entries_sum_to_points_and_points_stay_within_bounds(
    case: Case,
) -> None:
    """S0.1 and S0.2 hold of every node of every case."""
    assert [] == list(inconsistencies(evaluated(case)))


def test_every_cited_sentence_exists() -> None:
    """A case cites only numbers that stand in docs/semantics.md."""
    known = set(
        re.findall(r"\*\*(S\d+\.\d+)\*\*", SEMANTICS.read_text("utf-8"))
    )
    cited = {
        sentence for param in CASES for sentence in param.values[0]["sentence"]
    }

    assert set() == cited - known


def test_the_names_of_cases_are_distinct() -> None:
    """A name finds one case in one file."""
    names = [param.id for param in CASES]

    assert sorted(set(names)) == sorted(names)
