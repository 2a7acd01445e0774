"""Leaves in the algebra: status, points, maximum and rule (6)."""

import functools
from collections.abc import Callable, Iterable

from parrules.engines.columns.cell import Cell
from parrules.engines.columns.changes import Changed
from parrules.engines.columns.rounding import rounded
from parrules.engines.columns.tools import Rules, Tools
from parrules.model import Sanction, Trigger
from parrules.outcome import (
    AWAITING,
    KNOCKED_OUT,
    MISSING,
    NOT_APPLICABLE,
    NOT_HELD,
    SCORED,
)
from parrules.plan.nodes import Node, Result
from parrules.points import divide, scale_of


class LeafCells:
    """One leaf; each part of it is written when somebody reads it.

    Attributes:
        rules: Those that its number of a rule stands for.
    """

    def __init__(
        self, tools: Tools, node: Node, not_held: Cell, knocked: Cell
    ) -> None:
        """Take the leaf, and whether it is not scored at all (5)."""
        self.node = node
        self.not_held = not_held
        self.knocked = tools.algebra.all_of(
            knocked, tools.algebra.negated(not_held)
        )
        self._tools = tools
        self._algebra = tools.algebra
        self.rules = Rules(tools.algebra)
        plan = tools.plan
        rows = plan.decisions[node.decision].rows if node.decision >= 0 else ()
        self._awaited = [
            tuple(name for name in row.reads if name in tools.answers)
            for row in rows
        ]

    # -- the parts ---------------------------------------------------------

    @functools.cached_property
    def earned(self) -> Cell:
        """In quanta."""
        nothing = self._algebra.number(0)
        own = self._by_kind(
            unknown=lambda _: self._unknown_points,
            treated=self._treated_points,
            undecided=self._unknown_points,
            bare=nothing,
            scored=self._points,
        )

        return self._overruled(nothing, nothing, own)

    @functools.cached_property
    def applicable(self) -> Cell:
        """In quanta; the maximum, or 0 where the leaf is excluded."""
        maximum = self._algebra.number(self.node.maximum)
        nothing = self._algebra.number(0)
        own = self._tools.decisions.chosen(
            self.node.decision,
            lambda rank: nothing if self._excludes(rank) else maximum,
        )

        return self._overruled(nothing, maximum, own)

    @functools.cached_property
    def status(self) -> Cell:
        """Its position among all statuses."""
        status = self._tools.status
        scored = status(SCORED)
        if self._changes and self.node.tree == "penalty":
            scored = self._algebra.choose(
                [(self._has_unknown, self._undecided_status)], scored
            )
        own = self._by_kind(
            unknown=self._unknown_status,
            treated=lambda _: status(NOT_APPLICABLE),
            undecided=self._undecided_status,
            bare=status(SCORED),
            scored=lambda _: scored,
        )

        return self._overruled(status(NOT_HELD), status(KNOCKED_OUT), own)

    @functools.cached_property
    def rule(self) -> Cell:
        """Its number among the rules."""
        own = self._by_kind(
            unknown=lambda rank: self._rule_of(self._unknown_status(rank)),
            treated=lambda rank: self.rules.cell(self._result(rank).rule),
            undecided=self._rule_of(self._undecided_status),
            bare=self._reserved("unevidenced"),
            scored=self._last_rule,
        )

        return self._overruled(
            self._reserved(NOT_HELD), self._reserved("knock_out"), own
        )

    @functools.cached_property
    def is_unknown(self) -> Cell:
        """Whether the leaf is awaiting or missing."""
        truth = self._algebra.truth
        undecided = self._has_unknown
        own = self._tools.decisions.chosen(
            self.node.decision,
            lambda rank: (
                truth(holds=True)
                if rank % 2
                else truth(holds=False)
                if self._result(rank).treatment
                else undecided
            ),
        )

        return self._overruled(truth(holds=False), truth(holds=False), own)

    @functools.cached_property
    def lost(self) -> Cell:
        """The maximum where the leaf is excluded, else 0."""
        maximum = self._algebra.number(self.node.maximum)
        if self.applicable.is_constant:
            return self._algebra.less(maximum, self.applicable)
        nothing = self._algebra.number(0)
        own = self._tools.decisions.chosen(
            self.node.decision,
            lambda rank: maximum if self._excludes(rank) else nothing,
        )

        return self._overruled(maximum, nothing, own)

    # -- which of them -----------------------------------------------------

    def _overruled(self, not_held: Cell, knocked: Cell, own: Cell) -> Cell:
        return self._algebra.choose(
            [(self.not_held, not_held), (self.knocked, knocked)], own
        )

    def _result(self, rank: int) -> Result:
        return self.node.results[rank // 2]

    def _excludes(self, rank: int) -> bool:
        return not rank % 2 and self._result(rank).treatment == "exclude"

    def _by_kind(
        self,
        *,
        unknown: Callable[[int], Cell],
        treated: Callable[[int], Cell],
        undecided: Cell,
        bare: Cell,
        scored: Callable[[int], Cell],
    ) -> Cell:
        """Return what the row that decides gives, by what kind it is of.

        Args:
            unknown: By rank, where the row itself is not known.
            treated: By rank, where the leaf does not apply.
            undecided: Where an award or deduction is not known.
            bare: Where a required document is absent.
            scored: By rank, in all other cases.
        """
        algebra = self._algebra
        chosen, decision = self._tools.decisions.chosen, self.node.decision

        def plain(rank: int) -> Cell:
            if rank % 2:
                return unknown(rank)
            return (
                treated(rank) if self._result(rank).treatment else scored(rank)
            )

        own = chosen(decision, plain)
        is_spared = algebra.true
        if self.node.tree != "penalty":
            is_spared = algebra.negated(self._has_unknown)
        if is_spared is algebra.true and self._is_bare is algebra.false:
            return own
        is_scored = chosen(
            decision,
            lambda rank: algebra.truth(
                holds=not (rank % 2 or self._result(rank).treatment)
            ),
        )
        held_against = algebra.all_of(is_scored, algebra.negated(is_spared))

        return algebra.choose(
            [
                (held_against, undecided),
                (algebra.all_of(is_scored, self._is_bare), bare),
            ],
            own,
        )

    @functools.cached_property
    def _is_bare(self) -> Cell:
        """Whether a required document is absent and that counts (3)."""
        zeroes = self._tools.plan.scheme.policy.unevidenced == "zero"
        # A document that is absent never spares a penalty.
        if not zeroes or self.node.tree == "penalty":
            return self._algebra.false

        return self._algebra.any_of(
            *(self._tools.inputs.is_bare(n) for n in self.node.evidence)
        )

    # -- what is not known (6e, 9) -----------------------------------------

    @property
    def _unknown_points(self) -> Cell:
        is_penalty = self.node.tree == "penalty"

        return self._algebra.number(self.node.maximum if is_penalty else 0)

    def _unknown_status(self, rank: int) -> Cell:
        return self._awaiting(self._are_missing(self._awaited[rank // 2]))

    def _awaiting(self, awaits: Cell) -> Cell:
        return self._algebra.choose(
            [(awaits, self._tools.status(AWAITING))],
            self._tools.status(MISSING),
        )

    def _are_missing(self, names: Iterable[str]) -> Cell:
        algebra = self._algebra

        return algebra.any_of(
            *(
                algebra.negated(self._tools.inputs.is_known(name))
                for name in names
            )
        )

    def _rule_of(self, status: Cell) -> Cell:
        """Return the rule of a leaf that is awaiting or missing."""
        awaiting = self._algebra.equal(status, self._tools.status(AWAITING))

        return self._algebra.choose(
            [(awaiting, self._reserved(AWAITING))], self._reserved(MISSING)
        )

    def _reserved(self, name: str) -> Cell:
        return self.rules.cell(f"{self.node.code}#{name}")

    # -- points (6a to 6d) -------------------------------------------------

    def _treated_points(self, rank: int) -> Cell:
        is_full = self._result(rank).treatment == "full"

        return self._algebra.number(self.node.maximum if is_full else 0)

    @functools.cached_property
    def _changes(self) -> list[Changed]:
        return self._tools.changes.of(self.node)

    @functools.cached_property
    def _has_unknown(self) -> Cell:
        return self._tools.changes.any_unknown(self._changes)

    @functools.cached_property
    def _undecided_status(self) -> Cell:
        return self._awaiting(
            self._algebra.any_of(
                *(
                    self._algebra.all_of(
                        each.unknown, self._are_missing(each.awaited)
                    )
                    for each in self._changes
                )
            )
        )

    @functools.cached_property
    def _amounts(self) -> list[Cell]:
        most = self._algebra.number(self.node.maximum)

        return self._tools.changes.amounts(self.node, self._changes, most)

    def _points(self, rank: int) -> Cell:
        """Return base, awards and deductions, clamped once."""
        algebra, maximum = self._algebra, self.node.maximum
        points = algebra.sum([self._base(self._result(rank)), *self._amounts])

        return algebra.largest(
            algebra.smallest(points, algebra.number(maximum)),
            algebra.number(0),
        )

    def _base(self, result: Result) -> Cell:
        if result.formula is None:
            assert result.points is not None, "a row gives one or the other"
            return self._algebra.number(result.points)
        algebra, plan = self._algebra, self._tools.plan
        maximum, step = self.node.maximum, result.step
        number = self._tools.quantities.number(result.formula)
        rounding = plan.scheme.rounding
        most = divide(maximum, step, rounding) * step
        over = algebra.scaled(number.over, scale_of(plan.places))
        under = algebra.scaled(number.under, step)
        steps = rounded(algebra, over, under, rounding)
        is_most = algebra.at_least(over, algebra.scaled(number.under, maximum))

        return algebra.choose(
            [
                (algebra.at_least(algebra.number(0), over), algebra.number(0)),
                (is_most, algebra.number(most)),
            ],
            algebra.scaled(steps, step),
            within=(0, most),
        )

    def _last_rule(self, rank: int) -> Cell:
        """Return the last award or deduction that changed anything (18)."""
        algebra = self._algebra
        nothing = algebra.number(0)
        pairs = [
            (
                algebra.negated(algebra.equal(amount, nothing)),
                self.rules.cell(each.change.rule),
            )
            for each, amount in zip(self._changes, self._amounts, strict=True)
        ]

        return algebra.choose(
            reversed(pairs), self.rules.cell(self._result(rank).rule)
        )

    # -- sanctions ---------------------------------------------------------

    def sanctions(self, gives: Callable[[Sanction], int]) -> Cell:
        """Return what the sanction that applies gives, 0 for none (5, 9).

        Args:
            gives: What a sanction gives; 0 or more.
        """
        found = self._by_row(
            lambda row, unknown: _given(gives, self._sanction(row, unknown))
        )

        return self._algebra.choose(
            [(self.not_held, self._algebra.number(0))], found
        )

    def feared(self, gives: Callable[[Sanction], int]) -> Cell:
        """Return what sanctions that perhaps apply give, too, at most (9).

        Args:
            gives: What a sanction gives; 0 or more.
        """
        known = perhaps = self.sanctions(gives)
        for row, decision in self.node.perhaps:
            given = _given(gives, self.node.results[row].sanction)
            amounts = {2 * row: given}
            possible = self._tools.decisions.chosen(
                decision,
                lambda rank, amounts=amounts: self._algebra.number(  # type: ignore[misc]  # bound where it is made
                    amounts.get(rank, 0)
                ),
            )
            perhaps = self._algebra.largest(perhaps, possible)
        is_open = self._tools.decisions.chosen(
            self.node.decision,
            lambda rank: self._algebra.truth(holds=rank % 2 > 0),
        )

        return self._algebra.choose(
            [(self._algebra.all_of(self.is_unknown, is_open), perhaps)], known
        )

    def _sanction(self, row: int, unknown: int) -> Sanction | None:
        if not unknown:
            return self.node.results[row].sanction
        form = self.node.criterion.form

        # A sanction that may be due is held against the unit.
        return form.sanction if isinstance(form, Trigger) else None

    def _by_row(self, gives: Callable[[int, int], int]) -> Cell:
        return self._tools.decisions.chosen(
            self.node.decision,
            lambda rank: self._algebra.number(gives(*divmod(rank, 2))),
        )


def _given(gives: Callable[[Sanction], int], sanction: Sanction | None) -> int:
    return 0 if sanction is None else gives(sanction)
