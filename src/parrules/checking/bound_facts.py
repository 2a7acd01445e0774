"""Facts to which others leave no choice: then silence may be the best of it.

While such a fact is unknown it could be anything, of which some value is as
good; what the others allow it to be may be none of these.
"""

from collections.abc import Iterable, Iterator, Mapping

from parrules.checking.quotients import zeros_of
from parrules.checking.rows import rows_of
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.expression.terms import Term
from parrules.model import Cases, Criterion, Derived, Fact


def held_by_what_is_bound(scope: Scope) -> Iterator[Problem]:
    """PAR334: while a fact is unknown a channel is held that nothing holds.

    Of one fact alone, some value makes a flag true, or it never is.  What
    other facts allow it to be may leave none.
    """
    derived = {each.name: each for each in scope.scheme.derived}
    for channel in scope.scheme.channels:
        flag = derived.get(channel.held or "")
        if flag is None:
            continue
        read = _read_by(flag, scope)
        silent = _silent(read)
        if silent and _are_bound(read, scope):
            yield Problem(
                code="PAR334",
                severity="warning",
                path=(*channel.path, "held"),
                arguments={
                    "channel": channel.id,
                    "name": flag.name,
                    "facts": ", ".join(silent),
                },
            )


def if_none_beside_cases(scope: Scope) -> Iterator[Problem]:
    """PAR335: a case earns more, while nothing is known to divide by."""
    for node in scope.whole_leaves():
        if not isinstance(node.form, Cases) or node.if_none in (None, "full"):
            continue
        for zero in zeros_of(node):
            read = _facts_in([zero], scope)
            silent = _silent(read)
            if (
                silent
                and _are_bound(read, scope)
                and _earns_without(node, zero.args[0], scope)
            ):
                yield Problem(
                    code="PAR335",
                    severity="warning",
                    path=(*node.path, "if_none"),
                    arguments={
                        "criterion": node.code,
                        "facts": ", ".join(silent),
                    },
                )
                break


def _earns_without(node: Criterion, denominator: Term, scope: Scope) -> bool:
    """Tell whether a case that divides by something else gives points."""
    assert isinstance(node.form, Cases)
    rows = rows_of(node, scope)

    return any(
        row.points != 0
        and case.when is not None
        and not _divides_by(scope.term(case.when), denominator)
        for case, row in zip(node.form.cases, rows, strict=True)
    )


def _divides_by(condition: Term | None, denominator: Term) -> bool:
    return condition is None or any(
        part.op == "div" and part.args[1] == denominator
        for part in condition.walk()
    )


def _read_by(flag: Derived, scope: Scope) -> dict[str, Fact]:
    """Return the facts that *flag* is worked out from, derived ones put in."""
    terms = (
        scope.term(part)
        for case in flag.cases
        for part in case
        if part is not None
    )

    return _facts_in([term for term in terms if term is not None], scope)


def _facts_in(terms: Iterable[Term], scope: Scope) -> dict[str, Fact]:
    facts = {fact.name: fact for fact in scope.scheme.facts}
    names = dict.fromkeys(
        name for term in terms for name in sorted(scope.inliner.names(term))
    )

    return {name: facts[name] for name in names if name in facts}


def _silent(read: Mapping[str, Fact]) -> list[str]:
    """Return the facts that may be missing."""
    return [
        name
        for name, fact in read.items()
        if fact.default is None and not fact.required
    ]


def _are_bound(read: Iterable[str], scope: Scope) -> bool:
    """Tell whether facts are several, or one that others bound or it them."""
    related = {
        name
        for fact in scope.scheme.facts
        for limit in (fact.at_least_fact, fact.at_most_fact)
        if limit is not None
        for name in (fact.name, limit)
    }
    names = set(read)

    return len(names) > 1 or not names.isdisjoint(related)
