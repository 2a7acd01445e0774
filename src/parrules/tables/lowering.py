"""One ruleset for tables with the same columns: expressions, made once."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from parrules.engines.columns.cell import ENDLESS, Cell
from parrules.engines.columns.layers import layers_of
from parrules.engines.columns.scoring import UnitCells
from parrules.engines.columns.writing import Writer
from parrules.errors import Problem, RulesetError
from parrules.plan.nodes import Plan
from parrules.scoring.border import Border
from parrules.scoring.layout import Layout
from parrules.tables.answers import Amounts, Answer, Detail, answers_of
from parrules.tables.cells import Cells, Expression, Library
from parrules.tables.columns import Column

UNDECIDED = "#undecided"
"""A column that tells where `missing = "refuse"` refuses a row (16)."""

_WIDE = 38
_LONG = 18


@attrs.frozen(eq=False, repr=False)
class Lowered:
    """What a table is scored by.

    Attributes:
        prepared: Columns made of cells, layer by layer.
        layers: Columns that the answers read, layer by layer.
        answers: The columns of the answer, with their expressions.
        wrong: Names of facts, and when a row is refused because of them.
        undecided: Whether rows may be refused for what is missing.
    """

    prepared: tuple[tuple[Expression, ...], ...]
    layers: tuple[tuple[Expression, ...], ...]
    answers: tuple[tuple[Answer, Expression], ...]
    wrong: tuple[tuple[str, Expression], ...]
    undecided: Expression | None = None


@attrs.frozen(eq=False, repr=False)
class Dialect:
    """How one library writes.

    Attributes:
        library: The module ``polars`` or ``narwhals``.
        types: Types of whole numbers by width.
        widest: Bits of the largest whole number that it computes with.
        division: Bits up to which it divides exactly.
        named: Returns what a column is called in the frame.
    """

    library: Library
    types: Mapping[int, Any]
    widest: int = 128
    division: int = 128
    named: Callable[[str], str] = str


def lowered(
    layout: Layout,
    border: Border,
    columns: Mapping[str, Column],
    dialect: Dialect,
    *,
    detail: Detail,
    amounts: Amounts,
) -> Lowered:
    """Write *layout*'s plan for tables with *columns*.

    Raises:
        RulesetError: PAR906, a number may be too large to be exact.
    """
    plan = layout.plan
    cells = Cells(dialect.library, dialect.types, plan, columns, dialect.named)
    prepared = cells.prepared()
    unit = UnitCells(layout, border, cells.present)
    answers = answers_of(unit, plan, detail)
    undecided = None
    if plan.scheme.policy.missing == "refuse":
        undecided = unit.algebra.any_of(
            *(leaf.is_unknown for leaf in unit.leaves)
        )
    roots = [each.cell for each in answers]
    roots += [each.known for each in answers if each.known is not None]
    if undecided is not None:
        roots.append(undecided)
    _prove_small(plan, unit, roots, dialect)
    writer = Writer(
        dialect.library, cells.read, dialect.types, layers_of(roots)
    )
    layers = tuple(tuple(layer) for layer in writer.layers())

    return Lowered(
        tuple(tuple(layer) for layer in prepared),
        layers,
        tuple(
            (each, _shown(each, writer, dialect, amounts).alias(each.name))
            for each in answers
        ),
        tuple(cells.wrong()),
        None if undecided is None else writer.written(undecided),
    )


def _prove_small(
    plan: Plan, unit: UnitCells, roots: list[Cell], dialect: Dialect
) -> None:
    """Refuse what may grow beyond the numbers that a library has."""
    del unit
    waiting, seen = list(roots), set(roots)
    worst = 0
    while waiting:
        cell = waiting.pop()
        largest = dialect.widest
        if cell.op in ("divided", "rest"):
            largest = min(largest, dialect.division)
        if cell.width == ENDLESS or not _fits(cell, largest):
            worst = max(worst, cell.high, -cell.low)
        for part in cell.args:
            if part not in seen:
                seen.add(part)
                waiting.append(part)
    if worst:
        about = plan.scheme.id
        raise RulesetError(
            (
                Problem(
                    code="PAR906",
                    arguments={"criterion": about, "value": str(worst)},
                ),
            )
        )


def _fits(cell: Cell, bits: int) -> bool:
    parts = (cell, *cell.args) if cell.op in ("divided", "rest") else (cell,)

    return all(
        each.is_truth or max(each.high, -each.low) < 1 << (bits - 1)
        for each in parts
    )


# -- how an answer is shown ---------------------------------------------------


def _shown(
    answer: Answer, writer: Writer, dialect: Dialect, amounts: Amounts
) -> Expression:
    found = writer.written(answer.cell)
    library = dialect.library
    if answer.kind == "amount" and amounts == "decimal":
        found = _decimal(found, answer.places, library)
    elif answer.kind == "whole":
        wide = max(answer.cell.width, 64)
        found = found.cast(dialect.types[wide])
    elif answer.kind == "name":
        found = _named(found, answer, library)
    if answer.known is None or answer.known.is_constant:
        return found

    return library.when(writer.written(answer.known)).then(found)


def _decimal(found: Expression, places: int, library: Library) -> Expression:
    """Return whole numbers of a quantum as decimals of points, exactly."""
    if library.__name__ == "polars":
        unit = library.lit(Decimal(1).scaleb(-places)).cast(
            library.Decimal(_WIDE, places)
        )
        return found.cast(library.Decimal(_WIDE, 0)) * unit
    quantum = library.lit(Decimal(1).scaleb(-places))

    return (found.cast(library.Decimal(_LONG, 0)) * quantum).cast(
        library.Decimal(_LONG + places, places)
    )


def _named(found: Expression, answer: Answer, library: Library) -> Expression:
    """Return names for numbers."""
    if library.__name__ == "polars":
        return _categories(found, answer, library)
    low, high = answer.cell.low, answer.cell.high
    if low == high:
        name = answer.names[low] if 0 <= low < len(answer.names) else ""
        return library.lit(name or None, dtype=library.String)
    chain = library
    for number, name in enumerate(answer.names):
        if name:
            chain = chain.when(found == number).then(library.lit(name))

    return chain.otherwise(library.lit(None, dtype=library.String))


def _categories(
    found: Expression, answer: Answer, library: Library
) -> Expression:
    """Return names as categories, which are numbers within."""
    kind = library.Enum([name for name in answer.names if name])
    offset = 1 if answer.names[:1] == ("",) else 0
    if len(kind.categories) == 0:
        return library.lit(None, dtype=kind)
    numbers = (found - offset).cast(library.UInt32, strict=False)
    if len(kind.categories) < 256:  # noqa: PLR2004  # a byte
        numbers = (found - offset).cast(library.UInt8, strict=False)
    categories = numbers.cat
    if hasattr(categories, "to"):
        return categories.to(kind)

    return numbers.cast(kind)
