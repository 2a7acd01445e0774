"""Faults of the default evaluator in conditions that are no row.

They are counted, or choose the value of a derived fact; and their numbers
may have a sign below the line.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs
import pytest

from conformance.faulting import faults_of
from parrules.engines import DEFAULT
from parrules.expression.terms import Term
from parrules.facts import NEVER
from parrules.outcome import SCORED, Verdict
from parrules.scoring import numbers
from parrules.scoring.arithmetic import Inner
from parrules.scoring.functions import Functions
from parrules.scoring.numbers import Flag, Pair, Values

FAULTS, fault = faults_of(DEFAULT)

_COMPARED = (
    (
        "compare",
        "conditions: counted: a number at the bound",
        "where numbers are counted,",
    ),
    (
        "order",
        "conditions: counted: the day itself",
        "where dates are counted,",
    ),
    (
        "compare",
        "conditions: a derived number by cases, at the bound",
        "in cases of derived numbers,",
    ),
    (
        "order",
        "conditions: a derived number by cases, on the day",
        "in cases by dates,",
    ),
)
"""Operations of comparison, each with the case that holds it, and where."""

_MISTAKEN = {
    ">=": ">",
    ">": ">=",
    "<=": "<",
    "<": "<=",
    "==": "!=",
    "!=": "==",
}
"""By sign, the one that it is taken for."""


def mistakes() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield each sign and what it is taken for, in each comparison."""
    for sign, other in _MISTAKEN.items():
        for op, case, where in _COMPARED:
            yield sign, other, op, case, where


# -- signs --------------------------------------------------------------------


def _takes(sign: str, other: str, op: str, case: str, where: str) -> None:
    """Add the fault that *sign* is taken for *other*."""
    seam = f"_{op}"
    make: Callable[[Functions, Term], Flag] = getattr(Functions, seam)

    def broken(self: Functions, term: Term) -> Flag:
        taken = other if term.value == sign else term.value
        return make(self, attrs.evolve(term, value=taken))

    @fault(f"{where} {sign} is taken for {other}", case)
    def _patch(monkey: pytest.MonkeyPatch) -> None:
        monkey.setattr(Functions, seam, broken)


for _mistake in mistakes():
    _takes(*_mistake)


@fault(
    "what never happened was before every day",
    "conditions: counted: what never happened is before, on and after no day",
)
def _never_is_early(monkey: pytest.MonkeyPatch) -> None:
    date = Functions.date

    def broken(self: Functions, term: Term) -> Callable[[Values], object]:
        found = date(self, term)
        return lambda values: 0 if (day := found(values)) == NEVER else day

    monkey.setattr(Functions, "date", broken)


# -- and, or, not -------------------------------------------------------------


@fault("and is taken for or", "conditions: counted: true and false")
def _either(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(Functions, "_and", Functions._or)  # noqa: SLF001  # the seam


@fault("or is taken for and", "conditions: counted: true and false")
def _both(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(Functions, "_or", Functions._and)  # noqa: SLF001  # the seam


@fault(
    "a part that decides is not looked for beside an unknown one",
    "conditions: counted: unknown beside false decides and, and not or",
)
def _unknown_decides(monkey: pytest.MonkeyPatch) -> None:
    def broken(self: Functions, term: Term, *, ends: bool) -> Flag:
        parts: Sequence[Flag] = [self.flag(part) for part in term.args]

        def series(values: Values) -> bool | None:
            found = [part(values) for part in parts]
            return None if None in found else (ends in found) == ends

        return series

    monkey.setattr(Functions, "_series", broken)


@fault(
    "the opposite of what is unknown is taken for true",
    "conditions: counted: what is unknown altogether decides nothing",
)
def _not_unknown(monkey: pytest.MonkeyPatch) -> None:
    def broken(self: Functions, term: Term) -> Flag:
        inner = self.flag(term.args[0])
        return lambda values: not inner(values)

    monkey.setattr(Functions, "_not", broken)


# -- quantities ---------------------------------------------------------------


@fault(
    "the sign of a quotient stays below the line",
    "conditions: two numbers below 0 have a quotient above it",
)
def _sign_below(monkey: pytest.MonkeyPatch) -> None:
    def broken(over: int, under: int) -> Pair:
        return over, under

    monkey.setattr(numbers, "_signed", broken)


@fault(
    "past all cases a derived fact has the value of the last one",
    "conditions: a derived number without otherwise, past its cases",
)
def _last_value(monkey: pytest.MonkeyPatch) -> None:
    selected = Functions.selected

    def broken(
        self: Functions, term: Term, make: Callable[[Term], Any]
    ) -> Callable[[Values], Any]:
        args = (*term.args, term.args[-1])
        closed = attrs.evolve(term, args=args)
        return selected(self, term if len(term.args) % 2 else closed, make)

    monkey.setattr(Functions, "selected", broken)


# -- nodes --------------------------------------------------------------------


@fault(
    "a node with own deductions is never complete",
    "deductions: own deductions that are known leave nothing open",
)
def _never_complete(monkey: pytest.MonkeyPatch) -> None:
    own = Inner._own  # noqa: SLF001  # the seam
    monkey.setattr(Inner, "_own", lambda *given: (own(*given)[0], False))


@fault(
    "a node with own deductions is scored whatever its children are",
    "deductions: own deductions of a node below which nothing is known",
)
def _always_scored(monkey: pytest.MonkeyPatch) -> None:
    changed = Inner.changed

    def broken(self: Inner, _: str, *given: Any) -> Verdict:  # noqa: ANN401  # as it is
        return changed(self, SCORED, *given)

    monkey.setattr(Inner, "changed", broken)


@fault(
    "the status of a node is that of its last child",
    "bonus-penalty: areas of bonus and penalty one of whose leaves is missing",
)
def _last_status(monkey: pytest.MonkeyPatch) -> None:
    monkey.setattr(Inner, "plain", lambda *_: None)
    verdict = Inner.verdict

    def broken(
        self: Inner,
        verdicts: list[Any],
        *given: Any,  # noqa: ANN401  # as it is
    ) -> tuple[Verdict, bool]:
        found, known = verdict(self, verdicts, *given)
        last = verdicts[self.node.children[-1]].status
        return attrs.evolve(found, status=last), known

    monkey.setattr(Inner, "verdict", broken)
