"""Defects that a ruleset acknowledges, told of one row."""

from collections.abc import Iterable, Iterator, Mapping

from parrules.errors import Language, Path, Problem
from parrules.plan.nodes import Node, Plan
from parrules.reporting.page import wrapped
from parrules.reporting.words import Words, clean


def acknowledged_of(
    plan: Plan,
    code: str,
    problems: Iterable[Problem],
    language: Language = "vi",
    *,
    width: int = 80,
) -> list[str]:
    """Return lines on what is acknowledged of one node and those above it.

    What the whole file acknowledges is told where it was found in one of
    them.

    Args:
        plan: Of the ruleset.
        code: Of the node.
        problems: Of the ruleset.
        language: Of words.
        width: Columns of a line.
    """
    words = Words(language, width)
    (node,) = (each for each in plan.nodes if each.code == code)
    reasons = _by_whole(plan, problems)
    lines: list[str] = []
    for each in _upwards(plan, node):
        known = {
            **reasons.get(each.criterion.path, {}),
            **each.criterion.known,
        }
        key = "acknowledged" if each is node else "acknowledged_above"
        for found, reason in known.items():
            text = words(key, code=found, node=each.code, reason=clean(reason))
            lines += wrapped(words, text)

    return ["", *lines] if lines else []


def _upwards(plan: Plan, node: Node) -> Iterator[Node]:
    """Yield *node* and all nodes above it."""
    yield node
    while node.parent >= 0:
        node = plan.nodes[node.parent]
        yield node


def _by_whole(
    plan: Plan, problems: Iterable[Problem]
) -> Mapping[Path, Mapping[str, str]]:
    """Return by path of a node what the file acknowledges of it."""
    paths = {node.criterion.path for node in plan.nodes}
    found: dict[Path, dict[str, str]] = {}
    for problem in problems:
        path, reason = problem.path[:2], problem.acknowledged
        if reason is not None and path in paths:
            found.setdefault(path, {})[problem.code] = reason

    return found
