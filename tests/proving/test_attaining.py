"""What nodes and the total come to lies in what they can come to."""

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from engines.strategies import numbered
from parrules.breakdown.views import Breakdown
from parrules.errors import FactError
from parrules.facts import Evidence, Submission
from parrules.loading import parse_ruleset
from parrules.proving.attaining import Attainable, attainable
from parrules.ruleset import Ruleset
from proving.test_soundness import VALUES

NUMBERS = (0, 3, 5, 9, 17, 71)
"""Rulesets that are looked at; hundreds were while this was built."""

HEAD = """
language = 1
[ruleset]
id = "vn/example/few"
edition = "2026"
status = "template"
title = "Ví dụ"
source = "Example decision"
maximum = 4
[answers]
yes_no = { yes = 100, no = 0 }
[channel]
a = { title = "A" }
[fact]
f = { type = "flag", default = false }
n = { type = "count", at_most = 3 }
[criteria]
"""


def ruleset_of(text: str) -> Ruleset:
    """Return the ruleset of a text that has no errors."""
    scheme = parse_ruleset(text, "few.toml").scheme
    assert scheme is not None

    return Ruleset(scheme)


def possible(criteria: str) -> Attainable:
    """Return what the nodes of a small ruleset can come to."""
    return attainable(ruleset_of(HEAD + criteria).plan)


def outcomes(ruleset: Ruleset, number: int, count: int) -> Iterator[Breakdown]:
    """Yield what facts come to, some missing, some without a document."""
    source = random.Random(number)  # noqa: S311  # chance, not secrets
    for place in range(count):
        absence = (0, 0, 0.1, 0.4)[place % 4]
        facts: dict[str, Any] = {
            name: source.choice(values)
            for name, values in VALUES.items()
            if source.random() >= absence
        }
        proven = tuple(name for name in facts if source.random() < 0.6)
        evidence = (Evidence(supports=proven),)
        try:
            yield ruleset.evaluate(
                Submission(facts=facts, evidence=evidence), engine="compiled"
            )
        except FactError:
            # By its policy the ruleset refuses what is missing.
            continue


def surprises(found: Breakdown, attained: Attainable) -> Iterator[str]:
    """Yield what came out, and could not."""
    for node in found.values():
        points = attained.points(node.code)
        if points is not None and Fraction(node.points) not in points:
            yield f"{node.code}: {node.points}"
        percents = attained.percents(node.code)
        if percents is not None and node.applicable:
            percent = 100 * Fraction(node.points) / Fraction(node.applicable)
            if percent not in percents:
                yield f"{node.code}: {percent}%"
    yield from _of_total(found, attained)


def _of_total(found: Breakdown, attained: Attainable) -> Iterator[str]:
    rules = [each["rule"] for each in found.to_dict()["adjustments"]]
    if "total#rescale" in rules and not attained.rescales():
        yield "rescaled"
    total, totals = found.total_exact, attained.totals()
    if total is None:
        if not attained.vanishes():
            yield "no total"
    elif (
        totals is not None
        and not {"total#cap", "total#floor"} & {*rules}
        and total not in totals
    ):
        yield f"total: {total}"


@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_is_earned_that_cannot_be(number: int) -> None:
    """Of any ruleset, whatever is missing, excluded or knocked out."""
    ruleset = ruleset_of(numbered(number))
    attained = attainable(ruleset.plan)

    assert [] == [
        each
        for found in outcomes(ruleset, number, 24)
        for each in surprises(found, attained)
    ]


def test_what_few_rows_give_are_few_points() -> None:
    """An area has all sums of what its leaves give, and no others."""
    found = possible(
        '"1" = { maximum = 4 }\n'
        '"1.1" = { maximum = 3, answers = "yes_no" }\n'
        '"1.2" = { maximum = 1, measure = "n", '
        "tiers = [[2, 1], [1, 0.5], [0, 0]] }\n"
    )
    halves = [Fraction(each, 2) for each in (0, 1, 2, 6, 7, 8)]

    assert tuple(halves) == found.points("1") == found.totals()
    assert tuple(map(Fraction, (0, 50, 100))) == found.percents("1.2")


def test_a_formula_is_clamped_before_it_is_rounded() -> None:
    """With steps of 0.3 the most of 1 point is 0.9, however much it was."""
    found = possible(
        '"1" = { maximum = 3, answers = "yes_no" }\n'
        '"2" = { maximum = 1, formula = "2 * n", step = 0.3 }\n'
    )

    assert tuple(Fraction(each, 10) for each in (0, 3, 6, 9)) == found.points(
        "2"
    )


def test_what_is_excluded_is_lost_to_each_node_above() -> None:
    """Also where it is more than the node between could hold."""
    found = possible(
        '"1" = { maximum = 4 }\n'
        '"1.1" = { maximum = 1 }\n'
        '"1.1.1" = { maximum = 2, answers = "yes_no", '
        'not_applicable = [{ when = "f", treat = "exclude" }] }\n'
        '"1.2" = { maximum = 3, answers = "yes_no" }\n'
    )

    assert tuple(map(Fraction, (0, 25, 75, 100))) == found.percents("1")


@pytest.mark.parametrize(
    ("rescale", "expected"),
    [("total", True), ("area", False), ("channel", False)],
)
def test_a_whole_with_one_leaf_is_never_made_up_for(
    rescale: str, *, expected: bool
) -> None:
    """It leaves with the leaf; only a greater whole has a rest."""
    rows = (
        '"1" = { maximum = 2, answers = "yes_no" }\n'
        '"2" = { maximum = 2, channel = "a", answers = "yes_no", '
        'not_applicable = [{ when = "f", treat = "exclude" }] }\n'
        f'[total]\nrescale = "{rescale}"\n'
    )

    assert expected is possible(rows).rescales()
    assert not possible(rows).vanishes()


def test_of_too_many_points_nothing_is_claimed() -> None:
    """A million steps are not looked at one by one."""
    found = possible('"1" = { maximum = 4, formula = "n", step = 0.000001 }\n')

    assert found.points("1") is found.totals() is found.percents("1") is None
    assert found.rounds_totals()


def test_what_is_not_known_of_a_node_takes_its_limit() -> None:
    """Also where its count could never take so much (S9.9)."""
    found = possible(
        '"1" = { maximum = 4, deductions = '
        '[{ each = "n", per = 0.5, at_most = 3 }] }\n'
        '"1.1" = { maximum = 4, answers = "yes_no" }\n'
    )

    assert Fraction(1) in (found.points("1") or ())
