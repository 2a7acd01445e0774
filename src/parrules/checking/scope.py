"""A scheme with its names looked up: what every check is given."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, TypeVar

import attrs

from parrules.checking.inlining import Inliner
from parrules.checking.ranges import Ranges, ranges_of
from parrules.expression.terms import Term
from parrules.model import Criterion, Expression, Scheme

_Found = TypeVar("_Found")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Scope:
    """A scheme, and what its terms can be."""

    scheme: Scheme
    ranges: Ranges
    inliner: Inliner
    # By identity: the expressions live as long as the scheme.
    _known: dict[int, Term | None] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    _found: dict[Hashable, tuple[Any, ...]] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def once(
        self, name: Hashable, find: Callable[[], Iterable[_Found]]
    ) -> tuple[_Found, ...]:
        """Return what *find* yields, which several checks look at."""
        if name not in self._found:
            self._found[name] = tuple(find())

        return self._found[name]

    def term(self, expression: Expression | None) -> Term | None:
        """Return the tree of *expression*, derived facts put in.

        Returns:
            `None` where something in it could not be read, or where it
            reads a fact that could not, or whose bounds are inverted.
        """
        if expression is None:
            return None
        if id(expression) not in self._known:
            self._known[id(expression)] = self._sound(expression)

        return self._known[id(expression)]

    def _sound(self, expression: Expression) -> Term | None:
        term = self.inliner.term(expression)
        if term is None:
            return None
        if self.ranges.bounds.unsound.isdisjoint(self.inliner.names(term)):
            return term

        return None

    def whole_leaves(self) -> Iterator[Criterion]:
        """Yield the leaves whose rows could be read."""
        return iter(
            self.once(
                "leaves",
                lambda: (n for n in self.scheme.leaves() if not n.broken),
            )
        )

    def whole_nodes(self) -> Iterator[Criterion]:
        """Yield the nodes whose rows could be read."""
        return iter(
            self.once(
                "nodes",
                lambda: (n for n in self.scheme.nodes() if not n.broken),
            )
        )


def scope_of(scheme: Scheme) -> Scope:
    """Look up the names of *scheme*."""
    inliner = Inliner({derived.name: derived for derived in scheme.derived})

    return Scope(
        scheme=scheme,
        ranges=ranges_of(scheme, inliner),
        inliner=inliner,
    )
