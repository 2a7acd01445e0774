"""Faults of the compiled evaluator in conditions that are no row.

The seams are those of `conformance.faults_of_asked_conditions`, where
statements are written.
"""

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from conformance.faulting import faults_of
from conformance.faults_of_asked_conditions import mistakes
from parrules.engines import COMPILED
from parrules.engines.compiled import conditions
from parrules.engines.compiled.changes import Changes
from parrules.engines.compiled.conditions import Conditions, Quotient
from parrules.engines.compiled.packing import Packing
from parrules.engines.compiled.quantities import Quantities
from parrules.engines.compiled.source import all_of, any_of
from parrules.expression.terms import Term
from parrules.outcome import SCORED

FAULTS, fault = faults_of(COMPILED)

# -- signs --------------------------------------------------------------------


def _takes(sign: str, other: str, op: str, case: str, where: str) -> None:
    """Add the fault that *sign* is taken for *other*."""
    sign_of: Callable[[Term], str] = conditions._sign  # noqa: SLF001  # the seam

    def broken(term: Term) -> str:
        found = sign_of(term)
        return other if (term.op, found) == (op, sign) else found

    @fault(f"{where} {sign} is taken for {other}", case)
    def _patch(monkey: pytest.MonkeyPatch) -> None:
        monkey.setattr(conditions, "_sign", broken)


for _mistake in mistakes():
    _takes(*_mistake)


@fault(
    "no order to what never happened is known",
    "conditions: counted: what never happened is before, on and after no day",
)
def _never_is_unknown(monkey: pytest.MonkeyPatch) -> None:
    known = Conditions._known  # noqa: SLF001  # the seam

    def broken(self: Quantities, is_known: str, test: str) -> str:
        # What comes before the comparison are the days that there must be.
        *are_days, _ = test.rsplit(" and ", 1)
        return known(self, all_of(is_known, *are_days), test)

    monkey.setattr(Conditions, "_known", broken)


# -- and, or, not -------------------------------------------------------------


def _taking(op: str, other: str) -> Callable[[pytest.MonkeyPatch], None]:
    series = Conditions._series  # noqa: SLF001  # the seam

    def broken(self: Quantities, term: Term) -> str:
        taken = other if term.op == op else term.op
        return series(self, attrs.evolve(term, op=taken))

    return lambda monkey: monkey.setattr(Conditions, "_series", broken)


@fault("and is taken for or", "conditions: counted: true and false")
def _either(monkey: pytest.MonkeyPatch) -> None:
    _taking("and", "or")(monkey)


@fault("or is taken for and", "conditions: counted: true and false")
def _both(monkey: pytest.MonkeyPatch) -> None:
    _taking("or", "and")(monkey)


@fault(
    "a part that decides is not looked for beside an unknown one",
    "conditions: counted: unknown beside false decides and, and not or",
)
def _unknown_decides(monkey: pytest.MonkeyPatch) -> None:
    series = Conditions._series  # noqa: SLF001  # the seam

    def broken(self: Quantities, term: Term) -> str:
        parts = [self.flag(part) for part in term.args]
        unknown = any_of(*(f"{part} is None" for part in parts))
        return self._source.let(
            "f", f"None if {unknown} else {series(self, term)}"
        )

    monkey.setattr(Conditions, "_series", broken)


# -- quantities ---------------------------------------------------------------


@fault(
    "the sign of a quotient stays below the line",
    "conditions: two numbers below 0 have a quotient above it",
)
def _sign_below(monkey: pytest.MonkeyPatch) -> None:
    made = Quantities._made  # noqa: SLF001  # the seam

    def broken(
        self: Quantities, *given: str, has_sign: bool = False
    ) -> Quotient:
        del has_sign
        return made(self, *given)

    monkey.setattr(Quantities, "_made", broken)


def _closed(term: Term) -> Term:
    """Return a selection that has an ``otherwise``."""
    if len(term.args) % 2:
        return term

    return attrs.evolve(term, args=(*term.args, term.args[-1]))


@fault(
    "past all cases a derived number has the value of the last one",
    "conditions: a derived number without otherwise, past its cases",
)
def _last_number(monkey: pytest.MonkeyPatch) -> None:
    select = Quantities._select  # noqa: SLF001  # the seam

    monkey.setattr(
        Quantities, "_select", lambda self, term: select(self, _closed(term))
    )


@fault(
    "past all cases a derived date has the value of the last one",
    "conditions: a derived date by cases, where no case holds",
)
def _last_date(monkey: pytest.MonkeyPatch) -> None:
    selected = Conditions._selected  # noqa: SLF001  # the seam

    monkey.setattr(
        Conditions,
        "_selected",
        lambda self, term, *rest: selected(self, _closed(term), *rest),
    )


# -- nodes --------------------------------------------------------------------


@fault(
    "a node with own deductions is never complete",
    "deductions: own deductions that are known leave nothing open",
)
def _never_complete(monkey: pytest.MonkeyPatch) -> None:
    held = Changes.held_against

    def broken(self: Changes, *given: Any) -> str:  # noqa: ANN401  # as it is
        found = held(self, *given)
        self._source.line(f"{self._guessed} = True")
        return found

    monkey.setattr(Changes, "held_against", broken)


@fault(
    "the status of a node is that of some of its leaves",
    "bonus-penalty: areas of bonus and penalty one of whose leaves is missing",
)
def _some_status(monkey: pytest.MonkeyPatch) -> None:
    status = Packing.status

    monkey.setattr(
        Packing,
        "status",
        lambda self, packed, leaves: max(
            (status(self, packed, some) for some in range(1, leaves + 1)),
            key=lambda each: each != SCORED,
        ),
    )
