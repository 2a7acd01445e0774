"""Caps of the bonus and the penalty, one of them changed.

There, the maximum of a group or of a row that adds up awards is a cap: what
lies above it is cut off.  In the criteria it is what the parts add up to.
"""

from collections.abc import Iterator
from fractions import Fraction

from parrules.checking.scope import Scope
from parrules.model import (
    Award,
    Case,
    Cases,
    Choice,
    Choices,
    Criterion,
    Ladder,
    Tier,
)
from parrules.mutation.changes import Change, Hint, plus, replaced, step_of
from parrules.points import plain

_Row = Choice | Tier | Case


def cap_changes(node: Criterion, scope: Scope) -> Iterator[Change[Criterion]]:
    """Yield *node* with its cap a step higher and lower, where that shows."""
    if node.tree == "criteria" or not (node.children or node.awards):
        return
    most = _most(node, scope)
    step = step_of(node.maximum)
    for sign in (1, -1):
        other = plus(node.maximum, step, sign)
        # A cap shows where something lies above the lower of the two.
        lower = min(other, node.maximum)
        if lower >= 0 and (most is None or most > lower):
            yield Change(
                value=replaced(node, "maximum", other),
                kind="limit",
                path=(*node.path, "maximum"),
                before=f"maximum = {plain(node.maximum)}",
                after=f"maximum = {plain(other)}",
                hint=Hint(
                    "limit", {"what": node.code, "points": plain(lower)}
                ),
            )


def _most(node: Criterion, scope: Scope) -> Fraction | None:
    """Return the most that what is below a cap comes to; `None`: no end."""
    if node.children:
        return sum(
            (Fraction(child.maximum) for child in node.children), Fraction(0)
        )
    parts = [
        _highest_row(node),
        *(_most_of(award, node, scope) for award in node.awards),
    ]
    known = [part for part in parts if part is not None]

    return sum(known, Fraction(0)) if len(known) == len(parts) else None


def _highest_row(node: Criterion) -> Fraction:
    form, rows = node.form, tuple[_Row, ...]()
    if form is None:
        return Fraction(node.maximum if node.deductions else 0)
    if isinstance(form, Choices):
        rows = form.choices
    elif isinstance(form, Ladder):
        rows = form.tiers
    elif isinstance(form, Cases):
        rows = form.cases
    if not rows or any(row.points is None for row in rows):
        return Fraction(node.maximum)

    return max(Fraction(row.points) for row in rows if row.points is not None)


def _most_of(award: Award, node: Criterion, scope: Scope) -> Fraction | None:
    """Return the most that an award gives; `None` where there is no end."""
    if award.at_most is not None:
        return Fraction(award.at_most)
    if award.each is None:
        share = Fraction(award.share or 0) / 100 * Fraction(node.maximum)
        return Fraction(award.points or 0) + share
    term = scope.term(award.each)
    often = None if term is None else scope.ranges.of(term).high

    return None if often is None else often * Fraction(award.per or 0)
