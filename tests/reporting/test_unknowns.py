"""What nobody knows is held against a unit, and never told as a fact."""

import functools
import pathlib
import tempfile

import pytest

from parrules.breakdown.views import Breakdown
from parrules.errors import Language
from parrules.library import load
from parrules.ruleset import Ruleset

HEAD = """
language = 1
[ruleset]
id = "vn/x/unknowns"
edition = "2025"
status = "template"
title = "Bảng thử"
source = "QĐ 2"
maximum = 6
known = { PAR212 = "Quyết định không nói." }
[fact]
vp = { type = "flag", title = "Có vi phạm" }
cham = { type = "count", default = 0, title = "Báo cáo chậm" }
kh = { type = "count", title = "Kế hoạch" }
"""
DEDUCTION = """
[criteria]
"1" = { maximum = 6, title = "A", deductions = [
  { when = "vp", points = 3, label = "Có người vi phạm" } ] }
"1.1" = { maximum = 6, title = "B", judged = { step = 0.5 } }
"""
AWARD = """
[criteria]
"1" = { maximum = 6, title = "A" }
"1.1" = { maximum = 6, title = "B", judged = { step = 0.5 } }
[penalty]
"P" = { maximum = 3, title = "Trừ", awards = [
  { when = "vp", points = 3, label = "Có người vi phạm" } ] }
"""
KNOCK_OUT = """
[criteria]
"1" = { maximum = 6, title = "A" }
"1.1" = { maximum = 6, title = "B", judged = { step = 0.5 } }
[[knock_out]]
criteria = ["1"]
when = "vp"
label = "Có người vi phạm"
"""
RULES = {
    "deduction": (DEDUCTION, "1", "−3  chưa rõ “Có người vi phạm”"),
    "award": (AWARD, "P", "3  chưa rõ “Có người vi phạm”"),
    "knock-out": (KNOCK_OUT, "1.1", "0  chưa rõ “Có người vi phạm”"),
}


@functools.cache
def ruleset(body: str) -> Ruleset:
    """Return the ruleset that *body* makes."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "rules.toml")
        path.write_text(HEAD + body, "utf-8")
        return load(path)


def scored(body: str, **facts: object) -> Breakdown:
    """Score a unit that was given 5 points, and *facts*."""
    return ruleset(body).evaluate({"1.1": 5, **facts})


@pytest.mark.parametrize("name", RULES)
def test_what_may_have_happened_is_told_as_unknown(name: str) -> None:
    """Deduction, award of a penalty, knock-out: no ✓, and "chưa rõ"."""
    body, code, said = RULES[name]
    text = scored(body).explain(code)

    assert (True, False) == (said in text, "✓" in text)


@pytest.mark.parametrize("name", RULES)
def test_what_has_happened_is_told_as_that(name: str) -> None:
    """The label alone, as the file has it."""
    body, code, _ = RULES[name]

    assert "chưa rõ" not in scored(body, vp=True).explain(code)


@pytest.mark.parametrize("name", RULES)
def test_a_program_can_tell_what_may_have_happened(name: str) -> None:
    """Its count is known of nobody; read back, it is the same."""
    body, code, _ = RULES[name]
    breakdown = Breakdown.from_dict(scored(body).to_dict())
    (count,) = filter(None, (each.count for each in breakdown[code].entries))

    assert (None, count.per) == (count.each, count.at_most)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_rows_that_may_apply_have_a_mark_of_their_own(
    language: Language,
) -> None:
    """Not ✓, and the heading says what it means."""
    lines = scored(DEDUCTION).explain("1", language).splitlines()

    assert 1 == sum(line.startswith("  ? Có người") for line in lines)


NAMED = """
[criteria]
"1" = { maximum = 6, title = "A" }
"1.1" = { maximum = 6, title = "B" }
"1.1.1" = { maximum = 6, title = "C", judged = { step = 0.5 } }
[[knock_out]]
criteria = ["1"]
when = "cham > 5"
label = "Chậm trên 5 báo cáo"
"""


@pytest.mark.parametrize("code", ["1", "1.1", "1.1.1"])
def test_a_knock_out_gives_its_reason_wherever_it_reaches(code: str) -> None:
    """Label, facts and place, in the node named and in all below it."""
    breakdown = ruleset(NAMED).evaluate({"1.1.1": 5, "cham": 6})
    (entry,) = breakdown[code].entries
    told = entry.label["vi"], [each.name for each in entry.facts], entry.place

    assert ("Chậm trên 5 báo cáo", ["cham"], "knock_out[0]") == told


SILENT = """
[criteria]
"1" = { maximum = 6, title = "A" }
"1.1" = { maximum = 6, title = "B", deductions = [
  { each = "cham", per = 0.5, label = "mỗi báo cáo chậm" },
  { when = "vp", points = 2, label = "Có người vi phạm" } ] }
[bonus]
"T" = { maximum = 1, title = "Thưởng", awards = [
  { when = "cham == 1", points = 1 } ] }
"""


def test_full_marks_tell_what_was_not_deducted_for() -> None:
    """By a default, or as it was given: it is seen on what they rest."""
    breakdown = ruleset(SILENT).evaluate({"vp": False})
    text = breakdown.explain("1.1")

    assert (True, True) == (
        "Báo cáo chậm: 0 (mặc định) [cham]" in text,
        "Có vi phạm: không [vp]" in text,
    )


def test_a_fact_that_took_points_is_told_where_it_did() -> None:
    """And not once more beside the points it was taken from."""
    breakdown = ruleset(SILENT).evaluate({"vp": False, "cham": 2})
    told = [
        (each.rule, [fact.name for fact in each.facts])
        for each in breakdown["1.1"].entries
    ]

    assert [("1.1#base", ["vp"]), ("1.1#deduction.1", ["cham"])] == told


def test_nothing_to_reward_tells_why() -> None:
    """The facts that awards look at, also where they are not given."""
    (entry,) = ruleset(SILENT).evaluate({"vp": False})["T"].entries

    assert [("cham", 0, "default")] == [
        (each.name, each.value, each.origin) for each in entry.facts
    ]


GATED = """
[channel]
ks = { maximum = 6, title = "Khảo sát", held = "co_ks" }
[fact.co_ks]
type = "flag"
title = "Có khảo sát"
[criteria]
"1" = { maximum = 6, title = "A", channel = "ks", judged = { step = 0.5 } }
[[grade]]
id = "A"
title = "Xuất sắc"
from = 5
requires = "vp"
[[grade]]
id = "B"
title = "Tốt"
"""


def test_an_unknown_gate_is_told_with_its_facts() -> None:
    """Why the grade is not the better one, and what is still needed."""
    text = ruleset(GATED).evaluate({"1": 5, "co_ks": True}).text()

    assert (True, True) == (
        "chưa được xếp “Xuất sắc” vì chưa rõ điều kiện" in text,
        "“Xuất sắc” (chưa rõ có đạt điều kiện hay không): Có vi" in text,
    )


def test_a_gate_that_is_shut_is_told_with_its_facts() -> None:
    """Nothing is needed; the condition and its facts say why."""
    breakdown = ruleset(GATED).evaluate({"1": 5, "co_ks": True, "vp": False})
    text = breakdown.text()

    assert (True, False) == (
        "không đạt “Xuất sắc” vì chưa thỏa điều kiện: Có vi phạm (Có vi "
        "phạm: không)" in text,
        "CÒN THIẾU" in text,
    )


def test_a_gate_of_a_grade_that_the_total_does_not_reach_is_not_told() -> None:
    """What makes no difference is no reason."""
    breakdown = ruleset(GATED).evaluate({"1": 4, "co_ks": True})

    assert () == breakdown.conditions


def test_a_channel_of_which_nobody_knows_is_told() -> None:
    """In the whole breakdown and in each of its leaves."""
    breakdown = ruleset(GATED).evaluate({"1": 5, "vp": True})
    needed = "Kênh “Khảo sát” (chưa rõ có tổ chức hay không): Có khảo sát"

    assert (True, True) == (
        needed in breakdown.text(),
        needed in breakdown.explain("1"),
    )


@pytest.mark.parametrize("name", ["deduction", "knock-out"])
def test_what_may_be_held_against_a_node_is_still_needed(name: str) -> None:
    """The fact is named with the node, in text and HTML."""
    breakdown = scored(RULES[name][0])
    both = breakdown.text(), breakdown._repr_html_()

    assert all("hay không): Có vi phạm" in each for each in both)


def test_shut_gates_are_in_html_and_beside_the_grade() -> None:
    """As in text."""
    html = ruleset(GATED).evaluate({"1": 5, "vp": False})._repr_html_()

    assert html.index("chưa thỏa điều kiện") < html.index("</table>")


def test_points_that_a_person_gives_are_no_rows() -> None:
    """Neither are they told as rows that did not apply, nor as answers."""
    text = ruleset(GATED).evaluate({"1": 5, "vp": True}).explain("1")

    assert (True, True) == (
        "\nCách chấm\n" in text,
        "Điểm người chấm cho: 5" in text,
    )


SANCTIONED = """
[criteria]
"1" = { maximum = 6, title = "A", cases = [
  { when = "vp", points = 1, grade_at_most = "B", label = "Vi phạm" },
  { otherwise = true, points = 6 } ] }
[[grade]]
id = "A"
title = "Tốt"
from = 5
[[grade]]
id = "B"
title = "Khá"
from = 3
[[grade]]
id = "C"
title = "Kém"
"""


def test_a_sanction_that_changes_no_grade_is_told_as_that() -> None:
    """Who is below the ceiling anyway lost nothing by it."""
    text = ruleset(SANCTIONED).evaluate({"vp": True}).text()

    assert "nhưng điều đó không làm thay đổi xếp loại" in text


def test_points_of_a_formula_are_not_told_as_measured() -> None:
    """The formula comes to points; nothing was measured."""
    body = """
[criteria]
"1" = { maximum = 6, title = "A", formula = "cham * 2.1", step = 0.1 }
"""
    text = " ".join(ruleset(body).evaluate({"cham": 1}).text().split())

    assert (True, False) == ("tính ra 2,1" in text, "đo được" in text)


def test_amounts_of_a_penalty_have_no_plus() -> None:
    """The whole tree is taken off."""
    text = scored(AWARD, vp=True).explain("P")

    assert ("       3  Có người vi phạm" in text, "+3" in text) == (
        True,
        False,
    )


def test_a_node_that_may_be_knocked_out_is_told_as_that() -> None:
    """Its points are 0 for now."""
    text = scored(KNOCK_OUT).text()

    assert (2, 0) == (text.count("(tạm tính 0"), text.count("(bị tính 0"))


def test_a_deduction_of_an_inner_node_is_needed_beside_its_leaves() -> None:
    """The node awaits a person with them, and its own fact is missing too."""
    text = ruleset(DEDUCTION).evaluate({}).text()
    needed = text.partition("CÒN THIẾU\n")[2]

    assert [
        "1.1 B (chờ người chấm)",
        "1 A (chưa rõ có bị trừ hay không): Có vi phạm",
    ] == [line.strip() for line in needed.splitlines() if line]


def test_a_sum_reads_nothing_though_all_its_parts_await_somebody() -> None:
    """What they lack stands on them, what is taken of it on its own entry."""
    document = ruleset(DEDUCTION).evaluate({}).to_dict()
    read = {each["rule"]: each["facts"] for each in document["entries"]}

    assert {
        "1#sum": [],
        "1#deduction.1": ["vp"],
        "1#floor": [],
        "1.1#awaiting": ["1.1"],
    } == read
