"""Sets of facts, as disjunctions of conjunctions over classes of ordinals.

They are the normal forms of `parrules.plan.logic`, with two differences:
they are kept disjoint where something is taken away, and they may be larger,
because no engine has to hold them.
"""

from collections.abc import Callable, Iterable, Iterator

import attrs

from parrules.expression.terms import Term
from parrules.plan.logic import Clause, Clauses, merged

LIMIT = 4000
"""Conjunctions beyond which a region is not looked at."""

Whole = Callable[[int], int]
"""Returns the mask of all that a property can be."""


@attrs.frozen
class Step:
    """Two parts of the facts between which raising one may lead.

    Attributes:
        start, end: Where all facts lie before and after.
        before, after: Where points follow numbers: what they are there.
        sign: 1 where it is wrong that they fall, -1 that they rise.
    """

    start: Clause
    end: Clause
    before: Term | None = None
    after: Term | None = None
    sign: int = 1


class TooManyError(Exception):
    """A region needs more conjunctions than `LIMIT`."""


def joined(one: Clauses, two: Clauses) -> Clauses:
    """Return what lies in both regions.

    Raises:
        TooManyError: It has too many parts.
    """
    return _counted(
        clause
        for first in one
        for second in two
        if (clause := merged(first, second)) is not None
    )


def without(region: Clauses, taken: Clauses, whole: Whole) -> Clauses:
    """Return what of *region* lies outside of *taken*.

    Raises:
        TooManyError: It has too many parts.
    """
    for clause in taken:
        region = _counted(
            part for each in region for part in _outside(each, clause, whole)
        )

    return region


def within(region: Clauses, whole: Whole) -> Clauses:
    """Return *region* less what no property can be."""
    narrowed = (
        tuple((place, bits & whole(place)) for place, bits in clause)
        for clause in region
    )

    return tuple(
        clause for clause in narrowed if all(bits for _, bits in clause)
    )


def _outside(clause: Clause, taken: Clause, whole: Whole) -> Iterator[Clause]:
    """Yield disjoint parts of *clause* that together leave *taken* out."""
    rest = clause
    for place, bits in taken:
        left = merged(rest, ((place, whole(place) & ~bits),))
        if left is not None:
            yield left
        met = merged(rest, ((place, bits),))
        if met is None:
            return
        rest = met


def _counted(clauses: Iterable[Clause]) -> Clauses:
    kept: dict[Clause, None] = {}
    for clause in clauses:
        kept[clause] = None
        if len(kept) > LIMIT:
            raise TooManyError

    return tuple(kept)
