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


# -- headings that are wrong, forgotten or too late --------------------------

WHOLE = """\
language = 1
[ruleset]
id = "x/y"
edition = "1"
status = "template"
title = "T"
source = "Q"
maximum = 2
[policy]
missing = "zero"
[channel]
file = { maximum = 2 }
[answers]
yes_no = { yes = 100, no = 0 }
kind.good = { share = 100 }
[fact]
late = { type = "count", title = "L" }
[derive]
twice = "2 * late"
[criteria]
"1" = { maximum = 1, title = "x", measure = "twice", tiers = [[1, 1], [0, 0]] }
"2" = { maximum = 1, title = "y", answers = "yes_no" }
[penalty]
"P" = { maximum = 1, title = "z", judged = { step = 0.5 } }
[total]
at_least = 0
[[grade]]
id = "a"
from = 1
[[grade]]
id = "b"
from = 0
[ranking]
ties = "dense"
[changes]
since = "x/z@0"
[changes.was]
"1" = ["3"]
[[example]]
name = "first"
[example.facts]
late = 1
"2" = "yes"
"P" = 0
[example.expect]
total = 2
[[example]]
name = "second"
like = "first"
[example.expect]
total = 2
"""
HEADINGS = [
    line for line in dict.fromkeys(WHOLE.split("\n")) if line[:1] == "["
]


def marks_of(text: str) -> list[str]:
    """Return code and line of all errors that are found in reading."""
    return [
        f"{each.code} {each.place and each.place.line}"
        for each in parse_ruleset(text, "x.toml").problems
    ]


def test_file_of_these_tests_is_sound() -> None:
    """So whatever is found below is of the heading alone."""
    assert [] == marks_of(WHOLE)


@pytest.mark.parametrize("heading", HEADINGS)
def test_letter_too_few_or_a_wrong_one_is_one_problem(heading: str) -> None:
    """The section is known all the same, and is read."""
    line = WHOLE.split("\n").index(heading) + 1
    start = len(heading) - len(heading.lstrip("["))
    wrong = (
        heading[: start + 2] + heading[start + 3 :],
        heading[: start + 2] + "q" + heading[start + 3 :],
    )
    answer = [
        marks_of(WHOLE.replace(heading + "\n", each + "\n", 1))
        for each in wrong
    ]

    assert [[f"PAR104 {line}"]] * 2 == answer


@pytest.mark.parametrize("heading", HEADINGS)
def test_bracket_too_few_is_one_problem(heading: str) -> None:
    """Whether it is the first or the last, or another sign stands there."""
    line = WHOLE.split("\n").index(heading) + 1
    wrong = (heading.strip("[]") + "]", heading[:-1], heading[:-1] + ")")
    answer = [
        marks_of(WHOLE.replace(heading + "\n", each + "\n", 1))
        for each in wrong
    ]

    assert [[f"PAR101 {line}"]] * 3 == answer


@pytest.mark.parametrize(
    "heading", [each for each in HEADINGS if each != "[penalty]"]
)
def test_forgotten_heading_is_told_at_the_row_below(heading: str) -> None:
    """Rows of `[penalty]` alone might be criteria, too."""
    line = WHOLE.split("\n").index(heading) + 1

    assert [f"PAR129 {line}"] == marks_of(WHOLE.replace(heading + "\n", "", 1))


def test_heading_of_another_word_is_known_by_its_rows() -> None:
    """Its name says nothing, and the rows everything."""
    text = WHOLE.replace("[fact]", "[inputs]").replace("[criteria]", "[rows]")

    assert ["PAR104 16", "PAR104 20"] == marks_of(text)


def test_heading_that_comes_too_late_is_to_be_moved_up() -> None:
    """Rows above it are read as if they stood below."""
    text = WHOLE.replace("[fact]\n", "").replace(
        "[derive]\n", 'more = { type = "count" }\n[fact]\n[derive]\n'
    )
    late = "put the heading `[fact]`, on line 18, above this row"

    assert [f"PAR129 16: {late}"] == [
        f"{each.code} {each.place and each.place.line}: "
        + each.text("en").partition("fix: ")[2]
        for each in parse_ruleset(text, "x.toml").problems
    ]


def test_row_that_stands_elsewhere_is_read_where_it_belongs() -> None:
    """What uses it finds it, and what is wrong in it has its place."""
    row = 'late = { type = "count", title = "L" }\n'
    away = row.replace(' "L"', ' "L", foo = 1')
    text = WHOLE.replace(row, "").replace("at_least = 0\n", away)

    assert ["PAR129 25", "PAR104 25"] == marks_of(text)


def test_what_else_is_wrong_is_told_in_its_own_place() -> None:
    """A heading that is read as another displaces no line."""
    text = (
        WHOLE.replace("[fact]\n", "")
        .replace("[[example]]", "[[exampl]]", 1)
        .replace("[criteria]", "[criteria")
        .replace('answers = "yes_no"', 'answers = "yes_on"')
        .replace("total = 2\n", "total = 2\ntotal = 3\n")
    )

    expected = [
        "PAR129 16",
        "PAR101 19",
        "PAR410 21",
        "PAR104 38",
        "PAR109 46",
        "PAR109 52",
    ]

    assert expected == marks_of(text)
    assert "first is on line 45" in "".join(
        each.text("en") for each in parse_ruleset(text, "x.toml").problems
    )


def test_other_words_are_no_headings() -> None:
    """A mistake in a row is one of the row."""
    text = WHOLE.replace('ties = "dense"', 'ties = "dense"\nfoo = 1')
    unknown = WHOLE.replace("[policy]", "[others]\nfoo = 1\n[policy]")

    assert ["PAR104 35"] == marks_of(text)
    assert ["PAR104 9"] == marks_of(unknown)


@pytest.mark.parametrize(
    "above",
    [
        FIRST.rstrip(),
        '[[example]]\nname = "a"\nexpect.total = 1\n[example.facts]\n"1" = 1',
        (
            '[[example]]\nname = "a"\nfacts = { "1" = 1 }\n'
            "[example.expect]\ntotal = 1"
        ),
        f'{FIRST}[[grade]]\nid = "a"\nfrom = 1\n[[grade]]\nid = "b"',
    ],
)
def test_row_at_the_end_of_the_file_is_told_where_it_belongs(
    above: str,
) -> None:
    """Who appends a criterion has not removed it."""
    row = '\n"2" = { maximum = 0, title = "x" }\n'
    line = 10 + above.count("\n") + 2

    expected = f"PAR129 {line}: move this row under `[criteria]`, on line 9"

    assert expected == found(above + row)[0]


def test_fact_with_a_capital_is_a_fact() -> None:
    """Its name is wrong, and not its place."""
    fact = '[fact]\nModels = { type = "count", default = 0, title = "x" }\n'

    assert "PAR324 12: call it `models`" in found(fact + FIRST)
    assert "PAR129" not in "".join(found(fact + FIRST))
