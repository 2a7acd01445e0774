"""Which branches of a ruleset examples reach."""

import pathlib

import pytest

from parrules.coverage import Coverage, cover
from parrules.coverage.branch import KINDS
from parrules.loading import parse_ruleset
from parrules.loading.document import TomlDocument
from parrules.ruleset import Ruleset

EVERY = (pathlib.Path(__file__).parent / "every.toml").read_text("utf-8")

ALWAYS = {
    "true derive:in_time",
    "case derive:quota#2",
    "row 1.1#1",
    "row 1.2#yes",
    "row 1.3#1",
    "award 1.4#award.1",
    "row 2#judged",
    "grade grade:good",
}
"""What the example in the file reaches."""

ANEW = (
    # What that example reaches besides, with one thing changed.
    ("late = 1", {"deduction 1#deduction.1"}),
    ("tasks_done = 1", {"row 1.3#2", "grade grade:fair"}),
    ("'1.2' = 'no'", {"row 1.2#no", "grade grade:fair"}),
    (
        "issued = 2026-02-05",
        {"false derive:in_time", "row 1.1#otherwise", "grade grade:fair"},
    ),
    (
        "small = true, models = 0",
        {"case derive:quota#1", "gate grade:good", "grade grade:fair"},
    ),
    (
        "tasks = 0, tasks_done = 0",
        {"if_none 1.3#if_none", "rescale total#rescale"},
    ),
    (
        "closed = true",
        {"not_applicable 1.3#not_applicable", "grade grade:fair"},
    ),
    (
        "models = 2",
        {"limit 1.4#award.1", "award 1.4#award.2", "cap 1.4#cap"},
    ),
    (
        "models = 9",
        {
            "limit 1.4#award.1",
            "award 1.4#award.2",
            "cap 1.4#cap",
            "award T#award.1",
            "cap total#cap",
        },
    ),
    (
        "late = 17",
        {"deduction 1#deduction.1", "floor 1#floor", "grade grade:weak"},
    ),
    (
        "late = 21, '2' = 0",
        {
            "deduction 1#deduction.1",
            "floor 1#floor",
            "award P.1#award.1",
            "floor total#floor",
            "grade grade:weak",
        },
    ),
    (
        "survey_held = false",
        {"not_held held:survey", "rescale total#rescale"},
    ),
    (
        "false_codes = ['1.1']",
        {"knock_out knock_out:1", "grade grade:fair"},
    ),
    (
        "late = 2",
        {"deduction 1#deduction.1", "gate grade:good", "grade grade:fair"},
    ),
    ("held_up = true", {"row P.2#when", "ceiling P.2#when"}),
    ("warned = true", {"row P.3#when", "drop P.3#when"}),
)


def covered(*facts: str, evidence: str = '["issued"]') -> Coverage:
    """Return what the example in the file reaches, with other *facts*."""
    text = EVERY
    for number, each in enumerate(facts):
        text += (
            f'[[example]]\nname = "{number}"\nlike = "all done"\n'
            f"evidence = {evidence}\nfacts = {{ {each} }}\nexpect = {{}}\n"
        )
    loaded = parse_ruleset(text, "every.toml")
    assert loaded.scheme is not None
    document = TomlDocument(name="every.toml", text=text)

    return cover(Ruleset(loaded.scheme, document=document))


def names(coverage: Coverage, example: str) -> set[str]:
    """Return the branches that one example reached, by kind and rule."""
    return {
        f"{each.branch.kind} {each.branch.rule}"
        for each in coverage.branches
        if example in each.examples
    }


def test_every_kind_of_branch_is_looked_for() -> None:
    """The file has at least one of each."""
    kinds = {each.branch.kind for each in covered().branches}

    assert set(KINDS) == kinds


@pytest.mark.parametrize(("facts", "anew"), ANEW)
def test_an_example_reaches_what_its_facts_decide(
    facts: str, anew: set[str]
) -> None:
    """Rows, caps, what does not apply, knock-outs, grades and the rest."""
    coverage = covered(facts)

    assert names(coverage, "all done") == ALWAYS
    assert names(coverage, "0") - ALWAYS == anew


def test_a_document_that_is_absent_is_a_branch_where_it_costs_points() -> None:
    """S3.3: the leaf earns 0 by a rule of its own, and its row nothing."""
    found = names(covered("late = 0", evidence="[]"), "0")

    assert "unevidenced 1.1#unevidenced" in found
    assert "row 1.1#1" not in found


def test_examples_can_reach_every_branch() -> None:
    """Nothing is looked for that cannot be."""
    coverage = covered(*(facts for facts, _ in ANEW))

    assert ["1.1#unevidenced"] == [
        each.branch.rule for each in coverage.missed
    ]
    assert (34, "97.1") == (coverage.reached, coverage.percent)
    assert coverage.is_below(98)
    assert not coverage.is_below(97)


def test_a_branch_stands_where_the_file_says_it() -> None:
    """Lines are those of the TOML file, also of a row in an array."""
    lines = EVERY.split("\n")
    found = {
        f"{each.branch.kind} {each.branch.rule}": lines[each.place.line - 1]
        for each in covered().branches
        if each.place is not None and each.place.line is not None
    }

    for name, start in (
        ("row 1.1#otherwise", "    { otherwise = true"),
        ("row 1.2#no", '"1.2" ='),
        ("row 1.3#2", '"1.3" ='),
        ("limit 1.4#award.1", '"1.4" ='),
        ("floor 1#floor", '"1"   ='),
        ("not_held held:survey", "survey   ="),
        ("case derive:quota#1", "quota   ="),
        ("cap total#cap", "at_most  ="),
        ("gate grade:good", "requires ="),
        ("ceiling P.2#when", '"P.2" ='),
    ):
        assert found[name].startswith(start)


def test_an_example_that_expects_problems_reaches_nothing() -> None:
    """Nothing was scored."""
    coverage = covered("tasks = 0")

    assert set() == names(coverage, "0")


def test_a_ruleset_of_no_file_has_no_places() -> None:
    """A scheme that was made in Python can be covered, too."""
    scheme = parse_ruleset(EVERY, "every.toml").scheme
    assert scheme is not None

    assert {None} == {each.place for each in cover(Ruleset(scheme)).branches}


KNOCK_OUT = """
language = 1
[ruleset]
id = "vn/example/small"
edition = "2026"
status = "template"
title = "Ví dụ"
source = "Example decision"
maximum = 4
[answers]
yes_no = { yes = 100, no = 0 }
[channel]
survey = { held = "held" }
[fact]
held = { type = "flag", default = true }
[criteria]
"1" = { maximum = 4 }
"1.1" = { maximum = 2, channel = "survey", choices = [
  { id = "enough", points = 2 },
  { id = "too_few", points = 0, knock_out = "1" },
] }
"1.2" = { maximum = 2, channel = "survey", answers = "yes_no" }
"""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # The row knocks out itself and the other leaf, whose row is idle.
        ("'1.1' = 'too_few', '1.2' = 'yes'", {"row 1.1#too_few"}),
        (
            "'1.1' = 'enough', '1.2' = 'yes'",
            {"row 1.1#enough", "row 1.2#yes"},
        ),
        ("'1.1' = 'too_few', held = false", {"not_held held:survey"}),
    ],
)
def test_a_row_that_knocks_itself_out_is_reached_where_it_does(
    facts: str, expected: set[str]
) -> None:
    """P23, S5.9: its sanction applies, unless its channel was not held."""
    text = (
        f'{KNOCK_OUT}[[example]]\nname = "0"\nfacts = {{ {facts} }}\n'
        "expect = {}\n"
    )
    scheme = parse_ruleset(text, "knock-out.toml").scheme
    assert scheme is not None

    assert expected == names(cover(Ruleset(scheme)), "0")
