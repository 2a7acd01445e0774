"""Cases: what no row covers, and rows that can never be the first."""

from collections.abc import Iterator

import attrs

from parrules.checking.cells import Cell, Cells, cells_of
from parrules.checking.rows import Row, rows_of
from parrules.checking.scope import Scope
from parrules.checking.wording import written
from parrules.errors import Problem
from parrules.expression.terms import Term
from parrules.model import Cases, Criterion


@attrs.frozen(kw_only=True)
class _Branches:
    """Cases whose conditions could all be read.

    Attributes:
        conditions: Row by row; `None` for ``otherwise``.
    """

    node: Criterion
    rows: tuple[Row, ...]
    conditions: tuple[Term | None, ...]
    cells: Cells

    def first(self, cell: Cell) -> int | None:
        """Return the position of the row that decides in *cell*."""
        for position, condition in enumerate(self.conditions):
            if condition is None or self.cells.holds(condition, cell):
                return position

        return None


def case_that_no_row_covers(scope: Scope) -> Iterator[Problem]:
    """PAR205: facts can be such that no row of the cases holds.

    An error where the facts can certainly be so; a warning where what the
    rows look at is related, so that it might never come about.
    """
    for branches in _readable(scope):
        cell = next(
            (
                cell
                for cell in branches.cells
                if _is_supplied(cell) and branches.first(cell) is None
            ),
            None,
        )
        if cell is None:
            continue
        is_certain = branches.cells.is_exact
        example = branches.cells.text(cell)
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


def _readable(scope: Scope) -> Iterator[_Branches]:
    for node in scope.whole_leaves():
        if not isinstance(node.form, Cases) or not node.form.cases:
            continue
        whens = [case.when for case in node.form.cases]
        conditions = [scope.term(when) for when in whens]
        if any(
            when is not None and condition is None
            for when, condition in zip(whens, conditions, strict=True)
        ):
            continue
        known = [each for each in conditions if each is not None]
        cells = cells_of(known, scope.ranges)
        if cells is not None:
            yield _Branches(
                node=node,
                rows=rows_of(node),
                conditions=tuple(conditions),
                cells=cells,
            )


def _reached(branches: _Branches) -> set[int | None]:
    """Return the positions of the rows that decide in some cell."""
    reached: set[int | None] = set()
    for cell in branches.cells:
        reached.add(branches.first(cell))
        if len(reached - {None}) == len(branches.rows):
            break

    return reached


def _is_supplied(cell: Cell) -> bool:
    """Tell whether no fact is missing: where one is, no row need hold."""
    return not any(
        state for (kind, _), state in cell.items() if kind == "supplied"
    )
