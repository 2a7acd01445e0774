"""Units of an index as a cohort: blocks, ranks, and what is compared.

Numbers in brackets are those of the page *composite indices*.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, get_args

import attrs

from parrules.cohort.frameworks import IndexFramework
from parrules.cohort.grading import divided, grade_of, is_named_unranked
from parrules.cohort.ranks import Cohort, rank
from parrules.cohort.standings import Absence, Standing, Treatment
from parrules.composite.frameworks import framework_of, maximum_of
from parrules.composite.model import Node
from parrules.composite.results import (
    Cell,
    CompositeResult,
    NodeScore,
    UnitResult,
)
from parrules.model import Ranking
from parrules.usage import look_for

_ONE = Fraction(1)
_TREATMENTS: Final[tuple[Treatment, ...]] = get_args(Treatment)


def rank_index(
    result: CompositeResult, *, block_by: str | None = None
) -> Cohort:
    """Rank the units of an index within their blocks.

    Args:
        result: What `Index.evaluate` returned.
        block_by: The column that says the block of a unit, instead of what
            the index says; empty for one block of all.

    Raises:
        FactError: PAR891, a unit says nothing of its block.
    """
    look_for("scheme", "result", result, "CompositeResult")
    framework, warnings = divided(
        framework_of(result.scheme),
        {each.unit: each.about for each in result},
        block_by,
    )
    # Where the index itself says how to rank, evaluating told of that.
    cohort = rank(framework, _standings(result, framework))
    fresh = [
        each
        for each in (*cohort.problems, *warnings)
        if each not in result.problems
    ]

    return attrs.evolve(cohort, problems=(*result.problems, *fresh))


def _standings(
    result: CompositeResult, framework: IndexFramework
) -> Iterator[Standing]:
    maxima = {
        node.code or "total": most
        for node in result.scheme.total.walk()
        if (most := maximum_of(node)) is not None
    }
    ranking = framework.ranking or Ranking()
    within = ranking.within or ""
    counting = frozenset(_counting(result.scheme.total))
    nominal = {
        part.code: weight
        for node in result.scheme.total.walk()
        for part, weight in zip(node.parts, _nominal(node), strict=True)
    }
    for unit in result:
        weights = dict(_weights(unit, result.scheme.total, _ONE, nominal))
        absent = tuple(
            code
            for code, score in unit.scores.items()
            if code and score.points is None
        )
        yield Standing(
            unit=unit.unit,
            name=unit.about.get("name", ""),
            block=unit.about.get(within, ""),
            grade=grade_of(framework, unit.total),
            total=unit.total,
            amounts=dict(_amounts(unit)),
            maxima=maxima,
            weights=weights,
            absent=absent,
            reasons=dict(_reasons(unit)),
            treated=dict(_treated(unit, counting)),
            period="" if result.year is None else str(result.year),
            is_ranked=not is_named_unranked(ranking, unit.about),
            is_complete=counting.isdisjoint(absent),
        )


def _reasons(unit: UnitResult) -> Iterator[tuple[str, Absence]]:
    """Yield why rows have no points, where no figure is missing."""
    for code, score in unit.scores.items():
        if score.status == "flat":
            yield code, "equal"
        elif score.status == "undefined":
            yield code or "total", "undefined"


def _treated(
    unit: UnitResult, counting: frozenset[str]
) -> Iterator[tuple[str, tuple[Treatment, ...]]]:
    """Yield what was done to figures of rows that count."""
    for code, score in unit.scores.items():
        if not isinstance(score, Cell) or not score.steps:
            continue
        changes = tuple(
            name
            for name in _TREATMENTS
            if any(step.change == name for step in score.steps)
        )
        if changes and code in counting:
            yield code, changes


def _counting(node: Node) -> Iterator[str]:
    """Yield the codes of the rows below *node* that weigh something."""
    for part in node.parts:
        if part.weight:
            yield part.code
            yield from _counting(part)


def _amounts(unit: UnitResult) -> Iterator[tuple[str, Fraction]]:
    """Yield the points of each row, 0 where its absence counts 0."""
    for score in unit.scores.values():
        for part in score.parts if isinstance(score, NodeScore) else ():
            if part.points is not None:
                yield part.code, part.points
            elif part.weight:
                yield part.code, Fraction(0)


def _weights(
    unit: UnitResult,
    node: Node,
    above: Fraction,
    nominal: Mapping[str, Fraction],
) -> Iterator[tuple[str, Fraction]]:
    """Yield what a point of each row counts in the total (C6.4)."""
    score = unit[node.code]
    given = nominal
    if isinstance(score, NodeScore) and score.points is not None:
        given = {part.code: part.weight for part in score.parts}
    for part in node.parts:
        weight = given[part.code]
        if above is not _ONE:
            weight *= above
        yield part.code, weight
        if part.parts:
            yield from _weights(unit, part, weight, nominal)


def _nominal(node: Node) -> Iterator[Fraction]:
    """Yield the weights of the parts of a node, where nothing is absent."""
    weights = [Fraction(each.weight) for each in node.parts]
    whole = sum(weights, Fraction(0))
    for weight in weights:
        if node.combine == "sum":
            yield weight
        else:
            yield weight / whole if whole else Fraction(0)
