"""Bytes → text → TOML data, with everything that is wrong on the way.

Nothing here raises: what cannot be read becomes a problem, and where the
text is not sound TOML, every statement that is sound is read all the same.
"""

import codecs
import os
import stat
import unicodedata
from decimal import Decimal
from typing import Any, NamedTuple

import attrs
import tomli

from parrules.errors import Path, Problem
from parrules.loading.document import TomlDocument, in_file_order
from parrules.loading.foreign import (
    arguments_of,
    encoding_of,
    near_file,
    program_of,
)
from parrules.loading.marks import (
    LONGEST_NUMBER,
    SavedTable,
    Unread,
    bounded,
)
from parrules.loading.scanning import MAXIMUM_DEPTH, first_beyond, look
from parrules.points import MAXIMUM_DIGITS
from parrules.usage import hold_text, path_of, wrong_type

MAXIMUM_BYTES = 4 * 1024 * 1024
"""Size of a file."""

MAXIMUM_CHARACTERS = 10_000
"""Length of a text in a file."""

_LARGE = 10**MAXIMUM_DIGITS
_CONTAINERS = frozenset((dict, list, SavedTable))
_ALWAYS_SMALL = frozenset((Decimal, bool))
"""Kinds of single values that a limit was held to before, or needs none."""


class Reading(NamedTuple):
    """What a file says in TOML.

    Attributes:
        document: Knows where everything stands.
        tables: The data: dict, list, str, int, `Decimal`, bool, dates; an
            `Unread` where a value could not be read. `None` if nothing is
            known at all.
        problems: In file order.
        data: The bytes of the file, where they are text.
    """

    document: TomlDocument
    tables: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    data: bytes | None = None


def read_file(path: str | os.PathLike[str]) -> Reading:
    """Read the TOML file at *path*."""
    name = path_of("path", path)
    document = TomlDocument(name=name, text="")
    try:
        content = _content(name)
        bytes_in_file = os.stat(name).st_size  # noqa: PTH116  # takes any name
    except (OSError, ValueError) as error:
        return refused(
            document,
            "PAR103",
            name=name,
            reason=reason_of(error),
            near=near_file(name),
        )

    if len(content) > MAXIMUM_BYTES:
        size = _size("file", max(bytes_in_file, len(content)))
        return refused(document, "PAR113", 0, **size)

    return read_bytes(content, name)


def read_bytes(content: bytes | str, name: str) -> Reading:
    """Read *content*, the TOML text called *name*."""
    hold_text("name", name)
    if not isinstance(content, (bytes, str)):
        raise wrong_type("data", content, "str | bytes")
    if len(content) > MAXIMUM_BYTES:
        document = TomlDocument(name=name, text="")
        size = _size("file", len(content))
        return refused(document, "PAR113", 0, **size)
    if isinstance(content, str):
        # Half a pair of UTF-16 is the one thing that UTF-8 cannot hold.
        content = content.encode("utf-8", "surrogatepass")
    try:
        # A codec for texts with a mark would be imported for three bytes.
        text = content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        return _not_utf_8(content, name, error.start)
    if "\0" in text and encoding_of(content):
        return _not_utf_8(content, name, 0)

    if "\r" in text and "\n" not in text:
        return _with_ends(text, name)._replace(data=content)

    return _read_text(composed(text), name)._replace(data=content)


def _with_ends(text: str, name: str) -> Reading:
    """Read a text whose lines end in CR alone, which TOML does not know."""
    reading = _read_text(composed(text).replace("\r", "\n"), name)
    problem = Problem(
        code="PAR132", arguments={"found": "CR"}, document=reading.document
    )

    return reading._replace(problems=(problem, *reading.problems))


def composed(text: str) -> str:
    """Return *text* in Unicode's form NFC: what looks equal is equal.

    A Mac writes accents as letters of their own.
    """
    return unicodedata.normalize("NFC", text)


def _content(name: str) -> bytes:
    """Return the bytes of a file, one more than allowed at most."""
    mode = os.stat(name).st_mode  # noqa: PTH116  # takes any name
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(name)
    if not stat.S_ISREG(mode):
        # A pipe or a device might never end.
        raise OSError(name)
    with open(name, "rb") as file:  # noqa: PTH123  # takes any name
        return file.read(MAXIMUM_BYTES + 1)


def reason_of(error: Exception) -> str:
    """Return the word for why a file cannot be opened."""
    reasons: tuple[tuple[type[Exception], str], ...] = (
        (FileNotFoundError, "not_found"),
        (NotADirectoryError, "not_found"),
        (IsADirectoryError, "directory"),
        (PermissionError, "no_permission"),
        (ValueError, "no_file_name"),
    )
    for kind, reason in reasons:
        if isinstance(error, kind):
            return reason

    return "no_file"


def _not_utf_8(content: bytes, name: str, position: int) -> Reading:
    text = content.decode("utf-8", "replace")
    offset = len(content[:position].decode("utf-8-sig", "replace"))
    document = TomlDocument(name=name, text=text)
    program = program_of(content)
    if program:
        bare = TomlDocument(name=name, text="")
        return refused(bare, "PAR131", **arguments_of(bare, program))
    shown = content[position : position + 1].hex()

    return refused(
        document,
        "PAR102",
        offset,
        byte=f"0x{shown}",
        near=encoding_of(content),
    )


def refused(
    document: TomlDocument, code: str, offset: int = 0, /, **arguments: str
) -> Reading:
    """Return a reading of nothing but one problem."""
    problem = Problem(
        code=code, offset=offset, arguments=arguments, document=document
    )

    return Reading(document=document, problems=(problem,))


def _size(kind: str, size: int) -> dict[str, str]:
    limits = {
        "file": MAXIMUM_BYTES,
        "characters": MAXIMUM_CHARACTERS,
        "nesting": MAXIMUM_DEPTH,
    }

    return {"kind": kind, "size": str(size), "limit": str(limits[kind])}


def with_headings(reading: Reading) -> Reading | None:
    """Read again with headings as they are meant, `None` if they all are."""
    # Only where something is wrong, as `save` below.
    from parrules.loading.headings import mend  # noqa: PLC0415

    document = reading.document
    mended = None if reading.tables is None else mend(document.text)
    if mended is None:
        return None
    again = _read_text(mended.text, document.name, mended.lines)
    slips = (
        Problem(
            code=finding.code,
            offset=finding.offset,
            arguments=finding.arguments,
            document=document,
        )
        for finding in mended.findings
    )

    return again._replace(
        problems=in_file_order((*slips, *again.problems)), data=reading.data
    )


def _read_text(text: str, name: str, lines: tuple[int, ...] = ()) -> Reading:
    document = TomlDocument(name=name, text=text, lines=lines)
    seen = look(text)
    if seen.depth > MAXIMUM_DEPTH:
        size = _size("nesting", seen.depth)
        return refused(document, "PAR113", first_beyond(text), **size)
    try:
        tables = tomli.loads(text, parse_float=bounded)
    except (ValueError, RecursionError) as error:
        # Not only syntax: also dates and whole numbers beyond all limits.
        return _saved(document, error)
    if not tables:
        return refused(document, "PAR114")
    problems = [
        Problem(
            code="PAR112",
            offset=offset,
            arguments={"found": found},
            document=document,
        )
        for offset, found in seen.news
    ]
    problems.extend(limit(document, tables))

    return Reading(document=document, tables=tables, problems=tuple(problems))


def _saved(document: TomlDocument, error: Exception) -> Reading:
    """Read what is sound of a text in which *error* was found."""
    # Only where something is wrong, since its patterns take time to make.
    from parrules.loading.statements import save  # noqa: PLC0415

    saved = save(document.text, document.lines)
    document = attrs.evolve(document, end=saved.end)
    problems = [
        Problem(
            code=finding.code,
            offset=finding.offset,
            arguments=finding.arguments,
            document=document,
        )
        for finding in saved.findings
    ]
    if saved.tables is not None:
        problems.extend(limit(document, saved.tables))
        if not problems:
            problems.append(_first_error(document, error))
            # Nobody knows what tomli minds, so anything may be lost.
            saved.tables.lose()

    return Reading(
        document=document,
        tables=saved.tables,
        problems=in_file_order(problems),
    )


def _first_error(document: TomlDocument, error: Exception) -> Problem:
    """Return what tomli found where the tolerant parser found nothing."""
    line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
    offset = document.offset(line, column)

    return Problem(
        code="PAR101",
        offset=offset,
        arguments={"found": document.rest_of_line(offset)},
        document=document,
    )


def limit(document: TomlDocument, tables: dict[str, Any]) -> list[Problem]:
    """Report what is too large in *tables*, and mark it as unread there."""
    if _is_small(tables):
        return []
    problems: list[Problem] = []
    pending: list[tuple[Any, Path]] = [(tables, ())]
    while pending:
        container, path = pending.pop()
        findings = _nested_too_deep(container, path)
        is_table = isinstance(container, dict)
        pairs = container.items() if is_table else enumerate(container)
        for key, value in pairs:
            if isinstance(value, (dict, list)):
                pending.append((value, (*path, key)))
            elif finding := _excess(value):
                findings.append((*finding, (*path, key)))
                container[key] = Unread()
        problems.extend(
            Problem(
                code=code, path=where, arguments=arguments, document=document
            )
            for code, arguments, where in findings
        )

    return problems


def _is_small(tables: dict[str, Any]) -> bool:
    """Tell whether all in *tables* is within limits, without its paths."""
    level: list[Any] = [tables]
    for _ in range(MAXIMUM_DEPTH):
        inner: list[Any] = []
        for container in level:
            is_table = isinstance(container, dict)
            for value in container.values() if is_table else container:
                kind = type(value)
                if kind is str:
                    if len(value) > MAXIMUM_CHARACTERS:
                        return False
                elif kind in _CONTAINERS:
                    inner.append(value)
                elif kind not in _ALWAYS_SMALL and _excess(value):
                    return False
        if not inner:
            return True
        level = inner

    return False


def _nested_too_deep(
    container: Any,  # noqa: ANN401  # a table or an array
    path: Path,
) -> list[tuple[str, dict[str, str], Path]]:
    """Empty *container* if it stands too deep, and say so."""
    if len(path) <= MAXIMUM_DEPTH:
        return []
    levels = len(path) + _levels_in(container)
    container.clear()

    return [("PAR113", _size("nesting", levels), path)]


def _levels_in(container: Any) -> int:  # noqa: ANN401  # a table or an array
    """Count the levels of tables and arrays below *container*."""
    levels = -1
    inside = [container]
    while inside:
        levels += 1
        inside = [
            value
            for each in inside
            for value in (each.values() if isinstance(each, dict) else each)
            if isinstance(value, (dict, list))
        ]

    return levels


def _excess(value: object) -> tuple[str, dict[str, str]] | None:
    """Return what is too large about a single *value*."""
    if isinstance(value, str):
        if len(value) > MAXIMUM_CHARACTERS:
            return "PAR113", _size("characters", len(value))
        return None
    if isinstance(value, int) and abs(value) >= _LARGE:
        return "PAR107", {"value": _start(value)}
    if isinstance(value, Unread) and value.number:
        return "PAR107", {"value": _shortened(value.number)}

    return None


def _shortened(literal: str) -> str:
    if len(literal) <= LONGEST_NUMBER:
        return literal

    return literal[:LONGEST_NUMBER] + "…"


def _start(number: int) -> str:
    """Write a whole number that may be too long to be written."""
    return str(number) if number.bit_length() < 2**10 else "…"
