"""Facts that bring about what was wished, and what else is with them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.checking.intervals import Interval, point, value_in
from parrules.checking.ranges import Ranges
from parrules.expression.terms import Term
from parrules.points import exact

State = Fraction | bool | str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Facts:
    """Facts that bring about what was wished.

    Attributes:
        ranges: What terms are with these facts: points, each of them.
        chosen: The flags and choices that matter, by kind and name.
    """

    ranges: Ranges
    chosen: Mapping[Hashable, frozenset[bool | str]]

    def whole(self, terms: Iterable[Term]) -> "Facts":
        """Return these facts, and some value of all else in *terms*.

        What was not looked at for the wishes may be whatever it can be.
        """
        found: dict[Term, Interval] = {}
        for part in (part for term in terms for part in term.walk()):
            if not is_free(part):
                continue
            value = _some_value(part, self.ranges)
            if value is not None:
                found[part] = point(exact(value))

        return attrs.evolve(self, ranges=self.ranges.given(found))

    def value(self, term: Term) -> Fraction | None:
        """Return what a number or date is, if these facts tell it."""
        found = self.ranges.of(term)
        if found.low is None or found.low != found.high:
            return None

        return Fraction(found.low)

    def choice(self, what: Hashable, options: Sequence[State]) -> State:
        """Return the first of *options* that a flag or choice may be."""
        allowed = self.chosen.get(what)
        if allowed is None:
            return options[0]

        return next((each for each in options if each in allowed), options[-1])


def _some_value(part: Term, ranges: Ranges) -> Fraction | None:
    """Return what a fact can be, as short as it can be written."""
    span = ranges.of(part)
    if part.op == "option_value":
        numbers = (Fraction(each) for each in numbers_of(part, ranges))
        return next((each for each in numbers if span.has(each)), None)

    return value_in(span, ranges.step_of(part))


def numbers_of(part: Term, ranges: Ranges) -> Sequence[Decimal]:
    """Return what the options of a choice stand for."""
    return ranges.facts[str(part.value)].numbers


def is_free(term: Term) -> bool:
    """Tell whether *term* is a fact whose value can be chosen."""
    return term.op in ("fact", "option_value")
