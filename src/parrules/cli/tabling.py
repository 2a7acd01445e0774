"""The command ``table``: a file of units in, a file of scores out."""

import contextlib
from collections.abc import Iterator

import attrs

from parrules.cli.answering import is_input, tried
from parrules.cli.output import (
    BAD,
    BROKEN,
    FINE,
    complain,
    patience,
    say_lines,
)
from parrules.cli.words import CommandWords
from parrules.errors import FactError
from parrules.library import load
from parrules.tables.columns import Table
from parrules.tables.files import (
    check_ending,
    read_table,
    telling,
    write_table,
)
from parrules.tables.frames import Frame
from parrules.tables.wishes import Wish


@attrs.frozen(kw_only=True)
class Files:
    """Paths of tables.

    Attributes:
        units: What is read.
        output: Where scores are written.
        refused: Where cells are written that were refused; `None` where
            nothing is to be scored while a cell is wrong.
    """

    units: str
    output: str
    refused: str | None = None


def score_table(
    name: str, files: Files, wish: Wish, words: CommandWords
) -> int:
    """Score all units of a file, and return an exit code."""
    for path in filter(None, (files.output, files.refused)):
        if is_input(path, (files.units, name)):
            complain(words("not_over_input", path=path))
            return BROKEN
    if files.output == files.refused:
        complain(words("not_both_tables", path=files.output))
        return BROKEN
    done, code = tried(lambda: _scored(name, files, wish, words), words)

    return code if done is None else done


def _scored(name: str, files: Files, wish: Wish, words: CommandWords) -> int:
    for path in filter(None, (files.output, files.refused)):
        check_ending(path)
    with patience(words("loading", name=name)):
        ruleset = load(name)
    with patience(words("loading", name=files.units)):
        frame = read_table(files.units)
    # A file may turn out to be none only when its last line is read.
    with (
        patience(words("scoring")),
        telling(files.units),
        _naming(files.units),
    ):
        found = ruleset.evaluate_table(
            frame,
            detail=wish.detail,
            # Who opens a file reads points, and knows no scale.
            amounts="decimal",
            long=wish.long,
            errors=wish.errors,
            unit=wish.unit,
            carry=wish.carry,
        )
        if files.refused is None:
            write_table(found, files.output)
            return FINE
        write_table(found.refused, files.refused)
        write_table(found.scores, files.output)

    return _told(found.refused, files, words)


@contextlib.contextmanager
def _naming(path: str) -> Iterator[None]:
    """Say of what is wrong with a table in which file it stands.

    Raises:
        FactError: What was wrong.
    """
    try:
        yield
    except FactError as error:
        raise FactError(
            attrs.evolve(problem, document=attrs.evolve(table, name=path))
            if isinstance(table := problem.document, Table)
            else problem
            for problem in error.problems
        ) from error


def _told(refused: Frame, files: Files, words: CommandWords) -> int:
    """Say how many cells were refused."""
    count = refused.select("code").collect().height
    if not count:
        return FINE
    say_lines(words("cells_refused", count=count, path=files.refused))

    return BAD
