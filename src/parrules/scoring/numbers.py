"""Terms of numbers as functions of a list of values: exact, total and fast.

A number is a pair of whole numbers, numerator and denominator, the latter
above 0; `None` where it is missing and ``()`` where there is nothing to
divide by, which dominates (semantics 6a).  A date is its ordinal, `NEVER`
or `None`; a flag is `True`, `False` or `None`.
"""

import abc
import datetime
import functools
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeVar

from parrules.expression.terms import NUMBER_MAKERS, Term
from parrules.plan.properties import day_bounds
from parrules.points import Rounding, divide

Values = list[Any]
"""Checked values by position: inputs, derived flags, nodes, the total."""

Pair = tuple[int, int]
Number = Callable[[Values], "Pair | tuple[()] | None"]
Date = Callable[[Values], "int | str | None"]
Flag = Callable[[Values], "bool | None"]

_Value = TypeVar("_Value")

UNDEFINED: Final = ()
_EARLIEST, _LATEST = day_bounds()
_LONGEST_MONTH = 31
_REMEMBERED: Final = 4096
"""Dates of which it is known what some months later is."""


class Numbers(abc.ABC):
    """Makes functions of numbers, given where values stand.

    Args:
        positions: Of inputs and derived flags, by name; of a node's points
            and applicable maximum by ``("points", code)`` and
            ``("applicable", code)``; of the total by ``"total"``.
        scales: 10 to the decimal places of a number, by name.
        options: Of choices and answers, by name.
        numbers: That the options of a choice stand for, by name.
        quantum: 10 to the decimal places of the quantum.
    """

    def __init__(
        self,
        positions: Mapping[object, int],
        scales: Mapping[str, int],
        options: Mapping[str, tuple[str, ...]],
        numbers: Mapping[str, tuple[Fraction, ...]],
        quantum: int,
    ) -> None:
        """Hold where values stand."""
        self.positions = positions
        self.scales = scales
        self.options = options
        self.numbers = numbers
        self.quantum = quantum

    @abc.abstractmethod
    def date(self, term: Term) -> Date:
        """Return the function of a date."""

    @abc.abstractmethod
    def flag(self, term: Term) -> Flag:
        """Return the function of a flag, in Kleene's logic."""

    def number(self, term: Term) -> Number:
        """Return the function of a number."""
        maker: Callable[[Term], Number] = getattr(self, NUMBER_MAKERS[term.op])

        return maker(term)

    def _constant(self, term: Term) -> Number:
        assert isinstance(term.value, Fraction)
        pair = (term.value.numerator, term.value.denominator)

        return lambda values: pair  # noqa: ARG005  # one shape for all

    def _fact(self, term: Term) -> Number:
        position = self.positions[term.value]
        scale = self.scales.get(str(term.value), 1)

        def read(values: Values) -> Pair | None:
            value = values[position]

            return None if value is None else (value, scale)

        return read

    def _option_value(self, term: Term) -> Number:
        position = self.positions[term.value]
        pairs = tuple(
            (number.numerator, number.denominator)
            for number in self.numbers[str(term.value)]
        )

        def read(values: Values) -> Pair | None:
            option = values[position]

            return None if option is None else pairs[option]

        return read

    def _sum(self, term: Term) -> Number:
        return self._joined(term, _added)

    def _difference(self, term: Term) -> Number:
        return self._joined(term, lambda a, b, c, d: _added(a, b, -c, d))

    def _product(self, term: Term) -> Number:
        if is_plain_percent(term, self.scales):
            return self._percent(term)

        return self._joined(term, lambda a, b, c, d: (a * c, b * d))

    def _percent(self, term: Term) -> Number:
        """Return what would be joined, for the commonest quantity of all."""
        part, whole = (
            self.positions[each.value] for each in term.args[1].args
        )

        def percent(values: Values) -> Pair | tuple[()] | None:
            under = values[whole]
            if not under:
                return None if under is None else UNDEFINED
            over = values[part]
            if over is None:
                return None

            return (100 * over, under) if under > 0 else (-100 * over, -under)

        return percent

    def _joined(
        self, term: Term, join: Callable[[int, int, int, int], Pair]
    ) -> Number:
        left, right = (self.number(part) for part in term.args)

        def joined(values: Values) -> Pair | tuple[()] | None:
            first, second = left(values), right(values)
            if not first or not second:
                return UNDEFINED if () in (first, second) else None

            return join(*first, *second)

        return joined

    def _quotient(self, term: Term) -> Number:
        left, right = (self.number(part) for part in term.args)

        def quotient(values: Values) -> Pair | tuple[()] | None:
            first, second = left(values), right(values)
            if not second:
                return UNDEFINED if () in (first, second) else None
            over, under = second
            if over == 0:
                return UNDEFINED
            if not first:
                return first

            return _signed(first[0] * under, first[1] * over)

        return quotient

    def _extreme(self, term: Term) -> Number:
        parts = tuple(self.number(part) for part in term.args)
        sign = -1 if term.op == "min" else 1

        def extreme(values: Values) -> Pair | tuple[()] | None:
            found = [part(values) for part in parts]
            if not all(found):
                return UNDEFINED if () in found else None
            best = found[0]
            for pair in found[1:]:
                assert best
                assert pair
                if sign * (pair[0] * best[1] - best[0] * pair[1]) > 0:
                    best = pair

            return best

        return extreme

    def _absolute(self, term: Term) -> Number:
        inner = self.number(term.args[0])

        def absolute(values: Values) -> Pair | tuple[()] | None:
            pair = inner(values)

            return (abs(pair[0]), pair[1]) if pair else pair

        return absolute

    def _round(self, term: Term) -> Number:
        inner = self.number(term.args[0])
        assert isinstance(term.value, tuple)
        step: Fraction
        rounding: Rounding
        step, rounding = term.value
        over, under = step.numerator, step.denominator

        def rounded(values: Values) -> Pair | tuple[()] | None:
            pair = inner(values)
            if not pair:
                return pair
            steps = divide(pair[0] * under, pair[1] * over, rounding)

            return steps * over, under

        return rounded

    def _days(self, term: Term) -> Number:
        first, second = (self.date(part) for part in term.args)

        def days(values: Values) -> Pair | None:
            start, end = first(values), second(values)
            # A difference with a date that is never is missing.
            if isinstance(start, int) and isinstance(end, int):
                return end - start, 1

            return None

        return days

    def _share(self, term: Term) -> Number:
        assert isinstance(term.value, tuple)
        name, levels = term.value
        position = self.positions[name]

        def share(values: Values) -> Pair | tuple[()] | None:
            tally = values[position]
            if tally is None:
                return None
            total = sum(tally)
            if not total:
                return UNDEFINED

            return _signed(
                100 * sum([tally[level] for level in levels]), total
            )

        return share

    def _mean(self, term: Term) -> Number:
        position = self.positions[term.value]

        def mean(values: Values) -> Pair | tuple[()] | None:
            tally = values[position]
            if tally is None:
                return None
            total = sum(tally)
            if not total:
                return UNDEFINED
            weighted = sum(
                level * count for level, count in enumerate(tally, 1)
            )

            return _signed(weighted, total)

        return mean

    def _count_true(self, term: Term) -> Number:
        flags = tuple(self.flag(part) for part in term.args)

        def count(values: Values) -> Pair | None:
            found = [flag(values) for flag in flags]
            if None in found:
                return None

            return sum(map(bool, found)), 1

        return count

    def _points_of(self, term: Term) -> Number:
        position = self.positions["points", term.value]
        quantum = self.quantum

        return lambda values: (values[position], quantum)

    def _percent_of(self, term: Term) -> Number:
        points = self.positions["points", term.value]
        applicable = self.positions["applicable", term.value]

        def percent(values: Values) -> Pair | None:
            if not values[applicable]:
                return None

            return 100 * values[points], values[applicable]

        return percent

    def _total(self, term: Term) -> Number:
        del term
        position = self.positions["total"]

        return lambda values: values[position]

    def _select(self, term: Term) -> Number:
        return self.selected(term, self.number)

    def selected(
        self,
        term: Term,
        make: Callable[[Term], Callable[[Values], _Value]],
    ) -> Callable[[Values], _Value | None]:
        """Return the function of the first value whose condition holds."""
        cases, last = self.cases(term)
        whens = tuple(self.flag(when) for when, _ in cases)
        thens = tuple(make(then) for _, then in cases)
        otherwise = make(last) if last is not None else None

        def select(values: Values) -> _Value | None:
            for when, then in zip(whens, thens, strict=True):
                known = when(values)
                if known is None:
                    return None
                if known:
                    return then(values)

            return None if otherwise is None else otherwise(values)

        return select

    def cases(
        self, term: Term
    ) -> tuple[tuple[tuple[Term, Term], ...], Term | None]:
        """Return the pairs of a selection and its otherwise."""
        args = term.args
        pairs = tuple(zip(args[0:-1:2], args[1::2], strict=False))
        last = args[-1] if len(args) % 2 else None

        return pairs, last


def _signed(over: int, under: int) -> Pair:
    """Return a quotient with its sign above the line."""
    return (over, under) if under > 0 else (-over, -under)


def is_plain_percent(term: Term, scales: Mapping[str, int]) -> bool:
    """Tell whether *term* is ``percent(a, b)`` of two whole facts."""
    return (
        term.op == "mul"
        and term.args[0].op == "const"
        and term.args[0].value == 100  # noqa: PLR2004  # a percent
        and term.args[1].op == "div"
        and all(
            part.op == "fact" and scales.get(str(part.value), 1) == 1
            for part in term.args[1].args
        )
    )


def add_days(day: int, days: int) -> int:
    """Move the ordinal of a date; it stays among the dates there are."""
    return min(max(day + days, _EARLIEST), _LATEST)


@functools.lru_cache(_REMEMBERED)
def add_months(day: int, months: int) -> int:
    """Move the ordinal of a date: the day of the month stays, or its last."""
    date = datetime.date.fromordinal(day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if year < datetime.MINYEAR:
        return _EARLIEST
    if year > datetime.MAXYEAR:
        return _LATEST
    first = datetime.date(year, month + 1, 1).toordinal()
    length = _LONGEST_MONTH
    if month + 1 < datetime.date.max.month:
        length = datetime.date(year, month + 2, 1).toordinal() - first

    return first + min(date.day, length) - 1


def _added(a: int, b: int, c: int, d: int) -> Pair:
    """Return a/b + c/d; over one denominator numbers stay small."""
    return (a + c, b) if b == d else (a * d + c * b, b * d)
