"""Cells that are objects of any type, each judged as its unit alone is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from parrules.errors import Problem
from parrules.plan.nodes import Input
from parrules.scoring.border import Border
from parrules.scoring.written import shortened
from parrules.tables.columns import input_of, levels_of
from parrules.tables.rows import cell_of, is_there, level_of

_WRONG: Final = "\0"
"""A text that no fact takes, in place of what is wrong."""


class Mixed:
    """Writes objects as the texts that facts are read from."""

    def __init__(self, inputs: Mapping[str, Input], border: Border) -> None:
        """Take what judges the facts of single units."""
        self._inputs = inputs
        self._border = border

    def reads(self, name: str) -> bool:
        """Tell whether a column holds facts, or what is beside one."""
        return input_of(name, self._inputs) is not None

    def text(self, name: str, value: object) -> str | None:
        """Return a text that says the same, or one that is refused.

        Args:
            name: Of a column that `reads` knows.
            value: What stands in a cell of it.
        """
        if not is_there(value):
            return None
        if isinstance(value, str):
            # Also of a kind of text, which may show itself otherwise.
            return str.__str__(value)
        source = input_of(name, self._inputs)
        assert source is not None, "it is known"
        if name == source.name:
            return self._of_fact(source, value)
        if name in levels_of(source):
            count = level_of(source, value)
            return _written(count) if type(count) is int else _WRONG

        return str(value).lower() if _is_truth(value) else _WRONG

    def _of_fact(self, source: Input, value: object) -> str:
        read = cell_of(source, value)
        if isinstance(read, Problem):
            return _WRONG
        if self._border.refused(source.name, read) is not None:
            return _WRONG
        if isinstance(read, Mapping):
            read = [read.get(level, 0) for level in source.options]

        return _written(read)


def _written(value: Any) -> str:  # noqa: ANN401  # of any fact
    """Return what would stand in a file; a decimal is never a thousand."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        text = format(value, "f")
        # With three decimal places it may be a thousand, with four not.
        return f"{text}0" if "." in text else text
    if isinstance(value, list | tuple):
        return ";".join(map(_written, value))

    return str(shortened(value))


def _is_truth(value: object) -> bool:
    """Tell whether it is a truth, of Python or of NumPy."""
    return type(value).__name__ in ("bool", "bool_")
