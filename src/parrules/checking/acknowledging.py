"""Defects of a decision that the author of a ruleset has acknowledged.

A table is scored as it was issued, defects and all; ``known`` says which
ones were seen, and why they stay.  What leaves a row without a meaning can
be acknowledged by nobody.
"""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from parrules.errors import Path, Problem
from parrules.model import TREES, Criterion, Scheme

ACKNOWLEDGED_ERRORS = (
    "PAR201",
    "PAR202",
    "PAR203",
    "PAR204",
    "PAR205",
    "PAR206",
    "PAR207",
    "PAR208",
    "PAR212",
    "PAR213",
    "PAR246",
    "PAR247",
    "PAR403",
)
"""Errors of a decision that can be lived with; of warnings, all can."""

ANSWERED_BY_PROOF = ("PAR228", "PAR229", "PAR906")
"""What no check reports, but a proof does."""

PROVED_TOO = ("PAR201", "PAR202", "PAR203", "PAR205", "PAR206", "PAR207")
"""What checks report, and a proof finds more of."""

ANSWERED_ELSEWHERE = ("PAR808", *ANSWERED_BY_PROOF)
"""What no check of one file reports, but a look at the older edition or a
proof does; ``known`` may name it."""


def acknowledge(
    problems: Iterable[Problem], scheme: Scheme
) -> Iterator[Problem]:
    """Yield *problems* with the reasons that ``known`` gives for them.

    After them comes PAR219 for each entry that none of them answers to.
    """
    nodes = {node.path: node for node in scheme.nodes()}
    used: set[tuple[Path, str]] = set()
    for problem in problems:
        node = _node_of(problem.path, nodes)
        owner = _owner(problem.code, node, scheme)
        if owner is None or not can_be_acknowledged(problem):
            yield problem
            continue
        path, known = owner
        used.add((path, problem.code))
        yield attrs.evolve(problem, acknowledged=known[problem.code])
    yield from _unanswered(scheme, used)


def can_be_acknowledged(problem: Problem) -> bool:
    """Tell whether a ruleset can be scored with *problem* in it."""
    return problem.severity == "warning" or problem.code in ACKNOWLEDGED_ERRORS


def is_accepted(code: str, node: Criterion, scheme: Scheme) -> bool:
    """Tell whether ``known`` names *code* for *node*."""
    return _owner(code, node, scheme) is not None


def reason_of(code: str, node: Criterion | None, scheme: Scheme) -> str | None:
    """Return why ``known`` accepts *code* for *node*, if it does."""
    owner = _owner(code, node, scheme)

    return None if owner is None else owner[1][code]


def owner_of(code: str, path: Path, scheme: Scheme) -> Path | None:
    """Return the path of what acknowledges *code* at *path*, if any does."""
    nodes = {node.path: node for node in scheme.nodes()}
    owner = _owner(code, _node_of(path, nodes), scheme)

    return None if owner is None else owner[0]


def _owner(
    code: str, node: Criterion | None, scheme: Scheme
) -> tuple[Path, Mapping[str, str]] | None:
    """Return where *code* is acknowledged: on the row, else for the file."""
    if node is not None and code in node.known:
        return node.path, node.known
    if code in scheme.known:
        return ("ruleset",), scheme.known

    return None


def _node_of(path: Path, nodes: Mapping[Path, Criterion]) -> Criterion | None:
    if not path or path[0] not in TREES:
        return None
    prefixes = (path[:length] for length in range(len(path), 1, -1))

    return next(
        (nodes[prefix] for prefix in prefixes if prefix in nodes), None
    )


def _unanswered(
    scheme: Scheme, used: set[tuple[Path, str]]
) -> Iterator[Problem]:
    """Yield PAR219 for what ``known`` names without need.

    Silent where something is lost, for which it may be needed.
    """
    if scheme.damaged or scheme.doubled:
        return
    places: list[tuple[Path, str, Mapping[str, str]]] = [
        (("ruleset",), "ruleset", scheme.known)
    ]
    places.extend(
        (node.path, node.code, node.known)
        for node in scheme.nodes()
        if not node.broken
    )
    for path, name, known in places:
        for code in known:
            if (path, code) not in used and code not in ANSWERED_ELSEWHERE:
                yield Problem(
                    code="PAR219",
                    severity="warning",
                    path=(*path, "known", code),
                    arguments={"criterion": name, "code": code},
                )
