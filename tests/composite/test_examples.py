"""An index holds what was published: its examples must come out."""

import pathlib

import pytest

from composite.indices import HEAD
from parrules.composite import parse_index, read_index
from parrules.errors import RulesetError

CRITERIA = """
[criteria]
1 = { indicator = "a", weight = 3 }
2 = { indicator = "b", better = "less" }
"""
UNITS = """
[[example]]
name = "three"
[example.units]
A = { a = 10, b = 1 }
B = { a = 5.5, b = 3 }
C = { a = 1, b = 2.5 }
"""


def problems(
    example: str, criteria: str = CRITERIA
) -> list[tuple[str | None, ...]]:
    """Return code, and what was found and wanted, of all that is wrong."""
    try:
        parse_index(f"{HEAD}{criteria}{example}", "i.toml")
    except RulesetError as error:
        return [
            (each.code, *map(each.arguments.get, ("unit", "part", "got")))
            for each in error.problems
        ]

    return []


def expecting(expected: str) -> list[tuple[str | None, ...]]:
    """Return what is wrong where this is expected of three units."""
    return problems(f"{UNITS}[example.expect]\n{expected}")


@pytest.mark.parametrize(
    "expected",
    [
        "A = { rank = 1, total = 100 }",
        "A = { total = 100.00 }\nB = { rank = 2, total = 37.5, '1' = 50 }",
        "C = { '1' = 0, '2' = 25, total = 6.25 }",
        "",
    ],
)
def test_what_comes_out_is_no_problem(expected: str) -> None:
    """Numbers are compared, not how they are written."""
    assert [] == expecting(expected)


def test_all_that_comes_out_otherwise_is_told() -> None:
    """Ranks, totals and rows, unit by unit."""
    found = expecting(
        "A = { rank = 2, total = 99.99 }\nB = { '1' = 51, '2' = 0 }"
    )

    assert [
        ("PAR827", "A", "rank", "1"),
        ("PAR827", "A", "total", "100.00"),
        ("PAR827", "B", "1", "50.00"),
    ] == found


def test_points_are_compared_as_they_are_published() -> None:
    """Two thirds are 66.67, by the decimals of the index."""
    third = UNITS.replace("2.5", "1.6667").replace("b = 3", "b = 3.0001")
    expected = "[example.expect]\nC = { '2' = {} }\n"
    rounded, other = (
        problems(third + expected.replace("{}", each))
        for each in ("66.67", "66.66")
    )

    assert ([], [("PAR827", "C", "2", "66.67")]) == (rounded, other)


def test_nothing_is_expected_by_an_empty_text() -> None:
    """A unit without a figure has neither points nor a rank."""
    example = UNITS.replace("A = { a = 10, b = 1 }", "A = { a = 10, b = '' }")
    found = problems(
        f"{example}[example.expect]\n"
        "A = { rank = '', total = '', '2' = '' }\nB = { rank = '' }"
    )

    assert [("PAR827", "B", "rank", "1")] == found


EARLIER = """
[criteria]
1 = { indicator = "a", anchors = { running_since = 2012 } }
[[example]]
name = "two years"
year = 2013
[example.units]
A = { a = 2 }
[example.earlier.YEAR]
A = { a = 0 }
B = { a = 8 }
[example.expect]
A = { rank = 1, total = 25 }
"""


def test_earlier_years_stand_beside_the_year() -> None:
    """Extremes of 2012 hold in 2013."""
    assert [] == problems("", EARLIER.replace("YEAR", "2012"))


@pytest.mark.parametrize(
    ("codes", "example"),
    [
        (["PAR820"], EARLIER.replace("YEAR", "2011")),
        (["PAR111"], EARLIER.replace("YEAR", "last")),
        (["PAR111"], EARLIER.replace("YEAR", "9" * 5000)),
        (["PAR111"], f"{CRITERIA}{UNITS}[example.expect]\nD = {{}}"),
        (["PAR111"], f"{CRITERIA}{UNITS}[example.expect]\nA = {{ '3' = 1 }}"),
        (["PAR105"], f"{CRITERIA}{UNITS}[example.expect]\nA = 1"),
        (["PAR105"], f"{CRITERIA}{UNITS}[example.expect]\nA.rank = 'first'"),
        (["PAR106"], f"{CRITERIA}{UNITS}"),
        (["PAR104"], f"{CRITERIA}{UNITS}[example.expect]\n[example.unit]"),
        (
            ["PAR817"],
            f"{CRITERIA}{UNITS}[example.expect]".replace("b = ", "c = "),
        ),
        (
            ["PAR818"],
            f"{CRITERIA}{UNITS}[example.expect]".replace("5.5", "'five'"),
        ),
    ],
)
def test_a_mistake_in_an_example_is_told_as_everywhere(
    codes: list[str], example: str
) -> None:
    """No example stops the others, or the rest of the file."""
    found = {code for code, *_ in problems("", example)}

    assert set(codes) == found


def test_a_name_that_is_nearly_one_is_offered() -> None:
    """Of units as of rows."""
    with pytest.raises(RulesetError, match="did you mean `total`"):
        parse_index(
            f"{HEAD}{CRITERIA}{UNITS}[example.expect]\nA.totall = 1", "i.toml"
        )


def test_examples_are_told_by_name(tmp_path: pathlib.Path) -> None:
    """A program can list them."""
    path = tmp_path / "i.toml"
    path.write_text(f"{HEAD}{CRITERIA}{UNITS}[example.expect]\n", "utf-8")
    found = read_index(path)

    assert (("three",), ()) == (found.examples, found.problems)
