"""Where nothing stands: names without values, and lists of no codes.

An empty value is a fact that was not supplied; what it is a value of has to
be asked for all the same.  A list of no codes is a value, written as such.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

import attrs

from parrules.errors import Document, Path, Problem
from parrules.facts import Submission

_UNIT = "unit."
_SPACES: Final = "[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_NONE: Final = "[]"
"""How a list of no codes is written, in CSV, too."""

_SEPARATOR: Final = ";"
"""What parts codes in a text; alone, it parts none."""

_NO_CODES: Final = frozenset(
    (
        *("none", "no", "nil", "n/a", "null", "0", "-", "–", "—"),  # noqa: RUF001  # dashes of tables
        *("không", "khong", "không có", "khong co", "chưa có", "chưa"),
    )
)
"""What people write where no criterion is meant."""


class Judge(Protocol):
    """A ruleset: it knows what facts have to be."""

    def check(self, facts: Submission) -> tuple[Problem, ...]:
        """Return everything that is wrong with *facts*."""


def strangers(
    names: Iterable[str],
    ruleset: Judge,
    paths: Mapping[str, Path],
    document: Document | None,
) -> list[Problem]:
    """Return which of *names*, all without values, nobody asks for.

    Args:
        names: In the order in which they stand.
        ruleset: What asks.
        paths: Where they stand in *document*.
        document: Problems are told of it.
    """
    facts = {name: "" for name in names if name and not name.startswith(_UNIT)}
    if not facts:
        return []
    asked = Submission(
        facts=facts, is_text=True, paths=paths, document=document
    )

    return [each for each in ruleset.check(asked) if each.code == "PAR301"]


def list_of(cell: str) -> str:
    """Return what a cell says; of `[]`, what reads as a list of nothing."""
    is_none = cell[:1] == "[" and cell[-1:] == "]" and not cell[1:-1].strip()

    return _SEPARATOR if is_none else cell


def hinted(problem: Problem) -> Problem:
    """Say how no code is written, where a word for none was taken for one.

    Spaces of word processors in a value are shown as spaces.
    """
    said = problem.arguments.get("value", "").strip().casefold()
    if problem.code == "PAR314":
        value = " ".join(re.split(_SPACES, problem.arguments["value"]))
        shown = {**problem.arguments, "value": value}
        return attrs.evolve(problem, arguments=shown)
    if problem.code != "PAR315" or said not in _NO_CODES:
        return problem

    return attrs.evolve(
        problem, arguments={**problem.arguments, "none": _NONE}
    )
