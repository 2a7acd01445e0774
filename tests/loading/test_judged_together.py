"""A facts file and the ruleset that it is for: all problems in one run."""

import pathlib

import pytest

from parrules.errors import FactError
from parrules.library import load
from parrules.loading.submissions import parse_submission, read_submission
from parrules.ruleset import Ruleset

RULESET = """\
language = 1
[ruleset]
id = "x"
edition = "1"
status = "template"
title = "x"
source = "x"
maximum = 2
[answers]
yes_no = { yes = 100, no = 0 }
[fact]
done = { type = "count", at_most = "due" }
due = { type = "count", required = true }
[criteria]
"1" = { maximum = 2, title = "a" }
"1.1" = { maximum = 1, title = "b", answers = "yes_no" }
"1.2" = { maximum = 1, title = "c", if_none = "zero", tiers = [
  [100, 1], [0, 0],
], measure = "percent(done, due)" }
[[example]]
name = "a"
facts.due = 1
expect.complete = false
"""


@pytest.fixture
def ruleset(tmp_path: pathlib.Path) -> Ruleset:
    """Return a ruleset with a relation and a required fact."""
    path = tmp_path / "ruleset.toml"
    path.write_text(RULESET, "utf-8")

    return load(path)


def marks(text: str, ruleset: Ruleset, name: str = "f.toml") -> list[str]:
    """Return line and code of everything wrong with a facts file."""
    with pytest.raises(FactError) as caught:
        parse_submission(text.encode(), name, ruleset)

    return [
        f"{problem.place.line if problem.place else ''} {problem.code}"
        for problem in caught.value.problems
    ]


def test_what_the_file_and_what_the_ruleset_minds_comes_in_file_order(
    ruleset: Ruleset,
) -> None:
    """An unquoted code, an unknown name and a broken relation: S2.3."""
    text = '[facts]\n1.1 = "yes"\nzzz = 3\ndone = 5\ndue = 3\n'

    assert ["2 PAR108", "3 PAR301", "4 PAR305"] == marks(text, ruleset)


def test_a_value_that_could_not_be_read_is_told_once(
    ruleset: Ruleset,
) -> None:
    """It is neither absent nor compared; its name is looked at."""
    text = "due = 1e30\nzzz = nan\ndone = -4\n"

    assert ["1 PAR107", "2 PAR301", "2 PAR107", "3 PAR303"] == marks(
        text, ruleset
    )


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("done = 1\nzzz\n", "f.toml", ["2 PAR101"]),
        ("done = 1\ndue = = 1\n", "f.toml", ["2 PAR101"]),
        ("fact,value\ndone,1\n,2\n", "f.csv", ["3 PAR331"]),
        ("fact,value\ndone,1\ndue,0,5\n", "f.csv", ["3 PAR331"]),
        ('fact,value\ndone,x\n"due', "f.csv", ["2 PAR314", "3 PAR331"]),
        ('{"done": -1, "due": null}', "f.json", ["1 PAR303", "1 PAR105"]),
    ],
)
def test_what_may_stand_in_a_lost_line_is_not_missed(
    text: str, name: str, found: list[str], ruleset: Ruleset
) -> None:
    """PAR306 is no consequence of another mistake."""
    assert found == marks(text, ruleset, name)


def test_a_required_fact_that_is_nowhere_is_missed(ruleset: Ruleset) -> None:
    """Where all was read, silence is silence."""
    assert ["1 PAR306", "1 PAR303"] == marks("done = -1\n", ruleset)


def test_of_a_file_of_which_nothing_can_be_read_that_is_all(
    ruleset: Ruleset,
) -> None:
    """What the ruleset would mind is not told."""
    assert ["1 PAR316"] == marks("{", ruleset, "f.json")


def test_sound_facts_are_read(
    ruleset: Ruleset, tmp_path: pathlib.Path
) -> None:
    """They are the same with the ruleset as without it."""
    path = tmp_path / "f.toml"
    path.write_text("due = 1\n")

    assert read_submission(path) == read_submission(path, ruleset)
    assert () == ruleset.check(read_submission(path))
    assert ["PAR302"] == [each.code for each in ruleset.check(3)]  # type: ignore[arg-type]  # the point
