"""Terms of every kind as functions of a list of values.

Values are what `parrules.scoring.numbers` says: exact numbers, dates that
may never have happened, and flags in Kleene's logic.
"""

from collections.abc import Callable, Sequence
from typing import Final

from parrules.expression.terms import Term
from parrules.facts import NEVER
from parrules.scoring.numbers import (
    Date,
    Flag,
    Numbers,
    Values,
    add_days,
    add_months,
)

_SIGNS: Final[dict[str, Callable[[int], bool]]] = {
    "<": lambda difference: difference < 0,
    "<=": lambda difference: difference <= 0,
    ">": lambda difference: difference > 0,
    ">=": lambda difference: difference >= 0,
    "==": lambda difference: difference == 0,
    "!=": lambda difference: difference != 0,
}


class Functions(Numbers):
    """Makes functions of terms, given where values stand."""

    def over(self, names: Sequence[str]) -> "Functions":
        """Return what makes functions of the values of *names* alone."""
        return Functions(
            {name: position for position, name in enumerate(names)},
            self.scales,
            self.options,
            self.numbers,
            self.quantum,
        )

    # -- dates -------------------------------------------------------------

    def date(self, term: Term) -> Date:
        """Return the function of a date."""
        if term.op == "day":
            day = term.value
            assert isinstance(day, int)
            return lambda values: day  # noqa: ARG005  # one shape for all
        if term.op == "never":
            return lambda values: NEVER  # noqa: ARG005  # one shape for all
        if term.op == "fact":
            position = self.positions[term.value]
            return lambda values: values[position]
        if term.op == "select":
            return self.selected(term, self.date)

        return self._shifted(term)

    def _shifted(self, term: Term) -> Date:
        date, number = self.date(term.args[0]), self.number(term.args[1])
        move = add_months if term.op == "add_months" else add_days

        def shifted(values: Values) -> int | str | None:
            day, pair = date(values), number(values)
            if day is None or not pair:
                return None
            if not isinstance(day, int):
                return NEVER

            return move(day, pair[0] // pair[1])

        return shifted

    # -- flags -------------------------------------------------------------

    def flag(self, term: Term) -> Flag:
        """Return the function of a flag, in Kleene's logic."""
        makers: dict[str, Callable[[Term], Flag]] = {
            "truth": lambda truth: lambda _: bool(truth.value),
            "fact": self._read_flag,
            "not": self._not,
            "and": self._and,
            "or": self._or,
            "compare": self._compare,
            "order": self._order,
            "among": self._among,
            "holds": self._holds,
            "is_missing": self._is_missing,
            "select": self._select_flag,
        }

        return makers[term.op](term)

    def _read_flag(self, term: Term) -> Flag:
        position = self.positions[term.value]

        return lambda values: values[position]

    def _not(self, term: Term) -> Flag:
        inner = self.flag(term.args[0])

        def opposite(values: Values) -> bool | None:
            known = inner(values)

            return None if known is None else not known

        return opposite

    def _and(self, term: Term) -> Flag:
        return self._series(term, ends=False)

    def _or(self, term: Term) -> Flag:
        return self._series(term, ends=True)

    def _series(self, term: Term, *, ends: bool) -> Flag:
        parts = tuple(self.flag(part) for part in term.args)

        def series(values: Values) -> bool | None:
            found = [part(values) for part in parts]
            if ends in found:
                return ends

            return None if None in found else not ends

        return series

    def _compare(self, term: Term) -> Flag:
        left, right = (self.number(part) for part in term.args)
        test = _SIGNS[str(term.value)]

        def compare(values: Values) -> bool | None:
            first, second = left(values), right(values)
            if not first or not second:
                return None

            return test(first[0] * second[1] - second[0] * first[1])

        return compare

    def _order(self, term: Term) -> Flag:
        left, right = (self.date(part) for part in term.args)
        sign = str(term.value)

        def order(values: Values) -> bool | None:
            first, second = left(values), right(values)
            if first is None or second is None:
                return None
            if isinstance(first, int) and isinstance(second, int):
                return _SIGNS[sign](first - second)
            same = first == second

            return same if sign == "==" else sign == "!=" and not same

        return order

    def _among(self, term: Term) -> Flag:
        assert isinstance(term.value, tuple)
        name, options = term.value
        position = self.positions[name]
        wanted = frozenset(self.options[name].index(o) for o in options)

        def among(values: Values) -> bool | None:
            option = values[position]

            return None if option is None else option in wanted

        return among

    def _holds(self, term: Term) -> Flag:
        assert isinstance(term.value, tuple)
        name, code = term.value
        position = self.positions[name]

        def holds(values: Values) -> bool | None:
            codes = values[position]

            return None if codes is None else code in codes

        return holds

    def _is_missing(self, term: Term) -> Flag:
        position = self.positions[term.value]

        return lambda values: values[position] is None

    def _select_flag(self, term: Term) -> Flag:
        return self.selected(term, self.flag)
