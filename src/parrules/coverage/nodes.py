"""The branches of nodes: rows, awards and deductions, caps and floors."""

from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs

from parrules.checking.scope import Scope
from parrules.coverage.branch import Branch
from parrules.coverage.seen import Seen
from parrules.errors import Path
from parrules.model import Award
from parrules.plan.nodes import Change, Node, Result
from parrules.scoring.layout import Layout

_GENERATED = ("none", "base")
"""Rules that nobody wrote: no row fits; deductions start from the maximum."""

_KEYS = ("if_none", "formula", "judged", "when")
"""Rules that are named as the key of the node that makes them."""

_Extreme = Fraction | None
"""An amount in quanta; `None` for no bound."""


@attrs.frozen(eq=False, repr=False)
class NodeBranches:
    """The branches of one node of a plan.

    Attributes:
        layout: Of the plan.
        scope: Of its scheme: how often something can occur.
        position: Of the node.
    """

    layout: Layout
    scope: Scope
    position: int

    @property
    def node(self) -> Node:
        """Return the node."""
        return self.layout.plan.nodes[self.position]

    def all(self) -> Iterator[Branch]:
        """Yield the branches in the order in which they come into play."""
        yield from self._rows()
        if self.node.evidence and self._zeroes:
            yield self._of_entry("unevidenced", self.node.criterion.path)
        for change in self.node.changes:
            yield from self._change(change)
        where = (*self.node.criterion.path, "maximum")
        lowest, highest = self._extremes()
        if highest is None or highest > self.node.maximum:
            yield self._of_entry("cap", where)
        if lowest is None or lowest < 0:
            yield self._of_entry("floor", where)

    @property
    def _zeroes(self) -> bool:
        return self.layout.plan.scheme.policy.unevidenced == "zero"

    # -- rows --------------------------------------------------------------

    def _rows(self) -> Iterator[Branch]:
        plan, node = self.layout.plan, self.node
        rows = plan.decisions[node.decision].rows if node.decision >= 0 else ()
        for position, result in enumerate(node.results):
            is_last = position == len(rows)
            if is_last and self._is_generated(result):
                continue
            if is_last or rows[position].true:
                yield self._row(result, position)

    def _is_generated(self, result: Result) -> bool:
        name = result.rule.partition("#")[2]

        # What a person picks may be called none; it has its own place.
        return name in _GENERATED and result.place == self.node.criterion.path

    def _row(self, result: Result, position: int) -> Branch:
        at, decision, rank = self.position, self.node.decision, 2 * position
        name = result.rule.partition("#")[2]
        is_named = name in ("if_none", "not_applicable")
        # A sanction applies also where something knocks the leaf out.
        is_due = result.sanction is not None

        return Branch(
            kind=name if is_named else "row",
            rule=result.rule,
            code=self.node.code,
            path=self._place(result, name),
            label=result.label,
            happened=lambda seen: (
                (seen.is_scored(at) or (is_due and seen.is_held(at)))
                and (decision < 0 or seen.ranks[decision] == rank)
            ),
        )

    def _place(self, result: Result, name: str) -> Path:
        own = self.node.criterion.path
        if result.place[: len(own)] != own:
            # A named set of answers stands elsewhere, for many nodes.
            return (*own, "answers")
        if result.place == own and name in _KEYS:
            return (*own, name)

        return result.place

    def _of_entry(self, kind: str, path: Path) -> Branch:
        at, rule = self.position, f"{self.node.code}#{kind}"

        return Branch(
            kind=kind,
            rule=rule,
            code=self.node.code,
            path=path,
            label=self.node.criterion.title,
            happened=lambda seen: seen.has_entry(at, rule),
        )

    # -- awards and deductions ---------------------------------------------

    def _change(self, change: Change) -> Iterator[Branch]:
        occurred = self._occurred(change)
        yield Branch(
            kind="award" if change.sign > 0 else "deduction",
            rule=change.rule,
            code=self.node.code,
            path=change.place,
            label=change.label,
            happened=occurred,
        )
        if change.each is not None and change.at_most is not None:
            exceeded = self._exceeded(change, change.at_most)
            yield Branch(
                kind="limit",
                rule=change.rule,
                code=self.node.code,
                path=(*change.place, "at_most"),
                label=change.label,
                happened=lambda seen: occurred(seen) and exceeded(seen),
            )

    def _occurred(self, change: Change) -> Callable[[Seen], bool]:
        at = self.position

        return lambda seen: (
            seen.ranks[change.decision] == 0
            and seen.has_entry(at, change.rule)
        )

    def _exceeded(self, change: Change, most: int) -> Callable[[Seen], bool]:
        assert change.each is not None
        number = self.layout.functions.number(change.each)

        def exceeded(seen: Seen) -> bool:
            pair = number(seen.values)

            if not pair:
                return False

            return change.amount * pair[0] > most * pair[1]

        return exceeded

    # -- caps and floors ---------------------------------------------------

    def _extremes(self) -> tuple[_Extreme, _Extreme]:
        """Return between what the clamp finds the node's sum."""
        node = self.node
        low, high = self._base()
        awards = (*node.criterion.awards, *node.criterion.deductions)
        for change, award in zip(node.changes, awards, strict=True):
            most = self._most(change, award)
            if change.sign > 0:
                high = None if high is None or most is None else high + most
            else:
                low = None if low is None or most is None else low - most

        return low, high

    def _base(self) -> tuple[_Extreme, _Extreme]:
        node = self.node
        if node.children:
            nodes = self.layout.plan.nodes
            maxima = sum(nodes[child].maximum for child in node.children)
            return Fraction(0), Fraction(maxima)
        amounts = [
            each
            for result in node.results
            if not result.treatment
            for each in (
                (0, node.maximum)
                if result.points is None
                else (result.points,)
            )
        ]

        return Fraction(min(amounts)), Fraction(max(amounts))

    def _most(self, change: Change, award: Award) -> _Extreme:
        """Return the most that an award gives, or a deduction takes."""
        most: _Extreme = Fraction(change.amount)
        if award.each is not None:
            term = self.scope.term(award.each)
            often = None if term is None else self.scope.ranges.of(term).high
            most = None if often is None else Fraction(change.amount * often)
        if change.at_most is None:
            return most

        return (
            Fraction(change.at_most)
            if most is None
            else min(most, Fraction(change.at_most))
        )
