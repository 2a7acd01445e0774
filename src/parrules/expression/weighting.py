"""The mean of a tally whose levels stand for numbers, in plainer terms."""

import functools
import math
from fractions import Fraction

from parrules.expression.terms import Term, Type

_NUMBER = Type("number", "number")


def weighted_mean(tally: Term) -> Term:
    """Write the mean of a tally whose levels stand for numbers.

    It is the sum of each number times the share of its levels. That it lies
    between the least and the greatest number is written out, because nobody
    sees it in the sum.
    """
    numbers = tally.type.numbers
    # Shares are weighted by whole numbers, so that all have one denominator.
    scale = math.lcm(*(number.denominator for number in numbers))
    parts = [
        _times(_share(tally, number), number * scale)
        for number in dict.fromkeys(numbers)
    ]
    total = functools.reduce(
        lambda left, right: Term("add", (left, right), None, _NUMBER), parts
    )
    least, most = (_constant(end(numbers)) for end in (min, max))
    mean = _times(total, Fraction(1, 100 * scale))

    return _extreme("max", least, _extreme("min", most, mean))


def _share(tally: Term, number: Fraction) -> Term:
    """Write the percent of a tally that stands for *number*."""
    positions = tuple(
        at for at, each in enumerate(tally.type.numbers) if each == number
    )

    return Term(
        "share", (), (tally.value, positions), Type("number", "percent")
    )


def _times(term: Term, number: Fraction) -> Term:
    return Term("mul", (_constant(number), term), None, _NUMBER)


def _extreme(op: str, *parts: Term) -> Term:
    return Term(op, parts, None, _NUMBER)


def _constant(number: Fraction) -> Term:
    return Term("const", (), number, _NUMBER)
