"""Nodes that are compared as one: what they earned together.

Numbers in brackets are those of the normative page *semantics*.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import gcd

import attrs

from parrules.cohort.standings import Standing


@attrs.frozen
class Joint:
    """What one or several nodes earned, as one.

    Attributes:
        points, maximum: `None` where there is no node, or one has none.
        weight: What a point of them counts in the total.
    """

    points: Fraction | None
    maximum: Fraction | None
    weight: Fraction


_ONE = Fraction(1)
_NOTHING = Joint(None, None, _ONE)


def joined(
    codes: Sequence[str], standing: Standing, means: Mapping[str, Fraction]
) -> Joint:
    """Return what *codes* are together (S20.6).

    Parts of a mean are their mean, by what each counts in the total; all
    else is added up.

    Args:
        codes: Of one year; there may be none.
        standing: The unit in that year.
        means: By code, the weights of parts of means.
    """
    if not codes:
        return _NOTHING
    if len(codes) == 1:
        (code,) = codes
        weight = standing.weight(code) if code in standing.weights else _ONE
        return Joint(standing.amount(code), standing.maximum(code), weight)
    points = [standing.amount(code) for code in codes]
    maxima = [standing.maximum(code) for code in codes]
    weights = _weights(codes, standing, means)
    whole = sum(weights, Fraction(0))
    # As many times the mean is the sum, where all count alike.
    times = 1 if any(code in means for code in codes) else len(codes)
    shares = [times * weight / whole for weight in weights]

    return Joint(
        _weighed(points, shares), _weighed(maxima, shares), whole / times
    )


def _weights(
    codes: Sequence[str], standing: Standing, means: Mapping[str, Fraction]
) -> list[Fraction]:
    """Return what each of *codes* counts; where none does, all alike."""
    found = [
        standing.weight(code)
        if code in standing.weights
        else means.get(code, Fraction(1))
        for code in codes
    ]

    return found if any(found) else [Fraction(1)] * len(codes)


def _weighed(
    amounts: Iterable[Fraction | None], shares: Iterable[Fraction]
) -> Fraction | None:
    return total_of(
        None if amount is None else share * amount
        for amount, share in zip(amounts, shares, strict=True)
        # What counts nothing takes nothing away by its absence, either.
        if share
    )


def total_of(amounts: Iterable[Fraction | None]) -> Fraction | None:
    """Return the sum; `None` where there is nothing, or a part is absent."""
    over, under, is_empty = 0, 1, True
    for each in amounts:
        if each is None:
            return None
        # One fraction at the end, since each of them is slow to make.
        shared = under // gcd(under, each.denominator) * each.denominator
        over = over * (shared // under) + each.numerator * (
            shared // each.denominator
        )
        under, is_empty = shared, False

    return None if is_empty else Fraction(over, under)
