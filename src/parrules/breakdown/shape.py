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
from parrules.errors import Path, Problem

SCHEMA: Final = "parrules/breakdown/1"

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

UNDERSTOOD: Final = frozenset(
    (
        *("$ref", "const", "enum", "type", "minLength", "pattern", "minimum"),
        *("required", "properties", "additionalProperties", "items"),
        "anyOf",
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
            "where": place_of(path) or "breakdown",
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

    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


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
    if "const" in schema and value != schema["const"]:
        return shown(schema["const"])
    if "enum" in schema and value not in schema["enum"]:
        return " | ".join(map(shown, schema["enum"]))
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if kinds and not any(_is_of(value, kind) for kind in kinds):
        return " | ".join(kinds)
    if isinstance(value, str):
        pattern = schema.get("pattern")
        if pattern is not None and not re.fullmatch(pattern, value):
            return str(pattern)
        if len(value) < schema.get("minLength", 0):
            return "string"
    if _is_of(value, "integer") and "minimum" in schema:
        assert isinstance(value, int)
        if value < schema["minimum"]:
            return f">= {schema['minimum']}"

    return None


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
        if key in known:
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
