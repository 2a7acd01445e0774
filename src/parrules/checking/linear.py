"""Sums of multiples: one form for the many spellings of one quantity.

``ngay <= han + 15`` and ``days(han, ngay) > 15`` look at one difference,
``percent(a, 50)`` and ``a`` at one count.  A date is a day number here.
"""

from fractions import Fraction
from typing import NamedTuple

from parrules.expression.terms import Term
from parrules.expression.writing import written
from parrules.points import Number, exact

Key = tuple[tuple[Term, Number], ...]
"""Quantities and what they are multiplied by, the first of them by 1."""


class Linear(NamedTuple):
    """A number that is ``factor`` times a sum, and ``constant`` more.

    Attributes:
        key: The sum; empty where the number is a constant.
    """

    key: Key
    factor: Fraction
    constant: Fraction


def linear_of(term: Term) -> Linear:
    """Write a number or date as a sum of multiples."""
    if term.op == "fact":
        return Linear(((term, 1),), Fraction(1), Fraction(0))
    parts: dict[Term, Fraction] = {}
    constant = _add(term, Fraction(1), parts)
    left = [(part, factor) for part, factor in parts.items() if factor]
    if not left:
        return Linear((), Fraction(1), constant)
    if len(left) > 1:
        left.sort(key=lambda pair: written(pair[0]))
    first = left[0][1]

    return Linear(
        tuple((part, exact(factor / first)) for part, factor in left),
        first,
        constant,
    )


def difference_of(one: Term, two: Term) -> Linear:
    """Write *one* less *two* as a sum of multiples."""
    return linear_of(Term("sub", (one, two)))


def _add(
    term: Term, factor: Fraction, parts: dict[Term, Fraction]
) -> Fraction:
    """Add *factor* times *term* to *parts*; return the constant in it."""
    args = term.args
    if term.op in ("const", "day"):
        return factor * _number(term)
    if term.op == "add" or (term.op == "add_days" and _is_number(args[1])):
        return _add(args[0], factor, parts) + _add(args[1], factor, parts)
    if term.op == "sub":
        return _add(args[0], factor, parts) + _add(args[1], -factor, parts)
    if term.op == "days":
        return _add(args[1], factor, parts) + _add(args[0], -factor, parts)
    if term.op == "mul":
        for one, other in (args, args[::-1]):
            if _is_number(one):
                return _add(other, factor * _number(one), parts)
    if term.op == "div":
        return _add_quotient(term, factor, parts)
    parts[term] = parts.get(term, Fraction(0)) + factor

    return Fraction(0)


def _add_quotient(
    term: Term, factor: Fraction, parts: dict[Term, Fraction]
) -> Fraction:
    over, under = term.args
    if _is_number(under) and under.value:
        return _add(over, factor / _number(under), parts)
    # `100 * a / b` and `percent(a, b)` are the same multiple of `a / b`.
    above = linear_of(over)
    if len(above.key) == 1 and not above.constant:
        factor *= above.factor
        term = Term("div", (above.key[0][0], under), None, term.type)
    parts[term] = parts.get(term, Fraction(0)) + factor

    return Fraction(0)


def _is_number(term: Term) -> bool:
    return term.op == "const"


def _number(term: Term) -> Fraction:
    assert isinstance(term.value, (int, Fraction))

    return Fraction(term.value)
