"""Why a node earned its points, in words: entries, facts and documents."""

import re
from typing import Any, Final

import attrs

from parrules.reporting.words import Words, clean

Json = dict[str, Any]
_FACT_NAME: Final = re.compile(r"(?:unit\.)?[a-z][a-z0-9_]*")
_NUMBERED: Final = re.compile(r"(award|deduction)\.([0-9]+)")
_NAMED: Final = (
    "otherwise",
    "judged",
    "base",
    "sum",
    "none",
    "missing",
    "awaiting",
    "not_held",
    "cap",
    "floor",
    "when",
)
# These say more than the label of the row that they stand for.
_BEFORE_LABEL: Final = (
    "if_none",
    "not_applicable",
    "knock_out",
    "unevidenced",
)


@attrs.frozen(kw_only=True)
class FactLine:
    """A fact as a reason shows it.

    Attributes:
        is_plain: Its title tells what it is; not so for many derived
            facts, which follow from the others anyway.
        is_missing: Its value is needed.
        is_unproven: A required document is absent, and there could be one.
    """

    name: str
    title: str
    value: str
    documents: tuple[str, ...]
    is_plain: bool
    is_missing: bool
    is_unproven: bool

    def __str__(self) -> str:
        """Write title, value and documents."""
        documents = f" [{', '.join(self.documents)}]" if self.documents else ""

        return f"{self.title}: {self.value}{documents}"


@attrs.frozen(kw_only=True)
class Reason:
    """One entry of a node: what it says, its amount, what it rests on."""

    rule: str
    text: str
    amount: str
    facts: tuple[FactLine, ...]
    source: str
    place: str


def reasons_of(node: Json, words: Words) -> tuple[Reason, ...]:
    """Return the entries of *node*, in words; their amounts sum to it.

    Args:
        node: One of those that `joined` returns.
        words: Of one language.
    """
    return tuple(_reason(node, entry, words) for entry in node["entries"])


def measured(node: Json, words: Words) -> str:
    """Return the measured value, empty where there is none."""
    measure = node["measure"]
    if not measure or measure["value"] is None:
        return ""

    return words.measure(measure["value"], measure["dimension"])


def is_computed(node: Json) -> bool:
    """Tell whether what is measured is points that a formula comes to."""
    return any(each["rule"].endswith("#formula") for each in node["entries"])


def is_sum(reason: Reason) -> bool:
    """Tell whether an entry adds up the nodes below, and reads no fact."""
    return not reason.facts and (
        reason.rule.endswith("#sum") or "#" not in reason.rule
    )


def _reason(node: Json, entry: Json, words: Words) -> Reason:
    answer = _answer(node, entry)
    if answer is None:
        text = _text(node, entry, words)
    else:
        # A choice may have any name: also that of a rule of the library.
        text = str(_fact(answer, node, words))
    if entry["grades"]:
        text += f"; {words('bears_on_grade')}"

    return Reason(
        rule=entry["rule"],
        text=text,
        amount=_amount(node, entry, words),
        facts=tuple(
            _fact(fact, node, words)
            for fact in entry["facts"]
            if fact is not answer
        ),
        source=clean(entry["source"] or ""),
        place=entry["place"] or "",
    )


def _amount(node: Json, entry: Json, words: Words) -> str:
    """Write an amount; all of a penalty is taken off, and needs no sign."""
    if node["tree"] == "penalty":
        return words.number(entry["amount"])

    return words.signed(entry["amount"])


def _text(node: Json, entry: Json, words: Words) -> str:
    """Return what the rule says, and how often it counts."""
    said = _said(node, entry, words)
    count = entry["count"]
    if count is None:
        return said
    if is_feared(entry):
        return _feared(node, entry, words)
    each, per = words.number(count["each"]), words.number(count["per"])
    times = words("count", each=each, per=per)
    if count["at_most"] is not None:
        most = words.number(count["at_most"])
        times += f", {words('form_at_most', points=most)}"

    return f"{said}: {times}"


def is_feared(entry: Json) -> bool:
    """Tell whether nobody knows whether, or how often, an entry counts."""
    count = entry["count"]

    return count is not None and count["each"] is None


def _feared(node: Json, entry: Json, words: Words) -> str:
    """Say that what may have happened is held against the unit."""
    label = words.title(entry, "label")
    if entry["rule"].endswith("#knock_out"):
        key = "knock_out_feared" if label else "knock_out_unknown"
        return words.rule(key, label=label)
    said, count = _said(node, entry, words), entry["count"]
    if count["per"] == count["at_most"]:
        return words("feared", label=said)

    return f"{said} ({words('count_unknown')})"


def _said(node: Json, entry: Json, words: Words) -> str:
    label = words.title(entry, "label")
    _, mark, kind = entry["rule"].partition("#")
    if not mark:
        return f"{entry['rule']} {label}".strip()
    if kind in _BEFORE_LABEL:
        return words.rule(kind) + (f" ({label})" if label else "")
    if kind == "formula":
        return words.rule("formula", expression=label)
    if kind == "missing" and entry["amount"] != "0":
        return words.rule("missing_penalty")
    if kind == "none":
        return words.rule(_nothing(node))
    if label and not (kind == "when" and label == words.title(node)):
        return label
    if kind in _NAMED:
        return words.rule(kind)
    numbered = _NUMBERED.fullmatch(kind)
    if numbered:
        return words.rule(numbered[1], number=numbered[2])

    return words.rule("row", name=kind)


def _nothing(node: Json) -> str:
    """Return which words say that nothing of a leaf has come to pass."""
    if node["maximum"] == "0":
        return "when_not"

    return {"penalty": "none_penalty", "bonus": "none_bonus"}.get(
        node["tree"], "none"
    )


def _answer(node: Json, entry: Json) -> Json | None:
    """Return what a person picked, if that made the entry."""
    kind = entry["rule"].partition("#")[2]
    for fact in entry["facts"]:
        if fact["name"] == node["code"] and fact["value"] == kind:
            found: Json = fact
            return found

    return None


def _picked(value: object, node: Json, words: Words) -> str:
    """Write what a person answered to *node*: by its label, if it has one."""
    for entry in node["entries"]:
        answer = _answer(node, entry)
        if answer is not None and answer["value"] == value:
            return words.title(entry, "label") or words.answer(value)

    return words.answer(value)


def _fact(fact: Json, node: Json, words: Words) -> FactLine:
    name, value = fact["name"], fact["value"]
    # What a node earned is derived, and has a title that says so.
    is_derived = fact["origin"] == "derived"
    is_code = _FACT_NAME.fullmatch(name) is None and not is_derived
    is_mine = name == node["code"]
    title = words.title(fact)
    is_plain = bool(title) or not is_derived
    if is_code:
        # Points are given, and other answers chosen.
        key = "judged" if fact.get("dimension") == "points" else "answer"
        title = words(key) if is_mine else words(f"{key}_of", code=name)
    is_refused = fact["unevidenced"] and fact["origin"] == "missing"
    if value is None:
        # What was handed in without its document says nothing (S3.7).
        shown = words("fact_refused" if is_refused else "fact_missing")
    elif is_mine:
        shown = _picked(value, node, words)
    else:
        shown = words.answer(value) if is_code else words.of_fact(fact)
    if fact["origin"] in ("default", "derived"):
        origin = words("fact_" + fact["origin"])
        shown += f" ({origin})"

    return FactLine(
        name=name,
        title=title or name,
        value=shown,
        documents=tuple(clean(each) for each in fact["evidence"] if each),
        is_plain=is_plain,
        is_missing=value is None and fact["origin"] == "missing",
        # Of what never happened there can be no document.
        is_unproven=fact["unevidenced"] and value != "never",
    )
