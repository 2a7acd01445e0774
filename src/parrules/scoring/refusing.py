"""What is told of each leaf where a ruleset lets nothing pass that is missing.

Imported only where something is.
"""

from collections.abc import Iterator, Sequence

from parrules.errors import Problem
from parrules.facts import Submission
from parrules.outcome import AWAITING, Outcome
from parrules.plan.nodes import Node, Plan
from parrules.scoring.border import Reading
from parrules.scoring.evaluator import UNKNOWN
from parrules.scoring.readers import path_of


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
            yield _refusal("PAR310", node, reading.about)
            continue
        names = [name for name in _reads(plan, node) if name in gone]
        unproven = [name for name in names if name in reading.unevidenced]
        if names and names == unproven:
            yield _refusal("PAR312", node, reading.about, names)
        else:
            yield _refusal("PAR309", node, reading.about, names)


def _refusal(
    code: str, node: Node, submission: Submission, names: Sequence[str] = ()
) -> Problem:
    """Return what is told of a leaf, at the first fact that it lacks.

    What lacks its document stands somewhere; an answer has the leaf's code.
    """
    inputs = names or (node.code,)
    given = (name for name in inputs if name in submission.paths)

    return Problem(
        code=code,
        path=path_of(next(given, inputs[0]), submission),
        arguments={
            "criterion": node.code,
            "facts": ", ".join(f"`{name}`" for name in names),
        },
        document=submission.document,
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
