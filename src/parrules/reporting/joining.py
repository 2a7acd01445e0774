"""The tables of a document, joined: nodes with entries, entries with facts."""

from collections.abc import Iterable, Mapping
from typing import Any

from parrules.facts import shown_as

Json = dict[str, Any]


def joined(document: Mapping[str, Any]) -> list[Json]:
    """Return the nodes of a document with their entries.

    Args:
        document: What `Breakdown.to_dict` returns.

    Returns:
        Each node, with ``entries``; each entry with the ``source`` of its
        node, whether it ``grades``, and, as ``facts``, all that is said of
        what it read. A node that only adds up has one entry, ``#sum``.
    """
    facts = facts_of(document)
    grade = document["grade"]
    # What left the grade as it was bears on nothing.
    is_lowered = grade is not None and grade["id"] != grade["reached"]["id"]
    graded = frozenset(grade["because"] if is_lowered else ())
    entries: dict[str, list[Json]] = {}
    for entry in document["entries"]:
        read = [facts[name] for name in entry["facts"]]
        entries.setdefault(entry["node"], []).append({**entry, "facts": read})

    return [
        {
            **node,
            "entries": [
                {
                    **entry,
                    "source": node["source"],
                    "grades": entry["rule"] in graded,
                }
                for entry in entries.get(node["code"]) or (_sum(node),)
            ],
        }
        for node in document["nodes"]
    ]


def facts_of(document: Mapping[str, Any]) -> dict[str, Json]:
    """Return what a document says of each fact, by name."""
    columns = document["facts"]
    lacking = frozenset(document["unevidenced"])
    shown = _shown(document["evidence"])

    called = {
        language: _called(columns[f"titles_{language}"])
        for language in ("vi", "en")
    }

    return {
        name: {
            "name": name,
            "title_vi": columns["titles_vi"].get(name),
            "title_en": columns["titles_en"].get(name),
            "options_vi": called["vi"].get(name, {}),
            "options_en": called["en"].get(name, {}),
            "value": value,
            "dimension": columns["dimensions"].get(name),
            "origin": columns["origins"][name],
            "evidence": shown.get(name, ()),
            "unevidenced": name in lacking,
        }
        for name, value in columns["values"].items()
    }


def _called(titles: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what options and levels are called, by fact and by name."""
    found: dict[str, dict[str, str]] = {}
    for key, title in titles.items():
        name, mark, option = key.partition("=")
        if mark:
            found.setdefault(name, {})[option] = title

    return found


def _shown(documents: Iterable[Json]) -> dict[str, list[str]]:
    """Return what tells the documents that support a fact, by its name."""
    found: dict[str, list[str]] = {}
    for each in documents:
        for name in each["for"]:
            found.setdefault(name, []).append(shown_as(each))

    return found


def _sum(node: Json) -> Json:
    return {
        "node": node["code"],
        "rule": f"{node['code']}#sum",
        "label_vi": None,
        "label_en": None,
        "amount": node["points"],
        "count": None,
        "facts": [],
        "place": node["place"],
    }
