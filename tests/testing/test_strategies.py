"""Strategies from any ruleset give what it accepts, often on thresholds."""

import functools
import pathlib
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parrules import Ruleset, load, rulesets, testing
from parrules.expression.terms import Term
from parrules.facts import STAGES
from parrules.plan.logic import UNDEFINED
from parrules.scoring.border import Border
from parrules.scoring.layout import Layout
from parrules.testing.drawing import Drawing

DATA = pathlib.Path(__file__).parents[1] / "data"
MINIATURE = str(DATA / "miniature.toml")
NAMES = (MINIATURE, *(each.name for each in rulesets()))
TABLES = [name for name in NAMES if name.startswith("vn/brvt/")]
"""Full tables, whose measures have thresholds by the dozen."""

few = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@functools.cache
def loaded(name: str) -> Ruleset:
    """Return a ruleset that is compiled once."""
    return load(name)


def ruleset_of(facts: str, leaf: str) -> Ruleset:
    """Return a ruleset of one leaf."""
    from parrules.loading import parse_ruleset  # noqa: PLC0415  # small

    read = parse_ruleset(
        'language = 1\n[ruleset]\nid = "x"\nedition = "1"\n'
        'status = "template"\ntitle = "x"\nmaximum = 10\n'
        f'[fact]\n{facts}\n[criteria]\n"1" = {{ maximum = 10, {leaf} }}\n',
        "x.toml",
    )
    assert not read.problems, read.problems[0]
    assert read.scheme is not None

    return Ruleset(read.scheme)


@pytest.mark.parametrize("name", NAMES)
# Each unit of a table holds some two hundred facts.
@settings(few, max_examples=15)
@given(data=st.data())
def test_all_that_is_drawn_is_accepted(name: str, data: st.DataObject) -> None:
    """Bounds, relations, places, options and steps of judgements hold."""
    ruleset = loaded(name)
    border = Border(ruleset.plan)
    strategies: tuple[Callable[[Ruleset], st.SearchStrategy[Any]], ...] = (
        testing.facts,
        testing.near_thresholds,
        testing.submissions,
    )
    for strategy in strategies:
        drawn = data.draw(strategy(ruleset))

        assert border.read(drawn).values


@few
@given(data=st.data())
def test_relations_hold_whatever_thresholds_ask_for(
    data: st.DataObject,
) -> None:
    """Also to what has a default, and through several facts."""
    ruleset = ruleset_of(
        'a = { type = "count", at_most = "b", required = true }\n'
        'b = { type = "count", at_most = "c", default = 3 }\n'
        'c = { type = "count", at_most = 9, at_least = 2 }\n'
        'd = { type = "number", at_least = "a", at_most = 20, decimals = 3 }\n'
        't = { type = "tally", levels = ["x", "y"], at_most = "c" }\n'
        'e = { type = "date", never = true, default = "never" }\n'
        'f = { type = "date", at_least = "e" }\n',
        'cases = [{ when = "a < b and a + b < c or d > mean(t)", points = 1 },'
        '{ when = "d == 4.125 or days(e, f) > 3", points = 2 }]',
    )
    drawn = data.draw(testing.near_thresholds(ruleset))

    assert "a" in drawn
    assert Border(ruleset.plan).read(drawn).values


def met(ruleset: Ruleset, count: int) -> Counter[str]:
    """Return how often numbers met a threshold, were beside it, and so on."""
    import random  # noqa: PLC0415  # of this function only

    source = random.Random(7)  # noqa: S311  # chance, not secrets
    drawing, border = Drawing(ruleset.plan), Border(ruleset.plan)
    functions = Layout(ruleset.plan).functions
    seen: Counter[str] = Counter()
    for _ in range(count):
        drawn = drawing.facts(
            lambda: lambda most: source.randint(0, most), is_near=True
        )
        values = border.read(drawn).values
        for each in ruleset.plan.properties:
            if each.kind == "number" and each.cuts:
                if not _reads_facts(each.terms[0]):
                    continue
                pair = functions.number(each.terms[0])(values)
                seen[_place(pair, each.cuts)] += 1
                seen["all"] += 1
                seen["can be undefined"] += each.feasible >> UNDEFINED & 1

    return seen


def _reads_facts(term: Term) -> bool:
    return not any(
        part.op in ("points_of", "percent_of", "total") for part in term.walk()
    )


def _place(pair: Any, cuts: tuple[Fraction, ...]) -> str:  # noqa: ANN401  # of three kinds
    if not pair:
        return "missing" if pair is None else "undefined"

    return "on" if Fraction(*pair) in cuts else "off"


@pytest.mark.parametrize("name", TABLES)
def test_a_third_of_the_measures_come_to_a_threshold_exactly(
    name: str,
) -> None:
    """As many again are a step beside one; denominators are 0, too."""
    seen = met(loaded(name), 60)

    assert seen["on"] > seen["all"] / 4
    assert seen["off"] > seen["all"] / 4
    assert seen["undefined"] > seen["can be undefined"] / 40
    assert seen["missing"] > seen["all"] / 40


@pytest.mark.parametrize(
    ("measure", "facts"),
    [
        ("percent(n, m)", 'n = { type = "count" }\nm = { type = "count" }'),
        ("n - m", 'n = { type = "count" }\nm = { type = "count" }'),
        ("2 * n + 1", 'n = { type = "number", at_least = 0, at_most = 99 }'),
        ("abs(n)", 'n = { type = "number", at_least = -99, at_most = 99 }'),
        (
            "min(n, 80)",
            'n = { type = "number", at_least = 0, at_most = 99 }',
        ),
        (
            "round_to(n, 10)",
            'n = { type = "number", at_least = 0, at_most = 99 }',
        ),
        ("days(n, m)", 'n = { type = "date" }\nm = { type = "date" }'),
        ("share(n, 'b')", 'n = { type = "tally", levels = ["a", "b"] }'),
        (
            "n * 40",
            'n = { type = "choice", values = { a = 1, b = 0.5, c = 3 } }',
        ),
    ],
)
def test_thresholds_are_found_through_any_operation(
    measure: str, facts: str
) -> None:
    """A ladder of 70 and 20 over it is met by one of twelve units at least."""
    ruleset = ruleset_of(
        facts,
        f'measure = "{measure}", tiers = [[70, 10], [20, 5], [0, 0]]',
    )
    seen = met(ruleset, 400)

    assert seen["on"] > (0 if "40" in measure else seen["all"] / 12)


def test_submission_has_evidence_unit_and_stage() -> None:
    """Facts about the unit stand in the unit, or among the facts."""
    ruleset = ruleset_of(
        'a = { type = "flag", evidence = "required" }\n'
        '"unit.level" = { type = "choice", values = ["ward"] }',
        'cases = [{ when = "a", points = 1 }]',
    )
    seen: Counter[str] = Counter()

    @settings(few, max_examples=100, derandomize=True)
    @given(testing.submissions(ruleset))
    def draw(submission: Any) -> None:  # noqa: ANN401  # of the library
        seen[f"stage {submission.stage}"] += 1
        seen["in the unit"] += "level" in submission.unit
        seen["among the facts"] += "unit.level" in submission.facts
        seen[f"documents: {len(submission.evidence)}"] += 1

    draw()
    wanted = {f"stage {stage}" for stage in (None, *STAGES)}
    wanted |= {"in the unit", "among the facts"}
    wanted |= {"documents: 0", "documents: 1"}

    assert set() == wanted - {name for name in seen if seen[name]}
