"""Signs that word processors and other languages have in expressions."""

import unicodedata

import pytest

from loading.files import problems_of, ruleset
from parrules.expression.parsing import parse
from parrules.messages import sentences

FACTS = """\
n = { type = "count" }
day = { type = "date" }
kind = { type = "choice", values = ["a", "b"] }
"""


def told(text: str) -> tuple[str, dict[str, str]]:
    """Return code and remedies of the one problem of a condition."""
    escaped = text.replace('"', '\\"')
    row = f'cases = [{{ when = "{escaped}", points = 1 }}]'
    (problem,) = problems_of(
        ruleset(f"'1' = {{ maximum = 1, {row} }}", facts=FACTS)
    )
    shown = ("found", "expected")
    remedies = {
        name: value
        for name, value in problem.arguments.items()
        if value and name not in shown
    }

    return problem.code, remedies


@pytest.mark.parametrize(
    "text",
    [
        "kind == \u2018a\u2019",
        "kind == \u201ca\u201d",
        "kind == \u201ea\u201c",
        "kind == \u00aba\u00bb",
        "kind == `a`",
        "kind == \u2032a\u2032",
        "kind == \uff07a\uff07",
        "kind == 'a\u2019",
        "kind == \u2018a'",
        "kind == 'a\u2019 or kind == 'b'",
        "kind == 'a\u2019 or kind == 'b\u2019",
    ],
)
def test_quotes_of_documents_are_written_straight(text: str) -> None:
    """The text is told as it is written here, wherever reading broke off."""
    assert ("PAR501", {"quote": "'a'"}) == told(text)


def test_quote_without_another_is_told_alone() -> None:
    """A straight one that is left open has no remedy that is plain."""
    assert ("PAR501", {"quote": "'"}) == told("kind == \u2019")
    assert ("PAR501", {}) == told("kind == 'a")


@pytest.mark.parametrize(
    "sign", ["\u00a0", "\u2003", "\u2009", "\u202f", "\u3000"]
)
def test_spaces_of_documents_are_typed_anew(sign: str) -> None:
    """They cannot be told from the usual one by looking."""
    shown = f"U+{ord(sign):04X}"

    assert ("PAR501", {"space": shown}) == told(f"n{sign}> 1")
    assert ("PAR501", {"space": shown}) == told(f"n ** 2 ** {sign}1 > 1")


@pytest.mark.parametrize(
    "sign", ["\u00ad", "\u200b", "\u200d", "\u200e", "\u2060", "\ufeff"]
)
def test_signs_without_width_are_deleted(sign: str) -> None:
    """They may stand within a name, and nobody sees them."""
    assert "Cf" == unicodedata.category(sign)
    assert ("PAR501", {"unseen": f"U+{ord(sign):04X}"}) == told(f"n{sign} > 1")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("n == \uff13", "3"),
        ("n >= \uff15\uff10", "50"),
        ("n \uff1d 3", "=="),
        ("n \uff1d\uff1d 3", "=="),
        ("n \uff1e\uff1d 3", ">="),
        ("\uff08n + 1) > 3", "("),
        ("\uff4e > 3", "n"),
        ("n \u2265 3", ">="),
        ("n \u21d2 3", ">="),
        ("day > 2024\u201101\u201131", "-"),
        ("n \u2013 1 > 0", "-"),
        ("n \u00b7 2 > 0", "*"),
        ("n x 2 > 0", "*"),
        ("n : 2 > 0", "/"),
        ("n chia 2 > 0", "/"),
        ("[n + 1] * 2 > 0", "("),
        ("(n + 1] * 2 > 0", ")"),
        ("n\u00b2 > 1", "n ** 2"),
        ("(n + 1)\u00b2 > 1", "** 2"),
        ("n > \u00bd", "0.5"),
        ("0.5n > 1", "0.5 * n"),
        ("n > .5", "0.5"),
        ("n > 5.", "5"),
        ("n > 1 000", "1000"),
        ("n > 1.500.000", "1500000"),
        ("n > 1,000", "1000"),
        ("kind \u2208 ('a', 'b')", "in"),
    ],
)
def test_signs_of_documents_are_told_as_they_are_written(
    text: str, near: str
) -> None:
    """Dashes, powers, fractions, full width, and what separates thousands."""
    assert ("PAR501", {"near": near}) == told(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("answer(1.1.2) == 'yes'", "1.1.2"),
        ("answer( A.1 ) == 'yes'", "A.1"),
        ("is_missing(1.1.2)", "1.1.2"),
        ("n > 0 and 1.1.2 == 'yes'", "1.1.2"),
        ("answer(1a) == 'yes'", "1a"),
    ],
)
def test_code_that_cannot_be_read_stands_in_quotes(
    text: str, code: str
) -> None:
    """Its dots make no number."""
    assert ("PAR501", {"code": code}) == told(text)


@pytest.mark.parametrize("day", ["31.12.2024", "2024.12.31"])
def test_day_that_cannot_be_read_is_told_as_it_is_written(day: str) -> None:
    """The day is first where the year is last."""
    assert ("PAR501", {"day": "2024-12-31"}) == told(f"day > {day}")


@pytest.mark.parametrize(
    "text",
    [
        "n > 1 or or",
        "n true",
        "n \u2026 1",
        "n > 1 \u20ac",
        "n > 1,500.5",
        "n > 1e5",
    ],
)
def test_what_stands_there_is_never_the_remedy(text: str) -> None:
    """Nor is anything that an expression cannot hold."""
    assert ("PAR501", {}) == told(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("kind == 'Ea H'leo'", "Ea H'leo"),
        ("kind in ('Ea H'leo', 'Cu M'gar')", "Ea H'leo"),
        ("n > 1 or kind == 'Đắk R'lấp' or kind == 'a'", "Đắk R'lấp"),
    ],
)
def test_an_apostrophe_that_ends_a_text_is_told(text: str, meant: str) -> None:
    """It is written twice, and the remedy can be obeyed."""
    assert ("PAR501", {"apostrophe": meant}) == told(text)


def test_an_option_with_an_apostrophe_is_told_as_it_is_written() -> None:
    """What a problem says is read as what it means."""
    facts = """n = { type = "choice", values = ["Ea H'leo", "a"] }\n"""
    (problem,) = problems_of(
        ruleset(
            "'1' = { maximum = 1, cases = ["
            "{ when = \"n == 'Ea Hleo'\", points = 1 }] }",
            facts=facts,
        )
    )
    fix = sentences(problem, "en")["fix"]

    assert "write `'Ea H''leo'`" == fix
    assert "Ea H'leo" == parse(fix[len("write `") : -1]).value
