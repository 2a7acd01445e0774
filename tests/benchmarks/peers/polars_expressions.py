"""Table scoring as an expert would write it in Polars.

Chains of when and then with literals of 16 bits, run by the streaming engine:
faster here than sums of truths, than look-ups, and than whole columns.  A
condition that is unknown falls through to the next branch, so that nothing
has to be filled.
"""

import functools
import operator
from collections.abc import Iterable
from typing import Any

import polars

from peers.rules import Dated, Flagged, Graded, Picked, Rules, Shape, Step
from peers.units import NEVER

Expr = polars.Expr
_FIT = 1 << 15
"""What a whole number of 16 bits stays below."""


def query(
    rules: Rules, frame: polars.LazyFrame, detail: str
) -> polars.LazyFrame:
    """Return the totals of *frame*, and the points if *detail* says so."""
    points = [
        points_of(leaf).alias(f"{leaf.code}.points") for leaf in rules.leaves
    ]
    lost = total(
        polars.when(excluded(leaf))
        .then(polars.lit(leaf.maximum, dtype=polars.Int32))
        .otherwise(polars.lit(0, dtype=polars.Int32))
        for leaf in rules.excluding()
    )
    scored = frame.select(
        *points,
        (rules.maximum - lost).cast(polars.Int64).alias("total.denominator"),
        polars.all_horizontal(map(known, rules.leaves)).alias("complete"),
    ).with_columns(
        (total_of_points(rules.leaves) * rules.maximum).alias(
            "total.numerator"
        )
    )
    over, under = (
        polars.col("total.numerator"),
        polars.col("total.denominator"),
    )
    shown = rules.shown
    published = (over * 2 + under * shown) // (under * (2 * shown))
    scored = scored.with_columns(published.alias("total"))
    if detail == "points":
        return scored

    return scored.select(
        "total.numerator", "total.denominator", "total", "complete"
    )


def total(parts: Iterable[Expr]) -> Expr:
    """Return the sum of *parts*; 0 of none."""
    return functools.reduce(operator.add, parts, polars.lit(0, polars.Int32))


def total_of_points(leaves: Iterable[Shape]) -> Expr:
    """Return the sum of columns of 16 bits, as many at once as fit."""
    groups: list[list[str]] = [[]]
    most = 0
    for leaf in leaves:
        most += leaf.maximum
        if most >= _FIT:
            groups.append([])
            most = leaf.maximum
        groups[-1].append(f"{leaf.code}.points")
    parts = [
        functools.reduce(operator.add, map(polars.col, group))
        for group in groups
    ]

    return total(part.cast(polars.Int32) for part in parts).cast(polars.Int64)


def small(points: int) -> Expr:
    """Return a literal of 16 bits."""
    return polars.lit(points, dtype=polars.Int16)


# -- points -------------------------------------------------------------------


def points_of(leaf: Shape) -> Expr:
    """Return what a leaf earns, in quanta; 0 where it is unknown."""
    if isinstance(leaf, Picked):
        return chain(
            (polars.col(leaf.column) == option, points)
            for option, points in leaf.points
        )
    if isinstance(leaf, Flagged):
        return chain([(polars.col(leaf.column), leaf.yes)], leaf.no)
    if isinstance(leaf, Dated):
        return chain(_days(leaf))

    return _graded(leaf)


def chain(branches: Iterable[tuple[Expr, int]], otherwise: int = 0) -> Expr:
    """Return the points of the first branch that holds."""
    written: Any = None
    kept = list(branches)
    while kept and kept[-1][1] == otherwise:
        kept.pop()
    for condition, points in kept:
        start = (
            polars.when(condition)
            if written is None
            else written.when(condition)
        )
        written = start.then(small(points))

    last = small(otherwise)
    found: Expr = last if written is None else written.otherwise(last)

    return found


def _days(leaf: Dated) -> list[tuple[Expr, int]]:
    issued = polars.col(leaf.issued)
    if not leaf.due:
        return [(issued != NEVER, leaf.in_time), (issued == NEVER, leaf.never)]
    in_time, late = _in_time(leaf)
    if not leaf.never and not leaf.late:
        return [((issued != NEVER) & in_time, leaf.in_time)]

    return [
        (issued == NEVER, leaf.never),
        (in_time, leaf.in_time),
        (late, leaf.late),
    ]


def _in_time(leaf: Dated) -> tuple[Expr, Expr]:
    issued, due = polars.col(leaf.issued), polars.col(leaf.due)
    if not leaf.month_after:
        return issued <= due, issued > due
    # No day of its own is no day that could be met.
    due = due.fill_null(NEVER)
    month = polars.col(leaf.month_after).dt.offset_by("1mo")

    return (issued <= month) | (issued <= due), (issued > month) & (
        issued > due
    )


def _graded(leaf: Graded) -> Expr:
    over, under = _sum(leaf.over), None
    none: Expr | None = None
    steps = leaf.steps
    if leaf.rest:
        under, steps = _sum(leaf.rest), leaf.steps_against_rest
        none = (over == 0) & (under == 0)
    elif leaf.under:
        under = _sum(leaf.under)
        none = under == 0
    branches = []
    if leaf.excluded_by:
        by = polars.col(leaf.excluded_by)
        branches.append(((by == 0) | by.is_null(), 0))
    if leaf.if_none and none is not None:
        full = leaf.maximum if leaf.if_none == "full" else 0
        branches.append((none, full))
    branches += [(_reached(over, step, under), step.points) for step in steps]

    return chain(branches, leaf.points)


def _sum(columns: Iterable[str]) -> Expr:
    return functools.reduce(operator.add, map(polars.col, columns))


def _reached(over: Expr, step: Step, under: Expr | None) -> Expr:
    left = over if step.left == 1 else over * step.left
    right: Expr | int = step.right
    if under is not None:
        right = under if step.right == 1 else under * step.right

    return left > right if step.strict else left >= right


# -- what is excluded, and what is known --------------------------------------


def excluded(leaf: Graded) -> Expr:
    """Return whether a leaf is taken out of the index."""
    found = []
    if leaf.excluded_by:
        found.append(polars.col(leaf.excluded_by) == 0)
    if leaf.if_none == "exclude":
        found.append(_sum(leaf.under) == 0)

    return functools.reduce(operator.or_, found)


def known(leaf: Shape) -> Expr:
    """Return whether a leaf is decided; never null."""
    if isinstance(leaf, Picked | Flagged):
        return polars.col(leaf.column).is_not_null()
    if isinstance(leaf, Dated):
        issued = polars.col(leaf.issued)
        if not leaf.due:
            return issued.is_not_null()
        in_time, _ = _in_time(leaf)
        return ((issued == NEVER) | in_time.is_not_null()).fill_null(
            value=False
        )
    columns = dict.fromkeys((*leaf.over, *leaf.under))
    if leaf.rest:
        # A tally is known or missing as a whole.
        columns = dict.fromkeys(leaf.over[:1])
    there = functools.reduce(
        operator.and_, (polars.col(each).is_not_null() for each in columns)
    )
    if leaf.if_none and not leaf.rest:
        none = (_sum(leaf.under) == 0).fill_null(value=False)
        there = none | there
    if leaf.excluded_by:
        by = polars.col(leaf.excluded_by)
        there = ((by == 0) | (by.is_not_null() & there)).fill_null(value=False)

    return there


def run(
    rules: Rules, frame: polars.DataFrame, detail: str
) -> polars.DataFrame:
    """Score *frame*."""
    return query(rules, frame.lazy(), detail).collect(engine="streaming")
