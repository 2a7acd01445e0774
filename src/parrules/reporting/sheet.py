"""A breakdown as a sheet of words: what every report shows.

The texts are ready to be laid out; text, HTML and terminal only place them.
Nothing is computed: every number stands in the document.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from parrules.errors import Language
from parrules.reporting.gaps import (
    Gap,
    unknown_conditions,
    unknown_rows,
)
from parrules.reporting.grade_notes import grade_notes, grade_title
from parrules.reporting.joining import facts_of, joined
from parrules.reporting.provisional import provisional
from parrules.reporting.reasons import (
    FactLine,
    Reason,
    is_computed,
    is_sum,
    measured,
    reasons_of,
)
from parrules.reporting.words import Words, clean

Json = dict[str, Any]
_TREES: Final = ("criteria", "bonus", "penalty")


@attrs.frozen(kw_only=True)
class Item:
    """A node.

    Attributes:
        notes: A code printed otherwise; a maximum that is not all
            applicable.
        status: In words; empty where the node is scored.
        tone: ``full``, ``part``, ``none``, ``gap`` (something is needed)
            or ``out`` (it does not count).
        measure: The measured value, if there is one.
        is_computed: That is points, which a formula comes to.
        reasons: Its entries; they sum to its points.
    """

    code: str
    depth: int
    title: str
    notes: tuple[str, ...]
    points: str
    maximum: str
    status: str
    tone: str
    is_leaf: bool
    measure: str
    is_computed: bool
    reasons: tuple[Reason, ...]

    def lines(self, words: Words) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield what each reason says, and the facts that it read."""
        has_many = len(self.reasons) > 1
        measure = ""
        if self.measure:
            key = "computed_here" if self.is_computed else "measured_here"
            measure = words(key, value=self.measure)
        reasons = self.reasons
        if len(reasons) == 1 and is_sum(reasons[0]):
            # What is below stands below.
            reasons = ()
        for reason in reasons:
            says = f"{reason.amount}  " if has_many else ""
            says += "; ".join(filter(None, (reason.text, measure)))
            measure = ""
            facts = [str(fact) for fact in reason.facts if fact.is_plain]
            yield says, tuple(facts)

    @property
    def unproven(self) -> tuple[FactLine, ...]:
        """Return the facts whose required document is absent."""
        return tuple(fact for fact in self.facts if fact.is_unproven)

    @property
    def facts(self) -> tuple[FactLine, ...]:
        """Return the facts of all reasons, each once."""
        found = {
            fact.name: fact for each in self.reasons for fact in each.facts
        }

        return tuple(found.values())


@attrs.frozen(kw_only=True)
class Sum:
    """A line of the sum that makes the total; *is_part* of the one above."""

    label: str
    amount: str
    is_part: bool = False


@attrs.frozen(kw_only=True)
class Sheet:
    """A whole breakdown in words.

    Attributes:
        status: What the ruleset is; *is_official* if it says so.
        unit: Labels and texts: unit, period and stage.
        total, maximum: As published; *total* is empty where there is none.
        grade: Empty where there is none; *grade_notes* say how it came.
        provisional: Rows of a template that are not of its decision.
        warnings: Why the result is not final; empty where it is.
        channels: Titles, points and maxima.
        sections: Headings and nodes, by tree.
        gaps: What is missing or awaited.
        unproven: Titles of facts whose document is absent.
        documents: Those that were given.
    """

    language: Language
    title: str
    ruleset: str
    status: str
    is_official: bool
    source: str
    unit: tuple[tuple[str, str], ...]
    total: str
    maximum: str
    sums: tuple[Sum, ...]
    grade: str
    grade_notes: tuple[str, ...]
    provisional: tuple[str, ...]
    warnings: tuple[str, ...]
    channels: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[Item, ...]], ...]
    gaps: tuple[Gap, ...]
    unproven: tuple[str, ...]
    documents: tuple[str, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Return all nodes, in file order."""
        return tuple(item for _, items in self.sections for item in items)


def sheet_of(
    document: Mapping[str, Any],
    language: Language,
    conditions: Iterable[Mapping[str, Any]] = (),
) -> Sheet:
    """Put the *document* of a breakdown into words.

    Args:
        document: What `Breakdown.to_dict` returns.
        language: Of words and titles.
        conditions: What `Breakdown.conditions` returns.
    """
    words = Words(language)
    conditions = tuple(conditions)
    ruleset = document["ruleset"]
    nodes = joined(document)
    sections = tuple(_sections(nodes, words))
    items = tuple(item for _, items in sections for item in items)
    total = document["total"]
    gaps = (
        *_gaps(items),
        *unknown_rows(nodes, words),
        *unknown_conditions(document, conditions, words),
    )

    return Sheet(
        language=language,
        title=words.title(ruleset),
        ruleset=f"{ruleset['id']}@{ruleset['edition']}",
        status=words(ruleset["status"]),
        is_official=ruleset["status"] == "official",
        source=clean(ruleset["source"] or ""),
        unit=tuple(_unit(document, words)),
        total=words.number(total["published"]) if total else "",
        maximum=words.number(ruleset["maximum"]),
        sums=tuple(_sums(document, words)),
        grade=grade_title(document["grade"], words),
        grade_notes=tuple(grade_notes(document, conditions, words)),
        provisional=tuple(provisional(ruleset, nodes, words)),
        warnings=tuple(_warnings(document, gaps, words)),
        channels=tuple(_channels(document, words)),
        sections=sections,
        gaps=gaps,
        unproven=_unproven(items),
        documents=tuple(_documents(document, words)),
    )


def item_of(node: Json, words: Words, *, is_leaf: bool) -> Item:
    """Put one node into words."""
    status = "" if node["status"] == "scored" else words(node["status"])

    return Item(
        code=node["code"],
        depth=node["code"].count("."),
        title=words.title(node),
        notes=tuple(_notes(node, words)),
        points=words.number(node["points"]),
        maximum=words.number(node["maximum"]),
        status=status,
        tone=_tone(node),
        is_leaf=is_leaf,
        measure="" if status else measured(node, words),
        is_computed=is_computed(node),
        reasons=reasons_of(node, words),
    )


def _notes(node: Json, words: Words) -> Iterable[str]:
    if node["printed"]:
        yield words("printed", code=clean(node["printed"]))
    if node["status"] == "scored" and node["applicable"] != node["maximum"]:
        applicable = words.number(node["applicable"])
        yield words("applicable", points=applicable)


def _tone(node: Json) -> str:
    tones = {
        "awaiting": "gap",
        "missing": "gap",
        "not_applicable": "out",
        "not_held": "out",
        "knocked_out": "none",
    }
    if node["status"] in tones:
        return tones[node["status"]]
    has_happened = (node["rule"] or "").endswith("#when")
    if node["tree"] == "penalty" or has_happened:
        taken = node["points"] != "0" or has_happened
        return "none" if taken else "full"
    if node["points"] == node["applicable"]:
        return "full"

    return "none" if node["points"] == "0" else "part"


# -- the parts of a sheet ----------------------------------------------------


def _sections(
    nodes: list[Json], words: Words
) -> Iterable[tuple[str, tuple[Item, ...]]]:
    inner = {node["parent"] for node in nodes}
    for tree in _TREES:
        items = tuple(
            item_of(node, words, is_leaf=node["code"] not in inner)
            for node in nodes
            if node["tree"] == tree
        )
        if items:
            yield words(tree), items


def _unit(
    document: Mapping[str, Any], words: Words
) -> Iterable[tuple[str, str]]:
    unit = {key: clean(text) for key, text in document["unit"].items()}
    name, id_ = unit.pop("name", ""), unit.pop("id", "")
    if name or id_:
        both = f"{name} ({id_})" if name and id_ else name or id_
        yield words("unit"), both
    facts = facts_of(document)
    for key, text in unit.items():
        fact = facts.get(f"unit.{key}")
        if key in ("block", "level"):
            yield words(key), text if fact is None else words.of_fact(fact)
        elif fact is None:
            yield clean(key), text
        else:
            yield words.title(fact) or clean(key), words.of_fact(fact)
    if document["period"]:
        yield words("period"), clean(document["period"])
    if document["stage"]:
        yield words("stage"), words(document["stage"])


def _sums(document: Mapping[str, Any], words: Words) -> Iterable[Sum]:
    """Yield what makes the total, top to bottom like a bill."""
    if document["base"] is None:
        return
    adjustments = {
        each["rule"]: words.signed(each["amount"]["published"])
        for each in document["adjustments"]
    }
    base = words.number(document["base"]["published"])
    yield Sum(label=words("base"), amount=base)
    if "total#rescale" in adjustments:
        amount = adjustments["total#rescale"]
        label = words.rule("total_rescale")
        yield Sum(label=label, amount=amount, is_part=True)
    trees = {node["tree"] for node in document["nodes"]}
    for tree, sign in (("bonus", ""), ("penalty", "-")):
        if tree in trees:
            amount = words.signed(sign + document[tree]["published"])
            yield Sum(label=words(tree), amount=amount)
    for end in ("cap", "floor"):
        if f"total#{end}" in adjustments:
            label = words.rule(f"total_{end}")
            yield Sum(label=label, amount=adjustments[f"total#{end}"])


def _warnings(
    document: Mapping[str, Any], gaps: Iterable[Gap], words: Words
) -> Iterable[str]:
    if document["complete"]:
        return
    inner = {node["parent"] for node in document["nodes"]}
    leaves = [node for node in document["nodes"] if node["code"] not in inner]
    counted = 0
    for status in ("missing", "awaiting"):
        count = sum(node["status"] == status for node in leaves)
        if count:
            counted += count
            yield words(f"{status}_count", count=count)
    if not counted or len(tuple(gaps)) > counted:
        yield words("unknown_held")


def _channels(
    document: Mapping[str, Any], words: Words
) -> Iterable[tuple[str, str]]:
    states = {(each["channel"], each["status"]) for each in document["nodes"]}
    for channel in document["channels"]:
        title = words.title(channel) or channel["id"]
        if channel["share"] is None:
            held = (channel["id"], "not_held") not in states
            yield title, words("channel_out" if held else "not_held")
            continue
        points = words.number(channel["points"])
        maximum = words.number(channel["applicable"])
        share = words.number(channel["share"])
        yield title, f"{points} / {maximum} ({share}%)"


def _gaps(items: Iterable[Item]) -> Iterable[Gap]:
    for item in items:
        if item.tone == "gap" and item.is_leaf:
            yield Gap(
                code=item.code,
                title=item.title,
                status=item.status,
                needs=tuple(
                    fact.title
                    for fact in item.facts
                    if fact.is_missing and fact.name != item.code
                ),
            )


def _unproven(items: Iterable[Item]) -> tuple[str, ...]:
    found = {fact.name: fact.title for item in items for fact in item.unproven}

    return tuple(found.values())


def _documents(document: Mapping[str, Any], words: Words) -> Iterable[str]:
    titled = {
        **facts_of(document),
        **{node["code"]: node for node in document["nodes"]},
    }
    for each in document["evidence"]:
        parts = [
            words.value(each[key])
            for key in ("id", "number", "title", "date", "issuer", "path")
            if each.get(key)
        ]
        if each.get("page"):
            parts.append(words("page", page=clean(each["page"])))
        names = "; ".join(
            _supported(name, titled[name], words) for name in each["for"]
        )
        yield f"{', '.join(parts)} ({names})".lstrip()


def _supported(name: str, titled: Json, words: Words) -> str:
    """Write what a document supports: a fact, or an answer to a node."""
    title = words.title(titled)
    if name[0].islower():
        return title or clean(name)

    return f"{words('node', code=clean(name))} {title}".rstrip()
