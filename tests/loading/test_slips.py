"""Slips of people who write TOML as they write documents."""

import datetime
from decimal import Decimal

import pytest

from parrules.loading import parse_ruleset
from parrules.loading.marks import Unread
from parrules.loading.spelling import day_in, meant, unaccented
from parrules.loading.statements import save

READ = [
    ("a = “Cải cách”", "quote", '"Cải cách"', "Cải cách"),
    ("a = “x, b = y”", "quote", '"x, b = y"', "x, b = y"),
    ("a = 31/01/2024", "day", "2024-01-31", datetime.date(2024, 1, 31)),
    ("a = 2024/01/31", "day", "2024-01-31", datetime.date(2024, 1, 31)),
    ("a = 20%", "bare", "20", 20),
    ("a = 17,5 %", "bare", "17.5", Decimal("17.5")),
    ("a = 4 điểm", "bare", "4", 4),
    ("a = [≥70, 1]", "bare", "70", [70, 1]),
    ("a = 04", "number", "4", 4),
    ("a = TRUE", "truth", "true", True),
    ("a = 1,5", "form", "1.5", Decimal("1.5")),
    ("a = [75, 1,05]", "form", "1.05", [75, Decimal("1.05")]),
    ("a = [9,05, 1]", "form", "9.05", [Decimal("9.05"), 1]),
    ("a = 3 // note", "slashes", "#", 3),
    ("a: 3", "colon", "=", 3),
    ('"a": { b = 1 }', "colon", "=", {"b": 1}),
    ("a = { b : 1 }", "colon", "=", {"b": 1}),
    ("a = { b = 1; c = 2 }", "comma", ",", {"b": 1, "c": 2}),
    ("a = { b = 'x' c = 2 }", "near", ",", {"b": "x", "c": 2}),
    ("a = [[1] [2]]", "near", ",", [[1], [2]]),
    ("a = 1.000.000", "number", "1000000", 1_000_000),
    ("a = [1 000, 2]", "number", "1000", [1000, 2]),
    ("a = 0.5đ", "number", "0.5", Decimal("0.5")),
    ("a = 1/2", "number", "0.5", Decimal("0.5")),
    ("a = 5.", "number", "5", 5),
    ("a = ２０", "number", "20", 20),
    ("a ＝ 3", "colon", "=", 3),
    ("a == 3", "colon", "=", 3),
    ("a = { b = 3 },", "row", " ", {"b": 3}),
    ("a = { b = [3", "near", "]}", {"b": [3]}),
    ('a = “x"', "quote", '"x"', "x"),
    ('a = "x”', "quote", '"x"', "x"),
    ('a = { b = "x” }', "quote", '"x"', {"b": "x"}),
    ("a = { b = “x }", "quote", '"x"', {"b": "x"}),
    ("a = [“x , 'y']", "quote", '"x"', ["x", "y"]),
    (r'a = "C:\Users"', "backslash", r"\\", "C:??sers"),
    ('a = "x\x0by"', "control", "U+000B", "x y"),
    ("a\u00a0= 3", "space", "U+00A0", 3),
    ("a = 3\u00a0", "space", "U+00A0", 3),
    (r'a = "x \uD800"', "half", r"\uD800", "x ??????"),
    (r'a = "\\uD800 \U00110000"', "half", r"\U00110000", r"\uD800 ??????????"),
    (r'a = "\uD83D\uDE00"', "escape", "😀", "????????????"),
]
TOLD = [
    ("a = 1/1/2024", "day", "2024-01-01"),
    ("a = yes", "truth", "true"),
    ("a = không", "truth", "false"),
    ("a = .5", "number", "0.5"),
    ("a = ¾", "number", "0.75"),
    (r'"\z" = 1', "backslash", r"\\"),
    ("a = “yes", "quote", '"yes"'),
    ("a = ‘yes # or no", "quote", '"yes"'),
    ("a = { b = “x, c = 'y' }", "quote", '"x"'),
    ("“1.2 = 3", "quote", '"1.2"'),
    ("a = yes”", "words", '"yes"'),
    ("a = xin chào", "words", '"xin chào"'),
    ("a = min(b, c) / 2", "words", '"min(b, c) / 2"'),
    ("a = share(b, 'c')", "words", "\"share(b, 'c')\""),
    ("a = min(max(b, 1), c)", "words", '"min(max(b, 1), c)"'),
    ("a = b <= c and d != e", "words", '"b <= c and d != e"'),
    ("a = { có = 1 }", "plain", "co"),
    ("nghĩa vụ = 3", "plain", "nghia_vu"),
    ("1,2 = 3", "code", '"1.2"'),
    ("a =", "empty", "…"),
    ("a = # x", "empty", "…"),
    ("a 3", "equals", "="),
    ('"a" "x"', "equals", "="),
]
LEFT = [
    "a = 10:3",
    "a = 'x': 3",
    "https://x.vn",
    'a = "x" ; note',
    'a = x"',
    "a b",
    "a = 1/3",
    "a = { b = 3 # } c",
    "a = 5.5.5",
]


@pytest.mark.parametrize(("text", "fix", "form", "value"), READ)
def test_a_slip_of_plain_meaning_is_shown_put_right_and_read(
    text: str, fix: str, form: str, value: object
) -> None:
    """Nothing else of the statement is lost."""
    saved = save(f"{text}\nsound = 1\n")
    (finding,) = saved.findings
    remedies = {
        name: each
        for name, each in finding.arguments.items()
        if name != "found"
    }

    assert ("PAR101", {fix: form}) == (finding.code, remedies)
    assert {"a": value, "sound": 1} == saved.tables


@pytest.mark.parametrize(("text", "fix", "form"), TOLD)
def test_what_has_another_length_is_shown_put_right(
    text: str, fix: str, form: str
) -> None:
    """It is not read, since what follows would have another place."""
    saved = save(f"{text}\nsound = 1\n")
    (finding,) = saved.findings

    assert form == finding.arguments[fix]


@pytest.mark.parametrize("text", LEFT)
def test_nothing_is_proposed_where_the_meaning_is_not_plain(text: str) -> None:
    """What it may have been is left to its author."""
    (finding,) = save(f"{text}\nsound = 1\n").findings

    assert ["found"] == list(finding.arguments)


def test_blanks_of_other_programs_are_named_wherever_they_stand() -> None:
    """In front of a line, behind a header, and alone on a line."""
    text = "\u00a0a = 1\n[b]\u00a0\n\u3000\nc = 2\n"
    found = [each.arguments["space"] for each in save(text).findings]

    assert ["U+00A0", "U+00A0", "U+3000"] == found


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("edition = 2024", '"2024"'),
        ("from = '01/02/2024'", "2024-02-01"),
        ("maximum = '17,5 %'", "17.5"),
    ],
)
def test_quotes_too_few_or_too_many_are_shown(key: str, form: str) -> None:
    """A date in quotes looks like one, and a year without like a text."""
    text = f"language = 1\n[ruleset]\n{key}\n"
    problems = parse_ruleset(text, "x.toml").problems
    (problem,) = (each for each in problems if each.code == "PAR105")

    assert f"fix: write `{form}`, " in problem.text("en")


@pytest.mark.parametrize(
    ("value", "expected", "form"),
    [
        ("có", "boolean", {"bare": "true"}),
        ("NO", "boolean", {"bare": "false"}),
        ("maybe", "boolean", {}),
        ("≥ 70", "number", {"bare": "70"}),
        ("many", "integer", {}),
        ("x", "date", {}),
        ([1], "string", {}),
        (True, "string", {}),
    ],
)
def test_what_was_meant_is_shown_only_where_it_is_plain(
    value: object, expected: str, form: dict[str, str]
) -> None:
    """Nobody guesses what a word is as a number."""
    assert form == meant(value, str(value), expected)


def test_a_day_is_read_in_the_order_of_the_country() -> None:
    """The day before the month, unless the year comes first."""
    found = [day_in(text) for text in ("5.3.2024", "x 2024-3-5", "3/2024")]

    assert ["2024-03-05", "2024-03-05", ""] == found


def test_letters_lose_their_accents_and_keep_their_number() -> None:
    """As names of facts are written."""
    assert "Da kiem tra" == unaccented("Đã kiểm tra")


@pytest.mark.parametrize(
    ("day", "month"),
    [
        ("2024-02-30", ["2024-02-01", "2024-02-29"]),
        ("31/4/2024", ["2024-04-01", "2024-04-30"]),
        ("2024-00-10", []),
        ("99/99/2024", []),
        ("0000-01-01", []),
    ],
)
def test_a_day_that_does_not_exist_costs_its_value_alone(
    day: str, month: list[str]
) -> None:
    """It is told with the days of its month, and the row is read on."""
    saved = save(f"a = {{ b = {day}, c = 1 }}\n")
    (finding,) = saved.findings
    told = {"value": day, **dict(zip(("first", "last"), month, strict=False))}

    assert ("PAR125", 10, told) == finding
    assert {"a": {"b": Unread(), "c": 1}} == saved.tables


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: x", [("PAR101", ":"), ("PAR101", "x")]),
        ("zzz\nid: x", [("PAR121", "zzz")]),
        ("id: x\nzzz", [("PAR121", "id: x")]),
        ("ruleset:\nb = 1", [("PAR101", ":"), ("PAR101", "ruleset:")]),
        ("ruleset:\n", [("PAR101", ":"), ("PAR101", "ruleset:")]),
        ("a = “x” y\nb = 1", [("PAR101", "“x”"), ("PAR101", "y")]),
    ],
)
def test_what_is_shown_stands_in_the_file(
    text: str, told: list[tuple[str, str]]
) -> None:
    """What was put right is not shown, and where it is all, it is told."""
    findings = save(text).findings

    assert told == [(each.code, each.arguments["found"]) for each in findings]
