"""Quotients: each denominator that can be zero must be guarded.

This is a static rule, so that no evaluator ever divides by zero.  Guards
are, in the order in which a leaf is scored:

- an entry of ``not_applicable`` that holds whenever the denominator is 0;
- ``if_none``, for what the leaf's form reads;
- an earlier row of the cases that holds whenever the denominator is 0;
- within one expression, ``d > 0 and …``, or ``d == 0 or …``.

A denominator whose bounds leave out 0 needs none.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from parrules.checking.bounds import bounds_of
from parrules.checking.intervals import Interval, compared, point
from parrules.checking.readings import Reading, readings_of
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.expression.terms import FLAG, Term
from parrules.expression.writing import written
from parrules.model import Cases, Criterion, Expression

_ZERO = point(0)
_NOTHING = Term("const", (), Fraction(0))
_FORM_ROLES = ("measure", "formula", "case")
_CONDITIONS = ("when", "trigger", "not_applicable")


class _Assumptions(NamedTuple):
    """What is true, and what is false, where a quotient is computed."""

    true: tuple[Term, ...] = ()
    false: tuple[Term, ...] = ()

    def given(self, *conditions: Term | None) -> "_Assumptions":
        """Add conditions that are true; `None` says nothing."""
        added = tuple(each for each in conditions if each is not None)

        return self._replace(true=(*self.true, *added))

    def without(self, *conditions: Term | None) -> "_Assumptions":
        """Add conditions that are false; `None` says nothing."""
        added = tuple(each for each in conditions if each is not None)

        return self._replace(false=(*self.false, *added))


class _Place(NamedTuple):
    """An expression, and what it is of.

    Attributes:
        is_alone: A condition that no row or ``if_none`` stands before.
    """

    expression: Expression
    name: str
    is_alone: bool


class _Quotient(NamedTuple):
    """A denominator, where it stands, and what is known there.

    Attributes:
        denominator: A number; a term ``tally`` for the answers in a tally.
    """

    denominator: Term
    start: int
    assumptions: _Assumptions


def unguarded_quotient(scope: Scope) -> Iterator[Problem]:
    """PAR507: a denominator can be zero, and nothing is said for then."""
    for node in scope.whole_nodes():
        excused: set[Term] = set()
        for reading, assumptions in _places(node, scope):
            term = scope.term(reading.expression)
            if term is None:
                continue
            found = list(_quotients(term, assumptions, scope))
            if reading.role in _FORM_ROLES and node.if_none is not None:
                excused.update(each.denominator for each in found)
            place = _Place(
                reading.expression,
                node.code,
                is_alone=reading.role in _CONDITIONS,
            )
            yield from _problems(place, found, excused, scope)
    for name, expression in _elsewhere(scope):
        term = scope.term(expression)
        if term is not None:
            found = list(_quotients(term, _Assumptions(), scope))
            place = _Place(expression, name, is_alone=True)
            yield from _problems(place, found, set(), scope)


def needless_if_none(scope: Scope) -> Iterator[Problem]:
    """PAR230: ``if_none`` stands where nothing divides by 0.

    It looks at all cases, whichever would decide: so what an earlier row or
    an earlier part of a condition says makes it no less used.
    """
    for node in scope.whole_nodes():
        if node.if_none is None:
            continue
        if _is_never_undivided(node, scope):
            yield Problem(
                code="PAR230",
                severity="warning",
                path=(*node.path, "if_none"),
                arguments={"criterion": node.code},
            )


def zeros_of(node: Criterion) -> Iterator[Term]:
    """Yield conditions under one of which ``if_none`` of cases applies.

    Each says of a denominator that it is 0. Those are left out that stand
    in a derived fact: it matters there which of its values is chosen.
    """
    for reading in readings_of(node):
        term = reading.expression.term
        if reading.role not in _FORM_ROLES or term is None:
            continue
        for part in _comparisons(term):
            is_flag = part.type.kind == "flag" and part.op != "compare"
            if is_flag or any(each.op == "count_true" for each in part.walk()):
                continue
            for each in part.walk():
                if each.op == "div" and _is_plain(each.args[1]):
                    yield Term("compare", (each.args[1], _NOTHING), "==", FLAG)


def _is_plain(denominator: Term) -> bool:
    return denominator.op != "const" and all(
        part.op != "derived" for part in denominator.walk()
    )


def _is_never_undivided(node: Criterion, scope: Scope) -> bool:
    """Tell whether nothing that ``if_none`` looks at can lack a quotient."""
    known = _Assumptions().without(
        *(scope.term(entry.when) for entry in node.not_applicable)
    )
    for reading in readings_of(node):
        if reading.role not in _FORM_ROLES:
            continue
        term = scope.term(reading.expression)
        if term is None:
            return False
        for part in _comparisons(term):
            if not all(
                _is_safe(q, scope) for q in _quotients(part, known, scope)
            ):
                return False

    return True


def _comparisons(condition: Term) -> Iterator[Term]:
    """Yield what a condition is made of; a number as it is."""
    if condition.op in ("and", "or", "not"):
        for part in condition.args:
            yield from _comparisons(part)
    else:
        yield condition


def _problems(
    place: _Place, found: list[_Quotient], excused: set[Term], scope: Scope
) -> Iterator[Problem]:
    told = set(excused)
    for quotient in found:
        denominator = quotient.denominator
        if denominator in told or _is_safe(quotient, scope):
            continue
        told.add(denominator)
        is_tally = denominator.op == "tally"
        shown = written(denominator)
        yield Problem(
            code="PAR507",
            path=place.expression.path,
            offset=quotient.start,
            arguments={
                "criterion": place.name,
                "denominator": shown,
                "near": shown if is_tally else "",
                "form": f"{shown} != 0 and …" if place.is_alone else "",
            },
        )


def _places(
    node: Criterion, scope: Scope
) -> Iterator[tuple[Reading, _Assumptions]]:
    """Yield the expressions of *node* with what is known where they stand.

    Once ``not_applicable`` is through, all of its conditions are false.
    """
    known = _Assumptions()
    cases = node.form.cases if isinstance(node.form, Cases) else ()
    whens = {id(case.formula): case.when for case in cases if case.formula}
    for reading in readings_of(node):
        term = scope.term(reading.expression)
        own = scope.term(whens.get(id(reading.expression)))
        yield reading, known.given(own)
        if reading.role in ("not_applicable", "case"):
            known = known.without(term)


def _elsewhere(scope: Scope) -> Iterator[tuple[str, Expression]]:
    for knock_out in scope.scheme.knock_outs:
        yield "knock_out", knock_out.when
    for grade in scope.scheme.grades:
        if grade.requires is not None:
            yield grade.id, grade.requires


def _quotients(
    term: Term, known: _Assumptions, scope: Scope
) -> Iterator[_Quotient]:
    """Yield the quotients in *term*, derived facts looked through."""
    if term.op in ("and", "or"):
        for part in term.args:
            yield from _quotients(part, known, scope)
            known = (
                known.given(part) if term.op == "and" else known.without(part)
            )
        return
    if term.op == "derived":
        for quotient in _in_cases(str(term.value), known, scope):
            yield quotient._replace(start=term.start)
        return
    if term.op == "div":
        yield _Quotient(
            denominator=term.args[1], start=term.start, assumptions=known
        )
    elif term.op in ("share", "mean"):
        name = term.value[0] if isinstance(term.value, tuple) else term.value
        yield _Quotient(
            denominator=Term("tally", (), name),
            start=term.start,
            assumptions=known,
        )
    for part in term.args:
        yield from _quotients(part, known, scope)


def _in_cases(
    name: str, known: _Assumptions, scope: Scope
) -> Iterator[_Quotient]:
    """Yield the quotients in the cases of the derived fact *name*."""
    for when, value in scope.inliner.values(name):
        if when is not None:
            yield from _quotients(when, known, scope)
        yield from _quotients(value, known.given(when), scope)
        known = known.without(when)


# -- can a denominator be zero? ----------------------------------------------


def _is_safe(quotient: _Quotient, scope: Scope) -> bool:
    """Tell whether the denominator cannot be 0 where it stands."""
    denominator = quotient.denominator
    if denominator.op == "tally":
        fact = scope.ranges.facts.get(str(denominator.value))
        low = bounds_of(fact).low if fact is not None else None
        return low is not None and low > 0
    if not scope.ranges.of(denominator).has(Fraction(0)):
        return True
    zeros = set(_zero_with(denominator, scope))
    assumptions = quotient.assumptions

    return any(
        _truth(condition, zeros, scope) is False
        for condition in assumptions.true
    ) or any(
        _truth(condition, zeros, scope) is True
        for condition in assumptions.false
    )


def _zero_with(term: Term, scope: Scope) -> Iterator[Term]:
    """Yield what is 0 whenever *term* is."""
    yield term
    if term.op == "mul":
        for position, part in enumerate(term.args):
            if part.op == "const" and part.value:
                yield from _zero_with(term.args[1 - position], scope)
    lows = [scope.ranges.of(part).low for part in term.args]
    if term.op in ("add", "max") and all(
        low is not None and low >= 0 for low in lows
    ):
        for part in term.args:
            yield from _zero_with(part, scope)


def _truth(condition: Term, zeros: set[Term], scope: Scope) -> bool | None:
    """Tell whether *condition* holds where all *zeros* are 0, if certain."""
    if condition.op == "truth":
        return bool(condition.value)
    if condition.op == "compare":
        return _compared_truth(condition, zeros, scope)
    if condition.op not in ("and", "or", "not"):
        return None
    found = [_truth(part, zeros, scope) for part in condition.args]
    if condition.op == "not":
        return None if found[0] is None else not found[0]
    decisive = condition.op == "or"
    if decisive in found:
        return decisive

    return None if None in found else not decisive


def _compared_truth(
    condition: Term, zeros: set[Term], scope: Scope
) -> bool | None:
    one, two = condition.args
    if any(Term("sub", pair) in zeros for pair in ((one, two), (two, one))):
        return compared(_ZERO, str(condition.value), _ZERO)

    def value(term: Term) -> Interval:
        found = scope.ranges.of(term)
        is_zero = term in zeros or _is_held_at_zero(term, found, zeros, scope)

        return _ZERO if is_zero else found

    return compared(value(one), str(condition.value), value(two))


def _is_held_at_zero(
    term: Term, reach: Interval, zeros: set[Term], scope: Scope
) -> bool:
    """Tell whether what is 0 leaves *term* nothing else, where it is known.

    Where it is not, what it decides is unknown, and nothing is divided.
    """
    if reach.low is None or reach.low < 0:
        return False

    return any(scope.ranges.is_at_most(term, zero) for zero in zeros)
