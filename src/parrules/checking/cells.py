"""Conditions over cells: everything that a set of conditions can tell apart.

A *scale* is something that conditions look at, with the states that they
can tell apart: a quantity below, at and above each number that it is
compared with, a flag, an option, a date that happened or did not.  A *cell*
is one state of each scale; in a cell every condition is true or false.
The cells cover all that can be, and may hold more: related quantities are
taken as if they were not.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod

import attrs

from parrules.checking.examples import value_of
from parrules.checking.inlining import names_in
from parrules.checking.intervals import EVERYTHING, Interval, uncovered
from parrules.checking.ranges import Ranges
from parrules.checking.wording import day_text, written
from parrules.expression.terms import Term, Type
from parrules.points import plain

CELL_LIMIT = 20_000
"""Cells beyond which nothing is said."""

State = Fraction | bool | str
Key = tuple[str, object]  # what is looked at: a kind, and a term or name
Cell = Mapping[Key, State]
_Reduced = tuple[Term | None, Fraction, str]

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda one, two: one < two,
    "<=": lambda one, two: one <= two,
    ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two,
    "==": lambda one, two: one == two,
    "!=": lambda one, two: one != two,
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DAYS = Type("number", "days", is_whole=True)
_NUMBER = Type("number")


@attrs.frozen
class _Scale:
    key: Key
    states: tuple[State, ...]


@attrs.frozen(kw_only=True)
class Cells:
    """All cells of some conditions.

    Attributes:
        reduced: Each comparison, by identity, as a quantity, a number and
            a sign.
        is_exact: Every cell can come about.
    """

    scales: tuple[_Scale, ...]
    reduced: Mapping[int, _Reduced]
    is_exact: bool

    def __iter__(self) -> Iterator[Cell]:
        """Yield the cells."""
        keys = [scale.key for scale in self.scales]
        for states in itertools.product(
            *(scale.states for scale in self.scales)
        ):
            yield dict(zip(keys, states, strict=True))

    def holds(self, condition: Term, cell: Cell) -> bool:
        """Tell whether *condition* is true in *cell*."""
        if condition.op == "truth":
            return bool(condition.value)
        if condition.op == "not":
            return not self.holds(condition.args[0], cell)
        if condition.op in ("and", "or"):
            found = (self.holds(part, cell) for part in condition.args)
            return all(found) if condition.op == "and" else any(found)
        if condition.op == "among":
            assert isinstance(condition.value, tuple)
            name, options = condition.value
            return cell["option", name] in options
        if condition.op in ("compare", "order"):
            return self._compared(condition, cell)

        return bool(cell[_flag_key(condition)])

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

    def _compared(self, condition: Term, cell: Cell) -> bool:
        sign = str(condition.value)
        nevers = [_never_in(part, cell) for part in condition.args]
        if any(nevers):
            same = all(nevers)
            return (sign == "==" and same) or (sign == "!=" and not same)
        quantity, cut, sign = self.reduced[id(condition)]
        if quantity is None:
            return _COMPARE[sign](Fraction(0), cut)
        state = cell["number", quantity]
        assert isinstance(state, Fraction)

        return _COMPARE[sign](state, cut)


def cells_of(conditions: Sequence[Term], ranges: Ranges) -> Cells | None:
    """Return the cells of *conditions*.

    Returns:
        `None` where there are more than `CELL_LIMIT`, or none at all
        because the bounds of a fact contradict one another.
    """
    scales = _Scales(ranges)
    for condition in conditions:
        scales.look(condition)
    found = tuple(scales.found())
    if not 0 < prod(len(scale.states) for scale in found) <= CELL_LIMIT:
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
        scales=found,
        reduced=scales.reduced,
        is_exact=ranges.is_exact(*quantities) and not measured & flags,
    )


class _Scales:
    """The scales of some conditions, being collected."""

    def __init__(self, ranges: Ranges) -> None:
        self.reduced: dict[int, _Reduced] = {}
        self._ranges = ranges
        self._cuts: dict[Term, set[Fraction]] = {}
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
            quantity, cut, sign = _reduced(condition)
            self.reduced[id(condition)] = quantity, cut, sign
            if quantity is not None:
                self._cuts.setdefault(quantity, set()).add(cut)
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
        for quantity, cuts in self._cuts.items():
            states = _states(quantity, sorted(cuts), self._ranges)
            yield _Scale(("number", quantity), tuple(states))

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


def _never_in(date: Term, cell: Cell) -> bool:
    """Tell whether *date* did not happen in *cell*."""
    if date.op == "never":
        return True

    return date.type.kind == "date" and any(
        cell.get(("never", name)) for name in names_in(date)
    )


# -- one form for all comparisons ---------------------------------------------


def _reduced(condition: Term) -> _Reduced:
    """Write a comparison as a quantity against a number.

    Returns:
        The quantity (`None` for 0), the number, and the sign.
    """
    one, two = condition.args
    sign = str(condition.value)
    if "never" in (one.op, two.op):
        return None, Fraction(0), sign
    base, shift = _shifted(one)
    other, other_shift = _shifted(two)
    cut = other_shift - shift
    if base == other:
        return None, cut, sign
    if other is None:
        return base, cut, sign
    turned = _MIRRORED.get(sign, sign)
    if base is None:
        return other, -cut, turned
    if written(other) < written(base):
        # The same two quantities are one scale, whichever comes first.
        return _difference(other, base, condition), -cut, turned

    return _difference(base, other, condition), cut, sign


def _difference(one: Term, two: Term, condition: Term) -> Term:
    if condition.op == "order":
        return Term("days", (two, one), None, _DAYS)

    return Term("sub", (one, two), None, _NUMBER)


def _shifted(term: Term) -> tuple[Term | None, Fraction]:
    """Split *term* into a term and a number added to it."""
    if term.op in ("const", "day"):
        assert isinstance(term.value, (int, Fraction))
        return None, Fraction(term.value)
    if term.op in ("add", "sub", "add_days"):
        one, shift = _shifted(term.args[0])
        two, more = _shifted(term.args[1])
        if two is None:
            return one, shift - more if term.op == "sub" else shift + more
        if one is None and term.op == "add":
            return two, shift + more

    return term, Fraction(0)
