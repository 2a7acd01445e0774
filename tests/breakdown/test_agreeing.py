"""What a document says beside its sums has to agree with them."""

import copy
from typing import Any

import pytest

import parrules
from parrules.breakdown.views import Breakdown
from parrules.errors import BreakdownError, Path

RULESET = """
language = 1
[ruleset]
id = "vn/example/agreeing"
edition = "1"
status = "template"
title = "A"
source = "An example"
maximum = 10
[channel]
document = { maximum = 6, title = "D" }
survey = { maximum = 4, title = "S" }
[policy]
unevidenced = "zero"
[fact]
late = { type = "count", default = 0, title = "L" }
proof = { type = "flag", title = "P", evidence = "required" }
[answers]
yes_no = { yes = 100, no = 0 }
[criteria]
"1" = { maximum = 6, title = "1", channel = "document" }
"1.1" = { maximum = 4, title = "1.1", answers = "yes_no" }
"1.2" = { maximum = 2, title = "1.2", answers = "yes_no" }
"2" = { maximum = 4, title = "2", channel = "survey", judged = { step = 1 } }
[bonus]
"T" = { maximum = 1, title = "T", judged = { step = 0.5 } }
"U" = { maximum = 1, title = "U", awards = [{ when = "proof", points = 1 }] }
[penalty]
"P" = { maximum = 1, title = "P", awards = [{ each = "late", per = 0.1 }] }
[total]
at_most = 10
[[grade]]
id = "good"
title = "G"
from = 5
[[grade]]
id = "poor"
title = "P"
"""
Json = dict[str, Any]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Json:
    """Return a breakdown as it is written."""
    path = tmp_path_factory.mktemp("agreeing") / "a.toml"
    path.write_text(RULESET, "utf-8")
    facts = {
        "1.1": "yes",
        "1.2": "no",
        "2": 3,
        "T": 1,
        "late": 5,
        "proof": True,
    }

    return parrules.load(path).evaluate(facts).to_dict()


def places(document: Json) -> list[str]:
    """Return where a document that is read back disagrees with itself."""
    try:
        Breakdown.from_dict(document)
    except BreakdownError as error:
        return [each.arguments["where"] for each in error.problems]

    return []


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("total", "published"), "8", "total.published"),
        (("total",), None, "total"),
        (("base",), None, "base"),
        (("adjustments", 0, "rule"), "bogus", "adjustments[0].rule"),
        (
            ("adjustments", 0, "amount", "published"),
            "2.00",
            "adjustments[0].amount.published",
        ),
        (
            ("adjustments", 0, "amount", "exact", "numerator"),
            "2",
            "adjustments[0].amount.exact",
        ),
        (("channels",), [], "nodes[0].channel"),
        (("channels", 0, "points"), "5", "channels[0].points"),
        (("channels", 1, "applicable"), "3", "channels[1].applicable"),
        (("channels", 1, "share"), "74.00", "channels[1].share"),
        (("nodes", 1, "share"), "99.00", "nodes[1].share"),
        (("nodes", 1, "share"), None, "nodes[1].share"),
        (("nodes", 1, "status"), "missing", "complete"),
        (("nodes", 1, "status"), "knocked_out", "nodes[1].points"),
        (("nodes", 1, "rule"), "1.2#yes", "nodes[1].rule"),
        (("entries", 0, "rule"), "1.2#yes", "entries[0].rule"),
        (("grade", "id"), "poor", "grade.id"),
        (("grade", "because"), ["2#late"], "grade.because[0]"),
        (("entries", 5, "count", "each"), "3", "entries[5].amount"),
        (("unevidenced",), [], "unevidenced"),
    ],
)
def test_what_was_changed_is_found(
    document: Json, path: Path, value: object, where: str
) -> None:
    """However small the change, and whatever else it makes wrong."""
    changed: Any = copy.deepcopy(document)
    at = changed
    for key in path[:-1]:
        at = at[key]
    assert at[path[-1]] != value
    at[path[-1]] = value

    assert where in places(changed)


def test_what_was_not_changed_agrees(document: Json) -> None:
    """Else nothing would be shown by the changes."""
    assert [] == places(document)


def test_a_key_whose_value_is_fixed_may_not_be_absent(document: Json) -> None:
    """What should stand there is shown."""
    changed = copy.deepcopy(document)
    del changed["ruleset"]["language"]

    assert ["ruleset.language"] == places(changed)
