"""An entry shows all that it read: facts, what nodes earned, counts."""

import pathlib
from typing import Any

import pytest

from parrules.breakdown.views import Breakdown
from parrules.engines import ENGINES
from parrules.library import load
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset

MINIATURE = pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"
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


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_kept_for_the_next_unit_is_never_that_of_another(
    engine: str,
) -> None:
    """More values come up than texts of them are kept."""
    same = ruleset()
    seen = [
        same.evaluate({"done": n, "late": n, "2": "yes"}, engine=engine)
        for n in (*range(600), *range(600))
    ]
    documents = [each.to_dict() for each in seen]

    assert [*range(600), *range(600)] == [
        document["facts"]["values"]["done"] for document in documents
    ]
    assert [str(n) for n in (*range(600), *range(600))] == [
        document["nodes"][0]["measure"]["value"] for document in documents
    ]


def test_where_a_value_comes_from_stands_beside_it() -> None:
    """Given, taken from the ruleset, derived, or nowhere."""
    facts = ruleset().evaluate({"done": 1}).to_dict()["facts"]

    assert {
        "done": "given",
        "late": "missing",
        "votes": "missing",
        "bare": "default",
        "bad": "default",
        "2": "missing",
        "percent_of('1')": "derived",
        "points_of('1')": "derived",
    } == facts["origins"]
    assert (1, None, False, "100/3") == tuple(
        facts["values"][name]
        for name in ("done", "late", "bare", "percent_of('1')")
    )


def test_what_the_policy_refuses_is_missing_and_lacks_its_document() -> None:
    """It was given, and counts as if it were not (S3.7)."""
    loaded = parse_ruleset(TEXT.replace('= "zero"', '= "refuse"'), "reads")
    assert loaded.scheme is not None
    document = Ruleset(loaded.scheme).evaluate({"late": 4}).to_dict()

    assert ["late"] == document["unevidenced"]
    assert (None, "missing") == (
        document["facts"]["values"]["late"],
        document["facts"]["origins"]["late"],
    )


def test_a_tally_that_was_read_is_the_caller_s() -> None:
    """What is done to it changes no other."""
    breakdown = scored()
    votes: Any = breakdown["3"].entries[0].facts[-1]
    votes.value.clear()

    assert ("votes", {"bad": 1, "good": 3}) in shown(breakdown, "3")


def test_an_inner_node_that_only_adds_up_stands_in_no_ledger() -> None:
    """Its one entry is its points; where they stand is said of the node."""
    breakdown = load(MINIATURE).evaluate({})
    document = breakdown.to_dict()
    (entry,) = breakdown["1"].entries
    (found,) = [n for n in document["nodes"] if n["code"] == "1"]

    assert "1" not in {each["node"] for each in document["entries"]}
    assert ("1#sum", breakdown["1"].points, found["place"]) == (
        entry.rule,
        entry.amount,
        entry.place,
    )
