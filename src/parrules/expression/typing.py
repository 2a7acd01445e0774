"""Untyped tree → typed tree, with dimensions.

A percent is not a count, a ratio is not a percent, and a date less a date
is days.  A literal adapts to its neighbour; a product of two measured
numbers, or a quotient of unlike ones, adapts too, because what it measures
has no name.  Everything wrong in one expression is reported in one run.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from parrules.errors import near
from parrules.expression.calls import Calls
from parrules.expression.dimensions import (
    Report,
    at,
    is_literal_percent,
    is_zero,
    shown,
)
from parrules.expression.environment import OWN_WORDS, Environment
from parrules.expression.parsing import parse
from parrules.expression.reducing import folded, product, same
from parrules.expression.terms import DATE, FLAG, TEXT, Term, Type

_EQUALITY: Final = ("==", "!=")
_TRUTHS: Final = {
    **dict.fromkeys(("1", "yes", "có", "đúng"), "true"),
    **dict.fromkeys(("0", "no", "không", "sai"), "false"),
}
"""What is written for true and false elsewhere."""

_ZERO: Final = Term("const", (), Fraction(0), Type("number", is_whole=True))

_HANDLERS: Final = {
    "number": "_number",
    "percent_number": "_number",
    "text": "_text",
    "date": "_date",
    "name": "_name",
    "call": "_call",
    "not": "_not",
    "negate": "_negate",
    "power": "_power",
    "or": "_series",
    "and": "_series",
    "compare": "_compare",
    "arithmetic": "_arithmetic",
    "in": "_membership",
}
"""By kind of term, the method that types it."""


def typed(text: str, environment: Environment, report: Report) -> Term:
    """Return the tree of *text* with names resolved and types known.

    Args:
        text: An expression.
        environment: The names it may use.
        report: Called once for each thing that is wrong: PAR503 an unknown
            name, PAR504 a wrong type, PAR505 dimensions that do not meet,
            PAR506 an unknown function or wrong arguments, PAR515 an
            outcome that is not known yet, PAR516 an unknown level, PAR517
            an unknown option, PAR518 a divisor that is 0, PAR519 and
            PAR520 quotes that are missing or too many, PAR521 a literal
            percent as a factor.

    Returns:
        A typed term; where something was reported, of type ``unknown``
        there and above.

    Raises:
        ExpressionError: As `parrules.expression.parsing.parse`.
    """
    return _Typer(text, environment, report).type(parse(text))


class _Typer(Calls):
    """One expression being typed."""

    def type(self, term: Term) -> Term:
        """Return *term* with names resolved and types known."""
        typed_term: Term = getattr(self, _HANDLERS[term.op])(term)

        return typed_term

    # -- leaves ----------------------------------------------------------

    def _number(self, term: Term) -> Term:
        assert isinstance(term.value, Fraction)
        percent = "percent" if term.op == "percent_number" else ""

        return Term(
            "const",
            (),
            term.value,
            Type("number", percent, is_whole=term.value.denominator == 1),
            term.start,
            term.end,
        )

    def _text(self, term: Term) -> Term:
        return at(Term("text", (), term.value, TEXT), term)

    def _date(self, term: Term) -> Term:
        return at(Term("day", (), term.value, DATE), term)

    def _name(self, term: Term) -> Term:
        name = str(term.value)
        if name in ("true", "false"):
            return at(Term("truth", (), name == "true", FLAG), term)
        if name == "never":
            return at(Term("never", (), None, DATE), term)
        if name == "maximum":
            return self._maximum(term)
        kind = self._names.facts.get(name)
        if kind is None:
            near_one = _own_word(name) or near(name, self._names.facts)
            return self._problem("PAR503", term, name=name, near=near_one)
        op = "derived" if name in self._names.derived else "fact"

        return at(Term(op, (), name, kind), term)

    def _maximum(self, term: Term) -> Term:
        maximum = self._names.maximum
        if maximum is None:
            return self._problem("PAR503", term, name="maximum", near="")
        kind = Type("number", "points", is_whole=maximum.denominator == 1)

        return at(Term("const", (), maximum, kind), term)

    # -- flags -----------------------------------------------------------

    def _not(self, term: Term) -> Term:
        return at(Term("not", (self._flag(term.args[0]),), None, FLAG), term)

    def _series(self, term: Term) -> Term:
        parts = tuple(self._flag(part) for part in term.args)

        return at(Term(term.op, parts, None, FLAG), term)

    def _compare(self, term: Term) -> Term:
        left, right = self._beside(*term.args)

        return self._compared(term, left, right)

    def _compared(self, term: Term, left: Term, right: Term) -> Term:
        """Compare *left* and *right*, which are typed already."""
        sign = str(term.value)
        kinds = {left.type.kind, right.type.kind}
        if "unknown" in kinds:
            return at(Term("unknown", (left, right)), term)
        if kinds == {"date"}:
            return at(Term("order", (left, right), sign, FLAG), term)
        if left.type.kind == "choice" and right.type.kind == "text":
            return self._option(term, sign, left, right)
        if right.type.kind == "choice" and left.type.kind == "text":
            return self._option(term, sign, right, left)
        if kinds == {"flag"}:
            return self._same(term, sign, left, right)
        left, right = self._measured(left), self._measured(right)
        if left.type.kind != "number" or right.type.kind != "number":
            kind = "number" if "number" in kinds else ""
            return self._quoted(*term.args, kind=kind) or self._problem(
                "PAR505",
                term,
                left=shown(left.type),
                right=shown(right.type),
                instead=self._instead(term, left, right),
            )
        self._meet(term, left, right)

        return at(Term("compare", (left, right), sign, FLAG), term)

    def _beside(self, *terms: Term) -> tuple[Term, ...]:
        """Type *terms*, of which one may be an option without its quotes."""
        found = [
            None if self._is_nothing(term) else self.type(term)
            for term in terms
        ]
        choice = next(
            (each for each in found if each and each.type.kind == "choice"),
            None,
        )

        return tuple(
            self._nothing(term, choice) if each is None else each
            for term, each in zip(terms, found, strict=True)
        )

    def _nothing(self, term: Term, choice: Term | None) -> Term:
        """Report a name that nothing has, beside a *choice* or none."""
        if choice is None:
            return self._name(term)
        option = self._without_quotes(
            term, choice.type.options, choice=str(choice.value)
        )

        return option or self._name(term)

    def _option(self, term: Term, sign: str, choice: Term, text: Term) -> Term:
        if sign not in _EQUALITY:
            return self._no_order(term, sign)
        among = self._among(choice, (text,))

        return at(
            among if sign == "==" else Term("not", (among,), None, FLAG),
            term,
        )

    def _instead(self, compared: Term, left: Term, right: Term) -> str:
        """Return how a code is looked for, or a condition compared."""
        one, two = compared.args
        for term, other in ((one, two), (two, one)):
            if term.value in self._names.answers and other.op == "text":
                answer, option = self._source(term), self._source(other)
                return f"answer({answer}) {compared.value} {option}"
        for term, typed_term, other in ((one, left, two), (two, right, one)):
            if typed_term.type.kind == "codes" and other.op == "text":
                return f"{self._source(other)} in {self._source(term)}"
            said = _TRUTHS.get(str(other.value).lower(), "")
            if typed_term.type.kind == "flag" and said:
                return f"{self._source(term)} == {said}"

        return ""

    def _same(self, term: Term, sign: str, left: Term, right: Term) -> Term:
        if sign not in _EQUALITY:
            return self._no_order(term, sign)

        return at(same(left, right, sign), term)

    def _no_order(self, term: Term, sign: str) -> Term:
        """Report a sign between what is neither more nor less."""
        order = " | ".join(_EQUALITY)

        return self._problem(
            "PAR504", term, found=sign, expected=order, order=order
        )

    def _among(self, choice: Term, texts: tuple[Term, ...]) -> Term:
        options = choice.type.options
        wanted: list[str] = []
        for text in texts:
            option = str(text.value)
            if text.type.kind != "text" or option not in options:
                return self._problem(
                    "PAR517",
                    text,
                    name=option,
                    choice=str(choice.value),
                    options=", ".join(options),
                    near=near(option, options),
                )
            wanted.append(option)

        return at(
            Term("among", (), (choice.value, tuple(wanted)), FLAG), choice
        )

    def _membership(self, term: Term) -> Term:
        code = self._code_without_quotes(term)
        if code is not None:
            return code
        left, *rest = self._beside(*term.args)
        if "unknown" in {part.type.kind for part in (left, *rest)}:
            return at(Term("unknown", (left, *rest)), term)
        if left.type.kind == "choice":
            return at(self._among(left, tuple(rest)), term)
        if left.type.kind == "text":
            return self._held(term, left, rest)
        # Each is compared as `==` compares it.
        parts = tuple(
            self._compared(
                Term(
                    "compare",
                    (term.args[0], part),
                    "==",
                    start=part.start,
                    end=part.end,
                ),
                left,
                found,
            )
            for part, found in zip(term.args[1:], rest, strict=True)
        )
        if any(part.type.kind == "unknown" for part in parts):
            return at(Term("unknown", parts), term)
        if len(parts) == 1:
            return at(parts[0], term)
        # None of them is written as a comparison.
        inner = tuple(
            Term(each.op, each.args, each.value, FLAG) for each in parts
        )

        return at(Term("or", inner, None, FLAG), term)

    def _code_without_quotes(self, term: Term) -> Term | None:
        """Report a code that is looked for in a list of codes, bare."""
        code, *rest = term.args
        lists = [
            part
            for part in rest
            if part.op == "name"
            and self._names.facts.get(str(part.value), FLAG).kind == "codes"
        ]
        is_plain = code.op == "number" or (
            code.op == "name" and code.value not in self._names.facts
        )

        return (
            self._without_quotes(code, [self._source(code)])
            if lists and is_plain
            else None
        )

    def _held(self, term: Term, left: Term, rest: Sequence[Term]) -> Term:
        """Type a code that is looked for in a list of codes."""
        kinds = [part.type.kind for part in rest]
        if kinds != ["codes"]:
            first = kinds[0] == "codes"
            # Of one number, the number is what is wrong.
            kind = "number" if kinds.count("number") > 1 else ""
            quoted = self._quoted(term.args[0], kind=kind)
            return quoted or self._mistyped(
                term.args[1:][first], rest[first].type, "codes"
            )

        return at(Term("holds", (), (rest[0].value, left.value), FLAG), term)

    # -- numbers ---------------------------------------------------------

    def _arithmetic(self, term: Term) -> Term:
        left, right = (self.type(part) for part in term.args)
        sign = str(term.value)
        if "unknown" in (left.type.kind, right.type.kind):
            return at(Term("unknown", (left, right)), term)
        if sign == "-" and left.type.kind == right.type.kind == "date":
            days = Type("number", "days", is_whole=True)
            return at(Term("days", (right, left), None, days), term)
        if left.type.kind == "date" and sign in "+-":
            return self._shifted(term, left, right, sign)
        left = self._as_number(left, term.args[0])
        right = self._as_number(right, term.args[1])
        if "unknown" in (left.type.kind, right.type.kind):
            return at(Term("unknown", (left, right)), term)
        if sign == "/" and is_zero(right):
            return self._problem("PAR518", term.args[1])
        scaled = self._scaled_by_percent(term, left, right)
        if scaled is not None:
            return scaled
        if sign in "+-":
            dimension = self._meet(term, left, right)
        else:
            dimension = product(sign, left, right)
        whole = sign != "/" and left.type.is_whole and right.type.is_whole
        op = {"+": "add", "-": "sub", "*": "mul", "/": "div"}[sign]
        kind = Type("number", dimension, is_whole=whole)

        return folded(at(Term(op, (left, right), None, kind), term))

    def _shifted(
        self, term: Term, date: Term, number: Term, sign: str
    ) -> Term:
        days = self._as_number(number, term.args[1], "days", "count")
        if not days.type.is_whole and days.type.kind != "unknown":
            return self._problem("PAR510", term.args[1])
        if sign == "-":
            days = folded(Term("sub", (_ZERO, days), None, days.type))

        return at(Term("add_days", (date, days), None, DATE), term)

    def _negate(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])

        return folded(at(Term("sub", (_ZERO, inner), None, inner.type), term))

    def _power(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])
        result = inner
        assert isinstance(term.value, int)
        if term.value > 1 and is_literal_percent(inner):
            return self._part_of_one(term.args[0], inner)
        dimension = (
            inner.type.dimension if inner.type.dimension == "ratio" else ""
        )
        for _ in range(term.value - 1):
            kind = Type("number", dimension, is_whole=inner.type.is_whole)
            result = Term("mul", (result, inner), None, kind)

        if result is inner:
            return at(inner, term)

        return folded(at(result, term))


def _own_word(name: str) -> str:
    """Return the word of expressions that *name* is in other letters."""
    return name.lower() if name.lower() in OWN_WORDS else ""
