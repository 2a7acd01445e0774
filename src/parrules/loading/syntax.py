"""Where things stand in a TOML text, by an error-tolerant parser.

tree-sitter knows the place of everything, which tomli does not; it is asked
only when somebody asks for the place of a problem.  It counts in bytes,
everything here in characters.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from parrules.errors import Path
from parrules.loading.cutting import statements
from parrules.loading.keys import key_parts, mended

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_KEYS = ("bare_key", "quoted_key", "dotted_key")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_LINE_BREAK = re.compile(r"\r?\n")
_CONTINUATION = re.compile(r"(?:\\[ \t]*\r?\n\s*)?")
_LITERAL_CHARACTER = re.compile(r"\r\n|.", re.DOTALL)
_CHARACTER = re.compile(r"\r\n|\\u.{4}|\\U.{8}|\\x..|\\.|.", re.DOTALL)


class _Spot(NamedTuple):
    """Offsets of a key and of its value; *is_text* for a quoted string."""

    key: int
    value: int
    is_text: bool = False


class Syntax:
    """The place of every key and value of a text."""

    def __init__(self, text: str) -> None:
        """Look through *text*."""
        self._text = text
        self._spots: dict[Path, _Spot] = {}
        self._sizes: dict[Path, int] = {}
        # How often a key stands there again.
        self._times: dict[Path, int] = {}
        self._path: Path = ()
        # One broken statement must not displace all that follow.
        self._parser = _parser()
        root = self._parsed(text)
        self._piece = _Piece(text, 0)
        if not root.has_error:
            self._document(root)
            return
        for start, statement in statements(text):
            if statement.startswith("["):
                # Until it is known to be a header, pairs belong nowhere.
                self._path = ("",)
            whole = mended(statement)
            self._piece = _Piece(whole, start)
            self._document(self._parsed(whole))

    def position(self, path: Path, offset: int) -> int:
        """Return the offset in the text of *path*, *offset* into its value.

        The nearest existing ancestor stands in for what does not exist.
        """
        spot = self._spots.get(path)
        while spot is None and path:
            path, offset = path[:-1], -1
            spot = self._spots.get(path)
        if spot is None:
            return 0
        if offset < 0:
            return spot.key
        if spot.is_text:
            return _within(self._text, spot.value, offset)

        return spot.value + offset

    def _parsed(self, text: str) -> "Node":
        return self._parser.parse(text.encode()).root_node

    def _document(self, root: "Node") -> None:
        for node in root.children:
            if node.type in ("table", "table_array_element"):
                self._section(node)
            else:
                self._entry(node, self._path)

    def _section(self, node: "Node") -> None:
        """Go into the table that a header names."""
        header = next(
            (child for child in node.children if child.type in _KEYS), node
        )
        start = self._piece.offset(header)
        parts = key_parts(self._piece.text_of(header))
        path = self._descended((), parts, start)
        if node.type == "table_array_element":
            position = self._sizes.get(path, 0)
            self._sizes[path] = position + 1
            path = (*path, position)
            self._spots[path] = _Spot(start, start)
        self._path = path
        for child in node.children:
            if child is not header:
                self._entry(child, path)

    def _descended(self, path: Path, parts: list[str], start: int) -> Path:
        """Return the path of *parts* below *path*, in the last elements."""
        for part in parts:
            if path in self._sizes:
                path = (*path, self._sizes[path] - 1)
            path = (*path, part)
            self._spots.setdefault(path, _Spot(start, start))

        return path

    def _entry(self, node: "Node", path: Path) -> None:
        """Note a pair, and of a stretch that is none its key."""
        children = [each for each in node.children if each.type != "comment"]
        if not children or children[0].type not in _KEYS:
            return
        start = self._piece.offset(children[0])
        *parents, last = key_parts(self._piece.text_of(children[0])) or [""]
        whole = (*path, ".".join((*parents, last)))
        path = (*self._descended(path, parents, start), last)
        # A key that stands here again has positions under its first place;
        # an unquoted code is also known as the code that was meant.
        again = self._times.get(path, 0)
        if again or path in self._spots:
            again += 1
            self._times[path] = again
        for place in ((*path, again) if again else path, whole):
            if place in self._spots:
                continue
            value = self._piece.value_behind(children[0])
            self._spots[place] = _Spot(start, value)
            if node.type == "pair":
                self._value(children[-1], place, start)

    def _value(self, node: "Node", path: Path, key: int) -> None:
        if node.type == "inline_table":
            self._spots[path] = _Spot(key, key)
            for child in node.children:
                self._entry(child, path)
        elif node.type == "array":
            self._spots[path] = _Spot(key, key)
            elements = [
                child
                for child in node.children
                if child.is_named and child.type not in ("comment", "ERROR")
            ]
            for position, child in enumerate(elements):
                start = self._piece.offset(child)
                self._value(child, (*path, position), start)
        else:
            start = self._piece.offset(node)
            self._spots[path] = _Spot(key, start, node.type == "string")


class _Piece:
    """A piece of the text, whose rows and byte columns become offsets."""

    def __init__(self, text: str, start: int) -> None:
        self._lines = [line.encode() for line in text.split("\n")]
        self._starts = [start]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def offset(self, node: "Node") -> int:
        row, column = node.start_point
        before = self._lines[row][:column]

        return self._starts[row] + len(before.decode(errors="ignore"))

    def value_behind(self, key: "Node") -> int:
        """Return where the value of *key* begins, whatever stands there.

        A table or an array is where its key is.
        """
        row, column = key.end_point
        before = self._lines[row][:column].decode(errors="ignore")
        rest = self._lines[row][column:].decode(errors="ignore")
        gap = _EQUALS.match(rest)
        if gap is None or rest[gap.end() : gap.end() + 1] in ("", "[", "{"):
            return self.offset(key)

        return self._starts[row] + len(before) + gap.end()

    def text_of(self, node: "Node") -> str:
        return (node.text or b"").decode(errors="ignore")


def _parser() -> "Parser":
    # Heavy, and needed only for places and for what is not sound.
    import tree_sitter  # noqa: PLC0415
    import tree_sitter_toml  # noqa: PLC0415

    return tree_sitter.Parser(
        tree_sitter.Language(tree_sitter_toml.language())
    )


def _within(text: str, start: int, offset: int) -> int:
    """Return where character *offset* of the string at *start* stands."""
    quotes = 3 if text[start : start + 3] in ('"""', "'''") else 1
    is_literal = text[start] == "'"
    position = start + quotes
    if quotes == 3:  # noqa: PLR2004  # a line break right there is dropped
        position += _length_of(_LINE_BREAK, text, position)
    for _ in range(offset):
        if not is_literal:
            position += _length_of(_CONTINUATION, text, position)
        pattern = _LITERAL_CHARACTER if is_literal else _CHARACTER
        position += _length_of(pattern, text, position)
    if not is_literal:
        position += _length_of(_CONTINUATION, text, position)

    return position


def _length_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)

    return len(match.group()) if match else 0
