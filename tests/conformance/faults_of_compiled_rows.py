"""Faults of the compiled evaluator: thresholds, rows and quantities.

Each seam is a method that writes statements, or a function that makes the
tables that they look up.
"""

import math
import types
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest

from conformance.faulting import faults_of
from parrules.engines import COMPILED
from parrules.engines.compiled import decisions, leaves, tables
from parrules.engines.compiled.conditions import Conditions, Quotient
from parrules.engines.compiled.quantities import Quantities
from parrules.engines.compiled.tables import Table
from parrules.expression.terms import Term
from parrules.plan.logic import AFTER, BEFORE, MISSING
from parrules.plan.nodes import Decision

FAULTS, fault = faults_of(COMPILED)

# -- thresholds ---------------------------------------------------------------


def _comparing(by: Mapping[str, str]) -> Callable[[pytest.MonkeyPatch], None]:
    """Return the patch that compares by other signs."""
    steps = decisions._steps  # noqa: SLF001  # the seam

    def broken(met: Any, beyond: Callable[[Fraction, str], str]) -> str:  # noqa: ANN401  # as it is
        return steps(met, lambda cut, sign: beyond(cut, by.get(sign, sign)))

    return lambda monkey: monkey.setattr(decisions, "_steps", broken)


@fault(
    "a threshold is compared with > for >=",
    "cases: a row with an id, decided by a count at its bound",
)
def _passed(monkey: pytest.MonkeyPatch) -> None:
    _comparing({">=": ">"})(monkey)


@fault(
    "a threshold is compared with >= for >",
    "grades: above is passed, not reached",
)
def _reached(monkey: pytest.MonkeyPatch) -> None:
    _comparing({">": ">="})(monkey)


@fault(
    "a threshold is made whole before a rate is compared",
    "derived: a derived number is not rounded",
)
def _whole_threshold(monkey: pytest.MonkeyPatch) -> None:
    steps = decisions._steps  # noqa: SLF001  # the seam

    def broken(met: Any, beyond: Callable[[Fraction, str], str]) -> str:  # noqa: ANN401  # as it is
        return steps(met, lambda cut, sign: beyond(Fraction(int(cut)), sign))

    monkey.setattr(decisions, "_steps", broken)


@fault(
    "a threshold of a whole number is rounded to the wrong side",
    "tiers: a bound between two counts is reached by the next count",
)
def _wrong_side(monkey: pytest.MonkeyPatch) -> None:
    rounding = types.SimpleNamespace(
        ceil=lambda bound: bound.__floor__(),
        floor=lambda bound: bound.__ceil__(),
        prod=math.prod,
    )
    monkey.setattr(decisions, "math", rounding)


@fault(
    "0 of 0 is taken for a missing fact",
    "formulas: nothing to count is full by if_none",
)
def _undefined_is_missing(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(decisions, "UNDEFINED", MISSING)


@fault(
    "the day of a deadline counts as late",
    "dates: the last day of a shorter month is in time",
)
def _late_on_the_day(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(decisions, "SAME_DAY", AFTER)


@fault(
    "what never happened counts as early",
    "dates: a date is before no never, and its difference is missing",
)
def _never_is_early(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(decisions, "NEITHER_SAME", BEFORE)


# -- rows ---------------------------------------------------------------------


def _tabled(
    change: Callable[[Table], Table],
) -> Callable[[pytest.MonkeyPatch], None]:
    """Return the patch that changes every table."""
    table_of = tables.table_of

    def broken(decision: Decision, properties: Sequence[Any]) -> Table:
        return change(table_of(decision, properties))

    return lambda monkey: monkey.setattr(tables, "table_of", broken)


@fault(
    "rows are tried from the last to the first",
    "cases: the first true row decides although later ones hold too",
)
def _swapped_rows(monkey: pytest.MonkeyPatch) -> None:
    def broken(table: Table) -> Table:
        width = len(table.ranks) - 1
        columns = tuple(
            (place, tuple(_mirrored(mask, width) for mask in masks))
            for place, masks in table.columns
        )
        return Table(columns, (table.ranks[0], *table.ranks[:0:-1]))

    _tabled(broken)(monkey)


def _mirrored(mask: int, width: int) -> int:
    return int(f"{mask:0{width}b}"[::-1] or "0", 2)


@fault(
    "an unknown row is passed over",
    "cases: an unknown row stops, though a later one would be true",
)
def _unknown_is_false(monkey: pytest.MonkeyPatch) -> None:
    table_of = tables.table_of

    def broken(decision: Decision, properties: Sequence[Any]) -> Table:
        rows = tuple(attrs.evolve(row, unknown=()) for row in decision.rows)
        return table_of(attrs.evolve(decision, rows=rows), properties)

    monkey.setattr(tables, "table_of", broken)


@fault(
    "where no row holds, the first one decides",
    "cases: a gap between rows gives 0 by none",
)
def _first_by_default(monkey: pytest.MonkeyPatch) -> None:
    def broken(table: Table) -> Table:
        return attrs.evolve(table, ranks=(0, *table.ranks[1:]))

    _tabled(broken)(monkey)


@fault(
    "an unknown derived flag is taken for false",
    "derived: an unknown flag is missing through the chain",
)
def _unknown_flag_is_false(monkey: pytest.MonkeyPatch) -> None:
    ranks = {0: True, 1: False, 2: False}
    monkey.setattr(decisions, "_FLAG_BY_RANK", ranks)


@fault(
    "the opposite of what is unknown is taken for true",
    "derived: a case with a negated unknown condition is unknown",
)
def _not_unknown(monkey: pytest.MonkeyPatch) -> None:
    def broken(self: Quantities, term: Term) -> str:
        inner = self.flag(term.args[0])
        return self._source.let("f", f"not {inner}")

    monkey.setattr(Conditions, "_not", broken)


@fault(
    "a sanction is a row like any other",
    "grades: a ceiling on a tier and on a choice",
)
def _no_sanction(monkey: pytest.MonkeyPatch) -> None:
    def broken(self: Any, row: int, unknown: int) -> object:  # noqa: ANN401  # a private class
        leaf = self._leaf
        verdict = leaf.constant(2 * row + unknown)
        return verdict, self._packing.of_leaf(verdict, leaf.node.maximum)

    monkey.setattr(leaves._Rows, "_given", broken)  # noqa: SLF001  # the seam


# -- quantities ---------------------------------------------------------------


@fault(
    "a missing number is taken for 0",
    "formulas: a formula without its fact is missing",
)
def _missing_is_zero(monkey: pytest.MonkeyPatch) -> None:
    fact = Quantities._fact  # noqa: SLF001  # the seam

    def broken(self: Quantities, term: Term) -> Quotient:
        found = fact(self, term)
        return found._replace(over=f"({found.over} or 0)", known="")

    monkey.setattr(Quantities, "_fact", broken)


@fault(
    "the greatest is taken for the least",
    "patterns: what is not due or excused is not counted",
)
def _greatest(monkey: pytest.MonkeyPatch) -> None:
    extreme = Quantities._extreme  # noqa: SLF001  # the seam
    other = {"min": "max", "max": "min"}

    def broken(self: Quantities, term: Term) -> Quotient:
        return extreme(self, attrs.evolve(term, op=other[term.op]))

    monkey.setattr(Quantities, "_extreme", broken)


@fault(
    "the levels of a tally count from 0",
    "tallies: the mean counts levels from 1 and reaches a tier exactly",
)
def _from_zero(monkey: pytest.MonkeyPatch) -> None:
    mean = Quantities._mean  # noqa: SLF001  # the seam

    def broken(self: Quantities, term: Term) -> Quotient:
        found = mean(self, term)
        less = f"{found.over} - {found.under}"
        return found._replace(over=f"({less})")

    monkey.setattr(Quantities, "_mean", broken)
