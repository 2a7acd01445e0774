"""From a total to a grade: bounds, ceilings, drops (12)."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from parrules.model import Sanction
from parrules.outcome import GradeVerdict, Pair
from parrules.plan.nodes import Plan
from parrules.points import divide

Bound = tuple[int, int, bool]
"""A numerator, a denominator above 0, and whether it must be passed."""


class Grading:
    """Grades the totals of one plan. Immutable once made."""

    def __init__(self, plan: Plan) -> None:
        """Bring the bounds of *plan*'s grades to whole numbers."""
        self._last = len(plan.grades) - 1
        self._quantum = 10**plan.places
        self._shown = 10**plan.scheme.decimals
        self._rounding = plan.scheme.rounding
        self._bounds = tuple(
            None
            if grade.bound is None
            else (*Fraction(grade.bound).as_integer_ratio(), grade.strict)
            for grade in plan.grades
        )
        self._positions = {
            grade.id: index for index, grade in enumerate(plan.grades)
        }

    def verdict(
        self,
        reached: int,
        total: Pair,
        sanctions: Iterable[tuple[Sanction, str]] = (),
    ) -> GradeVerdict:
        """Return the grade.

        Args:
            reached: Position of the row that decides by bounds and gates;
                the number of grades where none does.
            total: In quanta.
            sanctions: Those that apply, with the rules of their leaves.
        """
        reached = min(reached, self._last)
        ceiling, drops, because = -1, 0, []
        for sanction, rule in sanctions:
            if sanction.grade_at_most is not None:
                ceiling = max(ceiling, self._positions[sanction.grade_at_most])
            drops += sanction.grade_down
            if sanction.grade_at_most is not None or sanction.grade_down:
                because.append(rule)

        return GradeVerdict(
            position=min(max(reached, ceiling) + drops, self._last),
            reached=reached,
            ceiling=ceiling,
            drops=drops,
            because=tuple(because),
            published=self._published(total),
        )

    def worst(self, sanctions: Sequence[Sanction]) -> Sanction:
        """Return the lowest ceiling and the deepest drop of *sanctions*.

        What they knock out is left out (S9.10).
        """
        ceilings = [each.grade_at_most for each in sanctions]
        drop = max((each.grade_down for each in sanctions), default=0)
        known = [each for each in ceilings if each is not None]
        lowest = max(known, key=self._positions.__getitem__, default=None)

        return Sanction(grade_at_most=lowest, grade_down=drop)

    def _published(self, total: Pair) -> int:
        """Return the grade of the published total, if that is another."""
        over, under = total[0], total[1] * self._quantum
        shown = divide(over * self._shown, under, self._rounding)
        by_shown = self._reached(shown, self._shown)

        return -1 if by_shown == self._reached(over, under) else by_shown

    def _reached(self, over: int, under: int) -> int:
        """Return the position of the grade that a total alone reaches."""
        for index, bound in enumerate(self._bounds):
            if bound is None:
                return index
            numerator, denominator, strict = bound
            beyond = over * denominator - numerator * under
            if beyond > 0 or (beyond == 0 and not strict):
                return index

        return self._last
