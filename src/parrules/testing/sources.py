"""What a submission may hold, within which bounds, and what terms come to."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from parrules.expression.terms import SCORED_TERMS, Term
from parrules.plan.nodes import Input, Plan
from parrules.points import scale_of, whole
from parrules.scoring.layout import Layout
from parrules.scoring.limits import bounds_of


class Sources:
    """What a submission to one plan may hold, and what its terms come to.

    Attributes:
        plan: The plan.
        inputs: By name.
        bounds: By name: lowest and highest value, in units of its places.
        steps: By name: what values are multiples of, in the same units.
    """

    def __init__(self, plan: Plan) -> None:
        """Look up the bounds of all inputs of *plan*."""
        self.plan = plan
        self.inputs = {source.name: source for source in plan.inputs}
        self.bounds = {
            source.name: bounds_of(source, plan) for source in plan.inputs
        }
        self.steps = {
            source.name: _step_of(source, plan) for source in plan.inputs
        }
        self._functions = Layout(plan).functions
        # By identity: the terms live as long as the plan.
        self._numbers: dict[int, Callable[[list[Any]], Any]] = {}
        self._dates: dict[int, Callable[[list[Any]], Any]] = {}

    def number(self, term: Term, values: list[Any]) -> Fraction | None:
        """Return what a number comes to; `None` where it is not known.

        What nodes earn is not: nothing was scored yet.
        """
        if id(term) not in self._numbers:
            self._numbers[id(term)] = (
                _unknown
                if _reads_nodes(term)
                else self._functions.number(term)
            )
        pair = self._numbers[id(term)](values)

        return Fraction(*pair) if pair else None

    def date(self, term: Term, values: list[Any]) -> Any:  # noqa: ANN401  # a day, `NEVER` or `None`
        """Return what a date comes to."""
        if id(term) not in self._dates:
            self._dates[id(term)] = self._functions.date(term)

        return self._dates[id(term)](values)


def _reads_nodes(term: Term) -> bool:
    return any(part.op in SCORED_TERMS for part in term.walk())


def _unknown(values: list[Any]) -> None:
    del values


def _step_of(source: Input, plan: Plan) -> int:
    if source.kind != "judged":
        return 1
    step = Fraction(plan.nodes[source.node].judged_step, scale_of(plan.places))

    return whole(step, source.places)
