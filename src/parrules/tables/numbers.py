"""Whole numbers, decimals, tallies and codes in cells of any form."""

from typing import Final

from parrules.plan.nodes import Input
from parrules.points import MAXIMUM_PLACES, scale_of
from parrules.scoring.limits import bounds_of
from parrules.tables.columns import Column, levels_of
from parrules.tables.raw import Expression, Layer, Raw

EXACT_FLOAT: Final = 2**53
"""Up to here a binary number is the whole number that it says."""

_DIGITS: Final = "0{0,22}[0-9]{1,18}"
"""As many as texts of facts may have; what is larger is beyond all bounds."""

_WHOLE: Final = f"^[+-]?{_DIGITS}$"
_THOUSANDS: Final = "^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$"
_BETWEEN: Final = "[ \t\u00a0]*;[ \t\u00a0]*"


class Numbers:
    """Reads what is made of whole numbers, and lists."""

    def __init__(self, raw: Raw) -> None:
        """Read columns of *raw*."""
        self._raw = raw

    # -- what is made once -------------------------------------------------

    def prepare(self, source: Input, layer: Layer) -> None:
        """Keep the value of a number, where it is not the cell itself."""
        column = self._raw.columns[source.name]
        if column.form != "whole" or source.places:
            self._raw.keep(source.name, self.value(source), layer)

    def prepare_codes(self, source: Input, layer: Layer) -> None:
        """Keep the parts of a text with codes."""
        if self._raw.columns[source.name].form == "text":
            parts = self._parts(source)
            self._raw.keep(source.name, parts, layer)

    def prepare_tally(
        self, source: Input, first: Layer, second: Layer
    ) -> None:
        """Keep how many there are of each level."""
        raw = self._raw
        cell, form = raw.cell(source.name), raw.columns[source.name].form
        if form != "text" and raw.is_polars:
            for level in range(len(source.options)):
                # Where there are fewer the row is refused.
                count = cell.list.get(level, null_on_oob=True)
                key = f"{source.name}.{level}"
                raw.keep(key, count.cast(raw.long, strict=False), first)
            return
        if form == "text":
            is_right = raw.text(source.name).str.contains(_tally(source))
            parts = raw.where(is_right, self._parts(source))
        else:
            parts = raw.where(self.is_long(source), cell)
        key = f"{source.name}.parts"
        raw.keep(key, parts, first)
        for level in range(len(source.options)):
            count = raw.kept[key].list.get(level)
            if form != "text":
                # What does not fit into 64 bits is beyond all bounds.
                low, high = bounds_of(source, raw.plan)
                count = raw.where((count >= low) & (count <= high), count)
            key_of_level = f"{source.name}.{level}"
            raw.keep(key_of_level, count.cast(raw.long), second)

    def _parts(self, source: Input) -> Expression:
        text = self._raw.text(source.name)

        return text.str.replace_all(_BETWEEN, ";").str.split(";")

    # -- what is there -----------------------------------------------------

    def value(self, source: Input) -> Expression:
        """Return steps, nothing where nothing right is there."""
        raw = self._raw
        if source.name in raw.kept:
            return raw.kept[source.name]
        column = raw.columns[source.name]
        cell = raw.cell(source.name)
        if column.form == "whole" and not source.places:
            # What does not fit into 64 bits is beyond all bounds.
            if column.is_long:
                return cell
            right = raw.where(self.is_right(source), cell)
            return right.cast(raw.long)
        if column.form == "decimal":
            return self._from_decimal(source, column)
        if column.form == "text":
            return self._from_text(source)
        right = raw.where(self.is_right(source), cell)

        return right.cast(raw.long) * scale_of(source.places)

    def is_right(self, source: Input) -> Expression:
        """Return whether a whole number is one that the input may be."""
        raw = self._raw
        cell = raw.cell(source.name)
        low, high = bounds_of(source, raw.plan)
        scale = scale_of(source.places)
        within = (cell >= -(-low // scale)) & (cell <= high // scale)
        if raw.columns[source.name].form == "float":
            is_whole = cell.round(0) == cell
            is_small = (cell >= -EXACT_FLOAT) & (cell <= EXACT_FLOAT)
            within = within & is_whole & is_small

        return within

    def count(self, source: Input, level: int) -> Expression:
        """Return how many there are of one level."""
        raw = self._raw
        found = raw.kept.get(f"{source.name}.{level}")
        if found is None:
            name = levels_of(source)[level]
            column = raw.columns[name]
            found = raw.cell(name)
            if not column.is_long:
                found = self._whole(column, source)

        return found

    def _whole(self, column: Column, source: Input) -> Expression:
        """Return a whole number of any form; nothing where there is none."""
        raw = self._raw
        if column.form == "text":
            text = raw.text(column.name)
            return raw.where(text.str.contains(_WHOLE), text).cast(raw.long)
        cell = raw.cell(column.name)
        low, high = bounds_of(source, raw.plan)
        within = (cell >= low) & (cell <= high)
        if column.form == "float":
            within = within & (cell.round(0) == cell)
        if column.form == "decimal" and column.places:
            # 8.0 is a measurement, 8 is how many there are.
            within = within & raw.library.lit(value=False)

        return raw.where(within, cell).cast(raw.long)

    def is_long(self, source: Input) -> Expression:
        """Return whether a list has as many parts as a tally has levels."""
        size = self._raw.cell(source.name).list.len()

        return size == len(source.options)

    def is_tally(self, source: Input) -> Expression:
        """Return whether a text has as many counts as a tally has levels."""
        return self._raw.text(source.name).str.contains(_tally(source))

    def codes(self, name: str) -> Expression:
        """Return the list of codes in a column."""
        return self._raw.kept.get(name, self._raw.cell(name))

    # -- exactly -----------------------------------------------------------

    def _from_decimal(self, source: Input, column: Column) -> Expression:
        raw = self._raw
        cell = raw.cell(source.name)
        if not raw.is_polars:
            # Elsewhere decimals have too few digits to be multiplied.
            digits = cell.cast(raw.library.String)
            return self._from_digits(source, digits, column.places)
        low, high = bounds_of(source, raw.plan)
        more = column.places - source.places
        unscaled = cell.to_physical()
        # Before anything is multiplied, for what does not fit wraps around.
        if more > 0:
            over = scale_of(more)
            within = (unscaled % over == 0) & unscaled.is_between(
                low * over, high * over
            )
            return raw.where(within, unscaled // over).cast(raw.long)
        under = scale_of(-more)
        within = unscaled.is_between(-(-low // under), high // under)

        return raw.where(within, unscaled).cast(raw.long) * under

    def _from_text(self, source: Input) -> Expression:
        raw = self._raw
        text = raw.text(source.name)
        if source.kind == "count":
            return raw.where(text.str.contains(_WHOLE), text).cast(raw.long)
        is_one = ~text.str.contains(_THOUSANDS)
        most = MAXIMUM_PLACES - source.places

        return self._from_digits(source, raw.where(is_one, text), most)

    def _from_digits(
        self, source: Input, written: Expression, most: int
    ) -> Expression:
        """Return steps of what is written with at most so many more zeros."""
        raw = self._raw
        library, scale = raw.library, scale_of(source.places)
        is_right = written.str.contains(_decimal(source.places, most))
        text = raw.where(is_right, written)
        digits = text.str.replace_all("[+-]", "")
        whole = digits.str.replace_all("[.,].*$", "").cast(raw.long)
        low, high = bounds_of(source, raw.plan)
        limit = max(abs(low), abs(high)) // scale
        # Before it is multiplied, for what does not fit wraps around.
        size = raw.where(whole <= limit, whole) * scale
        if source.places:
            rest = library.concat_str(
                digits.str.replace_all("^[0-9]+[.,]?", ""),
                library.lit("0" * source.places),
            )
            size = size + rest.str.slice(0, source.places).cast(raw.long)

        return (
            library.when(text.str.starts_with("-")).then(-size).otherwise(size)
        )


def _tally(source: Input) -> str:
    """Return what a tally in text looks like."""
    count = f"[+-]?{_DIGITS}"

    return f"^{_BETWEEN.join([count] * len(source.options))}$"


def _decimal(places: int, most: int) -> str:
    """Return what a number in text looks like: a decimal comma or point.

    Args:
        places: Digits after it that may say something.
        most: Zeros that may follow them.
    """
    if not places:
        zeros = f"([.,]0{{1,{most}}})?" if most else ""
        return f"^[+-]?{_DIGITS}{zeros}$"

    return f"^[+-]?{_DIGITS}([.,][0-9]{{1,{places}}}0{{0,{most}}})?$"
