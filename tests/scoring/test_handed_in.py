"""What is handed in is facts, or is refused."""

import datetime
import pathlib
from typing import Any

import pytest

import parrules
from parrules import Evidence, FactError, Submission

MINIATURE = parrules.load(
    pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"
)
RULESET = parrules.load("vn/brvt/police-internal@2024")


def codes(facts: Any) -> list[str]:  # noqa: ANN401  # anything
    """Return the codes of what is wrong with *facts*."""
    with pytest.raises(FactError) as caught:
        RULESET.evaluate(facts)

    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("facts", [None, 5, "abc", [], [("a", 1)]])
def test_what_is_no_mapping_is_refused(facts: object) -> None:
    """An empty list is not a unit with nothing supplied."""
    assert ["PAR302"] == codes(facts)


@pytest.mark.parametrize(
    "text", ["1.000", "1,000", "-12.345", "1_0", "٣", "1e3", "NaN", "1 000"]
)
def test_a_number_that_may_mean_another_is_refused(text: str) -> None:
    """Where ``1.000`` was written it may be a thousand."""
    submission = Submission(facts={"plan_tasks": text}, is_text=True)

    assert ["PAR314"] == codes(submission)


@pytest.mark.parametrize("text", ["12", " 12 ", "+12"])
def test_a_count_is_read_with_sign_and_spaces(text: str) -> None:
    """Nothing else stands around its digits."""
    submission = Submission(facts={"plan_tasks": text}, is_text=True)
    node = RULESET.evaluate(submission)["1.1.4"]

    assert 12 == node.entries[0].facts[1].value


@pytest.mark.parametrize("text", ["12,0", "12.00"])
def test_a_count_with_a_decimal_point_is_refused(text: str) -> None:
    """S2.4 holds for spreadsheets, too; the fix shows the count."""
    submission = Submission(facts={"plan_tasks": text}, is_text=True)
    with pytest.raises(FactError, match="like `12`"):
        RULESET.evaluate(submission)


def test_hundreds_of_unknown_names_are_told_in_one_run() -> None:
    """They are not compared with every name that exists."""
    facts = {f"f{number}": number for number in range(3000)}

    assert ["PAR301"] * 3000 == codes(facts)


_HUGE = 10**5000
"""Python refuses to write whole numbers of more than 4,300 digits."""


class Array:
    """Compares cell by cell, as an array of NumPy does."""

    def __eq__(self, other: object) -> Any:  # noqa: ANN401  # as arrays
        """Return what has no truth value."""
        raise ValueError("the truth value of an array is ambiguous")

    __hash__ = None  # type: ignore[assignment]  # as arrays


@pytest.mark.parametrize(
    "value",
    [_HUGE, -_HUGE, Array(), [_HUGE]],
    ids=["huge", "below", "array", "list"],
)
@pytest.mark.parametrize("name", [each.name for each in MINIATURE.plan.inputs])
def test_any_value_is_refused_and_never_raised(
    name: str, value: object
) -> None:
    """Values that cannot be written or compared are told like others."""
    with pytest.raises(FactError) as caught:
        MINIATURE.evaluate({name: value})
    told = [each.text("vi") for each in caught.value.problems]

    assert [True] == [f"`{name}`" in text for text in told]


def test_a_level_may_be_any_value() -> None:
    """A tally by level is refused with what was written for a level."""
    with pytest.raises(FactError) as caught:
        MINIATURE.evaluate({"opinions": {_HUGE: 1}})

    assert ["PAR308"] == [each.code for each in caught.value.problems]


def test_in_a_table_of_texts_all_values_are_texts() -> None:
    """What else stands there is no text that a number could be read of."""
    submission = Submission(facts={"plan_tasks": _HUGE}, is_text=True)

    assert ["PAR302"] == codes(submission)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ({"unit": 3}, ["PAR336 unit"]),
        ({"unit": []}, ["PAR336 unit"]),
        ({"unit": {"id": None}}, ["PAR336 unit.id"]),
        ({"unit": {1: "x"}}, ["PAR336 unit.1"]),
        ({"unit": {"id": "\ud800"}}, ["PAR337 unit.id"]),
        ({"unit": {"\ud800": "A"}}, ["PAR337 unit.\ud800"]),
        ({"period": 3}, ["PAR336 period"]),
        ({"period": "\udfff"}, ["PAR337 period"]),
        ({"stage": "zz"}, ["PAR111 stage"]),
        ({"stage": []}, ["PAR111 stage"]),
        ({"evidence": 3}, ["PAR336 evidence"]),
        ({"evidence": Evidence(supports=())}, ["PAR336 evidence"]),
        ({"evidence": [3]}, ["PAR336 evidence[0]"]),
        ({"is_text": 1}, ["PAR336 is_text"]),
        ({"typed": ["late_reports"]}, ["PAR336 typed"]),
        ({"unread": None}, ["PAR336 unread"]),
        ({"is_damaged": 0}, ["PAR336 is_damaged"]),
        ({"paths": None}, ["PAR336 paths"]),
        ({"facts": None}, ["PAR302 facts"]),
    ],
)
def test_what_is_submitted_beside_facts_is_what_it_has_to_be(
    beside: dict[str, Any], expected: list[str]
) -> None:
    """Nothing is converted unasked, and nothing raises anything else."""
    submission = Submission(**{"facts": {}, **beside})

    assert expected == [
        f"{each.code} {each.arguments['name']}"
        for each in MINIATURE.check(submission)
    ]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("supports", "plan_issued", "PAR336 evidence[0].supports"),
        ("supports", 3, "PAR336 evidence[0].supports"),
        ("supports", [3], "PAR336 evidence[0].supports[0]"),
        ("title", 3, "PAR336 evidence[0].title"),
        ("sha256", b"x", "PAR336 evidence[0].sha256"),
        ("sha256", "0f" * 31, "PAR339 evidence[0].sha256"),
        ("sha256", "0g" * 32, "PAR339 evidence[0].sha256"),
        ("sha256", "0f" * 32 + "\n", "PAR339 evidence[0].sha256"),
        ("sha256", "\ud800", "PAR337 evidence[0].sha256"),
        ("page", 4, "PAR336 evidence[0].page"),
        ("number", "\ud800", "PAR337 evidence[0].number"),
        ("date", "2021-01-01", "PAR336 evidence[0].date"),
        (
            "date",
            datetime.datetime(2021, 1, 1, tzinfo=datetime.timezone.utc),
            "PAR336 evidence[0].date",
        ),
    ],
)
def test_a_document_is_what_it_has_to_be(
    field: str, value: object, expected: str
) -> None:
    """Of a date with a time of day no date could be read back."""
    given: dict[str, Any] = {"supports": ["plan_issued"], field: value}
    submission = Submission(facts={}, evidence=[Evidence(**given)])

    assert [expected] == [
        f"{each.code} {each.arguments['name']}"
        for each in MINIATURE.check(submission)
    ]


def test_everything_wrong_with_a_submission_is_told_in_one_run() -> None:
    """Facts and sound documents are read whatever else is wrong."""
    documents: Any = [Evidence(supports=["zz"]), 3]
    unit: Any = {"id": 7}
    submission = Submission(
        facts={"nobody": 1, "tasks_done": 1.5}, unit=unit, evidence=documents
    )
    expected = ["PAR336", "PAR336", "PAR301", "PAR307", "PAR311"]

    assert expected == [each.code for each in MINIATURE.check(submission)]


def test_units_that_are_ranked_are_held_as_well() -> None:
    """A mapping is ranked as a submission of its facts."""
    unit: Any = 3
    given: Any = [Submission(facts={}, unit=unit), {"nobody": 1}, None]
    with pytest.raises(FactError) as caught:
        parrules.rank_units(MINIATURE, given)
    found = [each.code for each in caught.value.problems]

    assert ["PAR336", "PAR301", "PAR302"] == found


def test_a_text_that_is_held_is_read_back() -> None:
    """What `to_dict` writes is a breakdown again."""
    submission = Submission(
        facts={},
        unit={"id": "x\0", "": "😀"},
        period="\x1b",
        evidence=[Evidence(supports=["plan_issued"], title="𝄞")],
    )
    breakdown = MINIATURE.evaluate(submission)

    assert breakdown == parrules.Breakdown.from_dict(breakdown.to_dict())


def test_documents_are_told_apart_and_are_evidence_of_something() -> None:
    """Of two with one `id`, or one for nothing, no reader knows what for."""
    supports = ["plan_issued", "plan_issued"]
    documents = [
        Evidence(supports=supports, id="a"),
        Evidence(supports=supports, id="a"),
        Evidence(supports=[]),
    ]
    submission = Submission(facts={}, evidence=documents)

    assert ("plan_issued",) == documents[0].supports
    assert ["PAR362 evidence[1].id", "PAR363 evidence[2].supports"] == [
        f"{each.code} {each.arguments['name']}"
        for each in MINIATURE.check(submission)
    ]
