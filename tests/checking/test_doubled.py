"""A code twice costs only what the second of the two rows may answer."""

import pytest

from parrules.checking import check_scheme
from parrules.loading import parse_ruleset

HEAD = """\
language = 1
[ruleset]
id = "x/y"
edition = "1"
status = "template"
title = "t"
source = "s"
maximum = {maximum}
[answers]
yn = {{ yes = 100, no = 0 }}
[criteria]
"""
EXAMPLE = """\
[[example]]
name = "e"
facts = { "1.1" = "yes" }
expect.total = 1
"""


def row(code: str, maximum: int = 1, *, leaf: bool = True) -> str:
    """Return a row, as ``1.1``."""
    answers = ', answers = "yn"' if leaf else ""

    return f'"{code}" = {{ maximum = {maximum}, title = "r"{answers} }}\n'


def found(rows: str, maximum: int = 2, more: str = EXAMPLE) -> list[str]:
    """Return code and place of all that is wrong, in file order."""
    text = HEAD.format(maximum=maximum) + rows + more
    loaded = parse_ruleset(text, "x.toml")
    assert loaded.scheme is not None
    checked = check_scheme(loaded.scheme, loaded.document)
    problems = (*loaded.problems, *checked)

    return [
        f"{problem.code} {problem.place.line - 11}"
        for problem in problems
        if problem.place and problem.place.line
    ]


WRONG = (
    row("1", 4, leaf=False)
    + row("1.1")
    + row("1.2", leaf=False)
    + row("2", 3, leaf=False)
    + row("2.1")
    + row("2.1")
    + row("3.1")
)


def test_a_code_twice_silences_nothing_else() -> None:
    """Sums, rows, orphans and examples are told in the same run."""
    example = EXAMPLE.replace('"1.1"', '"77"')

    assert [
        "PAR109 6",
        "PAR201 1",
        "PAR209 3",
        "PAR201 4",
        "PAR401 7",
        "PAR301 10",
    ] == found(WRONG, 9, example)


def test_the_second_says_where_the_first_stands() -> None:
    """Nobody searches a table of a hundred rows for it."""
    lines = {}
    for name, second in (("same", '"1.1"'), ("blank", '"1.1 "')):
        rows = row("1", 2, leaf=False) + row("1.1") + row("1.1")
        first, _, rest = rows.rpartition('"1.1"')
        text = HEAD.format(maximum=2) + first + second + rest
        problems = parse_ruleset(text, "x.toml").problems
        (lines[name],) = (
            problem.arguments["first"]
            for problem in problems
            if problem.code == "PAR109"
        )

    assert {"same": "13", "blank": "13"} == lines


@pytest.mark.parametrize(
    "rows",
    [
        # The second counts with the others, or is a copy.
        row("1", 2, leaf=False) + row("1.1") + row("1.1"),
        row("1", 2, leaf=False) + row("1.1", 2) + row("1.1", 2),
        # It was meant as the part of the row that it follows.
        row("1", leaf=False) + row("1.1") + row("2", leaf=False) + row("1.1"),
        # It was meant as a row that has parts.
        row("1", 2, leaf=False)
        + row("1.1", leaf=False)
        + row("1.1.1")
        + row("1.1", leaf=False)
        + row("1.1.1"),
    ],
)
def test_what_the_second_may_answer_is_not_told(rows: str) -> None:
    """Who gives it its own code finds nothing else wrong."""
    codes = {each.partition(" ")[0] for each in found(rows)}

    assert {"PAR109"} == codes


def test_a_name_that_the_second_may_have_is_not_missed() -> None:
    """Who wrote 1.1 twice may have meant 1.2, and not 2.5."""
    rows = row("1", 2, leaf=False) + row("1.1") + row("1.1")
    example = EXAMPLE.replace('"1.1"', '"1.2" = "yes", "2.5"')

    assert ["PAR109 3", "PAR301 6"] == found(rows, 2, example)


def test_a_copy_does_not_count_its_fact_twice() -> None:
    """The two are one row until their author says otherwise."""
    tiers = 'measure = "n", tiers = [[1, 2], [0, 0]]'
    tier = f'"1" = {{ maximum = 2, title = "r", {tiers} }}\n'
    other = row("2")
    fact = '[fact]\nn = { type = "count", title = "n" }\n'
    example = EXAMPLE.replace('"1.1" = "yes"', "n = 1")

    assert ["PAR109 2"] == found(tier * 2 + other, 3, fact + example)
