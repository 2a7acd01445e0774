"""One run of the command: whatever happens, a code and no traceback.

0, 1 and 2 are what the command says. 130 is an interrupt, and 141 a reader
who left before all was written, as after ``| head -1``. What cannot be
written for another reason, on a full disk or a closed stream, is 2: nobody
has got an answer.
"""

import contextlib
import os
from collections.abc import Sequence

import typer

from parrules.cli.application import application
from parrules.cli.output import (
    BROKEN,
    FINE,
    UnwrittenError,
    complain,
    finish,
    prepare_streams,
    silence,
)
from parrules.cli.usage import UsageError, usage_text
from parrules.cli.words import (
    VARIABLE,
    CommandWords,
    requested_language,
    spoken,
)
from parrules.errors import ParrulesError, ProblemsError
from parrules.messages import LANGUAGES

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
            code = BROKEN
        else:
            code = _run(arguments, words)
        finish()
    except KeyboardInterrupt:
        return _interrupted(words)
    except UnwrittenError as error:
        return _unwritten(error, words)

    return code


def _interrupted(words: CommandWords) -> int:
    try:
        complain(words("interrupted"))
        finish()
    except UnwrittenError as error:
        silence(error.name)

    return _INTERRUPTED


def _unwritten(error: UnwrittenError, words: CommandWords) -> int:
    """Tell that nothing can be told, if that can be, and return a code."""
    silence(error.name)
    if not error.has_no_reader:
        reason = words("stream_closed")
        if isinstance(error.error, OSError):
            reason = words.reason(error.error)
        with contextlib.suppress(UnwrittenError):
            complain(words("unwritten", name=error.name, reason=reason))
    try:
        finish()
    except UnwrittenError as other:
        silence(other.name)

    return _NO_READER if error.has_no_reader else BROKEN


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
