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
_UNSAID: Final = object()


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
            arguments = {
                "column": name,
                "found": str(said),
                "expected": str(expected[0]),
            }
            yield Problem(code="PAR344", path=(name,), arguments=arguments)


def _said(name: str, cells: Mapping[str, Any]) -> object:
    if name != "total":
        said = cells.get(name, _UNSAID)
        if not isinstance(said, str):
            return said
        # As a file of texts says it.
        is_amount = name.endswith(".points")
        text = {"true": True, "false": False}.get(said, said)
        return Fraction(said) if is_amount else text
    parts = [cells.get(f"total.{each}", _UNSAID) for each in _PARTS]
    if _UNSAID in parts:
        return _UNSAID
    over, under = parts

    if over is None and under is None:
        return None
    if over is None or not under:
        return f"{over}/{under}"

    return Fraction(over) / Fraction(under)


def _answered(
    breakdown: Breakdown, places: int
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield columns of an answer, each with what it may say."""
    yield "total", (breakdown.total_exact,)
    yield "grade", (breakdown.grade,)
    yield "complete", (breakdown.complete,)
    for code, node in breakdown.items():
        names = part_names(code)
        points = Fraction(node.points)
        # In decimals, or in whole numbers of the last place.
        yield names["points"], (points, points * 10**places)
        yield names["status"], (node.status,)
        yield names["rule"], (node.rule,)


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
