"""A breakdown in the form of the oracle, so that both can be compared."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from conformance.values import Node, Result
from parrules.breakdown.views import Breakdown
from parrules.engines import ENGINES
from parrules.facts import Evidence, Submission
from parrules.outcome import Outcome
from parrules.ruleset import Ruleset


def submission(
    facts: Mapping[str, object], evidence: tuple[str, ...] = ()
) -> Submission:
    """Return *facts* with one document for all of *evidence*."""
    documents = (Evidence(supports=evidence),) if evidence else ()

    return Submission(facts=facts, evidence=documents)


def result_of(breakdown: Breakdown) -> Result:
    """Return everything that must be equal between evaluators."""
    summary = breakdown.summary
    nodes = {
        code: Node(
            node.status,
            Fraction(node.points),
            Fraction(node.applicable),
            node.rule,
        )
        for code, node in breakdown.items()
    }
    channels = {
        each["id"]: (Fraction(each["points"]), Fraction(each["applicable"]))
        for each in summary["channels"]
    }

    return Result(
        nodes,
        channels,
        exact(summary["base"]),
        exact(summary["bonus"]) or Fraction(0),
        exact(summary["penalty"]) or Fraction(0),
        breakdown.total_exact,
        breakdown.grade,
        breakdown.complete,
    )


def exact(amount: Mapping[str, Any] | None) -> Fraction | None:
    """Return the exact side of a total."""
    if amount is None:
        return None
    pair = amount["exact"]

    return Fraction(int(pair["numerator"]), int(pair["denominator"]))


def differences(left: Result, right: Result) -> list[str]:
    """Return what differs, in words that fit a failing test."""
    found = [
        f"{code}: {left.nodes.get(code)} | {right.nodes.get(code)}"
        for code in {**left.nodes, **right.nodes}
        if left.nodes.get(code) != right.nodes.get(code)
    ]
    for name in Result._fields[1:]:
        first, second = getattr(left, name), getattr(right, name)
        if first != second:
            found.append(f"{name}: {first} | {second}")

    return found


def unequal(ruleset: Ruleset, submitted: Submission) -> list[str]:
    """Return where the outcomes of two engines differ."""
    expected = ruleset.outcome(submitted)
    found: list[str] = []
    for engine in ENGINES:
        outcome = ruleset.outcome(submitted, engine=engine)
        found.extend(
            f"{engine} {name}: {one} | {other}"
            for name, one, other in zip(
                Outcome._fields, outcome, expected, strict=True
            )
            if one != other
        )

    return found


def inconsistencies(breakdown: Breakdown) -> Iterator[str]:
    """Yield the nodes that break S0.1 or S0.2, and a sum that is off."""
    total = breakdown.total_exact
    if total is not None and total != summed(breakdown):
        yield f"adjustments sum to {summed(breakdown)}, not {total}"
    for code, node in breakdown.items():
        entries = sum(
            (Fraction(each.amount) for each in node.entries), Fraction()
        )
        if entries != Fraction(node.points):
            yield f"{code}: entries sum to {entries}, not {node.points}"
        if not 0 <= node.points <= node.applicable <= node.maximum:
            yield (
                f"{code}: {node.points} of {node.applicable} of {node.maximum}"
            )


def summed(breakdown: Breakdown) -> Fraction:
    """Return what the areas and all adjustments come to (S10.3)."""
    areas = (
        Fraction(node.points)
        for node in breakdown.values()
        if node.parent is None and node.tree == "criteria"
    )
    adjustments = (
        exact(each["amount"]) or Fraction()
        for each in breakdown.summary["adjustments"]
    )

    return sum((*areas, *adjustments), Fraction())
