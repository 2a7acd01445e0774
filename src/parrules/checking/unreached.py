"""What takes all cases from a row: rows above it, or a relation of facts."""

from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Final

import attrs

from parrules.checking.bounds import bounds_of
from parrules.checking.ranges import Ranges
from parrules.checking.rows import Row
from parrules.checking.scope import Scope
from parrules.expression.terms import Term

_MOST: Final = 3
"""How many relations or rows are named."""


def unrelated(scope: Scope) -> Scope:
    """Return *scope* as if no fact were bound by another one."""
    (found,) = scope.once("unrelated", lambda: (_unrelated(scope),))

    return found


def _unrelated(scope: Scope) -> Scope:
    ranges = scope.ranges
    bounds = attrs.evolve(
        ranges.bounds,
        edges={},
        reach={name: bounds_of(fact) for name, fact in ranges.facts.items()},
    )

    return attrs.evolve(scope, ranges=attrs.evolve(ranges, bounds=bounds))


def relations_in(scope: Scope, *terms: Term) -> str:
    """Write the relations between facts that the first of *terms* reads.

    Where there are none, those between facts that all of them read.
    """
    for some in (terms[:1], terms):
        names = dict.fromkeys(
            name for term in some for name in scope.inliner.names(term)
        )
        found = _relations(names, scope.ranges)
        if found:
            return _listed(found)

    return ""


def _relations(names: Iterable[str], ranges: Ranges) -> list[str]:
    return [
        f"`{one} <= {two}`"
        for one, two in permutations(names, 2)
        if ranges.bounds.is_below(one, two)
    ]


def above(rows: Iterable[Row]) -> Mapping[str, str]:
    """Return the argument that names *rows*, none where there are none."""
    names = [f"`{row.name}`" for row in rows]

    return {"above": _listed(names)} if names else {}


def _listed(parts: list[str]) -> str:
    more = ["…"] if len(parts) > _MOST else []

    return ", ".join((*parts[:_MOST], *more))
