"""A row that was scored, held against what its facts come to."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from parrules.breakdown.views import Breakdown
from parrules.errors import FactError, Problem
from parrules.tables.answers import part_names
from parrules.tables.rows import is_there

_LONG: Final = {"code", "points"}
_PARTS: Final = ("numerator", "denominator")
_EARNED: Final = ("points", "applicable")
_TOTALS: Final = ("total", "base")
_AMOUNTS: Final = (
    *(f".{each}" for each in _EARNED),
    *_TOTALS,
    "bonus",
    "penalty",
)
_UNSAID: Final = object()

Json = Mapping[str, Any]


def differing(
    row: object, breakdown: Breakdown, places: int
) -> Iterator[Problem]:
    """Yield where a row that was scored says something else than its facts.

    Args:
        row: With facts, and perhaps with the columns of an answer.
        breakdown: What its facts come to.
        places: Decimal places of the quantum, in which points may be.
    """
    cells: dict[str, Any] = {
        name: value if is_there(value) else None
        for name, value in cells_of(row).items()
    }
    for name, expected in _answered(breakdown, places):
        said = _said(name, cells)
        if said is not _UNSAID and said not in expected:
            yield _other(name, said, expected[0])
    for name in _TOTALS:
        yield from _of_total(name, cells, breakdown.summary[name])


def _of_total(
    name: str, cells: Mapping[str, Any], total: Json | None
) -> Iterator[Problem]:
    """Yield what a row says otherwise of the base, or of the whole."""
    said, exact = _pair(name, cells), _exact(total)
    if said not in (_UNSAID, exact):
        yield _other(name, said, exact)
        return
    # What is published follows from what is exact.
    said, published = _said(name, cells), _published(total)
    if said not in (_UNSAID, *_amounts(published, _decimals(total))):
        yield _other(name, said, published)


def _other(name: str, said: object, expected: object) -> Problem:
    """Return PAR344: a column says something else."""
    arguments = {
        "column": name,
        "found": str(said),
        "expected": str(expected),
    }

    return Problem(code="PAR344", path=(name,), arguments=arguments)


def _said(name: str, cells: Mapping[str, Any]) -> object:
    """Return what a column says, also as a file of texts says it."""
    said = cells.get(name, _UNSAID)
    if not isinstance(said, str):
        return said
    if name.endswith(_AMOUNTS):
        return Fraction(said)

    return {"true": True, "false": False}.get(said, said)


def _pair(name: str, cells: Mapping[str, Any]) -> object:
    """Return what the columns of an exact total say together."""
    parts = [cells.get(f"{name}.{each}", _UNSAID) for each in _PARTS]
    if _UNSAID in parts:
        return _UNSAID
    over, under = parts
    if over is None and under is None:
        return None
    if over is None or not under:
        return f"{over}/{under}"

    return Fraction(over) / Fraction(under)


# -- what the facts come to ---------------------------------------------------


def _answered(
    breakdown: Breakdown, places: int
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield columns of an answer, each with what it may say."""
    yield "grade", (breakdown.grade,)
    yield "complete", (breakdown.complete,)
    summary = breakdown.summary
    for name in ("bonus", "penalty"):
        yield name, _amounts(_exact(summary[name]), places)
    for channel in summary["channels"]:
        for part in _EARNED:
            name = f"channel.{channel['id']}.{part}"
            yield name, _amounts(Fraction(channel[part]), places)
    for code, node in breakdown.items():
        names = part_names(code)
        for part, amount in zip(
            _EARNED, (node.points, node.applicable), strict=True
        ):
            yield names[part], _amounts(Fraction(amount), places)
        yield names["status"], (node.status,)
        yield names["rule"], (node.rule,)


def _amounts(amount: Fraction | None, places: int) -> tuple[Any, ...]:
    """Return an amount in decimals, and in whole numbers of the last place."""
    return (amount, _times(amount, places))


def _times(amount: Fraction | None, places: int) -> Fraction | None:
    return None if amount is None else amount * 10**places


def _exact(total: Json | None) -> Fraction | None:
    if total is None:
        return None
    over, under = (int(total["exact"][each]) for each in _PARTS)

    return Fraction(over, under)


def _published(total: Json | None) -> Fraction | None:
    return None if total is None else Fraction(total["published"])


def _decimals(total: Json | None) -> int:
    """Return the places of what is published."""
    return 0 if total is None else len(total["published"].partition(".")[2])


def cells_of(row: object) -> dict[str, Any]:
    """Return a row by names of columns, however it is held.

    Raises:
        FactError: PAR302, it has no names of columns, or not those.
    """
    makers = ("to_dict", "_asdict", "asDict")
    maker = next((each for each in makers if hasattr(row, each)), None)
    found: object = row if maker is None else getattr(row, maker)()
    is_long = False
    if isinstance(found, Mapping) and not (
        isinstance(row, tuple) and any(map(_is_number, found))
    ):
        is_long = found.keys() >= _LONG and "total" not in found
        if not is_long:
            return {str(name): value for name, value in found.items()}
    kind = "list" if isinstance(row, tuple | list) else type(row).__name__
    kind = "long" if is_long else kind
    arguments = {"name": "row", "found": kind, "expected": "mapping"}
    raise FactError((Problem(code="PAR302", arguments=arguments),))


def _is_number(name: object) -> bool:
    """Tell whether a name is only where the column stood.

    A named tuple calls what has a point in its name so.
    """
    return str(name).removeprefix("_").isdigit() and str(name)[0] == "_"
