"""Truths of a row, each said in as few words as what else is so allows."""

from collections.abc import Iterable, Iterator, Mapping

from parrules.engines.columns.cell import (
    JOINING,
    NEVER_EMPTY,
    WIDTHS,
    Cell,
    guarded,
    implied_by,
    telling,
    unabsorbed,
    unrepeated,
    width_of,
)


class Truths:
    """Makes cells, and truths of truths and of amounts.

    Attributes:
        true, false: The two truths that are the same in every row.
    """

    def __init__(self) -> None:
        """Start with the two constants."""
        self._made: dict[object, Cell] = {}
        self.false = self._cell("constant", value=False, is_truth=True)
        self.true = self._cell("constant", value=True, is_truth=True)

    def _cell(
        self,
        op: str,
        *args: Cell,
        value: object = None,
        is_truth: bool = False,
        low: int = 0,
        high: int = 1,
        width: int = 0,
    ) -> Cell:
        key = (op, tuple(id(each) for each in args), value, is_truth)
        found = self._made.get(key)
        if found is None:
            widest = max((e.width for e in args if not e.is_truth), default=0)
            found = self._made[key] = Cell(
                len(self._made),
                op,
                args,
                value,
                is_truth,
                low,
                high,
                WIDTHS[0]
                if is_truth
                else max(width, widest, width_of(low, high)),
            )

        return found

    # -- what is read ------------------------------------------------------

    def read(
        self, op: str, value: object, low: int, high: int, width: int = 64
    ) -> Cell:
        """Return a number that stands in a row, from *low* to *high*."""
        return self._cell(op, value=value, low=low, high=high, width=width)

    def read_truth(self, op: str, value: object) -> Cell:
        """Return a truth that stands in a row."""
        return self._cell(op, value=value, is_truth=True)

    # -- truths ------------------------------------------------------------

    def truth(self, *, holds: bool) -> Cell:
        """Return a constant truth."""
        return self.true if holds else self.false

    def negated(self, cell: Cell) -> Cell:
        """Return the opposite."""
        if cell.is_constant:
            return self.truth(holds=not cell.value)
        if cell.op == "not":
            return cell.args[0]
        opposites = sum(each.op == "not" for each in cell.args)
        if cell.op == "or" and 2 * opposites >= len(cell.args):
            return self.all_of(*map(self.negated, cell.args))

        return self._cell("not", cell, is_truth=True)

    def all_of(self, *cells: Cell) -> Cell:
        """Return whether all hold; true of none."""
        opposites = [each.args[0] for each in cells if each.op == "not"]
        if len(opposites) == len(cells) == 2:  # noqa: PLR2004  # a pair
            either = self._either(*opposites)
            if either is not None:
                return self.negated(either)

        return self._joined("and", cells, self.true, self.false)

    def any_of(self, *cells: Cell) -> Cell:
        """Return whether one holds; false of none."""
        return self._joined("or", cells, self.false, self.true)

    def _either(self, left: Cell, right: Cell) -> Cell | None:
        """Return whether one of two conjunctions holds, if that is shorter."""
        parts = guarded(left, right)
        if parts is None:
            return None
        guards, one, others = parts

        return self.all_of(*guards, self.any_of(one, self.all_of(*others)))

    def _joined(
        self, op: str, cells: Iterable[Cell], neutral: Cell, ends: Cell
    ) -> Cell:
        parts: dict[Cell, None] = {}
        for cell in cells:
            inner = cell.args if cell.op == op else (cell,)
            parts.update(dict.fromkeys(inner))
        if ends in parts or any(self.negated(each) in parts for each in parts):
            return ends
        parts.pop(neutral, None)
        told = self._told(parts, holds=op == "and")
        if told != list(parts):
            return self._joined(op, told, neutral, ends)
        if op == "or":
            parts = dict.fromkeys(self._reached(unabsorbed(parts)))
        else:
            parts = dict.fromkeys(unrepeated(parts))
        if len(parts) < 2:  # noqa: PLR2004  # nothing is joined
            return next(iter(parts), neutral)

        return self._cell(op, *parts, is_truth=True)

    def _told(self, parts: Iterable[Cell], *, holds: bool) -> list[Cell]:
        """Write each part as it is where all others hold, or none does.

        What may be empty tells nothing of the others.
        """
        said = self.said(parts, holds=holds)
        implied = self.implied(said)
        both = {**said, **implied}

        return [
            self.knowing(
                part,
                implied
                if part in said or self.negated(part) in said
                else both,
            )
            for part in parts
        ]

    def said(self, parts: Iterable[Cell], *, holds: bool) -> dict[Cell, Cell]:
        """Return what is never empty, and is so where all hold, or none."""
        said = {}
        for part in parts:
            is_opposite = part.op == "not"
            cell = part.args[0] if is_opposite else part
            if cell.op in NEVER_EMPTY:
                said[cell] = self.truth(holds=holds is not is_opposite)

        return said

    def implied(self, said: Mapping[Cell, Cell]) -> dict[Cell, Cell]:
        """Return what else is so."""
        return {
            self.read_truth(op, cell.value): truth
            for cell, truth in said.items()
            for op in implied_by(cell, holds=truth is self.true)
        }

    def knowing(self, cell: Cell, said: Mapping[Cell, Cell]) -> Cell:
        """Write a truth as it is where others are as they are *said* to be."""
        if cell in said or cell.op not in JOINING:
            return said.get(cell, cell)
        parts = [self.knowing(part, said) for part in cell.args]
        if parts == [*cell.args]:
            return cell
        if cell.op == "not":
            return self.negated(parts[0])

        return (self.all_of if cell.op == "and" else self.any_of)(*parts)

    def _reached(self, parts: Iterable[Cell]) -> Iterator[Cell]:
        """Say in one comparison that a number is above another or equal."""
        parts = list(parts)
        above, same = (
            {frozenset(cell.args) for cell in parts if cell.op == op}
            for op in ("above", "equal")
        )
        for cell in parts:
            pair = frozenset(cell.args)
            if cell.op == "above" and pair in same:
                yield self.at_least(*cell.args)
            elif cell.op != "equal" or pair not in above:
                yield cell

    def settled(self, when: Cell) -> Cell:
        """Return a condition that may be empty where it does not hold."""
        if when.op == "or":
            return self.any_of(*map(self.settled, when.args))
        if when.op == "and":
            return self.all_of(*telling(when.args))

        return when

    # -- comparisons -------------------------------------------------------

    def at_least(self, left: Cell, right: Cell) -> Cell:
        """Return whether *left* ≥ *right*."""
        if left.low >= right.high:
            return self.true
        if left.high < right.low:
            return self.false

        return self._cell("at_least", left, right, is_truth=True)

    def above(self, left: Cell, right: Cell) -> Cell:
        """Return whether *left* > *right*."""
        if left.low > right.high:
            return self.true
        if left.high <= right.low:
            return self.false

        return self._cell("above", left, right, is_truth=True)

    def equal(self, left: Cell, right: Cell) -> Cell:
        """Return whether both are the same number."""
        if left is right or left.low == left.high == right.low == right.high:
            return self.true
        if left.high < right.low or right.high < left.low:
            return self.false

        return self._cell("equal", left, right, is_truth=True)

    def compared(self, left: Cell, sign: str, right: Cell) -> Cell:
        """Return a comparison by one of six signs."""
        if sign in ("==", "!="):
            same = self.equal(left, right)
            return same if sign == "==" else self.negated(same)
        if sign in ("<", "<="):
            left, right = right, left

        return (
            self.above(left, right)
            if sign in ("<", ">")
            else self.at_least(left, right)
        )
