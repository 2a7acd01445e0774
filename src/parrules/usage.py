"""What a caller hands over is what it has to be: else a problem says so.

What is in files is looked at where they are read, and facts where they are
scored; here are arguments of public functions.
"""

import os
from collections.abc import Collection, Iterable
from typing import Final, TypeVar

from parrules.errors import (
    Problem,
    UsageKeyError,
    UsageTypeError,
    UsageValueError,
    near,
    near_key,
)

_LANGUAGES: Final = ("vi", "en")
_PATH: Final = "str | os.PathLike"
_Value = TypeVar("_Value")


def wrong_type(name: str, value: object, expected: str) -> UsageTypeError:
    """Return PAR920: argument *name* is no *expected*, a type's name."""
    found = "None" if value is None else type(value).__name__
    arguments = {"name": name, "found": found, "expected": expected}

    return UsageTypeError((Problem(code="PAR920", arguments=arguments),))


def wrong_value(name: str, value: object, allowed: str) -> UsageValueError:
    """Return PAR921: argument *name* is none of what is *allowed*."""
    text = value if isinstance(value, str) else repr(value)
    arguments = {
        "name": name,
        "value": text,
        "allowed": allowed,
        "near": near_key(text[:100], allowed.split(" | ")),
    }

    return UsageValueError((Problem(code="PAR921", arguments=arguments),))


def no_such(name: object, kind: str, names: Iterable[object]) -> UsageKeyError:
    """Return PAR922: *name* is none of the *names* of a *kind*."""
    known = [str(each) for each in names]
    arguments = {
        "name": str(name),
        "kind": kind,
        "near": near(str(name)[:100], known),
    }

    return UsageKeyError((Problem(code="PAR922", arguments=arguments),))


def path_of(name: str, value: object) -> str:
    """Return the path that argument *name* says."""
    if isinstance(value, (str, bytes, os.PathLike)):
        return os.fsdecode(value)

    raise wrong_type(name, value, _PATH)


def look_for(attribute: str, name: str, value: object, expected: str) -> None:
    """Hold argument *name* to be an *expected*, which has an *attribute*.

    What behaves like one is one.
    """
    if not hasattr(value, attribute):
        raise wrong_type(name, value, expected)


def listed(
    attribute: str, name: str, values: Iterable[_Value], expected: str
) -> tuple[_Value, ...]:
    """Return *values*, each of which is an *expected*, as `look_for` does."""
    hold_list(name, values, expected)
    found = tuple(values)
    for position, each in enumerate(found):
        look_for(attribute, f"{name}[{position}]", each, expected)

    return found


def hold_list(name: str, values: object, expected: str) -> None:
    """Hold argument *name* to be several things, and no text."""
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise wrong_type(name, values, f"list of {expected}")


def hold_text(name: str, value: object) -> None:
    """Hold argument *name* to be a text."""
    if not isinstance(value, str):
        raise wrong_type(name, value, "str")


def hold_language(language: object) -> None:
    """Hold *language* to be one that the library writes."""
    hold_one_of("language", language, _LANGUAGES)


def hold_one_of(name: str, value: object, allowed: Collection[str]) -> None:
    """Hold argument *name* to be one of *allowed*."""
    if not isinstance(value, str) or value not in allowed:
        raise wrong_value(name, value, " | ".join(allowed))


def hold_whole(name: str, value: object) -> None:
    """Hold argument *name* to be a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_type(name, value, "int")


def hold_least(name: str, value: int, least: int) -> None:
    """Hold argument *name* to be a whole number, *least* or above."""
    hold_whole(name, value)
    if value < least:
        raise wrong_value(name, value, f">= {least}")
