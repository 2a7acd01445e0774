"""Grades as rows that a total decides: by their bounds, and gates (12)."""

from collections.abc import Iterator
from fractions import Fraction

import attrs

from parrules.model import Scheme
from parrules.plan.definitions import Definitions
from parrules.plan.logic import ALWAYS, NOTHING, Truth, conjunction
from parrules.plan.meeting import TOTAL
from parrules.plan.nodes import Row
from parrules.plan.properties import Properties


def grade_rows(
    scheme: Scheme, properties: Properties, definitions: Definitions
) -> Iterator[Row]:
    """Yield the rows of the grades; a gate that is unknown leaves its row so.

    Raises:
        TooComplexError: A gate has too many branches.
    """
    for grade in scheme.grades:
        truth = Truth(ALWAYS, NOTHING, NOTHING)
        if grade.bound is not None:
            place = properties.meet_number(TOTAL)
            sign = ">" if grade.strict else ">="
            truth = properties.beyond(place, sign, Fraction(grade.bound))
        # Without a total there is no grade.
        truth = truth._replace(unknown=NOTHING)
        reads: tuple[str, ...] = ()
        if grade.requires is not None and grade.requires.term is not None:
            gate = properties.truth(grade.requires.term)
            truth = conjunction(truth, gate)
            reads = definitions.facts_in(grade.requires.term)
        yield Row(
            rule=f"grade:{grade.id}",
            true=truth.true,
            unknown=truth.unknown,
            reads=reads,
        )


def with_gates_unmet(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return *rows* with an unknown gate taken as unmet (S12.3)."""
    return tuple(attrs.evolve(row, unknown=NOTHING) for row in rows)


def has_gate_that_may_be_unknown(rows: tuple[Row, ...]) -> bool:
    """Tell whether facts that are missing may leave a gate unknown."""
    return any(row.unknown for row in rows)
