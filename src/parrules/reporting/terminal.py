"""A breakdown in a terminal: coloured, and as wide as the window."""

from collections.abc import Iterable, Iterator, Mapping
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

_NARROW = 60
"""Columns below which the points, too, stand below the title."""

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
    is_narrow: bool
    is_plain: bool


class TerminalBreakdown:
    """A breakdown that Rich can print; it looks at the width itself."""

    def __init__(
        self,
        document: Mapping[str, Any],
        language: Language = "vi",
        conditions: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        """Put *document*, from `Breakdown.to_dict`, into words.

        Args:
            document: What `Breakdown.to_dict` returns.
            language: Of words and titles.
            conditions: What `Breakdown.conditions` returns.
        """
        self._sheet = sheet_of(document, language, conditions)
        self._words = Words(language)

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        """Yield the head, the nodes, and what is still needed."""
        width = options.max_width
        look = _Look(width >= _WIDE, width < _NARROW, options.ascii_only)
        yield _head(self._sheet, self._words, look)
        yield _legend(self._sheet, self._words, look)
        for heading, items in self._sheet.sections:
            yield Text()
            yield Rule(Text(heading, "bold"), align="left", style="cyan")
            if look.is_narrow:
                yield from _stacked(items, self._words, look)
            else:
                yield _nodes(items, self._words, look)
        yield from _tail(self._sheet, self._words)


# -- head -------------------------------------------------------------------


def _head(sheet: Sheet, words: Words, look: _Look) -> Panel:
    lines = [
        Text(sheet.title, "bold"),
        Text.assemble(
            (f"{sheet.ruleset} — ", "bright_black"),
            (sheet.status, "" if sheet.is_official else "bold yellow"),
        ),
    ]
    if sheet.source:
        lines.append(
            Text(f"{words('source')}: {sheet.source}", "bright_black")
        )
    lines += [Text(text, "yellow") for text in sheet.provisional]
    lines += [
        Text.assemble((f"{label}: ", "bright_black"), text)
        for label, text in sheet.unit
    ]
    parts: list[Any] = [*lines, Text(), _sums(sheet, words, look)]
    if sheet.warnings:
        why = f"{'; '.join(sheet.warnings)}; {words('incomplete_why')}"
        warning = Text.assemble(
            (f"{words('incomplete')}: ", "bold magenta"), (why, "magenta")
        )
        parts += [Text(), warning]

    return Panel(Group(*parts), border_style="cyan")


def _sums(sheet: Sheet, words: Words, look: _Look) -> Table | Group:
    if look.is_narrow:
        return Group(*_sums_stacked(sheet, words))
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    for indent, label, amount in _sum_lines(sheet, words):
        table.add_row(Padding(label, (0, 0, 0, indent)), amount)

    return table


def _sums_stacked(sheet: Sheet, words: Words) -> Iterator[Padding]:
    """Yield each label with its amount below it, at the right margin."""
    for indent, label, amount in _sum_lines(sheet, words):
        yield Padding(label, (0, 0, 0, indent))
        if amount:
            amount.justify = "right"
            yield Padding(amount, 0)


def _sum_lines(sheet: Sheet, words: Words) -> Iterator[tuple[int, Text, Text]]:
    """Yield indents, labels and amounts of what makes total and grade."""
    if sheet.total:
        total = f"{sheet.total} / {sheet.maximum}"
        colour = "magenta" if sheet.warnings else "green"
        label = Text(words("total"), "bold")
        yield 0, label, Text(total, f"bold {colour}")
    else:
        text = f"{words('total')}: {words('no_total')}"
        yield 0, Text(text, "bold"), Text()
    for line in sheet.sums:
        label = Text(line.label, "bright_black")
        amount = Text(line.amount, "bright_black")
        yield 4 if line.is_part else 2, label, amount
    if sheet.grade:
        yield 0, Text(words("grade"), "bold"), Text(sheet.grade, "bold")
        for note in sheet.grade_notes:
            yield 2, Text(note, "yellow"), Text()
    if sheet.channels:
        yield 0, Text(words("channels"), "bold"), Text()
    for title, points in sheet.channels:
        yield 2, Text(title), Text(points)


def _legend(sheet: Sheet, words: Words, look: _Look) -> Text:
    """Say what the signs before points mean, of those that stand below."""
    tones = {item.tone for item in sheet.items if item.is_leaf}
    parts = [
        Text.assemble(
            (_PLAIN.get(sign, sign) if look.is_plain else sign, colour),
            (f" {words(f'sign_{tone}')}", "bright_black"),
        )
        for tone, (sign, colour) in _TONES.items()
        if tone in tones
    ]

    return Text("\n" if look.is_narrow else "   ").join(parts)


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
    sign, colour = _sign(item, look)
    weight = "bold" if not item.is_leaf else ""
    title, why = _title(item), Group(*_why(item, words))
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


def _stacked(
    items: tuple[Item, ...], words: Words, look: _Look
) -> Iterator[Any]:
    """Yield code and title, below them the points, below them the reason."""
    for item in items:
        sign, colour = _sign(item, look)
        weight = "bold" if not item.is_leaf else ""
        yield Text.assemble((f"{item.code} ", weight), _title(item))
        points = Text.assemble(
            (f"{sign} " if item.is_leaf else "", colour),
            (item.points, f"{weight} {colour}"),
            (f" / {item.maximum}", "bright_black"),
            justify="right",
        )
        yield points
        yield from (Padding(line, (0, 0, 0, 1)) for line in _why(item, words))


def _sign(item: Item, look: _Look) -> tuple[str, str]:
    sign, colour = _TONES[item.tone]

    return (_PLAIN.get(sign, sign) if look.is_plain else sign), colour


def _title(item: Item) -> Text:
    """Return the title, with what else is to be known of the node."""
    _, colour = _TONES[item.tone]
    weight = "bold" if not item.is_leaf else ""
    title = Text(item.title, f"{weight} cyan" if item.depth == 0 else weight)
    for extra in filter(None, (*item.notes, item.status)):
        title.append(f" ({extra})", f"not bold {colour}")

    return title


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
