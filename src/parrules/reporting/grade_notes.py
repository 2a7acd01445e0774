"""Why a unit has its grade, and no better one."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from parrules.errors import Language
from parrules.reporting.gaps import title_of
from parrules.reporting.joining import facts_of
from parrules.reporting.words import Words, clean

Json = Mapping[str, Any]


def grade_title(grade: Json | None, words: Words) -> str:
    """Return what a grade is called; empty where there is none."""
    return "" if grade is None else words.title(grade) or clean(grade["id"])


def grade_notes(
    document: Json, conditions: Iterable[Json], words: Words
) -> Iterable[str]:
    """Yield what bears on the grade beside the total.

    Args:
        document: What `Breakdown.to_dict` returns.
        conditions: What `Breakdown.conditions` returns.
        words: Of one language.
    """
    yield from _shut_gates(document, conditions, words)
    grade = document["grade"]
    if grade is None:
        return
    if grade["reached"]["id"] != grade["id"]:
        reached = grade_title(grade["reached"], words)
        yield words("grade_reached", grade=reached)
    if grade["ceiling"] is not None:
        ceiling = grade_title(grade["ceiling"], words)
        yield words("grade_ceiling", grade=ceiling)
    if grade["drops"]:
        yield words("grade_drops", count=grade["drops"])
    if grade["because"]:
        nodes = {node["code"]: node for node in document["nodes"]}
        codes = [rule.partition("#")[0] for rule in grade["because"]]
        names = [_sanctioned(code, nodes.get(code), words) for code in codes]
        yield words("grade_because", rules="; ".join(names))
    if grade["because"] and grade["reached"]["id"] == grade["id"]:
        yield words("grade_unchanged")
    if grade["by_published_total"] is not None:
        by_published = grade_title(grade["by_published_total"], words)
        yield words("grade_published", grade=by_published)


def _sanctioned(code: str, node: Json | None, words: Words) -> str:
    """Name the row of a sanction, and say where it may not be due."""
    if node is None:
        return code
    name = f"{code} {words.title(node)}".strip()
    if node["status"] in ("awaiting", "missing"):
        name += f" ({words('sanction_unknown')})"

    return name


def _shut_gates(
    document: Json, conditions: Iterable[Json], words: Words
) -> Iterator[str]:
    """Yield why the total alone did not reach a better grade."""
    facts = facts_of(document)
    for each in conditions:
        if each["about"] != "grade":
            continue
        key = "gate_shut" if each["is_known"] else "gate_unknown"
        read = [
            _said(facts[name], words)
            for name in each["facts"]
            # What is derived and has no title follows from the others.
            if facts[name]["origin"] != "derived" or words.title(facts[name])
        ]
        yield words(
            key,
            grade=words.title(each),
            condition=words.title(each, "condition"),
        ) + (f" ({'; '.join(read)})" if read else "")


def _said(fact: Json, words: Words) -> str:
    value = words("fact_missing")
    if fact["value"] is not None:
        value = words.of_fact(fact)
        if fact["origin"] == "default":
            value += f" ({words('fact_default')})"

    return f"{title_of(fact, words)}: {value}"


def grade_text(
    document: Json,
    conditions: Iterable[Json],
    language: Language = "vi",
    *,
    width: int = 80,
    grades: Iterable[str] = (),
) -> str:
    """Write the grade in full: total, what else bears on it, all grades.

    Args:
        document: What `Breakdown.to_dict` returns.
        conditions: What `Breakdown.conditions` returns.
        language: Of words and titles.
        width: Columns of a line.
        grades: Lines about all grades of the ruleset.
    """
    words = Words(language, width)
    grade, total = document["grade"], document["total"]
    lines = [words("no_grade")]
    if grade is not None and total is not None:
        shown = words.number(total["published"])
        maximum = words.number(document["ruleset"]["maximum"])
        lines = [
            f"{words('grade')}: {grade_title(grade, words)}",
            f"{words('total')}: {shown} / {maximum}",
            *grade_notes(document, conditions, words),
        ]
    found = [
        line
        for text in lines
        for line in textwrap.wrap(text, width, subsequent_indent="    ")
    ]

    return "\n".join((*found, *grades)) + "\n"
