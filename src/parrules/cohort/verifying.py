"""What was published beside what comes out of the facts at hand."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from parrules.cohort.changes import UnitChange
from parrules.cohort.comparing import Comparison
from parrules.cohort.frameworks import Framework
from parrules.cohort.published import Publication, problem
from parrules.cohort.ranks import Block, Cohort, Ranked
from parrules.errors import Problem
from parrules.expression.typing import near
from parrules.points import published


def verify(
    publications: Iterable[Publication],
    cohort: Cohort,
    comparison: Comparison | None = None,
) -> tuple[Problem, ...]:
    """Return where what was published is not what comes out (S20.13).

    Args:
        publications: Those of another ``index`` are left alone, and those of
            another ``period`` than the facts of their unit.
        cohort: The units, scored and ranked.
        comparison: With the year before, where changes are published.

    Returns:
        PAR898 for each figure that differs, PAR887 for each unit that is
        not there.
    """
    pairs = [(one, block) for block in cohort.blocks for one in block]
    names: dict[str, tuple[Ranked, Block]] = {}
    for one, block in pairs:
        names.setdefault(one.standing.title, (one, block))
    # An id is surer than a name.
    names.update({one.unit: (one, block) for one, block in pairs})
    found: list[Problem] = []
    for each in publications:
        if each.index not in ("", cohort.scheme.id):
            continue
        if each.unit not in names:
            likely = near(each.unit, names)
            found.append(problem(each, "unit", "PAR887", near=likely))
            continue
        unit, block = names[each.unit]
        if _is_of_another_period(each, unit):
            continue
        change = comparison[unit.unit] if comparison else None
        found.extend(_differing(each, unit, block, cohort.scheme, change))

    return tuple(found)


def _is_of_another_period(each: Publication, unit: Ranked) -> bool:
    periods = {each.period, unit.standing.period}

    return "" not in periods and len(periods) > 1


def _differing(
    each: Publication,
    unit: Ranked,
    block: Block,
    scheme: Framework,
    change: UnitChange | None,
) -> Iterator[Problem]:
    pairs: list[tuple[str, object, Fraction | int | None]] = [
        ("total", each.total, unit.standing.amount("total")),
        ("share", each.share, unit.standing.share("total")),
        ("rank", each.rank, unit.rank),
        ("of", each.of, len(block.units)),
    ]
    if change is not None:
        rank_before = None if change.before is None else change.before.rank
        pairs += [
            ("change", each.change, change.points),
            ("places", each.places, change.places),
            ("previous", each.previous, change.total_before),
            ("previous_rank", each.previous_rank, rank_before),
        ]
    for name, stated, computed in pairs:
        if stated is None:
            continue
        shown = _shown(computed, stated, scheme)
        if shown != str(stated):
            yield problem(
                each,
                name,
                "PAR898",
                what=name,
                stated=str(stated),
                computed=shown,
                ruleset=f"{scheme.id}@{scheme.edition}",
            )


def _shown(
    computed: Fraction | int | None, stated: object, scheme: Framework
) -> str:
    """Write what comes out with as many decimals as was published."""
    if computed is None:
        return "—"
    if isinstance(computed, int):
        return str(computed)
    places = len(str(stated).partition(".")[2])

    return published(
        computed.numerator, computed.denominator, places, scheme.rounding
    )
