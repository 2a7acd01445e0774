"""TOML → model; nothing here raises for what is in a file.

``reading`` makes data of bytes, ``structure`` rows of data, ``building``
the scheme of rows; ``document`` and ``syntax`` know where everything
stands, ``bundled`` which rulesets come with the library.  ``writing`` says
how TOML is written, for those who write files.
"""

import os
from typing import NamedTuple

from parrules.errors import Document, Problem
from parrules.loading.building import build
from parrules.loading.document import in_file_order
from parrules.loading.reading import (
    Reading,
    read_bytes,
    read_file,
    with_headings,
)
from parrules.model import Scheme

__all__ = ["Loaded", "parse_ruleset", "read_ruleset"]


class Loaded(NamedTuple):
    """What came of a file.

    Attributes:
        document: Says where a path stands.
        scheme: What could be read, rows that could not as *broken*; `None`
            where nothing could. Fit for use only if no problem is an error.
        problems: In file order, with their document.
        data: The bytes of the file, where they are text.
    """

    document: Document
    scheme: Scheme | None
    problems: tuple[Problem, ...]
    data: bytes | None = None


def read_ruleset(path: str | os.PathLike[str]) -> Loaded:
    """Read the ruleset in the file at *path*."""
    return _loaded(read_file(path))


def parse_ruleset(data: bytes | str, name: str) -> Loaded:
    """Read the ruleset in *data*, to be called *name* in problems."""
    return _loaded(read_bytes(data, name))


def _loaded(reading: Reading) -> Loaded:
    scheme, problems = build(reading)
    if scheme is not None and (reading.problems or problems):
        # One wrong heading looks like many mistakes.
        again = with_headings(reading)
        if again is not None:
            reading = again
            scheme, problems = build(reading)

    return Loaded(
        document=reading.document,
        scheme=scheme,
        problems=in_file_order((*reading.problems, *problems)),
        data=reading.data,
    )
