"""Slips in JSON whose meaning is plain, put right to read on.

Commas too few and too many, names and texts without straight quotes, ``=``
and ``;``, notes, and values that are none in JSON: decimal commas, ``%``,
days, words.  Each is told; places are those of the text as it stands.
"""

import json
import re
from decimal import Decimal
from typing import Final, NamedTuple

from parrules.loading.slips import NO_DAY
from parrules.points import plain

_MOST: Final = 50
"""How many are put right in one text, which is read again for each."""

_LONGEST: Final = 200_000
"""Characters of a text that is read again and again."""

_SIGN: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|[\[\]{}:,]')
_END: Final = r"(?=\s*(?:,?\s*(?:[\"'“}\n]|//|\Z)|;))"
_VALUE: Final = re.compile(rf"\s*(?P<raw>[^\"'“”\n{{}}\[\]]*?){_END}")
_PART: Final = re.compile(r"[^,;\]\n\"]+")
_OPENING: Final = r"['\u201c\u2018]"
_CLOSING: Final = r"['\u201d\u2019]"
_WITHIN: Final = r"[^'\u201d\u2019\"\n]"
_NAME: Final = re.compile(
    rf"(?P<name>{_OPENING}(?P<quoted>{_WITHIN}+){_CLOSING}|(?P<bare>[\w.-]+))"
    r"[ \t]*(?=[:=])"
)
_QUOTED: Final = re.compile(
    rf"\s*(?P<raw>{_OPENING}(?P<quoted>{_WITHIN}*){_CLOSING})"
)
_NOTE: Final = re.compile(r"(?://|#)[^\n]*")
_SPACE: Final = re.compile(r"(?:[^\S\n\r\t ]|[\u200b\u2060\ufeff])+")


class Slip(NamedTuple):
    """What is wrong at *offset* of the text, and how it is put right.

    Attributes:
        offset: Into the text as it stands.
        found: What stands there, as it is shown.
        fix: Which remedy: ``fix_…`` of PAR361; empty where none is plain.
        form: How it is written.
    """

    offset: int
    found: str
    fix: str = ""
    form: str = ""


class Mended(NamedTuple):
    """A text that is JSON, and what was changed in it.

    Attributes:
        text: Empty where it could not be put right.
        edits: Up to where each change goes in *text*, and by how many
            characters it is longer than what stood there.
        slips: What was put right, and at last what could not.
    """

    text: str
    edits: tuple[tuple[int, int], ...]
    slips: tuple[Slip, ...]


class _Change(NamedTuple):
    """What stands between two places is replaced."""

    start: int
    end: int
    put: str
    found: str
    fix: str = ""
    form: str = ""


class _State(NamedTuple):
    """Which bracket is open, and the last signs before a place."""

    bracket: str
    sign: str
    position: int
    colon: int
    depth: tuple[str, ...]


def mended(text: str) -> Mended:
    """Put *text* right, as far as its meaning is plain."""
    edits: list[tuple[int, int]] = []
    slips: list[Slip] = []
    while (error := _error(text)) is not None:
        change = None
        if len(slips) < _MOST and len(text) <= _LONGEST:
            change = _change(text, error)
        position = error.pos if change is None else change.start
        offset = position - sum(
            delta for end, delta in edits if end <= position
        )
        if change is None:
            slips.append(Slip(offset, _shown(text, error.pos)))
            return Mended("", tuple(edits), tuple(slips))
        start, end, put, found, fix, form = change
        slips.append(Slip(offset, found, fix, form))
        text = text[:start] + put + text[end:]
        edits.append((start + len(put), len(put) - (end - start)))

    return Mended(text, tuple(edits), tuple(slips))


def _error(text: str) -> json.JSONDecodeError | None:
    """Return why *text* is no JSON; its numbers are not looked at."""
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        return error

    return None


def _shown(text: str, position: int) -> str:
    rest = text[position:].partition("\n")[0].strip()

    return rest or text.rstrip().rpartition("\n")[2].strip()


def _change(text: str, error: json.JSONDecodeError) -> _Change | None:
    """Return what puts right where *error* was found."""
    position = error.pos
    if space := _SPACE.match(text, position):
        form = f"U+{ord(space[0][0]):04X}"
        put = " " * len(space[0])
        return _Change(position, space.end(), put, form, "space", form)
    if note := _NOTE.match(text, position):
        put = " " * len(note[0])
        return _Change(
            position, note.end(), put, note[0].strip(), "note", "//"
        )
    state = _state(text, position)
    sign = text[position : position + 1]
    if sign == ";" and state.bracket:
        return _Change(position, position + 1, ",", ";", "comma", ",")
    if sign == "=" and state.sign != ":":
        return _Change(position, position + 1, ":", "=", "colon", ":")
    if not text[position:].strip():
        return _closing(text, state)
    if _is_last(text, position, state):
        comma = state.position - 1
        return _Change(comma, comma + 1, " ", ",", "last", ",")
    if not state.bracket and not text[position:].strip("]} \n\r\t"):
        found = text[position:].strip()
        return _Change(position, len(text), "", found, "extra", found)
    if state.bracket == "[":
        return _element(text, position, state)

    return _member(text, position, state) if state.bracket == "{" else None


def _is_last(text: str, position: int, state: _State) -> bool:
    """Tell whether a comma stands before a bracket that closes."""
    is_behind = not text[state.position : position].strip()

    return (
        state.sign == ","
        and is_behind
        and text[position:].lstrip()[:1] in ("}", "]")
    )


def _state(text: str, position: int) -> _State:
    depth: list[str] = []
    sign, behind, colon = "", 0, 0
    for match in _SIGN.finditer(text, 0, position):
        found = match[0]
        if found[0] == '"':
            continue
        if found in "[{":
            depth.append(found)
        elif found in "]}" and depth:
            depth.pop()
        elif found == ":":
            colon = match.end()
        sign, behind = found, match.end()

    return _State(
        depth[-1] if depth else "", sign, behind, colon, tuple(depth)
    )


def _closing(text: str, state: _State) -> _Change | None:
    """Close the brackets that are open at the end."""
    if not state.depth:
        return None
    closing = {"[": "]", "{": "}"}
    put = "".join(closing[each] for each in reversed(state.depth))
    end = len(text.rstrip().rstrip(","))

    return _Change(end, len(text), put, _shown(text, len(text)), "near", put)


def _member(text: str, position: int, state: _State) -> _Change | None:
    """Put right a name or a value of an object."""
    if state.sign != ":":
        if name := _NAME.match(text, position):
            put = f'"{name["quoted"] or name["bare"]}"'
            start, end = name.span("name")
            return _Change(start, end, put, name["name"], "quote", put)
        if text[position - 1 : position] == '"' or state.sign != ",":
            return None
    elif (
        text[position : position + 1] == '"'
        and text[state.colon : position].strip()
    ):
        end = len(text[:position].rstrip())
        found = text[position:].partition(":")[0].strip()
        return _Change(end, end, ",", found, "near", ",")
    if quoted := _QUOTED.match(text, state.colon):
        put = json.dumps(quoted["quoted"], ensure_ascii=False)
        start, end = quoted.span("raw")
        return _Change(start, end, put, quoted["raw"], "quote", put)
    value = _VALUE.match(text, state.colon)
    if value is None or value.end() < position:
        return None
    start, end = value.span("raw")
    raw = value["raw"].strip()
    if not raw:
        found = text[:start].rpartition("\n")[2].rpartition(",")[2].strip()
        return _Change(start, end, f" {NO_DAY}", found, "empty", "…")

    return _Change(start, start + len(raw), *_meant(raw))


def _meant(raw: str) -> tuple[str, str, str, str]:
    """Return what is read for *raw*; itself; which remedy, and its form."""
    bare = raw.removesuffix("%").strip()
    if re.fullmatch(r"[+-]?[0-9]+(?:[.,][0-9]+)?", bare):
        number = plain(_decimal(bare))
        fix = "bare" if bare != raw else "form" if "," in raw else "number"
        return number, raw, fix, number
    if raw.lower() in ("true", "false"):
        return raw.lower(), raw, "truth", raw.lower()

    return NO_DAY, raw, "words" if raw[0].isalpha() else "", f'"{raw}"'


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _element(text: str, position: int, state: _State) -> _Change | None:
    """Put right a value of an array."""
    start = state.position
    while text[start : start + 1].isspace():
        start += 1
    part = _PART.match(text, start)
    if part is None or part.end() < position:
        return None
    raw = part[0].strip()

    return _Change(start, start + len(raw), *_meant(raw))
