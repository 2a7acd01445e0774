"""What can be earned at all, as far as that is known."""

from collections.abc import Iterator
from fractions import Fraction

import attrs

from parrules.checking.ranges import Ranges
from parrules.checking.readings import readings_in
from parrules.model import Criterion, Scheme
from parrules.mutation.rounding import rounds_terms
from parrules.plan.compiling import compile_plan
from parrules.plan.definitions import Definitions
from parrules.plan.logic import UNDEFINED
from parrules.plan.nodes import Plan
from parrules.points import scale_of
from parrules.proving.attaining import Attainable, attainable
from parrules.proving.sure import sure_ranges

_READ = ("points_of", "percent_of")


@attrs.frozen(eq=False, repr=False)
class Possible:
    """What the nodes of a scheme and its total can come to.

    Attributes:
        plan: `None` where the scheme cannot be compiled; then anything is
            possible.
        totals: In order, before they are bounded; `None` where not known.
    """

    scheme: Scheme
    plan: Plan | None
    totals: tuple[Fraction, ...] | None
    _found: Attainable | None

    @classmethod
    def of(cls, scheme: Scheme) -> "Possible":
        """Find out what can be of *scheme*, which is free of errors."""
        plan, _ = compile_plan(scheme)
        found = None if plan is None else attainable(plan)

        return cls(
            scheme, plan, None if found is None else found.totals(), found
        )

    def ranges(self, ranges: Ranges) -> Ranges:
        """Return *ranges* that also know outcomes which are few."""
        return attrs.evolve(ranges, outcomes=dict(self._outcomes()))

    def _outcomes(
        self,
    ) -> Iterator[tuple[tuple[str, str], tuple[Fraction, ...]]]:
        found = self._found
        for word, code in _outcomes_in(self.scheme) if found else ():
            assert found is not None
            few = (
                found.points(code)
                if word == _READ[0]
                else found.percents(code)
            )
            if few is not None:
                yield (word, code), few

    @property
    def bounded_totals(self) -> tuple[Fraction, ...] | None:
        """Return the totals as grades look at them."""
        least, most = self.scheme.total.at_least, self.scheme.total.at_most
        if self.totals is None:
            return None

        return tuple(
            sorted({_bounded(each, least, most) for each in self.totals})
        )

    def has_total_beyond(self, bound: Fraction, sign: int) -> bool:
        """Tell whether a total may lie above *bound*, or below for -1."""
        return self.totals is None or any(
            sign * (each - bound) > 0 for each in self.totals
        )

    def rescales(self) -> bool:
        """Tell whether rescaling may change any total."""
        return self._found is None or self._found.rescales()

    def tells_exclusion(self, node: Criterion) -> bool:
        """Tell whether it may matter that *node* is excluded, not only 0."""
        if self.plan is None:
            return True
        found = attainable(self.plan, excluded=node.code)
        above = _above(self.scheme, node.code)

        return (
            found.vanishes()
            or found.rescales()
            or any(
                word == "percent_of" and code in above
                for word, code in _outcomes_in(self.scheme)
            )
            # What is left of the maximum may cut off what others earn.
            or any(
                sum(child.maximum for child in each.children) > each.maximum
                for each in self.scheme.nodes()
                if each.children and each.code in above
            )
        )

    def rounds(self) -> bool:
        """Tell whether any points or any total may have to be rounded."""
        if self.plan is None or self._found is None:
            return True

        return (
            self._found.rounds_totals()
            or rounds_terms(self.scheme)
            or any(self._is_rounded(self.plan))
        )

    def _is_rounded(self, plan: Plan) -> Iterator[bool]:
        """Yield for each formula whether it is not made of whole steps."""
        ranges = sure_ranges(plan.scheme, Definitions(plan.scheme).can_miss)
        for node in plan.nodes:
            for result in node.results:
                if result.formula is None:
                    continue
                step = ranges.step_of(result.formula)
                steps = (
                    Fraction(1, 2)
                    if step is None
                    else step * scale_of(plan.places) / result.step
                )
                yield steps.denominator > 1 or node.maximum % result.step > 0

    def misses(self) -> bool:
        """Tell whether a leaf may be left without what it needs."""
        if self.plan is None:
            return True
        can_miss = Definitions(self.scheme).can_miss

        return any(can_miss(each.name) for each in self.plan.inputs) or any(
            each.feasible >> UNDEFINED & 1 for each in self.plan.properties
        )

    def bares(self) -> bool:
        """Tell whether a leaf may earn nothing for want of a document."""
        return self.plan is None or any(
            node.evidence and node.tree != "penalty"
            for node in self.plan.nodes
        )


def _bounded(total: Fraction, least: object, most: object) -> Fraction:
    if least is not None:
        total = max(total, Fraction(str(least)))
    if most is not None:
        total = min(total, Fraction(str(most)))

    return total


def _above(scheme: Scheme, code: str) -> frozenset[str]:
    """Return the codes of a node and of all above it."""
    return frozenset(
        each.code
        for each in scheme.nodes()
        if f"{code}.".startswith(f"{each.code}.")
    )


def _outcomes_in(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Yield what is read of what nodes earned: the word and the code."""
    for reading in readings_in(scheme):
        if reading.expression.term is not None:
            for part in reading.expression.term.walk():
                if part.op in _READ:
                    yield part.op, str(part.value)
