"""The way of rounding changed, in all that follows it."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from parrules.checking.readings import readings_in
from parrules.checking.scope import Scope, scope_of
from parrules.expression.terms import Term
from parrules.model import Expression, Scheme
from parrules.mutation.changes import replaced
from parrules.points import Rounding
from parrules.records import Record


def with_rounding(scheme: Scheme, rounding: Rounding) -> Scheme:
    """Return *scheme* with another way of rounding.

    ``round_to``, and the steps of awards, hold theirs in their terms.
    """
    changed: Scheme = _turned(scheme, scheme.rounding, rounding)

    return replaced(changed, "rounding", rounding)


def rounds_terms(scheme: Scheme) -> bool:
    """Tell whether a term that follows the way of rounding may round."""
    scope = scope_of(scheme)

    return any(
        _may_round(part, scope)
        for reading in readings_in(scheme)
        for part in _following(reading.expression, scheme.rounding, scope)
    )


def _following(
    expression: Expression, rounding: Rounding, scope: Scope
) -> Iterator[Term]:
    term = scope.term(expression)
    for part in () if term is None else term.walk():
        if part.op == "round" and part.value[1] == rounding:  # type: ignore[index]  # a pair, by the name of the term
            yield part


def _may_round(term: Term, scope: Scope) -> bool:
    (inner,) = term.args
    step = scope.ranges.step_of(inner)

    return step is None or (step / term.value[0]).denominator > 1  # type: ignore[index]  # as above


def _turned(value: Any, before: Rounding, after: Rounding) -> Any:  # noqa: ANN401  # any part of a scheme
    """Return *value* with *after* in all terms that say *before*."""
    if isinstance(value, Expression):
        if value.term is None or _is_told(value, before):
            return value
        term = _term(value.term, before, after)
        return value if term is value.term else replaced(value, "term", term)
    if isinstance(value, tuple):
        found = tuple(_turned(each, before, after) for each in value)
        return found if any(map(_differ, found, value)) else value
    if isinstance(value, Mapping):
        return {
            key: _turned(each, before, after) for key, each in value.items()
        }
    if not isinstance(value, Record):
        return value
    changes = {
        field.name: part
        for field in attrs.fields(type(value))  # type: ignore[arg-type]  # every record is one of attrs
        for own in (getattr(value, field.name),)
        for part in (_turned(own, before, after),)
        if part is not own
    }

    return attrs.evolve(value, **changes) if changes else value  # type: ignore[misc]  # as above


def _differ(one: object, two: object) -> bool:
    return one is not two


def _is_told(expression: Expression, rounding: Rounding) -> bool:
    """Tell whether the text itself says how it rounds.

    ``round_up`` is then what ``round_to`` is, and none of them is changed.
    """
    return f"round_{rounding}" in expression.text


def _term(term: Term, before: Rounding, after: Rounding) -> Term:
    args = tuple(_term(each, before, after) for each in term.args)
    if term.op == "round" and term.value[1] == before:  # type: ignore[index]  # as above
        return attrs.evolve(term, args=args, value=(term.value[0], after))  # type: ignore[index]  # as above
    if any(map(_differ, args, term.args)):
        return attrs.evolve(term, args=args)

    return term
