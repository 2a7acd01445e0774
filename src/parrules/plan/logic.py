"""Conditions as sets of ordinals: atoms and normal forms.

A *property* is anything that a condition looks at: a quantity and its sorted
cut points, two dates, an option, a flag.  Its value is an *ordinal*, a small
whole number, so that no engine ever sees a decimal.  An *atom* is a set of
ordinals of one property, kept as a bit mask.  A condition is three
disjunctions of conjunctions of atoms: when it is true, when it is false and
when it is unknown (Kleene's logic), which together cover everything once.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import attrs

from parrules.expression.terms import Term
from parrules.records import Record

MISSING = 0
"""The ordinal of what is not known."""

UNDEFINED = 1
"""The ordinal of a quotient with nothing to divide by."""

FIRST = 2
"""The first ordinal of a known value."""

NO, YES = FIRST, FIRST + 1
NEITHER_SAME, BOTH_NEVER, BEFORE, SAME_DAY, AFTER = range(FIRST, FIRST + 5)

CLAUSE_LIMIT = 128
"""Conjunctions that one condition may need."""

Atom = tuple[int, int]
"""A property and a mask of ordinals."""

Clause = tuple[Atom, ...]
"""By rising property."""

Clauses = tuple[Clause, ...]
ALWAYS: Clauses = ((),)
NOTHING: Clauses = ()


class TooComplexError(Exception):
    """A condition needs more conjunctions than the limit."""


@attrs.frozen(eq=False, repr=False)
class Property(Record):
    """Something that conditions look at, with the ordinals that it can have.

    Attributes:
        kind: ``number``, ``dates``, ``option``, ``flag``, ``derived``,
            ``code`` or ``supplied``.
        terms: One number, or two dates.
        name: Of the fact, answer or derived flag; with *code*, of a fact of
            type codes.
        cuts: Of a number, rising. Ordinals count the gaps and the cuts
            themselves in turn: below the first, on it, above it, …
        feasible: A mask of the ordinals that can occur.
        classes: By ordinal, the class that conditions tell it from others
            by; what an engine is given. Empty until a plan is made.
    """

    kind: str
    terms: tuple[Term, ...] = ()
    name: str = ""
    code: str = ""
    cuts: tuple[Fraction, ...] = ()
    feasible: int = 0
    classes: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Return what makes two properties the same one."""
        return (self.kind, self.terms, self.name, self.code)


class Truth(NamedTuple):
    """When a condition is true, false and unknown."""

    true: Clauses
    false: Clauses
    unknown: Clauses


TRUE = Truth(ALWAYS, NOTHING, NOTHING)
FALSE = Truth(NOTHING, ALWAYS, NOTHING)


def mask(*ordinals: int) -> int:
    """Return the mask of *ordinals*."""
    result = 0
    for ordinal in ordinals:
        result |= 1 << ordinal

    return result


def span(first: int, last: int) -> int:
    """Return the mask of the ordinals from *first* to *last*, both in."""
    if last < first:
        return 0

    return ((1 << (last - first + 1)) - 1) << first


def ordinals(bits: int) -> tuple[int, ...]:
    """Return the ordinals in a mask, rising."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest

    return tuple(found)


def both(left: Clauses, right: Clauses) -> Clauses:
    """Return the conjunction of two normal forms."""
    if left == ALWAYS:
        return right
    if right == ALWAYS:
        return left
    found = (
        clause
        for first in left
        for second in right
        if (clause := merged(first, second)) is not None
    )

    return simplified(found)


def either(left: Clauses, right: Clauses) -> Clauses:
    """Return the disjunction of two normal forms."""
    return simplified((*left, *right))


def merged(left: Clause, right: Clause) -> Clause | None:
    """Return the conjunction of two clauses; `None` if it cannot be."""
    masks = dict(left)
    for place, bits in right:
        masks[place] = masks.get(place, bits) & bits
        if not masks[place]:
            return None

    return tuple(sorted(masks.items()))


def covers(wide: Clause, narrow: Clause) -> bool:
    """Tell whether *wide* is true wherever *narrow* is."""
    masks = dict(narrow)

    return all(
        place in masks and masks[place] & ~bits == 0 for place, bits in wide
    )


def simplified(clauses: Iterable[Clause]) -> Clauses:
    """Drop covered clauses and join those that differ in one mask."""
    kept: list[Clause] = []
    for clause in clauses:
        _insert(kept, clause)
        if len(kept) > CLAUSE_LIMIT:
            raise TooComplexError

    return tuple(kept)


def _insert(kept: list[Clause], clause: Clause) -> None:
    """Add *clause* to *kept*, which stays free of what is covered."""
    while True:
        if any(covers(other, clause) for other in kept):
            return
        for index, other in enumerate(kept):
            joined = _joined(other, clause)
            if joined is not None:
                del kept[index]
                clause = joined
                break
        else:
            break
    kept[:] = [other for other in kept if not covers(clause, other)]
    kept.append(clause)


def _joined(left: Clause, right: Clause) -> Clause | None:
    """Return one clause for both, if they differ in a single mask."""
    if len(left) != len(right):
        return None
    difference = -1
    for index, (first, second) in enumerate(zip(left, right, strict=True)):
        if first[0] != second[0]:
            return None
        if first[1] != second[1]:
            if difference >= 0:
                return None
            difference = index
    if difference < 0:
        return left
    place, bits = left[difference]
    union = (place, bits | right[difference][1])

    return (*left[:difference], union, *left[difference + 1 :])


def negation(truth: Truth) -> Truth:
    """Return when the opposite is true, false and unknown."""
    return Truth(truth.false, truth.true, truth.unknown)


def conjunction(left: Truth, right: Truth) -> Truth:
    """Return Kleene's ``and``: false beats unknown."""
    unknown = either(
        both(left.unknown, either(right.true, right.unknown)),
        both(left.true, right.unknown),
    )

    return Truth(
        both(left.true, right.true),
        either(left.false, right.false),
        unknown,
    )


def disjunction(left: Truth, right: Truth) -> Truth:
    """Return Kleene's ``or``: true beats unknown."""
    return negation(conjunction(negation(left), negation(right)))
