"""One ruleset for tables with the same columns: expressions, made once."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from parrules.engines.columns.cell import ENDLESS, Cell
from parrules.engines.columns.layers import layers_of, parts_of
from parrules.engines.columns.scoring import UnitCells
from parrules.engines.columns.writing import Writer
from parrules.errors import Problem, RulesetError
from parrules.plan.nodes import Plan
from parrules.scoring.border import Border
from parrules.scoring.layout import Layout
from parrules.tables.answers import (
    Amounts,
    Answer,
    Detail,
    answers_of,
    is_grade,
)
from parrules.tables.cells import Cells
from parrules.tables.columns import Column
from parrules.tables.raw import Expression, Library

UNDECIDED = "#undecided"
"""A column that tells where `missing = "refuse"` refuses a row (16)."""

_WIDE = 38
_LONG = 18


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Lowered:
    """What a table is scored by.

    Attributes:
        prepared: Columns made of cells, layer by layer.
        layers: Columns that the answers read, layer by layer.
        answers: The columns of the answer, with their expressions.
        wrong: Names of facts, and when a row is refused because of them.
        looked: The same conditions, those that read the same side by side.
        undecided: Whether rows may be refused for what is missing.
        cells: All that the answers read, each after its parts.
        refused_by: The cell of *undecided*.
        dialect: What it is written in.
        amounts: How points are shown.
    """

    prepared: tuple[tuple[Expression, ...], ...]
    layers: tuple[tuple[Expression, ...], ...]
    answers: tuple[tuple[Answer, Expression], ...]
    wrong: tuple[tuple[str, Expression], ...]
    looked: tuple[Expression, ...]
    undecided: Expression | None = None
    cells: tuple[Cell, ...] = ()
    refused_by: Cell | None = None
    dialect: "Dialect"
    amounts: Amounts


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
    shown = [each.cell for each in answers if each.kind == "whole"]
    _prove_small(plan, shown, roots, dialect)
    writer = Writer(
        dialect.library, cells.read, dialect.types, layers_of(roots)
    )
    layers = tuple(tuple(layer) for layer in writer.layers())
    wrong = tuple(cells.wrong())

    return Lowered(
        prepared=tuple(tuple(layer) for layer in prepared),
        layers=layers,
        answers=tuple(
            (each, _shown(each, writer, dialect, amounts).alias(each.name))
            for each in answers
        ),
        wrong=wrong,
        looked=_neighbours([condition for _, condition in wrong], dialect),
        undecided=None if undecided is None else writer.written(undecided),
        cells=tuple(parts_of(roots)),
        refused_by=undecided,
        dialect=dialect,
        amounts=amounts,
    )


def _prove_small(
    plan: Plan, shown: list[Cell], roots: list[Cell], dialect: Dialect
) -> None:
    """Refuse what may grow beyond the numbers that a library has.

    What is *shown* also stands in decimals, which have fewer digits.
    """
    waiting, seen = list(roots), set(roots)
    large = [max(cell.high, -cell.low) for cell in shown]
    worst = max((each for each in large if each >= 10**_WIDE), default=0)
    while waiting:
        cell = waiting.pop()
        largest = dialect.widest
        if cell.op == "divided":
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
    parts = (cell, *cell.args) if cell.op == "divided" else (cell,)

    return all(
        each.is_truth or max(each.high, -each.low) < 1 << (bits - 1)
        for each in parts
    )


def _neighbours(
    conditions: list[Expression], dialect: Dialect
) -> tuple[Expression, ...]:
    """Order conditions by what they read.

    A column that is compared with another is in the cache still when its
    own bounds are looked at; a quarter of all looking is saved by that.
    """
    if dialect.library.__name__ != "polars":
        return tuple(conditions)
    reads = [frozenset(each.meta.root_names()) for each in conditions]
    wide = [place for place, names in enumerate(reads) if len(names) > 1]
    found: dict[int, None] = {}
    for place in wide:
        found[place] = None
        for other, names in enumerate(reads):
            if names <= reads[place]:
                found.setdefault(other)
    for place in range(len(conditions)):
        found.setdefault(place)

    return tuple(conditions[place] for place in found)


# -- how an answer is shown ---------------------------------------------------


def _shown(
    answer: Answer, writer: Writer, dialect: Dialect, amounts: Amounts
) -> Expression:
    library = dialect.library
    if answer.kind == "name":
        found = _named(answer, writer, library)
    else:
        found = writer.written(answer.cell)
    if answer.kind == "amount" and answer.is_decimal(amounts):
        found = _decimal(found, answer.places, library)
    elif answer.kind == "whole":
        wide = max(answer.cell.width, 64)
        found = found.cast(dialect.types[wide])
    if answer.known is None or answer.known.is_constant:
        return found

    return library.when(writer.written(answer.known)).then(found)


def _decimal(found: Expression, places: int, library: Library) -> Expression:
    """Return whole numbers of a quantum as decimals of points, exactly."""
    if library.__name__ == "polars":
        # The same digits with a point among them: nothing is multiplied.
        kind = library.Decimal(_WIDE, places)
        return found.cast(library.Int128).reinterpret(dtype=kind)
    quantum = library.lit(Decimal(1).scaleb(-places))

    return (found.cast(library.Decimal(_LONG, 0)) * quantum).cast(
        library.Decimal(_LONG + places, places)
    )


def _named(answer: Answer, writer: Writer, library: Library) -> Expression:
    """Return names for numbers; in Polars as categories."""
    is_polars = library.__name__ == "polars"
    kind = _enum(answer, library) if is_polars else library.String

    def literal(number: object) -> Expression:
        assert isinstance(number, int)
        is_there = 0 <= number < len(answer.names)
        name = answer.names[number] if is_there else ""
        return library.lit(name or None, dtype=kind)

    written = writer.named(answer.cell, literal)
    if written is not None:
        return written
    found, chain = writer.written(answer.cell), library
    for number, name in enumerate(answer.names):
        if name:
            chain = chain.when(found == number).then(literal(number))

    return chain.otherwise(literal(-1))


def _enum(answer: Answer, library: Library) -> Any:  # noqa: ANN401  # a type
    names = [name for name in answer.names if name]
    if is_grade(answer.name):
        # The best is the greatest, as whoever compares them expects.
        names.reverse()

    return library.Enum(names)


def kind_of(answer: Answer, low: Lowered) -> Any:  # noqa: ANN401  # a type
    """Return the type of a column of the answer, in Polars."""
    library, types = low.dialect.library, low.dialect.types
    if answer.kind == "name":
        return _enum(answer, library)
    if answer.kind == "truth":
        return library.Boolean
    if answer.kind == "amount" and answer.is_decimal(low.amounts):
        return library.Decimal(_WIDE, answer.places)
    width = answer.cell.width
    if answer.kind == "whole":
        width = max(width, 64)

    return types[width]
