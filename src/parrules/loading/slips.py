"""Slips that TOML refuses and whose meaning is plain, put right to read on.

A key that stands twice in an inline table, as rows are written, and a
decimal comma.  Each is reported; what is read in its place has the same
length, so that all that follows keeps its place.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import tomli

from parrules.loading.scanning import SKIPPED

MOST_SLIPS: Final = 20
"""How many are put right in one statement."""

_LONGEST: Final = 100_000
"""Characters of a statement that is read again for each slip."""

_TWICE: Final = "Duplicate inline table key"
_PART: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY: Final = re.compile(rf"\s*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*=")
_SIGN: Final = re.compile(
    rf"{SKIPPED.pattern}|(?P<sign>[\[\]{{}},])", re.VERBOSE | re.DOTALL
)
_COMMA: Final = re.compile(
    rf"""
    {SKIPPED.pattern}
  | =[ \t]*(?P<number>[+-]?[0-9]+,[0-9]+)(?=[ \t\r]*(?:[,}}\n#]|\Z))
    """,
    re.VERBOSE | re.DOTALL,
)


class Slip(NamedTuple):
    """What is wrong at *offset*, and the text in which it is put right.

    Attributes:
        found: A number with a comma, or a key that stands there again.
        form: How the number is written; empty for a key.
    """

    offset: int
    found: str
    form: str
    text: str


def slip_in(text: str, error: Exception) -> Slip | None:
    """Return the slip for which tomli may have refused *text*."""
    if len(text) > _LONGEST or not isinstance(error, tomli.TOMLDecodeError):
        return None
    if error.msg.startswith(_TWICE):
        return _second(text, offset_of(error, text))

    return _with_comma(text)


def offset_of(error: tomli.TOMLDecodeError, text: str) -> int:
    """Return where in *text* tomli refused it."""
    lines = text.split("\n")
    before = lines[: error.lineno - 1]

    return min(
        sum(map(len, before)) + len(before) + error.colno - 1, len(text)
    )


def _with_comma(text: str) -> Slip | None:
    """Return the first number with a decimal comma."""
    for match in _COMMA.finditer(text):
        number = match["number"]
        if number is not None:
            start, end = match.span("number")
            form = number.replace(",", ".")
            return Slip(start, number, form, text[:start] + form + text[end:])

    return None


def _second(text: str, end: int) -> Slip | None:
    """Return the pair of an inline table that ends at *end*."""
    starts = [0]
    for sign, position in _signs(text, end):
        if sign in "[{":
            starts.append(position)
        elif sign == ",":
            starts[-1] = position
        elif len(starts) > 1:
            starts.pop()
    comma = starts[-1]
    key = _KEY.match(text, comma + 1, end)
    if key is None or text[comma] != ",":
        return None
    blank = " " * (end - comma)

    return Slip(key.start(1), key[1], "", text[:comma] + blank + text[end:])


def _signs(text: str, end: int) -> Iterator[tuple[str, int]]:
    """Yield brackets and commas before *end*, with their places."""
    for match in _SIGN.finditer(text, 0, end):
        if match["sign"]:
            yield match["sign"], match.start()
