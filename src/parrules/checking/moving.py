"""Which way a number or a condition moves with the points of nodes.

Points and shares of them are never below 0.  What may move either way is
said to move both.
"""

from collections.abc import Iterator

from parrules.checking.intervals import compared, point
from parrules.checking.ranges import Ranges
from parrules.expression.terms import OUTCOME_TERMS, Term

Way = tuple[Term, int]
"""An outcome, and 1 where what is looked at rises with it, or -1."""

_ALIKE = ("add", "min", "max", "round", "and", "or", "count_true")
"""Operations that rise with each of their parts."""


def ways_of(term: Term, ranges: Ranges, sign: int = 1) -> Iterator[Way]:
    """Yield how *term* moves with each outcome that it reads.

    Args:
        term: A number or a condition, which rises to being true.
        ranges: What terms can be.
        sign: -1 to tell of the opposite of *term*.
    """
    if term.op in OUTCOME_TERMS:
        yield term, sign
    elif term.op in _ALIKE:
        for part in term.args:
            yield from ways_of(part, ranges, sign)
    elif term.op == "not":
        yield from ways_of(term.args[0], ranges, -sign)
    elif term.op in ("sub", "days", "compare"):
        yield from _between(term, ranges, sign)
    elif term.op in ("mul", "div"):
        yield from _multiplied(term, ranges, sign)
    else:
        yield from _both(term)


def _between(term: Term, ranges: Ranges, sign: int) -> Iterator[Way]:
    """Yield the ways of a difference, and of what compares two numbers."""
    left, right = term.args
    if term.op == "compare" and term.value in ("==", "!="):
        yield from _both(term)
        return
    if term.op == "days" or term.value in ("<", "<="):
        left, right = right, left
    yield from ways_of(left, ranges, sign)
    yield from ways_of(right, ranges, -sign)


def _multiplied(term: Term, ranges: Ranges, sign: int) -> Iterator[Way]:
    """Yield the ways of a product or a quotient, by the signs of its parts."""
    left, right = (_sign_of(part, ranges) for part in term.args)
    one, two = term.args
    by_right = left if term.op == "mul" else -left
    for part, other in ((one, right), (two, by_right)):
        if other:
            yield from ways_of(part, ranges, sign * other)
        else:
            yield from _both(part)


def _sign_of(term: Term, ranges: Ranges) -> int:
    """Return 1 where *term* is never below 0, -1 never above, else 0."""
    found = ranges.of(term)
    if compared(found, ">=", point(0)):
        return 1

    return -1 if compared(found, "<=", point(0)) else 0


def _both(term: Term) -> Iterator[Way]:
    for part in term.walk():
        if part.op in OUTCOME_TERMS:
            yield part, 1
            yield part, -1
