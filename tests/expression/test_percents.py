"""Literal percents: what they are beside, and what is meant by them."""

import pytest

from expression.test_quotes import told


@pytest.mark.parametrize(
    ("text", "offset", "percent", "number", "part"),
    [
        ("maximum * 50%", 10, "50%", "50", "0.5"),
        ("12.5% * maximum", 0, "12.5%", "12.5", "0.125"),
        ("maximum * (1 - 20%)", 15, "20%", "20", "0.2"),
        ("maximum * (10% + 1)", 11, "10%", "10", "0.1"),
        ("maximum * (100% - 20%)", 11, "100% - 20%", "80", "0.8"),
        ("maximum * -5%", 10, "-5%", "-5", "-0.05"),
        ("done >= 80% * due", 8, "80%", "80", "0.8"),
        ("2 * done / due * 100%", 17, "100%", "100", "1"),
        ("rate * 50%", 7, "50%", "50", "0.5"),
        ("maximum * (50% / 2)", 11, "50% / 2", "25", "0.25"),
        ("done / 80%", 7, "80%", "80", "0.8"),
        ("20% ** 2 < rate", 0, "20%", "20", "0.2"),
    ],
)
def test_a_percent_as_a_factor_is_a_problem(
    text: str, offset: int, percent: str, number: str, part: str
) -> None:
    """It is 100 times what is meant (S17.2)."""
    arguments = {"percent": percent, "number": number, "part": part}

    assert [("PAR521", offset, arguments)] == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "rate >= 80%",
        "100% - rate",
        "100 - 20% < rate",
        "20% ** 1 < rate",
        "50% / 2 < rate",
        "min(rate, 50%)",
        "maximum * percent(done, due) / 100%",
        "percent(done, due) / 100%",
        "maximum * (50% / 100)",
        "maximum * (50% / 100%)",
    ],
)
def test_a_percent_among_percents_is_none(text: str) -> None:
    """It is compared, added, or divides percents."""
    assert [] == told(text)
