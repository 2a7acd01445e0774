"""What an author has acknowledged: settled, but not forgotten."""

import pytest

from checking.rulesets import found, leaf, ruleset
from parrules.loading import parse_ruleset

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
