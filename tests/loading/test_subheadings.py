"""Headings below a section that are broken, and headings of single rows."""

import pytest

from loading.files import HEAD
from loading.test_headings import WHOLE, marks_of
from parrules.loading import parse_ruleset


def said(text: str) -> list[tuple[str, str]]:
    """Return what is wrong in reading and how to mend it, in English."""
    return [
        (
            each.code,
            each.text("en").partition("fix: ")[2],
        )
        for each in parse_ruleset(text, "x.toml").problems
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        "[.facts]",
        "[ .facts]",
        ".facts]",
        "[.fact]",
        "[example.]",
        "[example..facts]",
        "[example/facts]",
        "[facts]",
        "[facts.example]",
        "[fact]",
        "[example]",
        "[example.facs]",
        "[[example.facts]]",
    ],
)
def test_heading_of_facts_that_is_broken_is_one_problem(wrong: str) -> None:
    """The facts are read as those of the example above."""
    text = WHOLE.replace("[example.facts]", wrong)
    line = WHOLE.split("\n").index("[example.facts]") + 1

    assert [str(line)] == [each.split()[1] for each in marks_of(text)]
    assert "`[example.facts]`" in said(text)[0][1].replace(
        "`example.facts`", "`[example.facts]`"
    )


@pytest.mark.parametrize(
    "wrong",
    ["[.expect]", "[example.]", "[expect]", "[example]", "[example.xepect]"],
)
def test_heading_of_what_is_expected_is_one_problem(wrong: str) -> None:
    """Where there are facts already, and by the first of its keys."""
    text = WHOLE.replace("[example.expect]", wrong, 1)
    line = WHOLE.split("\n").index("[example.expect]") + 1

    assert [str(line)] == [each.split()[1] for each in marks_of(text)]


@pytest.mark.parametrize("wrong", ["[.was]", "[changes.]", "[was]"])
def test_heading_of_older_codes_is_one_problem(wrong: str) -> None:
    """Of a section with one lower heading, that one is meant."""
    text = WHOLE.replace("[changes.was]", wrong)
    line = WHOLE.split("\n").index("[changes.was]") + 1

    assert [str(line)] == [each.split()[1] for each in marks_of(text)]


def test_facts_that_are_declared_behind_examples_are_no_facts_of_these() -> (
    None
):
    """Rows with a type say which of both is meant."""
    fact = '[fact]\nlate = { type = "count", title = "L" }\n'
    text = WHOLE.replace(fact, "") + fact.replace("fact", "facts")

    assert [("PAR104", "did you mean `fact`?")] == said(text)


ROW = '"2" = { maximum = 1, title = "y", answers = "yes_no" }\n'


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            "[criteria.2.1]",
            {
                "en": "error PAR108: the code `2.1` stands without quotes",
                "vi": "lỗi PAR108: mã `2.1` không nằm trong dấu nháy",
                "en fix": 'write it as a row, `"2.1" = { … }`: its heading'
                " takes in all rows below",
                "vi fix": 'viết thành một dòng, `"2.1" = { … }`: tiêu đề'
                " riêng chiếm hết các dòng bên dưới",
            },
        ),
        (
            '[criteria."2.1"]',
            {
                "en": "error PAR129: `3` belongs under the heading"
                " `[criteria]`",
                "vi": "lỗi PAR129: `3` thuộc về tiêu đề `[criteria]`",
                "en fix": 'write the row above it as `"2.1" = { … }`: its'
                " heading takes in all rows below",
                "vi fix": 'viết dòng ngay trên thành `"2.1" = { … }`: tiêu đề'
                " riêng của nó chiếm hết các dòng bên dưới",
            },
        ),
    ],
)
def test_heading_of_one_criterion_among_rows_is_one_problem(
    heading: str, expected: dict[str, str]
) -> None:
    """Its keys are read as those of its row, and rows below as rows."""
    text = WHOLE.replace(
        ROW,
        '"2" = { maximum = 1, title = "y" }\n'
        f'{heading}\nmaximum = 1\ntitle = "y"\nanswers = "yes_no"\n'
        '"3" = { maximum = 0, title = "z", answers = "yes_no" }\n',
    )

    loaded = parse_ruleset(text, "x.toml")

    assert loaded.scheme is not None
    assert ["1", "2", "2.1", "3", "P"] == [
        node.code for node in loaded.scheme.nodes()
    ]
    (problem,) = loaded.problems
    answer = {}
    for language in ("en", "vi"):
        what, _, fix = problem.text(language).split("\n")
        answer[language] = what.partition(" ")[2]
        answer[f"{language} fix"] = fix.partition(": ")[2]
    assert expected == answer


def test_headings_of_criteria_behind_all_rows_are_sound() -> None:
    """From the first one on, all are headings."""
    text = WHOLE.replace(
        ROW,
        '[criteria."2"]\nmaximum = 1\ntitle = "y"\nanswers = "yes_no"\n',
    )

    assert [] == marks_of(text)


def test_rows_without_quotes_below_such_a_heading_are_rows() -> None:
    """Each is told by itself."""
    text = WHOLE.replace(
        ROW,
        '"2" = { maximum = 1, title = "y" }\n'
        '[criteria.2.1]\nmaximum = 1\ntitle = "y"\nanswers = "yes_no"\n'
        '2.2 = { maximum = 0, title = "z", answers = "yes_no" }\n',
    )

    assert ["PAR108 23", "PAR108 27"] == marks_of(text)


AMONG = {
    "fact": (
        '[fact]\na = { type = "count" }\n[fact.b]\ntype = "count"\n'
        'c = { type = "count", title = "x" }\nmore = { type = "flag" }\n'
    ),
    "derive": (
        '[derive]\nd = "a + b"\n[derive.e]\n'
        'cases = [{ otherwise = true, value = "a" }]\nf = "b"\n'
    ),
    "channel": (
        '[channel]\ns = {}\n[channel.t]\ntitle = "T"\nu = { title = "U" }\n'
    ),
}
ROWS = (
    '[criteria]\n"1" = { maximum = 1, title = "x", judged = { step = 1 } }\n'
)
FACTS = AMONG["fact"].replace("[fact.b]\ntype", "b.type")


@pytest.mark.parametrize(
    ("section", "name", "names"),
    [
        ("fact", "b", ["a", "b", "c", "more"]),
        ("derive", "e", ["d", "e", "f"]),
        ("channel", "t", ["s", "t", "u"]),
    ],
)
def test_heading_of_one_row_among_others_is_one_problem(
    section: str, name: str, names: list[str]
) -> None:
    """What follows is no part of it, and is read as what it is."""
    facts = "" if section == "fact" else FACTS
    text = f"{HEAD}{facts}{AMONG[section]}{ROWS}"
    scheme = parse_ruleset(text, "x.toml").scheme
    assert scheme is not None
    read = {
        "fact": [each.name for each in scheme.facts],
        "derive": [each.name for each in scheme.derived],
        "channel": [each.id for each in scheme.channels],
    }
    fix = f"write the row above it as `{name} = {{ … }}`: its heading takes in"

    assert [("PAR129", f"{fix} all rows below")] == said(text)
    assert names == sorted(read[section])


def test_misspelt_key_below_the_heading_of_one_row_is_no_row() -> None:
    """It is told as what is nearly meant."""
    text = f'{HEAD}[fact]\na = {{ type = "count" }}\n[fact.b]\n'
    text += f'type = "count"\ntitel = {{ vi = "x" }}\n{ROWS}'

    assert ["PAR104"] == [code for code, _ in said(text)]


def test_heading_of_one_row_behind_all_others_is_sound() -> None:
    """The next heading ends it."""
    text = f'{HEAD}[fact]\na = {{ type = "count" }}\n[fact.b]\n'
    text += f'type = "count"\n{ROWS}'

    assert [] == said(text)
