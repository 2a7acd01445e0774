"""Terms of a plan as statements over whole numbers.

A number is a numerator and a denominator above 0.  Where it may be unknown,
the denominator tells: 0 where there is nothing to divide by, which dominates,
and -1 where something is missing.  A flag is ``True``, ``False`` or ``None``;
a date is its ordinal, never, or ``None``.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from parrules.engines.compiled.source import (
    Source,
    all_of,
    any_of,
    is_given,
    literal,
)
from parrules.expression.terms import Term
from parrules.points import divide
from parrules.scoring.layout import Layout
from parrules.scoring.numbers import NEVER, add_days, add_months

UNKNOWN, NOTHING_BELOW = "-1", "0"
"""Denominators of a number that is missing, and of x divided by 0."""


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


class Quantities:
    """Writes the statements of terms, each of them once.

    All of them stand in the outermost block, so that what one statement
    has computed any later one may read.
    """

    def __init__(
        self,
        source: Source,
        layout: Layout,
        values: Mapping[int, str],
        nodes: Mapping[str, tuple[str, str]],
    ) -> None:
        """Write to *source*.

        Args:
            source: Takes the statements.
            layout: Of the plan.
            values: Names of the inputs by position.
            nodes: Names of earned and applicable by code, once computed.
        """
        self._source = source
        self._functions = layout.functions
        self._quantum = literal(10**layout.plan.places)
        self._values = values
        self._nodes = nodes
        self._numbers: dict[Term, Quotient] = {}
        self._dates: dict[Term, str] = {}
        self._flags: dict[Term, str] = {}
        self.total: Quotient | None = None

    def value(self, name: object) -> str:
        """Return the name of an input's value, which may be ``None``."""
        return self._values[self._functions.positions[name]]

    # -- numbers -----------------------------------------------------------

    def number(self, term: Term) -> Quotient:
        """Return a number, and write what computes it."""
        found = self._numbers.get(term)
        if found is None:
            makers: dict[str, Callable[[Term], Quotient]] = {
                "const": self._constant,
                "fact": self._fact,
                "option_value": self._option_value,
                "add": self._sum,
                "sub": self._sum,
                "mul": self._product,
                "div": self._quotient,
                "min": self._extreme,
                "max": self._extreme,
                "abs": self._absolute,
                "round": self._round,
                "days": self._days,
                "share": self._share,
                "mean": self._mean,
                "count_true": self._count_true,
                "points_of": self._points_of,
                "percent_of": self._percent_of,
                "total": self._total,
                "select": self._select,
            }
            found = self._numbers[term] = makers[term.op](term)

        return found

    def _made(
        self,
        over: str,
        under: str,
        known: str,
        undefined: str = "",
        *,
        has_sign: bool = False,
    ) -> Quotient:
        """Write a number that is *over* / *under* where it is *known*.

        Args:
            over: An expression that may be read where it is known.
            under: Another; it may be below 0 if *has_sign*.
            known: A condition; empty where it always holds.
            undefined: When there is nothing to divide by.
            has_sign: Whether the sign must be brought above the line.
        """
        source = self._source
        if not known:
            return Quotient(source.let("n", over), self._atom(under))
        first, second = source.fresh("n"), source.fresh("d")
        with source.block(f"if {known}"):
            source.line(f"{first} = {over}")
            source.line(f"{second} = {under}")
            if has_sign:
                with source.block(f"if {second} < 0"):
                    source.line(f"{first} = -{first}")
                    source.line(f"{second} = -{second}")
        with source.block("else"):
            source.line(f"{second} = {_unknown(undefined)}")

        return Quotient(
            first,
            second,
            f"{second} > 0",
            f"{second} == 0" if undefined else "",
        )

    def _atom(self, text: str) -> str:
        return text if text.isalnum() else self._source.let("d", text)

    def _constant(self, term: Term) -> Quotient:
        assert isinstance(term.value, Fraction)
        over, under = term.value.as_integer_ratio()

        return Quotient(literal(over), literal(under))

    def _fact(self, term: Term) -> Quotient:
        value = self.value(term.value)
        scale = self._functions.scales.get(str(term.value), 1)

        return Quotient(value, literal(scale), f"{value} is not None")

    def _option_value(self, term: Term) -> Quotient:
        value = self.value(term.value)
        pairs = self._functions.numbers[str(term.value)]
        overs, unders = zip(
            *(pair.as_integer_ratio() for pair in pairs), strict=True
        )
        over = self._source.constant(overs)
        under = self._source.constant(unders)

        return self._made(
            f"{over}[{value}]", f"{under}[{value}]", f"{value} is not None"
        )

    def _sum(self, term: Term) -> Quotient:
        sign = "+" if term.op == "add" else "-"
        left, right = (self.number(part) for part in term.args)
        if left.under == right.under:
            over, under = f"{left.over} {sign} {right.over}", left.under
        else:
            over = (
                f"{_times(left.over, right.under)}"
                f" {sign} {_times(right.over, left.under)}"
            )
            under = _times(left.under, right.under)

        return self._joined(over, under, left, right)

    def _product(self, term: Term) -> Quotient:
        left, right = (self.number(part) for part in term.args)

        return self._joined(
            _times(left.over, right.over),
            _times(left.under, right.under),
            left,
            right,
        )

    def _joined(
        self, over: str, under: str, left: Quotient, right: Quotient
    ) -> Quotient:
        return self._made(
            over,
            under,
            all_of(left.known, right.known),
            any_of(left.undefined, right.undefined),
        )

    def _quotient(self, term: Term) -> Quotient:
        left, right = (self.number(part) for part in term.args)
        is_zero = f"{right.over} == 0"
        undefined = any_of(
            left.undefined,
            right.undefined,
            # A denominator of 0 counts also where the other is missing.
            f"({all_of(right.known, is_zero)})",
        )

        return self._made(
            _times(left.over, right.under),
            _times(left.under, right.over),
            all_of(left.known, right.known, f"{right.over} != 0"),
            undefined,
            has_sign=True,
        )

    def _extreme(self, term: Term) -> Quotient:
        sign = "<" if term.op == "min" else ">"
        best, *others = [self.number(part) for part in term.args]
        for other in others:
            is_better = (
                f"{_times(other.over, best.under)} {sign} "
                f"{_times(best.over, other.under)}"
            )
            best = self._joined(
                f"{other.over} if {is_better} else {best.over}",
                f"{other.under} if {is_better} else {best.under}",
                best,
                other,
            )

        return best

    def _absolute(self, term: Term) -> Quotient:
        inner = self.number(term.args[0])

        return self._made(
            f"{inner.over} if {inner.over} >= 0 else -{inner.over}",
            inner.under,
            inner.known,
            inner.undefined,
        )

    def _round(self, term: Term) -> Quotient:
        inner = self.number(term.args[0])
        assert isinstance(term.value, tuple)
        step, rounding = term.value
        over, under = (literal(part) for part in step.as_integer_ratio())
        steps = (
            f"{self._source.constant(divide)}("
            f"{_times(inner.over, under)}, {_times(inner.under, over)}, "
            f"{self._source.constant(rounding)})"
        )

        return self._made(
            _times(steps, over), under, inner.known, inner.undefined
        )

    def _days(self, term: Term) -> Quotient:
        start, end = (self.date(part) for part in term.args)
        known = all_of(self._is_day(start), self._is_day(end))

        return self._made(f"{end} - {start}", "1", known)

    def _is_day(self, date: str) -> str:
        """Return the condition that a date is known and not never."""
        if date.isdecimal():
            return ""

        return all_of(is_given(date), f"{date} != {self.never}")

    @property
    def never(self) -> str:
        """Return the name of the date that did not happen."""
        return self._source.constant(NEVER)

    def _share(self, term: Term) -> Quotient:
        assert isinstance(term.value, tuple)
        name, levels = term.value
        tally = self.value(name)
        chosen = self._source.sum_of([f"{tally}[{each}]" for each in levels])

        return self._of_tally(str(name), f"100 * ({chosen})")

    def _mean(self, term: Term) -> Quotient:
        name = str(term.value)
        tally = self.value(name)
        weighted = [
            f"{level + 1} * {tally}[{level}]"
            for level in range(len(self._functions.options[name]))
        ]

        return self._of_tally(name, self._source.sum_of(weighted))

    def _of_tally(self, name: str, over: str) -> Quotient:
        tally = self.value(name)
        total = self._source.let("d", UNKNOWN)
        with self._source.block(f"if {tally} is not None"):
            self._source.line(
                f"{total} = {self._source.constant(sum)}({tally})"
            )
        is_known = f"{tally} is not None"

        return self._made(
            over,
            total,
            all_of(is_known, f"{total} != 0"),
            f"({all_of(is_known, f'{total} == 0')})",
            has_sign=True,
        )

    def _count_true(self, term: Term) -> Quotient:
        flags = [self.flag(part) for part in term.args]
        over = self._source.sum_of([f"(1 if {flag} else 0)" for flag in flags])

        return self._made(
            over, "1", all_of(*(f"{flag} is not None" for flag in flags))
        )

    def _points_of(self, term: Term) -> Quotient:
        earned, _ = self._nodes[str(term.value)]

        return Quotient(earned, self._quantum)

    def _percent_of(self, term: Term) -> Quotient:
        earned, applicable = self._nodes[str(term.value)]
        over = self._source.let("n", f"100 * {earned}")

        return Quotient(over, applicable, f"{applicable} != 0")

    def _total(self, term: Term) -> Quotient:
        del term
        assert self.total is not None, "it is read after it was computed"

        return self.total

    def _select(self, term: Term) -> Quotient:
        source = self._source
        cases, last = self._functions.cases(term)
        flags = [self.flag(when) for when, _ in cases]
        numbers = [self.number(then) for _, then in cases]
        over, under = source.fresh("n"), source.fresh("d")
        source.line(f"{over} = 0")
        source.line(f"{under} = {UNKNOWN}")
        if last is not None:
            self._copied(over, under, self.number(last))
        # From the last to the first: so the first that holds is left.
        for flag, number in zip(
            reversed(flags), reversed(numbers), strict=True
        ):
            with source.block(f"if {flag} is None"):
                source.line(f"{under} = {UNKNOWN}")
            with source.block(f"elif {flag}"):
                self._copied(over, under, number)

        return Quotient(over, under, f"{under} > 0", f"{under} == 0")

    def _copied(self, over: str, under: str, number: Quotient) -> None:
        source = self._source
        if not number.known:
            source.line(f"{over} = {number.over}")
            source.line(f"{under} = {number.under}")
            return
        with source.block(f"if {number.known}"):
            source.line(f"{over} = {number.over}")
            source.line(f"{under} = {number.under}")
        with source.block("else"):
            source.line(f"{under} = {_unknown(number.undefined)}")

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
            with source.block(f"if {day} != {self.never}"):
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
            f"{_times(left.over, right.under)} {_sign(term)} "
            f"{_times(right.over, left.under)}"
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


def _sign(term: Term) -> str:
    """Return the comparison of a term, which is one of six."""
    return next(
        sign
        for sign in ("<", "<=", ">", ">=", "==", "!=")
        if sign == term.value
    )


def _unknown(undefined: str) -> str:
    """Return the denominator of a number that is not known."""
    if not undefined:
        return UNKNOWN

    return f"{NOTHING_BELOW} if {undefined} else {UNKNOWN}"


def _times(left: str, right: str) -> str:
    """Write a product; both are names or whole numbers, or calls."""
    if left == "1":
        return right

    return left if right == "1" else f"{left} * {right}"
