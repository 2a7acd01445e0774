"""Rows that do nothing, or too much: the same always, twice, a hundredfold."""

from collections.abc import Iterator

from parrules.checking.promises import formulas_of, is_percent
from parrules.checking.readings import readings
from parrules.checking.rows import rows_of
from parrules.checking.scope import Scope
from parrules.errors import Path, Problem
from parrules.expression.terms import Term
from parrules.expression.writing import written
from parrules.model import Cases, Choices, Criterion
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
    for formula, _, _ in formulas_of(node):
        term = scope.term(formula)
        if term is None or term.op == "const":
            continue
        found = scope.ranges.of(term)
        maximum = exact(node.maximum)
        if found.low is not None and found.low >= maximum > 0:
            yield formula.text, maximum, formula.path
        elif found.low is not None and found.low == found.high != 0:
            yield formula.text, found.low, formula.path


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


# -- awards and deductions ----------------------------------------------------


def row_counted_twice(scope: Scope) -> Iterator[Problem]:
    """PAR260: two awards, or two deductions, of one criterion look at one."""
    for node in scope.whole_nodes():
        for rows in (node.awards, node.deductions):
            seen: dict[tuple[bool, Term], int] = {}
            for position, row in enumerate(rows, 1):
                term = scope.term(row.when or row.each)
                if term is None:
                    continue
                first = seen.setdefault((row.when is None, term), position)
                if first != position:
                    yield Problem(
                        code="PAR260",
                        severity="warning",
                        path=row.path,
                        arguments={
                            "criterion": node.code,
                            "row": row.id or str(position),
                            "other": rows[first - 1].id or str(first),
                            "condition": written(term),
                        },
                    )


def row_of_nothing(scope: Scope) -> Iterator[Problem]:
    """PAR261: an award or a deduction whose amount is 0."""
    for node in scope.whole_nodes():
        for row in (*node.awards, *node.deductions):
            for key in ("points", "share", "per", "step", "at_most"):
                if getattr(row, key) == 0:
                    yield Problem(
                        code="PAR261",
                        severity="warning",
                        path=(*row.path, key),
                        arguments={"criterion": node.code, "key": key},
                    )
                    break


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
