"""Conditions beside the rows of a leaf that can never be the first to hold."""

from collections.abc import Iterator, Sequence

from parrules.checking.branches import never_first
from parrules.checking.constants import happened
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.expression.writing import written
from parrules.model import Expression


def exception_never_reached(scope: Scope) -> Iterator[Problem]:
    """PAR246: of two entries of ``not_applicable`` the first takes all."""
    for node in scope.whole_leaves():
        whens = [entry.when for entry in node.not_applicable]
        yield from _hidden(f"{node.code}#not_applicable", whens, scope)


def value_never_reached(scope: Scope) -> Iterator[Problem]:
    """PAR246: the cases of a derived fact never come to a value."""
    for derived in scope.scheme.derived:
        whens = [when for when, _ in derived.cases]
        yield from _hidden(derived.name, whens, scope)


def _hidden(
    name: str, whens: Sequence[Expression | None], scope: Scope
) -> Iterator[Problem]:
    conditions = tuple(scope.term(when) for when in whens)
    pairs = tuple(zip(whens, conditions, strict=True))
    if not any(conditions) or any(
        when is not None and condition is None for when, condition in pairs
    ):
        return
    for at in never_first(conditions, scope):
        when, condition = pairs[at]
        if when is None or condition is None:
            continue
        # Otherwise the date is what is wrong, and told.
        if not any(happened(condition, scope)):
            yield Problem(
                code="PAR246",
                path=when.path,
                arguments={"name": name, "condition": written(condition)},
            )
