"""What is said of one unit before it is ranked: grade, block, rank or none.

Numbers in brackets are those of the normative page *semantics*, and with
``C`` of the page *composite indices*.
"""

from collections.abc import Mapping
from fractions import Fraction

import attrs

from parrules.cohort.frameworks import Framework, IndexFramework
from parrules.errors import FactError, Problem
from parrules.model import Ranking
from parrules.usage import hold_text

_PREFIX = "unit."


def key_of(name: str) -> str:
    """Return the key of a unit that *name* means; ``unit.`` may be left."""
    return name.removeprefix(_PREFIX)


def divided(
    framework: IndexFramework,
    units: Mapping[str, Mapping[str, str]],
    block_by: str | None,
) -> tuple[IndexFramework, tuple[Problem, ...]]:
    """Return a framework that says by what key *units* are divided (C6.5).

    Args:
        framework: Of what is no ruleset.
        units: By name, what is said of each by key.
        block_by: The key, instead of what *framework* says; empty for one
            block of all.

    Returns:
        The framework; and PAR829, a warning, where it divides units and
        nothing is said of any, so that they are one block.

    Raises:
        FactError: PAR891 for each unit of which alone nothing is said.
    """
    ranking = framework.ranking or Ranking()
    if block_by is not None:
        hold_text("block_by", block_by)
    within = key_of((ranking.within if block_by is None else block_by) or "")
    warnings: tuple[Problem, ...] = ()
    silent = [
        name
        for name, about in units.items()
        if within and not about.get(within)
    ]
    if silent and block_by is None and len(silent) == len(units):
        index = f"{framework.id}@{framework.edition}"
        arguments = {"index": index, "within": within}
        warnings = (
            Problem(code="PAR829", severity="warning", arguments=arguments),
        )
        within = ""
    elif silent:
        raise FactError(
            Problem(code="PAR891", arguments={"unit": each, "within": within})
            for each in silent
        )
    ranking = attrs.evolve(ranking, within=within or None)

    return attrs.evolve(framework, ranking=ranking), warnings


def is_named_unranked(ranking: Ranking, unit: Mapping[str, str]) -> bool:
    """Tell whether ``unranked`` names *unit*, by any key of it (S13.15)."""
    return any(
        unit.get(key_of(name)) in values
        for name, values in ranking.unranked.items()
    )


def grade_of(framework: Framework, total: Fraction | None) -> str | None:
    """Return the id of the grade that *total* reaches by itself (C6.1)."""
    if total is None:
        return None
    for grade in framework.grades:
        bound = grade.bound
        if bound is None or total > bound:
            return grade.id
        if total == bound and not grade.strict:
            return grade.id

    return None
