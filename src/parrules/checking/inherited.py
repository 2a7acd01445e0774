"""What rows may have from one above them that could not be read as a whole.

Of a row that a quote has cut short nobody knows what else it says, so what
those below it lack is not told.
"""

from collections.abc import Iterator
from typing import Literal

from parrules.checking.scope import Scope
from parrules.errors import Path
from parrules.model import TREES, Criterion

Key = Literal["channel", "source"]


def heirs(scope: Scope, key: Key) -> tuple[Path, ...]:
    """Return the paths of leaves that lack *key*, though they may have it."""
    return scope.once(
        ("heirs", key),
        lambda: (
            path
            for tree in TREES
            for area in scope.scheme.areas(tree)
            # The row above an orphan is lost, with what it says.
            for path in _heirs(area, key, "." in area.code)
        ),
    )


def _heirs(
    node: Criterion,
    key: Key,
    is_cut: bool = False,  # noqa: FBT001, FBT002  # of those above
) -> Iterator[Path]:
    if getattr(node, key) is not None:
        # All below have it too, or one of their own.
        return
    is_cut = is_cut or node.broken
    if node.is_leaf and is_cut:
        yield node.path
    for child in node.children:
        yield from _heirs(child, key, is_cut)
