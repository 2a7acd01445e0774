"""What the algebra is made of: amounts and truths of a row.

What is said of a cell here is what holds of it when something is absent.
"""

from collections.abc import Iterable
from typing import Final

import attrs

WIDTHS: Final = (16, 32, 64, 128)
"""Bits of whole numbers with a sign."""

ENDLESS: Final = 1 << 16
"""The width of what fits into none of them."""


def width_of(low: int, high: int) -> int:
    """Return how many bits hold all numbers from *low* to *high*."""
    for width in WIDTHS:
        if -(1 << (width - 1)) <= low and high < 1 << (width - 1):
            return width

    return ENDLESS


@attrs.frozen(eq=False, repr=False)
class Cell:
    """An expression; two that say the same are the same object.

    Attributes:
        number: Counts from 0; higher than those of all parts.
        op: What it does with its parts.
        args: Its parts. Of ``choose``: condition, value, condition, value
            and so on, and last what holds otherwise.
        value: Of a constant, or the name of what is read.
        is_truth: Whether it is true or false, not a number.
        low, high: Bounds of an amount.
        width: Bits that all of it is computed in.
    """

    number: int
    op: str
    args: tuple["Cell", ...] = ()
    value: object = None
    is_truth: bool = False
    low: int = 0
    high: int = 1
    width: int = WIDTHS[0]

    @property
    def is_constant(self) -> bool:
        """Tell whether it is the same in every row."""
        return self.op == "constant"


JOINING: Final = frozenset(("and", "or", "not"))
"""What makes truths of truths."""

NEVER_EMPTY: Final = frozenset(("given", "never", "supported"))
"""What is true or false in every row, whatever is absent."""

_READ: Final = frozenset(("amount", "level", "option", "flag", "holds"))
"""What is read with what silence means, last in its value."""

_EMPTIED: Final = frozenset(
    ("sum", "less", "times", "at_least", "above", "equal", "not")
)
"""Operations that are empty as soon as a part of them is."""


def emptied_by(cell: Cell) -> frozenset[object]:
    """Return the names without which a cell is empty."""
    if cell.op in _READ:
        assert isinstance(cell.value, tuple)
        name, *_, by_silence = cell.value
        return frozenset((name,) if by_silence is None else ())
    if cell.op in ("day", "shifted"):
        assert isinstance(cell.value, tuple)
        return frozenset(cell.value[:1])
    if cell.op not in _EMPTIED:
        return frozenset()

    return frozenset().union(*map(emptied_by, cell.args))


def failed_by(cell: Cell) -> frozenset[object]:
    """Return the names without which a truth does not hold."""
    if cell.op in ("given", "never"):
        return frozenset((cell.value,))
    if cell.op == "and":
        return frozenset().union(*map(failed_by, cell.args))
    if cell.op == "or":
        return frozenset.intersection(*map(failed_by, cell.args))

    return emptied_by(cell)


def guarded(
    left: Cell, right: Cell
) -> tuple[list[Cell], Cell, list[Cell]] | None:
    """Take *g and z* or *g and not z and rest* apart: g, z and the rest.

    One of the two holds where *g* does, and *z* or the rest: then *z* is not
    empty, for whatever it reads is there.

    Returns:
        `None` where they are anything else.
    """
    if left.op != "and" or right.op != "and":
        return None
    guards = [each for each in left.args if each in right.args]
    alone = [each for each in left.args if each not in guards]
    there = {each.value for each in guards if each.op == "given"}
    if len(alone) != 1 or not emptied_by(alone[0]) <= there:
        return None
    (one,) = alone
    opposite = [e for e in right.args if e.op == "not" and e.args[0] is one]
    if not opposite:
        return None

    return (
        guards,
        one,
        [
            each
            for each in right.args
            if each not in guards and each not in opposite
        ],
    )


def unabsorbed(parts: Iterable[Cell]) -> list[Cell]:
    """Leave out of a disjunction *g and rest* where it has *g* as well."""
    asked = {
        each: frozenset(each.args if each.op == "and" else (each,))
        for each in parts
    }

    return [
        each
        for each, all_of_it in asked.items()
        if not any(other < all_of_it for other in asked.values())
    ]


def unrepeated(parts: Iterable[Cell]) -> list[Cell]:
    """Leave out of a conjunction *not (g and rest)* beside *not g*."""
    parts = list(parts)
    denied = unabsorbed(each.args[0] for each in parts if each.op == "not")

    return [
        each for each in parts if each.op != "not" or each.args[0] in denied
    ]


def implied_by(cell: Cell, *, holds: bool) -> tuple[str, ...]:
    """Return what else of the same date is as true as *cell* is.

    Who says that it never happened says something.
    """
    if cell.op == "never" and holds:
        return ("given",)
    if cell.op == "given" and not holds:
        return ("never",)

    return ()


def telling(parts: Iterable[Cell]) -> list[Cell]:
    """Leave out of a conjunction that something is there, if more is asked.

    What is left is empty where it was false: for conditions alone.
    """
    parts = list(parts)
    asked = frozenset().union(
        *(failed_by(each) for each in parts if each.op != "given")
    )

    return [
        each for each in parts if each.op != "given" or each.value not in asked
    ]
