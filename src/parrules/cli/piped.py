"""Facts that another program writes: from a pipe, in the place of a file."""

import sys
from typing import Final

from parrules.errors import FactError, Problem
from parrules.facts import Submission
from parrules.loading.blank import Judge
from parrules.loading.reading import MAXIMUM_BYTES
from parrules.loading.submissions import parse_submission, read_submission

PIPES: Final = ("-", "/dev/stdin")
"""What stands for standard input; a file called ``-`` is ``./-``."""

_NAME: Final = "<stdin>"


def read_facts(path: str, ruleset: Judge | None) -> Submission:
    """Read the facts at *path*, or what comes by a pipe.

    Its content tells whether that is TOML, JSON or CSV.

    Raises:
        FactError: All that is wrong with them.
    """
    if path not in PIPES:
        return read_submission(path, ruleset)
    if sys.stdin is None:
        arguments = {"name": _NAME, "reason": "no_file", "near": ""}
        raise FactError([Problem(code="PAR103", arguments=arguments)])
    # What never ends is read up to one byte too many.
    content = sys.stdin.buffer.read(MAXIMUM_BYTES + 1)

    return parse_submission(content, _NAME, ruleset)
