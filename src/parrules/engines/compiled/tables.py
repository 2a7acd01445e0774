"""Decisions as tables: from what is seen of each property to a row.

Every clause of a decision is a bit, the rows in order from the lowest.  What
is seen of a property leaves some clauses possible; what all properties leave
has the row that decides as its lowest bit.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from parrules.plan.logic import FIRST, MISSING, NO, YES, Property
from parrules.plan.nodes import Decision
from parrules.scoring.arithmetic import Ranks
from parrules.scoring.layout import Layout, properties_of

Seen = Any
"""A class of a property; or the value itself of an option or a flag."""


@attrs.frozen(eq=False, repr=False)
class Table:
    """One decision.

    Attributes:
        columns: A property, and by its class the clauses that are left.
        ranks: By the number of the lowest bit that is left, from 1; at 0
            what holds where no clause is left.
    """

    columns: tuple[tuple[int, tuple[int, ...]], ...]
    ranks: tuple[int, ...]

    def rank(self, *classes: int) -> int:
        """Return the rank of one class for each column."""
        left = -1
        for (_, masks), number in zip(self.columns, classes, strict=True):
            left &= masks[number]

        return self.ranks[_lowest(left)]


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length()


def table_of(decision: Decision, properties: Sequence[Property]) -> Table:
    """Return the table of *decision*."""
    clauses = [
        (2 * row + unknown, dict(clause))
        for row, each in enumerate(decision.rows)
        for unknown, several in enumerate((each.true, each.unknown))
        for clause in several
    ]
    ranks = (2 * len(decision.rows), *(rank for rank, _ in clauses))
    columns = []
    for place in sorted(properties_of(decision)):
        count = max(properties[place].classes) + 1
        masks = [0] * count
        for bit, (_, clause) in enumerate(clauses):
            wanted = clause.get(place, -1)
            for number in range(count):
                masks[number] |= (wanted >> number & 1) << bit
        columns.append((place, tuple(masks)))

    # Without a clause there is no column that could leave none.
    return Table(tuple(columns), ranks if clauses else ranks * 2)


def seen_by_class(met: Property) -> dict[Seen, int] | None:
    """Return the class of each value, if the value itself can be looked up.

    Returns:
        `None` for what must be computed first: numbers, dates, codes.
    """
    classes = met.classes
    if met.kind == "option":
        values: Iterator[tuple[Seen, int]] = enumerate(classes[FIRST:])
        return {None: classes[MISSING], **dict(values)}
    if met.kind in ("flag", "derived"):
        padded = (*classes, *[-1] * (YES + 1 - len(classes)))
        return {
            None: padded[MISSING],
            False: padded[NO],
            True: padded[YES],
        }

    return None


class TableDecider:
    """Decides rows by tables alone, for what the function leaves alone.

    Attributes:
        tables: By decision.
    """

    def __init__(self, layout: Layout) -> None:
        """Make the tables of *layout*'s plan, and sort them by group."""
        plan = layout.plan
        self.tables = tables = tuple(
            table_of(each, plan.properties) for each in plan.decisions
        )
        self._groups = tuple(
            tuple(
                (
                    decision,
                    tables[decision],
                    tuple(
                        group.properties.index(place)
                        for place, _ in tables[decision].columns
                    ),
                )
                for decision in group.decisions
            )
            for group in layout.groups
        )

    def begin(self) -> "TableDecider":
        """Begin one evaluation; nothing is kept from one to the next."""
        return self

    def decide(self, group: int, classes: list[int], ranks: Ranks) -> None:
        """Set the ranks of a group's decisions."""
        for decision, table, places in self._groups[group]:
            ranks[decision] = table.rank(*(classes[at] for at in places))

    def end(self) -> None:
        """End an evaluation."""
