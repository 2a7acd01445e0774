"""What stands in the data where something could not be read."""

import functools
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs

from parrules.points import is_bounded
from parrules.records import Record

LONGEST_NUMBER = 64
"""Characters; a longer literal is out of limits whatever it says."""

_REMEMBERED = 1024
"""Literals whose numbers are kept, since a file says the same ones again."""


@attrs.frozen(eq=False, repr=False)
class Unread(Record):
    """A value that could not be read.

    Attributes:
        number: The literal, where it is a number out of limits that still
            has to be reported; empty where all is said already.
    """

    number: str = ""


class SavedTable(dict[str, Any]):
    """A table of a text that is not sound TOML.

    Attributes:
        is_damaged: Whether some of its keys may be lost.
        lost: The statements that they may stand in, where is known which.
        again: What stands under keys that it has already; such a value has
            the path of its key and the position 1, 2 … among them.  With
            it, how many other keys stand before it.
    """

    is_damaged = False
    lost: tuple[str, ...] | None = ()

    def __init__(self, *pairs: Any) -> None:  # noqa: ANN401  # as dict does
        """Start with *pairs* and nothing that stands there again."""
        super().__init__(*pairs)
        self.again: list[tuple[str, int, int, Any]] = []
        self._times: dict[str, int] = {}

    def lose(self, statement: str = "") -> None:
        """Note that keys may be lost, in *statement* or who knows where."""
        self.is_damaged = True
        if not statement:
            self.lost = None
        elif self.lost is not None:
            self.lost = (*self.lost, statement)

    def add_again(self, key: str, value: Any) -> None:  # noqa: ANN401  # TOML
        """Keep *value*, which stands under a key that is there already."""
        self._times[key] = self._times.get(key, 0) + 1
        self.again.append((key, self._times[key], len(self), value))


def bounded(literal: str) -> Decimal | Unread:
    """Return *literal* as a number, marked if it is out of limits."""
    if len(literal) > LONGEST_NUMBER:
        return Unread(literal)

    return _bounded(literal)


@functools.lru_cache(_REMEMBERED)
def _bounded(literal: str) -> Decimal | Unread:
    try:
        number = Decimal(literal)
    except InvalidOperation:
        return Unread(literal)

    return number if is_bounded(number) else Unread(literal)
