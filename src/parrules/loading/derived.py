"""``[derive]`` → the model, each after those that it uses."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import attrs

from parrules.errors import Path
from parrules.expression.environment import Extent, extent
from parrules.expression.terms import UNKNOWN, Type
from parrules.loading.expressions import Expressions, Names, named
from parrules.loading.structure import Reader
from parrules.loading.wire import DerivedCase, DerivedTable
from parrules.model import Derived, Expression, Title


class _Draft(NamedTuple):
    """A derived fact before its expressions are read."""

    name: str
    title: Title
    cases: tuple[tuple[str | None, str | None, Path], ...]
    path: Path

    def texts(self) -> list[str]:
        return [
            text
            for when, value, _ in self.cases
            for text in (when, value)
            if text is not None
        ]


def derived_of(
    reader: Reader, table: Mapping[str, Any], names: Names
) -> tuple[tuple[Derived, ...], Names]:
    """Read ``[derive]``; return it with the names that are then known.

    A derived fact may use others, in any order but in no circle.
    """
    drafts = {
        name: _draft(reader, name, value, ("derive", name))
        for name, value in table.items()
        if reader.is_nfc(name, ("derive", name))
    }
    twice = _also_facts(reader, drafts, names)
    names = attrs.evolve(names, derived=frozenset(drafts.keys() - twice))
    types: dict[str, Type] = dict(names.facts)
    extents: dict[str, Extent] = {}
    names = attrs.evolve(names, facts=types, extents=extents)
    types.update(dict.fromkeys(drafts, UNKNOWN))
    made: dict[str, Derived] = {}
    ordered, circular = _in_order(reader, drafts)
    expressions = Expressions(reader, names.environment())
    for draft in ordered:
        derived = _derived(reader, draft, expressions)
        made[draft.name] = derived
        kind = _common_type(reader, derived)
        if draft.name not in circular | twice:
            types[draft.name] = kind
            extents[draft.name] = _extent(derived, extents)

    return tuple(made[name] for name in drafts if name not in twice), names


def _also_facts(
    reader: Reader, drafts: Mapping[str, _Draft], names: Names
) -> set[str]:
    """Report, and return, names that stand for a fact as well.

    Which of the two rules mean nobody knows: they are left without a type.
    """
    twice = {name for name in drafts if name in names.facts}
    for name in drafts:
        if name in twice:
            path = drafts[name].path
            reader.problem("PAR109", path, -1, key=name, derived=name)
            reader.unread()

    return twice


def _extent(derived: Derived, extents: Mapping[str, Extent]) -> Extent:
    """Return the extent of a derived fact, all its cases written out."""
    found = [
        extent(expression.term, extents)
        for pair in derived.cases
        for expression in pair
        if expression is not None and expression.term is not None
    ]

    return Extent(
        1 + sum(each.terms for each in found),
        1 + max((each.depth for each in found), default=0),
    )


def _draft(reader: Reader, name: str, value: object, path: Path) -> _Draft:
    if isinstance(value, str):
        text = reader.value(str, value, path)
        cases = ((None, text, path),)
        return _Draft(name=name, title=Title(), cases=cases, path=path)
    row = reader.row(DerivedTable, value, path)
    where = (*path, "cases")
    if row.cases == ():
        reader.problem("PAR106", where, key="cases")
    rows: list[tuple[str | None, str | None, Path]] = []
    found = reader.rows(DerivedCase, row.cases, where)
    reader.otherwise_last(found)
    for case, place in found:
        reader.one_of(case, place, "when", "otherwise")
        reader.otherwise(case.otherwise, place)
        rows.append((case.when, case.value, place))

    return _Draft(
        name=name, title=row.title or Title(), cases=tuple(rows), path=path
    )


def _in_order(
    reader: Reader, drafts: Mapping[str, _Draft]
) -> tuple[list[_Draft], set[str]]:
    """Return *drafts*, each after those that it uses, and the circular ones.

    Without recursion: a chain may be as long as the file.
    """
    uses = {
        name: named(draft.texts(), drafts) for name, draft in drafts.items()
    }
    ordered: dict[str, _Draft] = {}
    circular: set[str] = set()
    seen: set[str] = set()
    for root in drafts:
        trail = {} if root in seen else {root: iter(uses[root])}
        seen.add(root)
        while trail:
            name = next(reversed(trail))
            other = next(trail[name], None)
            if other is None:
                ordered[name] = drafts[name]
                del trail[name]
            elif other in trail:
                cycle = _cut(trail, other)
                circular.update(cycle)
                ordered.update((each, drafts[each]) for each in cycle)
                shown = " → ".join((*cycle, other))
                reader.problem("PAR508", drafts[other].path, cycle=shown)
            elif other not in seen:
                seen.add(other)
                trail[other] = iter(uses[other])

    return list(ordered.values()), circular


def _cut(trail: dict[str, Iterator[str]], start: str) -> list[str]:
    """Take what follows from *start* on off *trail*, and return it."""
    cycle: list[str] = []
    while start in trail:
        cycle.append(trail.popitem()[0])

    return cycle[::-1]


def _derived(
    reader: Reader, draft: _Draft, expressions: Expressions
) -> Derived:
    cases: list[tuple[Expression | None, Expression]] = []
    for when, value, path in draft.cases:
        is_single = path == draft.path
        condition = expressions.flag(when, (*path, "when"))
        result = expressions.derivable(
            value, path if is_single else (*path, "value")
        )
        if result is not None:
            cases.append((condition, result))
    if not cases:
        reader.unread()

    return Derived(
        name=draft.name,
        cases=tuple(cases),
        title=draft.title,
        path=draft.path,
    )


def _common_type(reader: Reader, derived: Derived) -> Type:
    """Return the type that all values share, and report where they differ."""
    common: Type | None = None
    for _, value in derived.cases:
        if value.term is None:
            return UNKNOWN
        kind = value.term.type
        if common is None:
            common = kind
            continue
        if kind.kind != common.kind:
            reader.problem(
                "PAR504",
                value.path,
                found=kind.dimension or kind.kind,
                expected=common.dimension or common.kind,
            )
            return UNKNOWN
        first, second = common.dimension, kind.dimension
        if first and second and first != second:
            reader.problem("PAR505", value.path, left=second, right=first)
            return UNKNOWN
        common = Type(
            common.kind,
            first or second,
            is_whole=common.is_whole and kind.is_whole,
        )

    return common or UNKNOWN
