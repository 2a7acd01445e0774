"""Conditions over cells: everything that a set of conditions can tell apart.

A *scale* is something that conditions look at, with the states that they
can tell apart: a quantity below, at and above each number that it is
compared with, a flag, an option, a date that happened or did not.  A *cell*
is one state of each scale; in a cell every condition is true or false.
The cells cover all that can be, and may hold more: related quantities are
taken as if they were not.

Cells are numbered, and a set of them is a whole number with a bit for each:
so a condition is looked at once, however many cells there are.
"""

import bisect
import functools
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any

import attrs

from parrules.checking.comparisons import Reduced
from parrules.checking.inlining import names_in
from parrules.checking.intervals import Interval, between, point
from parrules.checking.ranges import Ranges
from parrules.checking.scales import Key, Scale, Scales, State, flag_key
from parrules.expression.terms import Term
from parrules.expression.writing import day_text, written
from parrules.points import Number, plain

if TYPE_CHECKING:
    from parrules.checking.brought import Facts

STEP_LIMIT = 500_000
"""Steps beyond which cells are not looked at: each term of the conditions
over a word of cells."""

CELLS_PER_WORD = 64

Cell = Mapping[Key, State]

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda one, two: one < two,
    "<=": lambda one, two: one <= two,
    ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two,
    "==": lambda one, two: one == two,
    "!=": lambda one, two: one != two,
}
_ZERO = Fraction(0)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Cells:
    """All cells of some conditions.

    Attributes:
        count: How many there are.
        reduced: Each comparison, by identity, as a quantity, a number and
            a sign.
        is_exact: Every cell can come about.
    """

    scales: tuple[Scale, ...]
    count: int
    reduced: Mapping[int, Reduced]
    is_exact: bool

    @property
    def all(self) -> int:
        """Return the set of all cells."""
        return (1 << self.count) - 1

    def first(self, cells: int) -> Cell:
        """Return the first of a set of *cells* that is not empty."""
        at = (cells & -cells).bit_length() - 1
        found: dict[Key, State] = {}
        for scale in reversed(self.scales):
            at, state = divmod(at, len(scale.states))
            found[scale.key] = scale.states[state]

        return {scale.key: found[scale.key] for scale in self.scales}

    def with_facts(self, facts: "Facts") -> Cell:
        """Return what these conditions look at, as it is with *facts*."""
        facts = facts.whole(
            what for _, what in dict(self.scales) if isinstance(what, Term)
        )
        found: dict[Key, State] = {}
        for key, states in self.scales:
            if isinstance(key[1], Term):
                value = facts.value(key[1])
                found[key] = states[0] if value is None else value
            else:
                found[key] = facts.choice(key, states)

        return found

    def supplied(self) -> int:
        """Return the cells where no fact is missing."""
        result = self.all
        for scale in self.scales:
            if scale.key[0] == "supplied":
                result &= ~self._is(scale.key)

        return result

    def moved(self, cells: int, key: Key, at: int, other: int) -> int:
        """Return those of *cells* in one state of a scale, in another."""
        sizes = [len(scale.states) for scale in self.scales]
        keys = [scale.key for scale in self.scales]
        stride = prod(sizes[keys.index(key) + 1 :])
        found = cells & self._run(key, at, at + 1)
        by = (other - at) * stride

        return found << by if by > 0 else found >> -by

    def where(self, condition: Term) -> int:
        """Return the cells in which *condition* is true."""
        if condition.op == "truth":
            return self.all if condition.value else 0
        if condition.op == "not":
            return self.all & ~self.where(condition.args[0])
        if condition.op == "and":
            result = self.all
            for part in condition.args:
                result &= self.where(part)
            return result
        if condition.op == "or":
            return _union(self.where(part) for part in condition.args)
        if condition.op == "among":
            assert isinstance(condition.value, tuple)
            name, options = condition.value
            return _union(
                self._run(("option", name), at, at + 1)
                for at, option in enumerate(self._states("option", name))
                if option in options
            )
        if condition.op in ("compare", "order"):
            return self._compared(condition)

        return self._is(flag_key(condition))

    def deciding(
        self, rows: Iterable[tuple[Term | None, Number | None]]
    ) -> dict[Number, int]:
        """Return the cells in which each number of points is given.

        Args:
            rows: Conditions, `None` for one that always holds, and points,
                `None` where a formula gives them. Without a row it is 0.
        """
        found: dict[Number, int] = {}
        left = self.all
        for condition, points in (*rows, (None, _ZERO)):
            held = self.all if condition is None else self.where(condition)
            if points is not None:
                found[points] = found.get(points, 0) | (left & held)
            left &= ~held

        return found

    def text(self, cell: Cell) -> str:
        """Write *cell* as a ruleset would: ``rate = 80, issued = never``."""
        parts = []
        for (kind, what), state in cell.items():
            if kind == "never":
                if state:
                    parts.append(f"{what} = never")
            elif kind == "number" and isinstance(what, Term):
                assert isinstance(state, Fraction)
                is_never = any(
                    cell.get(("never", name)) for name in names_in(what)
                )
                if not is_never:
                    parts.append(_equation(what, state))
            elif kind != "supplied":
                value = str(state)
                if isinstance(state, bool):
                    value = value.lower()
                parts.append(f"{what} = {value}")

        return ", ".join(parts)

    def gap(self, cells: int, cell: Cell) -> str:
        """Write a condition for *cell*, and for others of *cells* beside it.

        Where one quantity alone is compared it is a run of its values.
        """
        measured = [key for key in cell if key[0] == "number"]
        is_never = any(cell[key] for key in cell if key[0] == "never")
        if len(measured) != 1 or is_never:
            return self.text(cell)
        (key,) = measured
        assert isinstance(key[1], Term)
        own = _condition(key[1], self._run_of(key, cells, cell))
        others = self.text({each: cell[each] for each in cell if each != key})

        return ", ".join(filter(None, (others, own)))

    def _run_of(self, key: Key, cells: int, cell: Cell) -> Interval:
        """Return the values of a scale around those of *cell*."""
        cuts = sorted(
            {cut for each, cut, _ in self.reduced.values() if each == key[1]}
        )
        place, stride = 0, 1
        for each, states in reversed(self.scales):
            if each == key:
                parts = [_part(state, cuts) for state in states]
                own = parts.index(_part(cell[key], cuts))
                step = stride
                place += own * stride
            else:
                place += states.index(cell[each]) * stride
            stride *= len(states)
        first = last = own
        start = place - own * step
        while first and cells >> (start + (first - 1) * step) & 1:
            first -= 1
        while (
            last + 1 < len(parts) and cells >> (start + (last + 1) * step) & 1
        ):
            last += 1

        return between(parts[first].start, parts[last].stop)

    def _compared(self, condition: Term) -> int:
        sign = str(condition.value)
        one, two = (self._never(part) for part in condition.args)
        is_never = one | two
        found = {"==": one & two, "!=": one ^ two}.get(sign, 0)
        if is_never == self.all:
            return found
        quantity, cut, sign = self.reduced[id(condition)]
        if quantity is None:
            happened = self.all if _COMPARE[sign](_ZERO, cut) else 0
        else:
            happened = self._beside(quantity, sign, cut)

        return found | (happened & ~is_never)

    def _never(self, date: Term) -> int:
        """Return the cells in which *date* did not happen."""
        if date.op == "never":
            return self.all
        if date.type.kind != "date":
            return 0
        keys = {scale.key for scale in self.scales}
        found = (("never", name) for name in names_in(date))

        return _union(self._is(key) for key in found if key in keys)

    def _is(self, key: Key) -> int:
        """Return the cells in which a flag is true: its second state."""
        return self._run(key, 1, 2)

    def _beside(self, quantity: Term, sign: str, cut: Fraction) -> int:
        """Return the cells in which *quantity* stands so to a number."""
        states = self._states("number", quantity)
        low = bisect.bisect_left(states, cut)
        high = bisect.bisect_right(states, cut)
        if sign == "!=":
            return self.all ^ self._run(("number", quantity), low, high)
        runs = {
            "<": (0, low),
            "<=": (0, high),
            "==": (low, high),
            ">=": (low, len(states)),
            ">": (high, len(states)),
        }

        return self._run(("number", quantity), *runs[sign])

    def _states(self, kind: str, what: object) -> Sequence[Any]:
        key = (kind, what)

        return next(each.states for each in self.scales if each.key == key)

    def _run(self, key: Key, first: int, last: int) -> int:
        """Return the cells with a state from *first* to before *last*."""
        keys = [scale.key for scale in self.scales]
        sizes = [len(scale.states) for scale in self.scales]
        at = keys.index(key)
        stride, period = prod(sizes[at + 1 :]), prod(sizes[at:])
        result = (1 << stride * (last - first)) - 1 << stride * first
        while period < self.count:
            result |= result << period
            period *= 2

        return result & self.all


class TooManyCellsError(Exception):
    """Conditions tell too much apart to be compared exactly."""


def cells_of(conditions: Sequence[Term], ranges: Ranges) -> Cells | None:
    """Return the cells of *conditions*.

    Returns:
        `None` where there are none, because the bounds of a fact contradict
        one another.

    Raises:
        TooManyCellsError: Looking at them would take more than `STEP_LIMIT`.
    """
    scales = Scales(ranges)
    for condition in conditions:
        scales.look(condition)
    terms = sum(1 for each in conditions for _ in each.walk())
    found: list[Scale] = []
    count = 1
    for scale in scales.found():
        found.append(scale)
        count *= len(scale.states)
        if count * terms > STEP_LIMIT * CELLS_PER_WORD:
            raise TooManyCellsError
    if not count:
        return None
    quantities = [
        what
        for scale in found
        for what in scale.key[1:]
        if isinstance(what, Term)
    ]

    measured = {name for each in quantities for name in names_in(each)}
    flags = {scale.key[1] for scale in found if scale.key[0] == "flag"}

    return Cells(
        scales=tuple(found),
        count=count,
        reduced=scales.compared(),
        is_exact=ranges.is_exact(*quantities)
        and not measured & flags
        and scales.are_of_dates_that_came,
    )


def _part(state: State, cuts: Sequence[Fraction]) -> Interval:
    """Return the part of a scale that *state* stands for."""
    assert isinstance(state, Fraction)
    after = bisect.bisect_left(cuts, state)
    if after < len(cuts) and cuts[after] == state:
        return point(state)

    return Interval(
        cuts[after - 1] if after else None,
        cuts[after] if after < len(cuts) else None,
        low_open=after > 0,
        high_open=after < len(cuts),
    )


def _condition(quantity: Term, values: Interval) -> str:
    """Write that *quantity* lies in *values*, as one may in a row."""
    low, high = values.low, values.high
    is_below = high is not None and high <= 0 and low != high
    if is_below and quantity.op in ("days", "sub"):
        return _condition(_turned(quantity), -values)
    if low is not None and low == high:
        return _equation(quantity, Fraction(low))
    is_date = quantity.type.kind == "date"
    ends = [
        None if end is None else day_text(end) if is_date else plain(end)
        for end in (low, high)
    ]
    signs = [
        "<" if is_open else "<="
        for is_open in (values.low_open, values.high_open)
    ]
    shown = written(quantity)
    if ends[0] is None:
        if ends[1] is None:
            return ""
        return f"{shown} {signs[1]} {ends[1]}"
    if ends[1] is None:
        return f"{shown} {signs[0].replace('<', '>')} {ends[0]}"

    return f"{ends[0]} {signs[0]} {shown} {signs[1]} {ends[1]}"


def _equation(quantity: Term, value: Fraction) -> str:
    if value < 0 and quantity.op in ("days", "sub"):
        return _equation(_turned(quantity), -value)
    is_date = quantity.type.kind == "date"
    shown = day_text(value) if is_date else plain(value)

    return f"{written(quantity)} = {shown}"


def _turned(difference: Term) -> Term:
    return attrs.evolve(difference, args=difference.args[::-1])


def _union(sets: Iterable[int]) -> int:
    return functools.reduce(operator.or_, sets, 0)
