"""A quick look at TOML text, before a parser recurses into it.

It finds how deep brackets nest and what only TOML 1.1 allows; a parser
proper is slower and, for the depth, would come too late.
"""

import functools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

MAXIMUM_DEPTH = 50
"""Levels of tables and arrays, from the top of the file."""

# Strings end where the line or the text ends if they are not closed, so
# that every character is looked at once.  Each alternative starts with a
# letter of its own: `re` then skips quickly to where one can begin.
_TEXT = r"""
    \"""[^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*(?:"{3,5})?
  | "[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"?
"""
_LITERAL_OR_COMMENT = r"""
    '''.*?(?:'{3,5}|\Z)
  | '[^'\n]*'?
  | \#[^\n]*
"""
SKIPPED: Final = re.compile(
    f"{_TEXT}|{_LITERAL_OR_COMMENT}", re.VERBOSE | re.DOTALL
)
_BRACKET: Final = re.compile(r"[\[\]{}\n]")
_TRAILING: Final = re.compile(r",[ \t\r\n]*\}")


@functools.cache
def tokens() -> re.Pattern[str]:
    """Return what finds all that counts, made where a text is not sound."""
    return re.compile(
        rf"""
    (?P<text>{_TEXT})
  | {_LITERAL_OR_COMMENT}
  | (?P<open>[\[{{])
  | (?P<trailing>{_TRAILING.pattern})
  | (?P<close>[\]}}])
  | (?P<line>\n)
    """,
        re.VERBOSE | re.DOTALL,
    )


_NEW_ESCAPE: Final = r"\\(?:\\|(?P<new>[ex]))"


class Look(NamedTuple):
    """What a look at the text showed.

    Attributes:
        depth: How deep brackets nest.
        news: Offset and text of each thing that TOML 1.0 does not know.
    """

    depth: int
    news: tuple[tuple[int, str], ...]


def look(text: str) -> Look:
    """Return how deep *text* nests and what of TOML 1.1 it uses."""
    skeleton = SKIPPED.sub("", text)
    depth, has_news = _nesting(skeleton)
    if has_news or "\\e" in text or "\\x" in text:
        return Look(depth=depth, news=tuple(_news(text)))

    return Look(depth=depth, news=())


def first_beyond(text: str) -> int:
    """Return the offset of the first bracket that nests beyond the limit."""
    beyond: list[int] = []
    depth = 0
    for token in tokens().finditer(text):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind in ("close", "trailing"):
            depth = max(depth - 1, 0)
        if depth > MAXIMUM_DEPTH:
            beyond.append(token.start())

    return min(beyond, default=0)


def _nesting(skeleton: str) -> tuple[int, bool]:
    """Return the depth, and whether there is an inline table of TOML 1.1.

    Args:
        skeleton: A text without its strings and comments.
    """
    opened: list[str] = []
    depth = 0
    has_news = bool(_TRAILING.search(skeleton))
    for sign in _BRACKET.findall(skeleton):
        if sign in "[{":
            opened.append(sign)
            depth = max(depth, len(opened))
        elif sign != "\n":
            if opened:
                opened.pop()
        elif opened and opened[-1] == "{":
            has_news = True

    return depth, has_news


def _news(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and text of each thing that TOML 1.0 does not know."""
    opened: list[str] = []
    for token in tokens().finditer(text):
        kind, start = token.lastgroup, token.start()
        if kind == "open":
            opened.append(token.group())
        elif kind in ("close", "trailing"):
            if kind == "trailing":
                yield start, ","
            if opened:
                opened.pop()
        elif kind == "line":
            if opened and opened[-1] == "{":
                # Once a table, however many lines it has.
                opened[-1] = ""
                yield start, "\\n"
        elif kind == "text":
            yield from _new_escapes(token.group(), start)


def _new_escapes(text: str, start: int) -> Iterator[tuple[int, str]]:
    for escape in re.finditer(_NEW_ESCAPE, text):
        if escape["new"]:
            yield start + escape.start(), escape.group()
