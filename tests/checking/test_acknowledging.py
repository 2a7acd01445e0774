"""What an author has acknowledged: settled, but not forgotten."""

import pytest

from checking.rulesets import found, leaf, ruleset
from parrules.checking.acknowledging import ABOUT, ACKNOWLEDGED_ERRORS
from parrules.loading import parse_ruleset
from parrules.messages import catalogue

CHOICES = 'choices = [{ id = "a", points = 7.5 }, { id = "b", points = 0 }]'
UNIT = '"unit.level" = { type = "choice", values = ["a"] }'
KNOWN = '[ruleset]\nknown = { PAR204 = "Bảng in vậy." }'


def test_reason_comes_back_with_the_problem() -> None:
    """A problem of a row is acknowledged on the row."""
    row = f'{CHOICES}, known = {{ PAR204 = "Bảng in vậy." }}'
    (problem,) = found(leaf(row, facts=UNIT))

    assert "PAR204" == problem.code
    assert "Bảng in vậy." == problem.acknowledged


def test_ruleset_acknowledges_for_all_rows() -> None:
    """One word in the heading is enough, and is not superfluous."""
    text = leaf(CHOICES, facts=UNIT).replace(
        "maximum = 10\n", 'maximum = 10\nknown = { PAR204 = "Vậy." }\n', 1
    )
    (problem,) = found(text)

    assert "Vậy." == problem.acknowledged


def test_problem_of_the_whole_is_acknowledged_in_the_heading() -> None:
    """What has no row belongs to the ruleset."""
    text = ruleset(example="").replace(
        "maximum = 10\n", 'maximum = 10\nknown = { PAR420 = "Mẫu." }\n', 1
    )
    (problem,) = found(text)

    assert ("PAR420", "Mẫu.") == (problem.code, problem.acknowledged)


def test_what_has_no_meaning_cannot_be_acknowledged() -> None:
    """A quotient by zero stays an error, and the word is superfluous."""
    row = (
        'measure = "percent(done, planned)", tiers = [[50, 10], [0, 0]], '
        'known = { PAR507 = "Không sao." }'
    )
    problems = found(leaf(row))

    assert [("PAR507", None), ("PAR219", None)] == [
        (problem.code, problem.acknowledged) for problem in problems
    ]


def test_needless_word_in_the_heading_is_told() -> None:
    """PAR219 for the ruleset as for a row."""
    text = ruleset().replace(
        "maximum = 10\n", 'maximum = 10\nknown = { PAR204 = "Vậy." }\n', 1
    )
    (problem,) = found(text)

    assert ("PAR219", ("ruleset", "known", "PAR204")) == (
        problem.code,
        problem.path,
    )


def ladder(known: str, *, first: int = 70, second: int = 50) -> str:
    """Return the text of a ruleset whose ladder prints 70 twice."""
    return leaf(
        f'known = {{ {known} }}, measure = "count", tiers = ['
        f"{{ from = {first}, points = 10 }}, "
        f"{{ from = {second}, to = 70, points = 5 }}, "
        "{ below = 50, points = 0 }]",
        facts='count = { type = "count" }',
    )


def told(text: str) -> list[tuple[str, bool]]:
    """Return the codes of what is found, and whether it is acknowledged."""
    return [
        (problem.code, problem.acknowledged is not None)
        for problem in found(text)
    ]


@pytest.mark.parametrize("key", ["PAR206", '"PAR206 70"'])
def test_one_defect_is_acknowledged_by_its_code_or_by_what_it_is_about(
    key: str,
) -> None:
    """Where there is one, both say which."""
    assert [("PAR206", True)] == told(ladder(f'{key} = "Vậy."'))


def test_reason_for_one_error_is_none_for_a_second_of_its_code() -> None:
    """PAR248: a slip that adds another is not acknowledged with the first."""
    text = ladder('PAR206 = "Vậy."', second=2)

    assert [("PAR248", False), ("PAR206", False), ("PAR206", False)] == told(
        text
    )


def test_problem_that_is_named_stays_acknowledged_beside_another() -> None:
    """Only what came later is told."""
    text = ladder('"PAR206 70" = "Vậy."', second=2)

    assert [("PAR206", True), ("PAR206", False)] == told(text)


def test_code_alone_is_for_the_one_that_is_not_named() -> None:
    """Two problems, two reasons."""
    text = ladder('"PAR206 70" = "Vậy.", PAR206 = "Cũng vậy."', second=2)

    assert [("PAR206", True), ("PAR206", True)] == told(text)


def test_named_problem_that_became_another_is_told() -> None:
    """PAR219: what was seen is not there any more, something else is."""
    text = ladder('"PAR206 70" = "Vậy."', first=60)

    assert [("PAR219", False), ("PAR206", False)] == told(text)


def test_heading_acknowledges_several_errors_of_one_row() -> None:
    """In `[ruleset]` a code is for the whole file."""
    text = ladder("", second=2).replace(
        "maximum = 10\n", 'maximum = 10\nknown = { PAR206 = "Vậy." }\n', 1
    )

    assert [("PAR206", True), ("PAR206", True)] == told(text)


def test_every_error_that_can_be_acknowledged_says_what_it_is_about() -> None:
    """Else two of its code on a row could not be told apart."""
    assert sorted(ACKNOWLEDGED_ERRORS) == sorted(ABOUT)


def test_what_an_error_is_about_stands_in_its_sentence() -> None:
    """An author reads the key off what is told."""
    absent = [
        code
        for code, argument in ABOUT.items()
        if f"{{{argument}}}" not in catalogue("en", code[3])[code]["what"]
    ]

    assert [] == absent


@pytest.mark.parametrize("reason", ["", "  ", "…", "-"])
@pytest.mark.parametrize("is_row", [True, False])
def test_acknowledging_without_a_reason_is_an_error(
    reason: str, *, is_row: bool
) -> None:
    """PAR436: also where the reason is what messages put in its place."""
    known = f'known = {{ PAR204 = "{reason}" }}'
    text = leaf(f"{CHOICES}, {known}" if is_row else CHOICES, facts=UNIT)
    if not is_row:
        text = text.replace("maximum = 10\n", f"maximum = 10\n{known}\n", 1)

    assert ["PAR436"] == [
        problem.code for problem in parse_ruleset(text, "x.toml").problems
    ]
