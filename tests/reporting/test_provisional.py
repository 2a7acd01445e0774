"""What of a template is provisional is told where people read it."""

import pytest

from parrules.library import load
from parrules.loading.submissions import parse_submission
from parrules.reporting.outline import outline_text
from parrules.reporting.text import breakdown_text

SOURCE = "Điểm tối đa của dòng tạm chia đều: thay bằng điểm của phụ lục"


def scored(name: str) -> str:
    """Return the breakdown of a unit of which nothing is known."""
    ruleset = load(name)
    submission = parse_submission(b'[facts]\n"1.1" = 1\n', "f.toml")

    return breakdown_text(ruleset.evaluate(submission).to_dict(), "en")


def unwrapped(text: str) -> str:
    """Return *text* as one line."""
    return " ".join(text.split())


def test_a_breakdown_names_rows_whose_maxima_nobody_published() -> None:
    """Else 8.5 points that were made up look like those of the decision."""
    text = unwrapped(scored("vn/par-index/province@2022"))

    assert "Template, 1, 1.1, 1.2, 2, 2.1" in text
    assert f"4.1, 4.2, …: {SOURCE}" in text


def test_an_outline_shows_the_source_of_a_row_of_a_template() -> None:
    """Once, at the row above those that it is handed down to."""
    plan = load("vn/par-index/province@2022").plan
    text = unwrapped(outline_text(plan, "en"))

    assert 8 == text.count(f"Source: {SOURCE}")


@pytest.mark.parametrize("code", ["5.2", "5.3"])
def test_inferred_points_are_not_said_to_be_of_the_decision(code: str) -> None:
    """Nobody published how the 12 points that are left are divided."""
    (node,) = [
        each for each in load("vn/766").scheme.nodes() if each.code == code
    ]

    assert (node.source or "").startswith("Suy ra, không có trong nguồn")


def test_what_is_no_template_has_nothing_provisional() -> None:
    """A source of a row is then the article that it stands in."""
    ruleset = load("vn/brvt/police-district@2024")
    text = outline_text(ruleset.plan, "en")

    assert "template" != ruleset.scheme.status
    assert 1 == text.count("Source:")
