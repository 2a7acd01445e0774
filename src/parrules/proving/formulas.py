"""What the solver is told about facts: formulas over whole numbers."""

from collections.abc import Sequence
from typing import Any, Final

import attrs

from parrules.expression.terms import Term
from parrules.plan.nodes import Input, Plan
from parrules.proving.operations import Operations
from parrules.scoring.limits import bounds_of

Formula = Any
"""Of the solver, which has no types; or a truth value or number."""

NO: Final = False
YES: Final = True


class NotEncodedError(Exception):
    """A term that no formula is written for."""


@attrs.frozen
class Given:
    """One input: whether it is missing, and what it is.

    Attributes:
        value: A whole number, a truth value, counts, or truth values by
            code.
        is_never: Of a date.
    """

    is_missing: Formula
    value: Formula
    is_never: Formula


@attrs.frozen
class Number:
    """A quotient; *over* and *under* mean something only where it is known."""

    is_missing: Formula
    is_undefined: Formula
    over: Formula
    under: Formula


@attrs.frozen
class Day:
    """A date; *day* means something only where it happened."""

    is_missing: Formula
    is_never: Formula
    day: Formula


@attrs.frozen
class Flag:
    """A condition: false where it is neither true nor unknown."""

    is_true: Formula
    is_unknown: Formula


class Formulas(Operations):
    """Inputs as variables, and formulas made of formulas."""

    def __init__(
        self,
        solver: Any,  # noqa: ANN401  # a module
        plan: Plan,
        inputs: Sequence[Input],
    ) -> None:
        """Declare *inputs*; what they may be stands in `constraints`."""
        self._z3 = solver
        self._plan = plan
        self._inputs = {each.name: each for each in plan.inputs}
        self.context = solver.Context()
        self.constraints: list[Formula] = []
        self.given = {each.name: self._declared(each) for each in inputs}
        self._numbers: dict[Term, Number] = {}
        self._fresh = 0

    # -- logic ---------------------------------------------------------------

    def both(self, *parts: Formula) -> Formula:
        """Return the conjunction of formulas."""
        return self._z3.And(*parts, self._true)

    def some(self, *parts: Formula) -> Formula:
        """Return the disjunction of formulas."""
        return self._z3.Or(*parts, self._z3.Not(self._true))

    def opposite(self, part: Formula) -> Formula:
        """Return the negation of a formula."""
        return self._z3.Not(self.both(part))

    def pick(self, test: Formula, one: Formula, two: Formula) -> Formula:
        """Return *one* where *test* holds, else *two*."""
        if isinstance(one, int) and one is two:
            return one

        return self._z3.If(
            self.both(test), self._whole(one), self._whole(two), self.context
        )

    def _whole(self, value: Formula) -> Formula:
        if isinstance(value, int):
            return self._z3.IntVal(value, self.context)

        return value

    @property
    def _true(self) -> Formula:
        return self._z3.BoolVal(True, self.context)  # noqa: FBT003  # as the solver wants it

    def _bool(self, name: str) -> Formula:
        return self._z3.Bool(name, self.context)

    def _int(self, name: str) -> Formula:
        return self._z3.Int(name, self.context)

    # -- inputs --------------------------------------------------------------

    def _declared(self, source: Input) -> Given:
        name = source.name
        missing, never = self._bool(f"{name}?"), self._bool(f"{name}!")
        low, high = bounds_of(source, self._plan)
        value: Formula
        if source.kind == "flag":
            value = self._bool(name)
        elif source.kind == "tally":
            value = [
                self._int(f"{name}:{level}")
                for level in range(len(source.options))
            ]
            for count in value:
                self.constraints += [low <= count, count <= high]
        elif source.kind == "codes":
            value = {}
        else:
            value = self._int(name)
            if source.kind in ("choice", "answer"):
                low, high = 0, len(source.options) - 1
            self.constraints += [low <= value, value <= high]
        if source.fact is None or not source.fact.never:
            self.constraints.append(self.opposite(never))

        return Given(missing, value, never)

    def raise_(self, source: Input) -> None:
        """Let an input be more than it was, from now on; it is known."""
        before = self.given[source.name]
        low, high = bounds_of(source, self._plan)
        value: Formula
        if source.kind == "flag":
            value = self._bool(f"{source.name}+")
            self.constraints.append(
                self.some(self.opposite(before.value), value)
            )
        elif source.kind == "tally":
            value = self._raised_tally(source, before.value)
        else:
            value = self._int(f"{source.name}+")
            self.constraints += [before.value <= value, value <= high]
            self.constraints.append(low <= value)
        self.constraints.append(self.opposite(before.is_never))
        self.never_missing(source.name)
        self.given[source.name] = attrs.evolve(before, value=value)
        self._numbers.clear()

    def _raised_tally(
        self, source: Input, before: Sequence[Formula]
    ) -> list[Formula]:
        """Return counts of which some moved to higher levels."""
        low, high = bounds_of(source, self._plan)
        after = [
            self._int(f"{source.name}:{level}+")
            for level in range(len(before))
        ]
        for count in after:
            self.constraints += [low <= count, count <= high]
        self.constraints.append(sum(before, 0) == sum(after, 0))
        for level in range(1, len(before)):
            self.constraints.append(
                sum(before[level:], 0) <= sum(after[level:], 0)
            )

        return after

    def never_missing(self, name: str) -> None:
        """Say that an input is there."""
        self.constraints.append(self.opposite(self.given[name].is_missing))

    def related(self, one: str, two: str, sign: int) -> None:
        """Say that *one* is at most *two* (*sign* 1) or at least (-1)."""
        left, right = self.given[one], self.given[two]
        excused = self.some(
            left.is_missing, right.is_missing, left.is_never, right.is_never
        )
        scale = 10 ** self._inputs[two].places
        other = 10 ** self._inputs[one].places
        values = left.value if isinstance(left.value, list) else [left.value]
        for value in values:
            holds = sign * (right.value * other - value * scale) >= 0
            self.constraints.append(self.some(excused, holds))
