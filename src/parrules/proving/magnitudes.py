"""How large whole numbers grow while terms are computed.

Bounds on numerators and denominators as `parrules.scoring.numbers` makes
them, products of cross-multiplication included and nothing reduced; what is
known to have one denominator is added without.  Given the values of some
facts instead of their bounds, the same shows how large they are for these.
"""

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

import attrs

from parrules.expression.terms import Term
from parrules.plan.logic import Property
from parrules.plan.nodes import Plan
from parrules.plan.properties import day_bounds
from parrules.points import scale_of
from parrules.proving.operations import Operations
from parrules.scoring.limits import bounds_of

LARGEST = 2**63 - 1
"""The largest whole number of 64 bits with a sign."""

_EARLIEST, _LATEST = day_bounds()
_PERCENT = 100
_MONTHS = 12


@attrs.frozen
class Size:
    """Bounds of a quotient: of the size of both its sides.

    Attributes:
        over, under: The largest that they can be.
        most: The largest whole number on the way to it.
        below: The tally, or the number, that the denominator is; `None`
            where it may be anything.
    """

    over: int
    under: int
    most: int = 0
    below: str | int | None = None

    @property
    def peak(self) -> int:
        """The largest whole number, the quotient's own sides included."""
        return max(self.over, self.under, self.most)


class Magnitudes(Operations):
    """Sizes of terms, of all facts or of some."""

    def __init__(
        self, plan: Plan, values: Mapping[int, Any] | None = None
    ) -> None:
        """Measure the terms of *plan*.

        Args:
            plan: Of the ruleset.
            values: By position of the input; the others, and all of them
                without it, are as large as they can be.
        """
        self._plan = plan
        self._inputs = {each.name: each for each in plan.inputs}
        self._values = values or {}
        self._known: dict[Term, Size] = {}

    def of(self, term: Term) -> Size:
        """Return the size of a number."""
        if term not in self._known:
            self._known[term] = self._found(term)

        return self._known[term]

    def of_property(self, met: Property) -> int:
        """Return the largest number on the way to an ordinal."""
        if met.kind != "number":
            return max([self._of_date(term) for term in met.terms], default=0)
        size = self.of(met.terms[0])
        scale = lcm(1, *(cut.denominator for cut in met.cuts))
        cuts = max([abs(int(cut * scale)) for cut in met.cuts], default=0)

        # Against each cut it is multiplied out; some engines divide.
        return max(size.peak, size.over * scale, size.under * max(cuts, 1))

    def of_formula(self, term: Term, maximum: int, step: int) -> int:
        """Return the largest number on the way to rounded points."""
        size = self.of(term)
        over = size.over * scale_of(self._plan.places)

        # Rounding half looks at twice the rest.
        return max(
            size.peak, over, maximum * size.under, 2 * size.under * step
        )

    def of_count(self, term: Term, amount: int) -> int:
        """Return the largest number on the way to an award."""
        size = self.of(term)

        return max(size.peak, size.over * amount)

    # -- terms ---------------------------------------------------------------

    def _found(self, term: Term) -> Size:
        found: Size = self.by_operation("size", term)

        return found

    def _size_const(self, term: Term) -> Size:
        assert isinstance(term.value, Fraction)
        over, under = term.value.as_integer_ratio()

        return Size(abs(over), under, below=under)

    def _size_fact(self, term: Term) -> Size:
        source = self._inputs[str(term.value)]
        low, high = bounds_of(source, self._plan)
        value = self._values.get(source.position)
        if value is not None:
            low = high = value
        scale = 10**source.places

        return Size(max(abs(low), abs(high)), scale, below=scale)

    def _size_option_value(self, term: Term) -> Size:
        fact = self._inputs[str(term.value)].fact
        assert fact is not None
        numbers = [Fraction(each) for each in fact.numbers]

        return Size(
            max(abs(each.numerator) for each in numbers),
            max(each.denominator for each in numbers),
        )

    def _parts(self, term: Term) -> tuple[Size, Size, int]:
        one, two = (self.of(part) for part in term.args)

        return one, two, max(one.peak, two.peak)

    def _size_add(self, term: Term) -> Size:
        one, two, most = self._parts(term)
        if one.below is not None and one.below == two.below:
            return Size(one.over + two.over, one.under, most, one.below)
        crossed = one.over * two.under, two.over * one.under

        return Size(sum(crossed), one.under * two.under, max(most, *crossed))

    _size_sub = _size_add

    def _size_mul(self, term: Term) -> Size:
        one, two, most = self._parts(term)

        # A whole number changes no denominator.
        below = {one.below: two.below, two.below: one.below}.get(1)

        return Size(one.over * two.over, one.under * two.under, most, below)

    def _size_div(self, term: Term) -> Size:
        one, two, most = self._parts(term)

        return Size(one.over * two.under, max(one.under * two.over, 1), most)

    def _size_min(self, term: Term) -> Size:
        sizes = [self.of(part) for part in term.args]
        over = max(size.over for size in sizes)
        under = max(size.under for size in sizes)
        most = max(size.peak for size in sizes)
        crossed = [
            one.over * two.under
            for one, two in itertools.permutations(sizes, 2)
        ]

        return Size(over, under, max(most, *crossed, 0))

    _size_max = _size_min

    def _size_abs(self, term: Term) -> Size:
        return self.of(term.args[0])

    def _size_round(self, term: Term) -> Size:
        size = self.of(term.args[0])
        assert isinstance(term.value, tuple)
        step = Fraction(term.value[0])
        over, under = size.over * step.denominator, size.under * step.numerator
        # At least 1 below the line, so no more steps than there are above.
        steps = over + 1

        return Size(
            steps * step.numerator,
            step.denominator,
            max(size.peak, over, 2 * under),
        )

    def _size_days(self, term: Term) -> Size:
        most = max(self._of_date(part) for part in term.args)

        return Size(_LATEST, 1, most)

    def _size_share(self, term: Term) -> Size:
        assert isinstance(term.value, tuple)

        return self._tally(str(term.value[0]), _PERCENT)

    def _size_mean(self, term: Term) -> Size:
        name = str(term.value)

        return self._tally(name, len(self._inputs[name].options))

    def _tally(self, name: str, weight: int) -> Size:
        source = self._inputs[name]
        _, high = bounds_of(source, self._plan)
        counts = self._values.get(source.position)
        if counts is None:
            counts = (high,) * len(source.options)

        return Size(weight * sum(counts), max(sum(counts), 1), below=name)

    def _size_count_true(self, term: Term) -> Size:
        most = max(self._peaks(term), default=0)

        return Size(len(term.args), 1, most)

    def _size_points_of(self, term: Term) -> Size:
        del term
        # Of all that is earned together; what is rescaled is looked at there.
        nodes = sum(
            node.maximum for node in self._plan.nodes if node.parent < 0
        )
        total = max(nodes, self._plan.maximum, 10**self._plan.places)

        return Size(_PERCENT * total, total)

    _size_percent_of = _size_points_of
    _size_total = _size_points_of

    def _size_select(self, term: Term) -> Size:
        sizes = [
            self.of(part) for part in term.args if part.type.kind == "number"
        ]
        most = max(self._peaks(term), default=0)

        return Size(
            max((size.over for size in sizes), default=0),
            max((size.under for size in sizes), default=1),
            max([most, *(size.peak for size in sizes)]),
        )

    def _of_date(self, term: Term) -> int:
        """Return the largest number on the way to a date."""
        if term.op in ("add_days", "add_months"):
            size = self.of(term.args[1])
            moved = _LATEST * _MONTHS + size.over
            return max(self._of_date(term.args[0]), size.peak, moved)
        if term.op == "select":
            return max(_LATEST, *self._peaks(term))

        return _LATEST

    def _peaks(self, term: Term) -> Iterator[int]:
        """Yield what conditions and values within a term come to."""
        for part in term.args:
            kind = part.type.kind
            if kind == "date":
                yield self._of_date(part)
            elif kind == "number":
                yield self.of(part).peak
            elif part.op == "compare":
                one, two, most = self._parts(part)
                yield max(most, one.over * two.under + two.over * one.under)
            else:
                yield from self._peaks(part)
