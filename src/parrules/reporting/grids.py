"""A report made of tables and lines, as text, as HTML and as CSV.

What stands in it is words already: nothing here knows what it means.
"""

import csv
import io
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Literal

import attrs

Align = Literal["left", "right"]
_WIDEST_TEXT = 36
"""Columns of a text cell; longer texts are wrapped."""

_STYLE = """
body { margin: 2em auto; max-width: 72em; padding: 0 1em; }
.parrules { font-family: system-ui, sans-serif; line-height: 1.4; }
.parrules h1 { font-size: 1.4em; margin-bottom: .2em; }
.parrules h2 { font-size: 1.15em; border-bottom: 2px solid #888;
  margin: 1.6em 0 .4em; }
.parrules table { border-collapse: collapse; margin: .6em 0 1em; }
.parrules .above { margin: 1em 0 0; break-after: avoid; }
.parrules th, .parrules td { padding: .25em .7em; vertical-align: top;
  border-bottom: 1px solid #8884; text-align: left; }
.parrules thead th { border-bottom: 2px solid #888; }
.parrules .right { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.parrules .note { opacity: .8; font-size: .9em; }
.parrules .up { color: #1a7f37; }
.parrules .down { color: #cf222e; }
@media print { body { max-width: none; margin: 0; }
  .parrules tr { break-inside: avoid; } }
"""


@attrs.frozen
class Column:
    """The head of a column, and how what stands in it is aligned."""

    title: str
    align: Align = "left"


@attrs.frozen
class Grid:
    """A table.

    Attributes:
        rows: Each has a text for each column.
        note: Said beside the caption.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    note: str = ""


@attrs.frozen
class Lines:
    """Sentences, each a point of its own."""

    lines: tuple[str, ...]
    caption: str = ""


@attrs.frozen
class Section:
    """What belongs together under one heading."""

    heading: str
    note: str
    parts: tuple[Grid | Lines, ...]


@attrs.frozen
class Report:
    """A whole report: a title, what is said of all, and sections."""

    title: str
    head: tuple[str, ...]
    sections: tuple[Section, ...]


# -- text --------------------------------------------------------------------


def report_text(report: Report, width: int = 80) -> str:
    """Write *report* as plain text; tables are as wide as they must be."""
    lines = [report.title.upper(), ""]
    for line in report.head:
        lines += _wrapped(line, width, "", "    ")
    for section in report.sections:
        heading = _wrapped(section.heading, width, "", "")
        lines += ["", *heading, "=" * max(map(width_of, heading))]
        lines += _wrapped(section.note, width, "", "")
        for part in section.parts:
            lines += ["", *_part(part, width)]

    return "\n".join(line.rstrip() for line in lines) + "\n"


def _part(part: Grid | Lines, width: int) -> Iterator[str]:
    if isinstance(part, Lines):
        yield from _wrapped(part.caption, width, "  ", "  ")
        for line in part.lines:
            yield from _wrapped(line, width, "  - ", "    ")
        return
    note = f" ({part.note})" if part.note else ""
    yield from _wrapped(f"{part.caption}{note}", width, "  ", "  ")
    yield from _grid(part)


def _filled(grid: Grid) -> Grid:
    """Return *grid* without columns in which nothing stands."""
    kept = [
        place
        for place in range(len(grid.columns))
        if any(row[place] for row in grid.rows) or not grid.rows
    ]

    return attrs.evolve(
        grid,
        columns=tuple(grid.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in grid.rows),
    )


def _grid(grid: Grid) -> Iterator[str]:
    grid = _filled(grid)
    heads = [textwrap.wrap(c.title, 12) or [""] for c in grid.columns]
    cells = [
        [textwrap.wrap(cell, _WIDEST_TEXT) or [""] for cell in row]
        for row in grid.rows
    ]
    widths = [
        max(width_of(line) for row in (heads, *cells) for line in row[place])
        for place in range(len(grid.columns))
    ]
    aligns = [column.align for column in grid.columns]
    yield from _row(heads, widths, aligns)
    yield "  " + "  ".join("-" * width for width in widths)
    for row in cells:
        yield from _row(row, widths, aligns)


def _row(
    cells: Sequence[Sequence[str]],
    widths: Sequence[int],
    aligns: Sequence[Align],
) -> Iterator[str]:
    for place in range(max(map(len, cells))):
        texts = (cell[place] if place < len(cell) else "" for cell in cells)
        filled = (
            padded(text, width, align)
            for text, width, align in zip(texts, widths, aligns, strict=True)
        )
        yield "  " + "  ".join(filled)


def padded(text: str, width: int, align: Align) -> str:
    """Return *text* with spaces, so that it takes *width* columns."""
    space = " " * (width - width_of(text))

    return text + space if align == "left" else space + text


def width_of(text: str) -> int:
    """Return the columns that *text* takes: marks above letters take none."""
    return sum(not unicodedata.combining(char) for char in text)


def _wrapped(text: str, width: int, first: str, following: str) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=following,
        break_on_hyphens=False,
    )


# -- HTML --------------------------------------------------------------------


def report_html(report: Report, language: str) -> str:
    """Write *report* as an HTML page that needs nothing beside itself."""
    title = escape(report.title)
    head = "<br>".join(escape(line) for line in report.head)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{title}</title>",
        f"<style>{_STYLE}</style></head>",
        f'<body><main class="parrules"><h1>{title}</h1><p>{head}</p>',
        *(line for each in report.sections for line in _html_section(each)),
        "</main></body></html>",
    ]

    return "\n".join(lines) + "\n"


def _html_section(section: Section) -> Iterator[str]:
    yield f"<section><h2>{escape(section.heading)}</h2>"
    if section.note:
        yield f'<p class="note">{escape(section.note)}</p>'
    for part in section.parts:
        if isinstance(part, Grid):
            yield from _html_grid(part)
            continue
        if part.caption:
            yield f"<p><strong>{escape(part.caption)}</strong></p>"
        yield "<ul>"
        yield from (f"<li>{escape(line)}</li>" for line in part.lines)
        yield "</ul>"
    yield "</section>"


def _html_grid(grid: Grid) -> Iterator[str]:
    grid = _filled(grid)
    note = f' <span class="note">({escape(grid.note)})</span>'
    if grid.caption:
        # No caption of the table, which would be as narrow as it is.
        head = f"<strong>{escape(grid.caption)}</strong>"
        yield f'<p class="above">{head}{note if grid.note else ""}</p>'
    yield "<table><thead><tr>"
    for column in grid.columns:
        title = escape(column.title)
        yield f'<th scope="col" class="{column.align}">{title}</th>'
    yield "</tr></thead><tbody>"
    for row in grid.rows:
        cells = (
            f'<td class="{_classes(cell, column)}">{escape(cell)}</td>'
            for cell, column in zip(row, grid.columns, strict=True)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"


def _classes(cell: str, column: Column) -> str:
    """Colour what rose and fell; the sign says it, too."""
    sign = cell[:1]
    tone = {"▲": " up", "+": " up", "▼": " down", "−": " down"}.get(sign, "")  # noqa: RUF001  # the sign of numbers

    return column.align + tone


# -- CSV ---------------------------------------------------------------------


def csv_text(rows: Iterable[Sequence[str]], separator: str) -> str:
    """Write *rows* as CSV; no cell is taken for a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=separator, lineterminator="\n")
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])

    return lines.getvalue()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running what a submission says."""
    if cell[:1] in ("=", "@", "\t") or (
        cell[:1] in ("+", "-") and not set(cell[1:]) <= set("0123456789.,")
    ):
        return f"'{cell}"

    return cell
