"""How a command ends: what was tried, where its answer goes, and its code."""

import pathlib
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import attrs

from parrules.cli.output import BAD, BROKEN, FINE, complain, say, write_file
from parrules.cli.words import CommandWords
from parrules.errors import (
    EngineError,
    Problem,
    ProblemsError,
    RulesetError,
)
from parrules.loading.bundled import kind_of, resolve

_Result = TypeVar("_Result")

_SCREEN: Final = ("-", "/dev/stdout")
"""What stands for standard output; a file called ``-`` is ``./-``."""

_NOTHING_READ: Final = (
    "PAR102",
    "PAR103",
    "PAR114",
    "PAR118",
    "PAR119",
    "PAR121",
    "PAR131",
    "PAR316",
    "PAR343",
    "PAR348",
    "PAR826",
    "PAR830",
    "PAR865",
    "PAR870",
    "PAR913",
)
"""Not a wrong file but none: not there, empty, no text, no TOML at all."""


@attrs.frozen
class Answer:
    """What there is to be written, and what is wrong with it.

    Attributes:
        text: To be shown, or written to a file.
        problems: What is wrong in it, or doubtful.
    """

    text: str
    problems: tuple[Problem, ...] = ()


def tried(
    call: Callable[[], _Result], words: CommandWords
) -> tuple[_Result | None, int]:
    """Return what *call* returns; else complain, and return a code.

    Raises:
        EngineError: That is nobody's file.
    """
    try:
        return call(), FINE
    except EngineError:
        raise
    except ProblemsError as error:
        for problem in error.problems:
            complain(problem.text(words.language))
        return None, code_of(error.problems)


def code_of(problems: Iterable[Problem]) -> int:
    """Return 2 where nothing could be read, 1 where what was read is bad."""
    is_broken = any(
        problem.code in _NOTHING_READ
        # A whole file is too large, not some text in it.
        or (problem.code == "PAR113" and not problem.path)
        for problem in problems
    )

    return BROKEN if is_broken else BAD


def is_input(output: str, names: Iterable[str]) -> bool:
    """Tell whether *output* is one of the files that are read."""
    return bool(inputs_among((output,), names))


def inputs_among(
    outputs: Iterable[str], names: Iterable[str]
) -> tuple[str, ...]:
    """Return those of *outputs* that are files that are read."""
    there = {
        output: each
        for output in outputs
        if (each := _identity(output)) is not None
    }
    # Most of what is written is new, and then nothing is looked up.
    read = {_identity_of_input(name) for name in names} if there else set()

    return tuple(output for output, each in there.items() if each in read)


def _identity_of_input(name: str) -> tuple[int, int] | None:
    try:
        return _identity(resolve(name, kind=kind_of(name)))
    except (OSError, ValueError, RulesetError):
        # It is not there, and is told later.
        return None


def _identity(path: str | pathlib.Path) -> tuple[int, int] | None:
    """Return what two names of one file have in common."""
    try:
        found = pathlib.Path(path).stat()
    except (OSError, ValueError):
        return None

    return found.st_dev, found.st_ino


def written(path: str, text: str, words: CommandWords) -> int:
    """Write *text* to a file; return the code, and say what went wrong."""
    if path in _SCREEN:
        # As elsewhere: the screen, or whatever it leads to.
        say(text.removesuffix("\n"))
        return FINE
    if not path:
        complain(words("not_written", path=path, reason=words("no_name")))
        return BROKEN
    try:
        write_file(pathlib.Path(path), text)
    except (OSError, ValueError) as error:
        reason = words.reason(error)
        complain(words("not_written", path=path, reason=reason))
        return BROKEN

    return FINE
