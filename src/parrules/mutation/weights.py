"""Numbers that options and levels stand for, one of them changed.

What an option stands for is looked up when a unit is scored.  What levels
stand for is written out in every mean of their tally, so all of them change.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from parrules.checking.readings import readings_in
from parrules.expression.terms import Term, Type
from parrules.expression.weighting import weighted_mean
from parrules.model import Expression, Fact, Scheme
from parrules.mutation.changes import (
    Change,
    Hint,
    plus,
    replaced,
    step_of,
    with_element,
)
from parrules.points import plain

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")

Rewrite = Callable[[Term], Term]


def weight_changes(scheme: Scheme, position: int) -> Iterator[Change[Scheme]]:
    """Yield *scheme* with another number for one option or level of a fact.

    Args:
        scheme: Which reads the numbers, or nothing is changed.
        position: Of the fact.
    """
    fact = scheme.facts[position]
    if not fact.numbers or not _is_read(scheme, fact):
        return
    key = "levels" if fact.levels else "values"
    names = fact.levels or fact.options
    for at, (name, number) in enumerate(zip(names, fact.numbers, strict=True)):
        other = plus(number, step_of(number), 1)
        hint = {"what": fact.name, "level": name}
        yield Change(
            value=_weighted(scheme, position, at, other),
            kind="number",
            path=(*fact.path, key, name),
            before=f"{_key(name)} = {plain(number)}",
            after=f"{_key(name)} = {plain(other)}",
            hint=Hint("level" if fact.levels else "option", hint),
        )


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else f'"{name}"'


def _is_read(scheme: Scheme, fact: Fact) -> bool:
    """Tell whether something reads the numbers, and not the names alone."""
    wanted = (
        weighted_mean(_tally(fact))
        if fact.levels
        else Term("option_value", (), fact.name)
    )

    return any(
        part == wanted
        for reading in readings_in(scheme)
        if reading.expression.term is not None
        for part in reading.expression.term.walk()
    )


def _weighted(
    scheme: Scheme, position: int, at: int, number: Decimal
) -> Scheme:
    fact = scheme.facts[position]
    other = replaced(fact, "numbers", with_element(fact.numbers, at, number))
    facts = with_element(scheme.facts, position, other)
    if not fact.levels:
        return replaced(scheme, "facts", facts)
    before, after = (weighted_mean(_tally(each)) for each in (fact, other))

    def rewrite(term: Term) -> Term:
        if term == before:
            return attrs.evolve(after, start=term.start, end=term.end)

        return attrs.evolve(term, args=tuple(map(rewrite, term.args)))

    changed: Scheme = _rewritten(replaced(scheme, "facts", facts), rewrite)

    return changed


def _tally(fact: Fact) -> Term:
    numbers = tuple(map(Fraction, fact.numbers))

    return Term("fact", (), fact.name, Type("tally", numbers=numbers))


def _rewritten(value: Any, rewrite: Rewrite) -> Any:  # noqa: ANN401  # of the model, whatever it is
    """Return *value* with the terms of all expressions in it rewritten."""
    if isinstance(value, Expression):
        term = value.term
        return attrs.evolve(
            value, term=None if term is None else rewrite(term)
        )
    if isinstance(value, tuple):
        return tuple(_rewritten(each, rewrite) for each in value)
    if isinstance(value, Mapping):
        return {key: _rewritten(each, rewrite) for key, each in value.items()}
    if not attrs.has(type(value)):
        return value

    return attrs.evolve(
        value,
        **{
            each.alias: _rewritten(getattr(value, each.name), rewrite)
            for each in attrs.fields(type(value))
            if each.init
        },
    )
