"""Table scoring as an expert would write it in NumPy.

Blocks that fit into the cache, small whole numbers, masked writes into what
was allocated once, and a thread for each core: NumPy lets go of the lock.
"""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy
import polars

from peers.arrays import MISSING, NOBODY, month_table
from peers.rules import Dated, Flagged, Graded, Picked, Rules, Shape, Step

BLOCK = 16_384
Array = numpy.ndarray[Any, Any]
Columns = Mapping[str, Array]


class Results:
    """What is written: totals, and a row of points for each leaf."""

    def __init__(self, rules: Rules, count: int, detail: str) -> None:
        """Allocate all of it."""
        self.over = numpy.empty(count, numpy.int64)
        self.under = numpy.empty(count, numpy.int64)
        self.total = numpy.empty(count, numpy.int64)
        self.complete = numpy.empty(count, numpy.bool_)
        self.points: Array | None = None
        if detail == "points":
            self.points = numpy.empty((len(rules.leaves), count), numpy.int16)

    def frame(self, rules: Rules) -> polars.DataFrame:
        """Return the same as a table."""
        columns = {
            "total.numerator": self.over,
            "total.denominator": self.under,
            "total": self.total,
            "complete": self.complete,
        }
        if self.points is not None:
            for leaf, points in zip(rules.leaves, self.points, strict=True):
                columns[f"{leaf.code}.points"] = points

        return polars.DataFrame(columns)


class Scorer:
    """Scores arrays by the rules."""

    def __init__(self, rules: Rules) -> None:
        """Prepare what is looked up."""
        self._rules = rules
        self._months = month_table()
        self._points = {
            leaf.code: self._by_option(leaf)
            for leaf in rules.leaves
            if isinstance(leaf, Picked)
        }

    @staticmethod
    def _by_option(leaf: Picked) -> Array:
        table = numpy.zeros(NOBODY + 1, numpy.int16)
        table[: len(leaf.points)] = [points for _, points in leaf.points]

        return table

    def run(self, columns: Columns, detail: str) -> Results:
        """Score all rows of *columns*."""
        count = len(next(iter(columns.values())))
        results = Results(self._rules, count, detail)
        starts = range(0, count, BLOCK)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for _ in pool.map(
                lambda start: self._block(columns, results, start), starts
            ):
                pass

        return results

    def _block(self, columns: Columns, results: Results, start: int) -> None:
        rules = self._rules
        part = slice(start, start + BLOCK)
        block = {name: array[part] for name, array in columns.items()}
        size = len(results.total[part])
        plain = numpy.zeros(size, numpy.int32)
        complete = numpy.ones(size, numpy.bool_)
        own = numpy.empty(size, numpy.int16)
        for index, leaf in enumerate(rules.leaves):
            points = own
            if results.points is not None:
                points = results.points[index, part]
            self.leaf(leaf, block, points, complete)
            plain += points
        under = numpy.full(size, rules.maximum, numpy.int64)
        for leaf in rules.excluding():
            under -= leaf.maximum * excluded(leaf, block)
        over = plain.astype(numpy.int64) * rules.maximum
        results.over[part], results.under[part] = over, under
        results.total[part] = (2 * over + under * rules.shown) // (
            under * (2 * rules.shown)
        )
        results.complete[part] = complete

    # -- leaves ------------------------------------------------------------

    def leaf(
        self, leaf: Shape, block: Columns, points: Array, complete: Array
    ) -> None:
        """Write the points of *leaf*, and clear *complete* where unknown."""
        if isinstance(leaf, Picked):
            codes = block[leaf.column]
            numpy.take(self._points[leaf.code], codes, out=points)
            complete &= codes != NOBODY
        elif isinstance(leaf, Flagged):
            flag = block[leaf.column]
            numpy.multiply(flag == 1, numpy.int16(leaf.yes), out=points)
            numpy.copyto(points, leaf.no, where=flag == 0)
            complete &= flag != MISSING
        elif isinstance(leaf, Dated):
            self._dated(leaf, block, points, complete)
        else:
            graded(leaf, block, points, complete)

    def _dated(
        self, leaf: Dated, block: Columns, points: Array, complete: Array
    ) -> None:
        issued = block[leaf.issued]
        there = issued > 0
        if not leaf.due:
            numpy.multiply(there, numpy.int16(leaf.in_time), out=points)
            numpy.copyto(points, leaf.never, where=issued == 0)
            complete &= issued != MISSING
            return
        due = block[leaf.due]
        known = due != MISSING
        in_time = issued <= due
        if leaf.month_after:
            start = block[leaf.month_after]
            known = start != MISSING
            month = self._months[start]
            in_time |= (issued <= month) & known
            known |= in_time
        numpy.multiply(there & in_time, numpy.int16(leaf.in_time), out=points)
        if leaf.late:
            late = there & known & ~in_time
            numpy.copyto(points, leaf.late, where=late)
        never = issued == 0
        if leaf.never:
            numpy.copyto(points, leaf.never, where=never)
        complete &= never | (there & known)


def graded(
    leaf: Graded, block: Columns, points: Array, complete: Array
) -> None:
    """Write the points of a quotient; the lowest step first."""
    over = total(block, leaf.over)
    under, steps = None, leaf.steps
    if leaf.rest:
        under, steps = total(block, leaf.rest), leaf.steps_against_rest
    elif leaf.under:
        under = total(block, leaf.under)
    points.fill(leaf.points)
    for step in reversed(steps):
        numpy.copyto(points, step.points, where=reached(over, step, under))
    known = over >= 0
    if under is not None:
        some = under > 0 if not leaf.rest else (over > 0) | (under > 0)
        points *= some
        if leaf.if_none == "full":
            numpy.copyto(points, leaf.maximum, where=under == 0)
        known &= some
        if leaf.if_none:
            known |= under == 0
            if leaf.rest:
                known &= over >= 0
    if leaf.excluded_by:
        by = block[leaf.excluded_by]
        points *= by > 0
        known = (by == 0) | (known & (by > 0))
    complete &= known


def total(block: Columns, names: tuple[str, ...]) -> Array:
    """Return the sum of columns; the column itself if it is one."""
    found = block[names[0]]
    for name in names[1:]:
        found = found + block[name]

    return found


def reached(over: Array, step: Step, under: Array | None) -> Array:
    """Return where a step is reached."""
    left = over if step.left == 1 else over * step.left
    right: Array | int = step.right
    if under is not None:
        right = under if step.right == 1 else under * step.right
    found: Array = left > right if step.strict else left >= right

    return found


def excluded(leaf: Graded, block: Columns) -> Array:
    """Return where a leaf is taken out of the index."""
    found = numpy.zeros(1, numpy.bool_)
    if leaf.excluded_by:
        found = found | (block[leaf.excluded_by] == 0)
    if leaf.if_none == "exclude":
        found = found | (total(block, leaf.under) == 0)

    return found
