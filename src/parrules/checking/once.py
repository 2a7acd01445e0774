"""A name that nothing has is told once, however often it stands there.

Who misspells a fact where it is declared would else read of every row and
every example that names it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from parrules.errors import Problem

_NAMED: Final[Mapping[str, tuple[str, str]]] = {
    "PAR301": ("input", "name"),
    "PAR311": ("input", "name"),
    "PAR323": ("input", "other"),
    "PAR409": ("channel", "channel"),
    "PAR410": ("answers", "name"),
    "PAR412": ("input", "value"),
    "PAR414": ("grade", "value"),
    "PAR417": ("example", "name"),
    "PAR418": ("input", "value"),
    "PAR437": ("tree", "key"),
    "PAR503": ("input", "name"),
}
"""By code of an unknown name: what is called so, and which argument it is."""

_UNUSED: Final = {"PAR322": "input", "PAR415": "answers"}
"""By code of what nothing uses: what it is, which may be misspelt there."""

_MOST_LINES: Final = 8
"""Other lines that are named."""


def told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return *problems* with each unknown name where it stands first.

    Args:
        problems: In file order.
    """
    found = tuple(problems)
    meant = {
        (kind, problem.arguments.get("near"))
        for problem in found
        for kind, *_ in filter(None, [_name_of(problem)])
    }
    told: dict[object, list[Problem]] = {}
    for position, problem in enumerate(found):
        unused = _UNUSED.get(problem.code)
        if unused and (unused, problem.arguments["name"]) in meant:
            continue
        told.setdefault(_name_of(problem) or position, []).append(problem)

    return tuple(_one(*each) for each in told.values())


def _name_of(problem: Problem) -> tuple[str, str, str] | None:
    """Return what *problem* says is not there, `None` if it says no such."""
    kind, argument = _NAMED.get(problem.code, ("", ""))
    name = problem.arguments.get(argument, "")
    if not name or problem.acknowledged is not None:
        return None
    if problem.code == "PAR418" and problem.path[-1:] == ("grade",):
        kind = "grade"

    return kind, name, problem.severity


def _one(first: Problem, *others: Problem) -> Problem:
    """Return *first*, which says on which lines the *others* stand."""
    if not others:
        return first
    own = first.place
    lines = list(dict.fromkeys(_lines(others)))
    if own is not None and own.line in lines:
        lines.remove(own.line)
    hints = (each.arguments.get("near") for each in (first, *others))
    said = {
        "near": next(filter(None, hints), ""),
        "also": ", ".join(map(str, lines[:_MOST_LINES])),
        "beyond": str(len(lines[_MOST_LINES:]) or ""),
    }

    return attrs.evolve(first, arguments={**first.arguments, **said})


def _lines(problems: Iterable[Problem]) -> Iterator[int]:
    for problem in problems:
        place = problem.place
        if place is not None and place.line is not None:
            yield place.line
