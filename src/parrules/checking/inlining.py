"""Derived facts put into the expressions that read them.

A derived fact with one expression becomes that expression; a derived flag
with cases becomes the condition that it means, unless that grows large.  A
derived number or date with cases stays a name, because no single term says
what it is.
"""

from collections.abc import Iterator, Mapping

import attrs

from parrules.expression.terms import FLAG, Term
from parrules.model import Derived, Expression

MAXIMUM_SIZE = 4000
MAXIMUM_DEPTH = 200
"""Terms in an expression, and terms in terms, beyond which it is left
alone; the loader refuses much smaller ones."""

_NAMED = (
    "fact",
    "derived",
    "option_value",
    "mean",
    "is_missing",
    "points_of",
    "percent_of",
)


class Inliner:
    """The derived facts of one scheme, each looked through once."""

    def __init__(self, derived: Mapping[str, Derived]) -> None:
        """Take the *derived* facts by name."""
        self._derived = derived
        self._terms: dict[str, Term | None] = {}
        for name in derived:
            # In the order of what they need, so that none of them is deep.
            self._named(name)

    def term(self, expression: Expression | None) -> Term | None:
        """Return the tree of *expression* with derived facts put in.

        Returns:
            `None` where the expression, or a derived fact that it reads,
            could not be read, or where it grows beyond the limits.
        """
        if expression is None or expression.term is None:
            return None
        term = self._through(expression.term)
        if term is None or _is_large(term):
            return None

        return term

    def values(self, name: str) -> tuple[tuple[Term | None, Term], ...]:
        """Return conditions and values of the derived fact *name*.

        Returns:
            Empty where one of them could not be read.
        """
        rows: list[tuple[Term | None, Term]] = []
        for when, value in self._derived[name].cases:
            condition = self.term(when)
            result = self.term(value)
            if result is None or (when is not None and condition is None):
                return ()
            rows.append((condition, result))

        return tuple(rows)

    def names(self, term: Term) -> Iterator[str]:
        """Yield all that *term* reads, by way of derived facts too."""
        seen: set[str] = set()
        waiting = [term]
        while waiting:
            for name in names_in(waiting.pop()):
                yield name
                if name in self._derived and name not in seen:
                    seen.add(name)
                    for row in self.values(name):
                        waiting.extend(part for part in row if part)

    def _through(self, term: Term) -> Term | None:
        if term.op == "derived":
            found = self._named(str(term.value))
            return None if found is None else _moved(found, term)
        if not term.args:
            return term
        inner = [self._through(part) for part in term.args]
        parts = tuple(part for part in inner if part is not None)
        if len(parts) < len(inner):
            return None

        return term if parts == term.args else attrs.evolve(term, args=parts)

    def _named(self, name: str) -> Term | None:
        if name not in self._terms:
            self._terms[name] = None  # what a cycle finds
            self._terms[name] = self._looked_through(name)

        return self._terms[name]

    def _looked_through(self, name: str) -> Term | None:
        rows = self.values(name) if name in self._derived else ()
        if not rows:
            return None
        first = rows[0][1]
        if rows[0][0] is None:
            return first
        if first.type.kind == "flag":
            condition = _as_condition(rows)
            if not _is_large(condition, MAXIMUM_SIZE // 10):
                return condition

        return Term("derived", (), name, first.type)


def _as_condition(rows: tuple[tuple[Term | None, Term], ...]) -> Term:
    """Write the cases of a flag as one condition."""
    branches: list[Term] = []
    earlier: list[Term] = []
    for when, value in rows:
        reached = [*earlier] if when is None else [*earlier, when]
        branches.append(Term("and", (*reached, value), None, FLAG))
        if when is not None:
            earlier.append(Term("not", (when,), None, FLAG))

    return Term("or", tuple(branches), None, FLAG)


def _moved(term: Term, reference: Term) -> Term:
    """Return *term* standing where *reference* stands."""
    return attrs.evolve(
        term,
        args=tuple(_moved(part, reference) for part in term.args),
        start=reference.start,
        end=reference.end,
    )


def _is_large(term: Term, limit: int = MAXIMUM_SIZE) -> bool:
    size = depth = 0
    level = [term]
    while level:
        size += len(level)
        if size > limit or depth > MAXIMUM_DEPTH:
            return True
        level = [part for each in level for part in each.args]
        depth += 1

    return False


def names_in(term: Term) -> Iterator[str]:
    """Yield the facts, answers and codes that *term* reads, as they stand."""
    for part in term.walk():
        if part.op in _NAMED:
            yield str(part.value)
        elif part.op in ("share", "among", "holds"):
            assert isinstance(part.value, tuple)
            yield str(part.value[0])
