"""A TOML text, cut into statements that are read one by one.

A statement is a header or a pair with all its lines.
"""

import re
from collections.abc import Iterator
from typing import Final

from parrules.loading.keys import PART
from parrules.loading.scanning import tokens

KEY: Final = re.compile(
    rf"[ \t]*(?P<key>{PART}(?:[ \t]*\.[ \t]*{PART})*)[ \t]*="
)
HEADER: Final = re.compile(
    r"\[{1,2}[^\[\],=\n]*\]{1,2}[ \t\r]*(?:#|$)", re.MULTILINE
)

BLANK: Final = " \t\r\n"
"""Of TOML; other blanks are to be told."""
_CONTENT: Final = re.compile(rf"(?:[{BLANK}]|#[^\n]*)*")


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of each statement, comments left out.

    One ends with its line where no bracket is open, and in any case where a
    line starts, without indentation, with a header or a key and ``=``: then
    a bracket was not closed.
    """
    start = depth = 0
    for token in tokens().finditer(text):
        kind, end = token.lastgroup, token.end()
        if kind == "open":
            depth += 1
        elif kind in ("close", "trailing"):
            depth = max(depth - 1, 0)
        elif kind == "line" and (depth == 0 or _is_start(text, end)):
            yield from _statement(text, start, end)
            start, depth = end, 0
    yield from _statement(text, start, len(text))


def has_key(statement: str) -> bool:
    """Tell whether *statement* begins with a key and ``=``."""
    return bool(KEY.match(statement))


def _is_start(text: str, position: int) -> bool:
    if text[position : position + 1] in (" ", "\t"):
        return False

    return bool(KEY.match(text, position) or HEADER.match(text, position))


def _statement(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    gap = _CONTENT.match(text, start, end)
    first = gap.end() if gap else start
    statement = text[first:end].rstrip(BLANK)
    if statement:
        yield first, statement
