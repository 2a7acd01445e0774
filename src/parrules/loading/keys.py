"""Keys of statements and headers, in parts."""

import re
from typing import Any, Final

import tomli

PART: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_BARE: Final = re.compile("[A-Za-z0-9_-]+")
_NEAR_HEADER: Final = re.compile(
    rf"""(?=\[|.*\])(?P<open>\[*)[ \t]*
    (?P<key>{PART}(?:[ \t]*\.[ \t]*{PART})*)
    [ \t]*(?P<close>\]*)[ \t]*(?:\#.*)?""",
    re.VERBOSE,
)


def mended(statement: str) -> str:
    """Return a header that lacks brackets with all of them."""
    header = _NEAR_HEADER.fullmatch(statement)
    if header is None or not key_parts(header["key"]):
        return statement
    is_array = "[[" in header["open"] or "]]" in header["close"]
    brackets = 2 if is_array else 1

    return "[" * brackets + header["key"] + "]" * brackets


def key_parts(key: str) -> list[str]:
    """Return the parts of a dotted *key*, none if it is no key."""
    if _BARE.fullmatch(key):
        # Nearly all keys, and there may be hundreds of thousands.
        return [key]
    try:
        inner: Any = tomli.loads(f"{key} = 0")
    except (ValueError, RecursionError):
        return []
    parts: list[str] = []
    while isinstance(inner, dict):
        ((part, inner),) = inner.items()
        parts.append(part)

    return parts
