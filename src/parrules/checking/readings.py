"""Every expression of a scheme, with what it is for."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from parrules.checking.scope import Scope
from parrules.model import (
    Award,
    Cases,
    Criterion,
    Expression,
    Formula,
    Ladder,
    Scheme,
    Trigger,
)

Role = Literal[
    "measure",
    "formula",
    "case",
    "each",
    "when",
    "trigger",
    "not_applicable",
    "knock_out",
    "gate",
    "derived",
]


class Reading(NamedTuple):
    """An expression where it stands.

    Attributes:
        role: What it is for; ``case`` is the condition of a row, ``each``
            and ``when`` are of awards and deductions.
        owner: The node on whose row it stands, if it stands on one.
        is_taken: It is of a deduction.
    """

    expression: Expression
    role: Role
    owner: Criterion | None = None
    is_taken: bool = False

    @property
    def is_punishing(self) -> bool:
        """Tell whether what it says can only lower a result.

        What is taken off a penalty can only raise it.
        """
        if self.role in ("knock_out", "trigger"):
            return True
        is_of_penalty = self.owner is not None and self.owner.tree == "penalty"

        return self.is_taken != is_of_penalty


def readings(scope: Scope) -> tuple[Reading, ...]:
    """Return all expressions of a scheme, in file order."""
    return scope.once("readings", lambda: readings_in(scope.scheme))


def readings_in(scheme: Scheme) -> Iterator[Reading]:
    """Yield all expressions of *scheme*, in file order."""
    for derived in scheme.derived:
        for when, value in derived.cases:
            if when is not None:
                yield Reading(expression=when, role="derived")
            yield Reading(expression=value, role="derived")
    for node in scheme.nodes():
        yield from readings_of(node)
    for knock_out in scheme.knock_outs:
        yield Reading(expression=knock_out.when, role="knock_out")
    for grade in scheme.grades:
        if grade.requires is not None:
            yield Reading(expression=grade.requires, role="gate")


def readings_of(node: Criterion) -> Iterator[Reading]:
    """Yield the expressions on the row of *node*."""
    for entry in node.not_applicable:
        yield Reading(expression=entry.when, role="not_applicable", owner=node)
    yield from _of_form(node)
    for award in node.awards:
        yield from _of_award(node, award, is_taken=False)
    for deduction in node.deductions:
        yield from _of_award(node, deduction, is_taken=True)


def _of_form(node: Criterion) -> Iterator[Reading]:
    form = node.form
    if isinstance(form, Ladder):
        yield Reading(expression=form.measure, role="measure", owner=node)
    elif isinstance(form, Formula):
        yield Reading(expression=form.expression, role="formula", owner=node)
    elif isinstance(form, Trigger):
        yield Reading(expression=form.when, role="trigger", owner=node)
    elif isinstance(form, Cases):
        for case in form.cases:
            if case.when is not None:
                yield Reading(expression=case.when, role="case", owner=node)
            if case.formula is not None:
                yield Reading(
                    expression=case.formula, role="formula", owner=node
                )


def _of_award(
    node: Criterion, award: Award, *, is_taken: bool
) -> Iterator[Reading]:
    if award.each is not None:
        yield Reading(
            expression=award.each, role="each", owner=node, is_taken=is_taken
        )
    if award.when is not None:
        yield Reading(
            expression=award.when, role="when", owner=node, is_taken=is_taken
        )
