"""What a ruleset promises and never keeps, or keeps without meaning to.

A leaf that starts where nobody expects it, full marks that a slip gives
away or cuts off, a grade, a cap or a sanction that nothing ever reaches.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.checking.intervals import Interval, rounded
from parrules.checking.rows import (
    best_of,
    has_rows,
    most_of_award,
    sanctions_of,
)
from parrules.checking.scope import Scope
from parrules.checking.sums import highest_of
from parrules.errors import Path, Problem
from parrules.expression.terms import Term
from parrules.model import (
    Cases,
    Criterion,
    Expression,
    Formula,
    Trigger,
)
from parrules.points import Number, exact, plain

_ALL = 100
_ENDS = ((0, 1), (_ALL, 99))
"""Percents of nothing and of all, each with its neighbour."""

_Formula = tuple[Expression, Decimal, Path]


def start_from_the_maximum(scope: Scope) -> Iterator[Problem]:
    """PAR232: a leaf starts from its maximum, where awards suggest 0.

    In the criteria these are awards that reach the maximum by themselves;
    in bonus and penalty, where all starts from 0, whatever there is.
    """
    for node in scope.whole_leaves():
        if node.form is not None or not node.deductions:
            continue
        if node.tree == "criteria" and not _earn_all(node, scope):
            continue
        yield Problem(
            code="PAR232",
            severity="warning",
            path=(*node.path, "deductions"),
            arguments={
                "criterion": node.code,
                "maximum": plain(node.maximum),
            },
        )


def full_marks_at_one_percent(scope: Scope) -> Iterator[Problem]:
    """PAR233: one percent of something gives or takes full marks at once."""
    for node in scope.whole_leaves():
        for formula, _, path in formulas_of(node):
            term = scope.term(formula)
            if term is not None and _is_settled_by_one(term, node, scope):
                yield Problem(
                    code="PAR233",
                    severity="warning",
                    path=path,
                    arguments={
                        "criterion": node.code,
                        "formula": formula.text,
                        "maximum": plain(node.maximum),
                    },
                )


def deduction_above_maximum(scope: Scope) -> Iterator[Problem]:
    """PAR234: one deduction takes more than there is."""
    for node in scope.whole_nodes():
        for position, row in enumerate(node.deductions, 1):
            amount = row.points if row.each is None else row.per
            most = _available(node, scope)
            if amount is None or most is None or amount <= most:
                continue
            yield Problem(
                code="PAR234",
                severity="warning",
                path=row.path,
                arguments={
                    "criterion": node.code,
                    "row": row.id or f"deduction.{position}",
                    "points": plain(amount),
                    "maximum": plain(node.maximum),
                },
            )


def maximum_of_no_points(scope: Scope) -> Iterator[Problem]:
    """PAR247: a row of bonus or penalty has a maximum, and never any points.

    Of the criteria PAR204 tells it.
    """
    for node in scope.whole_leaves():
        if node.tree == "criteria" or node.maximum <= 0 or not has_rows(node):
            continue
        if best_of(node, scope) == 0:
            form = node.form
            when = form.when.text if isinstance(form, Trigger) else ""
            yield Problem(
                code="PAR247",
                path=(*node.path, "maximum"),
                arguments={
                    "criterion": node.code,
                    "maximum": plain(node.maximum),
                    "when": when,
                },
            )


def step_beside_the_maximum(scope: Scope) -> Iterator[Problem]:
    """PAR235: what is rounded can pass the maximum, and is cut back to it."""
    rounding = scope.scheme.rounding
    for node in scope.whole_leaves():
        maximum = exact(node.maximum)
        # What a row's conditions leave of a formula is not known here.
        if isinstance(node.form, Cases) or node.not_applicable:
            continue
        for formula, step, path in formulas_of(node):
            if step <= 0 or not maximum % Fraction(step):
                continue
            term = scope.term(formula)
            high = None if term is None else scope.ranges.of(term).high
            top = maximum if high is None else min(high, maximum)
            most = rounded(Interval(top, top), Fraction(step), rounding).high
            if term is not None and most is not None and most > maximum:
                yield Problem(
                    code="PAR235",
                    severity="warning",
                    path=(*path[:-1], "step"),
                    arguments={
                        "criterion": node.code,
                        "step": plain(step),
                        "maximum": plain(node.maximum),
                    },
                )


def total_that_ends_early(scope: Scope) -> Iterator[Problem]:
    """PAR236: ``[total]`` ends below the maximum, or begins above it."""
    total, maximum = scope.scheme.total, scope.scheme.maximum
    low, high = total.at_least, total.at_most
    if low is not None and high is not None and low > high:
        # PAR220 has said so.
        return
    for key, value, is_odd in (
        ("at_least", low, low is not None and low > maximum),
        ("at_most", high, high is not None and high < maximum),
    ):
        if value is not None and is_odd:
            yield Problem(
                code="PAR236",
                severity="warning",
                path=("total", key),
                arguments={
                    "key": key,
                    "value": plain(value),
                    "maximum": plain(maximum),
                },
            )


def grade_beyond_every_total(scope: Scope) -> Iterator[Problem]:
    """PAR237: a grade begins above the highest total that there can be."""
    scheme = scope.scheme
    highest = highest_of(scheme)
    if highest is None:
        return
    if scheme.total.at_most is not None:
        highest = min(highest, Fraction(scheme.total.at_most))
    for grade in scheme.grades:
        bound = grade.bound
        if bound is None or bound < highest:
            continue
        if grade.strict or bound > highest:
            yield Problem(
                code="PAR237",
                severity="warning",
                path=grade.path,
                arguments={
                    "grade": grade.id,
                    "bound": f"{'>' if grade.strict else '>='} {plain(bound)}",
                    "highest": plain(highest),
                },
            )


def cap_above_its_parts(scope: Scope) -> Iterator[Problem]:
    """PAR238: a cap in bonus or penalty is above all that is under it.

    What comes to nothing is told as PAR247.
    """
    for node in scope.scheme.nodes("bonus", "penalty"):
        held = _held(node, scope)
        if held is not None and 0 < held < exact(node.maximum):
            yield Problem(
                code="PAR238",
                severity="warning",
                path=(*node.path, "maximum"),
                arguments={
                    "criterion": node.code,
                    "maximum": plain(node.maximum),
                    "sum": plain(held),
                },
            )


def _held(node: Criterion, scope: Scope) -> Number | None:
    """Return the most that parts or rows come to; `None` is not known."""
    if any(part.broken for part in (node, *node.children)):
        return None
    if node.children:
        return sum(exact(part.maximum) for part in node.children)

    # What is counted by awards has bounds of its own, within a wide one.
    is_graded = has_rows(node) and not node.awards

    return best_of(node, scope) if is_graded else None


def knock_out_without_condition(scope: Scope) -> Iterator[Problem]:
    """PAR239: criteria are knocked out always, or never.

    Where a fact names the criteria, ``true`` is what one writes.
    """
    for knock_out in scope.scheme.knock_outs:
        term = scope.term(knock_out.when)
        if term is None or term.op != "truth":
            continue
        if not term.value or knock_out.criteria:
            yield Problem(
                code="PAR239",
                severity="warning",
                path=(*knock_out.path, "when"),
                arguments={
                    "value": "true" if term.value else "false",
                    "criteria": ", ".join(knock_out.criteria)
                    or str(knock_out.fact),
                },
            )


def drop_without_grades(scope: Scope) -> Iterator[Problem]:
    """PAR240: a grade is to drop, and there are no grades."""
    if scope.scheme.grades:
        return
    for node in scope.whole_leaves():
        for path, sanction in sanctions_of(node, scope):
            if sanction.grade_down:
                yield Problem(
                    code="PAR240",
                    severity="warning",
                    path=(*path, "grade_down"),
                    arguments={"criterion": node.code},
                )


def _available(node: Criterion, scope: Scope) -> Number | None:
    """Return what is there, at most, before deductions are taken of it.

    It is cut to the maximum once, after them. `None` is not known.
    """
    maximum = exact(node.maximum)
    below = sum(exact(each.maximum) for each in node.children)
    more = [most_of_award(award, node, scope) for award in node.awards]
    known = [each for each in more if each is not None]

    return sum(known, max(maximum, below)) if len(known) == len(more) else None


def _earn_all(node: Criterion, scope: Scope) -> bool:
    """Tell whether the awards of *node* may come to its maximum."""
    if not node.awards:
        return False
    most = [most_of_award(award, node, scope) for award in node.awards]

    return None in most or sum(each or 0 for each in most) >= node.maximum


def formulas_of(node: Criterion) -> Iterator[_Formula]:
    """Yield the formulas of a leaf, their steps and paths."""
    form = node.form
    if isinstance(form, Formula):
        yield form.expression, form.step, form.expression.path
    elif isinstance(form, Cases):
        for case in form.cases:
            if case.formula is not None and case.step is not None:
                yield case.formula, case.step, case.formula.path


def _is_settled_by_one(term: Term, node: Criterion, scope: Scope) -> bool:
    """Tell whether all is lost or won between 0 % and 1 %, or 99 and 100."""
    if not any(is_percent(part) for part in term.walk()):
        return False
    for end, next_to_it in _ENDS:
        at_end = scope.ranges.of(_with_percents(term, end))
        beside = scope.ranges.of(_with_percents(term, next_to_it))
        if _lies_between(at_end, node.maximum, beside):
            return True
        if _lies_between(beside, node.maximum, at_end) and (
            beside.high is not None and beside.high <= 0
        ):
            return True

    return False


def _lies_between(lower: Interval, maximum: Decimal, higher: Interval) -> bool:
    """Tell whether *maximum* is above one and reached by the other."""
    if lower.high is None or higher.low is None:
        return False

    return lower.high < maximum <= higher.low


def is_percent(term: Term) -> bool:
    """Tell whether *term* is a percent of something, not made of others."""
    if term.type.dimension != "percent" or term.op == "const":
        return False
    if term.op != "mul":
        return not term.args

    return any(part.op == "const" and part.value == _ALL for part in term.args)


def _with_percents(term: Term, value: int) -> Term:
    """Return *term* with *value* for each percent in it."""
    if is_percent(term):
        return attrs.evolve(term, op="const", args=(), value=Fraction(value))
    if not term.args:
        return term
    args = tuple(_with_percents(part, value) for part in term.args)

    return attrs.evolve(term, args=args)
