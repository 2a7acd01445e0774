"""What decides rows, as an evaluation asks it."""

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

    def begin(self) -> Session:
        """Begin one evaluation, whatever became of others.

        They may be in the middle, in other threads or in this one: a signal
        handler, or what is called while garbage is collected, may evaluate.
        """
