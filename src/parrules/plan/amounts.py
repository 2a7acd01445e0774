"""Every amount that a scheme names, and the quantum that divides them all."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from parrules.model import (
    Award,
    Case,
    Cases,
    Choice,
    Choices,
    Criterion,
    Formula,
    Judged,
    Ladder,
    Scheme,
    Tier,
)
from parrules.plan.leaves import points_in


def places_of(scheme: Scheme) -> int:
    """Return the decimal places of the quantum that divides every amount."""
    return max(
        (_decimal_places(amount) for amount in _amounts(scheme)), default=0
    )


def amount_of(criterion: Criterion, award: Award) -> Fraction:
    """Return the points of one award or deduction."""
    if award.share is not None:
        return Fraction(criterion.maximum) * Fraction(award.share) / 100
    points = award.per if award.each is not None else award.points
    assert points is not None, "a row has an amount"

    return Fraction(points)


def _decimal_places(number: Decimal | Fraction) -> int:
    _, denominator = number.as_integer_ratio()
    places = 0
    while 10**places % denominator:
        places += 1

    return places


def _amounts(scheme: Scheme) -> Iterator[Decimal | Fraction]:
    total = scheme.total
    numbers = [scheme.maximum, total.at_least, total.at_most]
    numbers.extend(channel.maximum for channel in scheme.channels)
    for node in scheme.nodes():
        numbers.append(node.maximum)
        yield from _row_amounts(node)
        for award in (*node.awards, *node.deductions):
            yield amount_of(node, award)
            numbers.append(award.at_most)
    yield from (each for each in numbers if each is not None)


def _row_amounts(node: Criterion) -> Iterator[Decimal | Fraction]:
    form = node.form
    rows: tuple[Choice | Tier | Case, ...] = ()
    if isinstance(form, Choices):
        rows = form.choices
    elif isinstance(form, Ladder):
        rows = form.tiers
    elif isinstance(form, Cases):
        rows = form.cases
        yield from (each.step for each in form.cases if each.step)
    elif isinstance(form, Formula | Judged):
        yield form.step
    for row in rows:
        yield points_in(node, row)
