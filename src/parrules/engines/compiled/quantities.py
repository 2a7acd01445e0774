"""Numbers of a plan as statements over whole numbers.

A number is a numerator and a denominator above 0.  Where it may be unknown,
the denominator tells: 0 where there is nothing to divide by, which dominates,
and -1 where something is missing.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from parrules.engines.compiled.conditions import (
    Conditions,
    Quotient,
    times,
)
from parrules.engines.compiled.source import (
    Source,
    all_of,
    any_of,
    literal,
)
from parrules.expression.terms import NUMBER_MAKERS, Term
from parrules.points import divide
from parrules.scoring.layout import Layout

UNKNOWN, NOTHING_BELOW = "-1", "0"
"""Denominators of a number that is missing, and of x divided by 0."""


class Quantities(Conditions):
    """Writes the statements of all terms, numbers included.

    Attributes:
        total: The total, once it was computed.
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
        super().__init__(source, layout, values)
        self._quantum = literal(10**layout.plan.places)
        self._nodes = nodes
        self._numbers: dict[Term, Quotient] = {}
        self.total: Quotient | None = None

    # -- numbers -----------------------------------------------------------

    def number(self, term: Term) -> Quotient:
        """Return a number, and write what computes it."""
        found = self._numbers.get(term)
        if found is None:
            maker: Callable[[Term], Quotient] = getattr(
                self, NUMBER_MAKERS[term.op]
            )
            found = self._numbers[term] = maker(term)

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
        plain = f"{left.over} {sign} {right.over}"
        over = (
            f"{times(left.over, right.under)}"
            f" {sign} {times(right.over, left.under)}"
        )
        under = times(left.under, right.under)
        if left.under == right.under:
            over, under = plain, left.under
        elif not (left.under.isdecimal() or right.under.isdecimal()):
            # Over one denominator, as two shares are, numbers stay small.
            is_one = f"{left.under} == {right.under}"
            over = f"{plain} if {is_one} else {over}"
            under = f"{left.under} if {is_one} else {under}"

        return self._joined(over, under, left, right)

    _difference = _sum

    def _product(self, term: Term) -> Quotient:
        left, right = (self.number(part) for part in term.args)

        return self._joined(
            times(left.over, right.over),
            times(left.under, right.under),
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
            times(left.over, right.under),
            times(left.under, right.over),
            all_of(left.known, right.known, f"{right.over} != 0"),
            undefined,
            has_sign=True,
        )

    def _extreme(self, term: Term) -> Quotient:
        sign = "<" if term.op == "min" else ">"
        best, *others = [self.number(part) for part in term.args]
        for other in others:
            is_better = (
                f"{times(other.over, best.under)} {sign} "
                f"{times(best.over, other.under)}"
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
            f"{times(inner.over, under)}, {times(inner.under, over)}, "
            f"{self._source.constant(rounding)})"
        )

        return self._made(
            times(steps, over), under, inner.known, inner.undefined
        )

    def _days(self, term: Term) -> Quotient:
        start, end = (self.date(part) for part in term.args)
        known = all_of(self._is_day(start), self._is_day(end))

        return self._made(f"{end} - {start}", "1", known)

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


def _unknown(undefined: str) -> str:
    """Return the denominator of a number that is not known."""
    if not undefined:
        return UNKNOWN

    return f"{NOTHING_BELOW} if {undefined} else {UNKNOWN}"
