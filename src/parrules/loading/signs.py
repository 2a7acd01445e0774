"""Signs and words of other languages in expressions, and what they mean here.

Most come from word processors, which put curly quotes, dashes and spaces of
other kinds in place of what is typed.  Only where an expression cannot be
read is any of it looked at.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from parrules.errors import in_quotes
from parrules.expression.terms import ExpressionError
from parrules.loading.spelling import day_in, unaccented

_SIGNS: Final = {
    "=<": "<=",
    "=>": ">=",
    "=": "==",
    ";": ",",
    ":": "/",
    "&": "and",
    "|": "or",
    "!>": "<=",
    "!<": ">=",
    "!": "not",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "^": "**",
    "≥": ">=",
    "≧": ">=",
    "⩾": ">=",
    "≮": ">=",
    "⇒": ">=",
    "≤": "<=",
    "≦": "<=",
    "⩽": "<=",
    "≯": "<=",
    "⇐": "<=",
    "≠": "!=",
    "⇔": "==",
    "\u00d7": "*",
    "\u2217": "*",
    "\u22c5": "*",
    "\u00b7": "*",
    "\u2219": "*",
    "\u2022": "*",
    "÷": "/",
    "\u2215": "/",
    "\u2044": "/",
    "\u2212": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2015": "-",
    "\u2227": "and",
    "\u2228": "or",
    "¬": "not",
    "\u2208": "in",
    "∉": "not in",
    "¼": "0.25",
    "½": "0.5",
    "¾": "0.75",
    "¹": "** 1",
    "²": "** 2",
    "³": "** 3",
}
"""How a sign is written here: of comparison, of sums, dashes, fractions."""

_WORDS: Final = {
    "và": "and",
    "hoặc": "or",
    "hay": "or",
    "không": "not",
    "trong": "in",
    "đúng": "true",
    "sai": "false",
    "x": "*",
    "nhân": "*",
    "chia": "/",
    "cộng": "+",
    "trừ": "-",
    "bằng": "==",
    "khác": "!=",
}
"""Words and letters of formulas in documents, and how they are written."""

_OWN_WORDS: Final = (
    "and",
    "or",
    "not",
    "in",
    "true",
    "false",
    "never",
    "maximum",
)
_QUOTES: Final = (
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2035\u2036"
    "\u2039\u203a\u00ab\u00bb\u00b4\u02b9\u02bc\uff07\uff02`"
)
"""Quotes of documents, primes and accents that stand for them."""

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_QUOTED: Final = re.compile(
    rf"""['"{_QUOTES}]([^'"{_QUOTES}\n]*)[{_QUOTES}]"""
    rf"""|[{_QUOTES}]([^'"{_QUOTES}\n]*)['"]"""
)
_APOSTROPHE: Final = re.compile(
    r"""(?<![\w'])'([^'"\n]*\w'\w[^'"\n]*)'(?![\w'])"""
)
_THOUSANDS: Final = re.compile(
    r"(?<![0-9,.])[1-9][0-9]{0,2}([,. ])[0-9]{3}(?:\1[0-9]{3})*(?![0-9,.])"
)
_DECIMAL_COMMA: Final = re.compile(r"([0-9]+),([0-9]+)(?![0-9.])")
_TIMES: Final = re.compile(
    r"(?<![\w.])([0-9]+(?:\.[0-9]+)?)(?![eE][0-9])([A-Za-z_]\w*)"
)
_POINT: Final = re.compile(r"(?<![\w.])(?:([0-9]+)\.|(\.[0-9]+))(?![\w.])")
_CODE: Final = re.compile(
    r"(?:\b(?:answer|points_of|percent_of|is_missing)\s*\(\s*"
    r"|(?<![\w.])(?=[A-Z]\w*\.|\w+\.\w+\.))"
    r"(?P<code>[0-9A-Z]\w*(?:\.\w+)*)(?![\w.])"
)
_POWERED: Final = re.compile(r"(\w+)([\u00b9\u00b2\u00b3])")
_RUN: Final = re.compile(r"[\w./-]+")
_SIGN: Final = re.compile(r"\*\*|<=|>=|==|!=|.")


def explained(
    error: ExpressionError, text: str
) -> tuple[str, Mapping[str, str]]:
    """Return code and arguments of *error*, with what was probably meant."""
    if error.code != "PAR501":
        return error.code, error.arguments
    found = error.arguments["found"]
    is_of_a_power = error.arguments["expected"] == "1, 2, 3"
    if is_of_a_power and text[: error.offset].rstrip().endswith("**"):
        return "PAR514", {"found": found}
    hint = _hint(found, error.offset, text)

    # What stands there already is no remedy.
    told = {
        name: value
        for name, value in hint.items()
        if name == "found" or value != found
    }

    return "PAR501", {**error.arguments, "near": "", **told}


def _hint(found: str, offset: int, text: str) -> Mapping[str, str]:
    """Return the argument of the remedy, if what was meant is plain."""
    within = _APOSTROPHE.search(text)
    if within is not None and within.start() < offset:
        return {"apostrophe": within[1]}
    kind = unicodedata.category(text[offset])
    if kind[0] in "ZC":
        shown = f"U+{ord(text[offset]):04X}"
        # Signs of format have no width.
        return {"found": shown, "unseen" if kind == "Cf" else "space": shown}
    if text[offset] in f"'\"{_QUOTES}":
        return _straight(offset, text)
    for run in _RUN.finditer(text):
        day = day_in(run[0]) if _is_in(run, offset) else ""
        if day:
            return {"day": day}
    text = text.translate(_FULL_WIDTH)
    number = _number(offset, text)
    if number:
        return {"near": number}
    for code in _CODE.finditer(text):
        if code.start("code") <= offset < code.end("code"):
            return {"code": code["code"]}

    return {"near": _meant(found, offset, text)}


def _is_in(match: re.Match[str], offset: int) -> bool:
    return match.start() < offset < match.end()


def _straight(offset: int, text: str) -> Mapping[str, str]:
    """Return how a text in other quotes is written."""
    # An opening quote may be met only where the next one opens.
    pair = _QUOTED.match(text, offset) or _QUOTED.search(text)
    if pair is not None:
        return {"quote": in_quotes(pair[1] or pair[2] or "")}

    return {} if text[offset] in "'\"" else {"quote": "'"}


def _meant(found: str, offset: int, text: str) -> str:
    """Return how what stands at *offset* is written here, if that is plain."""
    word = found.lower()
    if word in _OWN_WORDS or word in _WORDS:
        return _WORDS.get(word, word)
    for product in _TIMES.finditer(text):
        if product.start(2) == offset:
            return f"{product[1]} * {product[2]}"
    if text[max(offset - 1, 0) : offset + 1] == "<>":
        return "!="
    powered = _POWERED.fullmatch(found)
    if powered:
        return f"{unaccented(powered[1])} {_SIGNS[powered[2]]}"
    sign = next((each for each in _SIGNS if text.startswith(each, offset)), "")
    if sign:
        before = text[:offset]
        is_between = before.count("(") > before.count(")")
        # Between conditions it may stand for `and`, or for `or`.
        return "" if sign == ";" and not is_between else _SIGNS[sign]
    plainly = unaccented(found.translate(_FULL_WIDTH))
    if found.isascii() or not plainly.isascii():
        return ""
    if len(found) > 1:
        return plainly
    own = _SIGN.match(text, offset)

    return own[0] if own and own[0].isascii() else plainly


def _number(offset: int, text: str) -> str:
    """Return how a number that *offset* is in is written."""
    for number in _THOUSANDS.finditer(text):
        if _is_in(number, offset):
            # With a point it would be another number.
            return re.sub(r"[,. ]", "", number[0])
    for number in _DECIMAL_COMMA.finditer(text):
        if number.start(2) - 1 == offset:
            return f"{number[1]}.{number[2]}"
    for number in _POINT.finditer(text):
        if number.start() <= offset < number.end():
            return number[1] or f"0{number[2]}"

    return ""
