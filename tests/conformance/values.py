"""Facts, derived facts and what expressions make of them, for the oracle.

Only the model is shared with the library: the typed terms of expressions
are walked, with `Fraction` and Kleene's logic.  Numbers of sentences of
``docs/semantics.md`` stand in brackets.
"""

import calendar
import datetime
import operator
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from parrules.expression.terms import Term
from parrules.model import Expression, Scheme

Number = Fraction | None
NEVER, ZERO = "never", Fraction(0)
FIRST_DAY, LAST_DAY = datetime.date.min, datetime.date.max
SIGNS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Node(NamedTuple):
    """What a node earned: status, E, A and the rule that a trace names."""

    status: str
    points: Fraction
    applicable: Fraction
    rule: str | None = None


class Result(NamedTuple):
    """What a submission comes to, exact; of each channel E and A."""

    nodes: dict[str, Node]
    channels: dict[str, tuple[Fraction, Fraction]]
    base: Number
    bonus: Fraction
    penalty: Fraction
    total: Number
    grade: str | None
    complete: bool


def rounded(number: Fraction, step: Fraction, rounding: str) -> Fraction:
    """Return the multiple of *step* that *number* is rounded to (S0.6)."""
    low, over = divmod(abs(number), step)
    ups = {
        "half_up": 2 * over >= step,
        "half_even": 2 * over > step or (2 * over == step and low % 2 == 1),
        "down": False,
        "up": over > 0,
    }

    return (low + ups[rounding]) * step * (-1 if number < 0 else 1)


def total(numbers: Iterable[Fraction | Decimal]) -> Fraction:
    """Return the exact sum, whatever the decimal context."""
    return sum((Fraction(each) for each in numbers), ZERO)


def term_of(expression: Expression | None) -> Term:
    """Return the tree of an expression; none is the condition `true`."""
    if expression is None:
        return Term("truth", (), True)  # noqa: FBT003  # a value
    assert expression.term is not None

    return expression.term


def moved(day: int, number: int, *, by_month: bool) -> int:
    """Return the day *number* days or months later (S17.7 to S17.9)."""
    if not by_month:
        last = LAST_DAY.toordinal()
        return min(max(day + number, FIRST_DAY.toordinal()), last)
    date = datetime.date.fromordinal(day)
    year, month = divmod(date.year * 12 + date.month - 1 + number, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return (FIRST_DAY if year < 1 else LAST_DAY).toordinal()
    length = calendar.monthrange(year, month + 1)[1]

    return datetime.date(year, month + 1, min(date.day, length)).toordinal()


def _fraction(value: Any) -> Number:  # noqa: ANN401  # of any number
    return None if value is None else Fraction(value)


def _pair(term: Term) -> Any:  # noqa: ANN401  # whatever a term holds
    return term.value


class Values:
    """Facts, derived facts, and what expressions make of them (S14, S17)."""

    def __init__(
        self, scheme: Scheme, facts: Mapping[str, Any], proven: Collection[str]
    ) -> None:
        self.scheme = scheme
        self.derived = {each.name: each.cases for each in scheme.derived}
        self.facts = {each.name: each for each in scheme.facts}
        self.bare = {
            each.name
            for each in scheme.facts
            if each.evidence == "required" and each.name in facts
        }.difference(proven)
        self.given = {n: f.default for n, f in self.facts.items()} | {**facts}
        if scheme.policy.unevidenced == "refuse":
            self.given.update(dict.fromkeys(self.bare))
        self.nodes: dict[str, Node] = {}

    def value(self, name: str) -> Any:  # noqa: ANN401  # of any type
        """Return what a fact, an answer or a derived fact is."""
        if name not in self.derived:
            return self.given.get(name)
        term = self.chosen(name)
        if term is None:
            return None
        readers: dict[str, Any] = {"flag": self.flag, "date": self.date}

        return readers.get(term.type.kind, self.number)(term)

    def chosen(self, name: str) -> Term | None:
        """Return the value that a derived fact takes (S4.2, S4.3)."""
        for when, value in self.derived[name]:
            known = self.flag(term_of(when))
            if known is not False:
                return term_of(value) if known else None

        return None

    def tally(self, name: str) -> list[int]:
        """Return the counts of a tally, empty where it is missing."""
        value = self.value(name)
        if isinstance(value, Mapping):
            value = [value.get(each, 0) for each in self.facts[name].levels]

        return [int(each) for each in value or ()]

    def number(self, term: Term) -> Number:
        """Return a number; missing also where there is 0 to divide by."""
        special = getattr(self, f"_{term.op}", None)
        if special is not None:
            return _fraction(special(term.value, term.args))
        found = [self.number(part) for part in term.args]
        known = [each for each in found if each is not None]
        if len(known) < len(found) or (term.op == "div" and not known[1]):
            return None
        if term.op == "round":
            step, rounding = _pair(term)
            return rounded(known[0], step, rounding)
        plain: dict[str, Any] = {"min": min, "max": max}
        if term.op in plain:
            return Fraction(plain[term.op](known))
        op = "truediv" if term.op == "div" else term.op

        return Fraction(getattr(operator, op)(*known))

    def _const(self, value: Any, _: object) -> Any:  # noqa: ANN401
        return value

    def _fact(self, name: str, _: object) -> Any:  # noqa: ANN401
        return self.value(name)

    _derived = _fact

    def _option_value(self, name: str, _: object) -> Any:  # noqa: ANN401
        fact, option = self.facts[name], self.value(name)

        return option and fact.numbers[fact.options.index(option)]

    def _days(self, _: object, args: tuple[Term, ...]) -> int | None:
        first, second = map(self.date, args)
        if isinstance(first, int) and isinstance(second, int):
            return second - first

        return None

    def _share(self, value: tuple[str, Any], _: object) -> Number:
        tally = self.tally(value[0])
        part = 100 * sum(tally[level] for level in value[1] if tally)

        return Fraction(part, sum(tally)) if sum(tally) else None

    def _mean(self, name: str, _: object) -> Number:
        tally = self.tally(name)
        part = sum(level * count for level, count in enumerate(tally, 1))

        return Fraction(part, sum(tally)) if sum(tally) else None

    def _count_true(self, _: object, args: tuple[Term, ...]) -> int | None:
        flags = [self.flag(part) for part in args]

        return None if None in flags else flags.count(True)

    def _points_of(self, code: str, _: object) -> Number:
        return self.nodes[code].points

    def _percent_of(self, code: str, _: object) -> Number:
        node = self.nodes[code]

        return 100 * node.points / node.applicable if node.applicable else None

    def date(self, term: Term) -> Any:  # noqa: ANN401  # of three kinds
        """Return the ordinal of a date, `NEVER`, or `None`."""
        if term.op in ("day", "never"):
            return NEVER if term.op == "never" else term.value
        if term.op in ("fact", "derived"):
            value = self.value(str(term.value))
            if isinstance(value, str) and value != NEVER:
                value = datetime.date.fromisoformat(value)
            is_date = isinstance(value, datetime.date)
            return value.toordinal() if is_date else value
        day, number = self.date(term.args[0]), self.number(term.args[1])
        if day in (None, NEVER) or number is None:
            return None if number is None else day

        return moved(day, int(number), by_month=term.op == "add_months")

    def flag(self, term: Term) -> bool | None:
        """Return a condition's truth, `None` where it is unknown (S14)."""
        value: Any = term.value
        if term.op == "truth":
            return bool(value)
        if term.op in ("fact", "derived"):
            return self.value(value)  # type: ignore[no-any-return]  # a flag
        if term.op == "is_missing":
            return self.value(value) is None
        if term.op in ("among", "holds"):
            return self._held(value, is_among=term.op == "among")
        if term.op in ("compare", "order"):
            return self._compared(term, value)
        found = [self.flag(part) for part in term.args]
        if term.op == "not":
            return None if found[0] is None else not found[0]
        ends = term.op == "or"

        return ends if ends in found else None if None in found else not ends

    def _held(self, value: tuple[str, Any], *, is_among: bool) -> bool | None:
        known = self.value(value[0])
        if known is None:
            return None

        return known in value[1] if is_among else value[1] in known

    def _compared(self, term: Term, sign: str) -> bool | None:
        read = self.number if term.op == "compare" else self.date
        left, right = map(read, term.args)
        if left is None or right is None:
            return None
        if NEVER in (left, right) and sign not in ("==", "!="):
            return False

        return bool(SIGNS[sign](left, right))

    def reads(self, *expressions: Expression | None) -> frozenset[str]:
        """Return the names in *expressions*, through derived facts."""
        found: set[str] = set()
        pending = [term_of(each) for each in expressions]
        while pending:
            for part in pending.pop().walk():
                name = part.value[0] if isinstance(part.value, tuple) else None
                name = name or part.value
                if not isinstance(name, str) or part.op.endswith("_of"):
                    continue
                if part.op == "derived" and name not in found:
                    for pair in self.derived[name]:
                        pending.extend(map(term_of, pair))
                found.add(name)

        return frozenset(found)

    def has_zero(self, term: Term) -> bool:
        """Tell whether a number has nothing to divide by (S6.5, S6.7)."""
        if term.op == "derived":
            value = self.chosen(str(term.value))
            return value is not None and self.has_zero(value)
        if term.op in ("share", "mean"):
            name = _pair(term)[0] if term.op == "share" else term.value
            tally = self.tally(str(name))
            return bool(tally) and not sum(tally)
        if term.op in ("count_true", "days"):
            return False
        if term.op == "div" and self.number(term.args[1]) == 0:
            return True

        return any(self.has_zero(part) for part in term.args)
