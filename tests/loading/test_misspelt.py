"""A key that is written otherwise is one problem, and read as it is meant."""

import pathlib

import pytest

import parrules
from parrules.loading import parse_ruleset

TEXT = """\
languge = 1
[ruleset]
id = "x/y"
edition = "1"
status = "template"
titel = "T"
source = "Q"
maximun = 2
[facts]
late = { tpye = "count", title = "L" }
[criteria]
"1" = { maximim = 2, title = "x", measure = "late + ", teirs = [[5, 2], [0]] }
[[exmaple]]
name = "a"
facts = { late = -1 }
expect = { totl = 2 }
"""


def found(text: str, folder: pathlib.Path) -> list[str]:
    """Return code, line and column of all that is wrong."""
    path = folder / "x.toml"
    path.write_text(text, encoding="utf-8")

    return [
        f"{problem.code} {problem.place.line}:{problem.place.column}"
        for problem in parrules.check(path)
        if problem.place
    ]


def test_each_misspelt_key_is_told_once_and_read_on(
    tmp_path: pathlib.Path,
) -> None:
    """Nothing seems to lack, and what stands in it is found in its place."""
    expected = [
        "PAR104 1:1",
        "PAR104 6:1",
        "PAR104 8:1",
        "PAR104 9:2",
        "PAR104 10:10",
        "PAR104 12:9",
        "PAR513 12:53",
        "PAR104 12:56",
        "PAR105 12:73",
        "PAR104 13:3",
        "PAR418 16:19",
    ]

    assert expected == found(TEXT, tmp_path)


def test_key_beside_the_one_that_it_looks_like_is_left_alone(
    tmp_path: pathlib.Path,
) -> None:
    """Of two only one can be meant: the one that is written right."""
    text = TEXT.replace("titel", "title").replace(
        'title = "T"', 'title = "T"\ntitel = 1'
    )

    assert "PAR104 7:1" in found(text, tmp_path)
    assert "PAR105 7:9" not in found(text, tmp_path)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('title = { vn = "T" }', "vi"),
        ('title = { vi = "T", eng = "T" }', "en"),
        ('title = { VI = "T" }', "vi"),
        ('title = "T"\nDI = "x/y"', "id"),
        ('title = "T"\nmax = 3', "maximum"),
        ('title = { fr = "T" }', ""),
    ],
)
def test_short_keys_are_known_by_what_they_say(
    written: str, meant: str
) -> None:
    """A country for its language, capitals, and the beginning of a word."""
    text = (
        f'language = 1\n[ruleset]\n{written}\n[criteria]\n"1" = '
        '{ maximum = 3, title = "x", judged = { step = 1 } }\n'
    )
    problems = parse_ruleset(text, "x.toml").problems

    assert [meant] == [
        each.arguments["near"] for each in problems if each.code == "PAR104"
    ]
