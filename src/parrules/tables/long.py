"""One row for each unit and node, in place of a column for each node."""

from collections.abc import Sequence

from parrules.plan.nodes import Plan
from parrules.tables.answers import part_names
from parrules.tables.frames import Frame, Opened
from parrules.tables.lowering import Lowered


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
    pieces = []
    for node in plan.nodes:
        parts = [
            library.col(called(name)).cast(library.String).alias(part)
            if part in ("status", "rule")
            else library.col(called(name)).alias(part)
            for part, name in part_names(node.code).items()
            if name in there
        ]
        pieces.append(
            frame.select(
                *(library.col(called(name)).alias(name) for name in carried),
                library.lit(node.code).alias("code"),
                *parts,
            )
        )

    return library.concat(pieces, how="vertical")
