"""Whether a document has the shape of a breakdown: all that its schema says.

The published schema is what is held; of JSON Schema only what it uses is
understood here, and a test holds that it uses no more.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from parrules.breakdown.places import place_of
from parrules.breakdown.texts import SCHEMA
from parrules.errors import Path, Problem

_Json = Mapping[str, Any]
_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
_LONGEST: Final = 60
"""Characters of a value that a problem shows."""

_HALF: Final = "[\ud800-\udfff]"

UNDERSTOOD: Final = frozenset(
    (
        *("$ref", "const", "enum", "type", "pattern", "minimum", "maximum"),
        *("required", "properties", "additionalProperties", "items"),
        *("anyOf", "minLength", "maxLength"),
    )
)
"""The keywords that restrict anything, and are held."""


def shape_problems(document: object) -> Iterator[Problem]:
    """Yield PAR701 for each part that is not as the schema says.

    Where it is a breakdown of another schema, nothing else is looked at.
    """
    if isinstance(document, Mapping):
        found = document.get("schema")
        if found != SCHEMA:
            yield _problem(("schema",), found, SCHEMA)
            return
    yield from _differing(document, published_schema(), ())


@functools.cache
def published_schema() -> _Json:
    """Return the schema that comes with the package."""
    # Only for what is read back, since it imports half of the file system.
    import importlib.resources  # noqa: PLC0415

    folder = importlib.resources.files("parrules.breakdown")
    text = (folder / "breakdown-1.schema.json").read_text("utf-8")
    found: _Json = json.loads(text)

    return found


def _problem(path: Path, found: object, expected: str) -> Problem:
    return Problem(
        code="PAR701",
        path=path,
        arguments={
            "where": _printable(place_of(path) or "breakdown"),
            "found": shown(found),
            "expected": expected,
        },
    )


def shown(value: object) -> str:
    """Write a value as JSON would, or what it is if that would be long."""
    if isinstance(value, Mapping | list | tuple):
        return "object" if isinstance(value, Mapping) else "array"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = type(value).__name__

    return cut(text)


def cut(text: str) -> str:
    """Return what a problem shows of a text, which can be printed."""
    text = _printable(text)

    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _printable(text: str) -> str:
    """Return a text with what is half a character by its number."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _differing(value: object, schema: _Json, path: Path) -> Iterator[Problem]:
    """Yield what of *value* is not as *schema* says."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from _differing(value, published_schema()["$defs"][name], path)
    if "anyOf" in schema:
        yield from _of_some(value, schema["anyOf"], path)
    expected = _unmet(value, schema)
    if expected is not None:
        yield _problem(path, value, expected)
    elif isinstance(value, Mapping):
        yield from _of_object(value, schema, path)
    elif isinstance(value, list) and "items" in schema:
        for index, each in enumerate(value):
            yield from _differing(each, schema["items"], (*path, index))


def _of_some(
    value: object, schemas: list[_Json], path: Path
) -> Iterator[Problem]:
    """Yield what is wrong with a value of which several kinds are allowed."""
    found = [tuple(_differing(value, each, path)) for each in schemas]
    # What comes nearest is what was meant: an object, and not null.
    if all(found):
        yield from max(found, key=lambda each: len(each[0].path))


def _unmet(value: object, schema: _Json) -> str | None:
    """Return what *value* by itself should be; `None` where it is that."""
    # To Python, true equals 1.
    if "const" in schema and (
        isinstance(value, bool) or value != schema["const"]
    ):
        return shown(schema["const"])
    if "enum" in schema and value not in schema["enum"]:
        return " | ".join(map(shown, schema["enum"]))
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if kinds and not any(_is_of(value, kind) for kind in kinds):
        return " | ".join(kinds)
    if isinstance(value, str):
        return _unmet_text(value, schema)
    if _is_of(value, "integer"):
        assert isinstance(value, int)
        if "minimum" in schema and value < schema["minimum"]:
            return f">= {schema['minimum']}"
        if "maximum" in schema and value > schema["maximum"]:
            return f"<= {schema['maximum']}"

    return None


def _unmet_text(text: str, schema: _Json) -> str | None:
    # What is longer is not looked at any further.
    if "maxLength" in schema and len(text) > schema["maxLength"]:
        return f"<= {schema['maxLength']} characters"
    if "pattern" in schema and not re.fullmatch(schema["pattern"], text):
        return str(schema["pattern"])
    if len(text) < schema.get("minLength", 0):
        return "string"

    # What is named or of several kinds is looked at as that, and once.
    is_whole = "$ref" not in schema and "anyOf" not in schema

    return "Unicode" if is_whole and not _is_unicode(text) else None


def _is_unicode(text: str) -> bool:
    """Tell whether a text can be written: JSON may hold half a character."""
    return text.isascii() or not re.search(_HALF, text)


def _is_of(value: object, kind: str) -> bool:
    if kind == "integer" and isinstance(value, bool):
        return False
    if kind == "object":
        return isinstance(value, Mapping)

    return isinstance(value, _TYPES[kind])


def _of_object(
    value: Mapping[Any, Any], schema: _Json, path: Path
) -> Iterator[Problem]:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for key in schema.get("required", ()):
        if key not in value:
            expected = _kind_of(known.get(key, {}))
            yield _problem((*path, key), None, expected)
    for key, each in value.items():
        where = (*path, str(key))
        if not _is_unicode(str(key)):
            yield _problem(where, str(key), "Unicode")
        elif key in known:
            yield from _differing(each, known[key], where)
        elif others is False:
            yield _problem(where, each, " | ".join(known))
        elif isinstance(others, Mapping):
            yield from _differing(each, others, where)


def _kind_of(schema: _Json) -> str:
    """Return what stands where nothing does, in a word."""
    if "const" in schema:
        return shown(schema["const"])
    kind = schema.get("type", "value")

    return kind if isinstance(kind, str) else " | ".join(kind)
