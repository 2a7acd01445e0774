"""Where a row stands in its ruleset, as a text that programs read.

It is the path of keys from the top of the file: ``criteria."A.5".cases[1]``.
Keys are written as TOML writes them, in quotes where they must be; places in
an array count from 0, as in JSON and in every program.
"""

import json
import re
from typing import Final

from parrules.errors import Path

# Made when they are first needed: most processes only score.
_BARE: Final = r"[A-Za-z0-9_-]+"
_PART: Final = r"""\[([0-9]+)\]|\.?(?:([A-Za-z0-9_-]+)|("(?:[^"\\]|\\.)*"))"""


def place_of(path: Path) -> str | None:
    """Write *path*; `None` where it is the whole file."""
    parts = ""
    for part in path:
        if isinstance(part, int):
            parts += f"[{part}]"
        elif re.fullmatch(_BARE, part):
            parts += f".{part}"
        else:
            parts += "." + json.dumps(part, ensure_ascii=False)

    return parts.removeprefix(".") or None


def path_of(place: str) -> Path:
    """Return the path that `place_of` wrote."""
    return tuple(
        int(index) if index else bare or json.loads(quoted)
        for index, bare, quoted in re.findall(_PART, place)
    )
