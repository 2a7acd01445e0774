"""Ranks: what no cohort can break, whatever its units are."""

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import parrules
from conformance.ranking import is_ahead, plain_ranks
from parrules.cohort.losses import losses_of
from parrules.cohort.ranks import Cohort, Ranked, rank, ranks_of
from parrules.cohort.spread import quantile, spread_of
from parrules.cohort.standings import Standing
from parrules.loading import parse_ruleset
from parrules.model import Criterion, Fact, Ranking, Scheme, Title

SCHEME = Scheme(
    language=1,
    id="test/ranks",
    edition="1",
    status="template",
    title=Title(vi="Ranks"),
    maximum=Decimal(100),
    criteria=(
        Criterion(code="1", tree="criteria", maximum=Decimal(60)),
        Criterion(code="2", tree="criteria", maximum=Decimal(40)),
    ),
    penalty=(Criterion(code="P", tree="penalty", maximum=Decimal(5)),),
    facts=(Fact(name="late", type="count", more="worse"),),
)
AMOUNTS = st.fractions(0, 2, max_denominator=3)
UNITS = st.lists(
    st.builds(
        lambda unit, block, total, one, penalty, late, ranked: Standing(
            unit=unit,
            block=block,
            total=total,
            amounts={
                "1": one,
                "2": 1,
                "P": penalty,
                **({} if late is None else {"fact:late": late}),
            },
            maxima={"1": 2, "2": 2},
            is_ranked=ranked,
        ),
        st.integers(0, 99).map(str),
        st.sampled_from("ab"),
        st.one_of(st.none(), st.fractions(80, 82, max_denominator=2)),
        AMOUNTS,
        AMOUNTS,
        st.one_of(st.none(), st.integers(0, 2)),
        st.sampled_from((True, True, True, False)),
    ),
    max_size=8,
    unique_by=lambda each: each.unit,
)
SCHEMES = st.builds(
    lambda within, ties, order: attrs.evolve(
        SCHEME,
        ranking=Ranking(within=within, ties=ties, order=("total", *order)),
    ),
    st.sampled_from(("block", None)),
    st.sampled_from(("standard", "dense")),
    st.lists(
        st.sampled_from(("1", "P", "fact:late")), unique=True, max_size=3
    ),
)


def ranks(found: Cohort) -> Mapping[str, int | None]:
    """Return the rank by unit."""
    return {each.unit: each.rank for each in found}


def with_ties(scheme: Scheme, ties: str) -> Scheme:
    """Return *scheme* with other ties."""
    assert scheme.ranking is not None

    return attrs.evolve(
        scheme,
        ranking=attrs.evolve(
            scheme.ranking, ties="dense" if ties == "dense" else "standard"
        ),
    )


@given(SCHEMES, UNITS)
def test_ranks_are_what_counting_says(
    scheme: Scheme, units: list[Standing]
) -> None:
    """S13.1 to S13.3, S13.13 to S13.16, found in another way."""
    found = {each.unit: each.rank for each in rank(scheme, units)}

    assert plain_ranks(scheme, units) == {
        unit: value for unit, value in found.items() if value is not None
    }


@given(SCHEMES, UNITS, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(
    scheme: Scheme, units: list[Standing], luck: random.Random
) -> None:
    """S0.8 holds of everything in a cohort."""
    shuffled = list(units)
    luck.shuffle(shuffled)

    assert rank(scheme, units) == rank(scheme, shuffled)


@given(SCHEMES, UNITS)
def test_equals_share_a_rank_and_others_do_not(
    scheme: Scheme, units: list[Standing]
) -> None:
    """Of two of a block one is ahead, or they are named as equals."""
    wrong = []
    for block in rank(scheme, units).blocks:
        for one in block.units:
            for two in block.units:
                is_behind = is_ahead(scheme, two.standing, one.standing)
                is_before = is_ahead(scheme, one.standing, two.standing)
                is_equal = one is not two and not (is_behind or is_before)
                if is_equal != (two.unit in one.shares_with):
                    wrong.append((one.unit, two.unit))

    assert [] == wrong


@given(SCHEMES, UNITS)
def test_a_dense_rank_is_never_above_the_standard_one(
    scheme: Scheme, units: list[Standing]
) -> None:
    """And both put the same units first."""
    dense = ranks(rank(with_ties(scheme, "dense"), units))
    standard = ranks(rank(with_ties(scheme, "standard"), units))
    above = [
        unit
        for unit, value in dense.items()
        if value is not None and value > (standard[unit] or 0)
    ]

    assert [] == above
    assert [unit for unit, value in dense.items() if value == 1] == [
        unit for unit, value in standard.items() if value == 1
    ]


@given(SCHEMES, UNITS)
def test_dense_ranks_leave_no_number_out(
    scheme: Scheme, units: list[Standing]
) -> None:
    """In each block they are 1 to the number of classes of equals."""
    gaps = []
    for block in rank(with_ties(scheme, "dense"), units).blocks:
        found = sorted({each.rank or 0 for each in block.units})
        if found != list(range(1, len(found) + 1)):
            gaps.append(found)

    assert [] == gaps


@given(SCHEMES, UNITS)
def test_one_more_unit_moves_nobody_up_and_nobody_down_by_more_than_one(
    scheme: Scheme, units: list[Standing]
) -> None:
    """It takes one place at most from each."""
    if not units:
        return
    without = ranks(rank(scheme, units[1:]))
    with_it = ranks(rank(scheme, units))
    moved = {
        (with_it[unit] or 0) - (value or 0) for unit, value in without.items()
    }

    assert moved <= {0, 1}


@given(SCHEMES, UNITS, st.fractions(1, 3, max_denominator=5))
def test_ranks_do_not_look_at_the_scale(
    scheme: Scheme, units: list[Standing], factor: Fraction
) -> None:
    """All totals times a number above 0 are ranked alike."""
    scaled = [
        attrs.evolve(
            each,
            total=None
            if each.total is None
            else factor * Fraction(each.total),
        )
        for each in units
    ]

    assert ranks(rank(scheme, units)) == ranks(rank(scheme, scaled))


@given(SCHEMES, UNITS)
def test_blocks_are_ranked_as_if_they_were_alone(
    scheme: Scheme, units: list[Standing]
) -> None:
    """What another block has changes nothing."""
    found = rank(scheme, units)
    alone: dict[str, int | None] = {}
    for block in found.blocks:
        alone.update(ranks(rank(scheme, [each.standing for each in block])))

    assert alone == ranks(found)


@given(SCHEMES, UNITS)
def test_what_decides_is_the_first_difference(
    scheme: Scheme, units: list[Standing]
) -> None:
    """Each unit but the first names it, and equals name nothing."""
    assert scheme.ranking is not None
    wrong = []
    for block in rank(scheme, units).blocks:
        for before, each in zip(block.units, block.units[1:], strict=False):
            names = [
                name
                for name in scheme.ranking.order
                if before.standing.amount(name) != each.standing.amount(name)
            ]
            if each.decided_by != (names[0] if names else None):
                wrong.append(each.unit)

    assert [] == wrong


@given(st.lists(st.fractions(0, 100, max_denominator=7), min_size=1))
def test_quartiles_stand_in_order(totals: list[Fraction]) -> None:
    """From the lowest to the highest, and the mean between them."""
    spread = spread_of(totals)
    assert spread is not None
    figures = [
        spread.lowest,
        spread.quartile_1,
        spread.median,
        spread.quartile_3,
        spread.highest,
    ]

    assert sorted(figures) == figures
    assert spread.lowest <= spread.mean <= spread.highest


@given(st.lists(st.fractions(0, 100, max_denominator=7), min_size=1))
def test_the_median_parts_the_totals(totals: list[Fraction]) -> None:
    """As many are above it as below, give or take those equal to it."""
    median = quantile(sorted(totals), Fraction(1, 2))
    below = sum(each < median for each in totals)
    above = sum(each > median for each in totals)

    assert 2 * max(below, above) <= len(totals)


def test_an_empty_cohort_has_no_blocks() -> None:
    """Where the ruleset declares none, and no unit is there."""
    assert () == rank(SCHEME, ()).blocks


def test_no_spread_of_nothing() -> None:
    """A block without ranked units has none."""
    assert spread_of([]) is None


def test_equal_totals_are_no_outliers_and_any_other_is() -> None:
    """Where all of the middle are equal, the fences lie on them."""
    units = [Standing(unit=name, total=90) for name in "ABCDE"]
    units.append(Standing(unit="F", total=Fraction("89.99")))
    found = rank(SCHEME, units)

    assert ["F"] == [each.unit for each in found if each.is_outlier]


def test_a_unit_is_found_by_its_name() -> None:
    """And one that is not there is a `KeyError`."""
    found = rank(SCHEME, [Standing(unit="A", total=1)])

    assert isinstance(found["A"], Ranked)
    with pytest.raises(KeyError):
        found["B"]


def test_thousands_of_units_are_ranked_in_one_go() -> None:
    """Nothing compares each with each, also where all are equal."""
    keys = {str(number): Fraction(number // 2) for number in range(20_000)}
    found = ranks_of(keys, is_dense=False)

    assert (1, 1, 3) == tuple(
        found[name] for name in ("19999", "19998", "19997")
    )


def test_a_standing_knows_the_facts_that_decide() -> None:
    """Given or by default, whichever engine scores; none where missing."""
    text = """\
language = 1
[ruleset]
id = "test/facts"
edition = "1"
status = "template"
title = "Facts"
maximum = 10
[fact]
late = { type = "count", default = 2, more = "worse" }
rate = { type = "percent" }
[criteria]
"1" = { maximum = 10, judged = { step = 0.5 } }
[ranking]
order = ["total", "fact:late", "fact:rate"]
"""
    scheme = parse_ruleset(text, "facts.toml").scheme
    assert scheme is not None
    ruleset = parrules.Ruleset(scheme)
    given_both = ruleset.standing({"1": 5, "rate": Decimal("7.25")}, unit="A")
    given_none = ruleset.standing({"1": 5, "late": 0}, engine="compiled")

    assert given_both.amount("fact:late") == 2
    assert given_both.amount("fact:rate") == Fraction("7.25")
    assert given_none.amount("fact:late") == 0
    assert given_none.amount("fact:rate") is None


def test_points_of_a_share_are_none_where_nothing_applied() -> None:
    """Neither a share nor a loss comes from a maximum of 0."""
    unit = Standing(
        unit="A", total=1, amounts={"1": 0, "2": 1}, maxima={"1": 0, "2": 2}
    )

    assert unit.share("1") is None
    assert unit.share("2") == 50
    assert ["2"] == [each.code for each in losses_of(SCHEME, [unit])]
