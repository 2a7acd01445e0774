"""Whether what became of each node is what its entries and children make it.

Its shape has been looked at, and its names.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from parrules.breakdown.differing import amount_text, differing
from parrules.errors import Path, Problem

Json = Mapping[str, Any]

_ALONE: Final = {
    "not_held": "not_held",
    "knock_out": "knocked_out",
    "awaiting": "awaiting",
    "missing": "missing",
}
"""Words of rules that stand alone in a node, and the status they tell."""

_KIND: Final = re.compile(r"\.(awards|deductions)\[[0-9]+\]$")
_UNKNOWN: Final = ("awaiting", "missing")
_CLAMPED: Final = ("cap", "floor")
"""Words of what no row gives or takes."""


def verdict_problems(document: Json) -> Iterator[Problem]:
    """Yield PAR702 for each status, rule and applicable maximum that is off.

    What is off in one node is not told again of those above it.
    """
    nodes: Sequence[Json] = document["nodes"]
    entries: dict[str, list[Json]] = {}
    for entry in document["entries"]:
        entries.setdefault(entry["node"], []).append(entry)
    below: dict[str, list[Json]] = {}
    for node in nodes:
        if node["parent"] is not None:
            below.setdefault(node["parent"], []).append(node)
    lost = _lost(nodes, below)
    for index, node in enumerate(nodes):
        path: Path = ("nodes", index)
        own = entries.get(node["code"], [])
        children = below.get(node["code"])
        if children is None:
            yield from _of_leaf(node, own, path)
            continue
        if _word(own) != "knock_out":
            yield from _status(node, (_of_all(children),), path)
            # The first of them is what those below came to.
            yield from _rule(node, [_last(own[1:])], path)
        else:
            yield from _status(node, ("knocked_out",), path)
            yield from _rule(node, [own[0]["rule"]], path)
        left = Fraction(node["maximum"]) - lost[node["code"]]
        yield from _applicable(node, (max(left, Fraction()),), path)


def _word(entries: Sequence[Json]) -> str:
    """Return the word of the only entry; none where there are more."""
    if len(entries) != 1:
        return ""

    return str(entries[0]["rule"]).rpartition("#")[2]


def _of_leaf(
    node: Json, entries: Sequence[Json], path: Path
) -> Iterator[Problem]:
    told = _ALONE.get(_word(entries))
    allowed: tuple[str, ...] = ("scored", "not_applicable")
    if told is not None:
        allowed = (told,)
    elif node["tree"] == "penalty":
        # What is unknown there is written as what it takes.
        allowed += _UNKNOWN
    yield from _status(node, allowed, path)
    last = _last(entries)
    if last is not None:
        yield from _rule(node, [last], path)
    elif not entries or _KIND.search(entries[0]["place"] or "") is None:
        first = entries[0]["rule"] if entries else f"{node['code']}#…"
        yield from _rule(node, [first], path)
    # Else the row that decided gave 0, and stands not beside what is added.
    maximum = Fraction(node["maximum"])
    if node["status"] == "not_held":
        yield from _applicable(node, (Fraction(),), path)
    elif node["status"] == "not_applicable":
        yield from _applicable(node, (Fraction(), maximum), path)
    else:
        yield from _applicable(node, (maximum,), path)


def _last(entries: Sequence[Json]) -> str | None:
    """Return the rule of the last row that gave or took anything."""
    for entry in reversed(entries):
        rule = str(entry["rule"])
        is_row = rule.rpartition("#")[2] not in _CLAMPED
        if is_row and Fraction(entry["amount"]):
            return rule

    return None


def _of_all(children: Sequence[Json]) -> str:
    statuses = {child["status"] for child in children}
    if len(statuses) == 1:
        return str(statuses.pop())

    return (
        "knocked_out" if statuses == {"knocked_out", "not_held"} else "scored"
    )


def _lost(
    nodes: Sequence[Json], below: Mapping[str, object]
) -> dict[str, Fraction]:
    """Return what the leaves below each node lost in A, by its code."""
    lost: dict[str, Fraction] = {}
    for node in reversed(nodes):
        code, parent = node["code"], node["parent"]
        own = lost.setdefault(code, Fraction())
        if code not in below:
            own = Fraction(node["maximum"]) - Fraction(node["applicable"])
        if parent is not None:
            lost[parent] = lost.get(parent, Fraction()) + own

    return lost


def _status(
    node: Json, allowed: Sequence[str], path: Path
) -> Iterator[Problem]:
    if node["status"] not in allowed:
        where = (*path, "status")
        yield differing(where, node["status"], " | ".join(allowed))


def _rule(
    node: Json, allowed: Sequence[str | None], path: Path
) -> Iterator[Problem]:
    found = node["rule"]
    if found not in allowed:
        expected = " | ".join(each or "null" for each in allowed)
        yield differing((*path, "rule"), found or "null", expected)


def _applicable(
    node: Json, allowed: Sequence[Fraction], path: Path
) -> Iterator[Problem]:
    if Fraction(node["applicable"]) not in allowed:
        expected = " | ".join(map(amount_text, allowed))
        yield differing((*path, "applicable"), node["applicable"], expected)
