"""Codes: their form, their order, their place in the tree."""

import pytest

from checking.rulesets import codes, found, ruleset
from parrules.checking import check_scheme
from parrules.loading import parse_ruleset
from parrules.model.codes import is_code, meant, nearest, usual


def tree(*rows: str, known: str = "", **sections: str) -> str:
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

    text = "[criteria]\n" + "\n".join(lines)

    return ruleset(fact="", criteria=text, answers="", **sections)


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
        (("4=10", "4.0999999999999996=10", "4.2=0"), ["PAR402"]),
        (("1=10", "1.01=4", "1.02=6"), ["PAR402", "PAR402"]),
        (("1=10", "1,1=4", "1.2=6"), ["PAR404"]),
        (("1=10", "1.1=4", "1,1=6"), ["PAR402"]),
        (("1=10", "1.1=4", "1.2\u00b2=6"), ["PAR404"]),
    ],
)
def test_codes_that_are_out_of_place(
    rows: tuple[str, ...], expected: list[str]
) -> None:
    """A gap in the numbers is no defect; what looks like another code is."""
    assert expected == codes(tree(*rows))


@pytest.mark.parametrize(
    ("code", "seen", "near"),
    [
        ("1.1\u200b", "1.1\\u200b", "1.1"),
        ("1.1\ufeff", "1.1\\ufeff", "1.1"),
        ("1\u00ad.1", "1\\u00ad.1", "1.1"),
        ("1.\u0661", "1.\u0661", "1.1"),
        ("1.\uff11", "1.\uff11", "1.1"),
        ("1.\u0410", "1.\u0410", "1."),
        ("1.2#1", "1.2#1", "1.2.1"),
        ("1,1", "1,1", "1.1"),
    ],
)
def test_code_that_looks_like_another_is_told_with_the_one_it_looks_like(
    code: str, seen: str, near: str
) -> None:
    """What nobody sees, or takes for another, is in no plain code."""
    scheme = parse_ruleset(tree("1=1", f"{code}=1"), "test.toml").scheme
    assert scheme is not None
    found = next(
        problem for problem in check_scheme(scheme) if problem.code == "PAR404"
    )

    assert {"criterion": seen, "near": near} == dict(found.arguments)


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("c", "C"),
        ("total", "Total"),
        ("é", "É"),
        ("(1.2)", "1.2"),
        ("1.2*", "1.2"),
        ("1.2)", "1.2"),
        ("1.2-", "1.2"),
        ("1-2", "1.2"),
        ("1/2", "1.2"),
        ("", ""),
        ("*", ""),
        ("\u00b2", ""),
        ("1.-1", ""),
        ("penalty:P", ""),
        ("_.1", "1"),
        ("-1", "1"),
    ],
)
def test_what_is_no_code_is_told_with_the_code_that_may_be_meant(
    code: str, near: str
) -> None:
    """A code starts with a digit or a capital."""
    assert not is_code(meant(code))
    assert near == nearest(meant(code))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1,2", "1.2"),
        ("1.02.", "1.2"),
        ("1.2\u00b2", "1.2"),
        ("1.\u2461", "1.2"),
        (" 1 . 2", "1.2"),
        ("1.\u0410", "1.\u0410"),
        ("1.a", "1.a"),
    ],
)
def test_code_that_another_spelling_means(code: str, expected: str) -> None:
    """Marks of footnotes count for nothing, and foreign letters stay."""
    assert expected == meant(code)


@pytest.mark.parametrize("code", ["1.a", "A.II", "1.đ", "Đ.1", "1.1a)"])
def test_code_of_plain_letters_is_no_defect(code: str) -> None:
    """Decisions number rows by letters, also by those of Vietnamese."""
    text = tree(f"{code.partition('.')[0]}=1", f"{code}=1")

    assert "PAR404" not in codes(text)
    assert "PAR402" not in codes(text)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("4=3", "4.1=1", "4.a=2"), ["4.a"]),
        (("4=3", "4.a=1", "4.b=2"), []),
        (("4=3", "4.2=1", "4.2a=2"), []),
        (("A=3", "A.1=3", "4=3", "4.a=3"), []),
    ],
)
def test_a_letter_beside_numbers_is_doubted(
    rows: tuple[str, ...], expected: list[str]
) -> None:
    """PAR402: a row that is numbered otherwise than those beside it."""
    told = [
        problem.arguments["criterion"]
        for problem in found(tree(*rows))
        if problem.code == "PAR402"
    ]

    assert expected == told


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("1=2", "1.2=1", "1.1=1"), [("1.1", "1.2")]),
        (("1=3", "1.3=1", "1.1=1", "1.2=1"), [("1.3", "1")]),
        (
            ("1=2", "1.1=1", "1.3=1", "2=1", "2.2=1", "1.2=0", "2.1=0"),
            [("1.2", "2.2"), ("2.1", "1.2")],
        ),
        (("2=1", "1=9", "1.1=9"), [("1", "2")]),
    ],
)
def test_late_row_is_told_with_the_row_above_it(
    rows: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    """As few rows as would have to move, each named once."""
    scheme = parse_ruleset(tree(*rows), "test.toml").scheme
    assert scheme is not None
    found = [
        (problem.arguments["criterion"], problem.arguments["before"])
        for problem in check_scheme(scheme)
        if problem.code == "PAR403"
    ]

    assert expected == found


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


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("1,2", "PAR404"),
        ("1.02", "PAR402"),
        ("1.2.", "PAR402"),
        ("1..2", "PAR402"),
        ("1.2000000000000002", "PAR402"),
        ("1.2\u00b2", "PAR404"),
    ],
)
def test_row_of_an_unusual_code_is_read_as_the_one_that_was_meant(
    code: str, problem: str
) -> None:
    """It has its place, sums are right, and examples find it."""
    text = tree("1=10", "1.1=4", f"{code}=5", "1.3=1").replace(
        "expect = { complete = false }",
        'facts = { "1.2" = 5 }\nexpect = { "1.2" = 5 }',
    )

    assert [problem] == codes(text)


@pytest.mark.parametrize("code", ["1,2", "1.02", "01.2"])
def test_unusual_code_that_is_acknowledged_is_read_as_it_stands(
    code: str,
) -> None:
    """Whoever wants it so has it so."""
    known = ', known = { PAR402 = "x", PAR404 = "x" }'
    loaded = parse_ruleset(tree(f"{code}=1", known=known), "test.toml")
    assert loaded.scheme is not None

    assert [code] == [node.code for node in loaded.scheme.nodes()]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("1=10", "c=0"), ["c"]),
        (("1=10", "1.1=4", "1.2*=6"), ["1.2*"]),
        (("1=10", "*=3"), ["*"]),
        (("1=10", "1.1=4", "1.2)=6"), ["1.2)"]),
        (("1=10", "1.1=4", "1-2=6"), ["1-2"]),
        (("1=10", "1.1=4", "1.-1=5", "1.2=6"), ["1.-1"]),
    ],
)
def test_row_without_a_code_is_told_alone(
    rows: tuple[str, ...], told: list[str]
) -> None:
    """PAR435: what it adds up to, and where it belongs, nobody knows."""
    loaded = parse_ruleset(tree(*rows), "test.toml")
    assert loaded.scheme is not None
    problems = (*loaded.problems, *check_scheme(loaded.scheme))

    assert [("PAR435", code) for code in told] == [
        (problem.code, problem.arguments["criterion"]) for problem in problems
    ]


@pytest.mark.parametrize("section", ["bonus", "penalty"])
def test_row_of_the_criteria_in_another_tree_is_out_of_place(
    section: str,
) -> None:
    """PAR401: it slipped below the next heading."""
    row = '"1.2" = { maximum = 1, title = "x", judged = { step = 0.5 } }'
    told = [
        dict(problem.arguments)
        for problem in found(
            tree("1=1", "1.1=1", **{section: f"[{section}]\n{row}\n"})
        )
        if problem.code == "PAR401"
    ]

    assert [{"criterion": "1.2", "parent": "1", "tree": "criteria"}] == told


def test_one_area_may_be_split_over_bonus_and_penalty() -> None:
    """A decision that prints both under one number is written as it is."""
    rows = [
        f'"{code}" = {{ maximum = 1, title = "x", judged = {{ step = 0.5 }} }}'
        for code in ("9", "9.2")
    ]
    sections = {"bonus": f"[bonus]\n{rows[0]}\n"}
    sections["penalty"] = f"[penalty]\n{rows[1]}\n"

    assert "PAR401" not in codes(tree("1=1", "1.1=1", **sections))
