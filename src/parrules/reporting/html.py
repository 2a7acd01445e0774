"""A breakdown as HTML: one fragment that needs nothing beside itself."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from parrules.errors import Language
from parrules.reporting.sheet import Item, Sheet, sheet_of
from parrules.reporting.words import Words

_STYLE = """
.parrules { font-family: system-ui, sans-serif; line-height: 1.4; }
.parrules table { border-collapse: collapse; text-align: left; }
.parrules caption { text-align: left; padding: .5em 0; }
.parrules th, .parrules td { padding: .25em .6em; vertical-align: top;
  border-bottom: 1px solid #8884; text-align: left; }
.parrules .number { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.parrules .area > * { border-top: 2px solid #888; font-weight: bold; }
.parrules .note { opacity: .8; font-size: .9em; }
.parrules .warning { font-weight: bold; border-left: .3em solid #b58900;
  padding-left: .5em; }
.parrules .full .points { color: #1a7f37; }
.parrules .none .points { color: #cf222e; }
"""


def breakdown_html(
    document: Mapping[str, Any],
    language: Language = "vi",
    conditions: Iterable[Mapping[str, Any]] = (),
) -> str:
    """Write a whole breakdown as an HTML fragment, all text escaped.

    Args:
        document: What `Breakdown.to_dict` returns.
        language: Of words and titles.
        conditions: What `Breakdown.conditions` returns.
    """
    sheet = sheet_of(document, language, conditions)
    words = Words(language)
    lines = [
        f'<div class="parrules" lang="{language}">',
        f"<style>{_STYLE}</style>",
        *_head(sheet, words),
        *(
            line
            for heading, items in sheet.sections
            for line in _table(heading, items, words)
        ),
        *_tail(sheet, words),
        "</div>",
    ]

    return "\n".join(lines)


def _head(sheet: Sheet, words: Words) -> Iterable[str]:
    yield f"<p><strong>{escape(sheet.title)}</strong><br>"
    yield f"{escape(sheet.ruleset)} — {escape(sheet.status)}</p>"
    if sheet.source:
        yield f"<p>{escape(words('source'))}: {escape(sheet.source)}</p>"
    yield from (f"<p>{escape(text)}</p>" for text in sheet.provisional)
    if sheet.unit:
        parts = (
            f"{escape(label)}: <strong>{escape(text)}</strong>"
            for label, text in sheet.unit
        )
        yield f"<p>{' · '.join(parts)}</p>"
    if sheet.warnings:
        why = "; ".join((*sheet.warnings, words("incomplete_why")))
        text = f"{words('incomplete')}: {why}"
        yield f'<p class="warning" role="note">{escape(text)}</p>'
    yield f"<table><caption>{escape(words('adjustments'))}</caption><tbody>"
    total = f"{sheet.total} / {sheet.maximum}"
    yield _sum(words("total"), total if sheet.total else words("no_total"))
    for line in sheet.sums:
        yield _sum(line.label, line.amount)
    if sheet.grade:
        yield _sum(words("grade"), sheet.grade)
        for note in sheet.grade_notes:
            yield f'<tr><td colspan="2" class="note">{escape(note)}</td></tr>'
    yield "</tbody></table>"
    if sheet.channels:
        caption = escape(words("channels"))
        yield f"<table><caption>{caption}</caption><tbody>"
        yield from (_sum(title, points) for title, points in sheet.channels)
        yield "</tbody></table>"


def _sum(label: str, amount: str) -> str:
    return (
        f'<tr><th scope="row">{escape(label)}</th>'
        f'<td class="number">{escape(amount)}</td></tr>'
    )


def _table(
    heading: str, items: tuple[Item, ...], words: Words
) -> Iterable[str]:
    yield f"<table><caption><strong>{escape(heading)}</strong></caption>"
    columns = ("code", "title", "points", "maximum", "reason")
    cells = "".join(
        f'<th scope="col">{escape(words(f"column_{name}"))}</th>'
        for name in columns
    )
    yield f"<thead><tr>{cells}</tr></thead><tbody>"
    for item in items:
        yield _row(item, words)
    yield "</tbody></table>"


def _row(item: Item, words: Words) -> str:
    area = " area" if item.depth == 0 else ""
    extras = "; ".join(filter(None, (*item.notes, item.status)))
    note = f'<br><span class="note">{escape(extras)}</span>' if extras else ""
    cells = (
        f'<th scope="row">{escape(item.code)}</th>',
        f"<td>{escape(item.title)}{note}</td>",
        f'<td class="number points">{escape(item.points)}</td>',
        f'<td class="number">{escape(item.maximum)}</td>',
        f"<td>{'<br>'.join(_why(item, words))}</td>",
    )

    return f'<tr class="{item.tone}{area}">{"".join(cells)}</tr>'


def _why(item: Item, words: Words) -> Iterable[str]:
    for says, facts in item.lines(words):
        yield escape(says)
        if facts:
            yield f'<span class="note">{escape("; ".join(facts))}</span>'
    for fact in item.unproven:
        text = f"{words('unproven_flag')}: {fact.title}"
        yield f"<strong>{escape(text)}</strong>"


def _tail(sheet: Sheet, words: Words) -> Iterable[str]:
    if sheet.gaps:
        yield f"<p><strong>{escape(words('gaps'))}</strong></p><ul>"
        for gap in sheet.gaps:
            needs = f": {'; '.join(gap.needs)}" if gap.needs else ""
            text = f"{gap.code} {gap.title} ({gap.status}){needs}".lstrip()
            yield f"<li>{escape(text)}</li>"
        yield "</ul>"
    for key, lines in (
        ("unproven", sheet.unproven),
        ("documents", sheet.documents),
    ):
        if lines:
            yield f"<p><strong>{escape(words(key))}</strong></p><ul>"
            yield from (f"<li>{escape(line)}</li>" for line in lines)
            yield "</ul>"
