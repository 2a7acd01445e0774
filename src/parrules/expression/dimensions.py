"""What typing any term needs: numbers, flags, and what they measure."""

import abc
from collections.abc import Callable, Mapping

from parrules.expression.environment import Environment
from parrules.expression.terms import Term, Type

Report = Callable[[str, int, Mapping[str, str]], None]
"""Called with a problem code, an offset in characters, and arguments."""

PRICE = "0.5 * n"
"""How points for each are written."""


class Typist(abc.ABC):
    """One expression being typed; what is wrong goes to *report*."""

    def __init__(self, environment: Environment, report: Report) -> None:
        """Begin with the names that the expression may use."""
        self._names = environment
        self._report = report

    @abc.abstractmethod
    def type(self, term: Term) -> Term:
        """Return *term* with names resolved and types known."""

    def _problem(self, code: str, term: Term, **arguments: str) -> Term:
        self._report(code, term.start, arguments)

        return at(Term("unknown"), term)

    def _flag(self, term: Term) -> Term:
        result = self.type(term)
        if result.type.kind not in ("flag", "unknown"):
            return self._problem(
                "PAR504", term, found=shown(result.type), expected="flag"
            )

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
            return self._problem(
                "PAR504", term, found=shown(kind), expected="number"
            )
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
    if term.op in ("add", "sub", "min", "max"):
        return all(
            part.type.dimension in ("", "points") or is_priced(part)
            for part in term.args
        )
    if term.op not in ("mul", "div"):
        return False

    return any(
        is_priced(part) or (part.op == "const" and not part.type.dimension)
        for part in term.args
    )


def is_zero(term: Term) -> bool:
    """Tell whether *term* is 0, whatever facts are."""
    return term.op == "const" and term.value == 0


def shown(kind: Type) -> str:
    """Return what problems call a type."""
    return kind.dimension or kind.kind
