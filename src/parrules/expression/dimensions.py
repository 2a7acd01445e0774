"""What typing any term needs: numbers, flags, and what they measure."""

import abc
import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final

from parrules.errors import near_input
from parrules.expression.environment import OWN_WORDS, Environment
from parrules.expression.terms import Term, Type
from parrules.points import plain

Report = Callable[[str, int, Mapping[str, str]], None]
"""Called with a problem code, an offset in characters, and arguments."""

PRICE = "0.5 * n"
"""How points for each are written."""

_NO_PERCENTS: Final = ("count", "points", "days")
"""What a percent does not divide; it may stand in any other number."""

_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")


class Typist(abc.ABC):
    """One expression being typed; what is wrong goes to *report*."""

    def __init__(
        self, text: str, environment: Environment, report: Report
    ) -> None:
        """Begin with the names that the expression *text* may use."""
        self._written = text
        self._names = environment
        self._report = report

    @abc.abstractmethod
    def type(self, term: Term) -> Term:
        """Return *term* with names resolved and types known."""

    def _problem(self, code: str, term: Term, **arguments: str) -> Term:
        self._report(code, term.start, arguments)

        return at(Term("unknown"), term)

    def _source(self, term: Term) -> str:
        """Return *term* as it is written: `1.10` is no `1.1` as a code."""
        return self._written[term.start : term.end]

    def _mistyped(self, term: Term, found: Type, expected: str) -> Term:
        """Report that *term* is *found*, or only that it is in quotes."""
        return self._quoted(term, kind=expected) or self._problem(
            "PAR504", term, found=shown(found), expected=expected
        )

    def _quoted(self, *terms: Term, kind: str = "") -> Term | None:
        """Report the first of *terms* that is a text and should be none.

        Beside what is of another *kind* than a number, no number is meant.
        """
        for term in terms:
            bare = self._bare(term, kind)
            if bare:
                return self._problem("PAR520", term, name=bare, bare=bare)

        return None

    def _bare(self, term: Term, kind: str) -> str:
        """Return what a text would be without its quotes, if anything."""
        if term.op != "text":
            return ""
        text = str(term.value)
        is_known = text in self._names.facts or text in OWN_WORDS
        is_number = kind == "number" and _NUMBER.fullmatch(text)

        return text if is_known or is_number else ""

    def _without_quotes(
        self, term: Term, names: Iterable[str], choice: str = ""
    ) -> Term | None:
        """Report that *term* is one of *names*, but has no quotes."""
        if term.op == "text":
            return None
        names = tuple(names)
        source = self._source(term)
        meant = source if source in names else near_input(source, names)
        if not meant:
            return None

        return self._problem(
            "PAR519", term, name=source, quoted=meant, choice=choice
        )

    def _is_nothing(self, term: Term) -> bool:
        """Tell whether *term* is a name that nothing has."""
        return (
            term.op == "name"
            and term.value not in OWN_WORDS
            and term.value not in self._names.facts
        )

    def _flag(self, term: Term) -> Term:
        result = self.type(term)
        if result.type.kind not in ("flag", "unknown"):
            return self._mistyped(term, result.type, "flag")

        return result

    def _numeric(self, term: Term, *dimensions: str) -> Term:
        """Type *term* as a number of one of *dimensions* (any if none)."""
        return self._as_number(self.type(term), term, *dimensions)

    def _as_number(self, found: Term, term: Term, *dimensions: str) -> Term:
        """Take *found*, which is *term* typed, as a number.

        Nothing is typed twice: in a long sum that would double the time
        with every term.
        """
        result = self._measured(found)
        kind = result.type
        if kind.kind == "unknown":
            return result
        if kind.kind != "number":
            return self._mistyped(term, kind, "number")
        if dimensions and kind.dimension not in (*dimensions, ""):
            return self._problem(
                "PAR505",
                term,
                left=kind.dimension,
                right=" | ".join(dimensions),
            )

        return result

    def _measured(self, term: Term) -> Term:
        """Turn a choice whose options are numbers into its number."""
        if term.type.kind == "choice" and term.type.has_numbers:
            return at(
                Term("option_value", (), term.value, Type("number")), term
            )

        return term

    def _scaled_by_percent(
        self, term: Term, left: Term, right: Term
    ) -> Term | None:
        """Report a literal percent in *term* that is meant as a part of 1.

        S17.2: ``50%`` is 50, and who writes ``maximum * 50%`` means 0.5; so
        does who adds it to 1.
        """
        first, second = term.args
        for part, found, beside in (
            (first, left, right),
            (second, right, left),
        ):
            if not is_literal_percent(found):
                continue
            sign = str(term.value)
            if _takes_a_part(sign, beside, is_right=found is right):
                return self._part_of_one(part, found)

        return None

    def _part_of_one(self, part: Term, found: Term) -> Term:
        assert isinstance(found.value, Fraction)

        return self._problem(
            "PAR521",
            part,
            percent=self._source(part),
            number=plain(found.value),
            part=plain(found.value / 100),
        )

    def _meet(self, term: Term, left: Term, right: Term) -> str:
        """Return the common dimension of *left* and *right*, or report."""
        first, second = left.type.dimension, right.type.dimension
        if first and second and first != second:
            if first == "points" and is_priced(right):
                return first
            if second == "points" and is_priced(left):
                return second
            form = PRICE if "points" in (first, second) else ""
            self._problem("PAR505", term, left=first, right=second, form=form)

        return first or second


def at(term: Term, original: Term) -> Term:
    """Return *term* where *original* stands in the text."""
    return Term(
        term.op,
        term.args,
        term.value,
        term.type,
        original.start,
        original.end,
    )


def is_priced(term: Term) -> bool:
    """Tell whether a literal says how many points one of *term* is worth.

    So it may in a product, ``0.05 * late``: what the literal measures is
    nowhere written, and points for each make points of any number.
    """
    return _is_priced(term, {})


def _is_priced(term: Term, seen: dict[int, bool]) -> bool:
    # A power holds one part several times: it is looked at once.
    if id(term) not in seen:
        seen[id(term)] = _has_price(term, seen)

    return seen[id(term)]


def _has_price(term: Term, seen: dict[int, bool]) -> bool:
    if term.op in ("add", "sub", "min", "max"):
        return all(
            part.type.dimension in ("", "points") or _is_priced(part, seen)
            for part in term.args
        )
    if term.op not in ("mul", "div"):
        return False

    return any(
        _is_priced(part, seen)
        or (part.op == "const" and not part.type.dimension)
        for part in term.args
    )


def is_literal_percent(term: Term) -> bool:
    """Tell whether *term* is a percent, whatever facts are."""
    return term.op == "const" and term.type.dimension == "percent"


def _takes_a_part(sign: str, beside: Term, *, is_right: bool) -> bool:
    """Tell whether *sign* beside this makes a part of 1 of a percent."""
    if sign == "/":
        return is_right and beside.type.dimension in _NO_PERCENTS
    if sign == "*":
        return True

    return beside.op == "const" and beside.value == 1


def is_zero(term: Term) -> bool:
    """Tell whether *term* is 0, whatever facts are."""
    return term.op == "const" and term.value == 0


def shown(kind: Type) -> str:
    """Return what problems call a type."""
    return kind.dimension or kind.kind
