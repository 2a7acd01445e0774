"""Text → untyped tree: a small Pratt parser with exact literals.

Binding, loosest first: ``or``, ``and``, ``not``, comparisons (which chain,
``80 <= rate < 100``) and ``in``, ``+ -``, ``* /``, unary minus, ``**``.
"""

import datetime
import re
from collections.abc import Callable
from fractions import Fraction

from parrules.expression.terms import ExpressionError, Term
from parrules.points import MAXIMUM_DIGITS, MAXIMUM_PLACES

MAXIMUM_CHARACTERS = 1000
MAXIMUM_TOKENS = 200
MAXIMUM_DEPTH = 20

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))
  | (?P<number>[0-9]+(?:\.[0-9]+)?)
  | (?P<text>'(?:[^'\r\n]|'')*'|"(?:[^"\r\n]|"")*")
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
  | (?P<sign>\*\*|<=|>=|==|!=|[-+*/<>(),%\[\]])
    """,
    re.VERBOSE,
)
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_POWERS = (1, 2, 3)

_Token = tuple[str, str, int, int]  # kind, text, start, end
_Part = Callable[[], Term]


def parse(text: str) -> Term:
    """Parse *text* into an untyped term.

    Raises:
        ExpressionError: PAR501 it is not an expression, PAR513 it ends
            too early, PAR502 it exceeds
            1,000 characters, 200 tokens or 20 levels, PAR509 a number has
            more than 18 digits or 9 decimal places.
    """
    if len(text) > MAXIMUM_CHARACTERS:
        raise ExpressionError(
            "PAR502",
            MAXIMUM_CHARACTERS,
            size=str(len(text)),
            limit=str(MAXIMUM_CHARACTERS),
            unit="letters",
        )
    parser = _Parser(_tokens(text), len(text))
    term = parser.condition()
    parser.finish()

    return term


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            start, found = _stranger(text, position)
            raise ExpressionError("PAR501", start, found=found, expected="")
        position = match.end()
        kind = str(match.lastgroup)
        if kind != "space":
            tokens.append((kind, match.group(), match.start(), position))
    if len(tokens) > MAXIMUM_TOKENS:
        raise ExpressionError(
            "PAR502",
            tokens[MAXIMUM_TOKENS][2],
            size=str(len(tokens)),
            limit=str(MAXIMUM_TOKENS),
            unit="tokens",
        )

    return tokens


def _stranger(text: str, position: int) -> tuple[int, str]:
    """Return the sign at *position* that no token has, or its whole word."""
    # Written out in a language with marks, a word is one thing.
    for word in re.finditer(r"\w+", text):
        if word.start() <= position < word.end():
            return word.start(), word.group()

    return position, text[position]


class _Parser:
    """The tokens, how far they are read, and how deep we are."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        # Where it is read, the parser fails: nobody gets beyond it.
        self._end = ("end", "", length, length)
        self._tokens = [*tokens, self._end]
        self._at = 0
        self._depth = 0

    @property
    def _token(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self._tokens[self._at]
        self._at += 1

        return token

    def _is(self, *texts: str) -> bool:
        kind, text, _, _ = self._tokens[self._at]

        return text in texts and kind in ("sign", "name")

    def _expect(self, text: str) -> _Token:
        if not self._is(text):
            self._fail(text)

        return self._next()

    def _fail(self, expected: str) -> None:
        kind, text, start, _ = self._token
        if kind == "end":
            raise ExpressionError("PAR513", start, expected=expected)
        raise ExpressionError("PAR501", start, found=text, expected=expected)

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH:
            raise ExpressionError(
                "PAR502",
                self._token[2],
                size=f"> {MAXIMUM_DEPTH}",
                limit=str(MAXIMUM_DEPTH),
                unit="layers",
            )

    def finish(self) -> None:
        if self._token is not self._end:
            self._fail("")

    def condition(self) -> Term:
        """Parse the loosest level, ``or``."""
        self._enter()
        term = self._series("or", self._conjunction)
        self._depth -= 1

        return term

    def _conjunction(self) -> Term:
        return self._series("and", self._negation)

    def _series(self, word: str, part: _Part) -> Term:
        first = part()
        parts = [first]
        while self._is(word):
            self._next()
            parts.append(part())
        if len(parts) == 1:
            return first

        return Term(word, tuple(parts), start=first.start, end=parts[-1].end)

    def _negation(self) -> Term:
        if not self._is("not"):
            return self._comparison()
        self._enter()
        start = self._next()[2]
        term = self._negation()
        self._depth -= 1

        return Term("not", (term,), start=start, end=term.end)

    def _comparison(self) -> Term:
        left = self._sum()
        links: list[Term] = []
        while self._is(*_COMPARISONS):
            sign = self._next()[1]
            right = self._sum()
            links.append(
                Term(
                    "compare",
                    (left, right),
                    sign,
                    start=left.start,
                    end=right.end,
                )
            )
            left = right
        if not links and (self._is("in") or self._is("not")):
            return self._membership(left)
        if not links:
            return left
        if len(links) == 1:
            return links[0]

        return Term(
            "and", tuple(links), start=links[0].start, end=links[-1].end
        )

    def _membership(self, left: Term) -> Term:
        negated = self._is("not")
        if negated:
            self._next()
        self._expect("in")
        if self._is("(", "["):
            closing = {"(": ")", "[": "]"}[self._next()[1]]
            if self._is(closing):
                self._fail("")
            options, end = self._arguments(closing)
        else:
            options = (self._sum(),)
            end = options[-1].end
        term = Term("in", (left, *options), start=left.start, end=end)

        return (
            Term("not", (term,), start=left.start, end=end)
            if negated
            else term
        )

    def _sum(self) -> Term:
        return self._arithmetic(("+", "-"), self._product)

    def _product(self) -> Term:
        return self._arithmetic(("*", "/"), self._signed)

    def _arithmetic(self, signs: tuple[str, ...], part: _Part) -> Term:
        term = part()
        while self._is(*signs):
            sign = self._next()[1]
            right = part()
            term = Term(
                "arithmetic",
                (term, right),
                sign,
                start=term.start,
                end=right.end,
            )

        return term

    def _signed(self) -> Term:
        if not self._is("-", "+"):
            return self._power()
        self._enter()
        sign, start = self._next()[1:3]
        term = self._signed()
        self._depth -= 1
        if sign == "+":
            return term

        return Term("negate", (term,), start=start, end=term.end)

    def _power(self) -> Term:
        term = self._atom()
        if not self._is("**"):
            return term
        self._next()
        kind, text, _, end = self._token
        if kind != "number" or text not in map(str, _POWERS):
            self._fail("1, 2, 3")
        self._next()

        return Term("power", (term,), int(text), start=term.start, end=end)

    def _atom(self) -> Term:
        kind, text, start, end = self._token
        if kind == "number":
            return self._number()
        if kind == "text":
            self._next()
            # Within a text its own quote stands twice.
            value = text[1:-1].replace(text[0] * 2, text[0])
            return Term("text", (), value, start=start, end=end)
        if kind == "date":
            self._next()
            return _date(text, start, end)
        if kind == "name" and text not in ("or", "and", "not", "in"):
            return self._name()
        if not self._is("("):
            self._fail("")
        self._next()
        term = self.condition()
        self._expect(")")

        return term

    def _number(self) -> Term:
        _, text, start, end = self._next()
        digits, _, places = text.partition(".")
        size = len((digits + places).lstrip("0"))
        if size > MAXIMUM_DIGITS or len(places) > MAXIMUM_PLACES:
            raise ExpressionError("PAR509", start, value=text[:40])
        op = "number"
        if self._is("%"):
            end = self._next()[3]
            op = "percent_number"

        value = Fraction(int(digits + places), 10 ** len(places))

        return Term(op, (), value, start=start, end=end)

    def _name(self) -> Term:
        _, text, start, end = self._next()
        if not self._is("("):
            return Term("name", (), text, start=start, end=end)
        self._next()
        arguments, end = self._arguments(")")

        return Term("call", arguments, text, start=start, end=end)

    def _arguments(self, closing: str) -> tuple[tuple[Term, ...], int]:
        arguments: list[Term] = []
        while not self._is(closing):
            if arguments:
                self._expect(",")
            arguments.append(self.condition())
        end = self._next()[3]

        return tuple(arguments), end


def _date(text: str, start: int, end: int) -> Term:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as cause:
        raise ExpressionError("PAR509", start, value=text) from cause

    return Term("date", (), day.toordinal(), start=start, end=end)
