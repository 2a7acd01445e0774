"""What a fault of an evaluator is, and where one is patched in.

That is where the code has a seam: in functions of an evaluator; in the plan,
which all engines are made of; or in the outcome, which all of them return.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import attrs
import pytest

from parrules.breakdown.live import Live
from parrules.outcome import Outcome
from parrules.plan.compiling import compile_plan
from parrules.plan.nodes import Node, Plan, Row
from parrules.scoring.border import Reading

Patch = Callable[[pytest.MonkeyPatch], None]


class Fault(NamedTuple):
    """One thing done wrong.

    Attributes:
        name: What is done wrong, as a sentence.
        case: File and name of the case that notices it.
        patch: Does it wrong until the monkeypatch is undone.
        engine: Where the patch takes effect; the default one where it does
            on every engine, so that it counts once.
    """

    name: str
    case: str
    patch: Patch
    engine: str


def faults_of(
    engine: str,
) -> tuple[list[Fault], Callable[[str, str], Callable[[Patch], Patch]]]:
    """Return the faults of *engine*, and what adds one that it decorates."""
    found: list[Fault] = []

    def fault(name: str, case: str) -> Callable[[Patch], Patch]:
        def add(patch: Patch) -> Patch:
            found.append(Fault(name, case, patch, engine))
            return patch

        return add

    return found, fault


def in_plan(change: Callable[[Plan], Plan]) -> Patch:
    """Return the patch that changes every plan that is made."""

    def patch(monkey: pytest.MonkeyPatch) -> None:
        def broken(scheme: Any) -> Any:  # noqa: ANN401  # as it is
            plan, problems = compile_plan(scheme)
            assert plan is not None
            return change(plan), problems

        monkey.setattr("parrules.ruleset.compile_plan", broken)

    return patch


def in_outcome(change: Callable[[Outcome, Plan], Outcome]) -> Patch:
    """Return the patch that changes every outcome that is shown."""

    def patch(monkey: pytest.MonkeyPatch) -> None:
        def broken(
            templates: Any,  # noqa: ANN401  # whatever it is shown by
            reading: Reading,
            outcome: Outcome,
            *rest: Any,  # noqa: ANN401
            problems: Any,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            changed = change(outcome, templates.plan)
            return Live(templates, reading, changed, *rest, problems=problems)

        monkey.setattr("parrules.ruleset.Live", broken)

    return patch


def in_rows(
    change: Callable[[Row], Row], of: Callable[[Plan], Iterator[int]]
) -> Patch:
    """Return the patch that changes the rows of some decisions."""

    def changed(plan: Plan) -> Plan:
        chosen = set(of(plan))
        return attrs.evolve(
            plan,
            decisions=tuple(
                attrs.evolve(each, rows=tuple(map(change, each.rows)))
                if position in chosen
                else each
                for position, each in enumerate(plan.decisions)
            ),
        )

    return in_plan(changed)


def in_nodes(change: Callable[[Node], Node]) -> Patch:
    """Return the patch that changes every node of a plan."""

    def changed(plan: Plan) -> Plan:
        return attrs.evolve(plan, nodes=tuple(map(change, plan.nodes)))

    return in_plan(changed)
