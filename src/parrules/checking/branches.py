"""Cases: what no row covers, and rows that can never be the first."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from parrules.checking.cells import Cells, TooManyCellsError, cells_of
from parrules.checking.rows import Row, rows_of
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.expression.terms import Term
from parrules.expression.writing import written
from parrules.model import Cases, Criterion


class _Branches(NamedTuple):
    """Cases whose conditions could all be read.

    Attributes:
        conditions: Row by row; `None` for ``otherwise``.
    """

    node: Criterion
    rows: tuple[Row, ...]
    conditions: tuple[Term | None, ...]
    cells: Cells


def case_that_no_row_covers(scope: Scope) -> Iterator[Problem]:
    """PAR205: facts can be such that no row of the cases holds.

    An error where the facts can certainly be so; a warning where what the
    rows look at is related, so that it might never come about.
    """
    for branches in _readable(scope):
        # Where a fact is missing, no row need hold.
        left = branches.cells.supplied()
        for condition in branches.conditions:
            left &= ~_where(condition, branches.cells)
        if not left:
            continue
        is_certain = branches.cells.is_exact
        example = branches.cells.text(branches.cells.first(left))
        yield Problem(
            code="PAR205",
            severity="error" if is_certain else "warning",
            path=(*branches.node.path, "cases"),
            arguments={
                "criterion": branches.node.code,
                "example": example,
                "gap": example,
            },
        )


def case_never_reached(scope: Scope) -> Iterator[Problem]:
    """PAR207: a row of the cases can never be the first that holds.

    Always certain, as the cells cover all that can be.
    """
    for branches in _readable(scope):
        reached = _reached(branches)
        for position, row in enumerate(branches.rows):
            condition = branches.conditions[position]
            if position in reached:
                continue
            yield Problem(
                code="PAR207",
                severity="warning" if condition is None else "error",
                path=row.path,
                arguments={
                    "criterion": branches.node.code,
                    "row": row.name,
                    "condition": (
                        "otherwise"
                        if condition is None
                        else written(condition)
                    ),
                },
            )


def cases_not_compared(scope: Scope) -> Iterator[Problem]:
    """PAR226: cases tell too much apart for PAR205 and PAR207."""
    for node, conditions in _readable_cases(scope):
        if _cells(conditions, scope) == "too many":
            yield Problem(
                code="PAR226",
                severity="warning",
                path=(*node.path, "cases"),
                arguments={"criterion": node.code},
            )


def _readable(scope: Scope) -> tuple[_Branches, ...]:
    return scope.once("branches", lambda: _found(scope))


def _found(scope: Scope) -> Iterator[_Branches]:
    for node, conditions in _readable_cases(scope):
        cells = _cells(conditions, scope)
        if isinstance(cells, Cells):
            yield _Branches(
                node=node,
                rows=rows_of(node, scope),
                conditions=conditions,
                cells=cells,
            )


def _readable_cases(
    scope: Scope,
) -> Iterator[tuple[Criterion, tuple[Term | None, ...]]]:
    for node in scope.whole_leaves():
        if not isinstance(node.form, Cases) or not node.form.cases:
            continue
        whens = [case.when for case in node.form.cases]
        conditions = tuple(scope.term(when) for when in whens)
        if not any(
            when is not None and condition is None
            for when, condition in zip(whens, conditions, strict=True)
        ):
            yield node, conditions


def _cells(
    conditions: tuple[Term | None, ...], scope: Scope
) -> Cells | Literal["too many"] | None:
    known = [each for each in conditions if each is not None]
    try:
        return cells_of(known, scope.ranges)
    except TooManyCellsError:
        return "too many"


def _where(condition: Term | None, cells: Cells) -> int:
    return cells.all if condition is None else cells.where(condition)


def _reached(branches: _Branches) -> set[int]:
    """Return the positions of the rows that decide in some cell."""
    reached: set[int] = set()
    left = branches.cells.all
    for position, condition in enumerate(branches.conditions):
        held = _where(condition, branches.cells)
        if left & held:
            reached.add(position)
        left &= ~held

    return reached
