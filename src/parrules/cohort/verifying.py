"""What was published beside what comes out of the facts at hand."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from parrules.cohort.changes import UnitChange
from parrules.cohort.comparing import Comparison
from parrules.cohort.frameworks import Framework
from parrules.cohort.published import ALL, SUMS, Publication, problem
from parrules.cohort.ranks import Block, Cohort, Ranked
from parrules.errors import Problem, near
from parrules.model import CHANNEL, Title
from parrules.points import published

_Found = tuple[Ranked, Block]
_Stated = tuple[str, Decimal | int | None, Fraction | int | None]
"""A figure: its name, as published, and as it comes out."""


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
        not there, PAR880 for a name of several; and as warnings PAR879 for
        what is compared with nothing, PAR878 where nobody knows which year
        the facts are of, and figures of several are published: then those
        that say their year are compared with nothing.
    """
    pairs = [(one, block) for block in cohort.blocks for one in block]
    stated = tuple(publications)
    found = list(_of_several_periods(stated, cohort))
    is_unsure = bool(found)
    for each in stated:
        if each.index not in ("", cohort.scheme.id):
            continue
        meant = _meant(each, pairs)
        if not meant and (
            (is_unsure and each.period) or _is_of_no_period(each, cohort)
        ):
            # It may have been there in that year.
            continue
        if len(meant) != 1:
            found.append(_unclear(each, meant, pairs))
            continue
        ((unit, block),) = meant
        if (is_unsure and each.period) or _is_of_another_period(each, unit):
            continue
        change = comparison[unit.unit] if comparison else None
        figures = [
            *_figures(each, unit, block, change),
            *_parts(each, unit, cohort.scheme),
            *_groups(each, block, cohort.scheme),
        ]
        found.extend(_differing(each, figures, cohort.scheme))
        found.extend(_unheld(each, cohort.scheme))

    return tuple(found)


def _of_several_periods(
    publications: Iterable[Publication], cohort: Cohort
) -> Iterator[Problem]:
    """PAR878: figures of several years, and facts of nobody knows which."""
    if any(unit.standing.period for unit in cohort):
        return
    of_this = [
        each
        for each in publications
        if each.period and each.index in ("", cohort.scheme.id)
    ]
    periods = sorted({each.period for each in of_this})
    if len(periods) > 1:
        yield problem(
            of_this[0],
            "period",
            "PAR878",
            severity="warning",
            periods=", ".join(periods),
        )


def _meant(each: Publication, pairs: Iterable[_Found]) -> list[_Found]:
    """Return the units that may be meant; an id is surer than a name."""
    known = list(pairs)
    by_id = [pair for pair in known if pair[0].unit == each.unit]
    named = by_id or [
        pair for pair in known if pair[0].standing.title == each.unit
    ]
    if len(named) == 1:
        return named

    # Where a name recurs, the block tells which of the units it is.
    return [pair for pair in named if pair[1].name == each.block] or named


def _unclear(
    each: Publication, meant: list[_Found], pairs: Iterable[_Found]
) -> Problem:
    """Return PAR880 for a name of several units, PAR887 for one of none."""
    if meant:
        units = ", ".join(one.unit for one, _ in meant)
        return problem(each, "unit", "PAR880", units=units)
    names = [one.standing.title for one, _ in pairs]
    names += [one.unit for one, _ in pairs]

    return problem(each, "unit", "PAR887", near=near(each.unit, names))


def _is_of_another_period(each: Publication, unit: Ranked) -> bool:
    periods = {each.period, unit.standing.period}

    return "" not in periods and len(periods) > 1


def _is_of_no_period(each: Publication, cohort: Cohort) -> bool:
    """Tell whether no unit's facts are of the period of *each*."""
    periods = {unit.standing.period for unit in cohort}

    return "" not in {each.period, *periods} and each.period not in periods


def _figures(
    each: Publication,
    unit: Ranked,
    block: Block,
    change: UnitChange | None,
) -> Iterator[_Stated]:
    """Yield what is published of the unit itself, and of its block."""
    yield "total", each.total, unit.standing.amount("total")
    yield "share", each.share, unit.standing.share("total")
    yield "rank", each.rank, unit.rank
    yield "of", each.of, len(block.units)
    if not each.mean_of:
        # Else it is the mean of what stands there, and of no block.
        mean = block.spread.mean if block.spread else None
        yield "mean", each.mean, mean
    if change is not None:
        rank_before = None if change.before is None else change.before.rank
        if change.is_one_scale:
            yield "change", each.change, change.points
        yield "places", each.places, change.places
        yield "previous", each.previous, change.total_before
        yield "previous_rank", each.previous_rank, rank_before


def _parts(
    each: Publication, unit: Ranked, scheme: Framework
) -> Iterator[_Stated]:
    """Yield the parts of a total that are channels or nodes."""
    known = part_names(scheme)
    for name, part in each.parts.items():
        if name in known:
            standing = unit.standing
            yield name, part.points, standing.amount(known[name])
            yield name, part.maximum, standing.maximum(known[name])


def _groups(
    each: Publication, block: Block, scheme: Framework
) -> Iterator[_Stated]:
    """Yield how many ranked units of the block have a grade (S20.13)."""
    known = _grade_names(scheme)
    size = len(block.units)
    for name, group in each.groups.items():
        if name in known:
            count = sum(
                one.placement.grade == known[name] for one in block.units
            )
            yield name, group.count, count
            share = Fraction(ALL * count, size) if size else None
            if share is None or not each.may_have_share(group, share):
                yield name, group.share, share


def _unheld(each: Publication, scheme: Framework) -> Iterator[Problem]:
    """PAR879: parts and classes that nothing is called that comes out."""
    for names, known in (
        (each.parts, part_names(scheme)),
        (each.groups, _grade_names(scheme)),
    ):
        for name in names:
            if name not in known:
                yield problem(
                    each,
                    name,
                    "PAR879",
                    severity="warning",
                    what=name,
                    near=near(name, known),
                )


def part_names(scheme: Framework) -> dict[str, str]:
    """Return by code, id and title what an amount is called by."""
    named = [(node.code, node.code, node.title) for node in scheme.nodes()]
    if scheme.kind == "ruleset":
        named += [(name, name, title) for name, title in SUMS.items()]
    named += [
        (each.id, f"{CHANNEL}{each.id}", each.title)
        for each in scheme.channels
    ]

    return _by_any_name(named)


def _grade_names(scheme: Framework) -> dict[str, str]:
    return _by_any_name(
        (each.id, each.id, each.title) for each in scheme.grades
    )


def _by_any_name(
    named: Iterable[tuple[str, str, Title]],
) -> dict[str, str]:
    """Return what is meant by an id, or by a title that only one has."""
    known = list(named)
    titles = [
        (title, meant)
        for _, meant, each in known
        for title in {each.vi, each.en}
        if title
    ]
    seen = Counter(title for title, _ in titles)
    found = {title: meant for title, meant in titles if seen[title] == 1}

    return {**found, **{name: meant for name, meant, _ in known}}


def _differing(
    each: Publication, figures: Iterable[_Stated], scheme: Framework
) -> Iterator[Problem]:
    for name, stated, computed in figures:
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
