"""What of a template is said to come from elsewhere than its decision."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from parrules.reporting.words import Words, clean

_MOST = 12
"""Codes that one line names."""


def provisional(
    ruleset: Mapping[str, Any],
    nodes: Iterable[Mapping[str, Any]],
    words: Words,
) -> Iterator[str]:
    """Yield for each source of rows of a template the rows that have it.

    A ruleset that is no template has nothing that is provisional.
    """
    if ruleset["status"] != "template":
        return
    found: dict[str, list[str]] = {}
    for node in nodes:
        source = clean(node["source"] or "")
        if source and source != clean(ruleset["source"] or ""):
            found.setdefault(source, []).append(clean(node["code"]))
    for source, codes in found.items():
        shown = [*codes[:_MOST], *(["…"] if len(codes) > _MOST else [])]
        yield words("provisional", codes=", ".join(shown), source=source)
