"""The leaves of a ruleset in four shapes, as somebody would read a decision.

Peers are written from these shapes: each engine says the same four things in
its own words.  A ruleset that needs a fifth is refused, never scored wrongly.
Points are whole numbers of the plan's quantum.
"""

from collections.abc import Iterator

import attrs


@attrs.frozen(kw_only=True)
class Picked:
    """Points of the option that a person picked.

    Attributes:
        column: Of the answer.
        points: Quanta by option.
    """

    code: str
    maximum: int
    column: str
    points: tuple[tuple[str, int], ...]


@attrs.frozen(kw_only=True)
class Step:
    """A quotient is here where ``over * left >= under * right``.

    Attributes:
        strict: It has to be more.
        points: Quanta.
    """

    left: int
    right: int
    strict: bool
    points: int


@attrs.frozen(kw_only=True)
class Graded:
    """Points of the first step that a quotient reaches, else *points*.

    Attributes:
        over: Columns that are added up.
        under: Columns that are added up; empty for 1.
        if_none: ``full``, ``zero`` or ``exclude`` where *under* is 0.
        excluded_by: The column that excludes the leaf where it is 0.
        steps: Highest first.
    """

    code: str
    maximum: int
    over: tuple[str, ...]
    under: tuple[str, ...]
    if_none: str
    excluded_by: str
    steps: tuple[Step, ...]
    points: int

    @property
    def rest(self) -> tuple[str, ...]:
        """Return what *under* holds beside *over*; empty where it cannot."""
        if len(self.under) == 1 or not set(self.over) < set(self.under):
            return ()

        return tuple(each for each in self.under if each not in self.over)

    @property
    def steps_against_rest(self) -> tuple[Step, ...]:
        """Return the steps for ``over * left >= rest * right``.

        ``a / (a + rest) >= p / q`` is ``a * (q - p) >= rest * p``.
        """
        return tuple(
            attrs.evolve(step, left=step.left - step.right)
            for step in self.steps
        )


@attrs.frozen(kw_only=True)
class Dated:
    """Points for a document that is due on a day, if on any.

    Attributes:
        issued: Column of its day.
        due: Column of the day, empty for none.
        month_after: Column of a day, one month after which it is due as
            well; where both are named, either is good enough.
        never, in_time, late: Quanta; without a day, all is in time.
    """

    code: str
    maximum: int
    issued: str
    due: str = ""
    month_after: str = ""
    never: int
    in_time: int
    late: int = 0


@attrs.frozen(kw_only=True)
class Flagged:
    """Points for a flag that holds."""

    code: str
    maximum: int
    column: str
    yes: int
    no: int


Shape = Picked | Graded | Dated | Flagged


@attrs.frozen(kw_only=True)
class Rules:
    """All leaves of a ruleset, and how they come to a total.

    Attributes:
        places: The quantum is ``10**-places`` points.
        decimals: Of the published total.
        maximum: In quanta; what is excluded is made up over it.
    """

    places: int
    decimals: int
    maximum: int
    leaves: tuple[Shape, ...]

    @property
    def shown(self) -> int:
        """Return how many quanta the last published decimal is worth."""
        return int(10 ** (self.places - self.decimals))

    def excluding(self) -> Iterator["Graded"]:
        """Yield the leaves that may be excluded."""
        for leaf in self.leaves:
            if isinstance(leaf, Graded) and (
                leaf.if_none == "exclude" or leaf.excluded_by
            ):
                yield leaf


def columns_of(leaf: Shape) -> Iterator[str]:
    """Yield the columns that a leaf reads, some of them twice."""
    if isinstance(leaf, Picked | Flagged):
        yield leaf.column
    elif isinstance(leaf, Dated):
        yield from filter(None, (leaf.issued, leaf.due, leaf.month_after))
    else:
        yield from (*leaf.over, *leaf.under)
        yield from filter(None, (leaf.excluded_by,))
