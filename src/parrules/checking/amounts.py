"""Amounts that cannot be: below zero, or a step of nothing."""

from collections.abc import Iterator
from decimal import Decimal

from parrules.checking.scope import Scope
from parrules.cohort import declared
from parrules.errors import Path, Problem
from parrules.model import (
    Award,
    Case,
    Cases,
    Choice,
    Choices,
    Criterion,
    Formula,
    Judged,
    Ladder,
    Tier,
)
from parrules.points import plain

_Amount = tuple[Path, Decimal | None]


def negative_amount(scope: Scope) -> Iterator[Problem]:
    """PAR224: a maximum, points, a share or a step is out of place."""
    scheme = scope.scheme
    yield from _below_zero((("ruleset", "maximum"), scheme.maximum))
    for channel in scheme.channels:
        yield from _below_zero(((*channel.path, "maximum"), channel.maximum))
    for choices in scheme.answers.values():
        for choice in choices:
            yield from _below_zero(*_of_row(choice))
    for node in scope.whole_nodes():
        yield from _below_zero(*_amounts(node))
        yield from _not_above_zero(*_steps(node))
    yield from declared.quota_out_of_bounds(scheme)


def has_amount_below_zero(node: Criterion) -> bool:
    """Tell whether PAR224 is said of *node*: what it earns is then unknown."""
    return any(
        amount is not None and amount < 0 for _, amount in _amounts(node)
    )


def maximum_of_nothing(scope: Scope) -> Iterator[Problem]:
    """PAR224: the whole is worth 0, so that no unit has a share of it."""
    scheme = scope.scheme
    is_whole = not any(area.broken for area in scheme.criteria)
    if scheme.criteria and is_whole and not scheme.maximum:
        yield _problem(("ruleset", "maximum"), scheme.maximum, "> 0")


def _amounts(node: Criterion) -> Iterator[_Amount]:
    yield (*node.path, "maximum"), node.maximum
    form = node.form
    if isinstance(form, Choices) and form.named is None:
        for choice in form.choices:
            yield from _of_row(choice)
    elif isinstance(form, Ladder):
        for tier in form.tiers:
            yield from _of_row(tier)
    elif isinstance(form, Cases):
        for case in form.cases:
            yield from _of_row(case)
    for award in (*node.awards, *node.deductions):
        yield from _of_row(award)
        if award.step is None:
            yield (*award.path, "per"), award.per
        yield (*award.path, "at_most"), award.at_most


def _of_row(row: Choice | Tier | Case | Award) -> Iterator[_Amount]:
    yield (*row.path, "points"), row.points
    yield (*row.path, "share"), row.share


def _steps(node: Criterion) -> Iterator[_Amount]:
    form = node.form
    if isinstance(form, Formula):
        yield (*node.path, "step"), form.step
    elif isinstance(form, Judged):
        yield (*node.path, "judged", "step"), form.step
    elif isinstance(form, Cases):
        for case in form.cases:
            yield (*case.path, "step"), case.step
    for award in (*node.awards, *node.deductions):
        yield (*award.path, "step"), award.step


def _below_zero(*amounts: _Amount) -> Iterator[Problem]:
    for path, amount in amounts:
        if amount is not None and amount < 0:
            yield _problem(path, amount, ">= 0")


def _not_above_zero(*amounts: _Amount) -> Iterator[Problem]:
    for path, amount in amounts:
        if amount is not None and amount <= 0:
            yield _problem(path, amount, "> 0")


def _problem(path: Path, amount: Decimal, limit: str) -> Problem:
    return Problem(
        code="PAR224",
        path=path,
        arguments={
            "key": str(path[-1]),
            "value": plain(amount),
            "limit": limit,
        },
    )
