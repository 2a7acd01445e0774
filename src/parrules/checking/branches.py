"""Cases: what no row covers, and rows that can never be the first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from parrules.checking.cells import Cells, TooManyCellsError, cells_of
from parrules.checking.constants import happened
from parrules.checking.inlining import names_in
from parrules.checking.quotients import zeros_of
from parrules.checking.rows import Row, rows_of
from parrules.checking.scope import Scope
from parrules.checking.unreached import above, relations_in, unrelated
from parrules.errors import Problem
from parrules.expression.terms import Term
from parrules.expression.writing import written
from parrules.model import Cases, Criterion

if TYPE_CHECKING:
    from parrules.checking.brought import Facts
    from parrules.checking.searching import Outcome


class _Order(NamedTuple):
    """Conditions of which the first that holds decides.

    Attributes:
        conditions: Row by row; `None` for ``otherwise``.
        before: What is false where they are looked at: the entries of
            ``not_applicable``.
        zeros: What is not true there: that a denominator is 0 that
            ``if_none`` looks at.
    """

    conditions: tuple[Term | None, ...]
    before: tuple[Term, ...]
    zeros: tuple[Term, ...]
    cells: Cells

    @property
    def is_exact(self) -> bool:
        """Tell whether all cells can come about before the cases."""
        return self.cells.is_exact and not (self.before or self.zeros)


class Gap(NamedTuple):
    """What no condition covers.

    Attributes:
        example: Facts that are so.
        all: All that is so, as far as it can be written.
        is_certain: Whether there are such facts.
    """

    example: str
    all: str
    is_certain: bool


class _Branches(NamedTuple):
    """Cases whose conditions could all be read."""

    node: Criterion
    rows: tuple[Row, ...]
    order: _Order


def case_that_no_row_covers(scope: Scope) -> Iterator[Problem]:
    """PAR205: facts can be such that no row of the cases holds.

    An error where facts were found that are so; a warning where none were,
    and it is not certain either that there are none.
    """
    for branches in _readable(scope):
        gap = _gap_in(branches.order, scope)
        if gap is None:
            continue
        yield Problem(
            code="PAR205",
            severity="error" if gap.is_certain else "warning",
            path=(*branches.node.path, "cases"),
            arguments={
                "criterion": branches.node.code,
                "example": gap.example,
                "gap": gap.all,
            },
        )


def _gap_in(order: _Order, scope: Scope) -> Gap | None:
    """Return what no condition of *order* covers, `None` if there is none."""
    cells = order.cells
    if not cells.scales:
        # Nothing is looked at: every row holds or none does (PAR207).
        return None
    # Where a fact is missing, no row need hold.
    left = cells.supplied()
    for condition in order.conditions:
        left &= ~_where(condition, cells)
    if not left:
        return None
    cell = cells.first(left)
    is_certain = order.is_exact
    if not is_certain:
        found = _uncovered(order, scope)
        if found == "none":
            return None
        if not isinstance(found, str):
            is_certain = True
            cell = cells.with_facts(found)

    return Gap(cells.text(cell), cells.gap(left, cell), is_certain)


def case_never_reached(scope: Scope) -> Iterator[Problem]:
    """PAR207: a row of the cases can never be the first that holds.

    Always certain, as the cells cover all that can be; where they hold
    more than that, facts are looked for.
    """
    for branches in _readable(scope):
        reached = _reached(branches.order, scope)
        for position, row in enumerate(branches.rows):
            condition = branches.order.conditions[position]
            if position in reached:
                continue
            if condition is not None and any(happened(condition, scope)):
                # What is wrong is the date, and told.
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
                    **_taken_by(position, branches, scope),
                },
            )


def _taken_by(
    position: int, branches: _Branches, scope: Scope
) -> Mapping[str, str]:
    """Return what takes all cases from a row, where that can be told."""
    terms = [
        each
        for each in (
            *branches.order.conditions[position::-1],
            *branches.order.before,
            *branches.order.zeros,
        )
        if each is not None
    ]
    relations = relations_in(scope, *terms)
    if relations:
        free = unrelated(scope)
        if any(
            position in _reached(each.order, free)
            for each in _readable(free)
            if each.node is branches.node
        ):
            return {"relation": relations}
    cells = branches.order.cells
    own = _where(branches.order.conditions[position], cells)
    held = [_where(each, cells) & own for each in branches.order.conditions]

    return above(
        row
        for row, other in zip(branches.rows[:position], held, strict=False)
        if other
    )


def cases_not_compared(scope: Scope) -> Iterator[Problem]:
    """PAR226: cases tell too much apart for PAR205 and PAR207."""
    for node, conditions in _readable_cases(scope):
        if _cells(node, conditions, scope) == "too many":
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
        cells = _cells(node, conditions, scope)
        if isinstance(cells, Cells):
            yield _Branches(
                node=node,
                rows=rows_of(node, scope),
                order=_Order(
                    conditions=conditions,
                    before=_exceptions(node, scope),
                    zeros=tuple(zeros_of(node)) if node.if_none else (),
                    cells=cells,
                ),
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
    node: Criterion, conditions: tuple[Term | None, ...], scope: Scope
) -> Cells | Literal["too many"] | None:
    (found,) = scope.once(
        ("cells", id(node)), lambda: (_found_cells(conditions, scope),)
    )

    return found


def _found_cells(
    conditions: tuple[Term | None, ...], scope: Scope
) -> Cells | Literal["too many"] | None:
    known = [each for each in conditions if each is not None]
    try:
        return cells_of(known, scope.ranges)
    except TooManyCellsError:
        return "too many"


def _where(condition: Term | None, cells: Cells) -> int:
    return cells.all if condition is None else cells.where(condition)


def never_covered(
    conditions: tuple[Term | None, ...], scope: Scope
) -> Gap | None:
    """Return for which facts certainly none of *conditions* holds.

    Args:
        conditions: In order; `None` for one that always holds.
        scope: What they are of.
    """
    cells = _found_cells(conditions, scope)
    if not isinstance(cells, Cells):
        return None
    gap = _gap_in(_Order(conditions, (), (), cells), scope)

    return gap if gap is not None and gap.is_certain else None


def never_first(
    conditions: tuple[Term | None, ...], scope: Scope
) -> tuple[int, ...]:
    """Return the positions of conditions that are never the first to hold.

    Args:
        conditions: In order; `None` for one that always holds.
        scope: What they are of.
    """
    cells = _found_cells(conditions, scope)
    if not isinstance(cells, Cells):
        return ()
    found = _reached(_Order(conditions, (), (), cells), scope)

    return tuple(at for at in range(len(conditions)) if at not in found)


def _reached(order: _Order, scope: Scope) -> set[int]:
    """Return the positions of the rows that may decide."""
    cells = order.cells
    reached: set[int] = set()
    left = cells.all
    for position, condition in enumerate(order.conditions):
        held = _where(condition, cells)
        if left & held and (
            order.is_exact or _can_decide(position, order, scope)
        ):
            reached.add(position)
        left &= ~held

    return reached


def _can_decide(position: int, order: _Order, scope: Scope) -> bool:
    """Tell whether facts may be such that a row is the first that holds.

    Of related facts, only those count that must be known for that.
    """
    # Only where cells do not tell is more looked at.
    from parrules.checking.wishes import known_where  # noqa: PLC0415

    asked = [(each, False) for each in order.before]
    zeros = [(each, False) for each in order.zeros]
    for at, condition in enumerate(order.conditions[: position + 1]):
        if condition is not None:
            asked.append((condition, at == position))
    known: set[str] = set()
    for condition, holds in asked:
        known |= known_where(condition, holds=holds)

    return _found_for([*asked, *zeros], known, scope) != "none"


def _uncovered(order: _Order, scope: Scope) -> "Facts | Outcome":
    """Look for facts, all of them known, for which no row holds."""
    asked = [
        (condition, False)
        for condition in (
            *order.before,
            *order.zeros,
            *order.conditions,
        )
        if condition is not None
    ]
    if None in order.conditions:
        return "none"
    known = {name for condition, _ in asked for name in names_in(condition)}
    is_missing = (
        part
        for condition, _ in asked
        for part in condition.walk()
        if part.op == "is_missing"
    )
    asked.extend((part, False) for part in is_missing)

    return _found_for(asked, known, scope)


def _found_for(
    asked: Sequence[tuple[Term, bool]], known: Iterable[str], scope: Scope
) -> "Facts | Outcome":
    # As above.
    from parrules.checking.searching import facts_for  # noqa: PLC0415
    from parrules.checking.wishes import at_most, wish_of  # noqa: PLC0415

    ranges = scope.ranges
    wishes = [
        wish_of(condition, ranges, holds=holds) for condition, holds in asked
    ]
    numbers = {
        str(part.value): part
        for condition, _ in asked
        for part in condition.walk()
        if part.op == "fact" and str(part.value) in known
    }
    wishes.extend(
        at_most(numbers[one], numbers[two])
        for one in numbers
        for two in numbers
        if one != two and ranges.bounds.is_below(one, two)
    )

    return facts_for(wishes, ranges)


def _exceptions(node: Criterion, scope: Scope) -> tuple[Term, ...]:
    found = (scope.term(entry.when) for entry in node.not_applicable)

    return tuple(each for each in found if each is not None)
