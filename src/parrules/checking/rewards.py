"""Rows under which less is worth more, so that silence pays.

What is not known earns nothing.  A bonus for few points, a penalty for many
and a sanction that no value escapes all make that better than the truth.
"""

from collections.abc import Iterator
from fractions import Fraction

from parrules.checking.cells import TooManyCellsError, cells_of
from parrules.checking.ladders import covers_of
from parrules.checking.linear import linear_of
from parrules.checking.moving import ways_of
from parrules.checking.readings import readings_of
from parrules.checking.rows import rows_of
from parrules.checking.scope import Scope
from parrules.errors import Path, Problem
from parrules.expression.terms import OUTCOME_TERMS, Term
from parrules.expression.writing import written
from parrules.model import (
    Cases,
    Criterion,
    Expression,
    Ladder,
)
from parrules.points import Number

_ZERO = Fraction(0)
_MOVING = ("measure", "formula", "each", "when")
"""Roles of what gives more points as it rises."""


def low_points_that_pay(scope: Scope) -> Iterator[Problem]:
    """PAR332: a bonus for few points of a node, or a penalty for many."""
    for node in scope.whole_nodes():
        if node.tree == "criteria":
            continue
        told = dict.fromkeys(_paying(node, scope))
        for outcome in told:
            yield Problem(
                code="PAR332",
                severity="warning",
                path=node.path,
                arguments={
                    "criterion": node.code,
                    "outcome": written(outcome),
                    "code": str(outcome.value),
                    "tree": node.tree,
                },
            )


def sanction_of_every_row(scope: Scope) -> Iterator[Problem]:
    """PAR333: whatever its facts are, a leaf knocks out; unknown, it does not.

    Looked at are rows that facts decide: what a person answers is given.
    """
    for node in scope.whole_leaves():
        if not isinstance(node.form, Cases | Ladder):
            continue
        rows = rows_of(node, scope)
        if rows and all(
            row.sanction is not None and row.sanction.knock_out for row in rows
        ):
            yield Problem(
                code="PAR333",
                severity="warning",
                path=_path_of_rows(node),
                arguments={"criterion": node.code},
            )


def _path_of_rows(node: Criterion) -> Path:
    key = "cases" if isinstance(node.form, Cases) else "tiers"

    return (*node.path, key)


def _paying(node: Criterion, scope: Scope) -> Iterator[Term]:
    """Yield what a row looks at that should rather be low, or high."""
    wanted = 1 if node.tree == "bonus" else -1
    if isinstance(node.form, Cases):
        conditions, points = _conditions_of(node, scope)
        yield from _by_cells(conditions, points, wanted, scope)
    for reading in readings_of(node):
        sign = -wanted if reading.is_taken else wanted
        if reading.role == "measure" and isinstance(node.form, Ladder):
            sign *= _direction(node, node.form, scope)
        if reading.role in _MOVING:
            yield from _falling(reading.expression, sign, scope)
    for entry in node.not_applicable:
        sign = wanted if entry.treat == "full" else -wanted
        yield from _falling(entry.when, sign, scope)


def _conditions_of(
    node: Criterion, scope: Scope
) -> tuple[list[Term | None], list[Number | None]]:
    assert isinstance(node.form, Cases)
    conditions = [scope.term(case.when) for case in node.form.cases]
    points = [row.points for row in rows_of(node, scope)]
    whens = [case.when for case in node.form.cases]
    for at, (when, condition) in enumerate(
        zip(whens, conditions, strict=True)
    ):
        if when is not None and condition is None:
            return conditions[:at], points[:at]

    return conditions, points


def _falling(
    expression: Expression, sign: int, scope: Scope
) -> Iterator[Term]:
    """Yield outcomes with which it may fall; or rise, where *sign* is -1."""
    term = scope.term(expression)
    if term is None:
        return
    for outcome, way in ways_of(term, scope.ranges, sign):
        if way < 0:
            yield outcome


def _direction(node: Criterion, form: Ladder, scope: Scope) -> int:
    """Return 1 where points of tiers rise with the measure, -1 if not."""
    tiers = sorted(
        zip(covers_of(form), rows_of(node, scope), strict=True),
        key=lambda pair: pair[0].start,
    )
    points = [row.points or _ZERO for _, row in tiers]

    return 1 if points == sorted(points) else -1


def _by_cells(
    conditions: list[Term | None],
    points: list[Number | None],
    sign: int,
    scope: Scope,
) -> Iterator[Term]:
    """Yield outcomes of which a lower state earns more, all else equal."""
    known = [each for each in conditions if each is not None]
    if not any(_has_outcome(each) for each in known):
        return
    try:
        cells = cells_of(known, scope.ranges)
    except TooManyCellsError:
        return
    if cells is None:
        return
    deciding = cells.deciding(zip(conditions, points, strict=True))
    for (kind, what), states in cells.scales:
        if not isinstance(what, Term):
            continue
        key, factor, _ = linear_of(what)
        for outcome, own in key:
            is_rising = sign * own * factor > 0
            if outcome.op in OUTCOME_TERMS and any(
                cells.moved(one, (kind, what), at, other) & two
                for at in range(len(states))
                for other in range(len(states))
                if other != at and (other > at) == is_rising
                for more, one in deciding.items()
                for less, two in deciding.items()
                if less < more
            ):
                yield outcome


def _has_outcome(condition: Term) -> bool:
    return any(part.op in OUTCOME_TERMS for part in condition.walk())
