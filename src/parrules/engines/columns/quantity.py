"""What a number of a row is, and what a node comes to."""

from typing import Protocol

import attrs

from parrules.engines.columns.cell import Cell
from parrules.plan.nodes import Node


@attrs.frozen(eq=False, repr=False)
class Quantity:
    """A number of a row.

    Attributes:
        over, under: The quotient; *under* is above 0 where it is known.
        known: Whether it is read at all.
        undefined: Whether there is nothing to divide by.
    """

    over: Cell
    under: Cell
    known: Cell
    undefined: Cell


class Scored(Protocol):
    """What a node comes to."""

    @property
    def node(self) -> Node:
        """Which it is."""

    @property
    def earned(self) -> Cell:
        """In quanta."""

    @property
    def applicable(self) -> Cell:
        """In quanta."""
