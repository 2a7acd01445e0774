"""Facts as most units hand them in, read in bulk.

What is plainly right is looked at together: all types at once, the least and
the greatest of all counts with the same bounds.  Whatever is not is left to
the border, which reads one value after the other and says what is wrong.
"""

import datetime
import operator
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from parrules.plan.nodes import Input
from parrules.scoring.readers import Reader, Refused

_TYPES = frozenset((bool, int, Decimal, str, datetime.date, list, tuple, dict))
"""Of values that may be right; a type made from one of them never is."""

_FLAGS = frozenset((bool, type(None)))
_WHOLE = frozenset((int,))
_MAYBE_WHOLE = frozenset((int, type(None)))

UNREAD = (KeyError, TypeError, Refused)
"""No such option; something that no option can be; a reader's refusal."""

Look = Callable[[dict[str, object]], list[Any] | None]
"""Returns values by position.

`None` where one of them may be wrong, or out of its relation to another.
"""

Pick = Callable[[Any], tuple[Any, ...]]


class Glance:
    """Reads the facts of one plan at a glance. Immutable once made."""

    def __init__(
        self,
        inputs: Sequence[Input],
        readers: Mapping[str, tuple[int, Reader]],
        bounds: Mapping[str, tuple[int, int]],
    ) -> None:
        """Sort *inputs* by what has to be looked at.

        Args:
            inputs: Of the plan, by position.
            readers: By name; for what is rare.
            bounds: Lowest and highest value by name, in steps.
        """
        self._defaults = {
            each.name: default_of(each, readers[each.name][1])
            for each in inputs
        }
        kinds: dict[str, list[Input]] = {}
        for each in inputs:
            kinds.setdefault(kind_of(each), []).append(each)
        self._flags = picked([each.position for each in kinds.get("flag", [])])
        self._options = tuple(
            (each.position, positions_of(each))
            for each in kinds.get("option", [])
        )
        self._days = tuple(
            (each.position, *bounds[each.name], readers[each.name][1])
            for each in kinds.get("date", [])
        )
        self._counts = tuple(_by_bounds(kinds.get("count", []), bounds))
        self._others = tuple(
            readers[each.name] for each in kinds.get("other", [])
        )

    def values(self, facts: dict[str, object]) -> list[Any] | None:
        """Return the values by position; `None` if one may be wrong."""
        found = {**self._defaults, **facts}
        if len(found) != len(self._defaults):
            # A name that nobody knows.
            return None
        if not _TYPES.issuperset(map(type, facts.values())):
            return None
        values = list(found.values())
        try:
            is_plain = self._are_counts(values) and self._read(values)
        except UNREAD:
            return None

        return values if is_plain else None

    def _are_counts(self, values: list[Any]) -> bool:
        """Tell whether all flags and counts are what they have to be."""
        if not _FLAGS.issuperset(map(type, self._flags(values))):
            return False
        for pick, low, high in self._counts:
            counts: Sequence[Any] = pick(values)
            types = set(map(type, counts))
            if types != _WHOLE:
                if not _MAYBE_WHOLE.issuperset(types):
                    return False
                counts = [each for each in counts if each is not None]
            if counts and not (low <= min(counts) and max(counts) <= high):
                return False

        return True

    def _read(self, values: list[Any]) -> bool:
        """Read what has another form than it was handed in."""
        for position, options in self._options:
            values[position] = options[values[position]]
        for position, low, high, reader in self._days:
            value = values[position]
            if type(value) is datetime.date:
                day = value.toordinal()
                if not low <= day <= high:
                    return False
                values[position] = day
            elif value is not None:
                values[position] = reader(value)
        for position, reader in self._others:
            value = values[position]
            if value is not None:
                values[position] = reader(value)

        return True


def kind_of(source: Input) -> str:
    """Return how an input is looked at: as a flag, a count, and so on."""
    if source.kind in ("choice", "answer"):
        return "option"
    if source.kind in ("flag", "date"):
        return source.kind
    if source.kind in ("count", "number", "percent", "judged"):
        return "other" if source.places else "count"

    return "other"


def default_of(source: Input, reader: Reader) -> Any:  # noqa: ANN401  # any fact
    """Return what silence means, as somebody would hand it in."""
    default = None if source.fact is None else source.fact.default
    if default is not None and kind_of(source) == "count":
        return reader(default)

    return default


def positions_of(source: Input) -> dict[str | None, int | None]:
    """Return the position of each option, and nothing for nothing."""
    return {
        None: None,
        **{option: index for index, option in enumerate(source.options)},
    }


def _by_bounds(
    counts: Sequence[Input], bounds: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[Pick, int, int]]:
    """Yield what picks the counts that have the same bounds, and those."""
    found: dict[tuple[int, int], list[Input]] = {}
    for each in counts:
        found.setdefault(bounds[each.name], []).append(each)
    for (low, high), several in found.items():
        yield picked([each.position for each in several]), low, high


def picked(positions: Sequence[Hashable]) -> Pick:
    """Return what picks the values at *positions*, in order, out of all.

    Of a mapping, these are keys.
    """
    if len(positions) > 1:
        return operator.itemgetter(*positions)
    if not positions:
        return lambda _: ()
    position = positions[0]

    return lambda values: (values[position],)
