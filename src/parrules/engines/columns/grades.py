"""From a total to a grade in the algebra (12)."""

import functools
from collections.abc import Sequence
from fractions import Fraction

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.engines.columns.decisions import Decisions
from parrules.engines.columns.leaves import LeafCells
from parrules.engines.columns.totals import TotalCells
from parrules.model import Sanction
from parrules.plan.nodes import Plan
from parrules.points import scale_of


class GradeCells:
    """The grade of one unit, by position; read where there is a total."""

    def __init__(
        self,
        plan: Plan,
        decisions: Decisions,
        totals: TotalCells,
        leaves: Sequence[LeafCells],
        algebra: Algebra,
    ) -> None:
        """Take the total, and the leaves with what they may sanction."""
        self._plan = plan
        self._decisions = decisions
        self._totals = totals
        self._algebra = algebra
        self._last = len(plan.grades) - 1
        self._sanctioning = [
            leaf
            for leaf in leaves
            if any(result.sanction for result in leaf.node.results)
        ]
        self._positions = {
            grade.id: index for index, grade in enumerate(plan.grades)
        }

    @functools.cached_property
    def reached(self) -> Cell:
        """By total and gates alone."""
        return self._decisions.chosen(
            self._plan.grade_decision,
            lambda rank: self._algebra.number(min(rank // 2, self._last)),
        )

    @functools.cached_property
    def is_open(self) -> Cell:
        """Whether an unknown gate stands before a better grade (S12.3)."""
        algebra, decision = self._algebra, self._plan.gate_decision
        if decision < 0:
            return algebra.false

        return algebra.all_of(
            self._totals.known,
            self._decisions.chosen(
                decision, lambda rank: algebra.truth(holds=rank % 2 > 0)
            ),
        )

    @functools.cached_property
    def ceiling(self) -> Cell:
        """The highest grade still possible; -1 where none is barred."""
        algebra = self._algebra
        found = algebra.number(-1)

        def gives(sanction: Sanction) -> int:
            name = sanction.grade_at_most
            return 0 if name is None else self._positions[name] + 1

        for leaf in self._sanctioning:
            one = algebra.sum([leaf.feared(gives), algebra.number(-1)])
            found = algebra.largest(found, one)

        return found

    @functools.cached_property
    def drops(self) -> Cell:
        """How many grades are dropped."""
        return self._algebra.sum(
            leaf.feared(lambda sanction: sanction.grade_down)
            for leaf in self._sanctioning
        )

    @functools.cached_property
    def position(self) -> Cell:
        """The grade."""
        algebra = self._algebra
        bounded = algebra.largest(self.reached, self.ceiling)

        return algebra.smallest(
            algebra.sum([bounded, self.drops]), algebra.number(self._last)
        )

    @functools.cached_property
    def published(self) -> Cell:
        """What the published total would reach; -1 for the same (S12.7)."""
        algebra, totals = self._algebra, self._totals
        exact = totals.in_points
        shown = totals.published(totals.total)
        scale = algebra.number(scale_of(self._plan.scheme.decimals))
        by_shown = self._by_bounds(shown, scale)
        same = algebra.equal(
            by_shown, self._by_bounds(exact.over, exact.under)
        )

        return algebra.choose([(same, algebra.number(-1))], by_shown)

    def _by_bounds(self, over: Cell, under: Cell) -> Cell:
        """Return the grade that a total alone reaches."""
        algebra = self._algebra
        pairs = []
        for position, grade in enumerate(self._plan.grades):
            if grade.bound is None:
                pairs.append((algebra.true, algebra.number(position)))
                break
            top, bottom = Fraction(grade.bound).as_integer_ratio()
            left = algebra.scaled(over, bottom)
            right = algebra.scaled(under, top)
            sign = ">" if grade.strict else ">="
            reached = algebra.compared(left, sign, right)
            pairs.append((reached, algebra.number(position)))

        return algebra.choose(pairs, algebra.number(self._last))
