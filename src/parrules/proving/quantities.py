"""Numbers and dates as formulas, for the solver.

What `parrules.scoring.numbers` computes, said once more in logic: a number
is a numerator over a denominator above 0, missing, or without anything to
divide by.  Comparisons are multiplied out, so that a percent of two counts
stays linear.  `add_months` is said a little too widely, which can only make
the solver find facts that are refuted when they are evaluated.
"""

from collections.abc import Callable
from fractions import Fraction

import attrs

from parrules.expression.terms import Term
from parrules.plan.properties import day_bounds
from parrules.proving.formulas import (
    NO,
    YES,
    Day,
    Flag,
    Formula,
    Formulas,
    NotEncodedError,
    Number,
)

_EARLIEST, _LATEST = day_bounds()
_SHORTEST, _LONGEST = 28, 31
_PERCENT = 100


class Quantities(Formulas):
    """Numbers and dates."""

    def flag(self, term: Term) -> Flag:
        """Return a condition."""
        raise NotImplementedError

    def _compared(self, difference: Formula, sign: str) -> Formula:
        difference = self._whole(difference)
        signs: dict[str, Callable[[], Formula]] = {
            "<": lambda: difference < 0,
            "<=": lambda: difference <= 0,
            ">": lambda: difference > 0,
            ">=": lambda: difference >= 0,
            "==": lambda: difference == 0,
            "!=": lambda: difference != 0,
        }

        return signs[sign]()

    # -- numbers -------------------------------------------------------------

    def is_known(self, number: Number) -> Formula:
        """Return when *number* is one."""
        return self.opposite(self.some(number.is_missing, number.is_undefined))

    def is_less(self, one: Number, two: Number, sign: int) -> Formula:
        """Return when *one*, times *sign*, is below *two*; both known."""
        difference = one.over * two.under - two.over * one.under

        return self._compared(sign * difference, "<")

    def number(self, term: Term) -> Number:
        """Return a number.

        Raises:
            NotEncodedError: It reads what was earned.
        """
        if not self.has_operation("number", term):
            raise NotEncodedError(term.op)
        if term not in self._numbers:
            self._numbers[term] = self.by_operation("number", term)

        return self._numbers[term]

    def _number_const(self, term: Term) -> Number:
        assert isinstance(term.value, Fraction)

        return Number(NO, NO, term.value.numerator, term.value.denominator)

    def _number_fact(self, term: Term) -> Number:
        name = str(term.value)
        given = self.given[name]

        return Number(
            given.is_missing, NO, given.value, 10 ** self._inputs[name].places
        )

    def _number_option_value(self, term: Term) -> Number:
        source = self._inputs[str(term.value)]
        assert source.fact is not None
        numbers = [Fraction(each) for each in source.fact.numbers]
        under = 1
        for number in numbers:
            under *= number.denominator
        given = self.given[source.name]
        over: Formula = int(numbers[0] * under)
        for option, number in enumerate(numbers[1:], 1):
            over = self.pick(given.value == option, int(number * under), over)

        return Number(given.is_missing, NO, over, under)

    def _unknowns(self, *numbers: Number) -> tuple[Formula, Formula]:
        """Return when a result is missing and undefined, as its parts are."""
        undefined = self.some(*(each.is_undefined for each in numbers))
        missing = self.some(*(each.is_missing for each in numbers))

        return self.both(missing, self.opposite(undefined)), undefined

    def _number_add(self, term: Term) -> Number:
        one, two = (self.number(part) for part in term.args)
        unknowns = self._unknowns(one, two)
        if term.op == "mul":
            return Number(
                *unknowns, one.over * two.over, one.under * two.under
            )
        left, right = one.over * two.under, two.over * one.under
        over = left + right if term.op == "add" else left - right

        return Number(*unknowns, over, one.under * two.under)

    _number_sub = _number_add
    _number_mul = _number_add

    def _number_div(self, term: Term) -> Number:
        one, two = (self.number(part) for part in term.args)
        if isinstance(two.over, int) and two.over:
            sign = 1 if two.over > 0 else -1
            over = sign * one.over * two.under
            return Number(
                *self._unknowns(one, two), over, one.under * abs(two.over)
            )
        is_zero = self.both(self.is_known(two), self._whole(two.over) == 0)
        missing, undefined = self._unknowns(one, two)
        negative = self._whole(two.over) < 0
        top, below = one.over * two.under, one.under * two.over

        return Number(
            self.both(missing, self.opposite(is_zero)),
            self.some(undefined, is_zero),
            self.pick(negative, -top, top),
            self.pick(negative, -below, below),
        )

    def _number_min(self, term: Term) -> Number:
        parts = [self.number(part) for part in term.args]
        best = parts[0]
        for part in parts[1:]:
            difference = part.over * best.under - best.over * part.under
            is_better = self._compared(
                difference, "<" if term.op == "min" else ">"
            )
            best = Number(
                NO,
                NO,
                self.pick(is_better, part.over, best.over),
                self.pick(is_better, part.under, best.under),
            )

        return Number(*self._unknowns(*parts), best.over, best.under)

    _number_max = _number_min

    def _number_abs(self, term: Term) -> Number:
        inner = self.number(term.args[0])
        over = self._whole(inner.over)

        return attrs.evolve(inner, over=self.pick(over < 0, -over, over))

    def _number_round(self, term: Term) -> Number:
        inner = self.number(term.args[0])
        assert isinstance(term.value, tuple)
        step, rounding = term.value
        over = self._whole(inner.over * step.denominator)
        under = inner.under * step.numerator
        size = self.pick(over < 0, -over, over)
        quotient = size / self._whole(under)
        rest = size - quotient * under
        ups = {
            "down": self._compared(0, ">"),
            "up": rest > 0,
            "half_up": 2 * rest >= under,
            "half_even": self.some(
                2 * rest > under,
                self.both(2 * rest == under, quotient % 2 == 1),
            ),
        }
        steps = quotient + self.pick(self.both(rest > 0, ups[rounding]), 1, 0)
        signed = self.pick(over < 0, -steps, steps)

        return attrs.evolve(
            inner, over=signed * step.numerator, under=step.denominator
        )

    def _number_days(self, term: Term) -> Number:
        one, two = (self.date(part) for part in term.args)
        missing = self.some(
            one.is_missing, two.is_missing, one.is_never, two.is_never
        )

        return Number(missing, NO, two.day - one.day, 1)

    def _number_share(self, term: Term) -> Number:
        assert isinstance(term.value, tuple)
        name, levels = term.value
        counts = self.given[name].value
        chosen = sum((counts[level] for level in levels), 0)

        return self._of_tally(name, _PERCENT * chosen)

    def _number_mean(self, term: Term) -> Number:
        counts = self.given[str(term.value)].value
        weighted = sum(
            (level * count for level, count in enumerate(counts, 1)), 0
        )

        return self._of_tally(str(term.value), weighted)

    def _of_tally(self, name: str, over: Formula) -> Number:
        given = self.given[name]
        total = sum(given.value, 0)
        is_empty = self.both(self.opposite(given.is_missing), total == 0)

        return Number(given.is_missing, is_empty, over, total)

    def _number_count_true(self, term: Term) -> Number:
        flags = [self.flag(part) for part in term.args]
        count = sum((self.pick(flag.is_true, 1, 0) for flag in flags), 0)
        unknown = self.some(*(flag.is_unknown for flag in flags))

        return Number(unknown, NO, count, 1)

    def _number_select(self, term: Term) -> Number:
        tests, values = self._cases(term, self.number)
        last = Number(self._true, NO, 0, 1)
        if len(values) > len(tests):
            last = values[-1]
        for test, value in reversed([*zip(tests, values, strict=False)]):
            last = Number(
                self._chosen(
                    test, value.is_missing, last.is_missing, self._true
                ),
                self._chosen(test, value.is_undefined, last.is_undefined, NO),
                self.pick(test.is_true, value.over, last.over),
                self.pick(test.is_true, value.under, last.under),
            )

        return last

    def _chosen(
        self, test: Flag, one: Formula, two: Formula, other: Formula
    ) -> Formula:
        """Return *one* where a test is true, *other* where it is unknown."""
        return self.some(
            self.both(test.is_true, one),
            self.both(test.is_unknown, other),
            self.both(
                self.opposite(self.some(test.is_true, test.is_unknown)), two
            ),
        )

    def _cases(
        self, term: Term, make: Callable[[Term], Formula]
    ) -> tuple[list[Flag], list[Formula]]:
        args = term.args
        tests = [self.flag(each) for each in args[0:-1:2]]
        values = [make(each) for each in args[1::2]]
        if len(args) % 2:
            values.append(make(args[-1]))

        return tests, values

    # -- dates ---------------------------------------------------------------

    def date(self, term: Term) -> Day:
        """Return a date.

        Raises:
            NotEncodedError: It reads what was earned.
        """
        if term.op == "day":
            return Day(NO, NO, term.value)
        if term.op == "never":
            return Day(NO, YES, 0)
        if term.op == "fact":
            given = self.given[str(term.value)]
            return Day(given.is_missing, given.is_never, given.value)
        if term.op == "select":
            return self._selected_date(term)

        return self._shifted(term)

    def _selected_date(self, term: Term) -> Day:
        tests, values = self._cases(term, self.date)
        last = Day(self._true, NO, 0)
        if len(values) > len(tests):
            last = values[-1]
        for test, value in reversed([*zip(tests, values, strict=False)]):
            last = Day(
                self._chosen(
                    test, value.is_missing, last.is_missing, self._true
                ),
                self._chosen(test, value.is_never, last.is_never, NO),
                self.pick(test.is_true, value.day, last.day),
            )

        return last

    def _shifted(self, term: Term) -> Day:
        date, number = self.date(term.args[0]), self.number(term.args[1])
        missing = self.some(
            date.is_missing, number.is_missing, number.is_undefined
        )
        often = number.over
        if not isinstance(number.under, int) or number.under != 1:
            often = self._whole(number.over) / self._whole(number.under)
        if term.op == "add_months":
            moved = self._months_later(date.day, often)
        else:
            moved = self._clamped(date.day + often)

        return Day(missing, date.is_never, moved)

    def _clamped(self, day: Formula) -> Formula:
        day = self._whole(day)
        capped = self.pick(day > _LATEST, _LATEST, day)

        return self.pick(day < _EARLIEST, _EARLIEST, capped)

    def _months_later(self, day: Formula, months: Formula) -> Formula:
        """Return a day that lies about as many months later."""
        self._fresh += 1
        later = self._int(f"later:{self._fresh}")
        short, long = months * _SHORTEST, months * _LONGEST
        forwards = self._compared(months, ">=")
        low = day + self.pick(forwards, short, long)
        high = day + self.pick(forwards, long, short)
        self.constraints += [
            _EARLIEST <= later,
            later <= _LATEST,
            self.some(low <= later, later == _LATEST),
            self.some(later <= high, later == _EARLIEST),
        ]

        return later
