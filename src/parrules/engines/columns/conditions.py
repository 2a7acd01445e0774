"""Dates and flags of a plan in the algebra.

A flag is two truths, whether it is known and what it then is; a date a truth
and a day, where `NEVER_DAY` is the date that did not happen.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.calendar import moved_by_days, moved_by_months
from parrules.engines.columns.cell import Cell
from parrules.engines.columns.inputs import EPOCH, NEVER_DAY, Inputs
from parrules.engines.columns.quantities import Quantities
from parrules.expression.terms import Term
from parrules.scoring.layout import Layout


class Day(NamedTuple):
    """A date that is compared: whether known, whether never, and its day.

    Days are counted from the same one on both sides of a comparison.
    """

    known: Cell
    never: Cell
    day: Cell


Known = tuple[Cell, Cell]
"""Whether something is known, and what it then is."""


class Conditions(Quantities):
    """Writes dates and flags, each of them once."""

    def __init__(
        self, algebra: Algebra, layout: Layout, inputs: Inputs
    ) -> None:
        """Write in *algebra* what *layout*'s plan reads of *inputs*."""
        super().__init__(algebra, layout, inputs)
        self._dates: dict[Term, Known] = {}
        self._flags: dict[Term, Known] = {}

    # -- dates -------------------------------------------------------------

    def date(self, term: Term) -> Known:
        """Return whether a date is known, and its day."""
        found = self._dates.get(term)
        if found is None:
            found = self._dates[term] = self._date(term)

        return found

    def days(self, *terms: Term) -> list[Day]:
        """Return dates to be compared with each other."""
        found = [self._day(term) for term in terms]
        if None not in found:
            return [each for each in found if each is not None]
        never = self.algebra.number(NEVER_DAY)

        return [
            Day(known, self.algebra.equal(day, never), day)
            for known, day in map(self.date, terms)
        ]

    def _day(self, term: Term) -> Day | None:
        """Return a date in days since 1970, if it can be read so."""
        algebra, inputs = self.algebra, self.inputs
        if term.op == "day":
            assert isinstance(term.value, int)
            day = algebra.number(term.value - EPOCH)
            return Day(algebra.true, algebra.false, day)
        if term.op == "never":
            return Day(algebra.true, algebra.true, algebra.number(0))
        fact = term.args[0] if term.op == "add_months" else term
        if fact.op != "fact" or not inputs.has_day(fact.value):
            return None
        shifted: Cell | None = inputs.day(fact.value)
        if fact is not term:
            months = term.args[1].value
            is_whole = isinstance(months, Fraction) and months.denominator == 1
            if term.args[1].op != "const" or not is_whole:
                return None
            shifted = inputs.shifted(fact.value, int(months))  # type: ignore[call-overload]  # a fraction
        if shifted is None:
            return None
        known, never = inputs.is_known(fact.value), inputs.never(fact.value)

        return Day(known, never, shifted)

    def _date(self, term: Term) -> Known:
        algebra = self.algebra
        if term.op == "day":
            assert isinstance(term.value, int)
            return algebra.true, algebra.number(term.value)
        if term.op == "never":
            return algebra.true, algebra.number(NEVER_DAY)
        if term.op == "fact":
            known = self.inputs.is_known(term.value)
            return known, self.inputs.amount(term.value)
        if term.op == "select":
            ending = algebra.false, algebra.number(NEVER_DAY)
            return self._selected(term, self.date, ending)

        return self._moved(term)

    def _moved(self, term: Term) -> Known:
        algebra = self.algebra
        known, day = self.date(term.args[0])
        number = self.number(term.args[1])
        move = moved_by_months if term.op == "add_months" else moved_by_days
        count = algebra.floored(number.over, number.under)
        is_never = algebra.equal(day, algebra.number(NEVER_DAY))

        return algebra.all_of(known, number.known), algebra.choose(
            [(is_never, day)], move(algebra, day, count)
        )

    def _selected(
        self, term: Term, make: Callable[[Term], Known], ending: Known
    ) -> Known:
        """Return the first value whose condition holds (4)."""
        algebra = self.algebra
        cases, last = self._functions.cases(term)
        values = [make(then) for _, then in cases]
        if last is not None:
            ending = make(last)
        stopped, chosen = self.first_of([when for when, _ in cases])
        pairs = list(zip(chosen, values, strict=True))
        known = algebra.choose(
            [
                (stopped, algebra.false),
                *((when, value[0]) for when, value in pairs),
            ],
            ending[0],
        )

        return known, algebra.choose(
            ((when, value[1]) for when, value in pairs), ending[1]
        )

    # -- flags (14) --------------------------------------------------------

    def flag(self, term: Term) -> Known:
        """Return whether a flag is known, and what it then is."""
        found = self._flags.get(term)
        if found is None:
            makers: Mapping[str, Callable[[Term], Known]] = {
                "truth": self._constant_flag,
                "fact": self._read_flag,
                "not": self._not,
                "and": self._series,
                "or": self._series,
                "compare": self._compare,
                "order": self._order,
                "among": self._among,
                "holds": self._holds,
                "is_missing": self._is_missing,
                "select": self._select_flag,
            }
            found = self._flags[term] = makers[term.op](term)

        return found

    def _constant_flag(self, term: Term) -> Known:
        return self.algebra.true, self.algebra.truth(holds=bool(term.value))

    def _read_flag(self, term: Term) -> Known:
        known = self.inputs.is_known(term.value)

        return known, self.inputs.flag(term.value)

    def _select_flag(self, term: Term) -> Known:
        nothing = self.algebra.false, self.algebra.false

        return self._selected(term, self.flag, nothing)

    def _not(self, term: Term) -> Known:
        known, value = self.flag(term.args[0])

        return known, self.algebra.negated(value)

    def _series(self, term: Term) -> Known:
        algebra = self.algebra
        parts = [self.flag(part) for part in term.args]
        all_known = algebra.all_of(*(known for known, _ in parts))
        if term.op == "or":
            holds = algebra.any_of(*(algebra.all_of(*p) for p in parts))
            return algebra.any_of(all_known, holds), holds
        fails = algebra.any_of(
            *(
                algebra.all_of(known, algebra.negated(value))
                for known, value in parts
            )
        )

        return algebra.any_of(all_known, fails), algebra.negated(fails)

    def _compare(self, term: Term) -> Known:
        left, right = (self.number(part) for part in term.args)
        one, other, _ = self._crossed(left, right)

        return (
            self.algebra.all_of(left.known, right.known),
            self.algebra.compared(one, str(term.value), other),
        )

    def _order(self, term: Term) -> Known:
        algebra = self.algebra
        left, right = (self.date(part) for part in term.args)
        known = algebra.all_of(left[0], right[0])
        test = algebra.compared(left[1], str(term.value), right[1])
        if term.value in ("==", "!="):
            return known, test

        # Never stands in no order to any day.
        return known, algebra.all_of(
            self.is_day(left), self.is_day(right), test
        )

    def _among(self, term: Term) -> Known:
        assert isinstance(term.value, tuple)
        name, options = term.value
        declared = self._functions.options[str(name)]
        picked = (
            self.inputs.option(name, declared.index(each)) for each in options
        )

        return self.inputs.is_known(name), self.algebra.any_of(*picked)

    def _holds(self, term: Term) -> Known:
        assert isinstance(term.value, tuple)
        name, code = term.value

        return self.inputs.is_known(name), self.inputs.holds(name, str(code))

    def _is_missing(self, term: Term) -> Known:
        known = self.inputs.is_known(term.value)

        return self.algebra.true, self.algebra.negated(known)
