"""Faults of the evaluator that asks the rules engine, and of asking it."""

import bisect
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import pytest

from conformance.faulting import Patch, faults_of
from parrules.engines import DEFAULT
from parrules.engines.durable.engine import DurableSession
from parrules.expression.terms import Term
from parrules.outcome import Verdict
from parrules.plan.logic import AFTER, MISSING
from parrules.plan.nodes import Change
from parrules.points import divide
from parrules.scoring import arithmetic, evaluator, ordinals
from parrules.scoring.arithmetic import Inner
from parrules.scoring.functions import Functions
from parrules.scoring.numbers import Number

FAULTS, fault = faults_of(DEFAULT)

Fired = Mapping[str, tuple[int, int]]

# -- thresholds ---------------------------------------------------------------


@fault(
    "a threshold is compared with > for >=",
    "tiers: three quarters reach 75 percent exactly",
)
def _passed(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(ordinals, "bisect_right", bisect.bisect_left)


@fault(
    "a threshold is compared with >= for >",
    "tiers: above is passed, not reached",
)
def _reached(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(ordinals, "bisect_left", bisect.bisect_right)


@fault(
    "a rate is rounded before it is compared",
    "tiers: just below a bound the next tier holds",
)
def _rounded_rate(monkey: pytest.MonkeyPatch) -> None:
    def nearest(over: int, under: int) -> tuple[int, int]:
        return (2 * over + under) // (2 * under), 0

    monkey.setattr(ordinals, "divmod", nearest, raising=False)


@fault(
    "0 of 0 is taken for a missing fact",
    "formulas: nothing to count is full by if_none",
)
def _undefined_is_missing(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(ordinals, "UNDEFINED", MISSING)


@fault(
    "the day of a deadline counts as late",
    "dates: the last day of a shorter month is in time",
)
def _late_on_the_day(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(ordinals, "SAME_DAY", AFTER)


# -- points of a leaf ---------------------------------------------------------


@fault(
    "ties of steps go to the even one",
    "formulas: a tie between steps goes up",
)
def _half_even(monkey: pytest.MonkeyPatch) -> None:
    def broken(numerator: int, denominator: int, _: object) -> int:
        return divide(numerator, denominator, "half_even")

    monkey.setattr(arithmetic, "divide", broken)


def _amounting(change: Callable[[Change], Change]) -> Patch:
    """Return the patch that gives and takes other amounts."""
    amount_of = arithmetic.amount_of

    def broken(found: Change, *rest: Any) -> int:  # noqa: ANN401  # as it is
        return amount_of(change(found), *rest)

    return lambda monkey: monkey.setattr(arithmetic, "amount_of", broken)


@fault(
    "the own cap of an award is not looked at",
    "awards: an award has a cap of its own",
)
def _no_own_cap(monkey: pytest.MonkeyPatch) -> None:
    _amounting(lambda change: attrs.evolve(change, at_most=None))(monkey)


@fault(
    "a deduction is added",
    "deductions: each occurrence is deducted",
)
def _added(monkey: pytest.MonkeyPatch) -> None:
    _amounting(lambda change: attrs.evolve(change, sign=1))(monkey)


@fault(
    "an award per occurrence is given once",
    "awards: an award has a cap of its own",
)
def _once(monkey: pytest.MonkeyPatch) -> None:
    def broken(found: Change, each: object, values: object) -> int:
        del each, values
        return found.sign * found.amount

    monkey.setattr(arithmetic, "amount_of", broken)


# -- rows ---------------------------------------------------------------------


@fault(
    "an unknown derived flag is taken for false",
    "derived: an unknown flag is missing through the chain",
)
def _unknown_flag_is_false(monkey: pytest.MonkeyPatch) -> None:
    ranks = {0: True, 1: False, 2: False}
    monkey.setattr(evaluator, "_FLAG_BY_RANK", ranks)


def _firing(change: Callable[[int], int | None]) -> Patch:
    """Return the patch that takes the rank of a rule for another, or none."""
    begin = DurableSession.__init__

    def broken(
        self: DurableSession,
        turn: Any,  # noqa: ANN401  # as it is
        idle: Any,  # noqa: ANN401  # as it is
        asserted: Any,  # noqa: ANN401  # as it is
        fired: Fired,
    ) -> None:
        found = {
            name: (decision, other)
            for name, (decision, rank) in fired.items()
            if (other := change(rank)) is not None
        }
        begin(self, turn, idle, asserted, found)

    return lambda monkey: monkey.setattr(DurableSession, "__init__", broken)


@fault(
    "an unknown row is passed over by the rules",
    "cases: an unknown row stops, though a later one would be true",
)
def _unknown_is_false(monkey: pytest.MonkeyPatch) -> None:
    _firing(lambda rank: None if rank % 2 else rank)(monkey)


@fault(
    "an unknown row is taken for a true one",
    "cases: otherwise does not take what is unknown",
)
def _unknown_is_true(monkey: pytest.MonkeyPatch) -> None:
    _firing(lambda rank: rank // 2 * 2)(monkey)


@fault(
    "of the rules that fire the last row decides",
    "cases: the first true row decides although later ones hold too",
)
def _last_row(monkey: pytest.MonkeyPatch) -> None:
    decide = DurableSession.decide
    # The lowest rank wins: so what is negated wins where it is highest.
    _firing(lambda rank: -rank)(monkey)

    def broken(
        self: DurableSession, group: int, classes: list[int], ranks: list[int]
    ) -> None:
        decide(self, group, classes, ranks)
        ranks[:] = map(abs, ranks)

    monkey.setattr(DurableSession, "decide", broken)


# -- quantities ---------------------------------------------------------------


@fault(
    "the greatest is taken for the least",
    "patterns: what is not due or excused is not counted",
)
def _greatest(monkey: pytest.MonkeyPatch) -> None:
    extreme = Functions._extreme  # noqa: SLF001  # the seam
    other = {"min": "max", "max": "min"}

    def broken(self: Functions, term: Term) -> Number:
        return extreme(self, attrs.evolve(term, op=other[term.op]))

    monkey.setattr(Functions, "_extreme", broken)


@fault(
    "a missing number is taken for 0 by a formula",
    "formulas: a formula without its fact is missing",
)
def _missing_is_zero(monkey: pytest.MonkeyPatch) -> None:
    fact = Functions._fact  # noqa: SLF001  # the seam

    def broken(self: Functions, term: Term) -> Number:
        found = fact(self, term)
        return lambda values: found(values) or (0, 1)

    monkey.setattr(Functions, "_fact", broken)


# -- nodes --------------------------------------------------------------------


@fault(
    "the cap of a node is forgotten",
    "bonus-penalty: rows are capped, then the tree",
)
def _no_cap(monkey: pytest.MonkeyPatch) -> None:
    plain = Inner.plain

    def broken(self: Inner, verdicts: list[Any]) -> Verdict | None:
        maximum = self._maximum
        self._maximum = sum(verdicts[at].earned for at in self._children)
        found = plain(self, verdicts)
        self._maximum = maximum
        return found and attrs.evolve(found, applicable=maximum)

    monkey.setattr(Inner, "plain", broken)


@fault(
    "an unknown deduction of a node takes nothing",
    "deductions: an unknown own deduction without a cap takes the maximum",
)
def _mild_deduction(monkey: pytest.MonkeyPatch) -> None:
    own = Inner._own  # noqa: SLF001  # the seam

    def broken(
        self: Inner,
        ranks: Any,  # noqa: ANN401  # as they are
        values: Any,  # noqa: ANN401  # as they are
        earned: int,
    ) -> tuple[list[Any], bool]:
        del earned
        return own(self, ranks, values, 0)

    monkey.setattr(Inner, "_own", broken)


@fault(
    "excluded maxima stay in the node above",
    "not-applicable: exclude takes the maximum out of the node above",
)
def _excluded_stay(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(evaluator._Run, "_excluded", lambda *_: {})  # noqa: SLF001
