"""What rows say without meaning to: the same always, or too much of never.

A leaf that earns one amount whatever happens, a percent taken 100 times,
and a date that never came and earns by being late for nothing.
"""

from collections.abc import Iterator

from parrules.checking.promises import is_percent
from parrules.checking.readings import readings
from parrules.checking.rows import Row, rows_of
from parrules.checking.scope import Scope
from parrules.errors import Path, Problem
from parrules.expression.terms import Term
from parrules.expression.writing import written
from parrules.model import Cases, Choices, Criterion, Expression, Formula
from parrules.points import Number, exact, plain

_FEW = 2


def same_points_always(scope: Scope) -> Iterator[Problem]:
    """PAR251: facts are read, and the points are the same for all of them."""
    for node in scope.whole_leaves():
        for text, points, path in _unvaried(node, scope):
            yield Problem(
                code="PAR251",
                severity="warning",
                path=path,
                arguments={
                    "criterion": node.code,
                    "rows": text,
                    "points": plain(points),
                },
            )


def _unvaried(
    node: Criterion, scope: Scope
) -> Iterator[tuple[str, Number, Path]]:
    """Yield what is written, the points that it always gives, and where."""
    rows = rows_of(node, scope)
    points = rows[0].points if len(rows) >= _FEW else None
    if points and all(row.effect == rows[0].effect for row in rows):
        key = _key_of(node)
        if _leaves_nothing(node):
            yield key, points, (*node.path, key)
    for formula in _formulas(node, rows):
        term = scope.term(formula)
        if term is None or term.op == "const":
            continue
        found = scope.ranges.of(term)
        maximum = exact(node.maximum)
        if found.low is not None and found.low >= maximum > 0:
            yield formula.text, maximum, formula.path
        elif found.low is not None and found.low == found.high != 0:
            yield formula.text, found.low, formula.path


def _formulas(node: Criterion, rows: tuple[Row, ...]) -> Iterator[Expression]:
    if isinstance(node.form, Formula):
        yield node.form.expression
    for row in rows:
        if row.formula is not None:
            yield row.formula


def _key_of(node: Criterion) -> str:
    form = node.form
    if isinstance(form, Choices):
        return "answers" if form.named else "choices"

    return "cases" if isinstance(form, Cases) else "tiers"


def _leaves_nothing(node: Criterion) -> bool:
    """Tell whether one of the rows holds in any case.

    Of conditions without ``otherwise`` this is not known; what no tier
    takes is told as a gap.
    """
    if not isinstance(node.form, Cases):
        return True

    return any(case.when is None for case in node.form.cases)


# -- percents -----------------------------------------------------------------


def percent_taken_again(scope: Scope) -> Iterator[Problem]:
    """PAR252: a percent times 100, as if it were a part of 1."""
    for reading in readings(scope):
        expression = reading.expression
        if "100" not in expression.text:
            continue
        term = scope.term(expression)
        for part in () if term is None else term.walk():
            percent = _hundredfold(part, expression.text)
            if percent is None:
                continue
            yield Problem(
                code="PAR252",
                severity="warning",
                path=expression.path,
                offset=part.start,
                arguments={"percent": written(percent)},
            )


def _hundredfold(term: Term, text: str) -> Term | None:
    """Return the percent that *term* multiplies by 100, if it does.

    The factor stands in *text*: the weights of levels, and what a derived
    fact multiplies, do not.
    """
    if term.op != "mul":
        return None
    for factor, other in (term.args, term.args[::-1]):
        if text[factor.start : factor.end] == "100" and is_percent(other):
            return other

    return None


# -- dates --------------------------------------------------------------------


def never_that_earns(scope: Scope) -> Iterator[Problem]:
    """PAR253: a date that never came passes every row that looks at it.

    S14.7: it is neither before nor after any day, so that ``otherwise``
    takes it, and no deduction for lateness does.
    """
    names = [fact.name for fact in scope.scheme.facts if fact.never]
    for node in scope.whole_leaves():
        for name in names:
            found = _of_never(name, node, scope)
            if found is not None:
                text, path = found
                yield Problem(
                    code="PAR253",
                    severity="warning",
                    path=path,
                    arguments={
                        "criterion": node.code,
                        "fact": name,
                        "row": text,
                    },
                )


def _of_never(
    name: str, node: Criterion, scope: Scope
) -> tuple[str, Path] | None:
    """Return the row that says too little of *name*, and its place."""
    whens = [
        scope.term(expression)
        for expression in (
            *(entry.when for entry in node.not_applicable),
            *_conditions(node),
        )
    ]
    known = [when for when in whens if when is not None]
    if len(known) < len(whens) or any(_asks(name, when) for when in known):
        return None
    for deduction in node.deductions:
        when = scope.term(deduction.when)
        if when is not None and _truth(when, name) is False:
            assert deduction.when is not None
            return deduction.when.text, deduction.path
    if isinstance(node.form, Cases):
        return _past_all(name, node.form, scope)

    return None


def _conditions(node: Criterion) -> Iterator[Expression]:
    if isinstance(node.form, Cases):
        for case in node.form.cases:
            if case.when is not None:
                yield case.when
    for deduction in node.deductions:
        if deduction.when is not None:
            yield deduction.when


def _past_all(name: str, form: Cases, scope: Scope) -> tuple[str, Path] | None:
    """Return ``otherwise`` where *name* passes all before it, and earns."""
    has_passed = False
    for case in form.cases:
        if case.when is None:
            gives = case.points or case.share or case.formula
            return ("otherwise", case.path) if has_passed and gives else None
        when = scope.term(case.when)
        if when is None:
            return None
        if _reads(name, when):
            if _truth(when, name) is not False:
                return None
            has_passed = True

    return None


def _reads(name: str, term: Term) -> bool:
    return any(
        part.op == "fact" and part.value == name for part in term.walk()
    )


def _asks(name: str, term: Term) -> bool:
    """Tell whether *term* compares *name* with ``never``."""
    return any(
        part.op == "order"
        and any(each.op == "never" for each in part.args)
        and _reads(name, part)
        for part in term.walk()
    )


def _truth(term: Term, name: str) -> bool | None:
    """Tell what *term* is where *name* is never; `None` where others say."""
    if term.op == "order" and _reads(name, term):
        return term.value == "!="
    if term.op not in ("and", "or", "not"):
        return None
    found = [_truth(part, name) for part in term.args]
    if term.op == "not":
        return None if found[0] is None else not found[0]
    decisive = term.op == "or"
    if decisive in found:
        return decisive

    return None if None in found else not decisive
