"""Brackets stand where they are needed, and nowhere else."""

import pytest

from parrules.expression.terms import Term, Type
from parrules.expression.writing import written

NUMBER = Type("number", "number")
PERCENT = Type("number", "percent")


def fact(name: str) -> Term:
    """Return a number that is a fact."""
    return Term("fact", (), name, NUMBER)


def of(op: str, one: Term, two: Term, kind: Type = NUMBER) -> Term:
    """Return two numbers with a sign between them."""
    return Term(op, (one, two), None, kind)


A, B, C = map(fact, "abc")
HUNDRED = Term("const", (), 100, NUMBER)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (of("sub", A, of("sub", B, C)), "a - (b - c)"),
        (of("sub", A, of("add", B, C)), "a - (b + c)"),
        (of("sub", A, of("mul", B, C)), "a - b * c"),
        (of("div", A, of("mul", B, C)), "a / (b * c)"),
        # A percent is a call, which holds its parts together by itself.
        (
            of("sub", A, of("mul", HUNDRED, of("div", B, C), PERCENT)),
            "a - percent(b, c)",
        ),
    ],
)
def test_what_binds_less_stands_in_brackets(term: Term, text: str) -> None:
    """So that what is written says the same when it is read."""
    assert text == written(term)
