"""One row for each unit and node, in place of a column for each node."""

from collections.abc import Sequence
from typing import Any, Final

from parrules.plan.nodes import Plan
from parrules.tables.answers import part_names
from parrules.tables.frames import Frame, Opened
from parrules.tables.lowering import Lowered

_NAMES: Final = ("status", "rule")


def long_frame(
    frame: Frame,
    plan: Plan,
    carried: Sequence[str],
    low: Lowered,
    way: Opened,
) -> Frame:
    """Return *frame* with a column ``code``, and one for each part.

    Args:
        frame: The answer, wide and lazy, named as the library calls it.
        plan: Its nodes, in file order within each unit.
        carried: Columns that stay in each row.
        low: What columns the answer has.
        way: How the table was opened.
    """
    library, called = way.dialect.library, way.dialect.named
    there = {answer.name for answer, _ in low.answers}
    kinds = _kinds(plan, low, way)
    pieces = []
    for node in plan.nodes:
        parts = [
            library.col(called(name)).cast(kinds[part]).alias(part)
            if part in kinds
            else library.col(called(name)).alias(part)
            for part, name in part_names(node.code).items()
            if name in there
        ]
        pieces.append(
            frame.select(
                *(library.col(called(name)).alias(name) for name in carried),
                library.lit(node.code, dtype=kinds["code"]).alias("code"),
                *parts,
            )
        )

    return library.concat(pieces, how="vertical")


def _kinds(plan: Plan, low: Lowered, way: Opened) -> dict[str, Any]:
    """Return the types of what is a name, which all nodes share."""
    library = way.dialect.library
    if not way.is_named:
        return dict.fromkeys(("code", *_NAMES), library.String)
    columns = {
        name: part
        for node in plan.nodes
        for part, name in part_names(node.code).items()
    }
    names: dict[str, dict[str, None]] = {part: {} for part in _NAMES}
    for answer, _ in low.answers:
        part = columns.get(answer.name)
        if part in names:
            names[part].update(dict.fromkeys(filter(None, answer.names)))
    names["code"] = dict.fromkeys(node.code for node in plan.nodes)

    return {part: library.Enum(list(found)) for part, found in names.items()}
