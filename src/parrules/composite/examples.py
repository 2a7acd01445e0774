"""The examples in an index: published figures that must come out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from parrules.composite.results import CompositeResult, UnitResult
from parrules.composite.scoring import Index
from parrules.composite.units import UnitTable
from parrules.composite.wire import ExampleTable
from parrules.errors import FactError, Path, near
from parrules.loading.structure import KEY, Reader
from parrules.points import plain

_RANK, _TOTAL = "rank", "total"
_YEAR = re.compile(r"[0-9]{4}")


def check_examples(
    reader: Reader, rows: Iterable[object], index: Index
) -> tuple[str, ...]:
    """PAR827: what comes of the units of an example is something else.

    Args:
        reader: Is told what is wrong.
        rows: ``[[example]]``.
        index: Free of errors.

    Returns:
        The names of the examples.
    """
    names = []
    for row, path in reader.rows(ExampleTable, rows, ("example",)):
        names.append(row.name or "")
        before = len(reader.problems)
        tables = tuple(_tables(reader, row, path))
        if len(reader.problems) == before:
            _check(reader, row, path, index, tables)

    return tuple(names)


def _tables(
    reader: Reader, row: ExampleTable, path: Path
) -> Iterator[UnitTable]:
    """Yield the units of the year, then those of earlier years."""
    yield _table(reader, row.units or {}, row.year, (*path, "units"))
    for year, units in (row.earlier or {}).items():
        where = (*path, "earlier", year)
        if _YEAR.fullmatch(year):
            yield _table(reader, units, int(year), where)
        else:
            reader.problem(
                "PAR111", where, KEY, value=year, allowed="2012 …", near=""
            )


def _table(
    reader: Reader, units: object, year: int | None, path: Path
) -> UnitTable:
    rows: dict[str, Mapping[str, Any]] = {}
    if not isinstance(units, dict):
        reader.wrong(units, "table", path)
        units = {}
    for unit, figures in units.items():
        if isinstance(figures, dict):
            rows[unit] = figures
        else:
            reader.wrong(figures, "table", (*path, unit))

    return UnitTable.of(rows, year)


def _check(
    reader: Reader,
    row: ExampleTable,
    path: Path,
    index: Index,
    tables: tuple[UnitTable, ...],
) -> None:
    now, *earlier = tables
    try:
        result = index.evaluate(now, earlier=earlier)
    except FactError as error:
        for problem in error.problems:
            reader.problem(problem.code, path, **problem.arguments)
        return
    for unit, expected in (row.expect or {}).items():
        where = (*path, "expect", unit)
        if unit not in now.units:
            _unknown(reader, unit, now.units, where)
        elif not isinstance(expected, dict):
            reader.wrong(expected, "table", where)
        else:
            for code, value in expected.items():
                _compare(reader, row.name or "", (*where, code), result, value)


def _compare(
    reader: Reader,
    example: str,
    path: Path,
    result: CompositeResult,
    value: object,
) -> None:
    """Compare a rank, or points as they are published."""
    *_, unit, code = map(str, path)
    codes = (_RANK, _TOTAL, *(node.code for node in result.scheme.nodes()))
    if code not in codes:
        _unknown(reader, code, codes, path)
        return
    expected = _expected(reader, code, value, path)
    got = _got(result, result[unit], code)
    if expected is not None and not _is_equal(expected, got):
        reader.problem(
            "PAR827",
            path,
            example=example,
            unit=unit,
            part=code,
            expected=expected or "-",
            got=got or "-",
        )


def _is_equal(expected: str, got: str) -> bool:
    """Tell whether two numbers are equal, or both are none."""
    if not (expected and got):
        return expected == got

    return Decimal(expected) == Decimal(got)


def _expected(
    reader: Reader, code: str, value: object, path: Path
) -> str | None:
    """Return the number as a text; an empty one where none is expected."""
    if value == "":
        return ""
    kind = int if code == _RANK else Decimal
    number = reader.value(kind, value, path)

    return None if number is None else plain(number)


def _got(result: CompositeResult, unit: UnitResult, code: str) -> str:
    """Return a rank or published points, nothing where there are none."""
    if code == _RANK:
        return "" if unit.rank is None else str(unit.rank)

    return result.published(unit["" if code == _TOTAL else code].points) or ""


def _unknown(
    reader: Reader, name: str, known: Iterable[str], path: Path
) -> None:
    names = tuple(known)
    reader.problem(
        "PAR111",
        path,
        KEY,
        value=name,
        allowed=" | ".join(names),
        near=near(name, names),
    )
