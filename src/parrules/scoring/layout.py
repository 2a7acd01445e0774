"""Where every value of an evaluation stands, and in which order they come."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from parrules.outcome import Verdict
from parrules.plan.nodes import FACTS, OUTCOMES, TOTALS, Decision, Plan
from parrules.scoring.functions import Functions
from parrules.scoring.ordinals import Ordinal, ordinal_function


class Group(NamedTuple):
    """Decisions that can be taken together, and what they look at.

    Attributes:
        stage: ``facts``, ``outcomes`` or ``totals``.
        decisions: Positions.
        properties: Positions of the properties that they look at.
        ordinals: The function of each of those properties.
        flags: Derived flags decided here: position of the decision, and
            where the flag's value stands.
    """

    stage: str
    decisions: tuple[int, ...]
    properties: tuple[int, ...]
    ordinals: tuple[Ordinal, ...]
    flags: tuple[tuple[int, int], ...]


class Layout:
    """Positions of values, functions of terms, and groups of decisions.

    Values stand in one list: inputs, derived flags, then points and
    applicable maximum of every node, then the total.

    Attributes:
        outcomes: The terms that read what nodes earned, each once.
    """

    def __init__(self, plan: Plan) -> None:
        """Lay out the values of *plan*."""
        self.plan = plan
        positions: dict[object, int] = {
            source.name: source.position for source in plan.inputs
        }
        for name, _ in plan.derived:
            positions[name] = len(positions)
        self.nodes = len(positions)
        for index, node in enumerate(plan.nodes):
            positions["points", node.code] = self.nodes + 2 * index
            positions["applicable", node.code] = self.nodes + 2 * index + 1
        self.total = len(positions)
        positions["total"] = self.total
        self.extra = len(positions) + 1 - len(plan.inputs)
        self.positions = positions
        self.functions = Functions(
            positions,
            {source.name: 10**source.places for source in plan.inputs},
            {source.name: source.options for source in plan.inputs},
            {
                source.name: tuple(map(Fraction, source.fact.numbers))
                for source in plan.inputs
                if source.fact is not None and source.fact.numbers
            },
            10**plan.places,
        )
        self.groups = self._groups()
        # What rows read is shown, also where it makes no difference to them.
        self.outcomes = plan.outcomes

    @property
    def reads_nodes(self) -> bool:
        """Tell whether anything reads what nodes earned."""
        return bool(self.outcomes)

    def publish(
        self, values: list[Any], verdicts: Iterable[Verdict | None]
    ) -> None:
        """Let `points_of` and `percent_of` read what nodes earned (9)."""
        at = self.nodes
        for index, verdict in enumerate(verdicts):
            if verdict is not None:
                values[at + 2 * index] = verdict.earned
                values[at + 2 * index + 1] = verdict.applicable

    def _groups(self) -> tuple[Group, ...]:
        order = {FACTS: 0, OUTCOMES: 1, TOTALS: 2}
        found: dict[tuple[int, int], list[int]] = {}
        for index, decision in enumerate(self.plan.decisions):
            key = (order[decision.stage], decision.stratum)
            found.setdefault(key, []).append(index)

        return tuple(self._group(tuple(found[key])) for key in sorted(found))

    def _group(self, decisions: tuple[int, ...]) -> Group:
        properties = sorted(
            {
                place
                for index in decisions
                for place in properties_of(self.plan.decisions[index])
            }
        )

        return Group(
            self.plan.decisions[decisions[0]].stage,
            decisions,
            tuple(properties),
            tuple(
                ordinal_function(self.plan.properties[place], self.functions)
                for place in properties
            ),
            tuple(
                (decision, self.positions[name])
                for name, decision in self.plan.derived
                if decision in decisions
            ),
        )


def properties_of(decision: Decision) -> set[int]:
    """Return the positions of the properties that a decision looks at."""
    return {
        place
        for row in decision.rows
        for clause in (*row.true, *row.unknown)
        for place, _ in clause
    }
