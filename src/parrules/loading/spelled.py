"""Which heading a line is meant to be, however it is written."""

import re
from typing import Any, Final, NamedTuple

import tomli

from parrules.errors import near
from parrules.loading.shapes import ARRAYS, BELOW, SECTIONS

_WORD: Final = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_BRACKETS: Final = "[](){}"
_MOST_WORDS: Final = 3
_LONGEST: Final = 80
"""Characters of a line that may be a broken heading."""


class Heading(NamedTuple):
    """A heading as it is meant.

    Attributes:
        parts: Of its key; none where nobody knows.
        is_array: Whether it stands in two brackets.
        column: Where its key begins in the line.
        found: The first part, as it is written.
        fix: What is wrong: ``name``, ``brackets``, ``broken``; empty if it
            is sound.
    """

    parts: tuple[str, ...]
    is_array: bool
    column: int
    found: str
    fix: str


def heading_in(line: str) -> Heading | None:
    """Return the heading that *line* is meant to be, `None` if it is none."""
    try:
        value: Any = tomli.loads(line)
    except (ValueError, RecursionError):
        return _broken(line)
    if not line.startswith("["):
        return None
    parts: list[str] = []
    while isinstance(value, dict) and value:
        ((part, value),) = value.items()
        parts.append(part)
    is_array = isinstance(value, list)
    column = len(line) - len(line.lstrip("[ \t"))
    meant = _meant(parts, is_dotted=True)
    if not meant:
        return Heading(tuple(parts), is_array, column, parts[0], "name")
    if meant != tuple(parts):
        needs_two = is_two(meant, is_array=is_array)
        # Where the section is sound, what is below it is not.
        found = ".".join(parts) if parts[0] == meant[0] else parts[0]
        return Heading(meant, needs_two, column, found, "name")
    if is_array == is_two(meant, is_array=is_array):
        return Heading(meant, is_array, column, parts[0], "")

    return Heading(meant, not is_array, column, parts[0], "brackets")


def below_in(line: str, section: str) -> tuple[str, ...]:
    """Return the heading below *section* that *line* is meant to be.

    ``[.facts]``, ``[facts]`` and ``[facts.example]`` below an example are
    its facts.
    """
    parts = BELOW.get(section, ())
    text = line.partition("#")[0].strip().strip("[] \t")
    words = [word.strip("\"'") for word in _WORD.findall(text)]
    rest = [word for word in words if not _near(word, (section,))]
    if len(rest) != 1 or len(words) > _MOST_WORDS:
        return ()
    # `[fact]` alone may be a section of its own.
    is_below = text.startswith(".") or len(words) > 1
    part = _near(rest[0], parts) if is_below or rest[0] in parts else ""

    return (section, part) if part else ()


def written(parts: tuple[str, ...], *, is_array: bool) -> str:
    """Return a heading as it is to be written."""
    key = ".".join(
        part if re.fullmatch("[A-Za-z0-9_-]+", part) else f'"{part}"'
        for part in parts
    )

    return f"[[{key}]]" if is_array else f"[{key}]"


def is_two(parts: tuple[str, ...], *, is_array: bool) -> bool:
    """Tell whether *parts* stand in two brackets."""
    if len(parts) == 1:
        return parts[0] in ARRAYS

    return is_array and parts[1] not in BELOW.get(parts[0], ())


def _broken(line: str) -> Heading | None:
    text = _without_comment(line)
    words = [word.strip("\"'") for word in _WORD.findall(text)]
    meant = _meant(words, is_dotted="." in text)
    if not 0 < len(words) <= _MOST_WORDS or len(text) > _LONGEST:
        return None
    is_bracketed = text[0] in _BRACKETS or text[-1] in _BRACKETS
    if is_bracketed:
        # A pair with a bracket too many is none.
        has_value = len(words) > 1 and text[-1] not in _BRACKETS
        is_pair = "=" in text and (has_value or not meant)
    else:
        is_pair = not meant or bool(re.search("[0-9=]", text))
    if is_pair:
        return None
    is_array = bool(meant) and is_two(meant, is_array="[[" in text)

    return Heading(meant, is_array, 0, line.strip(), "broken")


def _without_comment(line: str) -> str:
    text = line.partition("#")[0].strip()

    return text if "]" in text else line.strip()


def _meant(words: list[str], *, is_dotted: bool) -> tuple[str, ...]:
    """Return the parts of the heading that *words* are meant to be."""
    if not words:
        return ()
    first, *rest = words
    if first in SECTIONS:
        below = _near("".join(rest), BELOW.get(first, ()))
        if below:
            return first, below
        return tuple(words) if is_dotted else (first,)
    # The point between them may be missing, or be something else.
    ways = {section: (section,) for section in SECTIONS} | {
        section + part: (section, part)
        for section, parts in BELOW.items()
        for part in parts
    }
    whole = _near("".join(words), tuple(ways))
    if whole:
        return ways[whole]
    section = _near(first, SECTIONS)

    return (section, *rest) if section else ()


def _near(word: str, words: tuple[str, ...]) -> str:
    return word if word in words else near(word.lower(), words)
