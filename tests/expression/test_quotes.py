"""Quotes in expressions: where they are missing, and where too many."""

from collections.abc import Mapping

import pytest

from expression.test_typing import NAMES
from parrules.expression.typing import typed


def told(text: str) -> list[tuple[str, int, Mapping[str, str]]]:
    """Return code, offset and arguments of what is wrong in *text*."""
    found: list[tuple[str, int, Mapping[str, str]]] = []
    typed(text, NAMES, lambda *problem: found.append(problem))

    return found


@pytest.mark.parametrize(
    ("text", "offset", "name", "quoted"),
    [
        ("share(opinions, good) > 3", 16, "good", "good"),
        ("share(opinions, 'bad', goo) > 3", 23, "goo", "good"),
        ("answer(1.1) == 'yes'", 7, "1.1", "1.1"),
        ("answer(1.2) > 1", 7, "1.2", "1.2"),
        ("is_missing(answer(1.1))", 18, "1.1", "1.1"),
        ("points_of(1) > 1", 10, "1", "1"),
        ("percent_of( 1.1 ) > 1", 12, "1.1", "1.1"),
        ("1.10 in listed", 0, "1.10", "1.10"),
        ("A in listed", 0, "A", "A"),
    ],
)
def test_what_is_named_in_quotes_and_has_none(
    text: str, offset: int, name: str, quoted: str
) -> None:
    """Levels and codes are told as they are written, digit by digit."""
    arguments = {"name": name, "quoted": quoted, "choice": ""}

    assert [("PAR519", offset, arguments)] == told(text)


@pytest.mark.parametrize(
    ("text", "offset", "name", "bare"),
    [
        ("is_missing('plan')", 11, "plan", "plan"),
        ("is_missing('lavel')", 11, "lavel", "level"),
        ("share('opinions', 'good') > 3", 6, "opinions", "opinions"),
        ("mean('opinions') > 3", 5, "opinions", "opinions"),
        ("percent('done', due) > 3", 8, "done", "done"),
        ("days('given', plan) > 3", 5, "given", "given"),
        ("count_true('ok', late) > 1", 11, "ok", "ok"),
        ("'ok' and late", 0, "ok", "ok"),
        ("not 'ok'", 4, "ok", "ok"),
        ("'done' > 3", 0, "done", "done"),
        ("done > '3'", 7, "3", "3"),
        ("rate > '80.5%'", 7, "80.5%", "80.5%"),
        ("done in ('1', 2)", 9, "1", "1"),
        ("'done' in (1, 2)", 0, "done", "done"),
        ("'1.1' in 'listed'", 9, "listed", "listed"),
        ("plan + '3' > given", 7, "3", "3"),
        ("plan == 'never'", 8, "never", "never"),
        ("ok == 'true'", 6, "true", "true"),
    ],
)
def test_what_stands_in_quotes_and_should_not(
    text: str, offset: int, name: str, bare: str
) -> None:
    """Names of facts, numbers, and the words of the language."""
    arguments = {"name": name, "bare": bare}

    assert [("PAR520", offset, arguments)] == told(text)


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("is_missing('1.1')", "1.1", "answer('1.1')"),
        ("is_missing(1.1)", "1.1", "answer('1.1')"),
        ("is_missing(1.10)", "1.10", ""),
        ("answer(1.10) == 'yes'", "1.10", ""),
        ("points_of(7.5) > 1", "7.5", ""),
        ("answer('1,1') == 'yes'", "1,1", "1.1"),
        ("answer('1.3') == 'yes'", "1.3", ""),
        ("answer(B) == 'yes'", "B", ""),
    ],
)
def test_codes_that_are_none_are_called_as_they_are_written(
    text: str, name: str, near: str
) -> None:
    """No other criterion is guessed, and no number is shown as a quotient."""
    ((code, _offset, arguments),) = told(text)

    assert ("PAR503", name, near) == (
        code,
        arguments["name"],
        arguments["near"],
    )


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("is_missing(done + due)", "expression", "fact"),
        ("is_missing(days(plan, given))", "expression", "fact"),
        ("answer(done + 1) == 'yes'", "expression", "code"),
        ("answer(level) == 'yes'", "fact", "code"),
        ("answer('level') == 'yes'", "fact", "code"),
        ("points_of(done) > 1", "fact", "code"),
    ],
)
def test_what_is_computed_where_something_is_named(
    text: str, found: str, expected: str
) -> None:
    """It is told what is named there, not that nothing is called so."""
    ((code, _offset, arguments),) = told(text)

    assert ("PAR504", found, expected, expected) == (
        code,
        arguments["found"],
        arguments["expected"],
        arguments["literal"],
    )


def test_nested_membership_is_typed_once() -> None:
    """Else each level would take twice the time, or more."""
    text = "done in (1, 2)"
    for _ in range(18):
        text = f"({text}) in (true, true)"

    assert [] == told(text)


def test_levels_that_are_none_are_called_as_they_are_written() -> None:
    """Sums have no level, and what is near is told."""
    (one,), (two,) = (
        told("share(opinions, done + 1)"),
        told("share(opinions, 'god')"),
    )

    assert ["done + 1", "", "god", "good"] == [
        each[2][key] for each in (one, two) for key in ("name", "near")
    ]


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("listed == '1.1'", "'1.1' in listed"),
        ("'1.1' == listed", "'1.1' in listed"),
        ("ok == 'yes'", "ok == true"),
        ("0 == ok", "ok == false"),
        ("ok == 'có'", "ok == true"),
        ("'1.1' == 'yes'", "answer('1.1') == 'yes'"),
        ("'no' != '1.1'", "answer('1.1') != 'no'"),
        ("ok == 2", ""),
        ("plan == 2024", ""),
    ],
)
def test_numbers_in_quotes_are_meant_only_beside_numbers(
    text: str, instead: str
) -> None:
    """A code is looked for in a list; a condition is true or false."""
    ((code, _offset, arguments),) = told(text)

    assert ("PAR505", instead) == (code, arguments["instead"])
