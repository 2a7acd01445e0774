"""Whether two nodes of a plan do the same, whatever the facts are."""

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Final

from parrules.model import Sanction, Trigger
from parrules.mutation.deciding import ranked
from parrules.plan.nodes import Decision, Node, Plan
from parrules.scoring.layout import properties_of

_LIMIT: Final = 4096
"""Combinations of classes that are looked at; beyond, nothing is claimed."""

_Feared = tuple[Decision, int, Sanction | None]
"""A decision, the rank of the row that may decide, and its sanction."""


def are_alike(plan: Plan, one: Node, two: Node) -> bool:
    """Tell whether two nodes always earn the same, in the same way.

    Rules may have other names. What is not found out is answered by no.
    """
    return (
        (one.evidence, one.judged_step, one.maximum)
        == (two.evidence, two.judged_step, two.maximum)
        and tuple(_changes(plan, one)) == tuple(_changes(plan, two))
        and _decide_alike(plan, one, two)
    )


def _changes(plan: Plan, node: Node) -> Iterator[object]:
    for change in node.changes:
        rows = plan.decisions[change.decision].rows
        clauses = [(row.true, row.unknown) for row in rows]
        amounts = (change.amount, change.each, change.at_most)
        yield change.sign, amounts, clauses


def _decide_alike(plan: Plan, one: Node, two: Node) -> bool:
    decisions = [_decision(plan, node) for node in (one, two)]
    feared = [_feared(plan, node) for node in (one, two)]
    looked_at = [*decisions, *(each for ways in feared for each, *_ in ways)]
    places = sorted({p for each in looked_at for p in properties_of(each)})
    sizes = [max(plan.properties[place].classes) + 1 for place in places]
    if math.prod(sizes) > _LIMIT:
        return False
    effects = [_effects(plan, node) for node in (one, two)]

    return all(
        len(
            {
                (_effect(decision, given, classes), _possible(ways, classes))
                for decision, given, ways in zip(
                    decisions, effects, feared, strict=True
                )
            }
        )
        == 1
        for combination in itertools.product(*map(range, sizes))
        for classes in (dict(zip(places, combination, strict=True)),)
    )


def _decision(plan: Plan, node: Node) -> Decision:
    if node.decision < 0:
        return Decision(name=node.code, rows=())

    return plan.decisions[node.decision]


def _effects(plan: Plan, node: Node) -> tuple[object, ...]:
    """Return, by rank, what it comes to."""
    answers = {each.name for each in plan.inputs if each.fact is None}
    rows = _decision(plan, node).rows
    is_sanction = isinstance(node.criterion.form, Trigger)
    effects: list[object] = []
    for position, result in enumerate(node.results):
        effects.append(
            (
                result.treatment,
                result.points,
                result.formula,
                result.step,
                result.sanction,
            )
        )
        if position < len(rows):
            awaited = answers.intersection(rows[position].reads)
            # What cannot be decided has its sanction all the same.
            sanction = result.sanction if is_sanction else None
            effects.append(("unknown", tuple(sorted(awaited)), sanction))

    return tuple(effects)


def _feared(plan: Plan, node: Node) -> tuple[_Feared, ...]:
    """Return the rows that may still decide while another is unknown."""
    return tuple(
        (plan.decisions[decision], 2 * row, node.results[row].sanction)
        for row, decision in node.perhaps
    )


def _possible(
    ways: tuple[_Feared, ...], classes: Mapping[int, int]
) -> tuple[Sanction | None, ...]:
    """Return what rows that are not decided may do to the grade (S9.10)."""
    return tuple(
        sanction
        for decision, rank, sanction in ways
        if _rank(decision, classes) == rank
    )


def _effect(
    decision: Decision, effects: tuple[object, ...], classes: Mapping[int, int]
) -> object:
    return effects[_rank(decision, classes)] if effects else None


def _rank(decision: Decision, classes: Mapping[int, int]) -> int:
    """Return the rank of the row that decides, or one beyond all of them."""
    for rank, clauses in ranked(decision):
        if any(
            all(bits >> classes[place] & 1 for place, bits in clause)
            for clause in clauses
        ):
            return rank

    return 2 * len(decision.rows)
