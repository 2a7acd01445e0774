"""What facts are to bring about: conditions pushed down to what they compare.

A *wish* is a quantity that is to lie within an interval, a flag or choice
that is to be one of some, all of several wishes or any of them.  ``not`` is
gone, dates that never happened are flags, and every spelling of a quantity
is one sum of multiples.
"""

from collections.abc import Hashable
from fractions import Fraction
from typing import NamedTuple

from parrules.checking.comparisons import MIRRORED
from parrules.checking.inlining import names_in
from parrules.checking.intervals import Interval, point
from parrules.checking.linear import Key, Linear, difference_of, linear_of
from parrules.checking.ranges import Ranges
from parrules.checking.scales import flag_key
from parrules.expression.terms import Term
from parrules.points import exact

_OPPOSITE = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
}
_ORDERS = ("<", ">")
_BOTH = frozenset((False, True))


class Within(NamedTuple):
    """A sum of multiples lies within an interval."""

    key: Key
    interval: Interval


class Among(NamedTuple):
    """A flag or choice is one of some.

    Attributes:
        what: A kind and a name, as the key of a scale.
    """

    what: Hashable
    allowed: frozenset[bool | str]


class All(NamedTuple):
    """Every one of some wishes."""

    parts: tuple["Wish", ...]


class Any(NamedTuple):
    """One of some wishes at least."""

    parts: tuple["Wish", ...]


Wish = Within | Among | All | Any
NOTHING_MORE = All(())
IMPOSSIBLE = Any(())


def wish_of(condition: Term, ranges: Ranges, *, holds: bool) -> Wish:
    """Return what is wished where *condition* is true, or is false."""
    if condition.op == "not":
        return wish_of(condition.args[0], ranges, holds=not holds)
    if condition.op == "truth":
        return NOTHING_MORE if condition.value == holds else IMPOSSIBLE
    if condition.op in ("and", "or"):
        parts = tuple(
            wish_of(part, ranges, holds=holds) for part in condition.args
        )
        return All(parts) if (condition.op == "and") == holds else Any(parts)
    if condition.op == "among":
        return _among(condition, ranges, holds=holds)
    if condition.op == "compare":
        sign = str(condition.value)
        one, two = condition.args
        found = _compared(one, sign if holds else _OPPOSITE[sign], two, ranges)
        # What is known of days between dates is known of dates that came.
        days = [each for each in condition.walk() if each.op == "days"]
        came = (_not(_never(each, ranges)) for each in days)
        return All((found, *came)) if days else found
    if condition.op == "order":
        return _ordered(condition, ranges, holds=holds)

    return Among(_flag(condition), frozenset((holds,)))


def at_most(one: Term, two: Term) -> Wish:
    """Return the wish that *one* is no more than *two*."""
    return _signed(difference_of(one, two), "<=")


def _among(condition: Term, ranges: Ranges, *, holds: bool) -> Wish:
    assert isinstance(condition.value, tuple)
    name, options = condition.value
    every = frozenset(ranges.options_of(name))
    chosen = frozenset(options) & every

    return Among(("option", name), chosen if holds else every - chosen)


def _flag(condition: Term) -> Hashable:
    """Return the scale of what can be chosen, and else what is computed."""
    if condition.op in ("fact", "holds", "is_missing"):
        return flag_key(condition)

    return condition.op, condition.value


def _compared(one: Term, sign: str, two: Term, ranges: Ranges) -> Wish:
    if sign == "!=":
        return Any(
            tuple(_compared(one, each, two, ranges) for each in _ORDERS)
        )
    form = difference_of(one, two)
    found = [_signed(form, sign)]
    quotient = _quotient_in(form)
    if quotient is not None:
        # Above 0, the denominator can be multiplied out.
        over, under = quotient.args
        if _is_not_negative(under, ranges):
            rest = form.constant / form.factor
            product = Term("mul", (Term("const", (), rest), under))
            whole = linear_of(Term("add", (over, product)))
            turned = MIRRORED.get(sign, sign) if form.factor < 0 else sign
            found.append(_signed(whole, turned))
            found.append(_signed(linear_of(under), ">"))

    return All(tuple(found)) if len(found) > 1 else found[0]


def _quotient_in(form: Linear) -> Term | None:
    """Return the quotient that is all there is in a sum, if one is."""
    if len(form.key) == 1 and form.key[0][0].op == "div":
        return form.key[0][0]

    return None


def _is_not_negative(term: Term, ranges: Ranges) -> bool:
    low = ranges.of(term).low

    return low is not None and low >= 0


def _signed(form: Linear, sign: str) -> Wish:
    """Return the wish that a sum stands so to 0."""
    if not form.key:
        holds = _to_zero(form.constant, sign)
        return NOTHING_MORE if holds else IMPOSSIBLE
    cut = exact(-form.constant / form.factor)
    turned = MIRRORED.get(sign, sign) if form.factor < 0 else sign
    is_open = turned in _ORDERS
    if turned == "==":
        return Within(form.key, point(cut))
    if turned[0] == "<":
        return Within(form.key, Interval(None, cut, high_open=is_open))

    return Within(form.key, Interval(cut, low_open=is_open))


def _to_zero(number: Fraction, sign: str) -> bool:
    return {
        "<": number < 0,
        "<=": number <= 0,
        "==": number == 0,
        ">=": number >= 0,
        ">": number > 0,
    }[sign]


# -- dates that may not have happened -----------------------------------------


def _ordered(condition: Term, ranges: Ranges, *, holds: bool) -> Wish:
    """Return the wish for two dates, one of which may have never happened."""
    sign = str(condition.value)
    one, two = condition.args
    if sign == "!=":
        sign, holds = "==", not holds
    nevers = [_never(date, ranges) for date in (one, two)]
    neither = All(tuple(_not(each) for each in nevers))
    if "never" in (one.op, two.op):
        both = All(tuple(nevers))
        if sign != "==":
            return IMPOSSIBLE if holds else NOTHING_MORE
        return both if holds else _not(both)
    if holds:
        happened = All((neither, _compared(one, sign, two, ranges)))
        both = All(tuple(nevers))
        return Any((both, happened)) if sign == "==" else happened
    apart = _compared(one, _OPPOSITE[sign], two, ranges)
    if sign == "==":
        return Any(
            (
                All((nevers[0], _not(nevers[1]))),
                All((_not(nevers[0]), nevers[1])),
                All((neither, apart)),
            )
        )

    return Any((*nevers, All((neither, apart))))


def _never(date: Term, ranges: Ranges) -> Wish:
    """Return the wish that *date* did not happen."""
    if date.op == "never":
        return NOTHING_MORE
    flags = tuple(
        Among(("never", name), frozenset((True,)))
        for name in names_in(date)
        if can_be_never(name, ranges)
    )

    return Any(flags)


def can_be_never(name: str, ranges: Ranges) -> bool:
    """Tell whether a date may be one that did not happen."""
    fact = ranges.facts.get(name)

    # A derived date with cases may be whatever they say.
    return fact is None or fact.never


def _not(wish: Wish) -> Wish:
    """Return the opposite of a wish that is made of flags alone."""
    if isinstance(wish, All):
        return Any(tuple(_not(part) for part in wish.parts))
    if isinstance(wish, Any):
        return All(tuple(_not(part) for part in wish.parts))
    assert isinstance(wish, Among)

    return Among(wish.what, _BOTH - wish.allowed)


# -- what is certainly known --------------------------------------------------


def known_where(condition: Term, *, holds: bool) -> frozenset[str]:
    """Return the facts that must be known for *condition* to be decided.

    Args:
        condition: A condition.
        holds: Whether it is true, or is false.
    """
    if condition.op == "not":
        return known_where(condition.args[0], holds=not holds)
    if condition.op in ("and", "or"):
        parts = [known_where(part, holds=holds) for part in condition.args]
        if (condition.op == "and") == holds:
            return frozenset().union(*parts)
        return frozenset.intersection(*parts)
    if condition.op == "is_missing":
        return frozenset()

    return frozenset(names_in(condition))
