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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import Any, NamedTuple

import attrs

from parrules.checking.comparisons import MIRRORED, Reduced, reduced_of
from parrules.checking.examples import value_of
from parrules.checking.inlining import names_in
from parrules.checking.intervals import EVERYTHING, Interval, uncovered
from parrules.checking.linear import Key as LinearKey
from parrules.checking.linear import Linear, linear_of
from parrules.checking.ranges import Ranges
from parrules.checking.searching import Facts
from parrules.expression.terms import Term
from parrules.expression.writing import day_text, written
from parrules.points import plain

STEP_LIMIT = 500_000
"""Steps beyond which cells are not looked at: each term of the conditions
over a word of cells."""

CELLS_PER_WORD = 64

State = Fraction | bool | str
Key = tuple[str, object]  # what is looked at: a kind, and a term or name
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


class _Scale(NamedTuple):
    key: Key
    states: tuple[State, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Cells:
    """All cells of some conditions.

    Attributes:
        count: How many there are.
        reduced: Each comparison, by identity, as a quantity, a number and
            a sign.
        is_exact: Every cell can come about.
    """

    scales: tuple[_Scale, ...]
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

    def with_facts(self, facts: Facts) -> Cell:
        """Return what these conditions look at, as it is with *facts*."""
        found: dict[Key, State] = {}
        for key, states in self.scales:
            kind, what = key
            if isinstance(what, Term):
                value = facts.value(what)
                found[key] = states[0] if value is None else value
            else:
                names = {"option": "among", "supplied": "is_missing"}
                found[key] = facts.choice(names.get(kind, kind), what, states)

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

        return self._is(_flag_key(condition))

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
    scales = _Scales(ranges)
    for condition in conditions:
        scales.look(condition)
    terms = sum(1 for each in conditions for _ in each.walk())
    found: list[_Scale] = []
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
        is_exact=ranges.is_exact(*quantities) and not measured & flags,
    )


class _Scales:
    """The scales of some conditions, being collected."""

    def __init__(self, ranges: Ranges) -> None:
        self._constant: dict[int, Reduced] = {}
        self._ranges = ranges
        # By what it is a multiple of: each quantity, however it is written.
        self._spellings: dict[LinearKey, Term] = {}
        self._cuts: dict[LinearKey, set[Fraction]] = {}
        self._compared: dict[int, tuple[LinearKey, Fraction, str]] = {}
        self._options: dict[str, dict[str, None]] = {}
        self._flags: dict[Key, None] = {}

    def look(self, condition: Term) -> None:
        """Take up what *condition* looks at."""
        if condition.op in ("and", "or", "not"):
            for part in condition.args:
                self.look(part)
        elif condition.op in ("compare", "order"):
            for name in self._names_of_nevers(condition):
                self._flags["never", name] = None
            self._compare(condition)
        elif condition.op == "among":
            assert isinstance(condition.value, tuple)
            name, options = condition.value
            self._options.setdefault(name, {}).update(dict.fromkeys(options))
        elif condition.op != "truth":
            self._flags[_flag_key(condition)] = None

    def found(self) -> Iterator[_Scale]:
        for key in self._flags:
            yield _Scale(key, (False, True))
        for name, options in self._options.items():
            yield _Scale(("option", name), self._all_options(name, options))
        for key, cuts in self._cuts.items():
            quantity, found = self._spelt(key)
            own = sorted(found.constant + found.factor * cut for cut in cuts)
            yield _Scale(
                ("number", quantity),
                tuple(_states(quantity, own, self._ranges)),
            )

    def compared(self) -> Mapping[int, Reduced]:
        """Return each comparison by the one spelling of its quantity."""
        found = dict(self._constant)
        for place, (key, cut, sign) in self._compared.items():
            quantity, form = self._spelt(key)
            turned = MIRRORED.get(sign, sign) if form.factor < 0 else sign
            found[place] = (
                quantity,
                form.constant + form.factor * cut,
                turned,
            )

        return found

    def _compare(self, condition: Term) -> None:
        quantity, cut, sign = reduced_of(condition)
        if quantity is None:
            self._constant[id(condition)] = None, cut, sign
            return
        key, factor, constant = linear_of(quantity)
        if not key:
            self._constant[id(condition)] = None, cut - constant, sign
            return
        if key not in self._spellings or quantity.op == "fact":
            self._spellings[key] = quantity
        cut = (cut - constant) / factor
        sign = MIRRORED.get(sign, sign) if factor < 0 else sign
        self._compared[id(condition)] = key, cut, sign
        self._cuts.setdefault(key, set()).add(cut)

    def _spelt(self, key: LinearKey) -> tuple[Term, Linear]:
        quantity = self._spellings[key]

        return quantity, linear_of(quantity)

    def _names_of_nevers(self, condition: Term) -> Iterator[str]:
        for part in condition.args:
            if part.type.kind == "date":
                for name in names_in(part):
                    # A derived date with cases may be whatever they say.
                    fact = self._ranges.facts.get(name)
                    if fact is None or fact.never:
                        yield name

    def _all_options(
        self, name: str, options: Mapping[str, None]
    ) -> tuple[str, ...]:
        """Return the options named, and one for all the others."""
        others = [
            option
            for option in self._ranges.options_of(name)
            if option not in options
        ]

        return (*options, *others[:1])


def _flag_key(condition: Term) -> Key:
    if condition.op == "is_missing":
        return ("supplied", condition.value)
    if condition.op == "holds":
        assert isinstance(condition.value, tuple)
        name, code = condition.value
        return ("holds", f"'{code}' in {name}")

    return ("flag", condition.value)


def _states(
    quantity: Term, cuts: Sequence[Fraction], ranges: Ranges
) -> Iterator[Fraction]:
    """Yield a value for each part into which *cuts* divide a quantity."""
    values = ranges.of(quantity)
    parts = [Interval(cut, cut) for cut in cuts]
    parts.extend(uncovered(EVERYTHING, parts))
    for part in sorted(parts, key=lambda each: each.start):
        found = None
        if part.low is None and part.high is not None:
            # Below the first cut, a value beside it says most.
            beside = part.meet(Interval(part.high - 1))
            found = value_of(quantity, beside.meet(values), ranges)
        if found is None:
            found = value_of(quantity, part.meet(values), ranges)
        if found is not None:
            yield found


def _equation(quantity: Term, value: Fraction) -> str:
    if value < 0 and quantity.op in ("days", "sub"):
        turned = attrs.evolve(quantity, args=quantity.args[::-1])
        return _equation(turned, -value)
    is_date = quantity.type.kind == "date"
    shown = day_text(value) if is_date else plain(value)

    return f"{written(quantity)} = {shown}"


def _union(sets: Iterable[int]) -> int:
    return functools.reduce(operator.or_, sets, 0)
