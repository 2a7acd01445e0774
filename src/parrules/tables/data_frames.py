"""Frames of pandas: read and given back without copying their cells.

Numbers and truths of an answer stay in the memory of Arrow, where gaps are
gaps and whole numbers have no more bits than they need; names are
categories.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

import attrs

from parrules.tables.answers import is_grade
from parrules.tables.mixed import Mixed
from parrules.tables.objects import Converted, arrow_of

Frame = Any
Module = Any
Column = Any
Kind = Any
Expression = Any

_MOST_CODES: Final = 127
"""Names that whole numbers of 8 bits with a sign count."""


class DataFrames:
    """Converts between pandas and Polars."""

    def __init__(
        self, pandas: Module, polars: Module, arrow: Module, mixed: Mixed
    ) -> None:
        """Take the modules, which are imported only where they are used.

        With them, what judges cells that are objects of any type.
        """
        self._mixed = mixed
        self._pandas = pandas
        self._polars = polars
        self._arrow = arrow

    # -- what is given -----------------------------------------------------

    def read(self, frame: Frame) -> Converted:
        """Return a frame of pandas as one of Polars, without its index."""
        polars = self._polars
        if not len(frame.columns):
            # Without columns, Arrow has no rows.
            return Converted(polars.DataFrame(height=len(frame)), {}, {})
        given = arrow_of(frame, self._pandas, self._arrow, self._mixed)
        table = given.table
        named: list[Any] = []
        for place, field in enumerate(table.schema):
            if table.column(place).null_count == table.num_rows:
                # What is empty is of no type, whatever pandas made of it.
                nothing = self._arrow.nulls(table.num_rows)
                table = table.set_column(place, field.name, nothing)
                continue
            found = self._numbered(table.column(place), field.type)
            if found is not None:
                numbers, names = found
                table = table.set_column(place, field.name, numbers)
                number = polars.col(field.name).cast(polars.UInt8)
                named.append(number.cat.to(polars.Enum(names)))
        read = polars.from_arrow(table)

        read = read.with_columns(*named) if named else read

        return attrs.evolve(given, table=read)

    def _numbered(
        self, column: Column, kind: Kind
    ) -> tuple[Column, list[str]] | None:
        """Take a column of a few names apart: their numbers, and the names.

        Polars would look up each of its cells.
        """
        arrow = self._arrow
        is_text = arrow.types.is_dictionary(kind) and (
            arrow.types.is_string(kind.value_type)
            or arrow.types.is_large_string(kind.value_type)
        )
        if not is_text or not column.num_chunks:
            return None
        chunks = column.unify_dictionaries().chunks
        names = chunks[0].dictionary.to_pylist()
        is_plain = None not in names and len(set(names)) == len(names)
        if not names or not is_plain or len(names) > _MOST_CODES:
            return None

        return arrow.chunked_array([each.indices for each in chunks]), names

    # -- what is given back ------------------------------------------------

    def answered(
        self,
        found: Frame,
        given: Frame,
        kept: Sequence[int] | None,
        carried: Collection[str],
    ) -> Frame:
        """Return an answer with the index of the frame that was given.

        Args:
            found: The answer, in Polars.
            given: The frame of pandas.
            kept: Rows of it that those of the answer are about; all where
                it is `None`.
            carried: Columns that are taken of it, as they are.
        """
        if kept is not None:
            # By place: an index may repeat, and would be looked up.
            places = list(kept)
            index = given.index.take(places)
            given = given[list(carried)].iloc[places]
        else:
            index = given.index
        answer = self.written(found.drop(carried), index)
        for place, name in enumerate(found.columns):
            if name in carried:
                column = given[name].set_axis(answer.index)
                answer.insert(place, name, column)

        return answer

    def written(self, found: Frame, index: Column = None) -> Frame:
        """Return a frame of Polars as one of pandas."""
        columns = {**dict(self._names(found)), **dict(self._others(found))}

        return self._pandas.DataFrame(
            {name: columns[name] for name in found.columns},
            index=index,
            copy=False,
        )

    def _others(self, found: Frame) -> Iterator[tuple[str, Any]]:
        """Yield what is no name: in Arrow's memory, but for texts."""
        polars, pandas = self._polars, self._pandas
        rest = found.select(polars.exclude(polars.Enum))
        table = rest.to_arrow()
        for name, column in zip(
            table.column_names, table.columns, strict=True
        ):
            if self._arrow.types.is_large_string(column.type):
                yield name, column.to_pandas().array
            else:
                yield name, pandas.arrays.ArrowExtensionArray(column)

    def _names(self, found: Frame) -> Iterator[tuple[str, Column]]:
        """Yield names as categories; those of one kind share their type."""
        pandas, polars = self._pandas, self._polars
        kinds: dict[tuple[tuple[str, ...], bool], Any] = {}
        names = {
            name: tuple(kind.categories)
            for name, kind in found.schema.items()
            if kind == polars.Enum
        }
        numbers = found.select(
            _number(polars, name, len(each)) for name, each in names.items()
        )
        for name, each in names.items():
            # Of grades one is better than another, of rules none is.
            kind = each, is_grade(name)
            if kind not in kinds:
                kinds[kind] = pandas.CategoricalDtype(*kind)
            column = pandas.Categorical.from_codes(
                numbers[name].to_numpy(), dtype=kinds[kind], validate=False
            )
            yield name, column


def _number(polars: Module, name: str, count: int) -> Expression:
    """Return the numbers of names, as pandas counts them: -1 for nothing."""
    widths = {_MOST_CODES: polars.Int8, (1 << 15) - 1: polars.Int16}
    width = next(
        (each for most, each in widths.items() if count <= most), polars.Int32
    )

    return polars.col(name).to_physical().cast(width).fill_null(-1)
