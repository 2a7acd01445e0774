"""What is still needed, beside leaves that cannot be scored."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from parrules.reporting.joining import facts_of
from parrules.reporting.reasons import is_feared
from parrules.reporting.words import Words, clean

Json = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Gap:
    """What is not known yet, and what it needs.

    Attributes:
        code: Of a node; empty for a grade or a channel.
    """

    code: str
    title: str
    status: str
    needs: tuple[str, ...]


def unknown_rows(nodes: Iterable[Json], words: Words) -> Iterator[Gap]:
    """Yield what is held against nodes that are no gaps themselves.

    Args:
        nodes: What `joined` returns.
        words: Of one language.
    """
    knocked: set[str] = set()
    found = list(nodes)
    inner = {node["parent"] for node in found}
    for node in found:
        feared = [each for each in node["entries"] if is_feared(each)]
        is_gap = node["status"] in ("missing", "awaiting")
        if not feared or (is_gap and node["code"] not in inner):
            continue
        is_knocked = node["status"] == "knocked_out"
        if is_knocked:
            knocked.add(node["code"])
            if node["parent"] in knocked:
                # It is said of the node above.
                continue
        needs = {
            fact["name"]: title_of(fact, words)
            for entry in feared
            for fact in entry["facts"]
            if fact["origin"] == "missing"
        }
        yield Gap(
            code=node["code"],
            title=words.title(node),
            status=words("gap_knock_out" if is_knocked else "gap_deduction"),
            needs=tuple(needs.values()),
        )


def unknown_conditions(
    document: Json, conditions: Iterable[Json], words: Words
) -> Iterator[Gap]:
    """Yield gates and channels that facts are missing for."""
    facts = facts_of(document)
    for each in conditions:
        if not each["is_known"]:
            title = words.title(each)
            yield Gap(
                code="",
                title=words(f"gap_{each['about']}", title=title),
                status=words(f"gap_{each['about']}_unknown"),
                needs=tuple(
                    title_of(facts[name], words)
                    for name in each["facts"]
                    if facts[name]["origin"] == "missing"
                ),
            )


def title_of(fact: Json, words: Words) -> str:
    """Return what a fact, or an answer, is called."""
    title = words.title(fact)
    if not title and not fact["name"][0].islower():
        return words("answer_of", code=clean(fact["name"]))

    return title or clean(fact["name"])
