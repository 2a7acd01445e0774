"""One form for all comparisons: a quantity, a sign and a number."""

from fractions import Fraction

from parrules.expression.terms import Term, Type
from parrules.expression.writing import written

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""Signs of order, turned around."""

_DAYS = Type("number", "days", is_whole=True)
_NUMBER = Type("number")

Reduced = tuple[Term | None, Fraction, str]
"""A quantity (`None` for 0), the number that it is compared with, and how."""


def reduced_of(condition: Term) -> Reduced:
    """Write a comparison as a quantity against a number.

    Returns:
        The quantity (`None` for 0), the number, and the sign.
    """
    one, two = condition.args
    sign = str(condition.value)
    if "never" in (one.op, two.op):
        return None, Fraction(0), sign
    base, shift = _shifted(one)
    other, other_shift = _shifted(two)
    cut = other_shift - shift
    if base == other:
        return None, cut, sign
    if other is None:
        return base, cut, sign
    turned = MIRRORED.get(sign, sign)
    if base is None:
        return other, -cut, turned
    if written(other) < written(base):
        # The same two quantities are one scale, whichever comes first.
        return _difference(other, base, condition), -cut, turned

    return _difference(base, other, condition), cut, sign


def _difference(one: Term, two: Term, condition: Term) -> Term:
    if condition.op == "order":
        return Term("days", (two, one), None, _DAYS)

    return Term("sub", (one, two), None, _NUMBER)


def _shifted(term: Term) -> tuple[Term | None, Fraction]:
    """Split *term* into a term and a number added to it."""
    if term.op in ("const", "day"):
        assert isinstance(term.value, (int, Fraction))
        return None, Fraction(term.value)
    if term.op in ("add", "sub", "add_days"):
        one, shift = _shifted(term.args[0])
        two, more = _shifted(term.args[1])
        if two is None:
            return one, shift - more if term.op == "sub" else shift + more
        if one is None and term.op == "add":
            return two, shift + more

    return term, Fraction(0)
