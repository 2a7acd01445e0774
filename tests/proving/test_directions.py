"""Directions where a fact does more than the points of its rows."""

import pytest

from proving.rulesets import claim_of, compiled

pytest.importorskip("z3")

KNOCKED = """
[answers]
yes_no = {{ yes = 100, no = 0 }}
[fact]
bad = {{ type = "count", more = "{more}" }}
[criteria]
"1" = {{ maximum = 6, answers = "yes_no" }}
"2" = {{ maximum = 4, answers = "yes_no" }}
[[knock_out]]
criteria = ["1"]
when = "bad >= 3"
[[grade]]
id = "good"
from = 5
[[grade]]
id = "poor"
"""
GRADED = """
[answers]
yes_no = {{ yes = 100, no = 0 }}
[fact]
good = {{ type = "count", more = "better" }}
bad = {{ type = "count", more = "worse" }}
[criteria]
"1" = {{ maximum = 6, measure = "good", tiers = [[5, 6], [1, 3], [0, 0]] }}
"2" = {{ maximum = 4, answers = "yes_no" }}
[penalty]
"P" = {{ maximum = 0, when = "{when}", grade_down = 1 }}
[[grade]]
id = "top"
from = 7
requires = "{gate}"
[[grade]]
id = "middle"
from = 5
[[grade]]
id = "last"
"""
BONUS = """
[fact]
n = {{ type = "count", more = "better" }}
[criteria]
"1" = {{ maximum = 10, measure = "n", tiers = [[5, 10], [1, 5], [0, 0]] }}
[bonus]
"T" = {{ maximum = 1, cases = [
  {{ when = "percent_of('1') {sign} 50", points = 1 }},
  {{ otherwise = true, points = 0 }},
] }}
"""
LEFT_OUT = """
[fact]
planned = { type = "count", default = 0 }
done = { type = "count", at_most = "planned", default = 0, more = "better" }
[total]
rescale = "total"
[criteria]
"1" = { maximum = 5, measure = "percent(done, planned)", tiers = [
  [80, 5], [50, 3], [0, 0],
], if_none = "exclude" }
"2" = { maximum = 5, measure = "done", tiers = [[10, 5], [0, 0]] }
"""
FORMULAS = """
[fact]
n = { type = "count", at_least = 1 }
a = { type = "count", at_most = "n", more = "better" }
b = { type = "count", at_most = "n", more = "worse" }
[criteria]
"1" = { maximum = 6, cases = [
  { when = "a * b > 5", formula = "maximum * a / n", step = 0.1 },
  { otherwise = true, formula = "6 * a * (n - b) / (n * n)", step = 0.1 },
] }
"2" = { maximum = 4, formula = "4 * (2 * a - b + n) / 3 / n", step = 0.1 }
"""


def answer(text: str, about: str) -> str:
    """Return what became of a direction."""
    return claim_of(text, f"direction:{about}").answer


@pytest.mark.parametrize("about", ["bad:total", "bad:grade"])
@pytest.mark.parametrize(
    ("more", "expected"), [("worse", "proved"), ("better", "broken")]
)
def test_what_knocks_out_is_worse(
    about: str, more: str, expected: str
) -> None:
    """More of what knocks out lowers the total and the grade, no more."""
    assert expected == answer(KNOCKED.format(more=more), about)


@pytest.mark.parametrize(
    ("when", "gate", "good", "bad"),
    [
        ("bad >= 1", "good >= 3", "proved", "proved"),
        ("bad >= 1", "good < 9", "broken", "proved"),
        ("bad == 1", "good >= 3", "proved", "broken"),
        ("good >= 9", "good >= 3", "broken", "proved"),
        ("bad >= 1", "points_of('1') >= 3", "proved", "proved"),
        ("bad >= 1", "percent_of('1') < 90", "broken", "proved"),
    ],
)
def test_gates_and_sanctions_move_the_grade(
    when: str, gate: str, good: str, bad: str
) -> None:
    """A better fact never gives a worse grade, unless one of them says so."""
    text = GRADED.format(when=when, gate=gate)
    found = answer(text, "good:grade"), answer(text, "bad:grade")

    assert (good, bad) == found


def test_facts_that_worsen_the_grade_do_so() -> None:
    """The grade of the pair is scored once more."""
    text = GRADED.format(when="bad >= 1", gate="good < 9")
    claim = claim_of(text, "direction:good:grade")
    assert claim.witness is not None
    assert claim.raised is not None
    ruleset = compiled(text)
    pair = (claim.witness, claim.raised)

    assert ["top", "middle"] == [
        ruleset.evaluate(each.facts).grade for each in pair
    ] or ["middle", "last"] == [
        ruleset.evaluate(each.facts).grade for each in pair
    ]


@pytest.mark.parametrize(
    ("sign", "expected"), [(">=", "proved"), ("<", "broken")]
)
def test_a_bonus_for_a_criterion_goes_the_way_of_it(
    sign: str, expected: str
) -> None:
    """What reads earned points is held to the direction as well."""
    assert expected == answer(BONUS.format(sign=sign), "n:T")


def test_what_never_changes_whether_it_applies_is_additive() -> None:
    """Whether there is anything to divide by does not hang on the fact."""
    assert "proved" == answer(LEFT_OUT, "done:total")


def test_what_makes_a_leaf_apply_may_lower_the_total() -> None:
    """With something done, a leaf counts in which nothing is earned yet."""
    text = """
[answers]
yes_no = { yes = 100, no = 0 }
[fact]
done = { type = "count", more = "better" }
[total]
rescale = "total"
[criteria]
"1" = { maximum = 5, answers = "yes_no" }
"2" = { maximum = 5, measure = "done", tiers = [
  [10, 5], [0, 0],
], not_applicable = [{ when = "done == 0", treat = "exclude" }] }
"""

    assert "broken" == answer(text, "done:total")


@pytest.mark.parametrize(
    ("about", "expected"),
    [("a:1", "proved"), ("b:1", "broken"), ("a:2", "proved")],
)
def test_formulas_are_compared_before_and_after(
    about: str, expected: str
) -> None:
    """The solver compares two branches, and its facts are scored."""
    assert expected == answer(FORMULAS, about)


def test_what_is_unevidenced_falls_from_full_to_nothing() -> None:
    """What applies needs its document, and what does not needs none."""
    text = """
[policy]
unevidenced = "zero"
[fact]
n = { type = "count", more = "better", evidence = "required" }
[criteria]
"1" = { maximum = 10, not_applicable = [
  { when = "n < 1", treat = "full" },
], measure = "n", tiers = [[1, 10], [0, 0]] }
"""

    assert "undecided" == answer(text, "n:1")


LATE = """
[fact]
n = { type = "count", more = "better", at_most = 10 }
[criteria]
"1" = { maximum = 1, measure = "n", tiers = [[5, 1], [0, 0]] }
"2" = { maximum = 1, formula = "n / 10", step = 0.1, also_in = ["1"] }
[penalty.P]
maximum = 1
[[penalty.P.cases]]
when = "points_of('1') == 0"
points = 1
knock_out = ["2"]
[[penalty.P.cases]]
otherwise = true
points = 0
[total]
at_least = 0
"""


def test_what_comes_too_late_to_knock_out_is_no_circle() -> None:
    """A row that reads points does nothing to the points it reads (S5.10)."""
    assert ["proved"] * 3 == [
        claim_of(LATE, f"direction:n:{code}").answer
        for code in ("1", "2", "total")
    ]
