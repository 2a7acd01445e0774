"""A breakdown as plain text: for a file, a message, a printer."""

import textwrap
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from parrules.errors import Language, visible
from parrules.reporting.gaps import Gap, unknown_conditions
from parrules.reporting.reasons import Reason
from parrules.reporting.sheet import Item, Sheet, item_of, sheet_of
from parrules.reporting.words import Words, clean

Locate = Callable[[str], tuple[str, int] | None]
_LEAST_ROOM: Final = 8
"""Columns for a title, however narrow lines are."""


def breakdown_text(
    document: Mapping[str, Any],
    language: Language = "vi",
    conditions: Iterable[Mapping[str, Any]] = (),
) -> str:
    """Write a whole breakdown: totals, and every node with its reason.

    Args:
        document: What `Breakdown.to_dict` returns.
        language: Of words and titles.
        conditions: What `Breakdown.conditions` returns.
    """
    sheet = sheet_of(document, language, conditions)
    words = Words(language)
    width = max((len(item.code) for item in sheet.items), default=0)
    lines = [*_head(sheet, words)]
    for heading, items in sheet.sections:
        lines += ["", heading.upper()]
        for item in items:
            if item.depth == 0:
                lines.append("")
            lines += _item(item, width, words)
    lines += _tail(sheet, words)

    return "\n".join(lines) + "\n"


def node_text(
    node: Mapping[str, Any],
    language: Language = "vi",
    below: Iterable[Mapping[str, Any]] = (),
    *,
    width: int = 80,
    locate: Locate | None = None,
    rows: Iterable[str] = (),
) -> str:
    """Write one node in full: all that its points are made of.

    Args:
        node: One of those that `joined` returns.
        language: Of words and titles.
        below: The nodes that it adds up, to be listed.
        width: Columns of a line.
        locate: Tells file and line of a place in the ruleset, where there
            is a file; the place itself is written where there is none.
        rows: Lines about all rows of the node.
    """
    words = Words(language, width)
    item = item_of(dict(node), words, is_leaf=True)
    lines = _wrapped(words, f"{item.code}  {item.title}", "", "    ")
    score = f"{item.points} {words('of')} {item.maximum} {words('points')}"
    status = item.status or words("scored")
    lines.append(", ".join((score, status, *item.notes)))
    if item.measure:
        expression = words.title(node["measure"], "label")
        key = "computed" if item.is_computed else "measured"
        measure = f"{words(key)}: {item.measure} ({expression})"
        lines += _wrapped(words, measure, "", "    ")
    lines += ["", words("entries")]
    for reason in item.reasons:
        lines += _full_reason(reason, words, locate)
    lines += _below(below, words)
    lines += rows
    lines.append("")
    for key in ("source", "office"):
        if node[key]:
            text = f"{words(key)}: {clean(node[key])}"
            lines += _wrapped(words, text, "", "    ")

    return "\n".join(lines).rstrip() + "\n"


def gap_lines(
    document: Mapping[str, Any],
    conditions: Iterable[Mapping[str, Any]],
    language: Language = "vi",
    *,
    width: int = 80,
) -> list[str]:
    """Write what *conditions*, of grades and channels, still need.

    Args:
        document: What `Breakdown.to_dict` returns.
        conditions: Some of what `Breakdown.conditions` returns.
        language: Of words and titles.
        width: Columns of a line.
    """
    words = Words(language, width)
    lines = ["", words("gaps")]
    for gap in unknown_conditions(document, conditions, words):
        lines += _gap(gap, words)

    return lines


def _gap(gap: Gap, words: Words) -> list[str]:
    needs = f": {'; '.join(gap.needs)}" if gap.needs else ""
    text = f"{gap.code} {gap.title} ({gap.status}){needs}".lstrip()

    return _wrapped(words, text, "  ", "      ")


def _below(nodes: Iterable[Mapping[str, Any]], words: Words) -> Iterable[str]:
    items = [item_of(dict(node), words, is_leaf=True) for node in nodes]
    width = max((len(item.code) for item in items), default=0)
    if items:
        yield from ("", words("below"))
    for item in items:
        yield from _titled(item, width, words, "  ")


def _full_reason(
    reason: Reason, words: Words, locate: Locate | None
) -> Iterable[str]:
    yield from _wrapped(
        words, reason.text, f"  {reason.amount:>6}  ", " " * 10
    )
    for fact in reason.facts:
        code = f" [{fact.name}]" if fact.title != fact.name else ""
        text = f"{fact}{code}"
        if fact.is_unproven:
            text += f" — {words('unproven_flag')}"
        yield from _wrapped(words, text, " " * 10, " " * 14)
    text = f"{words('rule')}: {reason.rule}"
    found = locate(reason.place) if locate and reason.place else None
    if found is not None:
        text += f" — {visible(found[0])}:{found[1]}"
    elif reason.place:
        text += f" — {words('place')}: {clean(reason.place)}"
    yield from _wrapped(words, text, " " * 10, " " * 14)


# -- the whole ---------------------------------------------------------------


def _head(sheet: Sheet, words: Words) -> Iterable[str]:
    yield from _wrapped(words, sheet.title)
    ruleset = f"{words('ruleset')}: {sheet.ruleset} ({sheet.status})"
    yield from _wrapped(words, ruleset, "", "    ")
    if sheet.source:
        yield from _wrapped(
            words, f"{words('source')}: {sheet.source}", "", "    "
        )
    about = (f"{label}: {text}" for label, text in sheet.unit)
    for text in (*sheet.provisional, *about):
        yield from _wrapped(words, text, "", "    ")
    yield ""
    if sheet.warnings:
        why = f"{'; '.join(sheet.warnings)}; {words('incomplete_why')}"
        yield from _wrapped(words, f"{words('incomplete')}: {why}", "! ", "  ")
    if sheet.total:
        yield _row(words, words("total"), f"{sheet.total} / {sheet.maximum}")
    else:
        yield from _wrapped(words, f"{words('total')}: {words('no_total')}")
    for line in sheet.sums:
        indent = "    " if line.is_part else "  "
        yield _row(words, indent + line.label, line.amount)
    if sheet.grade:
        yield _row(words, words("grade"), sheet.grade)
        for note in sheet.grade_notes:
            yield from _wrapped(words, note, "  ", "  ")
    if sheet.channels:
        yield words("channels")
        for title, points in sheet.channels:
            yield _row(words, f"  {title}", points)


def _tail(sheet: Sheet, words: Words) -> Iterable[str]:
    if sheet.gaps:
        yield from ("", words("gaps").upper())
        for gap in sheet.gaps:
            yield from _gap(gap, words)
    for key, lines in (
        ("unproven", sheet.unproven),
        ("documents", sheet.documents),
    ):
        if lines:
            yield from ("", words(key).upper())
        for line in lines:
            yield from _wrapped(words, line, "  ", "      ")


def _item(item: Item, width: int, words: Words) -> Iterable[str]:
    yield from _titled(item, width, words)
    yield from _reasons(item, " " * (width + 4), words)


def _titled(
    item: Item, width: int, words: Words, margin: str = ""
) -> Iterable[str]:
    """Write code, title and points; a long title never moves the points."""
    points = f"{item.points:>6} / {item.maximum:<5}".rstrip()
    title = item.title
    extras = "; ".join(filter(None, (*item.notes, item.status)))
    if extras:
        title += f" ({extras})"
    room = max(words.width - width - 18 - len(margin), _LEAST_ROOM)
    first, *rest = textwrap.wrap(title, room) or [""]
    yield f"{margin}{item.code:<{width}}  {first:<{room}}  {points}"
    yield from (f"{margin}{' ' * (width + 2)}{line}" for line in rest)


def _reasons(item: Item, margin: str, words: Words) -> Iterable[str]:
    for says, facts in item.lines(words):
        yield from _wrapped(words, says, margin, margin + "  ")
        yield from _wrapped(
            words, "; ".join(facts), margin + "  ", margin + "  "
        )
    for fact in item.unproven:
        text = f"{words('unproven_flag')}: {fact.title}"
        yield from _wrapped(words, text, margin + "! ", margin + "  ")


def _row(words: Words, label: str, amount: str) -> str:
    """Write a label and, at the right margin, an amount."""
    gap = max(words.width - len(label) - len(amount), 2)

    return f"{label}{' ' * gap}{amount}"


def _wrapped(
    words: Words, text: str, first: str = "", following: str = ""
) -> list[str]:
    return textwrap.wrap(
        text,
        words.width,
        initial_indent=first,
        subsequent_indent=following,
        break_on_hyphens=False,
    )
