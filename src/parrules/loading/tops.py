"""The top of a file: which document it is, in which language version."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from parrules.errors import FactError
from parrules.loading.document import in_file_order
from parrules.loading.reading import Reading
from parrules.loading.structure import Reader
from parrules.loading.wire import AnyWire, keys_of

LANGUAGE: Final = 1
"""The version of the language, of all documents, that is understood."""

_HEADINGS: Final = (
    "ruleset",
    "questionnaire",
    "assessment",
    "index",
    "facts",
    "published",
)
"""What a file has at its top if it is that document."""


def top_of(
    reader: Reader, wire: type[AnyWire], tables: Mapping[str, Any]
) -> AnyWire | None:
    """Read the top of a file as *wire*.

    Returns:
        `None` where the file is another document, or its language a later
        one: that is reported alone, since nothing else can be said.
    """
    if is_other(reader, keys_of(wire), tables):
        return None
    found = len(reader.problems)
    file = reader.row(wire, tables, ())
    language = getattr(file, "language", None)
    if language in (None, LANGUAGE):
        return file
    del reader.problems[found:]
    reader.problem(
        "PAR110",
        ("language",),
        found=str(language),
        supported=str(LANGUAGE),
    )

    return None


def required_top(
    reading: Reading, wire: type[AnyWire]
) -> tuple[Reader, AnyWire]:
    """Read the top of a file as *wire*; the reader reads what is below.

    Raises:
        FactError: The file cannot be read, or is another document.
    """
    if reading.tables is None:
        raise FactError(reading.problems)
    reader = Reader(reading.document)
    reader.problems.extend(reading.problems)
    file = top_of(reader, wire, reading.tables)
    if file is None:
        raise FactError(in_file_order(reader.problems))

    return reader, file


def is_other(
    reader: Reader, keys: Iterable[str], tables: Mapping[str, Any]
) -> bool:
    """Report PAR124 where a file is another document than one with *keys*."""
    known = set(keys)
    own = next((each for each in _HEADINGS if each in known), None)
    others = [
        each
        for each in _HEADINGS
        if each not in known and isinstance(tables.get(each), dict | list)
    ]
    if own is None or own in tables or not others:
        return False
    reader.problem("PAR124", (others[0],), found=others[0], expected=own)

    return True
