"""The rows of a node as the oracle reads them, from the model alone."""

from collections.abc import Iterator
from fractions import Fraction

from conformance.values import term_of
from parrules.expression.terms import Term
from parrules.model import (
    Award,
    Case,
    Cases,
    Choice,
    Choices,
    Criterion,
    Expression,
    Formula,
    Judged,
    Ladder,
    Tier,
    Trigger,
)


def points_in(node: Criterion, row: Case | Tier | Choice | Award) -> Fraction:
    """Return a row's points; a share is percent of the maximum (S6.11)."""
    if row.share is not None:
        return Fraction(node.maximum) * Fraction(row.share) / 100

    return Fraction(row.points or 0)


def most_of(node: Criterion, award: Award, all_there_is: Fraction) -> Fraction:
    """Return the most that an unknown row may take (S9.7, S9.9)."""
    most = all_there_is if award.each is not None else points_in(node, award)
    if award.at_most is None:
        return most
    if award.each is not None:
        return Fraction(award.at_most)

    return min(most, Fraction(award.at_most))


def is_unlimited(award: Award) -> bool:
    """Tell whether a row may take any amount (S9.7)."""
    return award.each is not None and award.at_most is None


def is_reached(tier: Tier, value: Fraction) -> bool:
    """Tell whether *value* lies in *tier* (S6.13)."""
    if tier.bound is not None:
        low = Fraction(tier.bound)
        if value < low or (tier.strict and value == low):
            return False
    if tier.upper is not None:
        high = Fraction(tier.upper)
        if value > high or (tier.upper_strict and value == high):
            return False

    return True


def cases_of(leaf: Criterion) -> Iterator[tuple[str, Case]]:
    """Yield the rows of any other form as cases, each with its name."""
    form = leaf.form
    if isinstance(form, Formula):
        yield "formula", Case(formula=form.expression, step=form.step)
    elif isinstance(form, Trigger):
        yield "when", Case(when=form.when, sanction=form.sanction)
    elif isinstance(form, Cases):
        for position, case in enumerate(form.cases, 1):
            name = "otherwise" if case.when is None else str(position)
            yield case.id or name, case
    elif leaf.deductions:
        yield "base", Case(points=leaf.maximum)


def changes_of(node: Criterion) -> Iterator[tuple[str, int, Award]]:
    """Yield awards and then deductions: name, sign and row."""
    for word, sign, rows in (
        ("award", 1, node.awards),
        ("deduction", -1, node.deductions),
    ):
        for number, row in enumerate(rows, 1):
            yield row.id or f"{word}.{number}", sign, row


def parts_of(leaf: Criterion) -> Iterator[Expression | None]:
    """Yield the expressions of form, awards and deductions."""
    yield from form_of(leaf)
    for _, _, row in changes_of(leaf):
        yield from (row.each, row.when)


def form_of(leaf: Criterion) -> Iterator[Expression | None]:
    """Yield the expressions of a leaf's form."""
    if isinstance(leaf.form, Ladder):
        yield leaf.form.measure
    elif not isinstance(leaf.form, Choices | Judged):
        for _, case in cases_of(leaf):
            yield from (case.when, case.formula)


def divided(leaf: Criterion) -> Iterator[Term]:
    """Yield the numbers whose denominators `if_none` looks at (S6.6)."""
    if isinstance(leaf.form, Ladder):
        yield term_of(leaf.form.measure)
    elif isinstance(leaf.form, Formula | Cases):
        for _, case in cases_of(leaf):
            if case.formula is not None:
                yield term_of(case.formula)
            for part in term_of(case.when).walk():
                yield from part.args if part.op == "compare" else ()


def reads_outcome(leaf: Criterion) -> bool:
    """Tell whether a leaf's row is decided after the criteria (S5.10)."""
    whens = (entry.when for entry in leaf.not_applicable)
    terms = (term_of(each) for each in (*form_of(leaf), *whens))

    return any(
        part.op in ("points_of", "percent_of")
        for term in terms
        for part in term.walk()
    )
