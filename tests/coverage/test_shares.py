"""Shares, shown as what they are at most."""

import pytest

from parrules.coverage.shares import percent_text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 3, "0.0"),
        (1, 3, "33.3"),
        (2, 3, "66.6"),
        (9999, 10000, "99.9"),
        (10000, 10000, "100.0"),
        (0, 0, "100.0"),
    ],
)
def test_a_share_is_rounded_down(part: int, whole: int, text: str) -> None:
    """What is shown as 100 is all."""
    assert text == percent_text(part, whole)
