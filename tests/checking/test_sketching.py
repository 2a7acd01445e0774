"""What is wrong with facts of examples is told beside everything else."""

import pathlib

import pytest

import parrules

TEXT = """\
language = 1
[ruleset]
id = "x/y"
edition = "1"
status = "template"
title = "T"
source = "Q"
maximum = 4
[answers]
yn = { yes = 100, no = 0 }
[fact]
a = { type = "count", title = "A", at_most = "b" }
b = { type = "count", title = "B" }
[criteria]
"1" = { maximum = 1, title = "x", answers = "yn" }
"2" = { maximum = 2, title = "x", measure = "a", tiers = [[2, 1], [0, 0]] }
"3" = { maximum = 1, title = "x", judged = { step = 0.5 } }
[[example]]
name = "e"
facts = { a = "10", "1" = true, "3" = 0.3 }
expect.total = 3
[[example]]
name = "f"
facts = { "1" = "Yes", a = 3, b = 2 }
expect.total = 3
"""
OF_FACTS = {"PAR302", "PAR304", "PAR305", "PAR306", "PAR308", "PAR319"}


def found(folder: pathlib.Path, *changes: tuple[str, str]) -> list[str]:
    """Return code and line of what is wrong with facts of examples."""
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = folder / "x.toml"
    path.write_text(text, encoding="utf-8")
    problems = parrules.check(path)

    return [
        f"{problem.code} {problem.place and problem.place.line}"
        for problem in problems
        if problem.code in OF_FACTS
    ]


ALL = ["PAR302 20", "PAR302 20", "PAR319 20", "PAR308 24", "PAR305 24"]


@pytest.mark.parametrize(
    "change",
    [
        ("[2, 1], [0, 0]", "[2, 2], [0, 0]"),
        ("[2, 1], [0, 0]", "[2, 1], [0, 0]"),
        ('id = "x/y"', 'id = "x y"'),
        ('"1" = { maximum = 1', '"1" = { maximum = 2'),
        ('measure = "a"', 'measure = "a +"'),
        ("expect.total = 3\n[[", 'expect.total = "3"\n[['),
    ],
)
def test_facts_of_examples_are_told_with_all_other_errors(
    tmp_path: pathlib.Path, change: tuple[str, str]
) -> None:
    """Whatever else is wrong, and also where nothing else is."""
    assert ALL == found(tmp_path, change)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        # Of an unsound fact or answer nobody knows the values.
        ('a = { type = "count"', 'a = { type = "cuont"', [1, 2, 3]),
        ("yn = { yes", "yn = = { yes", [0, 2, 4]),
        ("step = 0.5", "step = x", [0, 1, 3, 4]),
        # Nothing is a multiple of no step.
        ("step = 0.5", "step = 0", [0, 1, 3, 4]),
        # What is lost of an example may be what relates to the rest.
        ("a = 3, b = 2", "a = 3, b = 2, c =", [0, 1, 2]),
        ("b = 2", 'b = 2, "1"', [0, 1, 2]),
    ],
)
def test_what_may_be_right_is_not_told(
    tmp_path: pathlib.Path, before: str, after: str, told: list[int]
) -> None:
    """A value is held against what is sound alone."""
    expected = [ALL[place] for place in told]

    assert expected == found(tmp_path, (before, after))
