"""The door for people: arguments in, one call, an exit code out.

0 is fine; 1 ran, and the answer is bad; 2 could not run.
"""

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command that `sys.argv` names, and exit with its code."""
    # A command makes few circles, and looking for them takes a tenth of it.
    gc.set_threshold(100_000, 20, 100)
    try:
        # Nobody who imports the library pays for the command line.
        from parrules.cli.running import run  # noqa: PLC0415

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Before there were words to say it in.
        code = 130
    sys.exit(code)
