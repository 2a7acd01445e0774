"""What comes with the library, as a table, as lines or as JSON."""

import sys
from collections.abc import Iterable, Sequence

from parrules.cli.output import (
    columns,
    is_terminal,
    json_text,
    say,
    say_coloured,
)
from parrules.cli.words import CommandWords
from parrules.loading.bundled import Bundled
from parrules.reporting.words import Words


def show_json(found: Iterable[Bundled]) -> None:
    """Write what there is for programs, titles in both languages."""
    listed = [
        {
            "name": each.name,
            "kind": each.kind,
            "id": each.id,
            "edition": each.edition,
            "status": each.status,
            "title": {"vi": each.title.vi, "en": each.title.en},
            "from": each.starts.isoformat() if each.starts else None,
            "to": each.ends.isoformat() if each.ends else None,
        }
        for each in found
    ]
    say(json_text(listed, sys.stdout))


def show_list(found: Sequence[Bundled], words: CommandWords) -> None:
    """Write what there is for people: a table on a screen, else columns."""
    rows = [_row(each, words) for each in found]
    if is_terminal(sys.stdout):
        _show_table(rows, words)
        return
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        say("  ".join(cell.ljust(width) for cell, width in cells).rstrip())


def _row(each: Bundled, words: CommandWords) -> tuple[str, ...]:
    """Return name, kind, days in force, status and title."""
    written = Words(words.language)
    first, last = (
        written.value(day.isoformat()) if day else words("unbounded")
        for day in (each.starts, each.ends)
    )
    status = words(f"status_{each.status}") if each.status else ""

    return (
        each.name,
        words(f"kind_{each.kind}"),
        words("days", first=first, last=last),
        status,
        each.title.text(words.language),
    )


def _show_table(rows: Sequence[Sequence[str]], words: CommandWords) -> None:
    # Rich is imported only where something coloured is printed.
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(width=columns())
    for key in ("name", "title"):
        table.add_column(words(f"table_{key}"), overflow="fold", ratio=1)
    for name, kind, days, status, title in rows:
        # A name may look like markup.
        about = f"{kind}, {status}\n{days}"
        table.add_row(Text(f"{name}\n{about}"), Text(title))
    say_coloured(table)
