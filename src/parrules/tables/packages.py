"""Packages that tables ask for, once they are needed, and how they run."""

import contextlib
import importlib
import importlib.util
import os
from collections.abc import Iterator
from typing import Any

from parrules.errors import ExtraError, Problem

EXTRA = "tables"
_CHUNK = 30_000
"""Rows of a file that are taken at once, by each core."""

_AHEAD = "POLARS_ROW_GROUP_PREFETCH_SIZE"


def required(package: str, extra: str = EXTRA) -> Any:  # noqa: ANN401  # a module
    """Import a package of an extra.

    Raises:
        ExtraError: PAR913, it is not installed.
    """
    if importlib.util.find_spec(package) is None:
        arguments = {"package": package, "extra": extra}
        raise ExtraError((Problem(code="PAR913", arguments=arguments),))

    return importlib.import_module(package)


@contextlib.contextmanager
def sparing() -> Iterator[None]:
    """Let Polars hold fewer rows at once, which takes less memory.

    Of a file it reads one group of rows ahead, unless somebody said how
    many; with its own eight a wide table may not fit.
    """
    polars = required("polars")
    is_said = _AHEAD in os.environ
    if not is_said:
        os.environ[_AHEAD] = "1"
    try:
        with polars.Config(streaming_chunk_size=_CHUNK):
            yield
    finally:
        if not is_said:
            os.environ.pop(_AHEAD, None)
