"""``[[example]]`` → the model: submissions with what must come out."""

import datetime
import re
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from parrules.errors import Path, near
from parrules.loading.facts import flattened
from parrules.loading.marks import Unread
from parrules.loading.structure import KEY, Reader
from parrules.loading.unquoted import answers_in
from parrules.loading.wire import ExampleTable, ExpectedNode
from parrules.model import Example, Expectation

# A code starts with a digit or a capital, as no name of a fact does.
_CODE_START = "[0-9A-Z]"
_MOST_LINKS = 50
_UNNAMED = "…"
"""An example whose name could not be read, which has been reported."""
_SINGLE = frozenset((str, bool, int, Decimal, datetime.date))
"""What a single value of a fact is in TOML."""
_TOTALS = ("total", "base", "bonus", "penalty")


class _Draft(NamedTuple):
    """An example that may still have to take over another's facts."""

    name: str
    row: ExampleTable
    facts: Mapping[str, object]
    places: Mapping[str, Path]
    path: Path


def examples_of(
    reader: Reader, tables: tuple[Any, ...]
) -> tuple[Example, ...]:
    """Read all examples; each may be *like* another, in any order."""
    drafts = [
        _draft(reader, row, path)
        for row, path in reader.rows(ExampleTable, tables, ("example",))
    ]
    by_name: dict[str, _Draft] = {}
    for draft in drafts:
        by_name.setdefault(draft.name, draft)

    told: set[str] = set()

    return tuple(_example(reader, draft, by_name, told) for draft in drafts)


def _draft(reader: Reader, row: ExampleTable, path: Path) -> _Draft:
    where = (*path, "facts")
    facts: dict[str, object] = {}
    places: dict[str, Path] = {}
    for name, value, place in example_facts(reader, row.facts or {}, where):
        if name in facts:
            reader.problem("PAR109", place, KEY, key=name)
        else:
            facts[name], places[name] = value, place

    return _Draft(
        name=_UNNAMED if row.name is None else row.name,
        row=row,
        facts=facts,
        places=places,
        path=path,
    )


def example_facts(
    reader: Reader, table: Mapping[str, Any], path: Path
) -> Iterator[tuple[str, object, Path]]:
    """Yield names, or codes, values as TOML has them, and their paths.

    TOML reads an unquoted code as tables in tables: that is reported, and
    the code that was meant is used.  A tally may be a table by level.
    """
    for name, value, within in flattened(table):
        where = (*path, *within)
        if isinstance(value, dict) and re.match(_CODE_START, name):
            for code, inner, place in answers_in(reader, name, value, where):
                sound = _sound(reader, inner, place)
                if sound is not None:
                    yield code, sound, place
        elif reader.is_nfc(name, where):
            sound = _sound(reader, value, where)
            if sound is not None:
                # The same object as in the plan, which is found at once.
                yield sys.intern(name.strip()), sound, where


def _sound(
    reader: Reader, value: object, path: Path, *, is_inside: bool = False
) -> object:
    """Return *value* with tuples for arrays, `None` if it is no fact's."""
    if type(value) in _SINGLE:
        return value
    if isinstance(value, list) and not is_inside:
        elements = [
            _sound(reader, element, (*path, position), is_inside=True)
            for position, element in enumerate(value)
        ]
        return None if None in elements else tuple(elements)
    if isinstance(value, dict) and not is_inside:
        levels = {
            level: _sound(reader, count, (*path, level), is_inside=True)
            for level, count in value.items()
        }
        return None if None in levels.values() else levels
    if type(value) is Unread:
        reader.unread()
        return None
    expected = "string | number | boolean | date"
    reader.wrong(value, expected, path)

    return None


def _example(
    reader: Reader,
    draft: _Draft,
    drafts: Mapping[str, _Draft],
    told: set[str],
) -> Example:
    facts: dict[str, object] = {}
    origins: dict[str, Path] = {}
    evidence: tuple[str, ...] = ()
    idle: list[str] = []
    lineage = _lineage(reader, draft, drafts, told)
    for each in reversed(lineage):
        names = [name.strip() for name in each.row.without or ()]
        idle = [
            name for name in names if name not in facts or name in each.facts
        ]
        for name in names:
            facts.pop(name, None)
        facts.update(each.facts)
        origins.update(each.places)
        if each.row.evidence is not None:
            evidence = tuple(name.strip() for name in each.row.evidence)
    first = lineage[-1]
    if reader.has(first.row, first.path, "like"):
        # Nobody knows which facts it takes over.
        idle = []
    expected = _Expected(reader, (*draft.path, "expect"))
    expected.read(draft.row.expect or {})

    return Example(
        name=draft.name,
        facts=facts,
        evidence=evidence,
        totals=expected.totals,
        grade=expected.grade,
        complete=expected.complete,
        nodes=tuple(expected.nodes),
        problems=expected.problems,
        without=tuple(name.strip() for name in draft.row.without or ()),
        idle=tuple(dict.fromkeys(idle)),
        origins={name: origins[name] for name in facts},
        has_evidence=draft.row.evidence is not None,
        path=draft.path,
    )


def _lineage(
    reader: Reader,
    draft: _Draft,
    drafts: Mapping[str, _Draft],
    told: set[str],
) -> list[_Draft]:
    """Return *draft*, what it is like, what that is like, and so on.

    *told* are the names in chains that were reported as too long.
    """
    lineage = [draft]
    while (like := lineage[-1].row.like) is not None:
        other = drafts.get(like)
        if other is None or other in lineage:
            # Only the first of a chain says so, not all that build on it.
            if other is draft or len(lineage) == 1:
                others = [name for name in drafts if name != draft.name]
                reader.problem(
                    "PAR417",
                    (*draft.path, "like"),
                    name=like,
                    near=near(like, others),
                )
            break
        lineage.append(other)
        if len(lineage) > _MOST_LINKS + 1:
            _too_long(reader, lineage, told)
            break

    return lineage


def _too_long(reader: Reader, lineage: list[_Draft], told: set[str]) -> None:
    """PAR122: examples build on one another, too many of them."""
    names = {each.name for each in lineage}
    if told.isdisjoint(names):
        reader.problem(
            "PAR122",
            (*lineage[0].path, "like"),
            name=lineage[0].name,
            size=str(len(lineage) - 1),
            limit=str(_MOST_LINKS),
        )
    told |= names


class _Expected:
    """What ``expect`` says, while it is being read."""

    def __init__(self, reader: Reader, path: Path) -> None:
        self._reader = reader
        self._path = path
        self.totals: dict[str, Decimal] = {}
        self.grade: str | None = None
        self.complete: bool | None = None
        self.problems: tuple[str, ...] = ()
        self.nodes: list[Expectation] = []
        self._codes: set[str] = set()

    def read(self, table: Mapping[str, Any]) -> None:
        for key, value in table.items():
            path = (*self._path, key)
            if key in _TOTALS:
                total = self._reader.value(Decimal, value, path)
                if total is not None:
                    self.totals[key] = total
            elif key == "grade":
                self.grade = self._reader.value(str, value, path)
            elif key == "complete":
                self.complete = self._reader.value(bool, value, path)
            elif key == "problems":
                codes = self._reader.value(tuple[str, ...], value, path)
                self.problems = codes or ()
            else:
                self._node(key, value, path)

    def _node(self, key: str, value: object, path: Path) -> None:
        code = key.strip()
        if code in self._codes:
            self._reader.problem("PAR109", path, KEY, key=code)
            return
        self._codes.add(code)
        if not isinstance(value, dict):
            points = self._reader.value(Decimal, value, path)
            self.nodes.append(
                Expectation(code=key.strip(), points=points, path=path)
            )
        elif value and all(re.match(_CODE_START, each) for each in value):
            # 1.1 = … without quotes nests, as everywhere.
            self._unquoted(key, value, path)
        else:
            self._row(key, value, path)

    def _row(self, key: str, value: dict[str, Any], path: Path) -> None:
        row = self._reader.row(ExpectedNode, value, path)
        self.nodes.append(
            Expectation(
                code=key.strip(),
                points=row.points,
                status=row.status,
                rule=row.rule,
                path=path,
            )
        )

    def _unquoted(self, code: str, table: dict[str, Any], path: Path) -> None:
        for key, value in table.items():
            where, inner = (*path, key), f"{code}.{key}"
            self._reader.problem("PAR108", where, -1, code=inner)
            self._node(inner, value, where)
