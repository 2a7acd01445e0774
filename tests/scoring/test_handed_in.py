"""What is handed in is facts, or is refused."""

from typing import Any

import pytest

import parrules
from parrules import FactError, Submission

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


def test_a_stage_is_one_of_the_four() -> None:
    """A submission checks what no ruleset declares."""
    with pytest.raises(ValueError, match="stage"):
        Submission(facts={}, stage="zz")  # type: ignore[arg-type]  # on purpose
