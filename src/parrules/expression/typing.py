"""Untyped tree → typed tree, with dimensions.

A percent is not a count, a ratio is not a percent, and a date less a date
is days.  A literal adapts to its neighbour; a product of two measured
numbers, or a quotient of unlike ones, adapts too, because what it measures
has no name.  Everything wrong in one expression is reported in one run.
"""

from fractions import Fraction
from typing import Final

import attrs

from parrules.errors import near
from parrules.expression.calls import Calls
from parrules.expression.dimensions import Report, at, shown
from parrules.expression.environment import OWN_WORDS, Environment
from parrules.expression.parsing import parse
from parrules.expression.terms import (
    DATE,
    FLAG,
    TEXT,
    Term,
    Type,
)

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
            an unknown option, PAR518 and PAR519 quotes that are missing
            or too many.

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
            return self._problem(
                "PAR503",
                term,
                name=name,
                near=_own_word(name) or near(name, self._names.facts),
            )
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
        left, right = (self._comparable(part) for part in term.args)
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
        if kinds == {"flag"} and sign in ("==", "!="):
            return at(_same(left, right, sign), term)
        left, right = self._measured(left), self._measured(right)
        if left.type.kind != "number" or right.type.kind != "number":
            return self._quoted(*term.args) or self._problem(
                "PAR505",
                term,
                left=shown(left.type),
                right=shown(right.type),
            )
        self._meet(term, left, right)

        return at(Term("compare", (left, right), sign, FLAG), term)

    def _comparable(self, term: Term) -> Term:
        """Type *term*, leaving a choice a choice."""
        return self.type(term)

    def _option(self, term: Term, sign: str, choice: Term, text: Term) -> Term:
        if sign not in ("==", "!="):
            return self._problem("PAR504", term, found=sign, expected="==, !=")
        among = self._among(choice, (text,))

        return at(
            among if sign == "==" else Term("not", (among,), None, FLAG),
            term,
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
        left = self.type(term.args[0])
        if left.type.kind in ("unknown", "choice"):
            return self._chosen(term, left)
        if left.type.kind == "text":
            return self._held(term, left)
        # Each is compared as `==` compares it.
        parts = tuple(
            self._compare(
                Term(
                    "compare",
                    (term.args[0], part),
                    "==",
                    start=part.start,
                    end=part.end,
                )
            )
            for part in term.args[1:]
        )
        if any(part.type.kind == "unknown" for part in parts):
            return at(Term("unknown", parts), term)
        if len(parts) == 1:
            return at(parts[0], term)

        return at(Term("or", parts, None, FLAG), term)

    def _chosen(self, term: Term, left: Term) -> Term:
        rest = tuple(self.type(part) for part in term.args[1:])
        if "unknown" in {part.type.kind for part in (left, *rest)}:
            return at(Term("unknown", (left, *rest)), term)

        return at(self._among(left, rest), term)

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
            self._unquoted(code, [self._source(code)])
            if lists and is_plain
            else None
        )

    def _held(self, term: Term, left: Term) -> Term:
        """Type a code that is looked for in a list of codes."""
        rest = tuple(self.type(part) for part in term.args[1:])
        kinds = [part.type.kind for part in rest]
        if "unknown" in kinds:
            return at(Term("unknown", (left, *rest)), term)
        if kinds != ["codes"]:
            first = kinds[0] == "codes"
            # Of one number, the number is what is wrong.
            is_listed = len(rest) > 1 or str(left.value) in self._names.facts
            quoted = self._quoted(term.args[0]) if is_listed else None
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
        if sign in "+-":
            dimension = self._meet(term, left, right)
        else:
            dimension = _product(sign, left.type, right.type)
        whole = sign != "/" and left.type.is_whole and right.type.is_whole
        op = {"+": "add", "-": "sub", "*": "mul", "/": "div"}[sign]
        kind = Type("number", dimension, is_whole=whole)

        return _folded(at(Term(op, (left, right), None, kind), term))

    def _shifted(
        self, term: Term, date: Term, number: Term, sign: str
    ) -> Term:
        days = self._as_number(number, term.args[1], "days", "count")
        if not days.type.is_whole and days.type.kind != "unknown":
            return self._problem("PAR510", term.args[1])
        if sign == "-":
            days = _folded(Term("sub", (_ZERO, days), None, days.type))

        return at(Term("add_days", (date, days), None, DATE), term)

    def _negate(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])

        return _folded(at(Term("sub", (_ZERO, inner), None, inner.type), term))

    def _power(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])
        result = inner
        assert isinstance(term.value, int)
        dimension = (
            inner.type.dimension if inner.type.dimension == "ratio" else ""
        )
        for _ in range(term.value - 1):
            kind = Type("number", dimension, is_whole=inner.type.is_whole)
            result = Term("mul", (result, inner), None, kind)

        return _folded(at(result, term))


def _own_word(name: str) -> str:
    """Return the word of expressions that *name* is in other letters."""
    return name.lower() if name.lower() in OWN_WORDS else ""


def _same(left: Term, right: Term, sign: str) -> Term:
    """Write ``a == b`` of two flags as what it means."""
    opposites = (
        Term("not", (left,), None, FLAG),
        Term("not", (right,), None, FLAG),
    )
    both = Term("and", (left, right), None, FLAG)
    neither = Term("and", opposites, None, FLAG)
    same = Term("or", (both, neither), None, FLAG)

    return same if sign == "==" else Term("not", (same,), None, FLAG)


def _product(sign: str, left: Type, right: Type) -> str:
    """Return the dimension of a product or quotient."""
    first, second = left.dimension, right.dimension
    if sign == "*":
        if not first or first == "ratio":
            return second if second != "ratio" or not first else "ratio"
        return first if not second or second == "ratio" else ""
    if first and first == second:
        return "ratio"

    return first if not second or second == "ratio" else ""


def _folded(term: Term) -> Term:
    """Compute *term* where both sides are literals."""
    if not all(part.op == "const" for part in term.args):
        return term
    left, right = (part.value for part in term.args)
    assert isinstance(left, Fraction)
    assert isinstance(right, Fraction)
    if term.op == "div":
        if not right:
            return term
        value = left / right
    else:
        value = {
            "add": left + right,
            "sub": left - right,
            "mul": left * right,
        }[term.op]
    kind = attrs.evolve(term.type, is_whole=value.denominator == 1)

    return at(Term("const", (), value, kind), term)
