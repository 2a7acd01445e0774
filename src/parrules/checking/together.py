"""Conditions that exclude one another, and what is given for them at most."""

from collections.abc import Sequence

from parrules.checking.cells import TooManyCellsError, cells_of
from parrules.checking.inlining import names_in
from parrules.checking.ranges import Ranges
from parrules.expression.terms import Term
from parrules.points import Number

_MOST_SUMS = 1000
"""Different sums that are followed before all are taken to go together."""


def most_at_once(
    given: Sequence[tuple[Term, Number]], ranges: Ranges
) -> Number:
    """Return the most that comes together of *given*.

    Args:
        given: Conditions, and what is given where each holds.
        ranges: What facts can be.

    Returns:
        The greatest sum that some facts bring about; the sum of all where
        that takes too long to tell.
    """
    everything = sum(amount for _, amount in given)
    if not _have_a_name_in_common([condition for condition, _ in given]):
        return everything
    try:
        cells = cells_of([condition for condition, _ in given], ranges)
    except TooManyCellsError:
        return everything
    if cells is None:
        return everything
    held: dict[Number, int] = {0: cells.all}
    for condition, amount in given:
        where = cells.where(condition)
        sums: dict[Number, int] = {}
        for total, mask in held.items():
            for value, part in (
                (total, mask & ~where),
                (total + amount, mask & where),
            ):
                if part:
                    sums[value] = sums.get(value, 0) | part
        if len(sums) > _MOST_SUMS:
            return everything
        held = sums

    return max(held)


def _have_a_name_in_common(conditions: Sequence[Term]) -> bool:
    seen: set[str] = set()
    for condition in conditions:
        names = set(names_in(condition))
        if not seen.isdisjoint(names):
            return True
        seen |= names

    return False
