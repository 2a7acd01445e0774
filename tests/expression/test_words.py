"""What problems of expressions call things: words of both languages."""

from collections.abc import Mapping

import pytest

from expression.test_typing import NAMES
from parrules.errors import Problem
from parrules.expression.terms import ExpressionError
from parrules.expression.typing import typed
from parrules.messages import words

MISTAKES = [
    "round_to(rate, 0) > 1",
    "round_to(rate, done) > 1",
    "round_to(rate, -2) > 1",
    "date(done, 1, 1) > plan",
    "date(2024, 1.5, 1) > plan",
    "is_missing(ratio)",
    "is_missing(done + due)",
    "answer(level) == 'yes'",
    "done / due > rate",
    "ok + 1 > 2",
    "not done",
    "plan > ok",
    "level < 'high'",
    "ok < late",
    "share(done, 'good') > 3",
    "'1' in done",
    "days(done, plan) > 3",
    "add_days(plan, rate) > plan",
    "maximum + rate > 1",
    "opinions + 1 > 2",
    "listed > 2",
    "level + 1 > 2",
    " + ".join("1" for _ in range(150)),
    "1" * 1001,
    "not " * 30 + "ok",
]
NAMING = ("found", "expected", "left", "right", "literal", "order", "unit")


def problems(text: str) -> list[tuple[str, Mapping[str, str]]]:
    """Return codes and arguments of what is wrong in *text*."""
    found: list[tuple[str, Mapping[str, str]]] = []
    try:
        typed(text, NAMES, lambda code, _, told: found.append((code, told)))
    except ExpressionError as error:
        return [(error.code, error.arguments)]

    return found


@pytest.mark.parametrize("text", MISTAKES)
def test_what_is_wrong_is_named_in_the_words_of_the_reader(text: str) -> None:
    """All that is not written in the expression has a word for it."""
    for code, arguments in problems(text):
        named = {
            part
            for name in NAMING
            for part in arguments.get(name, "").split(" | ")
            if part not in ("", "==", "!=") and part not in text
        }

        assert code in ("PAR502", "PAR504", "PAR505")
        for language in ("vi", "en"):
            shown = Problem(code=code, arguments=arguments).text(language)
            assert named <= set(words(language))
            assert not [part for part in named if f"`{part}`" in shown]


def test_every_mistake_is_found() -> None:
    """None of them is sound."""
    assert [] == [text for text in MISTAKES if not problems(text)]


def test_numbers_of_a_date_are_whole() -> None:
    """Half a month is no month; it was cut off."""
    text = "date(2024, 1.5, 1) > plan"
    ((code, arguments),) = problems(text)

    assert ("PAR504", "1.5", "literal") == (
        code,
        arguments["found"],
        arguments["expected"],
    )
