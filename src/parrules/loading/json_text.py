"""JSON text → the data that TOML has, and where everything stands in it."""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from parrules.errors import Path, Place, Problem
from parrules.loading.document import TomlDocument, in_file_order
from parrules.loading.marks import SavedTable, Unread
from parrules.loading.reading import (
    MAXIMUM_CHARACTERS,
    Reading,
    composed,
    limit,
    refused,
)
from parrules.loading.scanning import MAXIMUM_DEPTH, first_beyond, look
from parrules.loading.slips import number_of

_TOKEN: Final = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"|[][{}:,]|[^][{}:,"\s]+', re.DOTALL
)
_NO_NULL: Final = {
    "value": "null",
    "found": "nothing",
    "expected": "string | number | boolean | array",
}
_LONGEST_SNIPPET = 60
_LONGEST_NUMBER = 64


@attrs.frozen(kw_only=True)
class JsonDocument(TomlDocument):
    """A JSON text; its places are found on demand.

    Attributes:
        sound: What was read in its place, where it is no JSON.
        edits: Where the two differ, as `parrules.loading.json_slips` says.
    """

    sound: str = attrs.field(default="", eq=False, repr=False)
    edits: tuple[tuple[int, int], ...] = attrs.field(
        default=(), eq=False, repr=False
    )

    @property
    def read(self) -> str:
        """Return the text that was read."""
        return self.sound or self.text

    def original(self, position: int) -> int:
        """Return where in the text stands what was read at *position*."""
        edits = self.edits

        return position - sum(each for end, each in edits if end <= position)

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the place of *path*, or of its nearest known ancestor.

        A negative offset means the key; of the empty path the value is the
        whole text.
        """
        if not path:
            return self._place(max(offset, 0))
        places = _places(self.read)
        while path and path not in places:
            path, offset = path[:-1], -1
        key, value = places.get(path, (0, 0))

        return self._place(self.original(key if offset < 0 else value))


def read_json(text: str, name: str) -> Reading:
    """Read the JSON *text* of the file called *name*."""
    text = composed(text)
    document = JsonDocument(name=name, text=text)
    depth = look(text).depth
    if depth > MAXIMUM_DEPTH:
        size = {"size": str(depth), "limit": str(MAXIMUM_DEPTH)}
        offset = first_beyond(text)
        return refused(document, "PAR113", offset, kind="nesting", **size)
    doubled: list[str] = []
    try:
        tables = _loaded(text, doubled)
    except json.JSONDecodeError as error:
        if not text.lstrip().startswith("{"):
            return _not_understood(document, error.pos)
        return _saved(document)
    if not isinstance(tables, dict):
        return _not_understood(document, 0)

    return _all(document, tables, doubled, ())


def _saved(document: JsonDocument) -> Reading:
    """Read what is sound of a text that is no JSON."""
    # Only where something is wrong.
    from parrules.loading.json_slips import mended  # noqa: PLC0415

    saved = mended(document.text)
    is_nothing = ":" not in document.text
    if is_nothing or (not saved.text and len(saved.slips) == 1):
        return _not_understood(document, saved.slips[0].offset)
    document = attrs.evolve(document, sound=saved.text, edits=saved.edits)
    problems = tuple(
        Problem(
            code="PAR361",
            offset=slip.offset,
            arguments={
                "found": slip.found[:_LONGEST_SNIPPET],
                **({slip.fix: slip.form} if slip.fix else {}),
            },
            document=document,
        )
        for slip in saved.slips
    )
    if not saved.text:
        return Reading(document=document, problems=problems)
    doubled: list[str] = []
    tables = _loaded(saved.text, doubled)
    if any(slip.fix == "near" and slip.form != "," for slip in saved.slips):
        # The end is missing, and who knows what else with it.
        tables = SavedTable(tables)
        tables.lose()

    return _all(document, tables, doubled, problems)


def _all(
    document: JsonDocument,
    tables: dict[str, Any],
    doubled: list[str],
    slips: tuple[Problem, ...],
) -> Reading:
    """Return what was read, with all that is wrong with it."""
    problems = [
        *slips,
        *(_twice(document) if doubled else ()),
        *limit(document, tables),
        *_unfit(document, tables),
    ]

    return Reading(
        document=document, tables=tables, problems=in_file_order(problems)
    )


def _loaded(text: str, doubled: list[str]) -> Any:  # noqa: ANN401  # JSON
    """Read *text*; its numbers are exact or marked as out of limits."""

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            doubled.extend(key for key, _ in pairs)
        return found

    return json.loads(
        text,
        parse_float=number_of,
        parse_int=_integer,
        parse_constant=Unread,
        object_pairs_hook=table,
    )


def _integer(literal: str) -> int | Unread:
    # To read a long number takes long; it is refused anyway.
    if len(literal) > _LONGEST_NUMBER:
        return Unread(literal[:_LONGEST_NUMBER])

    return int(literal)


def _not_understood(document: TomlDocument, offset: int) -> Reading:
    """PAR316, with what stands at *offset*, or before the end."""
    text = document.text
    rest = text[offset:].partition("\n")[0].strip()[:_LONGEST_SNIPPET]
    shown = rest or text.rstrip()[-_LONGEST_SNIPPET:].rpartition("\n")[2]
    arguments = {"file": document.name, "detail": f"`{shown}`"}

    return refused(document, "PAR316", offset, **arguments)


def _twice(document: JsonDocument) -> Iterator[Problem]:
    """PAR317: a key stands in a table for the second time."""
    seen: set[Path] = set()
    for path, key, _ in _walked(document.read):
        if path in seen:
            arguments = {"name": str(path[-1])}
            yield Problem(
                code="PAR317",
                offset=document.original(key),
                arguments=arguments,
                document=document,
            )
        seen.add(path)


def _unfit(
    document: TomlDocument, tables: dict[str, Any]
) -> Iterator[Problem]:
    """PAR105, PAR123: what JSON can say and no fact can be.

    It is marked as unread.
    """
    pending: list[tuple[Any, Path]] = [(tables, ())]
    while pending:
        container, path = pending.pop()
        is_table = isinstance(container, dict)
        pairs = container.items() if is_table else enumerate(container)
        for key, value in list(pairs):
            if isinstance(value, (dict, list)):
                pending.append((value, (*path, key)))
            elif value is None or _is_half_a_pair(value):
                container[key] = Unread()
                code, arguments = "PAR123", {"value": ascii(value)[1:-1]}
                if value is None:
                    code, arguments = "PAR105", _NO_NULL
                yield Problem(
                    code=code,
                    path=(*path, key),
                    arguments=arguments,
                    document=document,
                )


def _is_half_a_pair(value: object) -> bool:
    r"""Tell whether *value* has half of a character, as in ``"\ud800"``."""
    if type(value) is not str or len(value) > MAXIMUM_CHARACTERS:
        return False

    return any("\ud800" <= char <= "\udfff" for char in value)


# -- places ------------------------------------------------------------------


@attrs.define
class _Frame:
    """An open object or array: its path, and what is read in it now."""

    path: Path
    is_object: bool
    key: str | int = 0
    key_offset: int = 0
    awaits_key: bool = False


@functools.lru_cache(maxsize=2)
def _places(text: str) -> Mapping[Path, tuple[int, int]]:
    """Return where the key and the value of every path stand."""
    return {path: (key, value) for path, key, value in _walked(text)}


def _walked(text: str) -> Iterator[tuple[Path, int, int]]:
    """Yield path, offset of its key and of its value, in file order.

    *text* is JSON, so that brackets close and keys are texts.
    """
    frames: list[_Frame] = []
    for token in _TOKEN.finditer(text):
        symbol, offset = token.group(), token.start()
        frame = frames[-1] if frames else None
        if symbol in ("]", "}"):
            frames.pop()
        elif symbol == ",":
            _advance(frames[-1])
        elif symbol == ":":
            frames[-1].awaits_key = False
        elif frame is not None and frame.awaits_key:
            frame.key, frame.key_offset = json.loads(symbol), offset
        else:
            path: Path = ()
            if frame is not None:
                path = (*frame.path, frame.key)
                key = frame.key_offset if frame.is_object else offset
                yield path, key, offset
            if symbol in ("[", "{"):
                is_object = symbol == "{"
                frames.append(_Frame(path, is_object, awaits_key=is_object))


def _advance(frame: _Frame) -> None:
    if isinstance(frame.key, int):
        frame.key += 1
    frame.awaits_key = frame.is_object
