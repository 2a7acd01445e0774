"""When a row is refused since a fact rises above its bound (S2.10)."""

from collections.abc import Iterator, Mapping
from typing import Final

from parrules.engines.columns.inputs import NEVER_DAY
from parrules.facts import NEVER
from parrules.plan.nodes import Input
from parrules.scoring.readers import Reader
from parrules.scoring.relations import Relations
from parrules.tables.days import Days
from parrules.tables.numbers import Numbers
from parrules.tables.raw import Expression, Raw

BETWEEN: Final = "#"
"""Begins the name of a condition between a fact and another."""


class Unrelated:
    """Writes the conditions under which two facts do not fit."""

    def __init__(
        self,
        raw: Raw,
        numbers: Numbers,
        days: Days,
        readers: Mapping[str, tuple[int, Reader]],
    ) -> None:
        """Compare cells as they are read.

        Args:
            raw: The columns.
            numbers: Reads numbers of them.
            days: Reads days of them.
            readers: Of single values, by name of the input.
        """
        self._raw = raw
        self._numbers = numbers
        self._days = days
        self._readers = readers

    def conditions(
        self, present: frozenset[str]
    ) -> Iterator[tuple[str, Expression]]:
        """Yield conditions between two facts, called by the first of them.

        The border says which of both is wrong.

        Args:
            present: Names of the facts that have a column.
        """
        for each in Relations(self._raw.plan.inputs).all:
            limits = list(self._sides(each.other, present))
            for value in self._sides(each.fact, present):
                for limit in limits:
                    left = _times(value, each.scale)
                    right = _times(limit, each.other_scale)
                    is_off = left > right
                    if each.sign == ">=":
                        is_off = left < right
                    yield f"{BETWEEN}{each.fact.name}", is_off

    def _sides(
        self, source: Input, present: frozenset[str]
    ) -> Iterator[Expression]:
        """Yield what is compared; nothing of what says nothing."""
        fact, raw = source.fact, self._raw
        is_present = source.name in present
        default = None
        if fact is not None and fact.default is not None:
            default = self._readers[source.name][1](fact.default)
        if default == NEVER:
            default = NEVER_DAY
        if not is_present and default is None:
            return
        count = len(source.options) if source.kind == "tally" else 1
        fills = default if isinstance(default, tuple) else (default,) * count
        for level, fill in enumerate(fills):
            if not is_present:
                found = raw.library.lit(fill, dtype=raw.long)
            else:
                found = self._part(source, level)
            if is_present and fill is not None:
                found = found.fill_null(fill)
            if source.kind == "date":
                found = raw.where(found != NEVER_DAY, found)
            yield found

    def _part(self, source: Input, level: int) -> Expression:
        if source.kind == "tally":
            return self._numbers.count(source, level)
        if source.kind == "date":
            return self._days.value(source)

        return self._numbers.value(source)


def _times(found: Expression, factor: int) -> Expression:
    return found if factor == 1 else found * factor
