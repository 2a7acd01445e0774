"""Codes without quotes, whose points TOML takes for tables in tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from parrules.errors import Path
from parrules.loading.structure import KEY, Reader
from parrules.loading.wire import CriterionTable, keys_of

ROW_KEYS: Final = frozenset(keys_of(CriterionTable))
_HEADING: Final = re.compile(r"\s*(\[{1,2})\s*(\w+)\s*\.([^\]]*)\]{1,2}")
_DOTTED: Final = re.compile(r"""[^="'{]*\.\s*(\w+)\s*=""")


def split(parts: Sequence[str]) -> tuple[str, list[str]]:
    """Return the code that *parts* of a key begin with, and what follows.

    ``1.3.maximum`` is the key ``maximum`` of the row 1.3.
    """
    at = 1
    while at < len(parts) and parts[at] not in ROW_KEYS:
        at += 1

    return ".".join(parts[:at]), list(parts[at:])


def remedy(code: str, line: str) -> Mapping[str, str]:
    """Return how *code* is written in a *line* that has it without quotes."""
    heading = _HEADING.match(line)
    if heading is not None:
        brackets, tree, rest = heading.groups()
        parts = [part.strip(" \t\"'") for part in rest.split(".")]
        _, keys = split(parts)
        name = ".".join((f'{tree}."{code}"', *keys))
        closing = "]" * len(brackets)
        return {"heading": f"{brackets}{name}{closing}"}
    dotted = _DOTTED.match(line)
    if dotted is not None and dotted[1] in ROW_KEYS:
        return {"dotted": dotted[1]}

    return {}


def answers_in(
    reader: Reader, prefix: str, table: Mapping[str, Any], path: Path
) -> Iterator[tuple[str, Any, Path]]:
    """PAR108: ``1.1.2 = "yes"`` is three tables; yield what was meant."""
    pending: list[tuple[str, Any, Path]] = [(prefix, table, path)]
    while pending:
        code, value, where = pending.pop()
        if isinstance(value, dict):
            pending.extend(
                (f"{code}.{key}", inner, (*where, key))
                for key, inner in reversed(value.items())
            )
            continue
        reader.problem("PAR108", where, KEY, code=code)
        yield code, value, where
