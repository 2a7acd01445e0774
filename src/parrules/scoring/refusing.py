"""What is told of each leaf where a ruleset lets nothing pass that is missing.

Imported only where something is.
"""

from collections.abc import Iterator

from parrules.errors import Problem
from parrules.outcome import AWAITING, Outcome
from parrules.plan.nodes import Node, Plan
from parrules.scoring.border import Reading
from parrules.scoring.evaluator import UNKNOWN


def refusals(
    plan: Plan, outcome: Outcome, reading: Reading
) -> Iterator[Problem]:
    """Yield PAR309, PAR310 or PAR312 for each leaf that is not decided."""
    gone = {
        source.name
        for source in plan.inputs
        if reading.values[source.position] is None
    }
    for node, verdict in zip(plan.nodes, outcome.verdicts, strict=True):
        if not node.is_leaf or verdict.status not in UNKNOWN:
            continue
        if verdict.status == AWAITING:
            yield _refusal("PAR310", node)
            continue
        names = [name for name in _reads(plan, node) if name in gone]
        unproven = [name for name in names if name in reading.unevidenced]
        if names and names == unproven:
            yield _refusal("PAR312", node, names)
        else:
            yield _refusal("PAR309", node, names)


def _refusal(code: str, node: Node, names: list[str] | None = None) -> Problem:
    return Problem(
        code=code,
        path=(node.code,),
        arguments={
            "criterion": node.code,
            "facts": ", ".join(f"`{name}`" for name in names or ()),
        },
    )


def _reads(plan: Plan, node: Node) -> dict[str, None]:
    """Return the names of what a leaf looks at, in order."""
    found: dict[str, None] = {}
    if node.decision >= 0:
        for row in plan.decisions[node.decision].rows:
            found.update(dict.fromkeys(row.reads))
    for result in node.results:
        found.update(dict.fromkeys(result.reads))
    for change in node.changes:
        found.update(dict.fromkeys(change.reads))

    return found
