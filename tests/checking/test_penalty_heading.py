"""Penalties whose heading is forgotten."""

import pytest

from checking.rulesets import codes, ruleset


def bonus(title: str, penalty: str = "") -> list[str]:
    """Return what is found of a row of the bonus with *title*."""
    row = f'"T" = {{ maximum = 2, title = {title}, judged = {{ step = 1 }} }}'

    return codes(ruleset(bonus=f"[bonus]\n{row}\n", penalty=penalty))


@pytest.mark.parametrize(
    "title",
    [
        '"Điểm trừ"',
        '"Trừ"',
        '"ĐIỂM PHẠT"',
        '"Các nội dung bị trừ điểm"',
        '{ vi = "Điểm bị trừ", en = "Deductions" }',
        '{ en = "Penalty" }',
    ],
)
def test_penalty_below_the_heading_of_the_bonus_is_doubted(title: str) -> None:
    """It would be added to the total."""
    assert ["PAR250"] == bonus(title)


@pytest.mark.parametrize(
    "title",
    [
        '"Điểm thưởng, điểm trừ"',
        '"Thu phạt vượt kế hoạch"',
        '"Không bị trừ điểm kỳ trước"',
        '"Phòng trừ sâu bệnh"',
    ],
)
def test_titles_that_only_speak_of_it_are_not_doubted(title: str) -> None:
    """A title that says more may say anything."""
    assert [] == bonus(title)


def test_ruleset_with_a_penalty_may_call_a_bonus_as_it_likes() -> None:
    """Whoever has written the heading has not forgotten it."""
    row = '"P" = { maximum = 1, title = "Trừ", judged = { step = 1 } }'

    assert [] == bonus('"Điểm trừ"', f"[penalty]\n{row}\n")
