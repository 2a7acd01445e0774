"""An entry shows all that it read: facts, what nodes earned, counts."""

import pathlib
from typing import Any

import pytest

from parrules.breakdown.views import Breakdown
from parrules.engines import ENGINES
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset

FILE = pathlib.Path(__file__).with_name("reads.toml")
TEXT = FILE.read_text("utf-8")


def ruleset() -> Ruleset:
    """Return the ruleset, compiled anew."""
    loaded = parse_ruleset(TEXT, "reads.toml")
    assert loaded.scheme is not None

    return Ruleset(loaded.scheme)


def scored(engine: str = ENGINES[0], **facts: object) -> Breakdown:
    """Return what some facts come to."""
    given = {"done": 1, "late": 4, "votes": (1, 3), "2": "yes", **facts}

    return ruleset().evaluate(given, engine=engine)


def shown(breakdown: Breakdown, code: str) -> list[Any]:
    """Return names and values of what the first entry of a node read."""
    return [
        (each.name, each.value) for each in breakdown[code].entries[0].facts
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_row_reads_of_nodes_is_shown_with_its_value(
    engine: str,
) -> None:
    """All rows that were looked at, in their order (S9.3)."""
    breakdown = scored(engine)
    (entry,) = breakdown["T"].entries
    percent, points = entry.facts

    assert [("percent_of('1')", "100/3"), ("points_of('1')", "1")] == shown(
        breakdown, "T"
    )
    assert ("derived", "percent") == (percent.origin, percent.dimension)
    assert "điểm của mục 1 «Một»" == points.title["vi"]
    assert "points of 1 “Một”" == points.title["en"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_measure_reads_what_nodes_earned(engine: str) -> None:
    """It is computed with the points of the outcome."""
    node = scored(engine).to_dict()["nodes"][4]

    assert "U" == node["code"]
    assert "2/3" == node["measure"]["value"]
    assert "0.67" == node["points"]


def test_what_lacks_its_document_is_shown_where_that_costs_points() -> None:
    """Also where only a deduction reads it (S3.3, S3.4)."""
    breakdown = scored()
    (entry,) = breakdown["2"].entries

    assert "2#unevidenced" == entry.rule
    assert ["late"] == [each.name for each in entry.facts if each.unevidenced]
    assert "Báo cáo chậm: 4 [late] — chưa có tài liệu minh chứng" in (
        breakdown.explain("2")
    )


def test_a_tally_is_shown_by_level() -> None:
    """Lowest first, as a facts file may have it."""
    breakdown = scored()

    assert ("votes", {"bad": 1, "good": 3}) in shown(breakdown, "3")
    assert "Ý kiến: bad 1, good 3" in breakdown.text()


def test_a_row_without_a_label_says_its_condition() -> None:
    """In words, in both languages."""
    (entry,) = scored()["3"].entries

    assert {
        "vi": "tỷ lệ % good trong «Ý kiến» > 50%",
        "en": "% of good in “Ý kiến” > 50%",
    } == entry.label


def test_an_entry_says_why_this_unit_and_no_other_was_knocked_out() -> None:
    """One unit's reason is not shown of the next one."""
    same = ruleset()
    first = same.evaluate({"bad": True})["1"].entries[0]
    second = same.evaluate({"bare": True})["1"].entries[0]

    assert ({"vi": "Gian dối", "en": "Gian dối"}, {"vi": "Bị loại"}) == (
        first.label,
        second.label,
    )
    assert [["bad"], ["bare"]] == [
        [fact.name for fact in each.facts] for each in (first, second)
    ]


def test_an_award_says_how_often_it_counts() -> None:
    """And its own limit, where it has one."""
    loaded = parse_ruleset(TEXT.replace('= "zero"', '= "explain"'), "reads")
    assert loaded.scheme is not None
    breakdown = Ruleset(loaded.scheme).evaluate({"2": "yes", "late": 4})
    _, entry = breakdown["2"].entries
    assert entry.count is not None

    assert ("4", "0.5", "1") == (
        str(entry.count.each),
        str(entry.count.per),
        str(entry.count.at_most),
    )
    assert "−1  Báo cáo chậm: 4 × 0,5, tối đa 1" in breakdown.text()
