"""Dates and flags of a plan as statements.

A flag is ``True``, ``False`` or ``None``; a date is its ordinal, never, or
``None``.
"""

import abc
from collections.abc import Callable, Mapping
from typing import NamedTuple

from parrules.engines.compiled.source import (
    Source,
    all_of,
    any_of,
    is_given,
    literal,
)
from parrules.expression.terms import Term
from parrules.facts import NEVER
from parrules.scoring.layout import Layout
from parrules.scoring.numbers import add_days, add_months


class Quotient(NamedTuple):
    """A number in the function.

    Attributes:
        over, under: Names or whole numbers; *under* is above 0 where the
            number is known.
        known: A condition; empty where it always holds.
        undefined: When there is nothing to divide by; empty for never.
    """

    over: str
    under: str
    known: str = ""
    undefined: str = ""


class Conditions(abc.ABC):
    """Writes the statements of terms, each of them once.

    All of them stand in the outermost block, so that what one statement
    has computed any later one may read.
    """

    def __init__(
        self, source: Source, layout: Layout, values: Mapping[int, str]
    ) -> None:
        """Write to *source*.

        Args:
            source: Takes the statements.
            layout: Of the plan.
            values: Names of the inputs by position.
        """
        self._source = source
        self._functions = layout.functions
        self._values = values
        self._dates: dict[Term, str] = {}
        self._flags: dict[Term, str] = {}

    @abc.abstractmethod
    def number(self, term: Term) -> Quotient:
        """Return a number, and write what computes it."""

    def value(self, name: object) -> str:
        """Return the name of an input's value, which may be ``None``."""
        return self._values[self._functions.positions[name]]

    @property
    def never(self) -> str:
        """Return the name of the date that did not happen."""
        return self._source.constant(NEVER)

    def is_never(self, date: str) -> str:
        """Write that a date did not happen; a day in the file always did.

        Never is always the same object: to compare it takes longer.
        """
        return "False" if date.isdecimal() else f"{date} is {self.never}"

    def _is_day(self, date: str) -> str:
        """Return the condition that a date is known and not never."""
        if date.isdecimal():
            return ""

        return all_of(is_given(date), f"not {self.is_never(date)}")

    # -- dates -------------------------------------------------------------

    def date(self, term: Term) -> str:
        """Return a date, and write what computes it."""
        found = self._dates.get(term)
        if found is None:
            found = self._dates[term] = self._date(term)

        return found

    def _date(self, term: Term) -> str:
        if term.op == "day":
            assert isinstance(term.value, int)
            return literal(term.value)
        if term.op == "never":
            return self.never
        if term.op == "fact":
            return self.value(term.value)
        if term.op == "select":
            return self._selected(term, "x", self.date)

        return self._moved(term)

    def _moved(self, term: Term) -> str:
        source = self._source
        day, number = self.date(term.args[0]), self.number(term.args[1])
        move = add_months if term.op == "add_months" else add_days
        count = divided(number)
        result = source.let("x", "None")
        is_known = all_of(is_given(day), number.known)
        with source.block(f"if {is_known or True}"):
            source.line(f"{result} = {day}")
            with source.block(f"if not {self.is_never(day)}"):
                source.line(
                    f"{result} = {source.constant(move)}({day}, {count})"
                )

        return result

    def _selected(
        self, term: Term, letter: str, make: Callable[[Term], str]
    ) -> str:
        """Return the first value whose condition holds."""
        source = self._source
        cases, last = self._functions.cases(term)
        flags = [self.flag(when) for when, _ in cases]
        values = [make(then) for _, then in cases]
        otherwise = "None" if last is None else make(last)
        result = source.let(letter, otherwise)
        # From the last to the first: so the first that holds is left.
        for flag, value in zip(reversed(flags), reversed(values), strict=True):
            with source.block(f"if {flag} is None"):
                source.line(f"{result} = None")
            with source.block(f"elif {flag}"):
                source.line(f"{result} = {value}")

        return result

    # -- flags -------------------------------------------------------------

    def flag(self, term: Term) -> str:
        """Return a flag, and write what computes it."""
        found = self._flags.get(term)
        if found is None:
            makers: dict[str, Callable[[Term], str]] = {
                "truth": lambda truth: str(bool(truth.value)),
                "fact": lambda fact: self.value(fact.value),
                "not": self._not,
                "and": self._series,
                "or": self._series,
                "compare": self._compare,
                "order": self._order,
                "among": self._among,
                "holds": self._holds,
                "is_missing": self._is_missing,
                "select": lambda term: self._selected(term, "f", self.flag),
            }
            found = self._flags[term] = makers[term.op](term)

        return found

    def _not(self, term: Term) -> str:
        inner = self.flag(term.args[0])

        return self._source.let(
            "f", f"None if {inner} is None else not {inner}"
        )

    def _series(self, term: Term) -> str:
        ends = str(term.op == "or")
        parts = [self.flag(part) for part in term.args]
        decided = any_of(*(f"{part} is {ends}" for part in parts))
        unknown = any_of(*(f"{part} is None" for part in parts))

        return self._source.let(
            "f",
            f"{ends} if {decided} else None if {unknown} "
            f"else {term.op == 'and'}",
        )

    def _compare(self, term: Term) -> str:
        left, right = (self.number(part) for part in term.args)
        test = (
            f"{times(left.over, right.under)} {_sign(term)} "
            f"{times(right.over, left.under)}"
        )

        return self._known(all_of(left.known, right.known), test)

    def _known(self, known: str, test: str) -> str:
        return self._source.let(
            "f", f"({test}) if {known} else None" if known else test
        )

    def _order(self, term: Term) -> str:
        left, right = (self.date(part) for part in term.args)
        sign = _sign(term)
        is_known = all_of(is_given(left), is_given(right))
        if sign in ("==", "!="):
            return self._known(is_known, f"{left} {sign} {right}")
        are_days = all_of(self._is_day(left), self._is_day(right))
        test = f"{left} {sign} {right}"
        if are_days:
            # Never stands in no order to any day.
            test = f"{are_days} and {test}"

        return self._known(is_known, test)

    def _among(self, term: Term) -> str:
        assert isinstance(term.value, tuple)
        name, options = term.value
        value = self.value(name)
        known = self._functions.options[str(name)]
        wanted = self._source.constant(
            frozenset(known.index(option) for option in options)
        )

        return self._known(f"{value} is not None", f"{value} in {wanted}")

    def _holds(self, term: Term) -> str:
        assert isinstance(term.value, tuple)
        name, code = term.value
        value, wanted = self.value(name), self._source.constant(code)

        return self._known(f"{value} is not None", f"{wanted} in {value}")

    def _is_missing(self, term: Term) -> str:
        return self._source.let("f", f"{self.value(term.value)} is None")


def divided(number: Quotient) -> str:
    """Write a known number rounded down to a whole one."""
    if number.under == "1":
        return number.over

    return f"{number.over} // {number.under}"


def times(left: str, right: str) -> str:
    """Write a product; both are names or whole numbers, or calls."""
    if left == "1":
        return right

    return left if right == "1" else f"{left} * {right}"


def _sign(term: Term) -> str:
    """Return the comparison of a term, which is one of six."""
    return next(
        sign
        for sign in ("<", "<=", ">", ">=", "==", "!=")
        if sign == term.value
    )
