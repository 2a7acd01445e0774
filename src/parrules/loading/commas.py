"""Decimal commas in arrays, where TOML reads two numbers for one."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from parrules.errors import Document, Path

_PAIR: Final = 2
_BOTH: Final = 4
"""Numbers of a pair of which each has a decimal comma."""


def pair_meant(
    values: Sequence[object], document: Document, path: Path
) -> str:
    """Return the pair that *values* at *path* are, if commas are decimal.

    ``[75, 1,5]`` is ``[75, 1.5]``: no space follows a decimal comma. Where
    no space stands anywhere, the points have it.
    """
    numbers = [value for value in values if type(value) in (int, Decimal)]
    if len(numbers) < len(values) or not _PAIR < len(numbers) <= _BOTH:
        return ""
    joints = _joints(numbers, document, path)
    chosen: tuple[int, ...]
    if len(values) == _BOTH:
        chosen = (0, 2) if joints[0] and joints[2] else ()
    else:
        chosen = next(((at,) for at in (1, 0) if joints[at]), ())
    texts = list(map(str, numbers))
    for at in reversed(chosen):
        texts[at : at + 2] = [".".join(texts[at : at + 2])]

    return f"[{', '.join(texts)}]" if len(texts) == _PAIR else ""


def _joints(
    numbers: Sequence[object], document: Document, path: Path
) -> list[bool]:
    """Tell between which numbers there is a comma and nothing else."""
    places = [document.locate((*path, at)) for at in range(len(numbers))]
    texts = list(map(str, numbers))
    following = zip(places, places[1:], texts, texts[1:], strict=False)

    return [
        one.line == two.line
        and two.column == (one.column or 0) + len(before) + 1
        and before.lstrip("-").isdecimal()
        and after.isdecimal()
        for one, two, before, after in following
    ]
