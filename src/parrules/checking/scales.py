"""Scales: what conditions look at, with the states that they tell apart."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from parrules.checking.comparisons import MIRRORED, Reduced, reduced_of
from parrules.checking.examples import value_of
from parrules.checking.inlining import names_in
from parrules.checking.intervals import EVERYTHING, Interval, uncovered
from parrules.checking.linear import Key as LinearKey
from parrules.checking.linear import Linear, linear_of
from parrules.checking.ranges import Ranges
from parrules.errors import in_quotes
from parrules.expression.terms import Term

State = Fraction | bool | str
Key = tuple[str, object]  # what is looked at: a kind, and a term or name


class Scale(NamedTuple):
    """Something that conditions look at, and its states in order."""

    key: Key
    states: tuple[State, ...]


class Scales:
    """The scales of some conditions, being collected."""

    def __init__(self, ranges: Ranges) -> None:
        """Look at no condition yet."""
        self._counted: set[str] = set()
        self._constant: dict[int, Reduced] = {}
        self._ranges = ranges
        # By what it is a multiple of: each quantity, however it is written.
        self._spellings: dict[LinearKey, tuple[Term, Linear]] = {}
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
            self._note_days(condition)
        elif condition.op == "among":
            assert isinstance(condition.value, tuple)
            name, options = condition.value
            self._options.setdefault(name, {}).update(dict.fromkeys(options))
        elif condition.op != "truth":
            self._flags[flag_key(condition)] = None

    def found(self) -> Iterator[Scale]:
        """Yield the scales: flags, choices, then quantities."""
        for key in self._flags:
            yield Scale(key, (False, True))
        for name, options in self._options.items():
            yield Scale(("option", name), self._all_options(name, options))
        for linear, cuts in self._cuts.items():
            quantity, found = self._spellings[linear]
            own = sorted(found.constant + found.factor * cut for cut in cuts)
            yield Scale(
                ("number", quantity),
                tuple(_states(quantity, own, self._ranges)),
            )

    def compared(self) -> Mapping[int, Reduced]:
        """Return each comparison by the one spelling of its quantity."""
        found = dict(self._constant)
        for place, (key, cut, sign) in self._compared.items():
            quantity, form = self._spellings[key]
            turned = MIRRORED.get(sign, sign) if form.factor < 0 else sign
            found[place] = (
                quantity,
                form.constant + form.factor * cut,
                turned,
            )

        return found

    @property
    def are_of_dates_that_came(self) -> bool:
        """Tell whether no days are counted from or to what may never be."""
        nevers = {key[1] for key in self._flags if key[0] == "never"}

        return nevers.isdisjoint(self._counted)

    def _note_days(self, condition: Term) -> None:
        if condition.op == "compare":
            for part in condition.walk():
                if part.op == "days":
                    self._counted.update(names_in(part))

    def _compare(self, condition: Term) -> None:
        quantity, cut, sign = reduced_of(condition)
        if quantity is None:
            self._constant[id(condition)] = None, cut, sign
            return
        form = linear_of(quantity)
        key, factor, constant = form
        if not key:
            self._constant[id(condition)] = None, cut - constant, sign
            return
        if key not in self._spellings or quantity.op == "fact":
            self._spellings[key] = quantity, form
        cut = (cut - constant) / factor
        sign = MIRRORED.get(sign, sign) if factor < 0 else sign
        self._compared[id(condition)] = key, cut, sign
        self._cuts.setdefault(key, set()).add(cut)

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


def flag_key(condition: Term) -> Key:
    """Return the scale of a condition that is true or false by itself."""
    if condition.op == "is_missing":
        return ("supplied", condition.value)
    if condition.op == "holds":
        assert isinstance(condition.value, tuple)
        name, code = condition.value
        return ("holds", f"{in_quotes(code)} in {name}")

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
