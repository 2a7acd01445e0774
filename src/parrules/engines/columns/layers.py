"""What is read more than once gets a column of its own, layer by layer.

A library of tables computes all columns of a layer side by side, so that a
column reads only those of layers before it.
"""

from collections.abc import Iterable, Mapping

import attrs

from parrules.engines.columns.cell import JOINING, Cell

_CHEAP = frozenset(("constant", "given", "supported", "never", "not", "day"))
"""Operations that take no longer than to read a column."""

_PLAIN = frozenset(("amount", "level", "flag"))
"""What is read as it stands, unless silence means something."""

_SMALL = 5
"""Parts up to which truths are sooner joined again than kept: a bit each."""

_DEEPEST = 40
"""Operations within each other; libraries of tables nest only so deep."""


@attrs.frozen(eq=False, repr=False)
class Layers:
    """Expressions in the order in which they are computed.

    Attributes:
        columns: By layer, those that get a column.
        level: The first layer in which a column can be read.
    """

    columns: tuple[tuple[Cell, ...], ...]
    level: Mapping[Cell, int]


def layers_of(roots: Iterable[Cell]) -> Layers:
    """Return what *roots* are computed by, each part once."""
    wanted = list(roots)
    cells = parts_of(wanted)
    uses = dict.fromkeys(cells, 0)
    for cell in set(wanted):
        # What is shown and read is read twice.
        uses[cell] += 1
    for cell in cells:
        for part in set(cell.args):
            uses[part] += 1
    level: dict[Cell, int] = {}
    depth: dict[Cell, int] = {}
    size: dict[Cell, int] = {}
    layers: dict[int, list[Cell]] = {}
    for cell in cells:
        level[cell] = max((level[part] for part in cell.args), default=0)
        depth[cell] = 1 + max((depth[part] for part in cell.args), default=0)
        size[cell] = 1 + sum(size[part] for part in cell.args)
        is_small = cell.op in JOINING and size[cell] <= _SMALL
        is_shared = uses[cell] > 1 and not is_small and not _is_cheap(cell)
        if is_shared or depth[cell] > _DEEPEST:
            layers.setdefault(level[cell], []).append(cell)
            level[cell] += 1
            depth[cell] = 0
            size[cell] = 1

    return Layers(tuple(tuple(layers[at]) for at in sorted(layers)), level)


def _is_cheap(cell: Cell) -> bool:
    if cell.op in _PLAIN:
        assert isinstance(cell.value, tuple)
        return cell.value[-1] is None

    return cell.op in _CHEAP


def parts_of(roots: Iterable[Cell]) -> list[Cell]:
    """Return *roots* and all below, parts before what is made of them."""
    found: dict[Cell, None] = {}
    waiting = list(roots)
    while waiting:
        cell = waiting.pop()
        if cell not in found:
            found[cell] = None
            waiting.extend(cell.args)

    return sorted(found, key=lambda cell: cell.number)
