"""Changes that no example could notice are told apart, and not counted."""

import pytest

from parrules.coverage import cover
from parrules.loading import parse_ruleset
from parrules.mutation import Mutation, run_mutants
from parrules.mutation.changes import NOTHING
from parrules.ruleset import Ruleset

HEAD = """
language = 1
[ruleset]
id = "vn/example/whole"
edition = "2026"
status = "template"
title = "Ví dụ"
source = "Example decision"
maximum = 4
{more}
[answers]
yes_no = {{ yes = 100, no = 0 }}
[channel]
s = {{ title = "S" }}
[fact]
f = {{ type = "flag", default = false }}
n = {{ type = "count", at_most = 20, required = true }}
[criteria]
"""
ONE = '"1" = { maximum = 2, answers = "yes_no" }\n'
TIERS = 'measure = "n", tiers = [[5, 2], [0, 0]]'
LEFT = 'not_applicable = [{ when = "f", treat = "exclude" }]'
TWO = f'"2" = {{ maximum = 2, channel = "s", {TIERS}, {LEFT} }}\n'


def ruleset_of(rows: str, more: str = "") -> Ruleset:
    """Return a ruleset without examples."""
    text = HEAD.format(more=more) + rows
    scheme = parse_ruleset(text, "whole.toml").scheme
    assert scheme is not None

    return Ruleset(scheme)


def tried(rows: str, more: str = "") -> Mutation:
    """Return what becomes of the mutants, which no example notices."""
    return run_mutants(ruleset_of(rows, more))


def fates(found: Mutation, about: str) -> dict[str, str]:
    """Return what became of the changes of something."""
    return {
        f"{each.mutant.before} → {each.mutant.after}".strip(): each.fate
        for each in found.trials
        if each.mutant.about == about
    }


def grades(gate: str) -> str:
    """Return two grades, the better one with a gate."""
    return (
        '[[grade]]\nid = "a"\ntitle = "A"\nfrom = 3\n'
        f'requires = "{gate}"\n[[grade]]\nid = "b"\ntitle = "B"\n'
    )


def test_a_gate_between_values_that_never_occur_changes_nothing() -> None:
    """Of yes or no there are 0 and 100 percent, and nothing about 50."""
    found = fates(
        tried(ONE + TWO + grades("percent_of('1') >= 50")), "grade:a"
    )

    assert {
        "percent_of('1') >= 50 → percent_of('1') > 50": "equivalent",
        "percent_of('1') >= 50 → percent_of('1') >= 51": "equivalent",
        "percent_of('1') >= 50 → percent_of('1') >= 49": "equivalent",
        "percent_of('1') >= 50 →": "survived",
    } == {each: fate for each, fate in found.items() if "percent" in each}


def test_a_gate_is_moved_onto_a_value_that_occurs() -> None:
    """And the hint names that value, not just any between the two."""
    trials = tried(ONE + TWO + grades("points_of('1') > 1.5")).trials
    hints = [
        each.mutant.hint
        for each in trials
        if each.mutant.before == "points_of('1') > 1.5"
    ]

    assert [NOTHING] * 3 == hints[:3]
    assert "gate" == hints[3].key


def test_a_grade_from_a_total_that_never_occurs_changes_nothing() -> None:
    """Totals are 0, 2 and 4: from 3 is above 3."""
    found = fates(tried(ONE + TWO + grades("f")), "grade:a")

    assert {
        "from = 3 → above = 3": "equivalent",
        "from = 3 → from = 4": "equivalent",
        "from = 3 → from = 2": "survived",
    } == {each: fate for each, fate in found.items() if "from" in each}


@pytest.mark.parametrize(
    ("row", "more", "expected"),
    [
        ('formula = "min(n, 2)", step = 1', "", "equivalent"),
        ('formula = "n / 2", step = 0.5', "", "equivalent"),
        ('formula = "n / 2", step = 1', "", "survived"),
        ('formula = "n / 3", step = 0.5', "", "survived"),
        # Points are exact; only what is shown of the total is rounded.
        (
            'measure = "n", tiers = [[5, 1.75], [0, 0]]',
            "decimals = 1",
            "survived",
        ),
    ],
)
def test_rounding_matters_where_something_is_not_whole(
    row: str, more: str, expected: str
) -> None:
    """In a formula, or in a total that has more places than are shown."""
    rows = f'{ONE}"2" = {{ maximum = 2, {row} }}\n'
    found = fates(tried(rows, more), "ruleset")

    assert {'rounding = "half_up" → rounding = "down"': expected} == found


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('measure = "round_to(n, 10)", tiers = [[10, 2], [0, 0]]', "killed"),
        ('measure = "round_to(n, 1)", tiers = [[10, 2], [0, 0]]', None),
        ('measure = "round_up(n, 10)", tiers = [[10, 2], [0, 0]]', None),
        ('awards = [{ formula = "n / 10", step = 1 }]', "killed"),
        ('awards = [{ formula = "n", step = 1 }]', None),
    ],
)
def test_rounding_of_terms_is_changed_with_that_of_points(
    row: str, expected: str | None
) -> None:
    """``round_to`` and the steps of awards follow it; 5 of 10 goes down."""
    rows = f'{ONE}"2" = {{ maximum = 2, {row} }}\n'
    plain = ruleset_of(rows)
    facts = {"n": 5, "1": "no"}
    total = plain.evaluate(facts).total
    example = (
        '[[example]]\nname = "x"\nfacts = { n = 5, "1" = "no" }\n'
        f"expect = {{ total = {total} }}\n"
    )
    found = fates(tried(rows + example), "ruleset")

    assert expected == found.get('rounding = "half_up" → rounding = "down"')


def test_step_of_an_award_by_a_formula_is_made_wider() -> None:
    """No `per` is spoken of, which stands nowhere in the file."""
    row = 'awards = [{ formula = "n / 10", step = 1 }]'
    found = fates(tried(f'{ONE}"2" = {{ maximum = 2, {row} }}\n'), "2")

    assert "survived" == found["step = 1 → step = 2"]
    assert not any("per" in each for each in found)


def test_sanction_of_what_cannot_be_decided_matters() -> None:
    """It applies though its row is not known (S5.11)."""
    late = 'm = { type = "count", at_most = 5 }\n'
    head, _, rest = HEAD.partition("[criteria]")
    text = (
        head.format(more="")
        + late
        + "[criteria]"
        + f'{rest}{ONE}"2" = {{ maximum = 2, {TIERS} }}\n'
        '[penalty]\n"P" = { maximum = 0, when = "m > 2 and m < 2", '
        "grade_down = 1 }\n"
        '[[grade]]\nid = "a"\nfrom = 3\n[[grade]]\nid = "b"\n'
    )
    scheme = parse_ruleset(text, "whole.toml").scheme
    assert scheme is not None
    found = fates(run_mutants(Ruleset(scheme)), "P")

    assert "survived" == found["grade_down = 1 →"]


def test_nothing_is_rounded_where_there_are_only_whole_rows() -> None:
    """There is not even a change to be left out."""
    assert {} == fates(tried(ONE + TWO), "ruleset")


@pytest.mark.parametrize(
    ("whole", "expected"), [("channel", "equivalent"), ("total", "survived")]
)
def test_rescaling_of_a_whole_that_leaves_as_one_changes_nothing(
    whole: str, expected: str
) -> None:
    """The only leaf of a channel takes the channel with it."""
    rows = f'{ONE}{TWO}[total]\nrescale = "{whole}"\n'
    found = tried(rows)
    reached = {each.branch.rule for each in cover(ruleset_of(rows)).branches}

    assert expected == fates(found, "total")[f'rescale = "{whole}" →']
    assert expected == fates(found, "2")['treat = "exclude" → treat = "zero"']
    assert (
        "survived" == fates(found, "2")['treat = "exclude" → treat = "full"']
    )
    assert (whole == "total") is ("total#rescale" in reached)


def test_a_bound_that_no_total_reaches_changes_nothing() -> None:
    """A bonus of 1 brings the total to 5 at most, and not to 5.5."""
    bonus = '[bonus]\n"T" = { maximum = 1, answers = "yes_no" }\n'
    found = tried(f"{ONE}{TWO}{bonus}[total]\nat_most = 6\n")

    assert {"at_most = 6 → at_most = 5": "equivalent"} == fates(found, "total")


def test_a_policy_for_what_is_never_missing_changes_nothing() -> None:
    """Where each fact is required or has a default, nothing is missing."""
    row = f'"1" = {{ maximum = 4, {TIERS} }}\n'
    policy = 'missing = "zero" → missing = "refuse"'

    assert "equivalent" == fates(tried(row), "policy")[policy]
    assert "survived" == fates(tried(ONE + TWO), "policy")[policy]


def test_who_knocks_out_only_itself_shows_in_its_status() -> None:
    """Its points are 0 all the same, and so the hint asks for no points."""
    row = (
        '"1" = { maximum = 4, choices = [{ id = "x", points = 4 }, '
        '{ id = "y", points = 0, knock_out = ["1"] }] }\n'
    )
    example = (
        '[[example]]\nname = "y"\nfacts = { n = 0, "1" = "y" }\n'
        'expect = { "1" = { points = 0STATUS } }\n'
    )
    (before,), (after,) = (
        [
            each
            for each in tried(row + example.replace("STATUS", status)).trials
            if each.mutant.before == 'knock_out = "1"'
        ]
        for status in ("", ', status = "knocked_out"')
    )

    assert ("survived", "killed") == (before.fate, after.fate)
    assert "status" == before.mutant.hint.key
