"""The names that an expression may use, and how large it may become."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import attrs

from parrules.expression.terms import Term, Type
from parrules.points import Rounding

MAXIMUM_TERMS = 2000
MAXIMUM_LEVELS = 100
OWN_WORDS = ("true", "false", "never", "maximum")
"""What is no name of a fact."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Environment:
    """The names that an expression may use.

    Attributes:
        facts: Types of facts and derived facts, by name.
        derived: Which of them are derived.
        answers: The options of each leaf that a person answers, by code.
        judged: Codes of leaves to which a person gives points.
        nodes: Codes that `points_of` and `percent_of` may name; `None`
            where no outcome is known yet.
        printed: By code of a row, how the decision prints it, where that
            is otherwise.
        maximum: What `maximum` stands for, or `None`.
        rounding: What `round_to` does with ties.
        extents: Of derived facts, written out: see `extent`.
    """

    facts: Mapping[str, Type]
    derived: frozenset[str] = frozenset()
    answers: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    judged: frozenset[str] = frozenset()
    nodes: frozenset[str] | None = None
    printed: Mapping[str, str] = attrs.field(factory=dict)
    maximum: Fraction | None = None
    rounding: Rounding = "half_up"
    extents: Mapping[str, "Extent"] = attrs.field(factory=dict)


class Extent(NamedTuple):
    """How large an expression is once derived facts are written out.

    Derived facts chain, so that few lines can stand for a great many terms.
    """

    terms: int
    depth: int

    @property
    def is_too_large(self) -> bool:
        """Tell whether nothing should be computed of it."""
        return self.terms > MAXIMUM_TERMS or self.depth > MAXIMUM_LEVELS


def extent(term: Term, extents: Mapping[str, Extent]) -> Extent:
    """Return the extent of *term*, given those of derived facts.

    Powers and equal conditions hold one part several times: each is counted
    as often as it stands, but looked at once.
    """
    return _extent(term, extents, {})


def _extent(
    term: Term, extents: Mapping[str, Extent], seen: dict[int, Extent]
) -> Extent:
    if term.op == "derived":
        return extents.get(str(term.value), Extent(1, 1))
    found = seen.get(id(term))
    if found is None:
        terms = depth = 0
        for argument in term.args:
            part = _extent(argument, extents, seen)
            terms += part.terms
            depth = max(depth, part.depth)
        found = seen[id(term)] = Extent(1 + terms, 1 + depth)

    return found
