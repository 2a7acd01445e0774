"""All that a document shows to be off is told when it is read back."""

import copy
import random
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest

from engines.pairing import pairs, ruleset_of
from engines.strategies import numbered
from parrules import Breakdown, BreakdownError, Evidence, Submission
from parrules.breakdown.shape import published_schema
from parrules.engines import ENGINES
from parrules.errors import ParrulesError

RULESET = """
language = 1
[ruleset]
id = "vn/example/held"
edition = "1"
status = "template"
title = "H"
source = "An example"
maximum = 10
[channel]
survey = { title = "S", maximum = 4 }
[fact]
late = { type = "count", title = "L" }
rate = { type = "percent", title = "R" }
views = { type = "tally", title = "V", levels = ["bad", "good"] }
[criteria]
"1" = { maximum = 6, title = "1" }
"1.1" = { maximum = 4, title = "1.1", measure = "rate", tiers = [[50, 4], [0, 0]] }
"1.2" = { maximum = 2, title = "1.2", deductions = [{ each = "late", per = 0.5 }, { when = "late > 2", points = 0.5, id = "very" }] }
"2" = { maximum = 4, title = "2", channel = "survey", measure = "share(views, 'good')", tiers = [[50, 4], [0, 0]] }
[bonus]
"B" = { maximum = 1, title = "B", awards = [{ when = "rate > 1", points = 1 }] }
[penalty]
"P" = { maximum = 1, title = "P", cases = [{ when = "late > 0", points = 0.1, grade_down = 1 }, { otherwise = true, points = 0 }] }
[total]
at_most = 5
[[grade]]
id = "good"
title = "G"
from = 5
[[grade]]
id = "poor"
title = "P"
"""  # noqa: E501  # a table
FACTS = {"late": 1, "rate": 60, "views": {"bad": 1, "good": 2}}
Json = dict[str, Any]


def written() -> Json:
    """Return a breakdown as it is written."""
    ruleset = ruleset_of(RULESET)
    assert ruleset is not None

    return ruleset.evaluate(FACTS).to_dict()


DOCUMENT = written()


def told(document: Json) -> list[tuple[str, str]]:
    """Return code and place of each problem of a document."""
    try:
        Breakdown.from_dict(document)
    except BreakdownError as error:
        return [
            (each.code, str(each.arguments["where"]))
            for each in error.problems
        ]

    return []


def put(value: object, *path: str | int) -> Callable[[Json], None]:
    """Return what puts a value into a document."""

    def change(document: Any) -> None:  # noqa: ANN401  # JSON
        for key in path[:-1]:
            document = document[key]
        assert document[path[-1]] != value or value is TRUE
        document[path[-1]] = value

    return change


def turn(*path: str) -> Callable[[Json], None]:
    """Return what turns a list of a document round."""

    def change(document: Any) -> None:  # noqa: ANN401  # JSON
        for key in path:
            document = document[key]
        document.reverse()

    return change


def move(key: str, start: int, end: int) -> Callable[[Json], None]:
    """Return what moves one of a list to another place."""

    def change(document: Json) -> None:
        document[key].insert(end, document[key].pop(start))

    return change


def test_what_was_not_changed_is_read_back() -> None:
    """Else nothing would be shown by the changes."""
    assert [] == told(DOCUMENT)


LONG, TRUE = "9" * 5000, True


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put(LONG, "nodes", 1, "maximum"), "nodes[1].maximum"),
        (put(LONG, "total", "published"), "total.published"),
        (put(f"0.{LONG}", "entries", 1, "amount"), "entries[1].amount"),
        (
            put(LONG, "total", "exact", "numerator"),
            "total.exact.numerator",
        ),
        (
            put(LONG, "total", "exact", "denominator"),
            "total.exact.denominator",
        ),
        (
            put(f"1/{LONG}", "nodes", 1, "measure", "value"),
            "nodes[1].measure.value",
        ),
        (put(10**5000, "facts", "values", "late"), "facts.values.late"),
        (
            put(-(10**5000), "facts", "values", "views", "bad"),
            "facts.values.views.bad",
        ),
        (put("oracle", "engine"), "engine"),
        (put(TRUE, "ruleset", "language"), "ruleset.language"),
        (put("a\ud800", "ruleset", "source"), "ruleset.source"),
        (put("a\ud800", "nodes", 0, "title_vi"), "nodes[0].title_vi"),
        (put({"\udfff": "x"}, "unit"), 'unit."\\udfff"'),
    ],
)
def test_what_the_schema_or_unicode_excludes_is_refused(
    change: Callable[[Json], None], place: str
) -> None:
    """However long a number is, it is told, and nothing breaks."""
    document = copy.deepcopy(DOCUMENT)
    change(document)

    assert [("PAR701", place)] == told(document)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put("1.1#2", "nodes", 1, "rule"), "nodes[1].rule"),
        (put("1#sum", "nodes", 0, "rule"), "nodes[0].rule"),
        (put("P#2", "nodes", 5, "rule"), "nodes[5].rule"),
        (put("not_applicable", "nodes", 0, "status"), "nodes[0].status"),
        (put("not_held", "nodes", 5, "status"), "nodes[5].status"),
        (put("missing", "nodes", 1, "status"), "nodes[1].status"),
        (put("4", "nodes", 0, "applicable"), "nodes[0].applicable"),
        (put("zz", "nodes", 1, "place"), "nodes[1].place"),
        (put(None, "nodes", 1, "place"), "nodes[1].place"),
        (put("zz", "entries", 1, "place"), "entries[1].place"),
        (put("x", "facts", "values", "late"), "facts.values.late"),
        (put(TRUE, "facts", "values", "late"), "facts.values.late"),
        (put(None, "facts", "values", "late"), "facts.values.late"),
        (put(60, "facts", "values", "rate"), "facts.values.rate"),
        (put("1e2", "facts", "values", "rate"), "facts.values.rate"),
        (put(3, "facts", "values", "views"), "facts.values.views"),
        (put("days", "facts", "dimensions", "late"), "facts.values.late"),
        (put("grade:good", "grade", "rule"), "grade.rule"),
        (put([], "grade", "because"), "grade.drops"),
        (put(["1.1#2"], "grade", "because"), "grade.because[0]"),
        (put(["P#1"] * 2, "grade", "because"), "grade.because[1]"),
        (turn("entries"), "entries[0].node"),
        (move("entries", 2, 1), "entries[1].rule"),
        (move("entries", 5, 0), "entries[0].node"),
        (move("nodes", 4, 0), "nodes[1].tree"),
        (move("nodes", 3, 1), "nodes[2].parent"),
        (turn("adjustments"), "adjustments[0].rule"),
        (put("total#floor", "adjustments", 1, "rule"), "adjustments[2].rule"),
        (
            put({"numerator": "10", "denominator": "2"}, "total", "exact"),
            "total.exact",
        ),
    ],
)
def test_what_the_rest_of_a_document_excludes_is_told(
    change: Callable[[Json], None], place: str
) -> None:
    """Rules, statuses, facts, grade, order and places are held."""
    document = copy.deepcopy(DOCUMENT)
    change(document)

    assert place in [where for _, where in told(document)]


def test_no_ceiling_stands_without_a_sanction() -> None:
    """It is told by itself, whatever the ladder of grades is."""
    document = copy.deepcopy(DOCUMENT)
    poor = {"id": "poor", "title_vi": "P", "title_en": None}
    document["grade"] |= {"ceiling": poor, "drops": 0, "because": []}

    assert [("PAR702", "grade.ceiling")] == told(document)


def test_a_number_that_nobody_would_read_is_told_by_its_size() -> None:
    """What is off may be longer than any number that Python writes."""
    document = copy.deepcopy(DOCUMENT)
    big = "9" * 1997
    document["nodes"][1] |= {"points": f"0.{big}", "maximum": big}
    document["entries"][0]["count"] = {"each": big, "per": big, "at_most": "1"}

    assert ("PAR702", "nodes[1].points") in told(document)


def test_the_schema_names_the_engines() -> None:
    """Whoever adds one adds it there."""
    assert list(ENGINES) == published_schema()["properties"]["engine"]["enum"]


@pytest.mark.parametrize("number", [7, 35, 51, 59, 136])
def test_whatever_is_written_is_read_back(number: int) -> None:
    """Rulesets of chance, with facts at their thresholds.

    These have rows of 0 points, of which the one that decided is no entry.
    """
    ruleset = ruleset_of(numbered(number))
    assert ruleset is not None
    seen = []
    for pair in islice(pairs(ruleset, random.Random(number)), 8):  # noqa: S311  # chance
        proven = Evidence(supports=pair.proven or ("a",), id="f")
        try:
            breakdown = ruleset.evaluate(
                Submission(facts=pair.facts, evidence=(proven,))
            )
        except ParrulesError:
            continue
        seen += told(breakdown.to_dict())

    assert [] == seen


@pytest.mark.parametrize(
    ("is_known", "facts", "expected"),
    [
        (True, ["late"], []),
        (False, ["late"], [("PAR702", "complete")]),
        (True, ["zz"], [("PAR705", "conditions[0].facts[0]")]),
    ],
)
def test_what_is_unknown_of_a_grade_leaves_the_breakdown_open(
    *, is_known: bool, facts: list[str], expected: list[tuple[str, str]]
) -> None:
    """S12.3: a gate that is shut does not, one that is unknown does."""
    document = copy.deepcopy(DOCUMENT)
    document["complete"] = True
    document["conditions"] = [
        {
            "about": "grade",
            "id": "good",
            "title_vi": "Tốt",
            "title_en": None,
            "condition_vi": "Chậm = 0",
            "condition_en": None,
            "facts": facts,
            "is_known": is_known,
        }
    ]

    assert expected == told(document)
