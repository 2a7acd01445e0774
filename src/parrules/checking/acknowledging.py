"""Defects of a decision that the author of a ruleset has acknowledged.

A table is scored as it was issued, defects and all; ``known`` says which
ones were seen, and why they stay.  What leaves a row without a meaning can
be acknowledged by nobody.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

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


ABOUT: Final[Mapping[str, str]] = {
    "PAR201": "sum",
    "PAR202": "sum",
    "PAR203": "points",
    "PAR204": "points",
    "PAR205": "example",
    "PAR206": "value",
    "PAR207": "row",
    "PAR208": "sum",
    "PAR212": "name",
    "PAR213": "other",
    "PAR246": "condition",
    "PAR247": "maximum",
    "PAR403": "before",
}
"""By code of an error that can be acknowledged, what tells one from another.

It is that argument of its sentence which an entry of ``known`` may name.
"""

_WHOLE: Final[Path] = ("ruleset",)


class _Entry(NamedTuple):
    """An entry of ``known``: where it stands, its key and its reason."""

    path: Path
    key: str
    reason: str


def acknowledge(
    problems: Iterable[Problem], scheme: Scheme
) -> Iterator[Problem]:
    """Yield *problems* with the reasons that ``known`` gives for them.

    An error is acknowledged alone: where a row has two of a code, its
    author has seen one of them, and says which.  After them comes PAR248
    for each entry that does not, and PAR219 for each that none answers to.
    """
    nodes = {node.path: node for node in scheme.nodes()}
    found: list[tuple[Problem, _Entry | None]] = []
    met: dict[_Entry, list[Problem]] = {}
    for problem in problems:
        entry = _entry(problem, _node_of(problem.path, nodes), scheme)
        found.append((problem, entry))
        if entry is not None:
            met.setdefault(entry, []).append(problem)
    vague = {
        entry: many
        for entry, many in met.items()
        if _is_vague(*entry[:2], many)
    }
    for problem, entry in found:
        if entry is None or entry in vague:
            yield problem
        else:
            yield attrs.evolve(problem, acknowledged=entry.reason)
    for entry, many in vague.items():
        yield _of_several(entry, many)
    yield from _unanswered(scheme, {entry[:2] for entry in met})


def can_be_acknowledged(problem: Problem) -> bool:
    """Tell whether a ruleset can be scored with *problem* in it."""
    return problem.severity == "warning" or problem.code in ACKNOWLEDGED_ERRORS


def is_accepted(code: str, node: Criterion, scheme: Scheme) -> bool:
    """Tell whether ``known`` names *code* for *node*."""
    return reason_of(code, node, scheme) is not None


def reason_of(code: str, node: Criterion | None, scheme: Scheme) -> str | None:
    """Return why ``known`` accepts *code* for *node*, if it does."""
    owner = _owner(code, node, scheme)

    return None if owner is None else owner.reason


def owner_of(code: str, path: Path, scheme: Scheme) -> Path | None:
    """Return the path of what acknowledges *code* at *path*, if any does."""
    nodes = {node.path: node for node in scheme.nodes()}
    owner = _owner(code, _node_of(path, nodes), scheme)

    return None if owner is None else owner.path


def code_in(key: str) -> str:
    """Return the code in a key of ``known``: ``PAR206`` of ``PAR206 70``."""
    return key.partition(" ")[0]


def _key_of(problem: Problem) -> str:
    """Return the key that acknowledges *problem* and none beside it."""
    about = problem.arguments.get(ABOUT.get(problem.code, ""), "")

    return f"{problem.code} {about}"


def _entry(
    problem: Problem, node: Criterion | None, scheme: Scheme
) -> _Entry | None:
    """Return what acknowledges *problem*: on the row, else for the file."""
    if not can_be_acknowledged(problem):
        return None
    keys = (_key_of(problem), problem.code)

    return next(
        (
            _Entry(path, key, known[key])
            for path, known in _places(node, scheme)
            for key in keys
            if key in known
        ),
        None,
    )


def _owner(code: str, node: Criterion | None, scheme: Scheme) -> _Entry | None:
    """Return what acknowledges some problem with *code*, likewise."""
    return next(
        (
            _Entry(path, key, reason)
            for path, known in _places(node, scheme)
            for key, reason in known.items()
            if code_in(key) == code
        ),
        None,
    )


def _places(
    node: Criterion | None, scheme: Scheme
) -> Iterator[tuple[Path, Mapping[str, str]]]:
    if node is not None:
        yield node.path, node.known
    yield _WHOLE, scheme.known


def _is_vague(path: Path, key: str, problems: Sequence[Problem]) -> bool:
    """Tell whether an entry of a row leaves open which of several it means."""
    return path != _WHOLE and key in ABOUT and len(problems) > 1


def _of_several(entry: _Entry, problems: Sequence[Problem]) -> Problem:
    keys = dict.fromkeys(map(_key_of, problems))

    return Problem(
        code="PAR248",
        severity="warning",
        path=(*entry.path, "known", entry.key),
        arguments={
            "criterion": str(entry.path[-1]),
            "code": entry.key,
            "count": str(len(problems)),
            "keys": ", ".join(f'"{key}" = "…"' for key in keys),
        },
    )


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
    is_broken = any(node.broken for node in scheme.nodes()) or any(
        fact.broken for fact in scheme.facts
    )
    if scheme.damaged or scheme.doubled or is_broken:
        return
    places: list[tuple[Path, str, Mapping[str, str]]] = [
        (("ruleset",), "ruleset", scheme.known)
    ]
    places.extend(
        (node.path, node.code, node.known) for node in scheme.nodes()
    )
    for path, name, known in places:
        for code in known:
            is_ours = code_in(code) not in ANSWERED_ELSEWHERE
            if is_ours and (path, code) not in used:
                yield Problem(
                    code="PAR219",
                    severity="warning",
                    path=(*path, "known", code),
                    arguments={
                        "criterion": name,
                        "code": code,
                        "near": _upper(code),
                    },
                )


def _upper(code: str) -> str:
    """Return *code* in capitals where it is a code but for them."""
    meant = code.upper()

    return meant if meant != code and re.match("PAR[0-9]{3}", meant) else ""
