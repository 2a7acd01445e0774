"""What is written of a value, kept for the next unit that has it."""

from collections.abc import Callable
from typing import Any, Final

REMEMBERED: Final = 4096
"""Texts and parts that are kept of each kind."""

_KEPT: Final = 256
"""Values of one fact, or of one measure, of which something is kept."""

Shown = Callable[[Any], object]


class Kept(dict[Any, Any]):
    """What is made of a value, made once: the same values come again.

    Values are what is computed with: never lists, never mappings.
    """

    def __init__(self, make: Shown, most: int = _KEPT) -> None:
        """Keep what *make* returns, of *most* values."""
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, value: Any) -> Any:  # noqa: ANN401  # any fact
        """Make it of *value*."""
        if len(self) >= self._most:
            self.clear()
        made = self[value] = self._make(value)

        return made
