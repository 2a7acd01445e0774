"""Codes: their form, their order, their place in the tree."""

import pytest

from checking.rulesets import codes, ruleset
from parrules.checking import check_scheme
from parrules.checking.codes import usual
from parrules.loading import parse_ruleset


def tree(*rows: str, known: str = "") -> str:
    """Return a ruleset whose criteria are *rows* of code and maximum."""
    lines = []
    for row in rows:
        code, _, maximum = row.rpartition("=")
        is_leaf = not any(
            other.startswith(f"{code}.") for other in rows if other != row
        )
        form = ", judged = { step = 0.5 }" if is_leaf else ""
        lines.append(
            f'"{code}" = {{ maximum = {maximum}, title = "t"{form}{known} }}'
        )

    return ruleset(
        fact="", criteria="[criteria]\n" + "\n".join(lines), answers=""
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("4.1", "4.1"),
        ("4.0999999999999996", "4.1"),
        ("4.4000000000000004", "4.4"),
        ("8.3000000000000007", "8.3"),
        ("01.2", "1.2"),
        ("1..2.", "1.2"),
        ("1.10", "1.10"),
        ("T.1", "T.1"),
        ("0", "0"),
    ],
)
def test_usual_form_of_a_code(code: str, expected: str) -> None:
    """Leading zeros, empty parts and binary fractions are taken out."""
    assert expected == usual(code)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("1=10", "1.1=5", "1.3=5"), []),
        (("1=10", "1.1=5", "1.10=5"), []),
        (("1=10", "1.1=5", "1.2=5", "1.11=0"), ["PAR403"]),
        (("1=5", "11=5"), ["PAR403"]),
        (("1=4", "3=4", "2=2"), ["PAR403"]),
        (("I=5", "II=5"), []),
        (("1=10", "1.2.1=10"), ["PAR401"]),
        (("4=10", "4.0999999999999996=10", "4.1.1=10"), ["PAR402"]),
        (("1=10", "01.1=10"), ["PAR402"]),
    ],
)
def test_codes_that_are_out_of_place(
    rows: tuple[str, ...], expected: list[str]
) -> None:
    """A gap in the numbers is no defect; what looks like another code is."""
    assert expected == codes(tree(*rows))


def test_wrong_code_is_told_and_its_sums_are_not() -> None:
    """Where rows hang in the wrong place, sums say nothing."""
    text = tree("7=10", "7.1=6", "7.11=6", "7.2=4")

    assert ["PAR403"] == codes(text)


def test_sums_are_told_once_the_code_is_acknowledged() -> None:
    """What is settled hides nothing."""
    text = tree(
        "1=10", "1.1=5", "1.3=2", "1.2=2", known=', known = { PAR403 = "x" }'
    )

    assert "PAR201" in codes(text)


def test_row_outside_its_block_is_found_without_a_document() -> None:
    """Each row knows which one of the file it is."""
    text = tree("1=5", "1.1=5", "2=5", "1.2=0")
    scheme = parse_ruleset(text, "test.toml").scheme
    assert scheme is not None
    (problem,) = check_scheme(scheme)

    assert ("PAR403", "2") == (problem.code, problem.arguments["before"])
