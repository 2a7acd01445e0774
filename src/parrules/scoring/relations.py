"""Facts that bound each other: none may rise above its limit."""

import datetime
import operator
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from parrules.errors import Problem
from parrules.facts import NEVER, Submission
from parrules.plan.nodes import Input
from parrules.points import plain, scale_of
from parrules.scoring.glance import picked
from parrules.scoring.readers import problem_of


class Relation(NamedTuple):
    """A fact, the fact that bounds it, and what makes both whole.

    A value has steps of its own; times the other's scale, both are in the
    same ones.

    Attributes:
        sign: ``<=`` or ``>=``.
        scale, other_scale: What the values are multiplied by.
    """

    fact: Input
    other: Input
    sign: str
    scale: int
    other_scale: int

    @property
    def is_plain(self) -> bool:
        """Tell whether the values themselves can be compared."""
        is_tally = "tally" in (self.fact.kind, self.other.kind)

        return self.scale == self.other_scale and not is_tally

    def holds(self, value: Any, limit: Any) -> bool:  # noqa: ANN401  # any fact
        """Tell whether two values are in this relation; nothing is in any."""
        if value is None or limit is None or NEVER in (value, limit):
            return True
        left = self.nearest(value) * self.scale
        right = limit * self.other_scale
        holds: bool = left <= right if self.sign == "<=" else left >= right

        return holds

    def nearest(self, value: Any) -> Any:  # noqa: ANN401  # any fact
        """Return what is held to the limit: of a tally, every level is."""
        if not isinstance(value, tuple):
            return value

        return max(value) if self.sign == "<=" else min(value)


class Relations:
    """The relations of one plan. Immutable once made.

    Attributes:
        all: In file order.
    """

    def __init__(self, inputs: Sequence[Input]) -> None:
        """Find the relations among *inputs*."""
        self.all = tuple(_relations(inputs))
        pairs = [
            (each.fact, each.other)
            if each.sign == "<="
            else (each.other, each.fact)
            for each in self.all
        ]
        self._are_plain = all(each.is_plain for each in self.all)
        self._lower = picked([lower.position for lower, _ in pairs])
        self._upper = picked([upper.position for _, upper in pairs])

    def check(
        self,
        values: Sequence[Any],
        submission: Submission,
        problems: list[Problem],
    ) -> None:
        """Add PAR305 to *problems* for each relation that does not hold."""
        # A value that was refused is not compared with anything.
        refused = {problem.arguments["name"] for problem in problems}
        refused |= submission.unread
        for each in self.all:
            value = values[each.fact.position]
            limit = values[each.other.position]
            if each.holds(value, limit):
                continue
            if not refused.isdisjoint((each.fact.name, each.other.name)):
                continue
            problems.append(
                problem_of(
                    "PAR305",
                    each.fact.name,
                    submission,
                    value=_written(each.fact, each.nearest(value)),
                    other=each.other.name,
                    limit=_written(each.other, limit),
                    relation=each.sign,
                )
            )

    def hold(self, values: Sequence[Any]) -> bool:
        """Tell whether all relations hold among *values*."""
        if self._are_plain:
            try:
                return all(
                    map(operator.le, self._lower(values), self._upper(values))
                )
            except TypeError:
                # Something is missing, or a date that is never.
                pass

        return all(
            each.holds(values[each.fact.position], values[each.other.position])
            for each in self.all
        )


def _relations(inputs: Sequence[Input]) -> Iterator[Relation]:
    names = {each.name: each for each in inputs}
    for source in inputs:
        if source.fact is None:
            continue
        pairs = (
            (source.fact.at_most_fact, "<="),
            (source.fact.at_least_fact, ">="),
        )
        for name, sign in pairs:
            if name is not None:
                other = names[name]
                yield Relation(
                    source,
                    other,
                    sign,
                    scale_of(other.places),
                    scale_of(source.places),
                )


def _written(source: Input, value: Any) -> str:  # noqa: ANN401  # any fact
    if source.kind == "date":
        return datetime.date.fromordinal(value).isoformat()
    if isinstance(value, tuple):
        return ", ".join(map(str, value))

    return plain(Fraction(value, 10**source.places))
