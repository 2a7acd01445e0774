"""What names stand for: inputs, and derived facts written out."""

import sys
from collections.abc import Iterator

import attrs

from parrules.expression.terms import FLAG, OUTCOME_TERMS, Term
from parrules.expression.writing import written
from parrules.model import Choices, Derived, Judged, Scheme
from parrules.plan.nodes import Input
from parrules.plan.properties import names_in
from parrules.points import places_of


def inputs_of(scheme: Scheme) -> tuple[Input, ...]:
    """Return what a submission may hold: facts first, then answers."""
    inputs = [
        Input(
            # Where facts have the same object, it is found at once.
            name=sys.intern(fact.name),
            position=position,
            kind=fact.type,
            fact=fact,
            options=fact.options or fact.levels,
            places=fact.places,
        )
        for position, fact in enumerate(scheme.facts)
    ]
    for position, node in enumerate(scheme.nodes()):
        if isinstance(node.form, Choices):
            options = tuple(choice.id for choice in node.form.choices)
            kind, places = "answer", 0
        elif isinstance(node.form, Judged):
            options, kind = (), "judged"
            places = places_of(node.form.step)
        else:
            continue
        inputs.append(
            Input(
                name=sys.intern(node.code),
                position=len(inputs),
                kind=kind,
                node=position,
                options=options,
                places=places,
            )
        )

    return tuple(inputs)


class Definitions:
    """Derived facts, written out in terms of facts.

    Attributes:
        outcomes: What of earned points was read so far, by how it is named.
    """

    def __init__(self, scheme: Scheme) -> None:
        """Write out every derived fact of *scheme*."""
        self._facts = {fact.name: fact for fact in scheme.facts}
        self._refuses = scheme.policy.unevidenced == "refuse"
        self._cases: dict[str, tuple[tuple[Term | None, Term], ...]] = {}
        self._terms: dict[str, Term] = {}
        self.outcomes: dict[str, Term] = {}
        derived = {each.name: each for each in scheme.derived}
        for each in _in_order(derived):
            cases = tuple(
                (None if when is None else when.term, value.term)
                for when, value in each.cases
            )
            self._cases[each.name] = cases  # type: ignore[assignment]  # only sound schemes are compiled
            self._terms[each.name] = self._written_out(self._cases[each.name])

    def _written_out(
        self, cases: tuple[tuple[Term | None, Term], ...]
    ) -> Term:
        if len(cases) == 1 and cases[0][0] is None:
            return self.inline(cases[0][1])
        parts: list[Term] = []
        for when, value in cases:
            if when is not None:
                parts.append(self.inline(when))
            parts.append(self.inline(value))

        return Term("select", tuple(parts), None, cases[0][1].type)

    def terms(self) -> tuple[tuple[str, Term], ...]:
        """Return every derived fact, written out, in dependency order."""
        return tuple(self._terms.items())

    def flags(
        self,
    ) -> Iterator[tuple[str, tuple[tuple[Term | None, Term], ...]]]:
        """Yield the derived flags with their cases, in dependency order."""
        for name, cases in self._cases.items():
            if cases[0][1].type == FLAG:
                yield name, cases

    def inline(self, term: Term) -> Term:
        """Return *term* with every derived fact written out."""
        if term.op == "derived":
            return self._terms[str(term.value)]
        if not term.args:
            return term
        args = tuple(self.inline(part) for part in term.args)
        if args == term.args:
            return term

        return attrs.evolve(term, args=args)

    def can_miss(self, name: str) -> bool:
        """Tell whether a fact or answer can be missing."""
        fact = self._facts.get(name)
        if fact is None:
            return True
        if self._refuses and fact.evidence == "required":
            return True

        return fact.default is None and not fact.required

    def facts_in(self, term: Term | None) -> tuple[str, ...]:
        """Return the names that *term* reads, derived ones before theirs.

        What was earned is read, too: as ``percent_of('1')``.
        """
        if term is None:
            return ()
        found: dict[str, None] = {}
        for name in names_in(term):
            found[name] = None
            if name in self._terms:
                found.update(dict.fromkeys(names_in(self._terms[name])))
        earned = {
            written(part): part
            for part in term.walk()
            if part.op in OUTCOME_TERMS
        }
        self.outcomes.update(earned)

        return (*found, *earned)


def _in_order(derived: dict[str, Derived]) -> Iterator[Derived]:
    """Yield derived facts after those that they read."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[Derived]:
        if name in done:
            return
        done.add(name)
        for pair in derived[name].cases:
            for expression in pair:
                if expression is None or expression.term is None:
                    continue
                for other in names_in(expression.term):
                    if other in derived:
                        yield from visit(other)
        yield derived[name]

    for name in derived:
        yield from visit(name)
