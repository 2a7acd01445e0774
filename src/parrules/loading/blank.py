"""Names beside which nothing stands: known to a ruleset, or misspelt.

An empty value is a fact that was not supplied; what it is a value of has to
be asked for all the same.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from parrules.errors import Document, Path, Problem
from parrules.facts import Submission

_UNIT = "unit."


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
