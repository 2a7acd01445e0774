"""What operations come down to: fewer ones, literals, a dimension."""

from fractions import Fraction

import attrs

from parrules.expression.dimensions import at
from parrules.expression.terms import FLAG, Term

_ALL = 100


def same(left: Term, right: Term, sign: str) -> Term:
    """Write ``a == b`` of two flags as what it means."""
    opposites = (
        Term("not", (left,), None, FLAG),
        Term("not", (right,), None, FLAG),
    )
    both = Term("and", (left, right), None, FLAG)
    neither = Term("and", opposites, None, FLAG)
    alike = Term("or", (both, neither), None, FLAG)

    return alike if sign == "==" else Term("not", (alike,), None, FLAG)


def product(sign: str, left: Term, right: Term) -> str:
    """Return the dimension of a product or quotient.

    A literal percent over a literal 100 is the part of 1 that it means.
    """
    first, second = left.type.dimension, right.type.dimension
    if first == "percent" and left.op == right.op == "const" and not second:
        return "ratio" if sign == "/" and right.value == _ALL else first
    if sign == "*":
        if not first or first == "ratio":
            return second if second != "ratio" or not first else "ratio"
        return first if not second or second == "ratio" else ""
    if first and first == second:
        return "ratio"

    return first if not second or second == "ratio" else ""


def folded(term: Term) -> Term:
    """Compute *term* where both sides are literals."""
    if not all(part.op == "const" for part in term.args):
        return term
    left, right = (part.value for part in term.args)
    assert isinstance(left, Fraction)
    assert isinstance(right, Fraction)
    if term.op == "div":
        value = left / right
    else:
        value = {
            "add": left + right,
            "sub": left - right,
            "mul": left * right,
        }[term.op]
    kind = attrs.evolve(term.type, is_whole=value.denominator == 1)

    return at(Term("const", (), value, kind), term)
