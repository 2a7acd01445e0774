"""One row as the submission of a unit, cell by cell."""

import datetime
import math
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs

from parrules.errors import Problem
from parrules.facts import NEVER, Evidence, Submission
from parrules.plan.nodes import Input
from parrules.scoring.readers import FLAGS, Refused, from_text
from parrules.scoring.written import form_of
from parrules.tables.columns import (
    ABOUT_UNIT,
    EVIDENCE,
    HAPPENED_NEVER,
    Table,
    levels_of,
)
from parrules.tables.numbers import EXACT_FLOAT

_NUMBERS = ("count", "number", "percent", "judged")
_IN_TEXT = ("flag", "count", "number", "percent", "judged", "tally", "codes")
"""Kinds that a text has to be read as."""


@attrs.frozen(eq=False, repr=False)
class Row:
    """What a row submits.

    Attributes:
        submission: Of what could be read.
        problems: Of what could not.
    """

    submission: Submission
    problems: tuple[Problem, ...]


def row_of(
    cells: Mapping[str, object],
    inputs: Mapping[str, Input],
    table: Table,
    unit: str = "",
) -> Row:
    """Read a row; columns that hold no facts are left aside.

    Args:
        cells: By name of the column.
        inputs: Of the plan, by name.
        table: Where problems stand.
        unit: Name of the column that names units.
    """
    about = {
        name.removeprefix(ABOUT_UNIT): str(value)
        for name, value in cells.items()
        if name.startswith(ABOUT_UNIT) and is_there(value)
        if not name.endswith((EVIDENCE, HAPPENED_NEVER))
    }
    if unit and is_there(cells.get(unit)):
        about.setdefault("id", str(cells[unit]))
    problems: list[Problem] = []
    facts: dict[str, object] = {}
    for name, source in inputs.items():
        try:
            value = _value(source, cells)
        except Refused as refused:
            problems.append(_unread(refused, source, cells.get(name), table))
            continue
        if value is not None:
            facts[name] = value
    submission = Submission(
        facts=facts,
        evidence=_documents(cells, inputs),
        unit=about,
        document=table,
        unread=frozenset(each.arguments["name"] for each in problems),
    )

    return Row(submission, tuple(problems))


def cell_of(source: Input, value: object) -> object | Problem:
    """Return what a cell that is there says of a fact, or why it does not.

    Args:
        source: Declares the fact.
        value: In a table in which nothing stands beside it.
    """
    try:
        return _value(source, {source.name: value})
    except Refused as refused:
        return _unread(refused, source, value, Table(""))


def _unread(
    refused: Refused, source: Input, value: object, table: Table
) -> Problem:
    arguments = dict(refused.arguments)
    if is_there(value):
        arguments["form"] = form_of(source, value, is_text=True)

    return Problem(
        code=refused.code,
        path=(source.name,),
        arguments={"name": source.name, **arguments},
        document=table,
    )


def _documents(
    cells: Mapping[str, object], inputs: Mapping[str, Input]
) -> tuple[Evidence, ...]:
    supported = tuple(
        name for name in inputs if _is_said(cells.get(f"{name}{EVIDENCE}"))
    )

    return (Evidence(supports=supported),) if supported else ()


def is_there(value: object) -> bool:
    """Tell whether a cell says anything, in any library."""
    is_nan = isinstance(value, float) and math.isnan(value)

    return (
        value is not None
        and not is_nan
        and type(value).__name__ not in ("NAType", "NaTType")
    )


def _value(source: Input, cells: Mapping[str, object]) -> object:
    """Return what a row says of one fact; `None` for nothing.

    Raises:
        Refused: A text does not say what it has to.
    """
    if _is_said(cells.get(f"{source.name}{HAPPENED_NEVER}")):
        return NEVER
    value: Any = cells.get(source.name)
    levels = [cells.get(name) for name in levels_of(source)]
    if value is None and any(map(is_there, levels)):
        return [level_of(source, each) for each in levels]
    if not is_there(value):
        return None
    if isinstance(value, str):
        is_read = source.kind in _IN_TEXT
        return from_text(source, value) if is_read else value.strip()

    return _plain_value(source, value)


def _plain_value(source: Input, value: Any) -> object:  # noqa: ANN401  # of any library
    """Return what is no text as Python's own, without spare zeros."""
    if hasattr(value, "tolist"):
        # NumPy's values and arrays, as Python's.
        value = value.tolist()
    if isinstance(value, datetime.datetime):
        return value.date() if _is_midnight(value) else value
    if source.kind not in _NUMBERS:
        return value
    if isinstance(value, float) and _is_exact(value):
        return int(value)
    if isinstance(value, Decimal) and value.as_tuple().exponent == 0:
        return int(value)
    if isinstance(value, Decimal) and value.is_finite():
        return _shortened(value, source.places)

    return value


def _is_midnight(value: datetime.datetime) -> bool:
    """Tell whether a moment is a day; those of pandas have nanoseconds."""
    return (
        value.time() == datetime.time()
        and value.tzinfo is None
        and not getattr(value, "nanosecond", 0)
    )


def _is_said(value: object) -> bool:
    """Tell whether a cell beside a fact says so, in a text or as a truth."""
    if isinstance(value, str):
        return FLAGS.get(_plain(value), False)

    return value is not None and str(value) == "True"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip()).lower()


def level_of(source: Input, value: Any) -> object:  # noqa: ANN401  # of any column
    """Return how many there are of one level of a tally.

    Raises:
        Refused: A text does not say that.
    """
    if not is_there(value):
        return None
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, str):
        counts = from_text(source, value.replace(";", " "))
        assert isinstance(counts, tuple), "a tally has some"
        return counts[0]
    if isinstance(value, float) and _is_exact(value):
        return int(value)
    if isinstance(value, Decimal) and value.as_tuple().exponent == 0:
        return int(value)

    return value


def _shortened(value: Decimal, places: int) -> Decimal:
    """Return it without zeros that only the scale of its column adds."""
    exponent = value.as_tuple().exponent
    digits = str(value)
    assert isinstance(exponent, int), "a finite number has one"
    spare = min(-exponent - places, len(digits) - len(digits.rstrip("0")))
    if spare <= 0 or "E" in digits:
        return value

    return Decimal(digits[:-spare])


def _is_exact(value: float) -> bool:
    is_small = abs(value) <= EXACT_FLOAT

    return is_small and math.isfinite(value) and value == int(value)
