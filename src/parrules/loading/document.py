"""A text that was read, which can say where a value stands in it."""

import bisect
from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from parrules.errors import Path, Place, Problem
from parrules.records import Record

if TYPE_CHECKING:
    from parrules.loading.syntax import Syntax


@attrs.frozen(kw_only=True, eq=False, repr=False)
class TomlDocument(Record):
    """A TOML text; lines and columns are found when somebody asks.

    Attributes:
        name: What to show: a path or a bundled id.
        text: Without a byte order mark; empty where there was none to read.
        end: Up to where paths are looked for; to the end of the text if
            `None`.
        lines: Of each line of the text, on which one of the file it stands,
            where a heading was put right; empty where they are the same.
    """

    name: str
    text: str = attrs.field(repr=False)
    end: int | None = attrs.field(default=None, eq=False, repr=False)
    lines: tuple[int, ...] = attrs.field(default=(), eq=False, repr=False)
    _found: list["Syntax"] = attrs.field(
        factory=list, init=False, eq=False, repr=False
    )
    _starts: list[int] = attrs.field(
        factory=list, init=False, eq=False, repr=False
    )
    _written: dict[Path, str] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def read_as(self, path: Path, written: str) -> None:
        """Note that the last key of *path* was *written* otherwise."""
        self._written[path] = written

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the place of *path*, *offset* characters into its value.

        A table or array is located by its key, a single value by itself; a
        path that does not exist by the nearest ancestor that does.  Of the
        empty path the value is the whole text.  A negative offset means
        the key.
        """
        if not self.text:
            return Place(file=self.name)
        if not path:
            return self._place(max(offset, 0))

        if not self._found:
            # Only where something is wrong: it takes long to import.
            from parrules.loading.syntax import Syntax  # noqa: PLC0415

            self._found.append(Syntax(self.text[: self.end]))

        if self._written:
            path = tuple(
                self._written.get(path[: at + 1], key)
                for at, key in enumerate(path)
            )

        return self._place(self._found[0].position(path, offset))

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a 1-based *line* and *column*."""
        starts = self._line_starts()

        return starts[min(line, len(starts)) - 1] + column - 1

    def rest_of_line(self, offset: int) -> str:
        """Return what stands on the line from *offset* on."""
        rest = self.text[offset:].partition("\n")[0].strip()

        return rest or self.text[:offset].rpartition("\n")[2].strip()

    def _place(self, offset: int) -> Place:
        starts = self._line_starts()
        line = bisect.bisect_right(starts, offset)

        column = offset - starts[line - 1] + 1
        if self.lines:
            line = self.lines[line - 1]

        return Place(file=self.name, line=line, column=column)

    def _line_starts(self) -> list[int]:
        if not self._starts:
            start = 0
            for line in self.text.split("\n"):
                self._starts.append(start)
                start += len(line) + 1

        return self._starts


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return *problems* as a reader of the file meets them."""
    found = tuple(problems)
    if len(found) < 2:  # noqa: PLR2004  # one is in order
        return found

    def order(problem: Problem) -> tuple[int, int]:
        place = problem.place
        if place is None:
            return 0, 0

        return place.line or 0, place.column or 0

    return tuple(sorted(found, key=order))
