"""Whether a breakdown names only what stands in it.

Its shape has been looked at.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from parrules.breakdown.differing import differing
from parrules.breakdown.places import place_of
from parrules.breakdown.shape import shown
from parrules.errors import Path, Problem

Json = Mapping[str, Any]


def name_problems(document: Json) -> Iterator[Problem]:
    """Yield every name of what is not there, in the order of the document.

    PAR702 where what is missing has a value, PAR703 where a code stands
    twice, PAR704 where a node lies below none that is there, PAR705 where
    anything else is named that is not there.
    """
    facts = document["facts"]["values"].keys()
    for index, each in enumerate(document["evidence"]):
        yield from _absent(each["for"], facts, ("evidence", index, "for"))
    yield from _absent(document["unevidenced"], facts, ("unevidenced",))
    for index, each in enumerate(document["conditions"]):
        yield from _absent(
            each["facts"], facts, ("conditions", index, "facts")
        )
    yield from _of_facts(document["facts"])
    yield from _of_nodes(document["nodes"])
    codes = {node["code"] for node in document["nodes"]}
    for index, entry in enumerate(document["entries"]):
        if entry["node"] not in codes:
            yield _unknown(("entries", index, "node"), entry["node"])
        yield from _absent(entry["facts"], facts, ("entries", index, "facts"))


def _absent(
    names: Iterable[str], known: AbstractSet[str], path: Path
) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name not in known:
            yield _unknown((*path, index), name)


def _unknown(path: Path, name: str) -> Problem:
    return Problem(
        code="PAR705",
        path=path,
        arguments={"where": place_of(path) or "", "name": name},
    )


def _of_facts(facts: Json) -> Iterator[Problem]:
    """Hold the columns of facts to one another."""
    values, origins = facts["values"], facts["origins"]
    for name, value in values.items():
        path: Path = ("facts", "values", name)
        if name not in origins:
            yield _unknown(path, name)
        elif origins[name] == "missing" and value is not None:
            yield differing(path, shown(value), "null")
    for key, column in facts.items():
        for name in column:
            known = name
            if key.startswith("titles_"):
                # Also an option or a level has one, as `poll=bad`.
                known = name.partition("=")[0]
            if known not in values:
                yield _unknown(("facts", key, name), name)


def _of_nodes(nodes: Iterable[Json]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for index, node in enumerate(nodes):
        path: Path = ("nodes", index)
        code, parent = node["code"], node["parent"]
        if code in seen:
            yield Problem(
                code="PAR703",
                path=(*path, "code"),
                arguments={"code": code},
            )
        if parent is not None and seen.get(parent) != node["tree"]:
            yield Problem(
                code="PAR704",
                path=(*path, "parent"),
                arguments={"code": code, "parent": parent},
            )
        seen.setdefault(code, node["tree"])
