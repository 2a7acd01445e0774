"""Whether the figures of one publication can be true of one unit.

A published number is rounded: with two decimals it stands for all that lies
half a hundredth around it, both ends included.  Figures contradict one
another only where no numbers that they may stand for agree.  Counts, ranks
and maxima are exact.  Numbers in brackets are those of the normative page
*semantics*.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from parrules.cohort.published import (
    ALL,
    Publication,
    half_of,
    problem,
)
from parrules.cohort.sums import doubt_of_quotient, doubts_of_sums
from parrules.errors import Problem
from parrules.points import plain

_NONE = Fraction(0)


def doubts_of(
    each: Publication, *, is_summed: bool = True
) -> Iterator[Problem]:
    """Yield what cannot be true of *each*, whatever others say (S20.12).

    Args:
        each: What was published of one unit.
        is_summed: Whether its parts are all that the whole is made of.
    """
    yield from _ranks(each)
    yield from _maxima(each)
    yield from _classes(each)
    yield from doubts_of_sums(each, is_summed=is_summed)
    yield from doubts_of_change(each)
    yield from _last_year(each)
    yield from _quotients(each)


def _ranks(each: Publication) -> Iterator[Problem]:
    """PAR840, PAR842, PAR892, PAR893: ranks that there are not."""
    for key, rank in (
        ("rank", each.rank),
        ("previous_rank", each.previous_rank),
    ):
        if rank is not None and rank < 1:
            yield problem(each, key, "PAR840", rank=str(rank))
    if each.rank is not None and each.of and each.rank > each.of:
        size = str(each.of)
        yield problem(each, "rank", "PAR893", rank=str(each.rank), size=size)
    before, after = each.rank_before, each.rank_after
    if each.places is None or before is None or after is None:
        return
    if each.rank is None:
        if not 1 <= after <= (each.of or after):
            yield _moved(each, "PAR842", before, after)
        return
    if before < 1:
        yield _moved(each, "PAR892", before, after)
    yield from doubts_of_places(each)


def _moved(each: Publication, code: str, before: int, after: int) -> Problem:
    """Return a problem of the places that lead from rank to rank."""
    assert each.places is not None

    return problem(
        each,
        "places",
        code,
        places=str(abs(each.places)),
        direction="up" if each.places > 0 else "down",
        before=str(before),
        after=str(after),
    )


def doubts_of_places(each: Publication) -> Iterator[Problem]:
    """PAR895: places won that are not last year's rank less this year's."""
    if each.previous_rank in (None, each.rank_before):
        return
    assert each.previous_rank is not None
    assert each.rank is not None
    yield problem(
        each,
        "places",
        "PAR895",
        before=str(each.previous_rank),
        after=str(each.rank),
        stated=str(each.places),
        change=str(each.previous_rank - each.rank),
        slack="0",
    )


def _maxima(each: Publication) -> Iterator[Problem]:
    """PAR841, PAR899: less than nothing, or more than there is to be had.

    Less than nothing is only doubted: scores about a mean may be, and so
    may a total of which penalties are taken without a bound.
    """
    pairs = [("total", each.total, each.maximum)]
    pairs += [("share", each.share, Decimal(100))]
    pairs += [("previous", each.previous, None)]
    pairs += [
        (name, part.points, part.maximum) for name, part in each.parts.items()
    ]
    for name, points, maximum in pairs:
        if points is None:
            continue
        stated = str(points)
        if points < 0:
            yield problem(
                each, name, "PAR841", "warning", what=name, stated=stated
            )
        elif maximum is not None and points > maximum:
            yield problem(
                each,
                name,
                "PAR899",
                what=name,
                stated=stated,
                maximum=str(maximum),
            )


def _classes(each: Publication) -> Iterator[Problem]:
    """PAR899: classes that together hold more than all units."""
    whole, slack = _NONE, _NONE
    for group in each.groups.values():
        if group.count is not None and each.of:
            whole += Fraction(100 * group.count, each.of)
        elif group.share is not None:
            whole += Fraction(group.share)
            slack += half_of(group.share)
    # Where all are counted, they are summed up to the number of units.
    if (
        any(one.count is None for one in each.groups.values())
        and whole - slack > ALL
    ):
        yield problem(
            each,
            "groups",
            "PAR899",
            what="groups",
            stated=plain(whole),
            maximum=str(ALL),
        )


def doubts_of_change(each: Publication) -> Iterator[Problem]:
    """PAR895: a change that is not this year less last year."""
    if each.total is None or each.change is None or each.previous is None:
        return
    change = Fraction(each.total) - Fraction(each.previous)
    slack = half_of(each.total) + half_of(each.previous) + half_of(each.change)
    if abs(change - Fraction(each.change)) > slack:
        yield problem(
            each,
            "change",
            "PAR895",
            before=str(each.previous),
            after=str(each.total),
            stated=str(each.change),
            change=plain(change),
            slack=plain(slack),
        )


def _last_year(each: Publication) -> Iterator[Problem]:
    """PAR883 to PAR885: what last year cannot have been, or hardly was.

    The number of units and the maximum are those of this year; they may have
    been others, so that more than them is doubted and no contradiction.
    """
    rank = each.rank_before
    if rank is not None and each.of is not None and rank > each.of:
        yield problem(
            each,
            _stated_key(each, "previous_rank", "places"),
            "PAR884",
            severity="warning",
            before=str(rank),
            size=str(each.of),
        )
    total = each.total_before
    if total is None:
        return
    slack = Fraction(0)
    if each.previous is None:
        assert each.total is not None
        assert each.change is not None
        slack = half_of(each.total) + half_of(each.change)
        if Fraction(total) < -slack:
            yield problem(
                each,
                "change",
                "PAR883",
                total=str(each.total),
                change=str(each.change),
                before=str(total),
                slack=plain(slack),
            )
    if each.maximum is not None and total - each.maximum > slack:
        yield problem(
            each,
            _stated_key(each, "previous", "change"),
            "PAR885",
            severity="warning",
            before=str(total),
            maximum=str(each.maximum),
        )


def _stated_key(each: Publication, key: str, instead: str) -> str:
    """Return *key* if it is published, else that from which it follows."""
    return instead if getattr(each, key) is None else key


def _quotients(each: Publication) -> Iterator[Problem]:
    """PAR896: a share or a mean that the other figures do not give."""
    if None not in (each.share, each.total, each.maximum):
        assert each.share is not None
        assert each.total is not None
        assert each.maximum is not None
        half = 100 * half_of(each.total)
        exact = (100 * Fraction(each.total), Fraction(each.maximum), half)
        yield from doubt_of_quotient(each, "share", each.share, exact)
    if each.mean is not None and each.mean_of:
        over = sum(map(Fraction, each.mean_of), Fraction(0))
        half = sum(map(half_of, each.mean_of), Fraction(0))
        exact = (over, Fraction(len(each.mean_of)), half)
        yield from doubt_of_quotient(each, "mean", each.mean, exact)
    for name, group in each.groups.items():
        if group.share is None or group.count is None or not each.of:
            continue
        exact = (Fraction(ALL * group.count), Fraction(each.of), _NONE)
        if not each.may_have_share(group, exact[0] / exact[1]):
            yield from doubt_of_quotient(each, name, group.share, exact)
