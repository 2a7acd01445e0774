"""What is read back is a breakdown, or is refused."""

import copy
from typing import Any

import pytest

import parrules
from parrules import Breakdown, Evidence, ParrulesError, Submission

RULESET = parrules.load("vn/brvt/police-internal@2024")
DOCUMENT = RULESET.evaluate({}).to_dict()


@pytest.mark.parametrize(
    "document", [None, [], "x", {}, {"schema": "parrules/breakdown/2"}]
)
def test_what_has_another_schema_is_refused(document: Any) -> None:  # noqa: ANN401  # anything
    """Only a mapping with the right schema is looked at further."""
    with pytest.raises(ParrulesError):
        Breakdown.from_dict(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("nodes",), None),
        (("nodes", 0), {}),
        (("nodes", 3, "points"), 1.5),
        (("nodes", 3, "entries", 0, "amount"), "one"),
        (("total",), 5),
        (("total", "published"), "x"),
        (("total", "exact", "denominator"), "0"),
        (("grade",), "good"),
        (("complete",), "yes"),
    ],
)
def test_a_damaged_document_is_refused_with_the_place(
    path: tuple[str | int, ...], value: object
) -> None:
    """The message names the part that is wrong."""
    document: Any = copy.deepcopy(DOCUMENT)
    at = document
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value

    with pytest.raises(ParrulesError, match=str(path[0])):
        Breakdown.from_dict(document)


def test_nothing_handed_out_or_in_reaches_another_breakdown() -> None:
    """What a caller changes afterwards changes nothing."""
    unit, supports = {"id": "a"}, ["inspection_plan_issued"]
    submission = Submission(
        facts={},
        unit=unit,
        evidence=[Evidence(supports=supports, id="d")],
    )
    breakdown = RULESET.evaluate(submission)
    before = breakdown.to_dict()
    unit["id"] = "b"
    supports.append("other")
    changed = breakdown.to_dict()
    changed["nodes"][0]["title"]["vi"] = "changed"
    changed["nodes"][2]["entries"].clear()
    RULESET.digest["bytes"] = "forged"

    assert before == breakdown.to_dict()
    assert before["ruleset"] == RULESET.evaluate({}).to_dict()["ruleset"]


def test_a_ruleset_is_frozen() -> None:
    """Its scheme is what was checked, and stays it."""
    with pytest.raises(AttributeError, match="frozen"):
        RULESET.scheme = RULESET.scheme
