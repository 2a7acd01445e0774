"""What decides rows, as an evaluation asks it."""

from contextlib import AbstractContextManager
from typing import Protocol

from parrules.scoring.arithmetic import Ranks


class Session(Protocol):
    """One evaluation in what decides rows."""

    def decide(self, group: int, classes: list[int], ranks: Ranks) -> None:
        """Set the ranks of a group's decisions.

        Args:
            group: Position in `Layout.groups`.
            classes: By property of the group.
            ranks: Changed in place; holds twice the number of rows of
                each decision before.
        """

    def end(self) -> None:
        """End the evaluation; not called where it failed."""


class Decider(Protocol):
    """What decides rows."""

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Return what is held while an evaluation lasts."""

    def begin(self) -> Session:
        """Begin one evaluation, whatever became of the last one."""
