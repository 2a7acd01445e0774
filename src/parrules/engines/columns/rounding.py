"""Quotients rounded to whole numbers, in the algebra."""

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.points import Rounding


def rounded(
    algebra: Algebra, over: Cell, under: Cell, rounding: Rounding
) -> Cell:
    """Return a quotient rounded to a whole number, as `divide` does."""
    size = algebra.size(over)
    whole = algebra.divided(size, under)
    if rounding != "down" and not under.low == under.high == 1:
        rest = algebra.rest(size, under)
        one_more = algebra.sum([whole, algebra.number(1)])
        is_more = _is_more(algebra, rest, whole, under, rounding)
        whole = algebra.choose([(is_more, one_more)], whole)
    if over.low >= 0:
        return whole

    return algebra.choose(
        [(algebra.at_least(over, algebra.number(0)), whole)],
        algebra.negative(whole),
    )


def _is_more(
    algebra: Algebra, rest: Cell, whole: Cell, under: Cell, rounding: Rounding
) -> Cell:
    """Return whether what is left over counts as one more (S0.6)."""
    if rounding == "up":
        return algebra.above(rest, algebra.number(0))
    twice = algebra.scaled(rest, 2)
    if rounding == "half_up":
        return algebra.at_least(twice, under)
    half = algebra.divided(whole, algebra.number(2))
    is_odd = algebra.above(whole, algebra.scaled(half, 2))

    return algebra.any_of(
        algebra.above(twice, under),
        algebra.all_of(algebra.equal(twice, under), is_odd),
    )
