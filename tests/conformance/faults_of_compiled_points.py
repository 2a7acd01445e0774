"""Faults of the compiled evaluator: points, nodes and totals.

Each seam is a method that writes statements.
"""

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from conformance.faulting import faults_of
from parrules.engines import COMPILED
from parrules.engines.compiled import function, leaves
from parrules.engines.compiled.changes import Changes
from parrules.engines.compiled.engine import CompiledEngine
from parrules.engines.compiled.function import Writer
from parrules.engines.compiled.leaves import Leaves
from parrules.engines.compiled.packing import Packing, Verdicts
from parrules.outcome import SCORED, Verdict
from parrules.plan.nodes import Change
from parrules.points import divide

FAULTS, fault = faults_of(COMPILED)

# -- points of a leaf ---------------------------------------------------------


def _changed(
    change: Callable[[Change], Change],
) -> Callable[[pytest.MonkeyPatch], None]:
    """Return the patch that writes other awards and deductions."""
    occurring = Changes._occurring  # noqa: SLF001  # the seam

    def broken(self: Changes, found: Change) -> tuple[str, str]:
        source, other = self._source, change(found)
        rank, entry = occurring(self, other)
        # The entry still names the change of the plan, as reports want it.
        constants = source._constants  # noqa: SLF001  # what it names
        for name, value in constants.items():
            if value is other:
                constants[name] = found
            elif isinstance(value, tuple) and value[-1:] == (other,):
                constants[name] = (*value[:-1], found)
        return rank, entry

    return lambda monkey: monkey.setattr(Changes, "_occurring", broken)


@fault(
    "the own cap of an award is forgotten",
    "awards: an award has a cap of its own",
)
def _no_own_cap(monkey: pytest.MonkeyPatch) -> None:
    _changed(lambda change: attrs.evolve(change, at_most=None))(monkey)


@fault(
    "a deduction is added",
    "deductions: each occurrence is deducted",
)
def _added(monkey: pytest.MonkeyPatch) -> None:
    _changed(lambda change: attrs.evolve(change, sign=1))(monkey)


@fault(
    "an award per occurrence is given once",
    "awards: an award has a cap of its own",
)
def _once(monkey: pytest.MonkeyPatch) -> None:
    _changed(lambda change: attrs.evolve(change, each=None))(monkey)


@fault(
    "an unknown award is passed over",
    "awards: an unknown award makes the leaf missing",
)
def _unknown_award(monkey: pytest.MonkeyPatch) -> None:
    occurring = Changes._occurring  # noqa: SLF001  # the seam

    def broken(self: Changes, change: Change) -> tuple[str, str]:
        rank, entry = occurring(self, change)
        known = self._source.let("r", f"2 if {rank} == 1 else {rank}")
        return known, entry

    monkey.setattr(Changes, "_occurring", broken)


@fault(
    "ties of steps go to the even one",
    "formulas: a tie between steps goes up",
)
def _half_even(monkey: pytest.MonkeyPatch) -> None:
    def broken(numerator: int, denominator: int, _: object) -> int:
        return divide(numerator, denominator, "half_even")

    monkey.setattr(leaves, "divide", broken)


@fault(
    "the document that is required is not asked for",
    "evidence: zero reaches leaves through derived facts, and the bonus",
)
def _no_evidence(monkey: pytest.MonkeyPatch) -> None:
    begin = CompiledEngine.__init__

    def broken(self: CompiledEngine, *given: Any) -> None:  # noqa: ANN401  # as it is
        begin(self, *given)
        self._zeroes = False

    monkey.setattr(CompiledEngine, "__init__", broken)


# -- nodes --------------------------------------------------------------------


@fault(
    "the cap of a node is forgotten",
    "bonus-penalty: rows are capped, then the tree",
)
def _no_cap(monkey: pytest.MonkeyPatch) -> None:
    def broken(self: Verdicts, packed: int, _: object) -> Verdict:
        return Verdict(*self._parts(packed), "")

    monkey.setattr(Verdicts, "changed", broken)


@fault(
    "an unknown deduction of a node takes nothing",
    "deductions: an unknown own deduction without a cap takes the maximum",
)
def _mild_deduction(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr("parrules.engines.compiled.changes._worst", lambda *_: "0")


@fault(
    "excluded maxima stay in the node above",
    "not-applicable: exclude takes the maximum out of the node above",
)
def _excluded_stay(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(Packing, "lost", lambda *_: 0)


@fault(
    "a node is scored whatever its children are",
    "missing: a node has the status that all below it share",
)
def _always_scored(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(Packing, "status", lambda *_: SCORED)


@fault(
    "a channel that was not held counts",
    "channels: the leaves of a channel that was not held are excluded",
)
def _always_held(monkey: pytest.MonkeyPatch) -> None:
    def broken(self: Leaves, channel: int, found: object) -> None:
        del channel, found
        self._source.line("pass")

    monkey.setattr(Leaves, "exclude", broken)


@fault(
    "a knock-out is forgotten",
    "knock-outs: a listed leaf earns 0 and keeps its maximum",
)
def _no_knock_out(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(Writer, "_knock_outs", lambda _: None)


@fault(
    "an unknown knock-out does not apply",
    "knock-outs: an unknown knock-out applies",
)
def _mild_knock_out(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(function, "_is_possible", lambda rank: rank == 0)


@fault(
    "an outcome is complete whatever is unknown",
    "cases: otherwise does not take what is unknown",
)
def _always_complete(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(Writer, "_complete", lambda _: "True")


# -- the total ----------------------------------------------------------------


@fault(
    "the total is what the areas earned, and no more",
    "bonus-penalty: bonus and penalty meet before the clamp",
)
def _always_plain(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(Writer, "_is_plain", lambda *_: "True")


@fault(
    "the bounds of a plain total are forgotten",
    "bonus-penalty: a total to which nothing was added has bounds too",
)
def _unbounded(monkey: pytest.MonkeyPatch) -> None:
    is_plain = Writer._is_plain  # noqa: SLF001  # the seam

    def broken(self: Writer, earned: str) -> str:
        plan = self._plan
        self._plan = attrs.evolve(plan, bounds=(None, None))
        found = is_plain(self, earned)
        self._plan = plan
        return found

    monkey.setattr(Writer, "_is_plain", broken)


@fault(
    "a grade is compared with the total in quanta",
    "grades: the total is compared unrounded",
)
def _graded_in_quanta(monkey: pytest.MonkeyPatch) -> None:
    grade = Writer._grade  # noqa: SLF001  # the seam

    def broken(self: Writer, total: str, name: str) -> None:
        plan = self._plan
        self._plan = attrs.evolve(plan, places=0)
        grade(self, total, name)
        self._plan = plan

    monkey.setattr(Writer, "_grade", broken)
