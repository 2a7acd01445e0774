"""What conditions look at, met before any of them is made a row.

A scale is cut wherever some condition cuts it, and so all are met first.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from parrules.expression.terms import Term, Type
from parrules.model import (
    Award,
    Case,
    Cases,
    Criterion,
    Expression,
    Ladder,
    Scheme,
    Trigger,
)
from parrules.plan.properties import Properties

TOTAL: Final = Term("total", (), None, Type("number", "points"))


def meet_all(scheme: Scheme, properties: Properties) -> None:
    """Let *properties* meet all that the conditions of *scheme* look at."""
    for expression in _conditions(scheme):
        if expression.term is not None:
            properties.meet(expression.term)
    for node in scheme.nodes():
        if isinstance(node.form, Ladder):
            _meet_ladder(node.form, properties)
        for award in (*node.awards, *node.deductions):
            if award.each is not None and award.each.term is not None:
                properties.meet_number(award.each.term, (Fraction(0),))
    for grade in scheme.grades:
        if grade.bound is not None:
            properties.meet_number(TOTAL, (Fraction(grade.bound),))


def _meet_ladder(form: Ladder, properties: Properties) -> None:
    cuts = (
        bound
        for tier in form.tiers
        for bound in (tier.bound, tier.upper)
        if bound is not None
    )
    if form.measure.term is not None:
        properties.meet_number(form.measure.term, map(Fraction, cuts))


def _conditions(scheme: Scheme) -> Iterator[Expression]:
    """Yield every condition of a scheme."""
    for derived in scheme.derived:
        for pair in derived.cases:
            yield from (each for each in pair if each is not None)
    for node in scheme.nodes():
        yield from _conditions_of(node)
    yield from (each.when for each in scheme.knock_outs)
    gates = (grade.requires for grade in scheme.grades)
    yield from (gate for gate in gates if gate is not None)


def _conditions_of(node: Criterion) -> Iterator[Expression]:
    yield from (entry.when for entry in node.not_applicable)
    rows: tuple[Award | Case, ...] = (*node.awards, *node.deductions)
    if isinstance(node.form, Cases):
        rows = (*rows, *node.form.cases)
    yield from (row.when for row in rows if row.when is not None)
    if isinstance(node.form, Trigger):
        yield node.form.when
