"""Slips that TOML refuses and whose meaning is plain, put right to read on.

A key that stands twice in an inline table, as rows are written; decimal
commas; and what documents and spreadsheets are full of: curly quotes and
none, spaces that do not break, days before months, ``%``, ``;``, ``//`` and
``:``.  Each is reported; what is read in its place has the same length, so
that all that follows keeps its place.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

import tomli

from parrules.loading.marks import Unread, bounded
from parrules.loading.scanning import SKIPPED
from parrules.loading.spelling import day_in, number_in, unaccented
from parrules.points import plain

MOST_SLIPS: Final = 20
"""How many are put right in one statement."""

_LONGEST: Final = 100_000
"""Characters of a statement that is read again for each slip."""

_UNCLOSED: Final = ("Unclosed inline table", "Unclosed array")
_ESCAPE: Final = re.compile(
    r"(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\\\"
)
_PART: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY: Final = re.compile(rf"\s*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*=")
_LONGEST_KEY: Final = 200
_KEY_BEFORE: Final = re.compile(
    rf"(?:\A|[{{,\n])[ \t]*{_PART}(?:[ \t]*\.[ \t]*{_PART})*[ \t]*\Z"
)
_SIGN: Final = re.compile(
    rf"{SKIPPED.pattern}|(?P<sign>[\[\]{{}},])", re.VERBOSE | re.DOTALL
)
_OPENING: Final = r"\u201c\u201e\xab\u2018"
_CLOSING: Final = r"\u201d\u201c\xbb\u2019"
"""Quotes of documents, single and double."""

_LAST: Final = r"\u201d\xbb\u2019"
"""Those of them that only close."""

_CURLY: Final = _OPENING + _CLOSING
_CLOSED: Final = "\u201d\u201c\xbb\u2019"
_KEY_BEHIND: Final = re.compile(r"""[^"'\n]*["'][ \t]*[.=]""")
_HALF_STRAIGHT: Final = re.compile(
    rf"""(?P<found>"[^"{_CURLY}\\\n]*[{_CURLY}])[ \t]*(?:[,}}\]\#][^"]*)?\Z"""
)
"""A text that begins with a straight quote and ends with a curly one."""
_PAIRS: Final = {"{": "}", "[": "]"}
_CALL: Final = r"""\((?:[^"()\[\]{}\#\n]|\([^"()\[\]{}\#\n]*\))*\)"""
_END: Final = r"(?=\s*(?:[,}\]\n#]|\Z))"
_SLIP: Final = re.compile(
    rf"""
    \A(?P<code>[0-9]+(?:[,.][0-9]+)*,[0-9]+(?:[,.][0-9]+)*)[ \t]*(?==)
  | \A{_PART}(?P<equals>[ \t]+)
    (?=(?:[+-]?[0-9][^=\n]*|"[^"\n]*"|true|false)\Z)
  | \A{_PART}(?:\.{_PART})*[ \t]*=(?P<empty>[ \t]*)(?=\#.*\Z|\Z)
  | {SKIPPED.pattern}
  | (?P<space>(?:[^\S\n\r\t ]|[\u200b\u2060\ufeff])+)
  | [=\[,][ \t]*(?P<unclosed>[{_CURLY}]
    (?![^"{_OPENING}\n]*[{_LAST}])[^{_CURLY}"'\\=\[\]{{}}\#\n]*?[ \t]?)
    (?=[ \t]*(?:,\s*(?:{_PART}(?:\.{_PART})*[ \t]*=|["'{{\[])|[}}\]\n\#]|\Z))
  | \A(?P<unclosed_key>[{_CURLY}][\w.-]+)(?=[ \t]*=)
  | (?P<quote>[{_OPENING}][^{_OPENING}{_CLOSING}"\\\n]*["{_CLOSING}])
  | (?P<day>(?<![\w./-])(?:
      [0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{4}}
    | [0-9]{{4}}[/.-][0-9]{{1,2}}[/.-][0-9]{{1,2}})(?![\w./-]))
  | (?P<bare>(?:≥|>=)[ ]?[0-9.]+ | [0-9]+(?:[.,][0-9]+)?[ ]?(?:%|điểm))
  | (?P<number>(?<![\w.+-])(?:\.[0-9]+|0+[1-9][0-9]*){_END})
  | (?P<amount>(?<![\w.,+-])(?:
      [0-9]{{1,3}}(?:(?:\.[0-9]{{3}}){{2,}}|(?:[ ][0-9]{{3}})+)
    | [0-9]+(?:\.[0-9]+)?[ ]?đ(?:iểm)?
    | [0-9]{{1,6}}/[1-9][0-9]{{0,5}}
    | [0-9]+\. | [\xbc-\xbe] | [\uff10-\uff19]+){_END})
  | (?P<comma>;)
  | (?P<slashes>(?<![:\w])//)
  | (?<=["'\w])[ \t]?(?P<colon>:(?!/)|\uff1d|==)
  | (?<=[\]}}"'\w])[ \t]*(?P<row>,)\s*\Z
  | (?:=[ \t]*|(?<=[\[,])(?=[0-9]+,0)|(?<=[\[,][ ])(?=[0-9]+,0))
    (?P<form>[+-]?[0-9]+,[0-9]+){_END}
  | =[ \t]*(?P<truth>yes|no|có|không|đúng|sai|True|False|TRUE|FALSE){_END}
  | (?<![<>!=])=[ \t]*(?P<words>(?![\xbc-\xbe])[^\W\d_](?:[^"'(\[\]{{}}=,\#\n]
    |[<>=!]=|{_CALL})*){_END}
  | (?:(?<=[{{,\n])|\A)[ \t]*
    (?P<plain>[\w-]+(?:[ ][\w-]+)*)[ \t]*(?==(?!=))
    """,
    re.VERBOSE | re.DOTALL,
)
_LEFT: Final = ("plain", "empty", "equals")
"""What is told and not put right: keys are part of places, or nothing is."""

NO_DAY: Final = "0e-000"
"""What is read, as no value, in place of a day that does not exist."""

_TRUE: Final = ("yes", "có", "đúng", "true")


_LONG_NUMBER: Final = re.compile(
    rf"""
    {SKIPPED.pattern}
  | (?P<number>(?<![\w.+-])[+-]?[0-9][0-9_]{{999,}}(?![\w.]))
    """,
    re.VERBOSE | re.DOTALL,
)


class Slip(NamedTuple):
    """What is wrong at *offset*, and the text in which it is put right.

    Attributes:
        found: What stands there, as it is shown.
        fix: Which remedy: ``fix_…`` of PAR101; empty for a key that stands
            there again, `NO_DAY` for a day that does not exist.
        form: How it is written.
        text: Empty where nothing of the same length can take its place.
    """

    offset: int
    found: str
    fix: str
    form: str
    text: str


def slip_in(text: str, error: Exception) -> Slip | None:
    """Return the slip for which tomli refused *text*."""
    if len(text) > _LONGEST or not isinstance(error, tomli.TOMLDecodeError):
        return None
    offset = offset_of(error, text)
    for start, look in _LOOKS.items():
        if error.msg.startswith(start):
            return look(text, offset)
    for match in _SLIP.finditer(text):
        if match.lastgroup and _is_at(offset, match, text):
            slip = _slip(match, text)
            if slip is not None:
                return slip
    if error.msg.startswith(_UNCLOSED):
        return _without_comma(text, offset) or _unclosed(text, offset)

    return None


def offset_of(error: tomli.TOMLDecodeError, text: str) -> int:
    """Return where in *text* tomli refused it."""
    lines = text.split("\n")
    before = lines[: error.lineno - 1]

    return min(
        sum(map(len, before)) + len(before) + error.colno - 1, len(text)
    )


def number_of(literal: str) -> Decimal | Unread:
    """Return a number; a day that does not exist has been reported."""
    return Unread() if literal == NO_DAY else bounded(literal)


def with_exponents(text: str) -> str:
    """Return *text* with whole numbers as ones that `number_of` reads.

    Python refuses to read whole numbers of thousands of digits.
    """
    return _LONG_NUMBER.sub(
        lambda match: f"{match[0]}e0" if match["number"] else match[0], text
    )


# -- what was meant ----------------------------------------------------------


def _is_at(offset: int, match: re.Match[str], text: str) -> bool:
    """Tell whether tomli stopped in what *match* found, or right behind."""
    start, end = match.span(str(match.lastgroup))

    return start <= offset and not text[end:offset].strip()


def _slip(match: re.Match[str], text: str) -> Slip | None:
    fix = str(match.lastgroup)
    found = match[fix]
    start, end = match.span(fix)
    form = _FORMS[fix](found)
    if fix == "day" and not form:
        put = NO_DAY.ljust(end - start)
        return Slip(start, found, NO_DAY, "", text[:start] + put + text[end:])
    is_within = _is_within(text, start)
    is_outside = {
        "comma": not is_within,
        "row": is_within,
        "colon": not _is_behind_key(text, start),
    }.get(fix, False)
    if form in ("", found) or is_outside:
        return None
    put = form
    fix = _ALIKE.get(fix, fix)
    if fix == "space":
        put = " " * len(found)
        found = form
    elif fix in ("empty", "equals"):
        found = text.partition("\n")[0].strip()
    found = found.strip()
    if fix in _LEFT or len(put) > end - start:
        # A key is part of the place of all that is below it.
        return Slip(start, found, fix, form, "")
    put = put.ljust(end - start)

    return Slip(start, found, fix, form, text[:start] + put + text[end:])


def _is_behind_key(text: str, position: int) -> bool:
    """Tell whether nothing but a key stands before *position*."""
    before = text[max(position - _LONGEST_KEY, 0) : position]

    return bool(_KEY_BEFORE.search(before))


def _is_within(text: str, position: int) -> bool:
    """Tell whether a bracket is open at *position*."""
    signs = [sign for sign, _ in _signs(text, position)]

    return sum(map(signs.count, "[{")) > sum(map(signs.count, "]}"))


_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    "space": lambda found: f"U+{ord(found[0]):04X}",
    "quote": lambda found: f'"{found[1:-1]}"',
    "unclosed": lambda found: f'"{found[1:].strip()}"',
    "unclosed_key": lambda found: f'"{found[1:]}"',
    "day": day_in,
    "bare": lambda found: found.strip("≥>=% điểm").replace(",", "."),
    "number": lambda found: plain(Decimal(found)),
    "amount": number_in,
    "row": lambda _: " ",
    "comma": lambda _: ",",
    "slashes": lambda _: "#",
    "colon": lambda _: "=",
    "form": lambda found: found.replace(",", "."),
    "words": lambda found: '"' + found.strip().rstrip(_CLOSED) + '"',
    "truth": lambda found: "true" if found.lower() in _TRUE else "false",
    "plain": lambda found: unaccented(found).replace(" ", "_"),
    "code": lambda found: f'"{found.replace(",", ".")}"',
    "equals": lambda _: "=",
    "empty": lambda _: "…",
}
"""What is written in place of each kind of slip."""


_ALIKE: Final = {
    "amount": "number",
    "unclosed": "quote",
    "unclosed_key": "quote",
}
"""Kinds that are told like others."""


def _without_comma(text: str, offset: int) -> Slip | None:
    """Return the value or pair that begins at *offset* behind no comma."""
    if offset < 1 or text[offset - 1] not in " \t\n":
        return None
    if not (_KEY.match(text, offset) or text[offset : offset + 1] in "[{\"'"):
        return None
    found = text[offset:].partition("=")[0].strip()
    put = text[: offset - 1] + "," + text[offset:]

    return Slip(offset, found, "near", ",", put)


def _unclosed(text: str, offset: int) -> Slip | None:
    """Return the end of *text*, where brackets are still open."""
    if text[offset:].strip():
        return None
    closing: list[str] = []
    for sign, _ in _signs(text, offset):
        if sign in _PAIRS:
            closing.append(_PAIRS[sign])
        elif closing and sign == closing[-1]:
            closing.pop()
    missing = "".join(reversed(closing))
    try:
        tomli.loads(text + missing)
    except tomli.TOMLDecodeError as error:
        if error.msg.startswith(_UNCLOSED):
            # A comment takes in what is written behind it.
            return None
    found = text.rstrip().rpartition("\n")[2].strip()

    return Slip(offset, found, "near", missing, text + missing)


def _half(text: str, offset: int) -> Slip | None:
    """Return the escape that ends at *offset*, or begins a pair there.

    JSON writes some characters as two halves; TOML does not.
    """
    for match in _ESCAPE.finditer(text):
        start, end = match.span()
        if not start < offset <= end:
            continue
        pair = match["pair"]
        form = pair and json.loads(f'"{pair}"')
        # Something that can be seen, so that the text is not an empty one.
        blank = "?" * (end - start)

        return Slip(
            start,
            match[0],
            "escape" if pair else "half",
            form or match[0],
            text[:start] + blank + text[end:],
        )

    return None


def _half_straight(text: str, _: int) -> Slip | None:
    """Return the text that ends with a curly quote, where one is open."""
    match = _HALF_STRAIGHT.search(text)
    if match is None:
        return None
    found = match["found"]
    form = f'"{found[1:-1]}"'
    start, end = match.span("found")

    return Slip(start, found, "quote", form, text[:start] + form + text[end:])


def _backslash(text: str, offset: int) -> Slip | None:
    """Return the backslash before *offset* that begins no escape."""
    start = text.rfind("\\", 0, offset + 1)
    if start < 0 or offset - start > len("\\U12345678"):
        return None
    found, rest = text[start : start + 2], text[start + 2 :]
    # A key is part of the place of all that is below it.
    is_key = _KEY_BEHIND.match(rest) is not None
    put = "" if is_key else text[:start] + "??" + rest

    return Slip(start, found, "backslash", r"\\", put)


def _unseen(text: str, offset: int) -> Slip | None:
    """Return the control character at *offset*, or right before it."""
    start = offset if offset < len(text) else offset - 1
    for at in (start, start - 1):
        sign = text[at : at + 1]
        if sign and sign not in "\t\n\r" and sign < " ":
            form = f"U+{ord(sign):04X}"
            put = text[:at] + " " + text[at + 1 :]
            return Slip(at, form, "control", form, put)

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

    return Slip(
        key.start(1), key[1], "", "", text[:comma] + blank + text[end:]
    )


def _signs(text: str, end: int) -> Iterator[tuple[str, int]]:
    """Yield brackets and commas before *end*, with their places."""
    for match in _SIGN.finditer(text, 0, end):
        if match["sign"]:
            yield match["sign"], match.start()


_LOOKS: Final[Mapping[str, Callable[[str, int], Slip | None]]] = {
    "Duplicate inline table key": _second,
    "Escaped character is not": _half,
    "Unescaped": _backslash,
    "Invalid hex value": _backslash,
    "Unterminated string": _half_straight,
    "Illegal character": _unseen,
    "Found invalid character": _unseen,
}
"""By how tomli begins to say what is wrong, who looks for the slip."""
