"""Facts that bring a quantity exactly to a number, or a condition about.

Expressions are walked from the top down: what a part has to come to follows
from what the whole has to come to, until a fact is reached.  Nothing is
promised: a fact may stand in two places, or be bounded.  What matters is
that thresholds are met often.
"""

import datetime
import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from parrules.expression.terms import Term
from parrules.facts import NEVER
from parrules.plan.nodes import Input
from parrules.plan.properties import day_bounds, names_in
from parrules.points import scale_of
from parrules.testing.sources import Sources

Pick = Callable[[int], int]
"""Returns a number from 0 to the one that it is given, both included."""

STEPPED = ("count", "number", "percent", "date", "judged")
"""Kinds of inputs whose values are whole numbers of steps, or days."""

_MOST_TIMES = 6
_HALF = Fraction(1, 2)
_OPPOSITES = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
}


class Aim:
    """Changes *values*, by position of the input, so that terms come out.

    Values are as `parrules.scoring.border` reads them.
    """

    def __init__(
        self, sources: Sources, values: list[Any], pick: Pick
    ) -> None:
        """Aim over *values*, which are changed in place."""
        self._sources = sources
        self._values = values
        self._pick = pick

    # -- numbers -----------------------------------------------------------

    def number(self, term: Term, target: Fraction) -> None:
        """Bring a number to *target*."""
        aim = getattr(self, f"_{term.op}", None)
        if aim is not None:
            aim(term, target)

    def beside(self, term: Term, target: Fraction) -> None:
        """Bring a number to *target*, or one step of a fact off it."""
        self.number(term, target)
        side = self._pick(2)
        names = names_in(term)
        if side and names:
            self._step(names[self._pick(len(names) - 1)], 2 * side - 3)

    def undefined(self, term: Term) -> None:
        """Leave a quotient or a tally in *term* nothing to divide by."""
        parts = tuple(
            part for part in term.walk() if part.op in ("div", "share", "mean")
        )
        if not parts:
            return
        part = parts[self._pick(len(parts) - 1)]
        if part.op == "div":
            self.number(part.args[1], Fraction(0))
        else:
            source = self._source(part)
            self._values[source.position] = (0,) * len(source.options)

    def _source(self, term: Term) -> Input:
        name = term.value
        if isinstance(name, tuple):
            name = name[0]

        return self._sources.inputs[str(name)]

    def _set(self, source: Input, value: int) -> None:
        low, high = self._sources.bounds[source.name]
        within = min(max(value, low), high)
        step = self._sources.steps[source.name]
        self._values[source.position] = within // step * step

    def _step(self, name: str, by: int) -> None:
        """Move a number, a date or one level of a tally by one step."""
        source = self._sources.inputs[name]
        value = self._values[source.position]
        if source.kind in STEPPED and isinstance(value, int):
            self._set(source, value + by * self._sources.steps[name])
        elif source.kind == "tally" and value:
            at = self._pick(len(value) - 1)
            _, high = self._sources.bounds[name]
            moved = min(max(value[at] + by, 0), high)
            self._values[source.position] = (
                *value[:at],
                moved,
                *value[at + 1 :],
            )

    def _fact(self, term: Term, target: Fraction) -> None:
        source = self._source(term)
        self._set(source, math.floor(target * scale_of(source.places)))

    def _option_value(self, term: Term, target: Fraction) -> None:
        source = self._source(term)
        assert source.fact is not None
        numbers = [Fraction(number) for number in source.fact.numbers]
        nearest = min(numbers, key=lambda number: abs(number - target))
        self._values[source.position] = numbers.index(nearest)

    def _one_side(
        self,
        term: Term,
        left: Callable[[Fraction], Fraction | None],
        right: Callable[[Fraction], Fraction | None],
    ) -> None:
        """Bring one side to what it has to be beside the other one."""
        sides = [(0, 1, left), (1, 0, right)]
        if self._pick(1):
            sides.reverse()
        for moved, fixed, wanted in sides:
            other = self._sources.number(term.args[fixed], self._values)
            if other is None or not names_in(term.args[moved]):
                continue
            found = wanted(other)
            if found is not None:
                self.number(term.args[moved], found)
                return

    def _add(self, term: Term, target: Fraction) -> None:
        self._one_side(
            term, lambda other: target - other, lambda other: target - other
        )

    def _sub(self, term: Term, target: Fraction) -> None:
        self._one_side(
            term, lambda other: target + other, lambda other: other - target
        )

    def _mul(self, term: Term, target: Fraction) -> None:
        def over(other: Fraction) -> Fraction | None:
            return target / other if other else None

        self._one_side(term, over, over)

    def _div(self, term: Term, target: Fraction) -> None:
        over, under = term.args
        times = 1 + self._pick(_MOST_TIMES)
        whole = (target / self._grain(over)).denominator
        self.number(under, whole * times * self._grain(under))
        below = self._sources.number(under, self._values)
        if below:
            self.number(over, target * below)

    def _grain(self, term: Term) -> Fraction:
        """Return what a number moves by, if one fact of it moves a step."""
        if term.op == "fact":
            source = self._source(term)
            step = self._sources.steps[source.name]
            return Fraction(step, scale_of(source.places))
        if term.op == "mul":
            return self._grain(term.args[0]) * self._grain(term.args[1])
        if term.op == "const" and term.value:
            assert isinstance(term.value, Fraction)
            return abs(term.value)

        return Fraction(1)

    def _extreme(self, term: Term, target: Fraction) -> None:
        self.number(term.args[self._pick(len(term.args) - 1)], target)

    _min = _max = _extreme

    def _abs(self, term: Term, target: Fraction) -> None:
        self.number(term.args[0], target if self._pick(1) else -target)

    def _round(self, term: Term, target: Fraction) -> None:
        assert isinstance(term.value, tuple)
        # Half a step off, the rounding decides.
        off = (self._pick(2) - 1) * _HALF * term.value[0]
        self.number(term.args[0], target + off)

    def _days(self, term: Term, target: Fraction) -> None:
        first, second = term.args
        days = math.floor(target)
        for moved, fixed, by in (
            (first, second, -days),
            (second, first, days),
        ):
            day = self._sources.date(fixed, self._values)
            if isinstance(day, int) and names_in(moved):
                self.date(moved, day + by)
                return

    def _share(self, term: Term, target: Fraction) -> None:
        source = self._source(term)
        assert isinstance(term.value, tuple)
        inside = tuple(term.value[1])
        outside = [at for at in range(len(source.options)) if at not in inside]
        part = min(max(target / 100, Fraction(0)), Fraction(1))
        times = 1 + self._pick(_MOST_TIMES)
        self._set_levels(
            source,
            (inside, part.numerator * times),
            (outside, (part.denominator - part.numerator) * times),
        )

    def _mean(self, term: Term, target: Fraction) -> None:
        source = self._source(term)
        last = len(source.options)
        low = min(max(math.floor(target), 1), max(last - 1, 1))
        part = min(max(target - low, Fraction(0)), Fraction(1))
        times = 1 + self._pick(_MOST_TIMES)
        self._set_levels(
            source,
            ((min(low, last - 1),), part.numerator * times),
            ((low - 1,), (part.denominator - part.numerator) * times),
        )

    def _set_levels(
        self, source: Input, *counts: tuple[Sequence[int], int]
    ) -> None:
        """Give one of each group of levels its count, and others none."""
        low, high = self._sources.bounds[source.name]
        tally = [low] * len(source.options)
        for levels, count in counts:
            if levels:
                level = levels[self._pick(len(levels) - 1)]
                tally[level] = min(max(count, low), high)
        self._values[source.position] = tuple(tally)

    def _count_true(self, term: Term, target: Fraction) -> None:
        for position, part in enumerate(term.args):
            self.flag(part, wanted=position < target)

    def _select(self, term: Term, target: Fraction) -> None:
        value = self._chosen(term)
        if value is not None:
            self.number(value, target)

    def _chosen(self, term: Term) -> Term | None:
        """Bring a case of a derived fact about; return its value."""
        cases = tuple(_cases(term))
        when, value = cases[self._pick(len(cases) - 1)]
        for earlier, _ in cases:
            if earlier is when:
                break
            if earlier is not None:
                self.flag(earlier, wanted=False)
        if when is not None:
            self.flag(when, wanted=True)

        return value

    # -- dates -------------------------------------------------------------

    def date(self, term: Term, target: int | str) -> None:
        """Bring a date to the day *target*, or to `NEVER`."""
        if term.op == "fact":
            source = self._source(term)
            if isinstance(target, int):
                self._set(source, target)
            elif source.fact is not None and source.fact.never:
                self._values[source.position] = NEVER
        elif term.op == "select":
            value = self._chosen(term)
            if value is not None:
                self.date(value, target)
        elif term.op in ("add_days", "add_months"):
            self.date(term.args[0], self._moved_back(term, target))

    def _moved_back(self, term: Term, target: int | str) -> int | str:
        number = self._sources.number(term.args[1], self._values)
        if not isinstance(target, int) or number is None:
            return target
        count = math.floor(number)
        if term.op == "add_days":
            return target - count

        return _months_before(target, count)

    def dates(self, first: Term, second: Term) -> None:
        """Bring two dates within a day of each other, or one to `NEVER`."""
        sides = [first, second]
        if not names_in(first) or (names_in(second) and self._pick(1)):
            sides.reverse()
        moved, fixed = sides
        day = self._sources.date(fixed, self._values)
        by = self._pick(3) - 1
        if isinstance(day, int) and by <= 1:
            self.date(moved, day + by)
        else:
            self.date(moved, NEVER)

    # -- conditions --------------------------------------------------------

    def flag(self, term: Term, *, wanted: bool) -> None:
        """Make a condition true or false."""
        if term.op == "fact":
            self._values[self._source(term).position] = wanted
        elif term.op == "not":
            self.flag(term.args[0], wanted=not wanted)
        elif term.op in ("and", "or"):
            self._series(term, wanted=wanted)
        elif term.op == "select":
            value = self._chosen(term)
            if value is not None:
                self.flag(value, wanted=wanted)
        elif term.op in ("compare", "order"):
            self._compared(term, wanted=wanted)
        elif term.op in ("among", "holds"):
            self._member(term, wanted=wanted)
        elif term.op == "is_missing" and wanted:
            self._values[self._source(term).position] = None

    def _series(self, term: Term, *, wanted: bool) -> None:
        """One part suffices to make ``or`` true and ``and`` false."""
        if wanted == (term.op == "and"):
            for part in term.args:
                self.flag(part, wanted=wanted)
        else:
            part = term.args[self._pick(len(term.args) - 1)]
            self.flag(part, wanted=wanted)

    def _compared(self, term: Term, *, wanted: bool) -> None:
        first, second = term.args
        sign = str(term.value)
        sign = sign if wanted else _OPPOSITES[sign]
        by = {"<": -1, ">": 1, "!=": 1}.get(sign, 0)
        if term.op == "order":
            self._ordered(first, second, by)
            return
        if not names_in(first):
            first, second, by = second, first, -by
        other = self._sources.number(second, self._values)
        if other is not None:
            step = min(map(self._grain, first.walk()))
            self.number(first, other + by * step)

    def _ordered(self, first: Term, second: Term, by: int) -> None:
        if not names_in(first):
            first, second, by = second, first, -by
        other = self._sources.date(second, self._values)
        if isinstance(other, int):
            self.date(first, other + by)
        elif other == NEVER and not by:
            self.date(first, NEVER)

    def _member(self, term: Term, *, wanted: bool) -> None:
        source = self._source(term)
        assert isinstance(term.value, tuple)
        if term.op == "holds":
            code = term.value[1]
            codes = self._values[source.position] or ()
            others = tuple(each for each in codes if each != code)
            self._values[source.position] = (
                (*others, code) if wanted else others
            )
            return
        fitting = [
            at
            for at, option in enumerate(source.options)
            if (option in term.value[1]) == wanted
        ]
        if fitting:
            at = fitting[self._pick(len(fitting) - 1)]
            self._values[source.position] = at


def _cases(term: Term) -> Iterator[tuple[Term | None, Term]]:
    """Yield the conditions and values of a selection; `None` for the rest."""
    args = term.args
    yield from zip(args[0:-1:2], args[1::2], strict=False)
    if len(args) % 2:
        yield None, args[-1]


def _months_before(day: int, months: int) -> int:
    """Return a day that *months* later is *day*, or a few days off it."""
    first, last = day_bounds()
    date = datetime.date.fromordinal(min(max(day, first), last))
    year, month = divmod(date.year * 12 + date.month - 1 - months, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return day

    return datetime.date(year, month + 1, 1).toordinal() + date.day - 1
