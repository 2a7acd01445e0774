"""Faults of totals and grades, which every evaluator shares."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
import pytest

from conformance.faulting import (
    Patch,
    faults_of,
    in_nodes,
    in_outcome,
    in_plan,
)
from parrules import points
from parrules.engines import DEFAULT
from parrules.outcome import Outcome
from parrules.plan.nodes import Node, Plan
from parrules.points import divide

FAULTS, fault = faults_of(DEFAULT)

# -- nodes and the total ------------------------------------------------------


@fault(
    "the own deductions of a node are forgotten",
    "deductions: an inner node's own deduction",
)
def _no_own_deductions(monkey: pytest.MonkeyPatch) -> None:
    def broken(node: Node) -> Node:
        return node if node.is_leaf else attrs.evolve(node, changes=())

    in_nodes(broken)(monkey)


@fault(
    "nothing is made up for",
    "rescaling: the survey was not held: made up to the whole, exactly",
)
def _not_rescaled(monkey: pytest.MonkeyPatch) -> None:
    in_plan(lambda plan: attrs.evolve(plan, rescale=None))(monkey)


@fault(
    "what is excluded is made up for twice",
    "rescaling: the survey was not held: made up to the whole, exactly",
)
def _rescaled_twice(monkey: pytest.MonkeyPatch) -> None:
    def broken(outcome: Outcome, _: Plan) -> Outcome:
        assert outcome.base is not None
        base = Fraction(*outcome.base)
        plain = base - Fraction(*dict(outcome.adjustments)["total#rescale"])
        total = base * base / plain + outcome.bonus - outcome.penalty
        return outcome._replace(total=total.as_integer_ratio())

    in_outcome(broken)(monkey)


@fault(
    "the total is bounded before the penalty is taken",
    "bonus-penalty: bonus and penalty meet before the clamp",
)
def _early_bound(monkey: pytest.MonkeyPatch) -> None:
    def broken(outcome: Outcome, plan: Plan) -> Outcome:
        assert outcome.base is not None
        over, under = outcome.base
        _, most = plan.bounds
        assert most is not None
        bounded = min(over + outcome.bonus * under, most * under)
        total = bounded - outcome.penalty * under, under
        return outcome._replace(total=total)

    in_outcome(broken)(monkey)


@fault(
    "the floor of the total is forgotten",
    "bonus-penalty: the floor of the total",
)
def _bottomless(monkey: pytest.MonkeyPatch) -> None:
    def broken(plan: Plan) -> Plan:
        return attrs.evolve(plan, bounds=(None, plan.bounds[1]))

    in_plan(broken)(monkey)


@fault(
    "the floor is said to give what the total was below 0",
    "bonus-penalty: the floor need not be 0, nor what the total is below it",
)
def _gives_less(monkey: pytest.MonkeyPatch) -> None:
    def broken(outcome: Outcome, _: Plan) -> Outcome:
        given = dict(outcome.adjustments)
        rule, (over, under) = "total#floor", given["total#floor"]
        assert outcome.total is not None
        least = Fraction(*outcome.total)
        less = Fraction(over, under) - least
        given[rule] = less.as_integer_ratio()
        return outcome._replace(adjustments=tuple(given.items()))

    in_outcome(broken)(monkey)


@fault(
    "the floor is said to take",
    "bonus-penalty: the amount of the floor is what it gives",
)
def _takes(monkey: pytest.MonkeyPatch) -> None:
    def broken(outcome: Outcome, _: Plan) -> Outcome:
        *others, (rule, (over, under)) = outcome.adjustments
        return outcome._replace(adjustments=(*others, (rule, (-over, under))))

    in_outcome(broken)(monkey)


@fault(
    "the total is kept as it is published",
    "principles: thirds stay thirds until the total is published",
)
def _rounded_total(monkey: pytest.MonkeyPatch) -> None:
    def broken(outcome: Outcome, plan: Plan) -> Outcome:
        assert outcome.total is not None
        over, under = outcome.total
        quantum = 10**plan.places
        scale = 10**plan.scheme.decimals
        shown = divide(over * scale, under * quantum, "half_up")
        return outcome._replace(total=(shown * quantum, scale))

    in_outcome(broken)(monkey)


@fault(
    "ties are published to the even digit",
    "rounding: a tie is published away from zero also from an even digit",
)
def _published_even(monkey: pytest.MonkeyPatch) -> None:
    def broken(numerator: int, denominator: int, _: object) -> int:
        return divide(numerator, denominator, "half_even")

    monkey.setattr(points, "divide", broken)


# -- grades -------------------------------------------------------------------


def _regraded(change: Callable[[Any, int], int]) -> Patch:
    """Return the patch that gives another position of the grade."""

    def broken(outcome: Outcome, plan: Plan) -> Outcome:
        grade = outcome.grade
        assert grade is not None
        position = change(grade, len(plan.grades) - 1)
        return outcome._replace(grade=attrs.evolve(grade, position=position))

    return in_outcome(broken)


@fault(
    "the ceiling of a grade is forgotten",
    "grades: a ceiling bounds the grade",
)
def _no_ceiling(monkey: pytest.MonkeyPatch) -> None:
    _regraded(lambda grade, last: min(grade.reached + grade.drops, last))(
        monkey
    )


@fault(
    "a grade drops before its ceiling applies",
    "grades: drops come after the ceiling",
)
def _early_drop(monkey: pytest.MonkeyPatch) -> None:
    _regraded(
        lambda grade, last: max(
            min(grade.reached + grade.drops, last), grade.ceiling
        )
    )(monkey)


@fault(
    "of several drops the greatest counts alone",
    "grades: drops add up",
)
def _one_drop(monkey: pytest.MonkeyPatch) -> None:
    _regraded(lambda grade, _: grade.reached + min(grade.drops, 2))(monkey)


@fault(
    "the published total is graded",
    "grades: the total is compared unrounded",
)
def _graded_as_published(monkey: pytest.MonkeyPatch) -> None:
    _regraded(lambda grade, _: max(grade.published, 0))(monkey)
