"""Whole numbers and truths of a row, each written once, and how large.

An expression is an *amount*, a whole number with bounds, or a *truth*.
Whether something is there is a truth of its own, which is looked at first;
what is made of something that is not there is read nowhere, so that a
library may leave it empty: an empty condition of a choice does not hold, and
empty is false beside false and true beside true, as in SQL.  Bounds are those
of all that can be there, and so they prove which numbers fit into how many
bits.
"""

from collections.abc import Iterable, Sequence
from math import gcd

from parrules.engines.columns.cell import Cell
from parrules.engines.columns.truths import Truths

Pairs = Iterable[tuple[Cell, Cell]]


class Algebra(Truths):
    """Makes expressions, simplified where that is safe."""

    # -- quotients ---------------------------------------------------------

    def reaches(
        self, over: Cell, under: Cell, cut: tuple[int, int], *, beyond: bool
    ) -> Cell:
        """Return whether a quotient reaches *cut*, or passes it.

        Args:
            over: Above the line.
            under: Below; above 0 wherever this is read.
            cut: Over and under, which is above 0.
            beyond: Whether it has to pass.
        """
        over, first = self.factored(over)
        under, second = self.factored(under)
        left, right = first * cut[1], second * cut[0]
        parts = over.args if over.op == "sum" else (over,)
        others = [each for each in under.args if each not in parts]
        are_among = (
            under.op == "sum"
            and len(set(under.args)) == len(under.args)
            and len(parts) + len(others) == len(under.args)
        )
        if are_among and 0 < right <= left:
            # Against the others, which are fewer to add up.
            under = self.sum(others)
            left -= right
        common = gcd(left, right)
        compare = self.above if beyond else self.at_least

        return compare(
            self.scaled(over, left // common),
            self.scaled(under, right // common),
        )

    # -- amounts -----------------------------------------------------------

    def number(self, number: int) -> Cell:
        """Return a constant amount."""
        return self._cell("constant", value=number, low=number, high=number)

    def sum(self, cells: Iterable[Cell]) -> Cell:
        """Return the sum; 0 of none."""
        whole, parts = 0, []
        for cell in cells:
            if cell.is_constant:
                whole += cell.low
            else:
                parts.append(cell)
        if whole or not parts:
            parts.append(self.number(whole))
        if len(parts) == 1:
            return parts[0]

        return self._cell(
            "sum",
            *parts,
            low=sum(each.low for each in parts),
            high=sum(each.high for each in parts),
        )

    def less(self, left: Cell, right: Cell) -> Cell:
        """Return *left* less *right*."""
        if right.low == right.high == 0:
            return left
        if left.is_constant and right.is_constant:
            return self.number(left.low - right.low)

        return self._cell(
            "less",
            left,
            right,
            low=left.low - right.high,
            high=left.high - right.low,
        )

    def negative(self, cell: Cell) -> Cell:
        """Return 0 less *cell*."""
        return self.less(self.number(0), cell)

    def times(self, left: Cell, right: Cell) -> Cell:
        """Return the product."""
        if left.is_constant:
            left, right = right, left
        if left.is_constant:
            return self.number(left.low * right.low)
        if right.is_constant and right.low in (0, 1):
            return left if right.low else right
        inner, factor = self.factored(left)
        if right.is_constant and factor != 1:
            return self.scaled(inner, factor * right.low)
        ends = [
            one * other
            for one in (left.low, left.high)
            for other in (right.low, right.high)
        ]

        return self._cell("times", left, right, low=min(ends), high=max(ends))

    def scaled(self, cell: Cell, factor: int) -> Cell:
        """Return *factor* times *cell*."""
        return self.times(cell, self.number(factor))

    def factored(self, cell: Cell) -> tuple[Cell, int]:
        """Return *cell* as a product with a constant above 0."""
        if cell.is_constant and cell.low > 0:
            return self.number(1), cell.low
        if cell.op == "times" and cell.args[1].is_constant:
            factor = cell.args[1].low
            if factor > 0:
                return cell.args[0], factor

        return cell, 1

    def divided(self, over: Cell, under: Cell) -> Cell:
        """Return *over* / *under*, rounded down; no sign is ever asked of.

        Where *under* is below 1 nobody reads the result. *over* is at or
        above 0 wherever it is read; else see `floored`.
        """
        under = self.largest(under, self.number(1))
        over = self.largest(over, self.number(0))
        if under.low == under.high == 1:
            return over
        if over.is_constant and under.is_constant:
            return self.number(over.low // under.low)

        return self._cell(
            "divided",
            over,
            under,
            low=over.low // under.high,
            high=over.high // under.low,
        )

    def rest(self, over: Cell, under: Cell) -> Cell:
        """Return what `divided` leaves over, for both as there."""
        whole = self.divided(over, under)
        under = self.largest(under, self.number(1))
        over = self.largest(over, self.number(0))
        if over.high < under.low:
            return over
        if over.is_constant and under.is_constant:
            return self.number(over.low % under.low)
        # To divide takes longest, so that is done once.
        most = self._cell("times", whole, under, low=0, high=over.high)

        return self._cell(
            "less", over, most, low=0, high=min(over.high, under.high - 1)
        )

    def floored(self, over: Cell, under: Cell) -> Cell:
        """Return *over* / *under*, rounded down, whatever the sign."""
        if over.low >= 0:
            return self.divided(over, under)
        below = self.negative(
            self.divided(
                self.less(under, self.sum([over, self.number(1)])), under
            )
        )

        return self.choose(
            [(self.at_least(over, self.number(0)), self.divided(over, under))],
            below,
        )

    def largest(self, left: Cell, right: Cell) -> Cell:
        """Return the greater of the two."""
        if left.low >= right.high:
            return left
        if right.low >= left.high:
            return right

        return self._cell(
            "choose",
            self.at_least(left, right),
            left,
            right,
            low=max(left.low, right.low),
            high=max(left.high, right.high),
        )

    def smallest(self, left: Cell, right: Cell) -> Cell:
        """Return the lesser of the two."""
        if left.high <= right.low:
            return left
        if right.high <= left.low:
            return right

        return self._cell(
            "choose",
            self.at_least(right, left),
            left,
            right,
            low=min(left.low, right.low),
            high=min(left.high, right.high),
        )

    def size(self, cell: Cell) -> Cell:
        """Return *cell* without its sign."""
        if cell.low >= 0:
            return cell
        if cell.high <= 0:
            return self.negative(cell)
        opposite = self.negative(cell)

        return self._cell(
            "choose",
            self.at_least(cell, self.number(0)),
            cell,
            opposite,
            low=0,
            high=max(cell.high, opposite.high),
        )

    # -- choices -----------------------------------------------------------

    def choose(
        self,
        pairs: Pairs,
        otherwise: Cell,
        within: tuple[int, int] | None = None,
    ) -> Cell:
        """Return the value of the first condition that holds.

        All values are amounts, or all are truths.

        Args:
            pairs: Conditions and values.
            otherwise: The value where none holds.
            within: Bounds of what is chosen, where the conditions leave
                less of the values than all that they can be.
        """
        kept: list[tuple[Cell, Cell]] = []
        said: dict[Cell, Cell] = {}
        for asked, then in pairs:
            # It is asked only where none before it holds.
            when = self.knowing(asked, said)
            if when is self.false:
                continue
            if when is self.true:
                otherwise = then
                break
            if kept and kept[-1][1] is then:
                kept[-1] = (self.any_of(kept[-1][0], when), then)
            else:
                kept.append((when, then))
            denied = when.args if when.op == "or" else (when,)
            said |= self.said(denied, holds=False)
            said |= self.implied(said)
        while kept and kept[-1][1] is otherwise:
            kept.pop()
        if not kept:
            return otherwise
        if otherwise.is_truth:
            return self._chosen_truth(kept, otherwise)
        kept = [(self.settled(when), then) for when, then in kept]
        values = [*(then for _, then in kept), otherwise]
        flat = [cell for pair in kept for cell in pair]
        low = min(each.low for each in values)
        high = max(each.high for each in values)
        if within is not None:
            low, high = max(low, within[0]), min(high, within[1])

        return self._cell("choose", *flat, otherwise, low=low, high=high)

    def _chosen_truth(
        self, pairs: Sequence[tuple[Cell, Cell]], otherwise: Cell
    ) -> Cell:
        """Write a choice of truths by what joins truths."""
        found = otherwise
        for when, then in reversed(pairs):
            found = self.any_of(
                self.all_of(when, then),
                self.all_of(self.negated(when), found),
            )

        return found

    def counted(self, cell: Cell) -> Cell:
        """Return 1 where a truth holds, else 0."""
        return self.choose([(cell, self.number(1))], self.number(0))
