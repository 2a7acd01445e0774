"""Headings that stand twice, or with one bracket where two are needed."""

import pytest

from parrules.checking import check_scheme
from parrules.loading import parse_ruleset

HEAD = """\
language = 1
[ruleset]
id = "x"
edition = "1"
status = "template"
title = "x"
source = "x"
maximum = 1
[criteria]
"1" = { maximum = 1, title = "x", judged = { step = 0.5 } }
"""
EXAMPLE = 'name = "{name}"\nfacts = {{ "1" = 1 }}\nexpect.total = 1\n'


def found(text: str) -> list[str]:
    """Return code, line and remedy of all that is wrong."""
    loaded = parse_ruleset(HEAD + text, "x.toml")
    assert loaded.scheme is not None
    problems = (
        *loaded.problems,
        *check_scheme(loaded.scheme, loaded.document),
    )

    return [
        f"{each.code} {each.place and each.place.line}: "
        + each.text("en").partition("  fix: ")[2]
        for each in problems
    ]


BRACKETS = (
    "write `[[example]]`, with two brackets: there may be several of them"
)
FIRST = "[[example]]\n" + EXAMPLE.format(name="a")


def test_a_heading_twice_names_the_line_of_the_first() -> None:
    """The rows below it belong there."""
    rows = '[criteria]\n"2" = { maximum = 0, title = "x" }\n'

    expected = (
        "PAR109 15: put the rows below this heading under the first"
        " `[criteria]`, on line 9, and remove this one"
    )

    assert expected == found(FIRST + rows)[0]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("[example]\n" + EXAMPLE.format(name="a"), ["PAR105 11"]),
        (FIRST + "[example]\n" + EXAMPLE.format(name="b"), ["PAR109 15"]),
    ],
)
def test_one_bracket_is_told_with_two(text: str, marks: list[str]) -> None:
    """And nobody is told that there is no example."""
    answer = [each for each in found(text) if BRACKETS in each]

    assert [f"{mark}: {BRACKETS}" for mark in marks] == answer
    assert not any(each.startswith("PAR420") for each in found(text))
