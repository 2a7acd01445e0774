"""Rulesets that are too large: told at once, and nothing else."""

import pytest

from checking.rulesets import codes, criteria, found, leaf
from parrules.checking.sizes import FACT_LIMIT, ROW_LIMIT, ROWS_PER_LEAF

MANY = ROWS_PER_LEAF + 1
COUNT = 'late = { type = "count" }'
AWARD = "{ each = 'late', per = 1 }"


def many(row: str, count: int = MANY) -> str:
    """Return *count* rows, with their numbers in them."""
    return ", ".join(row.replace("#", str(at)) for at in range(count))


@pytest.mark.parametrize(
    "row",
    [
        "choices = [" + many("{ id = 'a#', points = 1 }") + "]",
        'measure = "late", tiers = [' + many("[#, 1]") + "]",
        "cases = [" + many("{ when = 'late == #', points = 1 }") + "]",
        f"awards = [{many(AWARD, 101)}], deductions = [{many(AWARD, 100)}]",
    ],
)
def test_leaf_of_too_many_rows_is_told_alone(row: str) -> None:
    """PAR903, as the engine would say, before rows are held together."""
    (problem,) = found(leaf(row, facts=COUNT))

    assert "PAR903" == problem.code
    assert {
        "criterion": "1.1",
        "count": str(MANY),
        "limit": str(ROWS_PER_LEAF),
    } == problem.arguments


def test_named_answers_count_on_each_leaf() -> None:
    """PAR903 for a set of answers, too."""
    answers = many("a# = 1").replace(", ", "\n")
    text = leaf('answers = "long"', answers=f"[answers.long]\n{answers}")

    assert ["PAR903"] == codes(text)


def test_too_many_criteria_are_told_alone() -> None:
    """PAR901 counts criteria, or their rows where these are more."""
    rows = [f'"1.{at}" = {{ maximum = 1 }}' for at in range(ROW_LIMIT)]
    (problem,) = found(criteria(*rows))

    assert "PAR901" == problem.code
    assert str(ROW_LIMIT + 1) == problem.arguments["count"]


def test_too_many_rows_of_leaves_are_told_alone() -> None:
    """PAR901: no leaf is too large, all of them together are."""
    rows = [
        f'"1.{at}" = {{ maximum = 1, measure = "late", '
        f"tiers = [{many('[#, 1]', ROWS_PER_LEAF)}] }}"
        for at in range(ROW_LIMIT // ROWS_PER_LEAF + 1)
    ]

    assert ["PAR901"] == codes(criteria(*rows, facts=COUNT))


def test_too_many_facts_are_told_alone() -> None:
    """PAR911 counts derived facts with the others."""
    facts = "\n".join(
        f'late_{at} = {{ type = "count" }}' for at in range(FACT_LIMIT)
    )
    text = leaf(
        'measure = "more", tiers = [[0, 10]]',
        facts=facts,
        derive='[derive]\nmore = "late_0 + 1"\n',
    )
    (problem,) = found(text)

    assert "PAR911" == problem.code
    assert ("derive", "more") == problem.path
    assert str(FACT_LIMIT + 1) == problem.arguments["count"]


def test_what_is_allowed_is_looked_at() -> None:
    """At the limit itself the checks go on."""
    tiers = ", ".join(
        f"[{at}, {10 if at else 0}]" for at in reversed(range(ROWS_PER_LEAF))
    )

    assert codes(leaf(f'measure = "late", tiers = [{tiers}]', COUNT)) == []


def test_circle_of_many_facts_is_told_once() -> None:
    """PAR325 names the first facts of a long circle."""
    facts = "\n".join(
        f'late_{at} = {{ type = "count", at_most = "late_{(at + 1) % 500}" }}'
        for at in range(500)
    )
    text = leaf('measure = "late_0", tiers = [[0, 10]]', facts=facts)
    circles = [each for each in found(text) if each.code == "PAR325"]

    assert len(circles) == 1
    assert "late_0 <= late_1 <= " in circles[0].arguments["cycle"]
    assert " <= … <= late_0" in circles[0].arguments["cycle"]


def test_fact_that_leads_into_a_circle_is_not_in_it() -> None:
    """PAR325 stands at the first fact of the circle itself."""
    facts = """
late_0 = { type = "count", at_most = "late_1" }
late_1 = { type = "count", at_most = "late_2" }
late_2 = { type = "count", at_most = "late_1" }
"""
    text = leaf('measure = "late_0", tiers = [[0, 10]]', facts=facts)
    circles = [each for each in found(text) if each.code == "PAR325"]

    assert [("fact", "late_1")] == [each.path for each in circles]
