"""Whether what was published of units can be true.

A published number is rounded: with two decimals it stands for all that lies
half a hundredth around it, both ends included.  Figures contradict one
another only where no numbers that they may stand for agree.  Counts, ranks
and maxima are exact.  Numbers in brackets are those of the normative page
*semantics*.
"""

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from parrules.cohort.published import (
    Publication,
    decimals_of,
    half_of,
    problem,
)
from parrules.errors import Problem
from parrules.points import plain, published

_NONE = Fraction(0)
_LONGEST = 8
"""Parts of a sum that a problem shows."""


def doubts(publications: Iterable[Publication]) -> tuple[Problem, ...]:
    """Return everything that cannot be true of *publications* (S20.12)."""
    known = tuple(publications)
    found = [problem for each in known for problem in _within(each)]
    found += _between(known)

    return tuple(found)


# -- one publication ---------------------------------------------------------


def _within(each: Publication) -> Iterator[Problem]:
    yield from _ranks(each)
    yield from _maxima(each)
    yield from _sums(each)
    yield from _changes(each)
    yield from _quotients(each)


def _ranks(each: Publication) -> Iterator[Problem]:
    """PAR892, PAR893: ranks that there are not."""
    size = "…" if each.of is None else str(each.of)
    if each.rank is not None and not 1 <= each.rank <= (each.of or each.rank):
        yield problem(each, "rank", "PAR893", rank=str(each.rank), size=size)
    before = each.rank_before
    if each.rank is None or each.places is None or before is None:
        return
    if before < 1:
        yield problem(
            each,
            "places",
            "PAR892",
            rank=str(each.rank),
            places=str(abs(each.places)),
            direction="up" if each.places > 0 else "down",
            before=str(before),
            size=size,
        )
    if each.previous_rank not in (None, before):
        yield problem(
            each,
            "places",
            "PAR895",
            before=str(each.previous_rank),
            after=str(each.rank),
            stated=str(each.places),
            change=str((each.previous_rank or 0) - each.rank),
            slack="0",
        )


def _maxima(each: Publication) -> Iterator[Problem]:
    """PAR899: more than there is to be had, or less than nothing."""
    pairs = [("total", each.total, each.maximum)]
    pairs += [("share", each.share, Decimal(100))]
    pairs += [
        (name, part.points, part.maximum) for name, part in each.parts.items()
    ]
    for name, points, maximum in pairs:
        if points is None:
            continue
        if points < 0 or (maximum is not None and points > maximum):
            yield problem(
                each,
                name,
                "PAR899",
                what=name,
                stated=str(points),
                maximum="…" if maximum is None else str(maximum),
            )


def _sums(each: Publication) -> Iterator[Problem]:
    """PAR894: parts that sum otherwise."""
    parts = each.parts.values()
    points = [part.points for part in parts if part.points is not None]
    maxima = [part.maximum for part in parts if part.maximum is not None]
    counts = [
        Decimal(group.count)
        for group in each.groups.values()
        if group.count is not None
    ]
    size = None if each.of is None else Decimal(each.of)
    for name, stated, found, whole, is_exact in (
        ("total", each.total, points, each.parts, False),
        ("maximum", each.maximum, maxima, each.parts, True),
        ("of", size, counts, each.groups, True),
    ):
        if stated is None or not found or len(found) < len(whole):
            continue
        slack = Fraction(0)
        if not is_exact:
            slack = sum(map(half_of, found), half_of(stated))
        total = sum(map(Fraction, found), Fraction(0))
        if abs(total - Fraction(stated)) > slack:
            shown = [plain(value) for value in found[:_LONGEST]]
            rest = ["…"] if len(found) > _LONGEST else []
            yield problem(
                each,
                name,
                "PAR894",
                what=name,
                stated=plain(stated),
                sum=plain(total),
                parts=" + ".join((*shown, *rest)),
                slack=plain(slack),
            )


def _changes(each: Publication) -> Iterator[Problem]:
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


def _quotients(each: Publication) -> Iterator[Problem]:
    """PAR896: a share or a mean that the other figures do not give."""
    if None not in (each.share, each.total, each.maximum):
        assert each.share is not None
        assert each.total is not None
        assert each.maximum is not None
        half = 100 * half_of(each.total)
        exact = (100 * Fraction(each.total), Fraction(each.maximum), half)
        yield from _quotient(each, "share", each.share, exact)
    if each.mean is not None and each.mean_of:
        over = sum(map(Fraction, each.mean_of), Fraction(0))
        half = sum(map(half_of, each.mean_of), Fraction(0))
        exact = (over, Fraction(len(each.mean_of)), half)
        yield from _quotient(each, "mean", each.mean, exact)
    for name, group in each.groups.items():
        if group.share is not None and group.count is not None and each.of:
            exact = (Fraction(100 * group.count), Fraction(each.of), _NONE)
            yield from _quotient(each, name, group.share, exact)


def _quotient(
    each: Publication,
    name: str,
    stated: Decimal,
    exact: tuple[Fraction, Fraction, Fraction],
) -> Iterator[Problem]:
    """Yield PAR896 where a quotient differs.

    It is that of the first two of *exact*; rounding may have moved what is
    above the line by the third.
    """
    over, under, half = exact
    if not under:
        return
    slack = half_of(stated) + half / under
    if abs(over / under - Fraction(stated)) <= slack:
        return
    quotient, places = over / under, decimals_of(stated)
    yield problem(
        each,
        name,
        "PAR896",
        what=name,
        stated=str(stated),
        exact=plain(quotient),
        over=plain(over),
        under=plain(under),
        decimals=str(places),
        rounded=published(
            quotient.numerator, quotient.denominator, places, "half_up"
        ),
    )


# -- several publications ----------------------------------------------------


def _between(known: tuple[Publication, ...]) -> Iterator[Problem]:
    """Yield where two publications contradict one another."""
    for one, two in itertools.combinations(known, 2):
        if (one.index, one.period) != (two.index, two.period):
            continue
        if one.unit != two.unit:
            if _is_one_ranking(one, two):
                yield from _out_of_order(one, two)
        elif not _are_apart(one, two):
            yield from _disagreeing(one, two)


def _are_apart(one: Publication, two: Publication) -> bool:
    """Tell whether they are of two blocks, in which names may recur."""
    return bool(one.block and two.block) and one.block != two.block


def _is_one_ranking(one: Publication, two: Publication) -> bool:
    """Tell whether ranks of one index and year may be compared (S20.14)."""
    if one.block or two.block:
        return one.block == two.block

    return one.of is not None and one.of == two.of


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
            yield problem(
                two,
                name,
                "PAR897",
                what=name,
                one=str(left),
                two=str(right),
                source_one=one.source or "…",
                source_two=two.source or "…",
            )


def _out_of_order(one: Publication, two: Publication) -> Iterator[Problem]:
    """PAR888: who has the better rank has less."""
    if one.rank is None or two.rank is None:
        return
    if one.total is None or two.total is None or one.rank == two.rank:
        return
    better, worse = (one, two) if one.rank < two.rank else (two, one)
    assert better.total is not None
    assert worse.total is not None
    slack = half_of(better.total) + half_of(worse.total)
    if Fraction(worse.total) - Fraction(better.total) > slack:
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
