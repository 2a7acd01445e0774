"""Dates that never came, and rows that let them off."""

from collections.abc import Iterable, Iterator

from parrules.checking.scope import Scope
from parrules.errors import Path, Problem
from parrules.expression.terms import Term
from parrules.model import COUNT_LIMIT, Case, Cases, Criterion, Expression
from parrules.points import Number, exact


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
