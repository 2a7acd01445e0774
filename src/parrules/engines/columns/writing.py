"""The algebra as expressions of a library of tables.

Polars and Narwhals call the same things by the same names, and so one writer
serves both: Narwhals for DuckDB, Spark and whatever else it knows, Polars
itself where an expression made once is used for many tables.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from parrules.engines.columns.cell import Cell
from parrules.engines.columns.layers import Layers

Expression = Any
"""Of the library."""

Library = Any
"""The module ``polars`` or ``narwhals``."""

_NAMED = "#"
"""What the names of columns begin with that nobody asked for."""


def halved(parts: Sequence[Expression], name: str) -> Expression:
    """Join *parts* by an operator, as flat as may be.

    A library looks through all that is nested at each of its depths.
    """
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2

    return getattr(halved(parts[:half], name), name)(
        halved(parts[half:], name)
    )


class Writer:
    """Writes cells, with those of earlier layers as columns."""

    def __init__(
        self,
        library: Library,
        read: Callable[[Cell], Expression],
        types: Mapping[int, Any],
        layers: Layers,
    ) -> None:
        """Write for *library*.

        Args:
            library: The module of its functions.
            read: Writes what is read of a row.
            types: Types of whole numbers by width.
            layers: Of all cells to be written.
        """
        self._library = library
        self._read = read
        self._types = types
        self._layers = layers
        self._columns: dict[Cell, Expression] = {}

    def layers(self) -> list[list[Expression]]:
        """Write all columns, to be called once; each layer by itself."""
        found = []
        for layer in self._layers.columns:
            found.append(
                [
                    self.written(cell).alias(f"{_NAMED}{cell.number}")
                    for cell in layer
                ]
            )
            for cell in layer:
                name = f"{_NAMED}{cell.number}"
                self._columns[cell] = self._library.col(name)

        return found

    def written(self, cell: Cell) -> Expression:
        """Return the expression of *cell*, in its own width."""
        found = self._columns.get(cell)
        if found is None:
            makers: Mapping[str, Callable[[Cell], Expression]] = {
                "constant": self._constant,
                "not": lambda cell: ~self.written(cell.args[0]),
                "and": lambda cell: self._folded(cell.args, "__and__"),
                "or": lambda cell: self._folded(cell.args, "__or__"),
                "at_least": lambda cell: self._compared(cell, "__ge__"),
                "above": lambda cell: self._compared(cell, "__gt__"),
                "equal": lambda cell: self._compared(cell, "__eq__"),
                "sum": self._sum,
                "less": lambda cell: self._joined(cell, "__sub__"),
                "times": lambda cell: self._joined(cell, "__mul__"),
                "divided": lambda cell: self._joined(cell, "__floordiv__"),
                "choose": self._choose,
            }
            found = makers.get(cell.op, self._read)(cell)

        return found

    def named(
        self, cell: Cell, literal: Callable[[object], Expression]
    ) -> Expression | None:
        """Write a choice of constants with a literal for each of them.

        Returns:
            `None` where it is anything else.
        """
        if cell.is_constant:
            return literal(cell.value)
        if cell.op != "choose":
            return None
        *pairs, otherwise = cell.args
        values = [
            self.named(each, literal) for each in (*pairs[1::2], otherwise)
        ]
        if any(each is None for each in values):
            return None
        chain = self._library
        for when, then in zip(pairs[::2], values, strict=False):
            chain = chain.when(self.written(when)).then(then)

        return chain.otherwise(values[-1])

    def _constant(self, cell: Cell) -> Expression:
        if cell.is_truth:
            return self._library.lit(cell.value)

        return self._amount(cell, cell.width)

    def _amount(self, cell: Cell, width: int) -> Expression:
        """Return an amount in a width that holds it."""
        wanted = self._types[width]
        if cell.is_constant:
            return self._library.lit(cell.value, dtype=wanted)
        found = self.written(cell)
        if self._types[cell.width] != wanted:
            found = found.cast(wanted)

        return found

    def _folded(self, cells: Iterable[Cell], name: str) -> Expression:
        return halved([self.written(cell) for cell in cells], name)

    def _compared(self, cell: Cell, name: str) -> Expression:
        width = max(part.width for part in cell.args)
        left, right = (self._amount(part, width) for part in cell.args)

        return getattr(left, name)(right)

    def _joined(self, cell: Cell, name: str) -> Expression:
        left, right = (self._amount(part, cell.width) for part in cell.args)

        return getattr(left, name)(right)

    def _sum(self, cell: Cell) -> Expression:
        parts = [self._amount(part, cell.width) for part in cell.args]

        return halved(parts, "__add__")

    def _choose(self, cell: Cell) -> Expression:
        *pairs, otherwise = cell.args
        chain = self._library
        for when, then in zip(pairs[::2], pairs[1::2], strict=True):
            chain = chain.when(self.written(when)).then(
                self._amount(then, cell.width)
            )

        return chain.otherwise(self._amount(otherwise, cell.width))
