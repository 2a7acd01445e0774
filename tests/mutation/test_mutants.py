"""What is changed in a ruleset, one thing at a time."""

import pytest

from parrules.loading import parse_ruleset
from parrules.model import Scheme
from parrules.mutation.changes import KINDS
from parrules.mutation.mutants import mutants
from parrules.plan.digest import meaning

HEAD = """
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
[fact]
a = { type = "count", at_most = 9 }
b = { type = "count", at_most = "a" }
s = { type = "number", at_least = 0, at_most = 10 }
f = { type = "flag", default = false }
g = { type = "flag", default = true }
d = { type = "date", never = true }
e = { type = "date" }
c = { type = "choice", values = ["x", "y", "z"] }
t = { type = "tally", levels = ["bad", "good", "best"] }
"""


def scheme_of(row: str, rest: str = "") -> Scheme:
    """Return a ruleset with one row."""
    criteria = f'[criteria]\n"1" = {{ maximum = 4, {row} }}\n'
    scheme = parse_ruleset(HEAD + criteria + rest, "small.toml").scheme
    assert scheme is not None

    return scheme


def changed(scheme: Scheme, about: str) -> list[str]:
    """Return what is changed of something, from what to what."""
    return [
        f"{each.before} → {each.after}".strip()
        for each in mutants(scheme)
        if each.about == about
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            (
                "measure = 'percent(b, a)', if_none = 'full', "
                "tiers = [[50, 4], [0, 0]]"
            ),
            [
                'if_none = "full" → if_none = "zero"',
                'if_none = "full" → if_none = "exclude"',
                "from = 50 → above = 50",
                # Of 9 things at most no share lies between 49 and 50%.
                "from = 50 → from = 51",
                "points = 4 → points = 3",
                "from = 0 → above = 0",
                "from = 0 → from = 1",
                "points = 0 → points = 1",
            ],
        ),
        (
            # A count between 2 and 3 there is none: "above 2" is "from 3".
            "measure = 'a', tiers = [[2, 4], [0, 0]]",
            [
                "from = 2 → above = 2",
                "from = 2 → from = 1",
                "points = 4 → points = 3",
                "from = 0 → above = 0",
                "points = 0 → points = 1",
            ],
        ),
        (
            (
                "measure = 's', tiers = ["
                "{ above = 2.5, points = 3.5 }, { to = 2.5, share = 50 }]"
            ),
            [
                "above = 2.5 → from = 2.5",
                "above = 2.5 → above = 2.6",
                "above = 2.5 → above = 2.4",
                "points = 3.5 → points = 3.4",
                "to = 2.5 → below = 2.5",
                "to = 2.5 → to = 2.6",
                "to = 2.5 → to = 2.4",
                "share = 50 → share = 40",
            ],
        ),
        (
            (
                "cases = [{ when = 'f and not g', points = 4 }, "
                "{ when = '2 <= a < 9', points = 1 }, "
                "{ otherwise = true, points = 0 }]"
            ),
            [
                "f and not g → f or not g",
                "f → not f",
                "not g → g",
                "points = 4 → points = 3",
                "2 <= a → 2 < a",
                "2 <= a → 1 <= a",
                "a < 9 → a <= 9",
                "a < 9 → a < 8",
                "points = 1 → points = 0",
                "points = 0 → points = 1",
                "f and not g … 2 <= a < 9 → 2 <= a < 9 … f and not g",
            ],
        ),
        (
            # Where it never happened, it was not in time: no order counts.
            (
                "cases = [{ when = 'd == never', points = 0 }, "
                "{ when = 'd <= add_months(e, 1)', points = 4 }]"
            ),
            [
                "d == never → d != never",
                "points = 0 → points = 1",
                "d <= add_months(e, 1) → d < add_months(e, 1)",
                "add_months(e, 1) → add_months(e, 2)",
                "add_months(e, 1) → add_months(e, 0)",
                "points = 4 → points = 3",
            ],
        ),
        (
            "cases = [{ when = \"c in ('x', 'y')\", points = 4 }]",
            [
                "c in ('x', 'y') → not c in ('x', 'y')",
                "c in ('x', 'y') → c == 'y'",
                "c in ('x', 'y') → c == 'x'",
                "points = 4 → points = 3",
            ],
        ),
        (
            (
                "formula = \"maximum * share(t, 'good', 'best') / 100\", "
                "step = 0.5, if_none = 'zero'"
            ),
            [
                'if_none = "zero" → if_none = "full"',
                "share(t, 'good', 'best') → share(t, 'best')",
                "share(t, 'good', 'best') → share(t, 'good')",
                (
                    "maximum * share(t, 'good', 'best') / 100 → "
                    "maximum * share(t, 'good', 'best') / 101"
                ),
                "step = 0.5 → step = 1",
            ],
        ),
        (
            (
                "awards = [{ each = 'a + b', per = 0.5, at_most = 3 }], "
                "deductions = [{ when = 'f', points = 1 }]"
            ),
            [
                "a + b →",
                "a + b → a - b",
                "per = 0.5 → per = 0.4",
                "at_most = 3 →",
                "at_most = 3 → at_most = 2",
                "f →",
                "f → not f",
                "points = 1 → points = 0",
            ],
        ),
        (
            (
                "not_applicable = [{ when = 'f', treat = 'full' }], "
                "choices = [{ id = 'x', points = 4 }, "
                "{ id = 'y', not_applicable = 'zero' }]"
            ),
            [
                "f →",
                "f → not f",
                'treat = "full" → treat = "zero"',
                'treat = "full" → treat = "exclude"',
                "points = 4 → points = 3",
                'not_applicable = "zero" → not_applicable = "full"',
            ],
        ),
        ("answers = 'yes_no'", []),
        ("judged = { step = 0.5 }", []),
    ],
)
def test_one_thing_of_a_leaf_is_changed_at_a_time(
    row: str, expected: list[str]
) -> None:
    """Bounds, comparisons, points, caps, treatments, order, steps."""
    assert expected == changed(scheme_of(row), "1")


def test_answers_are_changed_where_they_are_written() -> None:
    """One share for all rows that name the set: it is one line."""
    scheme = scheme_of("answers = 'yes_no'")
    (first, second) = [
        each for each in mutants(scheme) if each.about == "answers:yes_no"
    ]
    form = first.scheme.criteria[0].form

    assert "share = 100 → share = 90" == f"{first.before} → {first.after}"
    assert "share = 0 → share = 10" == f"{second.before} → {second.after}"
    assert ("answers", "yes_no", "yes", "share") == first.path
    assert "90" in repr(form)


REST = """
[bonus]
"T" = { maximum = 1, awards = [{ when = "f", points = 1 }] }
[penalty]
"P"   = { maximum = 1 }
"P.1" = { maximum = 1, awards = [{ when = "g", points = 1 }] }
"P.2" = { maximum = 0, when = "f", grade_at_most = "weak", grade_down = 1 }
[total]
at_least = 0
at_most = 4
[[knock_out]]
criteria = ["1"]
when = "f"
[[grade]]
id = "good"
from = 3
requires = "g"
[[grade]]
id = "weak"
"""


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (
            "policy",
            ['missing = "zero" → missing = "refuse"'],
        ),
        (
            "total",
            [
                "at_least = 0 →",
                "at_least = 0 → at_least = 1",
                "at_most = 4 →",
                "at_most = 4 → at_most = 3",
            ],
        ),
        ("knock_out:1", ["1 →", "f → not f"]),
        (
            "grade:good",
            [
                # Totals are whole: "above 3" is "from 4".
                "from = 3 → above = 3",
                "from = 3 → from = 2",
                "g → not g",
                "g →",
            ],
        ),
        ("grade:weak", []),
        ("P.2", ["f → not f", 'grade_at_most = "weak" →', "grade_down = 1 →"]),
        ("fact:f", ["default = false → default = true"]),
    ],
)
def test_what_belongs_to_no_leaf_is_changed_too(
    about: str, expected: list[str]
) -> None:
    """Policies, defaults, knock-outs, totals and grades."""
    scheme = scheme_of("answers = 'yes_no'", REST)

    assert expected == changed(scheme, about)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("type = 'count', default = 0", ["default = 0 → default = 1"]),
        (
            "type = 'number', at_least = 0, at_most = 5, default = 5",
            ["default = 5 → default = 4"],
        ),
        (
            "type = 'number', at_least = 5, at_most = 5, default = 5",
            [],
        ),
        (
            "type = 'date', default = 2026-01-31",
            ["default = 2026-01-31 → default = 2026-02-01"],
        ),
        (
            "type = 'choice', values = ['p', 'q'], default = 'q'",
            ['default = "q" → default = "p"'],
        ),
        ("type = 'choice', values = ['p'], default = 'p'", []),
        ("type = 'date', never = true, default = 'never'", []),
        ("type = 'codes', default = []", []),
        ("type = 'flag'", []),
    ],
)
def test_a_default_is_changed_to_a_neighbour(
    fact: str, expected: list[str]
) -> None:
    """Within the bounds of the fact; a list or a never has no neighbour."""
    text = HEAD + f"[fact.w]\n{fact.replace(', ', chr(10))}\n"
    if "values" in fact:
        text = text.replace("'p'\n'q'", "'p', 'q'")
    row = '[criteria]\n"1" = { maximum = 4, answers = "yes_no" }\n'
    scheme = parse_ruleset(text + row, "small.toml").scheme
    assert scheme is not None

    assert expected == changed(scheme, "fact:w")


def test_cases_of_a_derived_fact_are_changed() -> None:
    """Conditions, values, and the order of cases that can both hold."""
    derived = (
        "[derive]\nn = { cases = [{ when = 'f', value = '1' }, "
        "{ when = 'g', value = '2' }, { otherwise = true, value = '3' }] }\n"
        "h = { cases = [{ when = 'd == never', value = 'false' }, "
        "{ when = 'd < e', value = 'f' }] }\n"
    )
    scheme = scheme_of("answers = 'yes_no'", derived)

    assert [
        "f → not f",
        "1 → 2",
        "g → not g",
        "2 → 3",
        "3 → 4",
        "f … g → g … f",
    ] == changed(scheme, "derive:n")
    assert [
        "d == never → d != never",
        "d < e → d <= e",
        "f → not f",
    ] == changed(scheme, "derive:h")


def test_a_knock_out_of_several_criteria_loses_each_in_turn() -> None:
    """And all of them at once."""
    rest = '[[knock_out]]\ncriteria = ["1", "2"]\nwhen = "f"\n'
    text = '"2" = { maximum = 0 }\n' + rest
    scheme = scheme_of("answers = 'yes_no'", text)

    assert ["1, 2 →", "f → not f", '"1" →', '"2" →'] == changed(
        scheme, "knock_out:1"
    )


def test_bounds_of_a_total_that_nothing_reaches_stay() -> None:
    """Without bonus and penalty a total needs no bounds."""
    rest = "[total]\nat_least = 0\nat_most = 4\n"
    scheme = scheme_of("answers = 'yes_no'", rest)

    assert [
        "at_least = 0 → at_least = 1",
        "at_most = 4 → at_most = 3",
    ] == changed(scheme, "total")


def test_a_mutant_differs_in_one_thing() -> None:
    """Each has another meaning than its scheme, and than all others."""
    scheme = scheme_of("measure = 'a', tiers = [[2, 4], [0, 0]]", REST)
    found = [meaning(each.scheme) for each in mutants(scheme)]

    assert meaning(scheme) not in found
    assert len(found) == len(set(found))
    assert {each.kind for each in mutants(scheme)} <= set(KINDS)


def test_a_changed_condition_is_a_changed_tree() -> None:
    """The text stays, for reports; what counts is the term."""
    scheme = scheme_of("cases = [{ when = 'a > 2', points = 4 }]")
    found = [each for each in mutants(scheme) if each.about == "1"]

    assert ("criteria", "1", "cases", 0, "when") == found[0].path
    assert meaning(found[0].scheme) != meaning(scheme)
    assert "a > 2" in repr(found[0].scheme.criteria[0])
