"""How codes of rows are written, and what was meant where one is not."""

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from parrules.points import plain

_USUAL: Final = re.compile(r"[1-9][0-9]{0,7}(?:\.[1-9][0-9]{0,7})*")
"""What most codes are like, which nothing needs to be done to."""

_PART: Final = re.compile(r"[^\W_]+(?:(?<=[^\W\d_])\))?")
"""What stands between points: ``2``, ``a``, ``II``, ``1a)``."""

_ENDS: Final = re.compile(r"\A[\W_]+|[\W_]+\Z")
_BETWEEN: Final = re.compile(r"(?<=\w)[()/-](?=\w)")
"""What stands for a point, as in ``1-2``."""

_POINTS: Final = {"#": ".", ",": "."}
"""What stands for a point where a spreadsheet keeps codes from being numbers.

Or turns them into numbers with a decimal comma.
"""

_SPREADSHEET_FLOAT: Final = r"[0-9]+\.[0-9]{9,17}"
_SPREADSHEET_PLACES: Final = 6


def is_code(code: str) -> bool:
    """Tell whether *code* starts with a digit or a capital, as codes do.

    What else may be odd about it is warned of, and read all the same.
    """
    if _USUAL.fullmatch(code):
        return True
    first = code[:1]
    parts = code.split(".")
    if first.isalpha() and not first.isupper():
        return False

    return all(map(_PART.fullmatch, parts))


def usual(code: str) -> str:
    """Return *code* as codes are written: ``4.1`` for ``4.0999999999999996``.

    A spreadsheet that takes the code 4.1 for a number stores the nearest
    binary fraction, and shows it where the cell is copied as text.
    """
    if _USUAL.fullmatch(code):
        return code
    if re.fullmatch(_SPREADSHEET_FLOAT, code):
        shift = 10**_SPREADSHEET_PLACES
        return plain(Fraction(round(Fraction(code) * shift), shift))
    parts = [part.strip() for part in code.split(".")]

    return ".".join(
        part.lstrip("0") or "0" if part.isascii() and part.isdigit() else part
        for part in parts
        if part
    )


def plainly(code: str) -> str:
    """Return *code* in plain letters, digits and points, without spaces."""
    return "".join(map(_plain_character, code))


def meant(code: str) -> str:
    """Return the code that *code* is another spelling of, else itself."""
    if _USUAL.fullmatch(code):
        return code
    if any(char.isalpha() and not _plain_character(char) for char in code):
        # It looks like a letter, and which one nobody knows.
        return code

    return usual(plainly(code))


def nearest(code: str) -> str:
    """Return the code that *code*, which is none, may stand for, if any."""
    found = usual(_ENDS.sub("", _BETWEEN.sub(".", plainly(code))))
    found = found[:1].upper() + found[1:]

    return found if found and is_code(found) else ""


def _plain_character(char: str) -> str:
    """Return what is written for *char* in a code; of a space none."""
    if char.isascii():
        return "" if char.isspace() else _POINTS.get(char, char)
    if unicodedata.decomposition(char).startswith("<super>"):
        # The mark of a footnote.
        return ""
    plainer = unicodedata.normalize("NFKC", char)
    if plainer != char:
        return "".join(map(_plain_character, plainer))
    if char.isdecimal():
        return str(int(char))

    return char if unicodedata.name(char, "").startswith("LATIN ") else ""


def printing(code: str, printed: Mapping[str, str]) -> str:
    """Return the codes of the rows that a decision prints as *code*.

    Args:
        code: As it was asked for.
        printed: By code what is printed.

    Returns:
        The codes, with `` | `` between them; empty where there is none.
    """
    return " | ".join(own for own, other in printed.items() if other == code)
