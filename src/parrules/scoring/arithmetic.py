"""From decided rows to points: the part of the semantics that is arithmetic.

An engine says, for every decision, which row decides; everything here is
whole numbers, and the same for all engines.  The numbers in brackets are
those of the normative page *semantics*.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

import attrs

from parrules.expression.terms import Term
from parrules.outcome import (
    AWAITING,
    KNOCKED_OUT,
    MISSING,
    NOT_APPLICABLE,
    NOT_HELD,
    SCORED,
    Entry,
    Feared,
    Verdict,
)
from parrules.plan.nodes import Change, Node, Plan, Result
from parrules.points import Rounding, divide
from parrules.scoring.numbers import Number, Values
from parrules.scoring.unknowns import takes_all, worst_of

NumberMaker = Callable[[Term], Number]
Ranks = MutableMapping[int, int] | list[int]
"""By decision: twice the position of the row that decides, plus 1 where that
cannot be known; twice the number of rows where none decides."""


class Leaf:
    """One leaf, and what is known of it whatever the other facts are.

    Attributes:
        table: By rank, a verdict for which nothing else matters, once it was
            asked for; else `None`.
        not_held: The verdict where its channel was not held.
    """

    def __init__(
        self,
        node: Node,
        plan: Plan,
        number: NumberMaker,
        answers: frozenset[int],
        positions: Mapping[object, int],
    ) -> None:
        """Prepare all but verdicts: of most rows nobody ever asks one."""
        self.node = node
        self._rounding: Rounding = plan.scheme.rounding
        self._quantum = 10**plan.places
        self._zeroes = plan.scheme.policy.unevidenced == "zero"
        self._formulas = tuple(
            None if result.formula is None else number(result.formula)
            for result in node.results
        )

        def awaited(names: Iterable[str]) -> tuple[int, ...]:
            places = (positions.get(name) for name in names)
            return tuple(place for place in places if place in answers)

        self._changes = tuple(
            (
                change,
                None if change.each is None else number(change.each),
                awaited(change.reads),
                Feared(change),
            )
            for change in node.changes
        )
        rows = plan.decisions[node.decision].rows if node.decision >= 0 else ()
        self._awaited = tuple(awaited(row.reads) for row in rows)
        self.not_held = not_held(node.code)
        self.table: list[Verdict | None] = [None] * (2 * len(rows) + 1)
        self._looks = self._zeroes and bool(node.evidence)

    def constant(self, rank: int) -> Verdict | None:
        """Return the verdict of *rank*, if the document is there (3).

        Returns:
            `None` where other facts matter as well.
        """
        row, unknown = divmod(rank, 2)
        if unknown:
            return self.known_unknown(row)
        result = self.node.results[row]
        if result.treatment:
            return treated(result, self.node.maximum)
        if self._changes or result.points is None:
            return None

        return self.scored(row, [])

    def known_unknown(self, row: int) -> Verdict | None:
        """Return the verdict where a row is unknown, if it is always one.

        A row that reads answers beside other things may be unknown although
        every answer was given.
        """
        if not self._awaited[row]:
            return self.unknown(awaiting=False)
        exceptions = len(self.node.criterion.not_applicable)
        if self.node.answer and row >= exceptions:
            return self.unknown(awaiting=True)

        return None

    def verdict(
        self, rank: int, ranks: Ranks, values: Values, bare: frozenset[str]
    ) -> Verdict:
        """Return what the leaf earns.

        Args:
            rank: Of the leaf's decision.
            ranks: Of all decisions; awards and deductions have their own.
            values: All values.
            bare: Facts whose required document is absent.
        """
        constant = None if self._looks else self.constant(rank)
        if constant is not None:
            self.table[rank] = constant
            return constant
        row, unknown = divmod(rank, 2)
        if unknown:
            awaits = _are_awaited(self._awaited[row], values)
            return self.unknown(awaiting=awaits)
        result = self.node.results[row]
        if result.treatment:
            return self.scored(row, [])
        changes, status = self._changed(ranks, values)
        if status and self.node.tree != "penalty":
            return self.unknown(awaiting=status == AWAITING)
        if self._is_bare(bare):
            return self._bare(result)
        points = None
        formula = self._formulas[row]
        if formula is not None:
            points = self._computed(formula, result.step, values)
        verdict = self.scored(row, changes, points)

        return attrs.evolve(verdict, status=status) if status else verdict

    def _bare(self, result: Result) -> Verdict:
        """Return the verdict of a leaf without a required document (3)."""
        rule = f"{self.node.code}#unevidenced"

        return Verdict(
            SCORED, 0, self.node.maximum, rule, ((rule, 0, result),)
        )

    def _is_bare(self, bare: frozenset[str]) -> bool:
        return (
            self._zeroes
            # A document that is absent never spares a penalty.
            and self.node.tree != "penalty"
            and not bare.isdisjoint(self.node.evidence)
        )

    def _computed(self, formula: Number, step: int, values: Values) -> int:
        """Return a formula in quanta: clamped, then rounded once (6b)."""
        pair = formula(values)
        assert pair, "a row decides only where its formula is known"
        over, under = pair[0] * self._quantum, pair[1]
        if over <= 0:
            return 0
        if over >= self.node.maximum * under:
            over, under = self.node.maximum, 1

        return divide(over, under * step, self._rounding) * step

    def _changed(
        self, ranks: Ranks, values: Values
    ) -> tuple[list[Entry], str]:
        """Return awards and deductions, and a status if one is unknown.

        In a penalty, what is unknown is held against the unit (9): an award
        takes its most, a deduction nothing.
        """
        changes: list[Entry] = []
        status, is_all_taken = "", False
        for change, each, awaited, feared in self._changes:
            rank = ranks[change.decision]
            if rank > 1:
                continue
            source: object = change if rank == 0 else feared
            if rank == 0:
                amount = amount_of(change, each, values)
            else:
                awaits = status == AWAITING or _are_awaited(awaited, values)
                status = AWAITING if awaits else MISSING
                amount = worst_of(change, self.node, self.node.maximum)
                is_all_taken |= takes_all(change, self.node)
            if not is_all_taken or amount >= 0:
                changes.append((change.rule, amount, source))

        return changes, status

    def unknown(self, *, awaiting: bool) -> Verdict:
        """Return the verdict of a leaf that cannot be decided (6e, 9)."""
        status = AWAITING if awaiting else MISSING
        rule = f"{self.node.code}#{status}"
        earned = self.node.maximum if self.node.tree == "penalty" else 0

        return Verdict(
            status, earned, self.node.maximum, rule, ((rule, earned, None),)
        )

    def scored(
        self, row: int, changes: list[Entry], points: int | None = None
    ) -> Verdict:
        """Return the verdict of a row, its awards and deductions (6b-6d)."""
        result = self.node.results[row]
        maximum = self.node.maximum
        if result.treatment:
            return treated(result, maximum)
        base = result.points if points is None else points
        assert base is not None
        entries: list[Entry] = [(result.rule, base, result)]
        if changes and not base and result is self.node.results[-1]:
            # Where awards are all there is, nothing stands before them.
            entries = []
        entries.extend(changes)
        earned = clamped(
            self.node.code,
            base + sum(each[1] for each in changes),
            maximum,
            entries,
        )
        rule = last_rule(result.rule, changes)

        return Verdict(SCORED, earned, maximum, rule, tuple(entries))


def _are_awaited(places: tuple[int, ...], values: Values) -> bool:
    """Tell whether a person's answer is missing at one of *places*."""
    return any(values[place] is None for place in places)


def treated(result: Result, maximum: int) -> Verdict:
    """Return the verdict of a leaf that does not apply (6a)."""
    earned = maximum if result.treatment == "full" else 0
    applicable = 0 if result.treatment == "exclude" else maximum
    entry = (result.rule, earned, result)

    return Verdict(NOT_APPLICABLE, earned, applicable, result.rule, (entry,))


def last_rule(base: str, changes: Iterable[Entry]) -> str:
    """Return the last award or deduction that changed anything."""
    rule = base
    for name, amount, _ in changes:
        if amount:
            rule = name

    return rule


def amount_of(change: Change, each: Number | None, values: Values) -> int:
    """Return what an award or deduction gives, in quanta, with its sign."""
    amount = change.amount
    if each is not None:
        pair = each(values)
        assert pair, "it occurs only where its count is known"
        amount *= pair[0] // pair[1]
    if change.at_most is not None:
        amount = min(amount, change.at_most)

    return change.sign * amount


def clamped(code: str, earned: int, most: int, entries: list[Entry]) -> int:
    """Clamp to 0…*most*; what that takes or gives becomes an entry."""
    if earned < 0:
        entries.append((f"{code}#floor", -earned, None))
        return 0
    if earned > most:
        entries.append((f"{code}#cap", most - earned, None))
        return most

    return earned


class Inner:
    """One inner node, with its own deductions."""

    def __init__(self, position: int, node: Node, number: NumberMaker) -> None:
        """Prepare the node's own deductions."""
        self.position = position
        self.node = node
        self._children = node.children
        self._maximum = node.maximum
        self._changes = tuple(
            (
                change,
                None if change.each is None else number(change.each),
                Feared(change),
            )
            for change in node.changes
        )

    def plain(self, verdicts: list[Any]) -> Verdict | None:
        """Return the sum of the children, if nothing else is to be done."""
        if self._changes:
            return None
        earned = 0
        status = verdicts[self._children[0]].status
        for child in self._children:
            below = verdicts[child]
            earned += below.earned
            if below.status != status:
                status = SCORED
        if earned > self._maximum:
            return None

        return Verdict(status, earned, self._maximum, "")

    def verdict(
        self,
        verdicts: list[Any],
        excluded: int,
        ranks: Ranks,
        values: Values,
    ) -> tuple[Verdict, bool]:
        """Return what the node earns, and whether all of it was known (7).

        Args:
            verdicts: Of the nodes below.
            excluded: Maxima of the excluded leaves below.
            ranks: Of all decisions.
            values: All values.
        """
        node = self.node
        children = [verdicts[child] for child in node.children]
        earned = sum(child.earned for child in children)
        applicable = max(node.maximum - excluded, 0)
        status = children[0].status
        for child in children:
            if child.status != status:
                status = SCORED
                break
        if not self._changes and earned <= applicable:
            return Verdict(status, earned, applicable, ""), True
        changes, known = self._own(ranks, values, earned)

        return self.changed(status, earned, applicable, changes), known

    def changed(
        self,
        status: str,
        earned: int,
        applicable: int,
        changes: list[Entry],
    ) -> Verdict:
        """Return what is left of *earned*, which the children came to (7)."""
        code = self.node.code
        entries: list[Entry] = [(f"{code}#sum", earned, None), *changes]
        earned += sum(each[1] for each in changes)
        earned = clamped(code, earned, applicable, entries)
        rule = last_rule("", changes)

        return Verdict(status, earned, applicable, rule, tuple(entries))

    def _own(
        self, ranks: Ranks, values: Values, earned: int
    ) -> tuple[list[Entry], bool]:
        changes: list[Entry] = []
        known = True
        for change, each, feared in self._changes:
            rank = ranks[change.decision]
            if rank > 1:
                continue
            source: object = change if rank == 0 else feared
            if rank == 1:
                known = False
                amount = worst_of(change, self.node, earned)
            else:
                amount = amount_of(change, each, values)
            changes.append((change.rule, amount, source))

        return changes, known


def not_held(code: str) -> Verdict:
    """Return the verdict of a leaf whose channel was not held (5)."""
    rule = f"{code}#not_held"

    return Verdict(NOT_HELD, 0, 0, rule, ((rule, 0, None),))


def knocked_out(code: str, maximum: int, source: object) -> Verdict:
    """Return the verdict of a leaf that a knock-out reaches (5)."""
    rule = f"{code}#knock_out"

    return Verdict(KNOCKED_OUT, 0, maximum, rule, ((rule, 0, source),))
