"""Which format a file has that a command writes: what its ending says."""

import enum
import pathlib
from collections.abc import Sequence
from typing import Final

import typer

from parrules.cli.output import BROKEN, complain
from parrules.cli.words import CommandWords

ENDINGS: Final = {
    ".txt": "text",
    ".json": "json",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".toml": "toml",
}
"""What a file holds, by the ending of its name."""

_OF_OTHERS: Final = frozenset(
    (
        *(".xlsx", ".xls", ".ods", ".parquet", ".arrow", ".tsv"),
        *(".docx", ".doc", ".odt", ".pdf", ".md", ".xml", ".yaml", ".yml"),
    )
)
"""Endings of what other programs read, and no command writes here."""


BOTH, ALL = ("text", "json"), ("text", "json", "csv", "html")
"""The formats of commands, that of a screen first."""


def form_of(
    asked: enum.Enum | None,
    output: str | None,
    command: str,
    words: CommandWords,
    known: Sequence[str] = BOTH,
    *,
    read: Sequence[str] = (),
) -> str:
    """Return the format to write.

    A name without ending, or with one that says nothing, takes what is
    asked for, else the first that the command knows.

    Args:
        asked: What ``--format`` says, if anything.
        output: The file to write, if one is.
        command: What the command is called.
        words: In which to complain.
        known: The formats of the command.
        read: The files that it reads, which are told as such.

    Raises:
        Exit: The ending is of another format, or of none that is known.
    """
    wish = None if asked is None else str(asked.value)
    ending = "" if output is None else pathlib.Path(output).suffix.lower()
    form = ENDINGS.get(ending)
    names = {"path": output, "ending": ending, "format": wish}
    if ending in _OF_OTHERS or (form is not None and form not in known):
        _spare_input(str(output), read, words)
        may_be = ", ".join(each for each in ENDINGS if ENDINGS[each] in known)
        _refuse(words("no_such_ending", known=may_be, **names), command, words)
    if form is not None and wish not in (None, form):
        _refuse(words("other_ending", form=form, **names), command, words)

    return form or wish or known[0]


def _spare_input(
    output: str, read: Sequence[str], words: CommandWords
) -> None:
    """Say of a file that is read that it is, whatever its ending."""
    # It loads the library, which help and usage errors do without.
    from parrules.cli.answering import is_input  # noqa: PLC0415

    if is_input(output, read):
        complain(words("not_over_input", path=output))
        raise typer.Exit(BROKEN)


def _refuse(what: str, command: str, words: CommandWords) -> None:
    complain(f"parrules: {words('usage_error')}: {what}")
    complain(f"  {words('try_help', command=f'parrules {command}')}")

    raise typer.Exit(BROKEN)
