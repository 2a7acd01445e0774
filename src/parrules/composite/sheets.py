"""Rows of cells, and what keeps them from being a table of units."""

import csv
import io
from collections.abc import Iterable

import attrs

from parrules.errors import FactError, Path, Place, Problem
from parrules.loading.document import TomlDocument

_LONGEST = 64


@attrs.frozen(kw_only=True, eq=False)
class TableDocument(TomlDocument):
    """A table of units; a path in it is a line and a column of cells."""

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the line, and the column of cells, both from 1."""
        del offset
        numbers = [each for each in path if isinstance(each, int)]

        line, column = (*numbers, None, None)[:2]

        return Place(file=self.name, line=line, column=column)


def rows_of(
    text: str, separator: str, document: TableDocument
) -> list[list[str]]:
    """Return the cells of a table.

    Raises:
        FactError: PAR824, a cell is longer than any can be.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return list(reader)
    except csv.Error as error:
        problem = Problem(
            code="PAR824",
            path=(reader.line_num,),
            arguments={"value": text.split("\n")[reader.line_num - 1][:60]},
            document=document,
        )
        raise FactError([problem]) from error


def misshapen(
    header: list[str], rows: list[list[str]], document: TableDocument
) -> Iterable[Problem]:
    """Yield what keeps rows of cells from being a table of units."""
    if len(header) <= 1:
        yield Problem(
            code="PAR824",
            path=(1,),
            arguments={"value": ", ".join(header)[:_LONGEST]},
            document=document,
        )
        return
    seen: set[tuple[bool, str]] = set()
    names = [(1, place + 1, each) for place, each in enumerate(header)]
    names += [
        (line, 1, row[0].strip())
        for line, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]
    for line, place, each in names:
        is_again = (line == 1, each) in seen
        if is_again or not each:
            yield Problem(
                code="PAR819",
                path=(line, place),
                arguments={"name": each},
                document=document,
            )
        seen.add((line == 1, each))
    for line, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row) and len(row) != len(header):
            yield Problem(
                code="PAR825",
                path=(line,),
                arguments={"found": str(len(row)), "wanted": str(len(header))},
                document=document,
            )
