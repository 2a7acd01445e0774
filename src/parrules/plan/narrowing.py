"""Rows that decide, and nothing else: what no engine needs to look at."""

from collections.abc import Iterable, Mapping

import attrs

from parrules.plan.logic import (
    FIRST,
    Atom,
    Clause,
    Clauses,
    Property,
    TooComplexError,
    covers,
    mask,
    ordinals,
    simplified,
)
from parrules.plan.nodes import Decision, Row

DECISION_LIMIT = 512
"""Conjunctions that one decision may need; no engine holds as many."""


def narrowed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Take from each row what earlier rows have decided.

    The first row that is not false decides, so a clause that an earlier one
    covers can never do so.  A ladder's rows become disjoint.

    Raises:
        TooComplexError: What is left is too much for any engine.
    """
    earlier: list[Clause] = []
    singles: dict[int, int] = {}
    count = 0
    result: list[Row] = []
    for row in rows:
        true = _rest(row.true, earlier, singles)
        unknown = _rest(row.unknown, earlier, singles)
        count += len(true) + len(unknown)
        if count > DECISION_LIMIT:
            raise TooComplexError
        for clause in (*true, *unknown):
            if len(clause) == 1:
                place, bits = clause[0]
                singles[place] = singles.get(place, 0) | bits
            else:
                earlier.append(clause)
        result.append(
            Row(rule=row.rule, true=true, unknown=unknown, reads=row.reads)
        )

    return tuple(result)


def _rest(
    clauses: Clauses, earlier: list[Clause], singles: dict[int, int]
) -> Clauses:
    """Return what *earlier* clauses, and masks of *singles*, leave."""
    left: list[Clause] = []
    for clause in clauses:
        narrow = tuple(
            (place, bits & ~singles.get(place, 0)) for place, bits in clause
        )
        if any(not bits for _, bits in narrow):
            continue
        if not any(covers(other, narrow) for other in earlier):
            left.append(narrow)

    # Most rows are left with one clause, or with none.
    return simplified(left) if len(left) > 1 else tuple(left)


def compressed(
    decisions: tuple[Decision, ...], properties: tuple[Property, ...]
) -> tuple[tuple[Decision, ...], tuple[Property, ...]]:
    """Keep the properties that are looked at, and number their classes.

    Ordinals that no clause tells apart become one class, so that most rows
    are a single equality.
    """
    masks: dict[int, dict[int, None]] = {}
    for clause in _clauses(decisions):
        for place, bits in clause:
            masks.setdefault(place, {})[bits] = None
    classes = {
        place: _classes(properties[place], tuple(masks[place]))
        for place in sorted(masks)
    }
    kept = tuple(
        attrs.evolve(properties[place], classes=found)
        for place, found in classes.items()
    )
    atoms = {
        (place, bits): (new, mask(*{found[each] for each in ordinals(bits)}))
        for new, (place, found) in enumerate(classes.items())
        for bits in masks[place]
    }

    return tuple(_renumbered(each, atoms) for each in decisions), kept


def _renumbered(decision: Decision, atoms: Mapping[Atom, Atom]) -> Decision:
    """Return a decision about classes of the places that are kept."""

    def translate(clauses: Clauses) -> Clauses:
        return tuple(
            tuple(map(atoms.__getitem__, clause)) for clause in clauses
        )

    rows = (
        Row(
            rule=row.rule,
            true=translate(row.true),
            unknown=translate(row.unknown),
            reads=row.reads,
        )
        for row in decision.rows
    )

    return Decision(
        name=decision.name,
        stage=decision.stage,
        stratum=decision.stratum,
        rows=tuple(rows),
    )


def _clauses(decisions: tuple[Decision, ...]) -> Iterable[Clause]:
    for decision in decisions:
        for row in decision.rows:
            yield from row.true
            yield from row.unknown


def _classes(met: Property, masks: tuple[int, ...]) -> tuple[int, ...]:
    """Return the class of each ordinal; what cannot occur is -1."""
    inside: dict[int, list[int]] = {
        each: [] for each in ordinals(met.feasible)
    }
    for index, bits in enumerate(masks):
        for ordinal in ordinals(bits):
            inside[ordinal].append(index)
    found = {ordinal: tuple(among) for ordinal, among in inside.items()}
    known = list(dict.fromkeys(found[o] for o in found if o >= FIRST))
    others = list(
        dict.fromkeys(
            found[o] for o in found if o < FIRST and found[o] not in known
        )
    )
    # What is missing may be anything, so it stands in the middle: then
    # "not below" and "not above" are runs of neighbours.
    middle = (len(known) + 1) // 2
    order = [*known[:middle], *others, *known[middle:]]
    numbers = {signature: number for number, signature in enumerate(order)}

    return tuple(
        numbers[found[ordinal]] if ordinal in found else -1
        for ordinal in range(max(met.feasible.bit_length(), FIRST))
    )
