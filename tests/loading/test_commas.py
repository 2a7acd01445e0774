"""Decimal commas in tiers, where TOML reads two numbers for one."""

import pytest

from loading.files import ruleset
from parrules.loading import parse_ruleset


@pytest.mark.parametrize(
    ("tier", "meant"),
    [
        ("[75, 1,5]", "[75, 1.5]"),
        ("[75,1,5]", "[75, 1.5]"),
        ("[99,5, 1]", "[99.5, 1]"),
        ("[99,5, 1,5]", "[99.5, 1.5]"),
        ("[99,5,1,5]", "[99.5, 1.5]"),
        ("[75, -1,5]", "[75, -1.5]"),
        ("[75,\n1,5]", "[75, 1.5]"),
        ("[75, 1, 5]", None),
        ("[75, 1.5,2]", None),
        ("[75, 1,-5]", None),
        ("[99,5, 1, 5]", None),
        ("[75]", None),
        ("[1,2,3,4,5]", None),
        ('[75, 1,5, "a"]', None),
        ("[75, true,5]", None),
    ],
)
def test_commas_between_digits_are_decimal(
    tier: str, meant: str | None
) -> None:
    """No space follows a decimal comma."""
    row = f'"1" = {{ maximum = 2, measure = "5", tiers = [{tier}] }}'
    (problem,) = parse_ruleset(ruleset(row), "x.toml").problems

    assert ("PAR105", meant) == (
        problem.code,
        problem.arguments.get("comma"),
    )
