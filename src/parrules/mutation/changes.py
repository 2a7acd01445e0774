"""One thing changed in one value, and what would show it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Generic, TypeVar

import attrs

from parrules.errors import Path
from parrules.points import decimal_of, places_of, whole

KINDS = (
    "threshold",
    "comparison",
    "connective",
    "negation",
    "options",
    "number",
    "points",
    "step",
    "limit",
    "order",
    "treatment",
    "dropped",
    "default",
    "grade",
    "total",
    "policy",
)
"""What can be changed, in the order in which the manual lists it."""

Value = TypeVar("Value")
Whole = TypeVar("Whole")


@attrs.frozen
class Hint:
    """An example that would notice: a sentence's key and what it names."""

    key: str
    arguments: Mapping[str, str] = attrs.field(factory=dict)


NOTHING = Hint("nothing")
"""No example would notice: nothing changes, whatever the facts are."""


@attrs.frozen(kw_only=True)
class Change(Generic[Value]):
    """A value of the model with one thing changed.

    Attributes:
        value: As it is after the change.
        kind: One of `KINDS`.
        path: Where the file says what is changed.
        offset: Characters into the text at *path*.
        before, after: What is changed, as the file would write it; *after*
            is empty where it is left out.
        hint: An example that would notice.
    """

    value: Value
    kind: str
    path: Path
    offset: int = 0
    before: str
    after: str
    hint: Hint

    def within(self, rebuild: Callable[[Value], Whole]) -> "Change[Whole]":
        """Return the change of what the value is a part of."""
        return Change(
            value=rebuild(self.value),
            kind=self.kind,
            path=self.path,
            offset=self.offset,
            before=self.before,
            after=self.after,
            hint=self.hint,
        )


def in_field(
    record: Whole, field: str, changes: Iterable[Change[Any]]
) -> Iterator[Change[Whole]]:
    """Yield *changes* of a field as changes of the *record*."""
    for change in changes:
        yield change.within(lambda value: replaced(record, field, value))


def in_series(
    record: Whole,
    field: str,
    position: int,
    changes: Iterable[Change[Any]],
) -> Iterator[Change[Whole]]:
    """Yield *changes* of one element of a field that is a tuple."""
    series = getattr(record, field)
    for change in changes:
        yield change.within(
            lambda value: replaced(
                record, field, with_element(series, position, value)
            )
        )


def replaced(record: Whole, field: str, value: object) -> Whole:
    """Return *record* with another *value* of a field."""
    changed: Whole = attrs.evolve(record, **{field: value})  # type: ignore[misc]  # every record is one of attrs

    return changed


def with_element(
    series: tuple[Value, ...], position: int, *values: Value
) -> tuple[Value, ...]:
    """Return *series* with *values* in place of one element."""
    return (*series[:position], *values, *series[position + 1 :])


def step_of(*numbers: Decimal | None) -> Decimal:
    """Return one unit of the last place that any of *numbers* needs."""
    places = max(places_of(each) for each in numbers if each is not None)

    return Decimal((0, (1,), -places))


def plus(number: Decimal, step: Decimal, sign: int) -> Decimal:
    """Return *number* with *step* added, or taken where *sign* is -1."""
    # Decimals obey the context of the thread; whole numbers do not.
    places = max(places_of(number), places_of(step))
    units = whole(number, places) + sign * whole(step, places)

    return decimal_of(units, places)
