"""A breakdown in a terminal: coloured, and as wide as the window."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from parrules.errors import Language
from parrules.reporting.sheet import Item, Sheet, sheet_of
from parrules.reporting.words import Words

_WIDE = 110
"""Columns from which the reason stands beside the title, not below it."""

# The sign says what the colour says, for those who see no colour.
_TONES = {
    "full": ("✓", "green"),
    "part": ("~", "yellow"),
    "none": ("✗", "red"),
    "gap": ("?", "magenta"),
    "out": ("·", "bright_black"),
}
# On a terminal that has no such letters they would all be question marks.
_PLAIN = {"✓": "+", "✗": "x", "·": "."}


class _Look(NamedTuple):
    """What the terminal has room and letters for."""

    is_wide: bool
    is_plain: bool


class TerminalBreakdown:
    """A breakdown that Rich can print; it looks at the width itself."""

    def __init__(
        self, document: Mapping[str, Any], language: Language = "vi"
    ) -> None:
        """Put *document*, from `Breakdown.to_dict`, into words."""
        self._sheet = sheet_of(document, language)
        self._words = Words(language)

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        """Yield the head, the nodes, and what is still needed."""
        look = _Look(options.max_width >= _WIDE, options.ascii_only)
        yield _head(self._sheet, self._words)
        for heading, items in self._sheet.sections:
            yield Text()
            yield Rule(Text(heading, "bold"), align="left", style="cyan")
            yield _nodes(items, self._words, look)
        yield from _tail(self._sheet, self._words)


# -- head -------------------------------------------------------------------


def _head(sheet: Sheet, words: Words) -> Panel:
    lines = [
        Text(sheet.title, "bold"),
        Text.assemble(
            (f"{sheet.ruleset} — ", "bright_black"),
            (sheet.status, "" if sheet.is_official else "bold yellow"),
        ),
    ]
    lines += [
        Text.assemble((f"{label}: ", "bright_black"), text)
        for label, text in sheet.unit
    ]
    parts: list[Any] = [*lines, Text(), _sums(sheet, words)]
    if sheet.warnings:
        why = f"{'; '.join(sheet.warnings)}; {words('incomplete_why')}"
        warning = Text.assemble(
            (f"{words('incomplete')}: ", "bold magenta"), (why, "magenta")
        )
        parts += [Text(), warning]

    return Panel(Group(*parts), border_style="cyan")


def _sums(sheet: Sheet, words: Words) -> Table:
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    if sheet.total:
        total = f"{sheet.total} / {sheet.maximum}"
        colour = "magenta" if sheet.warnings else "green"
        amount = Text(total, f"bold {colour}")
        table.add_row(Text(words("total"), "bold"), amount)
    else:
        table.add_row(Text(f"{words('total')}: {words('no_total')}", "bold"))
    for line in sheet.sums:
        indent = 4 if line.is_part else 2
        label = Padding(Text(line.label, "bright_black"), (0, 0, 0, indent))
        table.add_row(label, Text(line.amount, "bright_black"))
    if sheet.grade:
        grade = Text(sheet.grade, "bold")
        table.add_row(Text(words("grade"), "bold"), grade)
        for note in sheet.grade_notes:
            table.add_row(Padding(Text(note, "yellow"), (0, 0, 0, 2)))
    if sheet.channels:
        table.add_row(Text(words("channels"), "bold"))
    for title, points in sheet.channels:
        table.add_row(Padding(Text(title), (0, 0, 0, 2)), Text(points))

    return table


# -- nodes ------------------------------------------------------------------


def _nodes(items: tuple[Item, ...], words: Words, look: _Look) -> Table:
    table = Table(
        box=None, expand=True, padding=(0, 1), header_style="bright_black"
    )
    # Codes and points are never cut: what wraps is the text beside them.
    table.add_column(words("column_code"), no_wrap=True)
    table.add_column(words("column_title"), ratio=2, overflow="fold")
    if look.is_wide:
        table.add_column(words("column_reason"), ratio=3, overflow="fold")
    table.add_column("", no_wrap=True, width=1)
    table.add_column(words("column_points"), justify="right", no_wrap=True)
    table.add_column(words("column_maximum"), justify="right", no_wrap=True)
    for item in items:
        if item.depth == 0 and table.row_count:
            table.add_row()
        _add(table, item, words, look)

    return table


def _add(table: Table, item: Item, words: Words, look: _Look) -> None:
    sign, colour = _TONES[item.tone]
    if look.is_plain:
        sign = _PLAIN.get(sign, sign)
    weight = "bold" if not item.is_leaf else ""
    title = Text(item.title, f"{weight} cyan" if item.depth == 0 else weight)
    for extra in filter(None, (*item.notes, item.status)):
        title.append(f" ({extra})", f"not bold {colour}")
    why = Group(*_why(item, words))
    cells: list[Any] = [title, why]
    if not look.is_wide:
        cells = [Group(title, Padding(why, (0, 0, 0, 2)))]
    points = Text(item.points, f"{weight} {colour}")
    table.add_row(
        Text(item.code, weight),
        *cells,
        Text(sign if item.is_leaf else "", colour),
        points,
        Text(item.maximum, "bright_black"),
    )


def _why(item: Item, words: Words) -> Iterator[Text | Padding]:
    for says, facts in item.lines(words):
        yield Text(says)
        for fact in facts:
            yield Padding(Text(fact, "bright_black"), (0, 0, 0, 2))
    for missing in item.unproven:
        text = f"! {words('unproven_flag')}: {missing.title}"
        yield Text(text, "yellow")


# -- tail -------------------------------------------------------------------


def _tail(sheet: Sheet, words: Words) -> Iterator[Any]:
    if sheet.gaps:
        yield Text()
        yield Rule(Text(words("gaps"), "bold"), align="left", style="magenta")
        table = Table.grid(padding=(0, 1))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for gap in sheet.gaps:
            text = Text(f"{gap.title} ({gap.status})")
            if gap.needs:
                text.append(f": {'; '.join(gap.needs)}", "bright_black")
            table.add_row(Text(f" {gap.code}"), text)
        yield table
    for key, lines, colour in (
        ("unproven", sheet.unproven, "yellow"),
        ("documents", sheet.documents, "green"),
    ):
        if lines:
            yield Text()
            heading = Text(words(key), "bold")
            yield Rule(heading, align="left", style=colour)
        for line in lines:
            yield Padding(Text(line), (0, 0, 0, 1))
