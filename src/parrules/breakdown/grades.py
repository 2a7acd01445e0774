"""Whether the grade of a breakdown is what the rest of it makes it.

Its shape has been looked at.  The ladder of grades, and which rows carry a
sanction, only the ruleset knows.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from parrules.breakdown.differing import differing
from parrules.breakdown.shape import shown
from parrules.errors import Problem

Json = Mapping[str, Any]


def grade_problems(document: Json) -> Iterator[Problem]:
    """Yield PAR702 for each part of the grade that the others rule out."""
    grade = document["grade"]
    if grade is None:
        return
    if document["total"] is None:
        yield differing(("grade",), "object", "null")
    if grade["rule"] != f"grade:{grade['id']}":
        found, expected = grade["rule"], f"grade:{grade['id']}"
        yield differing(("grade", "rule"), found, expected)
    yield from _of_titles(grade)
    yield from _of_sanctions(document, grade)
    if grade["drops"]:
        return
    known = _without_drops(grade)
    if grade["id"] not in known:
        yield differing(("grade", "id"), grade["id"], " | ".join(known))


def _of_titles(grade: Json) -> Iterator[Problem]:
    """Hold one grade to the same words wherever it is named."""
    for key in ("reached", "ceiling", "by_published_total"):
        other = grade[key]
        if other is None or other["id"] != grade["id"]:
            continue
        for title in ("title_vi", "title_en"):
            if other[title] != grade[title]:
                where = ("grade", key, title)
                yield differing(
                    where, shown(other[title]), shown(grade[title])
                )


def _of_sanctions(document: Json, grade: Json) -> Iterator[Problem]:
    """Hold ceiling and drops to the sanctions that they come from."""
    positions = {
        node["rule"]: index
        for index, node in enumerate(document["nodes"])
        if node["rule"] is not None and node["status"] != "not_held"
    }
    at = -1
    for index, rule in enumerate(grade["because"]):
        # They stand as their nodes do, each once.
        if positions.get(rule, -1) <= at:
            where = ("grade", "because", index)
            yield differing(where, rule, "nodes[…].rule")
        at = max(at, positions.get(rule, at))
    ceiling, drops = grade["ceiling"], grade["drops"]
    if grade["because"]:
        if ceiling is None and not drops:
            yield differing(("grade", "because"), "array", "[]")
        return
    if ceiling is not None:
        yield differing(("grade", "ceiling"), ceiling["id"], "null")
    if drops:
        yield differing(("grade", "drops"), str(drops), "0")


def _without_drops(grade: Json) -> list[str]:
    """Return the grades that there can be, if no steps lower any."""
    bounds = (grade["reached"], grade["ceiling"])

    return [each["id"] for each in bounds if each is not None]
