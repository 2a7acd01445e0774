"""Whether the parts of a breakdown stand in the one order that there is.

Its shape has been looked at, and its names.  In which order the ruleset has
the criteria right below one another, only that knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from parrules.breakdown.differing import differing
from parrules.breakdown.places import path_of
from parrules.errors import Path, Problem

Json = Mapping[str, Any]

_TREES: Final = ("criteria", "bonus", "penalty")
_KINDS: Final = {"awards": 2, "deductions": 3}
_FIRST, _BASE, _LAST = 0, 1, 4
"""Where `#sum` stands, then what decides, and what a clamp does."""


def order_problems(document: Json) -> Iterator[Problem]:
    """Yield PAR702 for what stands where another should."""
    yield from _of_nodes(document["nodes"])
    yield from _of_entries(document)
    yield from _of_adjustments(document)


def _of_nodes(nodes: Sequence[Json]) -> Iterator[Problem]:
    """Hold trees to their order, and all below a node to follow it at once."""
    open_: list[str] = []
    tree = 0
    for index, node in enumerate(nodes):
        own = _TREES.index(node["tree"])
        if own < tree:
            where = ("nodes", index, "tree")
            yield differing(where, node["tree"], _TREES[tree])
        tree = max(tree, own)
        parent = node["parent"]
        if parent is not None and parent in open_:
            del open_[open_.index(parent) + 1 :]
        elif parent is not None and open_:
            where = ("nodes", index, "parent")
            yield differing(where, parent, " | ".join(open_))
        else:
            open_.clear()
        open_.append(node["code"])


def _of_entries(document: Json) -> Iterator[Problem]:
    positions = {
        node["code"]: index for index, node in enumerate(document["nodes"])
    }
    entries = [
        (("entries", index), each)
        for index, each in enumerate(document["entries"])
        if each["node"] in positions
    ]
    yield from _misplaced(
        [(*path, "node") for path, _ in entries],
        [entry["node"] for _, entry in entries],
        [(positions[entry["node"]],) for _, entry in entries],
    )
    own: dict[str, list[tuple[Path, Json]]] = {}
    for path, entry in entries:
        own.setdefault(entry["node"], []).append((path, entry))
    for several in own.values():
        yield from _misplaced(
            [(*path, "rule") for path, _ in several],
            [entry["rule"] for _, entry in several],
            [_rank(entry) for _, entry in several],
        )


def _rank(entry: Json) -> tuple[int, int]:
    """Return where an entry stands in its node, as far as it tells."""
    word = entry["rule"].rpartition("#")[2]
    if word in ("cap", "floor"):
        return _LAST, 0
    path = path_of(entry["place"] or "")
    if len(path) > 1 and isinstance(path[-1], int):
        return _KINDS.get(str(path[-2]), _BASE), path[-1]

    return _FIRST if word == "sum" else _BASE, 0


def _of_adjustments(document: Json) -> Iterator[Problem]:
    known = [
        "total#rescale",
        *(
            f"{node['tree']}:{node['code']}"
            for node in document["nodes"]
            if node["parent"] is None and node["tree"] != "criteria"
        ),
        "total#floor",
        "total#cap",
    ]
    # What is not among them is told elsewhere.
    there = [
        (("adjustments", index, "rule"), each["rule"])
        for index, each in enumerate(document["adjustments"])
        if each["rule"] in known
    ]
    yield from _misplaced(
        [path for path, _ in there],
        [rule for _, rule in there],
        [(known.index(rule),) for _, rule in there],
    )
    seen: set[str] = set()
    for path, rule in there:
        twin = "total#floor" if rule == "total#cap" else rule
        if twin in seen:
            yield differing(path, rule, "null")
        seen.add(twin)


def _misplaced(
    paths: Sequence[Path],
    names: Sequence[str],
    ranks: Sequence[tuple[int, ...]],
) -> Iterator[Problem]:
    """Yield the first place whose name another should have."""
    order = sorted(range(len(names)), key=ranks.__getitem__)
    for at, wanted in enumerate(order):
        if wanted != at:
            yield differing(paths[at], names[at], names[wanted])
            return
