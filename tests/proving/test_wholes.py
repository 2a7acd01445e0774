"""Totals, grades, and rows that something else overrules."""

import pytest

from parrules.checking import check_scheme
from parrules.proving.claims import Proof
from proving.rulesets import claim_of, compiled, proved

ADDED = """
{known}
[answers]
yes_no = {{ yes = 100, no = 0 }}
[fact]
n = {{ type = "count", default = 0 }}
m = {{ type = "count", default = 0, more = "better" }}
[criteria]
"1" = {{ maximum = 10, answers = "yes_no" }}
[bonus]
"T" = {{ maximum = 2, awards = [{{ each = "n", per = 1 }}] }}
[penalty]
"P" = {{ maximum = 3, awards = [{{ each = "m", per = 1 }}] }}
{total}
"""
GRADES = """
[fact]
n = {{ type = "count" }}
[criteria]
"1" = {{ maximum = 6, judged = {{ step = 0.5 }} }}
"2" = {{ maximum = 4, judged = {{ step = 0.5 }} }}
[[grade]]
id = "top"
from = 9
requires = "{gate}"
[[grade]]
id = "narrow"
from = 8.5
[[grade]]
id = "last"
"""
LOWERED = """
[answers]
yes_no = { yes = 100, no = 0 }
[fact]
once = { type = "flag" }
[criteria]
"1" = { maximum = 10, answers = "yes_no" }
[penalty]
"P" = { maximum = 0, when = "once", grade_down = 1 }
[[grade]]
id = "top"
from = 9
[[grade]]
id = "middle"
from = 8
[[grade]]
id = "last"
"""
UNSUPPORTED = """
[answers]
yes_no = { yes = 100, no = 0 }
[policy]
unevidenced = "refuse"
[fact]
late = { type = "count", at_most = 3, default = 0, evidence = "required" }
[criteria]
"1" = { maximum = 10, deductions = [{ each = "late", per = 1, at_most = 5 }] }
"1.1" = { maximum = 10, answers = "yes_no" }
[[grade]]
id = "top"
from = 6
[[grade]]
id = "middle"
from = 5
[[grade]]
id = "last"
"""
OVERRULED = """
[fact]
n = {{ type = "count" }}
[criteria]
"1" = {{ maximum = 10, cases = [
  {{ when = "n >= 5", points = 0 }},
  {{ otherwise = true, points = 10 }},
] }}
[[knock_out]]
criteria = ["1"]
when = "n >= {least}"
"""


def added(total: str = "", known: str = "") -> tuple[str, Proof]:
    """Return a ruleset with bonus and penalty, and its proof."""
    text = ADDED.format(total=total, known=known)

    return text, proved(text)


def codes(proof: Proof) -> list[str]:
    """Return what a proof reports of the total."""
    return [each.code for each in proof.problems if each.path == ("total",)]


def test_a_total_that_nothing_ends_is_shown_on_both_sides() -> None:
    """Facts below 0, and facts above the maximum."""
    _, proof = added()
    claim = proof["bounds:total"]
    assert claim.witness is not None
    assert claim.raised is not None

    assert ("broken", "PAR228") == (claim.answer, claim.code)
    assert ("-3.00", "12.00") == (claim.witness.total, claim.raised.total)
    assert ["PAR228"] == codes(proof)


@pytest.mark.parametrize(
    ("total", "answer"),
    [
        ("[total]\nat_least = 0\nat_most = 10", "proved"),
        ("[total]\nat_least = 0\nat_most = 12", "proved"),
        ("[total]\nat_least = 0", "broken"),
        ("[total]\nat_most = 10", "broken"),
    ],
)
def test_bounds_of_the_total_end_it(total: str, answer: str) -> None:
    """On each side that they name."""
    _, proof = added(total)

    assert answer == proof["bounds:total"].answer


@pytest.mark.parametrize(
    ("code", "about"),
    [("PAR228", "bounds:total"), ("PAR229", "direction:m:P")],
)
def test_what_only_proofs_report_is_acknowledged(
    code: str, about: str
) -> None:
    """`known` accepts it, and no check calls that needless."""
    text, proof = added(known=f'known = {{ {code} = "as decided" }}')
    checked = [each.code for each in check_scheme(compiled(text).scheme)]

    assert "as decided" == proof[about].acknowledged
    assert code not in [each.code for each in proof.problems]
    assert "PAR219" not in checked


def test_a_grade_between_two_bounds_is_found() -> None:
    """One judged leaf is brought to what is missing."""
    claim = claim_of(GRADES.format(gate="n >= 1"), "reached:grade:narrow")
    assert claim.witness is not None

    assert ("proved", "8.50") == (claim.answer, claim.witness.total)


def test_a_grade_that_only_a_lacking_document_gives_is_found() -> None:
    """What nobody proved costs more than three late ones could."""
    claim = claim_of(UNSUPPORTED, "reached:grade:middle")
    assert claim.witness is not None

    assert ("proved", "5.00") == (claim.answer, claim.witness.total)


def test_a_gate_that_nothing_meets_bars_its_grade() -> None:
    """Whatever is earned."""
    text = GRADES.format(gate="n >= 2 and n < 2")

    assert "broken" == claim_of(text, "reached:grade:top").answer


def test_a_grade_that_no_total_gives_is_found_by_a_drop() -> None:
    """Only who is lowered from above has it."""
    claim = claim_of(LOWERED, "reached:grade:middle")
    assert claim.witness is not None

    found = compiled(LOWERED).evaluate(claim.witness.facts)

    assert ("10.00", "middle") == (str(found.total), found.grade)


def test_a_row_that_is_always_knocked_out_is_never_shown() -> None:
    """What leads to it knocks its criterion out."""
    claim = claim_of(OVERRULED.format(least=4), "reached:1#1")

    assert ("broken", "always_overruled") == (claim.answer, claim.detail)


def test_a_row_that_is_sometimes_knocked_out_is_shown_otherwise() -> None:
    """Other facts lead to it."""
    claim = claim_of(OVERRULED.format(least=6), "reached:1#1")
    assert claim.witness is not None

    assert {"n": 5} == dict(claim.witness.facts)


def test_a_grade_that_an_example_earns_is_reached() -> None:
    """Where nothing else finds facts, those that the author wrote may do."""
    text = """
[fact]
late = { type = "count", more = "worse" }
wrong = { type = "flag", more = "worse" }
more = { type = "count", more = "worse" }
day = { type = "date", never = true }
[criteria]
"1" = { maximum = 6, deductions = [
  { each = "late", per = 0.5 }, { when = "wrong", points = 1 },
] }
"2" = { maximum = 4, deductions = [
  { each = "more", per = 0.5 }, { when = "day == never", points = 1 },
] }
[[grade]]
id = "good"
from = 9
[[grade]]
id = "bad"
"""
    example = """
[[example]]
name = "good"
facts = { late = 1, wrong = false, more = 1, day = 2024-01-01 }
expect = { total = 9 }
"""
    answers = [
        claim_of(each, "reached:grade:good").answer
        for each in (text, text + example)
    ]

    assert ["undecided", "proved"] == answers
