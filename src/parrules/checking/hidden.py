"""Conditions beside the rows of a leaf that can never be the first to hold."""

from collections.abc import Iterator, Sequence

from parrules.checking.branches import never_covered, never_first
from parrules.checking.constants import happened
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.expression.terms import Term
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


def value_of_no_case(scope: Scope) -> Iterator[Problem]:
    """PAR249: facts can be such that no case of a derived fact holds.

    It has no value there (S4.3), which may be meant.
    """
    for derived in scope.scheme.derived:
        conditions = _conditions([when for when, _ in derived.cases], scope)
        gap = never_covered(conditions, scope) if conditions else None
        if gap is not None:
            yield Problem(
                code="PAR249",
                severity="warning",
                path=(*derived.path, "cases"),
                arguments={
                    "name": derived.name,
                    "example": gap.example,
                    "gap": gap.all,
                },
            )


def _conditions(
    whens: Sequence[Expression | None], scope: Scope
) -> tuple[Term | None, ...]:
    """Return conditions in order, nothing where one could not be read."""
    found = tuple(scope.term(when) for when in whens)
    is_whole = all(
        when is None or condition is not None
        for when, condition in zip(whens, found, strict=True)
    )

    return found if is_whole and any(found) else ()


def _hidden(
    name: str, whens: Sequence[Expression | None], scope: Scope
) -> Iterator[Problem]:
    conditions = _conditions(whens, scope)
    for at in never_first(conditions, scope) if conditions else ():
        when, condition = whens[at], conditions[at]
        if when is None or condition is None:
            continue
        # Otherwise the date is what is wrong, and told.
        if not any(happened(condition, scope)):
            yield Problem(
                code="PAR246",
                path=when.path,
                arguments={"name": name, "condition": written(condition)},
            )
