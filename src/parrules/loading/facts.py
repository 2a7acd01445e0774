"""``[fact]`` → the model."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from parrules.errors import Path, near
from parrules.expression.terms import UNKNOWN, Type
from parrules.loading.defaults import default_of
from parrules.loading.expressions import type_of
from parrules.loading.structure import Reader
from parrules.loading.wire import FactTable
from parrules.model import COUNT_LIMIT, Fact, FactType, Title

_EARLIEST = datetime.date(1900, 1, 1)
_LATEST = datetime.date(2100, 12, 31)
_PLACES = 2
_Limit = Decimal | datetime.date
_NUMERIC = ("count", "number", "percent", "tally")
_BOUNDED = (*_NUMERIC, "date")
_BELONGING: Mapping[str, tuple[str, ...]] = {
    "at_least": _BOUNDED,
    "at_most": _BOUNDED,
    "decimals": ("number", "percent"),
    "never": ("date",),
    "values": ("choice",),
    "levels": ("tally",),
    "labels": ("choice", "tally"),
}
"""Of which types of fact a key is a part."""


def flattened(table: Mapping[str, Any]) -> Iterator[tuple[str, Any, Path]]:
    """Yield name, value and path of each fact; ``unit.block`` is one name.

    TOML reads an unquoted ``unit.block`` as a table in a table.
    """
    for name, value in table.items():
        if name == "unit" and isinstance(value, dict):
            for inner, fact in value.items():
                yield f"unit.{inner}", fact, (name, inner)
        else:
            yield name, value, (name,)


def facts_of(
    reader: Reader, table: Mapping[str, Any]
) -> tuple[tuple[Fact, ...], dict[str, Type]]:
    """Read ``[fact]``; return the facts and what each is in expressions."""
    facts: list[Fact] = []
    types: dict[str, Type] = {}
    for name, value, where in flattened(table):
        path = ("fact", *where)
        if reader.is_nfc(name, path):
            fact, is_typed = _fact(reader, name, value, path)
            facts.append(fact)
            types[name] = type_of(fact) if is_typed else UNKNOWN
    bounds = _Bounds(facts)

    return tuple(bounds.of(fact) for fact in facts), types


def _fact(
    reader: Reader, name: str, value: object, path: Path
) -> tuple[Fact, bool]:
    """Read a fact; tell whether all is known that makes its type."""
    before = reader.mark()
    row = reader.row(FactTable, value, path)
    kind: FactType = row.type or "flag"
    if row.type is not None:
        _require(reader, row, path)
    options, of_options = _named(row.values)
    levels, of_levels = _named(row.levels)
    least, most = _type_bounds(kind)
    is_typed = row.type is not None and not (
        (kind == "choice" and not options) or (kind == "tally" and not levels)
    )
    fact = Fact(
        name=name,
        type=kind,
        title=row.title or Title(),
        at_least=_value_bound(row.at_least, least),
        at_most=_value_bound(row.at_most, most),
        at_least_fact=_fact_bound(row.at_least),
        at_most_fact=_fact_bound(row.at_most),
        places=_places(reader, row, path),
        never=bool(row.never),
        options=options,
        numbers=of_options or of_levels,
        levels=levels,
        labels=_labels(reader, row, options or levels, path),
        required=bool(row.required),
        evidence=row.evidence or "optional",
        more=row.more,
        source=row.source,
        path=path,
    )
    if row.default is not None and reader.mark() == before:
        default = default_of(reader, fact, row.default, (*path, "default"))
        fact = attrs.evolve(fact, default=default)
    if reader.mark() > before:
        fact = attrs.evolve(fact, broken=True)

    return fact, is_typed


def _require(reader: Reader, row: FactTable, path: Path) -> None:
    """Report keys that a fact of this type must have, or cannot have."""
    for key, types in _BELONGING.items():
        if row.type not in types and reader.has(row, path, key):
            reader.misplaced(path, key, *types)
    required = {
        "choice": ("values",),
        "tally": ("levels",),
        "number": ("at_least", "at_most"),
    }
    for key in required.get(str(row.type), ()):
        reader.demand(row, path, key)
    for key in ("at_least", "at_most"):
        _check_bound(reader, row, key, path)


def _check_bound(reader: Reader, row: FactTable, key: str, path: Path) -> None:
    """Report a date for a number, or a number for a date."""
    bound = getattr(row, key)
    is_date = row.type == "date"
    kind = datetime.date if is_date else Decimal
    if (
        bound is not None
        and row.type in _BOUNDED
        and not isinstance(bound, (str, kind))
    ):
        reader.wrong(bound, "date" if is_date else "number", (*path, key))


def _places(reader: Reader, row: FactTable, path: Path) -> int:
    """Return how many decimal places a value may have."""
    if row.type not in ("number", "percent"):
        return 0
    places = _PLACES if row.decimals is None else row.decimals

    return reader.in_range(places, 0, 9, (*path, "decimals"))


def _named(
    rows: tuple[str, ...] | Mapping[str, Decimal] | None,
) -> tuple[tuple[str, ...], tuple[Decimal, ...]]:
    """Return options or levels, and the numbers that they stand for."""
    if rows is None or isinstance(rows, tuple):
        return rows or (), ()

    return tuple(rows), tuple(rows.values())


def _labels(
    reader: Reader, row: FactTable, names: tuple[str, ...], path: Path
) -> tuple[Title, ...]:
    """Return what options or levels are called; report others' titles."""
    labels = row.labels or {}
    for name in labels:
        if names and name not in names:
            reader.problem(
                "PAR104",
                (*path, "labels", name),
                key=name,
                near=near(name, names),
                keys=", ".join(names),
            )

    return tuple(labels.get(name, Title()) for name in names if labels)


def _value_bound(bound: object, otherwise: _Limit | None) -> _Limit | None:
    """Return a bound that is stated as a value, else that of the type."""
    if isinstance(bound, (Decimal, datetime.date)):
        return bound

    return otherwise


def _fact_bound(bound: object) -> str | None:
    return bound if isinstance(bound, str) else None


def _type_bounds(kind: FactType) -> tuple[_Limit | None, _Limit | None]:
    """Return the bounds of facts of a type that state none."""
    most = Decimal(100 if kind == "percent" else COUNT_LIMIT)
    if kind in ("count", "tally", "percent"):
        return Decimal(0), most

    return (_EARLIEST, _LATEST) if kind == "date" else (None, None)


class _Bounds:
    """Finds the value of a bound that names a fact, whose may name another.

    Where a chain ends in an unknown name or in itself, which is reported
    where names are checked, the bounds of a count stand in.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = {fact.name: fact for fact in facts}
        self._known: dict[tuple[str, str], Decimal] = {}

    def of(self, fact: Fact) -> Fact:
        """Return *fact*; a number takes over the bounds of its bounds."""
        if fact.type != "number" or None not in (fact.at_least, fact.at_most):
            return fact

        return attrs.evolve(
            fact,
            at_least=self._reached(fact, "at_least"),
            at_most=self._reached(fact, "at_most"),
        )

    def _reached(self, fact: Fact, side: str) -> Decimal:
        chain: dict[str, None] = {}
        end: Fact | None = fact
        bound = Decimal(0 if side == "at_least" else COUNT_LIMIT)
        while end is not None and end.name not in chain:
            stated = self._known.get((end.name, side), getattr(end, side))
            if isinstance(stated, Decimal):
                bound = stated
                break
            chain[end.name] = None
            end = self._facts.get(getattr(end, f"{side}_fact") or "")
        self._known.update(((name, side), bound) for name in chain)

        return bound
