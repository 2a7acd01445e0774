"""Rows whose code another row has: one of the two was meant otherwise.

The first is taken for the row of the code.  Of the second nobody knows
where it belongs, so what it might answer is not told.
"""

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.model import TREES, Criterion
from parrules.points import exact

_MOST: Final = 8
"""Rows of which all are tried with and without; more may be anything."""

_NAMED: Final = {
    "PAR401": "parent",
    "PAR301": "name",
    "PAR311": "name",
    "PAR412": "value",
    "PAR418": "value",
}
"""By code of a problem, which argument names a criterion that is absent."""


def strays(scope: Scope, parent: str) -> tuple[Criterion, ...]:
    """Return the rows of a code twice that may belong below *parent*.

    Below the one that the code says, or below the row that they follow.
    """
    found = scope.once("strays", lambda: _strays(scope))

    return tuple(node for above, node in found if above == parent)


def can_add_up(
    maxima: Iterable[Decimal], strays: Iterable[Criterion], whole: Decimal
) -> bool:
    """Tell whether *maxima* are *whole*, some of the *strays* among them."""
    others = [exact(node.maximum) for node in strays]
    if len(others) > _MOST:
        return True
    sums = {sum(map(exact, maxima))}
    for other in others:
        sums |= {each + other for each in sums}

    return exact(whole) in sums


def unexplained(
    problems: Iterable[Problem], scope: Scope
) -> Iterator[Problem]:
    """Yield *problems* but those of a name that a doubled row may have.

    Who wrote 9.3.2 twice may have meant 9.3.3, and is not told that there
    is none.
    """
    families = scope.once("doubled", lambda: _families(scope))
    if not families:
        yield from problems
        return
    for problem in problems:
        named = problem.arguments.get(_NAMED.get(problem.code, ""), "")
        is_code = named[:1].isdigit() or named[:1].isupper()
        if not (is_code and _above(named) in families):
            yield problem


def has_rows_below(node: Criterion, scope: Scope) -> bool:
    """Tell whether rows that follow *node* may be its parts."""
    following = scope.once("following", lambda: _following(scope))

    return any(each is node for each in following)


def _families(scope: Scope) -> Iterator[str]:
    return (_above(node.code) for node in scope.scheme.doubled)


def _strays(scope: Scope) -> Iterator[tuple[str, Criterion]]:
    for tree in TREES:
        before = ""
        for node in _written(scope, tree):
            if node.doubled:
                yield _above(node.code), node
                if before not in (_above(node.code), node.code):
                    yield before, node
            before = node.code


def _following(scope: Scope) -> Iterator[Criterion]:
    """Yield the rows whose own parts may be those of a code twice."""
    for tree in TREES:
        written = _written(scope, tree)
        for node, after in itertools.pairwise(written):
            is_below = after.depth > node.depth
            if after.doubled or (node.doubled and is_below):
                yield node


def _written(scope: Scope, tree: str) -> list[Criterion]:
    nodes = (node for node in scope.scheme.nodes() if node.tree == tree)

    return sorted(nodes, key=lambda node: node.position)


def _above(code: str) -> str:
    return code.rpartition(".")[0]
