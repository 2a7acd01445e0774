"""Whether what was published of units can be true, of each and together.

Numbers in brackets are those of the normative page *semantics*.
"""

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.cohort.figures import (
    doubts_of,
    doubts_of_change,
    doubts_of_places,
)
from parrules.cohort.frameworks import Framework
from parrules.cohort.published import Publication, half_of, problem
from parrules.cohort.verifying import part_names
from parrules.errors import Problem
from parrules.usage import listed, look_for


def doubts(
    publications: Iterable[Publication], scheme: Framework | None = None
) -> tuple[Problem, ...]:
    """Return everything that cannot be true of *publications* (S20.12).

    Args:
        publications: Of any units, indices and years.
        scheme: By what units are scored, if that is at hand: parts that it
            knows by name are compared one by one, and need not be all.
    """
    known = listed("parts", "publications", publications, "Publication")
    if scheme is not None:
        look_for("ranking", "scheme", scheme, "Scheme")
    parts = part_names(scheme) if scheme else {}
    found = [
        problem
        for each in known
        for problem in doubts_of(
            each,
            is_summed=scheme is None
            or each.index not in ("", scheme.id)
            or parts.keys().isdisjoint(each.parts),
        )
    ]
    found += _between(known)
    found += _sizes(known)

    return tuple(found)


def _between(known: tuple[Publication, ...]) -> Iterator[Problem]:
    """Yield where two publications contradict one another."""
    for one, two in itertools.combinations(known, 2):
        if one.index != two.index:
            continue
        if one.period != two.period:
            if one.unit == two.unit:
                yield from _years_apart(one, two)
        elif one.unit != two.unit:
            if _is_one_ranking(one, two):
                yield from _out_of_order(one, two)
        elif not _are_apart(one, two):
            yield from _disagreeing(one, two)


def _sizes(known: tuple[Publication, ...]) -> Iterator[Problem]:
    """PAR843: a block of one year that has two numbers of units."""
    first: dict[tuple[str, str, str], Publication] = {}
    for each in known:
        if each.of is None or not each.block:
            continue
        other = first.setdefault((each.index, each.period, each.block), each)
        # Of one unit it is PAR897.
        if other.of != each.of and other.unit != each.unit:
            yield problem(
                each,
                "of",
                "PAR843",
                block=each.block,
                size=str(each.of),
                other=other.unit,
                other_size=str(other.of),
            )


def _are_apart(one: Publication, two: Publication) -> bool:
    """Tell whether they are of two blocks, in which names may recur."""
    return bool(one.block and two.block) and one.block != two.block


def _is_one_ranking(one: Publication, two: Publication) -> bool:
    """Tell whether ranks of one index and year may be compared (S20.14)."""
    if one.block or two.block:
        return one.block == two.block

    return one.of is not None and one.of == two.of


def _years_apart(one: Publication, two: Publication) -> Iterator[Problem]:
    """PAR895, PAR897: a year that is told otherwise the year after."""
    if not (one.period.isdecimal() and two.period.isdecimal()):
        return
    before, after = sorted((one, two), key=lambda each: int(each.period))
    if int(after.period) - int(before.period) != 1 or _are_apart(one, two):
        return
    yield from _differing_totals(before, after)
    if before.block == after.block:
        yield from _differing_ranks(before, after)


def _differing_totals(
    before: Publication, after: Publication
) -> Iterator[Problem]:
    if before.total is None:
        return
    if after.previous is not None:
        slack = half_of(before.total) + half_of(after.previous)
        if abs(Fraction(before.total) - Fraction(after.previous)) > slack:
            yield _differing(
                before, after, "previous", (before.total, after.previous)
            )
    elif after.total is not None and after.change is not None:
        both = attrs.evolve(after, previous=before.total)
        yield from doubts_of_change(both)


def _differing_ranks(
    before: Publication, after: Publication
) -> Iterator[Problem]:
    if before.rank is None:
        return
    if after.previous_rank is not None:
        if before.rank != after.previous_rank:
            yield _differing(
                before,
                after,
                "previous_rank",
                (before.rank, after.previous_rank),
            )
    elif after.rank is not None and after.rank_before is not None:
        yield from doubts_of_places(
            attrs.evolve(after, previous_rank=before.rank)
        )


def _differing(
    one: Publication,
    two: Publication,
    name: str,
    stated: tuple[Decimal | int, Decimal | int],
) -> Problem:
    """Return PAR897: two sources say different things of *name*."""
    return problem(
        two,
        name,
        "PAR897",
        what=name,
        one=str(stated[0]),
        two=str(stated[1]),
        source_one=one.source or "…",
        source_two=two.source or "…",
    )


def _disagreeing(one: Publication, two: Publication) -> Iterator[Problem]:
    """PAR897: two sources say different things of one result."""
    for name in ("total", "share", "rank", "of"):
        left, right = getattr(one, name), getattr(two, name)
        if left is None or right is None:
            continue
        slack = Fraction(0)
        if isinstance(left, Decimal):
            slack = half_of(left) + half_of(right)
        if abs(Fraction(left) - Fraction(right)) > slack:
            yield _differing(one, two, name, (left, right))


def _out_of_order(one: Publication, two: Publication) -> Iterator[Problem]:
    """PAR888: who has the better rank has less, or the same rank more."""
    if one.rank is None or two.rank is None:
        return
    if one.total is None or two.total is None:
        return
    better, worse = (one, two) if one.rank <= two.rank else (two, one)
    assert better.total is not None
    assert worse.total is not None
    ahead = Fraction(worse.total) - Fraction(better.total)
    if better.rank == worse.rank:
        ahead = abs(ahead)
    if ahead > half_of(better.total) + half_of(worse.total):
        yield problem(
            two,
            "rank",
            "PAR888",
            rank=str(better.rank),
            other=worse.unit,
            other_rank=str(worse.rank),
            total=str(better.total),
            other_total=str(worse.total),
            better=better.unit,
        )
