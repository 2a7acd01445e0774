"""Files that are not what is wanted: of other programs, or not there."""

from typing import Final

from parrules.loading.document import TomlDocument

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE: Final = b"PK\x03\x04"
_IN_ARCHIVES: Final = {
    "excel": b"xl/",
    "word": b"word/",
    "spreadsheet": b"opendocument.spreadsheet",
    "open_text": b"opendocument.text",
}
"""What archives hold, by the word for such a document."""

_SHEETS: Final = ("excel", "spreadsheet", "office")
_UTF_32: Final = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_START: Final = 64


def program_of(content: bytes) -> str:
    """Return the word for a document that is no text, empty for a text."""
    if content.startswith(_OLD_OFFICE):
        return "office"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if not content.startswith(_ARCHIVE):
        return ""

    return next(
        (word for word, part in _IN_ARCHIVES.items() if part in content),
        "archive",
    )


def arguments_of(document: TomlDocument, word: str) -> dict[str, str]:
    """Return what PAR131 says of a file, of which `program_of` told."""
    sheet = word if word in _SHEETS else ""

    return {"name": document.name, "found": word, "sheet": sheet}


def encoding_of(content: bytes) -> str:
    """Return which encoding of Unicode with many zeros *content* has."""
    if content.startswith(_UTF_32):
        return "UTF-32"
    start = content[:_START]
    few = len(start) // 3
    zeros = [start[at::4].count(0) > few // 2 for at in range(4)]
    if sum(zeros) > 2:  # noqa: PLR2004  # three of four bytes
        return "UTF-32"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    is_16 = any(start[at::2].count(0) > few for at in range(2))

    return "UTF-16" if is_16 else ""


def near_file(name: str) -> str:
    """Return the file beside *name* that was probably meant."""
    # Only where something is wrong.
    import difflib  # noqa: PLC0415
    import pathlib  # noqa: PLC0415

    path = pathlib.Path(name)
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    found = difflib.get_close_matches(path.name, names, 1, 0.75)

    return found[0] if found and found[0] != path.name else ""
