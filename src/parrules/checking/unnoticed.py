"""What rows say without meaning to: the same always, or too much of never.

A leaf that earns one amount whatever happens, a percent taken 100 times,
and a date that never came and earns by being late for nothing.
"""

from collections.abc import Iterable, Iterator

from parrules.checking.promises import is_percent
from parrules.checking.readings import readings
from parrules.checking.rows import Row, rows_of
from parrules.checking.scope import Scope
from parrules.errors import Path, Problem
from parrules.expression.terms import Term
from parrules.expression.writing import written
from parrules.model import (
    COUNT_LIMIT,
    Case,
    Cases,
    Choices,
    Criterion,
    Expression,
    Formula,
)
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


# -- dates --------------------------------------------------------------------


def never_that_earns(scope: Scope) -> Iterator[Problem]:
    """PAR253: a date that never came passes every row that looks at it.

    S14.7: it is neither before nor after any day, so that ``otherwise``
    takes it, and no deduction for lateness does.  Whose default it is, its
    author has thought of it.
    """
    names = [
        fact.name
        for fact in scope.scheme.facts
        if fact.never and fact.default is None
    ]
    for node in scope.whole_leaves() if names else ():
        whens = [scope.term(each) for each in _conditions(node)]
        known = [when for when in whens if when is not None]
        if len(known) < len(whens):
            continue
        for name in names:
            if any(_asks(name, when) for when in known):
                continue
            for text, path in _of_never(name, node, scope):
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
                break


def _conditions(node: Criterion) -> Iterator[Expression]:
    """Yield what may look at a date on the row of a leaf."""
    for entry in node.not_applicable:
        yield entry.when
    cases = node.form.cases if isinstance(node.form, Cases) else ()
    yield from (each.when for each in cases if each.when)
    yield from (
        each.when for each in (*node.awards, *node.deductions) if each.when
    )


def _of_never(
    name: str, node: Criterion, scope: Scope
) -> Iterator[tuple[str, Path]]:
    """Yield the rows that let *name* off where it never came, and places."""
    is_penalty = node.tree == "penalty"
    for row in node.awards if is_penalty else node.deductions:
        when = scope.term(row.when)
        if (
            when is not None
            and _reads(name, when)
            and not _can_be(when, name, wanted=True)
        ):
            assert row.when is not None
            yield row.when.text, row.path
    if isinstance(node.form, Cases):
        yield from _of_cases(name, node.form, scope, is_penalty=is_penalty)


def _of_cases(
    name: str, form: Cases, scope: Scope, *, is_penalty: bool
) -> Iterator[tuple[str, Path]]:
    """Yield the row of *form* that takes *name*, and lets it off."""
    passed: list[Case] = []
    for case in form.cases:
        if case.when is None:
            if passed and _lets_off(case, passed, is_penalty=is_penalty):
                yield "otherwise", case.path
            return
        when = scope.term(case.when)
        if when is None or not _reads(name, when):
            continue
        if not _can_be(when, name, wanted=False):
            # Because it never came, if that is all that is looked at.
            if _can_be(when, name, wanted=True) and _lets_off(
                case, passed or form.cases, is_penalty=is_penalty
            ):
                yield case.when.text, case.path
            return
        passed.append(case)


def _lets_off(case: Case, others: Iterable[Case], *, is_penalty: bool) -> bool:
    """Tell whether *case* gives points, or takes fewer than another one."""
    if not is_penalty:
        return bool(case.points or case.share or case.formula)

    return any(_taken(case) < _taken(other) for other in others)


def _taken(case: Case) -> Number:
    """Return what a row of a penalty takes; by a formula, more than others."""
    if case.formula is not None:
        return COUNT_LIMIT

    given = case.points if case.points is not None else case.share

    return 0 if given is None else exact(given)


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


def _can_be(term: Term, name: str, *, wanted: bool) -> bool:
    """Tell whether *term* may be *wanted* where *name* is never.

    What looks at something else may be anything; a difference with it is
    missing, and neither true nor false.
    """
    if not _reads(name, term):
        return True
    if term.op == "order":
        return (term.value == "!=") == wanted
    if term.op == "not":
        return _can_be(term.args[0], name, wanted=not wanted)
    if term.op not in ("and", "or"):
        return False
    found = [_can_be(part, name, wanted=wanted) for part in term.args]

    return any(found) if (term.op == "or") == wanted else all(found)
