"""What stands in an example stands there once, however it is spaced."""

import pytest

from loading.files import codes_of, marks_of, ruleset

EXAMPLE = '[[example]]\nname = "e"\n'


@pytest.mark.parametrize(
    "line",
    [
        'facts = { "1" = 0.5, "1 " = 1 }',
        'facts = { "1 " = 0.5, "1" = 1 }',
        'expect = { "1" = 0.5, "1 " = 1 }',
        'expect = { "1" = 0.5, " 1" = { points = 1 } }',
    ],
)
def test_a_code_that_differs_by_a_space_alone_stands_twice(line: str) -> None:
    """PAR109: otherwise the last of two would hold, unnoticed."""
    expect = "" if line.startswith("expect") else "\nexpect.total = 1"

    assert ["PAR109"] == codes_of(ruleset(rest=EXAMPLE + line + expect))


def test_the_second_one_is_what_is_told() -> None:
    """Its key is the place of the problem."""
    facts = 'facts = { "1" = 0.5, "1 " = 1 }\nexpect.total = 1'
    (mark,) = marks_of(ruleset(rest=EXAMPLE + facts))

    assert mark.endswith(":22 example.0.facts.1 ")
