"""The mean of a tally whose levels stand for numbers, in plainer terms."""

import functools
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
    parts = [_times_share(tally, number) for number in dict.fromkeys(numbers)]
    total = functools.reduce(
        lambda left, right: Term("add", (left, right), None, _NUMBER), parts
    )
    least, most = (
        Term("const", (), end(numbers), _NUMBER) for end in (min, max)
    )

    return Term(
        "max",
        (least, Term("min", (most, total), None, _NUMBER)),
        None,
        _NUMBER,
    )


def _times_share(tally: Term, number: Fraction) -> Term:
    """Write *number* times the part of a tally that it stands for."""
    positions = tuple(
        at for at, each in enumerate(tally.type.numbers) if each == number
    )
    share = Term(
        "share", (), (tally.value, positions), Type("number", "percent")
    )
    part = Term("const", (), number / 100, _NUMBER)

    return Term("mul", (part, share), None, _NUMBER)
