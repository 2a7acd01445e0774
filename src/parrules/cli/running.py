"""One run of the command: whatever happens, a code and no traceback."""

import contextlib
import os
import sys
from collections.abc import Sequence

import typer

from parrules.cli.application import application
from parrules.cli.output import complain, prepare_streams
from parrules.cli.usage import UsageError, usage_text
from parrules.cli.words import (
    VARIABLE,
    CommandWords,
    requested_language,
    spoken,
)
from parrules.errors import ParrulesError, ProblemsError
from parrules.messages import LANGUAGES

FINE, BAD, BROKEN = 0, 1, 2
_INTERRUPTED = 130
_NO_READER = 141


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    prepare_streams()
    requested = requested_language(arguments)
    chosen = os.environ.get(VARIABLE) or None
    words = CommandWords(spoken(requested or chosen))
    try:
        if requested is None and chosen and chosen not in LANGUAGES:
            complain(words("bad_language", value=chosen))
            return BROKEN
        code = _run(arguments, words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        complain(words("interrupted"))
        return _INTERRUPTED
    except BrokenPipeError:
        _silence()
        return _NO_READER

    return code


def _run(arguments: Sequence[str], words: CommandWords) -> int:
    try:
        code = application()(
            list(arguments),
            prog_name="parrules",
            standalone_mode=False,
            obj=words,
        )
    except UsageError as error:
        complain(usage_text(error, words))
        return BROKEN
    except typer.Abort:
        complain(words("interrupted"))
        return _INTERRUPTED
    except ProblemsError as error:
        # What a command expects it handles itself: this is the engine.
        for problem in error.problems:
            complain(problem.text(words.language))
        return BROKEN
    except ParrulesError as error:
        complain(str(error))
        return BROKEN
    if code == _INTERRUPTED:
        complain(words("interrupted"))

    return code if isinstance(code, int) else FINE


def _silence() -> None:
    """Let nothing be written to a closed pipe when Python ends."""
    with contextlib.suppress(OSError, ValueError):
        stream = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
