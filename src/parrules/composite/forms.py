"""Keys of a row that may be written in a short or in a long form."""

from decimal import Decimal
from typing import Any

from parrules.composite.model import Anchors, Kind, Missing
from parrules.composite.wire import AnchorsTable, PresentTable
from parrules.errors import Path, near
from parrules.loading.marks import Unread
from parrules.loading.structure import Reader

_SHORT_ANCHORS: dict[str, Kind] = {
    "cohort": "cohort",
    "z_score": "z_score",
    "rank": "rank",
    "percentile": "percentile",
}
_SHORT_MISSING = ("missing", "renormalise", "fixed_divisor")
_PAIR = 2


def anchors_of(reader: Reader, value: Any, path: Path) -> Anchors | None:  # noqa: ANN401  # TOML
    """Read ``anchors``: a word, or a table with one of its forms."""
    where = (*path, "anchors")
    if value is None or type(value) is Unread:
        return None
    if type(value) is str:
        if value in _SHORT_ANCHORS:
            return Anchors(kind=_SHORT_ANCHORS[value])
        _not_one_of(reader, value, tuple(_SHORT_ANCHORS), where)
        return None
    if not isinstance(value, dict):
        reader.wrong(value, "string | table", where)
        return None
    row = reader.row(AnchorsTable, value, where)
    form = reader.one_of(
        row, where, "window", "running_since", "low", "target"
    )
    if form is None:
        return None

    return _long_anchors(reader, row, form, where)


def _long_anchors(
    reader: Reader, row: AnchorsTable, form: str, where: Path
) -> Anchors | None:
    if form == "window" and row.window is not None:
        years = reader.in_range(row.window, 1, 100, (*where, "window"))
        return Anchors(kind="window", years=years)
    if form == "running_since" and row.running_since is not None:
        return Anchors(kind="running", since=row.running_since)
    if form == "target" and row.target is not None:
        return Anchors(kind="target", high=row.target)
    if form == "low":
        reader.demand(row, where, "high")
        if row.low is not None and row.high is not None:
            if row.low >= row.high:
                reader.problem(
                    "PAR812", where, low=str(row.low), high=str(row.high)
                )
            return Anchors(kind="fixed", low=row.low, high=row.high)

    return None


def missing_of(reader: Reader, value: Any, path: Path) -> Missing | None:  # noqa: ANN401  # TOML
    """Read ``if_missing``: a word, or the share that must be present."""
    where = (*path, "if_missing")
    if value is None or type(value) is Unread:
        return None
    if type(value) is str:
        for policy in _SHORT_MISSING:
            if value == policy:
                return Missing(policy=policy)  # type: ignore[arg-type]  # one of them
        _not_one_of(reader, value, _SHORT_MISSING, where)
        return None
    if not isinstance(value, dict):
        reader.wrong(value, "string | table", where)
        return None
    present = reader.row(PresentTable, value, where).present
    if present is None:
        return None
    if not 0 <= present <= 1:
        reader.problem(
            "PAR111",
            (*where, "present"),
            value=str(present),
            allowed="0 … 1",
            near="",
        )

    return Missing(policy="renormalise", present=present)


def onto_of(
    reader: Reader,
    value: Any,  # noqa: ANN401  # TOML
    path: Path,
) -> tuple[Decimal, Decimal] | None:
    """Read ``onto``: two numbers, the lower one first."""
    where = (*path, "onto")
    if value is None or type(value) is Unread:
        return None
    if not isinstance(value, list):
        reader.wrong(value, "array", where)
        return None
    numbers = [
        reader.value(Decimal, each, (*where, place))
        for place, each in enumerate(value)
    ]
    if any(each is None for each in numbers):
        return None
    if len(numbers) != _PAIR or numbers[0] >= numbers[1]:
        reader.problem("PAR813", where)
        return None

    return numbers[0], numbers[1]


def _not_one_of(
    reader: Reader, value: str, allowed: tuple[str, ...], where: Path
) -> None:
    reader.problem(
        "PAR111",
        where,
        value=value,
        allowed=" | ".join(allowed),
        near=near(value, allowed),
    )
