"""Which way a term goes when one fact is raised, all others as they are.

To raise a number or a date is to make it larger; a flag, to make it true; a
tally, to move counts to higher levels.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from fractions import Fraction

from parrules.checking.ranges import Ranges
from parrules.expression.terms import SCORED_TERMS, Term
from parrules.plan.logic import BEFORE, FIRST, Property, mask, ordinals
from parrules.plan.properties import names_in
from parrules.proving.operations import Operations


class Tendency(Enum):
    """Which way something goes, or may go."""

    SAME = "same"
    UP = "up"
    DOWN = "down"
    MIXED = "mixed"

    def __neg__(self) -> "Tendency":
        """Return the tendency of the opposite."""
        turned = {Tendency.UP: Tendency.DOWN, Tendency.DOWN: Tendency.UP}

        return turned.get(self, self)

    def __add__(self, other: "Tendency") -> "Tendency":
        """Return the tendency of what rises and falls with both."""
        if Tendency.SAME in (self, other):
            return other if self is Tendency.SAME else self

        return self if self is other else Tendency.MIXED


SAME, UP, DOWN, MIXED = Tendency


class Tendencies(Operations):
    """Tendencies of terms while one fact is raised."""

    def __init__(
        self, name: str, ranges: Ranges, earned: Callable[[Term], Tendency]
    ) -> None:
        """Raise the fact *name*, of facts with *ranges*.

        Args:
            name: Of a fact with an order.
            ranges: Of all facts.
            earned: Tells which way go the points of a node, their percent
                of what applies, or the total.
        """
        self._name = name
        self._ranges = ranges
        self._earned = earned
        self._levels = len(ranges.facts[name].levels)

    def touches(self, term: Term) -> bool:
        """Tell whether a term can change at all."""
        return self._name in names_in(term) or any(
            part.op in SCORED_TERMS and self._earned(part) is not SAME
            for part in term.walk()
        )

    def of(self, term: Term) -> Tendency:
        """Return which way a number, date or condition goes."""
        if not self.touches(term):
            return SAME
        if not self.has_operation("way_of", term):
            return MIXED
        found: Tendency = self.by_operation("way_of", term)

        return found

    def of_property(self, met: Property) -> Tendency:
        """Return which way the ordinal of a property goes."""
        if met.kind in ("flag", "supplied", "option", "code"):
            is_raised = met.name == self._name and met.kind != "supplied"
            if not is_raised:
                return SAME
            return UP if met.kind == "flag" else MIXED
        if any(map(self._can_become_undefined, met.terms)):
            return MIXED
        if met.kind == "dates":
            one, two = (self.of(term) for term in met.terms)
            return one + -two

        return self.of(met.terms[0])

    def _can_become_undefined(self, term: Term) -> bool:
        """Tell whether a denominator changes that may be 0."""
        return any(
            part.op == "div"
            and self.touches(part.args[1])
            and self._ranges.of(part.args[1]).has(Fraction(0))
            for part in term.walk()
        )

    # -- operations ----------------------------------------------------------

    def _way_of_fact(self, term: Term) -> Tendency:
        del term

        return UP

    # The mean of a tally rises with its levels.
    _way_of_mean = _way_of_fact

    def _way_of_is_missing(self, term: Term) -> Tendency:
        del term

        return SAME

    def _way_of_points_of(self, term: Term) -> Tendency:
        return self._earned(term)

    _way_of_percent_of = _way_of_points_of
    _way_of_total = _way_of_points_of

    def _way_of_not(self, term: Term) -> Tendency:
        return -self.of(term.args[0])

    def _way_of_days(self, term: Term) -> Tendency:
        return -self._way_of_sub(term)

    def _way_of_min(self, term: Term) -> Tendency:
        return _joined(self.of(part) for part in term.args)

    _way_of_max = _way_of_min
    _way_of_and = _way_of_min
    _way_of_or = _way_of_min
    _way_of_count_true = _way_of_min
    _way_of_round = _way_of_min

    def _way_of_add(self, term: Term) -> Tendency:
        return self.of(term.args[0]) + self.of(term.args[1])

    _way_of_add_days = _way_of_add
    _way_of_add_months = _way_of_add

    def _way_of_sub(self, term: Term) -> Tendency:
        return self.of(term.args[0]) + -self.of(term.args[1])

    def _way_of_mul(self, term: Term) -> Tendency:
        one, two = term.args

        return self._times(self.of(one), two) + self._times(self.of(two), one)

    def _way_of_div(self, term: Term) -> Tendency:
        one, two = term.args
        over = self._times(self.of(one), two)
        # 1/x falls on either side of 0, but not across it.
        if self._sign(two) == 0 and self.of(two) is not SAME:
            return MIXED

        return over + -self._times(self.of(two), one)

    def _times(self, tendency: Tendency, other: Term) -> Tendency:
        """Return the tendency of something times or by *other*."""
        if tendency is SAME:
            return SAME
        sign = self._sign(other)
        if not sign:
            return MIXED

        return tendency if sign > 0 else -tendency

    def _sign(self, term: Term) -> int:
        """Return 1 where *term* is never below 0, -1 never above, else 0."""
        found = self._ranges.of(term)
        if found.low is not None and found.low >= 0:
            return 1

        return -1 if found.high is not None and found.high <= 0 else 0

    def _way_of_share(self, term: Term) -> Tendency:
        assert isinstance(term.value, tuple)
        chosen = sorted(set(term.value[1]))
        if chosen == list(range(self._levels)):
            return SAME
        if chosen == list(range(self._levels - len(chosen), self._levels)):
            return UP

        return DOWN if chosen == list(range(len(chosen))) else MIXED

    def _way_of_compare(self, term: Term) -> Tendency:
        one, two = (self.of(part) for part in term.args)
        difference = one + -two
        if difference is SAME or term.value in (">", ">="):
            return difference

        return -difference if term.value in ("<", "<=") else MIXED

    _way_of_order = _way_of_compare


def _joined(tendencies: Iterable[Tendency]) -> Tendency:
    result = SAME
    for each in tendencies:
        result = result + each

    return result


def can_go(met: Property, tendency: Tendency, start: int, end: int) -> bool:
    """Tell whether a property can go from one mask of ordinals to another.

    What is missing stays so, and so does what has nothing to divide by.
    """
    if tendency is MIXED:
        return bool(start and end)
    if start & end:
        return True
    if tendency is SAME:
        return False
    first = BEFORE if met.kind == "dates" else FIRST
    unordered = mask(*range(first))
    here, there = ordinals(start & ~unordered), ordinals(end & ~unordered)
    if not here or not there:
        return False

    return here[0] <= there[-1] if tendency is UP else here[-1] >= there[0]
