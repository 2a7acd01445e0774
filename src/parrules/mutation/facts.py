"""Defaults and derived facts with one thing changed."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import attrs

from parrules.checking.scope import Scope
from parrules.loading.writing import default_text
from parrules.model import Derived, Expression, Fact
from parrules.mutation.changes import (
    Change,
    Hint,
    plus,
    replaced,
    with_element,
)
from parrules.mutation.expressions import can_both_hold, expression_changes

_DAY = datetime.timedelta(days=1)


def fact_changes(fact: Fact) -> Iterator[Change[Fact]]:
    """Yield *fact* with another default, if it has one that can change."""
    other = _other_default(fact)
    if other is None:
        return
    yield Change(
        value=replaced(fact, "default", other),
        kind="default",
        path=(*fact.path, "default"),
        before=f"default = {_shown(fact.default)}",
        after=f"default = {_shown(other)}",
        hint=Hint("silent", {"name": fact.name}),
    )


def _other_default(fact: Fact) -> object:
    """Return another value that silence could mean; `None` for none."""
    default = fact.default
    if isinstance(default, bool):
        return not default
    if isinstance(default, int | Decimal):
        return _neighbour(fact, Decimal(default), type(default))
    if isinstance(default, datetime.date):
        return default + _DAY if default < datetime.date.max else None
    if isinstance(default, str) and default in fact.options:
        others = [each for each in fact.options if each != default]
        return others[0] if others else None

    return None


def _neighbour(
    fact: Fact, default: Decimal, kind: type[int] | type[Decimal]
) -> int | Decimal | None:
    high, low = fact.at_most, fact.at_least
    for sign in (1, -1):
        other = plus(default, Decimal(1), sign)
        if isinstance(high, Decimal) and other > high:
            continue
        if isinstance(low, Decimal) and other < low:
            continue
        return kind(other)

    return None


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else default_text(value)


def derived_changes(
    derived: Derived, scope: Scope
) -> Iterator[Change[Derived]]:
    """Yield *derived* with one thing changed."""
    for position, pair in enumerate(derived.cases):
        for side, expression in enumerate(pair):
            for change in expression_changes(expression, scope):
                yield change.within(
                    lambda found, at=position, side=side: _with_side(  # type: ignore[misc]  # bound where it is made
                        derived, at, side, found
                    )
                )
    pairs = zip(derived.cases, derived.cases[1:], strict=False)
    for position, ((first, _), (second, _)) in enumerate(pairs):
        if can_both_hold(first, second, scope):
            assert first is not None
            assert second is not None
            yield _swapped(derived, position, first, second)


def _with_side(
    derived: Derived, position: int, side: int, found: Expression
) -> Derived:
    when, value = derived.cases[position]
    pair = (found, value) if side == 0 else (when, found)

    return attrs.evolve(
        derived, cases=with_element(derived.cases, position, pair)
    )


def _swapped(
    derived: Derived, position: int, first: Expression, second: Expression
) -> Change[Derived]:
    cases = derived.cases
    one, two = cases[position], cases[position + 1]

    return Change(
        value=attrs.evolve(
            derived,
            cases=(*cases[:position], two, one, *cases[position + 2 :]),
        ),
        kind="order",
        path=second.path,
        before=f"{first.text} … {second.text}",
        after=f"{second.text} … {first.text}",
        hint=Hint("both", {"one": first.text, "two": second.text}),
    )
