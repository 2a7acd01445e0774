"""Facts that count twice, and facts whose silence is not explained.

What a leaf *counts* is what its points grow or shrink with:

- strongly, the facts in ``each``, and those in a measure or formula that
  do not stand below a fraction bar, the tally of ``share`` and ``mean``
  among them;
- weakly, in a condition: a flag, the number on the left of a comparison,
  and of two dates the one that may not have happened (else the left one).

Not counted are denominators, the dates that others are held against,
choices, answers, ``not_applicable`` and facts about the unit.  A fact that
the leaf also divides by is a guard in its conditions, and not counted there.
"""

from collections.abc import Iterator, Mapping

from parrules.checking.inlining import names_in
from parrules.checking.readings import Reading, readings, readings_of
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.expression.terms import Term
from parrules.model import Criterion, Fact

_STRONG_ROLES = ("each", "measure", "formula")
_WEAK_ROLES = ("case", "when", "trigger")


def fact_that_only_punishes(scope: Scope) -> Iterator[Problem]:
    """PAR212: a fact can only cost points, and its silence means nothing."""
    if any(node.broken for node in scope.scheme.nodes()):
        # What such a row reads is not known: it may be what rewards.
        return
    punishing, others = _users(scope)
    for fact in scope.scheme.facts:
        if fact.broken or fact.required or fact.default is not None:
            continue
        if fact.name in punishing and fact.name not in others:
            yield Problem(
                code="PAR212",
                path=fact.path,
                arguments={
                    "name": fact.name,
                    "criterion": punishing[fact.name],
                },
            )


def fact_counted_twice(scope: Scope) -> Iterator[Problem]:
    """PAR213: two leaves count one fact, and neither says ``also_in``.

    An error where both count it strongly, else a warning.
    """
    users: dict[str, list[tuple[Criterion, bool]]] = {}
    for node in scope.whole_nodes():
        if node.doubled:
            # Perhaps a copy, which reads the same.
            continue
        for name, is_strong in _counted(node, scope).items():
            users.setdefault(name, []).append((node, is_strong))
    for name, uses in users.items():
        for position, (node, is_strong) in enumerate(uses):
            rivals = [
                (other, is_other_strong)
                for other, is_other_strong in uses[:position]
                if not _is_meant(node, other)
            ]
            if len(rivals) < position or not rivals:
                # Meant together with one of the others, or the first.
                continue
            rivals.sort(key=lambda rival: not rival[1])
            other, is_other_strong = rivals[0]
            is_error = is_strong and is_other_strong
            yield Problem(
                code="PAR213",
                severity="error" if is_error else "warning",
                path=node.path,
                arguments={
                    "fact": name,
                    "criterion": node.code,
                    "other": other.code,
                },
            )


def _users(scope: Scope) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return who reads each fact to punish, and who reads it otherwise."""
    punishing: dict[str, str] = {}
    others: dict[str, str] = {}
    for channel in scope.scheme.channels:
        if channel.held:
            others[channel.held] = channel.id
    for reading in readings(scope):
        term = scope.term(reading.expression)
        if term is None or reading.role == "derived":
            continue
        users = punishing if reading.is_punishing else others
        for name in scope.inliner.names(term):
            users.setdefault(name, _owner(reading))
    for knock_out in scope.scheme.knock_outs:
        if knock_out.fact:
            punishing.setdefault(knock_out.fact, "knock_out")

    return punishing, others


def _owner(reading: Reading) -> str:
    return reading.role if reading.owner is None else reading.owner.code


def _is_meant(one: Criterion, two: Criterion) -> bool:
    """Tell whether either of two leaves names the other, or its parent."""
    return any(
        second.code == code or second.code.startswith(f"{code}.")
        for first, second in ((one, two), (two, one))
        for code in first.also_in
    )


def _counted(node: Criterion, scope: Scope) -> dict[str, bool]:
    """Return the facts that *node* counts, and whether strongly."""
    terms = [
        (reading.role, term)
        for reading in readings_of(node)
        if (term := scope.term(reading.expression)) is not None
    ]
    divisors = {
        name
        for _, term in terms
        for part in term.walk()
        if part.op == "div"
        for name in names_in(part.args[1])
    }
    found: dict[str, bool] = {}
    for role, term in terms:
        is_strong = role in _STRONG_ROLES
        if not is_strong and role not in _WEAK_ROLES:
            continue
        subjects = _numerators if is_strong else _subjects
        for name in subjects(term, scope):
            if _is_countable(name, scope) and (
                is_strong or name not in divisors
            ):
                found[name] = found.get(name, False) or is_strong

    return found


def _is_countable(name: str, scope: Scope) -> bool:
    fact = scope.ranges.facts.get(name)

    return (
        fact is not None
        and fact.type not in ("choice", "codes")
        and not name.startswith("unit.")
    )


def _numerators(term: Term, scope: Scope) -> Iterator[str]:
    """Yield the facts that a number grows or shrinks with."""
    if term.op == "div":
        yield from _numerators(term.args[0], scope)
    elif term.op == "days":
        yield from _dated(term.args[1], term.args[0], scope)
    elif term.op == "derived":
        for _, value in scope.inliner.values(str(term.value)):
            yield from _numerators(value, scope)
    elif term.args:
        for part in term.args:
            yield from _numerators(part, scope)
    elif term.op not in ("points_of", "percent_of"):
        yield from names_in(term)


def _subjects(condition: Term, scope: Scope) -> Iterator[str]:
    """Yield the facts that a condition is about."""
    if condition.op in ("and", "or", "not"):
        for part in condition.args:
            yield from _subjects(part, scope)
    elif condition.op == "fact":
        yield str(condition.value)
    elif condition.op == "order":
        one, two = condition.args
        yield from _dated(one, two, scope)
    elif condition.op == "compare":
        one, two = condition.args
        yield from _numerators(two if one.op == "const" else one, scope)


def _dated(one: Term, two: Term, scope: Scope) -> Iterator[str]:
    """Yield the date that is held against the other one."""
    sides = [_facts_in(date, scope) for date in (one, two)]
    uncertain = [side for side in sides if any(fact.never for fact in side)]
    chosen = uncertain if len(uncertain) == 1 else list(filter(None, sides))
    for fact in chosen[0] if chosen else []:
        yield fact.name


def _facts_in(date: Term, scope: Scope) -> list[Fact]:
    facts = scope.ranges.facts

    return [facts[name] for name in names_in(date) if name in facts]
