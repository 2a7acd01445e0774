"""Why a node earned its points, in words: entries, facts and documents."""

import re
from typing import Any, Final

import attrs

from parrules.reporting.words import Words, clean

Json = dict[str, Any]
_FACT_NAME: Final = re.compile(r"(?:unit\.)?[a-z][a-z0-9_]*")
_PERCENT: Final = re.compile(r"(?:percent|share)\([^()]*\)")
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
        is_unproven: A required document is absent.
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
    """Return the entries of *node*, in words; their amounts sum to it."""
    return tuple(_reason(node, entry, words) for entry in node["entries"])


def measured(node: Json, words: Words) -> str:
    """Return the measured value, empty where there is none."""
    measure = node["measure"]
    if not measure or measure["value"] is None:
        return ""
    sign = "\u00a0%" if _PERCENT.fullmatch(measure["expression"]) else ""

    return words.number(measure["value"]) + sign


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

    return Reason(
        rule=entry["rule"],
        text=text,
        amount=words.signed(entry["amount"]),
        facts=tuple(
            _fact(fact, node, words)
            for fact in entry["facts"]
            if fact is not answer
        ),
        source=clean(entry["source"] or ""),
        place=entry["place"] or "",
    )


def _text(node: Json, entry: Json, words: Words) -> str:
    """Return what the rule says."""
    label = words.title(entry["label"])
    _, mark, kind = entry["rule"].partition("#")
    if not mark:
        return f"{entry['rule']} {label}".strip()
    if kind in _BEFORE_LABEL:
        return words.rule(kind) + (f" ({label})" if label else "")
    if kind == "formula":
        expression = clean((node["measure"] or {}).get("expression", label))
        return words.rule("formula", expression=expression)
    if kind == "missing" and entry["amount"] != "0":
        return words.rule("missing_penalty")
    if kind == "none" and node["maximum"] == "0":
        return words.rule("when_not")
    if label and not (kind == "when" and label == words.title(node["title"])):
        return label
    if kind in _NAMED:
        return words.rule(kind)
    numbered = _NUMBERED.fullmatch(kind)
    if numbered:
        return words.rule(numbered[1], number=numbered[2])

    return words.rule("row", name=kind)


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
            return words.title(entry["label"]) or words.answer(value)

    return words.answer(value)


def _fact(fact: Json, node: Json, words: Words) -> FactLine:
    name, value = fact["name"], fact["value"]
    is_code = _FACT_NAME.fullmatch(name) is None
    is_mine = name == node["code"]
    title = words.title(fact["title"])
    is_plain = bool(title) or fact["origin"] != "derived"
    if is_code:
        title = words("answer") if is_mine else words("answer_of", code=name)
    if value is None:
        shown = words("fact_missing")
    elif is_mine:
        shown = _picked(value, node, words)
    else:
        shown = words.answer(value) if is_code else words.value(value)
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
        is_unproven=fact["unevidenced"],
    )
