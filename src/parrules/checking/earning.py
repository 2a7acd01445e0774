"""What a default earns where points are computed from the fact.

A quantity is looked at twice: with the default, and with the least that the
fact can be; of a tally that is all answers on the lowest level.  Where only
the default reaches so many points, silence earns them.  Of a default that is
the least itself nothing is said here: a fact of which more only costs has to
say that nothing happened.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parrules.checking.inlining import names_in
from parrules.checking.intervals import Interval, compared, point
from parrules.checking.ladders import covers_of
from parrules.checking.ranges import Ranges
from parrules.checking.rows import rows_of
from parrules.checking.scope import Scope
from parrules.expression.terms import Term
from parrules.model import Award, Cases, Criterion, Fact, Formula, Ladder
from parrules.points import Number, exact

Worth = Callable[[Interval], Number]
_ZERO: Number = 0


class Gain(NamedTuple):
    """What silence can earn, and what another value can in its place."""

    fact: str
    more: Number
    less: Number = _ZERO


class Sides(NamedTuple):
    """What is known with the default, and with the least value."""

    silent: Ranges
    least: Ranges


class _Quantity(NamedTuple):
    """A quantity, and the most points that its values can give.

    It does so where *condition* holds; where that depends on the fact, the
    leaf can have *otherwise* in its place.
    """

    term: Term
    worth: Worth
    condition: Term | None = None
    otherwise: Number = _ZERO


def computed_gains(
    node: Criterion, defaults: Mapping[str, Fact], scope: Scope
) -> Iterator[Gain]:
    """Yield what *defaults* earn in formulas, measures and counts of a leaf.

    Of a measure that is a fact alone nothing is said.
    """
    for quantity in _quantities(node, scope):
        for name in dict.fromkeys(names_in(quantity.term)):
            if name in defaults:
                yield from _gain(quantity, defaults[name], scope.ranges)


def sides_of(fact: Fact, term: Term, ranges: Ranges) -> Sides | None:
    """Return what is known of a quantity on both sides.

    Returns:
        `None` where it does not read the fact as a number, or where the
        default is no more than the least.
    """
    silent: dict[Term, Interval] = {}
    least: dict[Term, Interval] = {}
    for part in term.walk():
        if part.op == "div" and fact.name in names_in(part.args[1]):
            # With the least there may be nothing to divide by.
            return None
        if fact.name not in _read(part):
            continue
        pair = _values(part, fact, ranges)
        if pair is None:
            return None
        silent[part], least[part] = map(point, pair)
    if not silent:
        return None

    return Sides(ranges.given(silent), ranges.given(least))


def number_of(value: object) -> Fraction | None:
    """Return a default as a number, if it is one."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None

    return Fraction(value)


def _gain(quantity: _Quantity, fact: Fact, ranges: Ranges) -> Iterator[Gain]:
    sides = sides_of(fact, quantity.term, ranges)
    if sides is None:
        return
    values = [side.of(quantity.term) for side in sides]
    if any(each.is_empty for each in values):
        # There is nothing to divide by.
        return
    more, less = map(quantity.worth, values)
    condition = quantity.condition
    if condition is not None and fact.name in names_in(condition):
        if _is_false(condition, sides.silent):
            return
        less = max(less, quantity.otherwise)
    if less < more:
        yield Gain(fact.name, more, less)


def _is_false(condition: Term, ranges: Ranges) -> bool:
    """Tell whether a condition, or one that it needs, cannot hold."""
    if condition.op == "and":
        return any(_is_false(part, ranges) for part in condition.args)
    if condition.op != "compare":
        return False
    left, right = (ranges.of(part) for part in condition.args)

    return compared(left, str(condition.value), right) is False


def _read(part: Term) -> tuple[str, ...]:
    """Return the fact that a term reads itself, and not by its parts."""
    return () if part.args else tuple(names_in(part))


def _values(
    part: Term, fact: Fact, ranges: Ranges
) -> tuple[Number, Number] | None:
    """Return what a term is by default, and with the least value.

    Of a tally that is all answers on the lowest level.
    """
    if part.op in ("share", "mean"):
        counts = fact.default
        if not isinstance(counts, tuple) or not any(counts[1:]):
            return None
        lowest = (1, *(0 for _ in counts[1:]))
        return _of_tally(part, counts), _of_tally(part, lowest)
    value, reach = None, ranges.of(part)
    if part.op == "fact":
        value = number_of(fact.default)
    if part.op == "option_value":
        at = fact.options.index(str(fact.default))
        value = Fraction(fact.numbers[at])
    if value is None or reach.low is None or not reach.has(value):
        return None

    return None if value == reach.low else (value, reach.low)


def _of_tally(part: Term, counts: Sequence[int]) -> Number:
    """Return the share or mean of a tally that is not empty."""
    if part.op == "mean":
        weighted = sum(level * each for level, each in enumerate(counts, 1))
        return Fraction(weighted, sum(counts))
    assert isinstance(part.value, tuple)
    _, levels = part.value

    return Fraction(100 * sum(counts[at] for at in levels), sum(counts))


# -- quantities ---------------------------------------------------------------


def _quantities(node: Criterion, scope: Scope) -> Iterator[_Quantity]:
    form, most = node.form, exact(node.maximum)
    if isinstance(form, Formula):
        term = scope.term(form.expression)
        if term is not None:
            yield _Quantity(term, _clamp(most))
    if isinstance(form, Ladder):
        term = scope.term(form.measure)
        if term is not None and term.op != "fact":
            yield _Quantity(term, _by_tiers(node, form, scope))
    if isinstance(form, Cases):
        yield from _by_cases(node, form, scope)
    for award in node.awards:
        term = None if award.each is None else scope.term(award.each)
        if term is not None and term.op != "fact":
            yield _Quantity(term, _by_count(award, most))


def _clamp(most: Number, per: Number = 1) -> Worth:
    def worth(values: Interval) -> Number:
        if values.high is None:
            return most

        return min(max(values.high * per, _ZERO), most)

    return worth


def _by_count(award: Award, most: Number) -> Worth:
    cap = most if award.at_most is None else min(most, exact(award.at_most))

    return _clamp(cap, exact(award.per or Decimal(0)))


def _by_tiers(node: Criterion, form: Ladder, scope: Scope) -> Worth:
    pairs = [
        (cover, row.points or _ZERO)
        for cover, row in zip(
            covers_of(form), rows_of(node, scope), strict=True
        )
    ]

    def worth(values: Interval) -> Number:
        return max(
            (
                points
                for cover, points in pairs
                if not cover.meet(values).is_empty
            ),
            default=_ZERO,
        )

    return worth


def _by_cases(
    node: Criterion, form: Cases, scope: Scope
) -> Iterator[_Quantity]:
    most = exact(node.maximum)
    points = [
        most if row.points is None else row.points
        for row in rows_of(node, scope)
    ]
    for position, case in enumerate(form.cases):
        term = None if case.formula is None else scope.term(case.formula)
        if term is None:
            continue
        condition = None if case.when is None else scope.term(case.when)
        others = max((*points[position + 1 :], _ZERO))
        yield _Quantity(term, _clamp(most), condition, others)
