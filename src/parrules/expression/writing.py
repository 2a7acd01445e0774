"""Terms and values, written back in the language of the ruleset."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from parrules.errors import in_quotes
from parrules.expression.terms import Term
from parrules.points import Number, plain

ARITHMETIC: Final = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
COMPARISONS: Final = ("compare", "order")
CALLS: Final = (
    "min",
    "max",
    "abs",
    "days",
    "add_days",
    "add_months",
    "count_true",
)
_STRENGTHS: Final = {
    "or": 1,
    "and": 2,
    "not": 3,
    "compare": 4,
    "order": 4,
    "add": 5,
    "sub": 5,
    "mul": 6,
    "div": 6,
}
_STRONGEST: Final = 9


class Writer:
    """Writes typed terms; brackets stand where they are needed.

    What is written for each operation is a method of its own, so that
    others may write the same terms in other words.
    """

    def written(self, term: Term) -> str:
        """Write *term*: a number, a date or a condition."""
        if is_percent(term):
            return self.percent(*term.args[1].args)
        if term.op in ARITHMETIC or term.op in COMPARISONS:
            return self.binary(term)
        if term.op in ("and", "or"):
            return self.series(term)
        if term.op == "not":
            return self.negation(term)
        if term.op in CALLS:
            return self.call(term.op, term.args)

        return self.leaf(term)

    def percent(self, part: Term, whole: Term) -> str:
        """Write one quantity as a percentage of another."""
        return self.call("percent", (part, whole))

    def binary(self, term: Term) -> str:
        """Write two sides with a sign between them."""
        sign = ARITHMETIC.get(term.op, term.value)
        one, two = (self.inside(part, term) for part in term.args)

        return f"{one} {sign} {two}"

    def series(self, term: Term) -> str:
        """Write conditions of which all, or one, must hold."""
        return f" {term.op} ".join(
            self.inside(part, term) for part in term.args
        )

    def negation(self, term: Term) -> str:
        """Write what must not hold."""
        return f"not {self.inside(term.args[0], term)}"

    def call(self, name: str, arguments: Iterable[Term]) -> str:
        """Write a function of other terms."""
        return f"{name}({', '.join(self.written(part) for part in arguments)})"

    def leaf(self, term: Term) -> str:
        """Write what stands for a value by itself."""
        if term.op in ("const", "day"):
            number = _fraction(term.value)
            return plain(number) if term.op == "const" else day_text(number)
        if term.op == "round":
            assert isinstance(term.value, tuple)
            name = {"up": "round_up", "down": "round_down"}.get(
                term.value[1], "round_to"
            )
            inner, step = self.written(term.args[0]), plain(term.value[0])
            return f"{name}({inner}, {step})"
        if term.op in ("mean", "is_missing"):
            return f"{term.op}({term.value})"
        if term.op in ("points_of", "percent_of"):
            return f"{term.op}('{term.value}')"
        if term.op == "never":
            return term.op

        return _chosen(term)

    def inside(self, term: Term, outer: Term) -> str:
        """Write *term* within *outer*, in brackets if it binds less."""
        text = self.written(term)
        if self.strength(term) <= self.strength(outer) and term.op != outer.op:
            return f"({text})"
        is_right = len(outer.args) > 1 and term is outer.args[1]
        if (
            is_right
            and outer.op in ("sub", "div")
            and self.strength(term) <= self.strength(outer)
        ):
            return f"({text})"

        return text

    def strength(self, term: Term) -> int:
        """Tell how strongly *term* holds its parts together."""
        if is_percent(term):
            return _STRONGEST

        return _STRENGTHS.get(term.op, _STRONGEST)


_WRITER: Final = Writer()


def written(term: Term) -> str:
    """Write *term* in the language of the ruleset."""
    return _WRITER.written(term)


def day_text(ordinal: Number) -> str:
    """Write the date with *ordinal*, or the number if it is too far."""
    if 1 <= ordinal <= date.max.toordinal():
        return date.fromordinal(int(ordinal)).isoformat()

    return plain(ordinal)


def is_percent(term: Term) -> bool:
    """Tell whether *term* is what ``percent(a, b)`` stands for."""
    if term.op != "mul" or term.type.dimension != "percent":
        return False
    one, two = term.args

    return (
        two.op == "div" and one.op == "const" and one.value == 100  # noqa: PLR2004  # percent() is 100·a/b
    )


def _chosen(term: Term) -> str:
    if term.op == "truth":
        return "true" if term.value else "false"
    if not isinstance(term.value, tuple):
        return str(term.value)
    name, what = term.value
    if term.op == "share":
        # Which levels are counted is known by position alone.
        return f"share({name}, …)"
    if term.op == "holds":
        return f"{in_quotes(what)} in {name}"
    listed = ", ".join(map(in_quotes, what))

    return f"{name} in ({listed})" if len(what) > 1 else f"{name} == {listed}"


def _fraction(value: object) -> Fraction:
    assert isinstance(value, (int, Fraction))

    return Fraction(value)


def as_percent(one: Term, two: Term, left: str, right: str) -> tuple[str, str]:
    """Write a literal beside a percentage as one."""
    is_percent = "percent" in (one.type.dimension, two.type.dimension)
    first, second = (
        "%" if is_percent and term.op == "const" else "" for term in (one, two)
    )

    return left + first, right + second
