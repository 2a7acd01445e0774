"""Quotas: never too many, nobody passed over, and every reason is true."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import parrules
from parrules.cohort.quotas import Placement, allowed_by, apply_quotas
from parrules.cohort.standings import Standing
from parrules.loading import parse_ruleset
from parrules.model import Grade, Quota, Ranking, Scheme, Title

GRADES = ("excellent", "good", "fair", "weak")
ORDER = ("total", "bonus", "penalty")
SCHEME = Scheme(
    language=1,
    id="test/cohort",
    edition="1",
    status="template",
    title=Title(vi="Cohort"),
    maximum=Decimal(100),
    grades=tuple(
        Grade(id=name, bound=None if name == "weak" else Decimal(90 - 10 * at))
        for at, name in enumerate(GRADES)
    ),
)


def scheme_of(*quotas: Quota, within: str | None = "block") -> Scheme:
    """Return a scheme with *quotas*."""
    ranking = Ranking(within=within, order=ORDER, quota=quotas)

    return attrs.evolve(SCHEME, ranking=ranking)


def standing(
    unit: str, grade: str | None, total: int, **more: int
) -> Standing:
    """Return a standing; bonus and penalty are 0 where they are not given."""
    block = "b" if more.pop("other", 0) else "a"
    amounts = {"bonus": 0, "penalty": 0, **more}

    return Standing(
        unit=unit, block=block, grade=grade, total=total, amounts=amounts
    )


QUOTAS = st.builds(
    Quota,
    grade=st.sampled_from(GRADES[:-1]),
    share=st.decimals(0, 1, places=2),
    round=st.sampled_from(("down", "up", "half_up")),
)
SCHEMES = st.builds(
    lambda quotas, within: scheme_of(*quotas, within=within),
    st.lists(QUOTAS, max_size=3, unique_by=lambda quota: quota.grade),
    st.sampled_from(("block", None)),
)
SMALL = st.integers(0, 2)
COHORTS = st.lists(
    st.builds(
        Standing,
        unit=st.uuids().map(str),
        block=st.sampled_from("ab"),
        grade=st.sampled_from((None, *GRADES)),
        total=st.fractions(80, 82, max_denominator=3),
        amounts=st.fixed_dictionaries({"bonus": SMALL, "penalty": SMALL}),
    ),
    max_size=12,
    unique_by=lambda each: each.unit,
)


def is_ahead(one: Standing, two: Standing) -> bool:
    """Tell whether *one* comes before *two* by `ORDER`."""

    def key(each: Standing) -> tuple[Fraction, ...]:
        return (
            Fraction(each.total or 0),
            Fraction(each.amounts["bonus"]),
            -Fraction(each.amounts["penalty"]),
        )

    return key(one) > key(two)


def final(placements: tuple[Placement, ...]) -> Mapping[str, str | None]:
    """Return the final grade by unit."""
    return {each.unit: each.grade for each in placements}


def plain_quotas(
    scheme: Scheme, units: list[Standing]
) -> dict[str, str | None]:
    """Apply quotas as S13.5 to S13.12 say, by comparing all with all."""
    assert scheme.ranking is not None
    grades = {each.unit: each.grade for each in units}
    for position, name in enumerate(GRADES):
        for quota in scheme.ranking.quota:
            if quota.grade != name:
                continue
            before = dict(grades)
            for one in units:
                if before[one.unit] != name:
                    continue
                block = [
                    two
                    for two in units
                    if scheme.ranking.within is None or two.block == one.block
                ]
                graded = [two for two in block if two.grade is not None]
                rivals = [
                    two
                    for two in block
                    if before[two.unit] == name and not is_ahead(one, two)
                ]
                if len(rivals) > allowed_by(quota, len(graded)):
                    grades[one.unit] = quota.otherwise or GRADES[position + 1]

    return grades


@given(SCHEMES, COHORTS)
def test_quotas_are_what_the_sentences_say(
    scheme: Scheme, units: list[Standing]
) -> None:
    """S13.5 to S13.12, computed a second time and in another way."""
    assert plain_quotas(scheme, units) == final(apply_quotas(scheme, units))


@given(SCHEMES, COHORTS)
def test_never_more_than_a_quota_allows(
    scheme: Scheme, units: list[Standing]
) -> None:
    """In each block, a grade with a quota has at most that many units."""
    assert scheme.ranking is not None
    placements = apply_quotas(scheme, units)
    block_of = {
        each.unit: each.block if scheme.ranking.within else ""
        for each in units
    }
    graded = Counter(
        block_of[each.unit] for each in units if each.grade is not None
    )
    had = Counter((block_of[each.unit], each.grade) for each in placements)
    excesses = [
        (block, quota.grade)
        for quota in scheme.ranking.quota
        for block, count in graded.items()
        if had[block, quota.grade] > allowed_by(quota, count)
    ]

    assert [] == excesses


@given(SCHEMES, COHORTS)
def test_nobody_is_passed_over(scheme: Scheme, units: list[Standing]) -> None:
    """Who keeps a grade is ahead of everybody of the block who lost it."""
    assert scheme.ranking is not None
    placements = {each.unit: each for each in apply_quotas(scheme, units)}
    standings = {each.unit: each for each in units}
    passed_over = [
        (loser.unit, keeper.unit)
        for loser in placements.values()
        for demotion in loser.demotions
        for keeper in placements.values()
        if keeper.grade == demotion.grade
        and (keeper.block == loser.block or scheme.ranking.within is None)
        and not is_ahead(standings[keeper.unit], standings[loser.unit])
    ]

    assert [] == passed_over


@given(SCHEMES, COHORTS, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(
    scheme: Scheme, units: list[Standing], random: "st.DataObject"
) -> None:
    """S0.8 holds of a cohort, too, reasons included."""
    shuffled = list(units)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    placements = {each.unit: each for each in apply_quotas(scheme, units)}

    assert placements == {
        each.unit: each for each in apply_quotas(scheme, shuffled)
    }


@given(SCHEMES, COHORTS)
def test_a_grade_only_falls_and_each_step_has_a_reason(
    scheme: Scheme, units: list[Standing]
) -> None:
    """The demotions of a unit lead from its grade to its final one."""
    led = {}
    for before, after in zip(units, apply_quotas(scheme, units), strict=True):
        grade = before.grade
        for demotion in after.demotions:
            assert grade == demotion.grade
            assert GRADES.index(demotion.to) > GRADES.index(demotion.grade)
            assert demotion.place <= demotion.reached_by
            grade = demotion.to
        led[after.unit] = grade

    assert led == final(apply_quotas(scheme, units))


def test_no_ranking_moves_nobody() -> None:
    """A scheme without `[ranking]` has no quotas."""
    units = [standing("A", "excellent", 95), standing("B", None, 0)]

    assert {"A": "excellent", "B": None} == final(apply_quotas(SCHEME, units))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            (
                "excellent → good: the quota of 37.5% of 2 units is 0, and 1"
                " reached it; this unit is number 1, and the quota has room"
                " for nobody"
            ),
        ),
        (
            "vi",
            (
                "excellent → good: chỉ tiêu 37,5% của 2 đơn vị là 0, có 1 đơn"
                " vị đạt; đơn vị này đứng thứ 1, chỉ tiêu không dành cho đơn"
                " vị nào"
            ),
        ),
    ],
)
def test_a_quota_may_have_room_for_nobody(language: str, text: str) -> None:
    """Then nothing was decided between units, and the reason says so."""
    quota = Quota(grade="excellent", share=Decimal("0.375"))
    units = [standing("A", "excellent", 95), standing("B", "good", 85)]
    (placement, _) = apply_quotas(scheme_of(quota), units)

    assert [text] == [
        each.text("en" if language == "en" else "vi")
        for each in placement.demotions
    ]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"bonus": 1}, "behind by its bonus"),
        ({"bonus": 2, "penalty": 1}, "behind by its penalty"),
        (
            {"bonus": 2},
            (
                "equal to the last one within the quota; equals at the border"
                " all give way"
            ),
        ),
    ],
)
def test_the_reason_names_what_decided(
    more: dict[str, int], reason: str
) -> None:
    """The first of the order in which the unit is behind, or none."""
    quota = Quota(grade="excellent", share=Decimal("0.5"))
    units = [
        standing("A", "excellent", 95, bonus=2),
        standing("B", "excellent", 95, **more),
    ]
    (_, placement) = apply_quotas(scheme_of(quota), units)
    (demotion,) = placement.demotions

    assert reason == demotion.text("en").partition("number ")[2][3:]


def test_everything_wrong_with_standings_is_reported_together() -> None:
    """Unit by unit, and each says which unit it is about."""
    units = [
        Standing(unit="A", grade="excelent", total=95, amounts={"bonus": 1}),
        Standing(
            unit="A",
            grade="good",
            total=95.5,  # type: ignore[arg-type]  # what is tested
            amounts={"bonus": Decimal("NaN"), "penalty": True},
        ),
    ]
    with pytest.raises(parrules.FactError) as caught:
        apply_quotas(scheme_of(), units)

    assert [
        ("PAR111", "A: grade"),
        ("PAR106", "A: amounts"),
        ("PAR109", "A: unit"),
        ("PAR307", "A: total"),
        ("PAR302", "A: bonus"),
        ("PAR302", "A: penalty"),
    ] == [
        (problem.code, str(problem.place)) for problem in caught.value.problems
    ]


TEXT = """\
language = 1
[ruleset]
id = "test/standing"
edition = "1"
status = "template"
title = "Standing"
maximum = 10
[fact]
done = { type = "count", at_most = 10 }
late = { type = "count", at_most = 9 }
[criteria]
"1" = { maximum = 10, formula = "done / 3", step = 0.01 }
[bonus]
"T" = { maximum = 3, awards = [{ each = "done", per = 0.5 }] }
[penalty]
"P" = { maximum = 3, awards = [{ each = "late", per = 0.25 }] }
[[grade]]
id = "high"
from = 4
[[grade]]
id = "low"
[ranking]
within = "unit.block"
order = ["total", "base", "bonus", "penalty", "1"]
"""


def test_a_standing_is_read_from_a_breakdown() -> None:
    """Exact amounts, and unit and block as they were submitted."""
    scheme = parse_ruleset(TEXT, "standing.toml").scheme
    assert scheme is not None
    breakdown = parrules.Ruleset(scheme).evaluate(
        parrules.Submission(
            facts={"done": 4, "late": 1},
            unit={"id": "ward-1", "block": "wards"},
        )
    )

    assert Standing(
        unit="ward-1",
        block="wards",
        grade="low",
        # 1.33 + 2 - 0.25
        total=Fraction("3.08"),
        amounts={
            "base": Fraction("1.33"),
            "bonus": Fraction(2),
            "penalty": Fraction("0.25"),
            "1": Fraction("1.33"),
            "T": Fraction(2),
            "P": Fraction("0.25"),
        },
        maxima={"total": 10, "1": 10, "T": 3, "P": 3},
    ) == parrules.standing_of(breakdown, scheme)


def test_a_unit_without_a_total_has_no_standing_to_lose() -> None:
    """Nothing applied to it: no grade, no total, and so no rank."""
    text = TEXT.replace(
        "step = 0.01", "step = 0.01, if_none = 'exclude'"
    ).replace("done / 3", "3 * done / done")
    scheme = parse_ruleset(text, "standing.toml").scheme
    assert scheme is not None
    breakdown = parrules.Ruleset(scheme).evaluate({"done": 0, "late": 0})
    found = parrules.standing_of(breakdown, scheme, unit="A", block="b")

    assert (None, None, 0) == (
        found.grade,
        found.total,
        found.amounts["base"],
    )
