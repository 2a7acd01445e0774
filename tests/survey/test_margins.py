"""Intervals are floats of a statistics library, and touch no value."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from parrules.survey import margins
from parrules.survey.counts import Heap
from parrules.survey.effects import Layers, design_effect
from parrules.survey.margins import Interval
from parrules.survey.reading import count_answers
from parrules.survey.running import run_survey
from survey.forms import (
    HEAD,
    codes_of,
    form_of,
    measured,
    tallied,
    text_of,
)

MEANS = '[index]\npool = "means"\n'
Z = 1.959963984540054


def bounds(found: Interval | None) -> tuple[float, float]:
    """Return both ends, to four decimal places."""
    assert found is not None
    return round(found.low, 4), round(found.high, 4)


def wilson(share: float, people: float) -> tuple[float, float]:
    """Return Wilson's interval of 95 %, in percent, by its formula."""
    middle = share + Z * Z / (2 * people)
    half = Z * math.sqrt(
        share * (1 - share) / people + Z * Z / (4 * people * people)
    )
    whole = 1 + Z * Z / people

    return (
        round(100 * (middle - half) / whole, 4),
        round(100 * (middle + half) / whole, 4),
    )


@pytest.mark.parametrize(
    ("top", "people"), [(346, 400), (0, 10), (10, 10), (1, 1), (8651, 10_000)]
)
def test_the_interval_of_a_share_is_wilsons(top: int, people: int) -> None:
    """Q7.2: as the formula says, also where all say the same."""
    unit = measured(text_of(), q1=f"[0, {people - top}, {top}]")

    assert wilson(top / people, people) == pytest.approx(
        bounds(unit.questions["q1"].interval), abs=1e-4
    )


def test_the_interval_of_a_mean_is_students() -> None:
    """Q7.2: 3 and 1, 1: t of 2 degrees of freedom is 4.3027."""
    unit = measured(
        text_of(head=HEAD.replace('"share"', '"mean"')), q1="[2, 0, 1]"
    )
    half = 4.302652729911275 * math.sqrt(4 / 3 / 3)

    assert (round(5 / 3 - half, 4), round(5 / 3 + half, 4)) == bounds(
        unit.questions["q1"].interval
    )


def test_a_mean_of_one_answer_has_no_interval() -> None:
    """Q7.2: of one person nothing is known about others."""
    unit = measured(
        text_of(head=HEAD.replace('"share"', '"mean"')), q1="[1, 0, 0]"
    )

    assert unit.questions["q1"].interval is None


def test_a_mean_of_equal_answers_is_sure() -> None:
    """Q7.2: where nobody differs, the interval is the value."""
    unit = measured(
        text_of(head=HEAD.replace('"share"', '"mean"')), q1="[0, 9, 0]"
    )

    assert (2.0, 2.0) == bounds(unit.questions["q1"].interval)


def test_each_person_counts_once() -> None:
    """Q7.3: ten people who answer two questions are ten."""
    unit = measured(text_of(), q1="[0, 5, 5]", q2="[0, 5, 5]")

    assert wilson(0.5, 10) == bounds(unit.parts["1"].interval)


def test_a_declared_design_effect_makes_the_sample_smaller() -> None:
    """Q7.4: with 2, twenty people are ten."""
    unit = measured(
        text_of(rest="[sample]\ndesign_effect = 2\n"), q1="[0, 10, 10]"
    )

    assert wilson(0.5, 10) == bounds(unit.questions["q1"].interval)


def test_unequal_weights_make_the_sample_smaller() -> None:
    """Q7.4: Kish: (1 + 1 + 2)² / (1 + 1 + 4) people of three."""
    form = form_of(text_of(rest='[sample]\nweight = "w"\n'))
    table = {
        "w": ["1", "1", "2"],
        "q1": ["good", "bad", "good"],
        "q2": [""] * 3,
        "q3": [""] * 3,
    }
    unit = run_survey(form, count_answers(table, form)).units[""]

    assert wilson(0.75, 16 / 6) == bounds(unit.questions["q1"].interval)


def test_weights_count_where_all_say_the_same() -> None:
    """Q7.4: there is no variance to compare, but there are weights."""
    heap = Heap(3, 3, Fraction(4), Fraction(4), square=Fraction(6))

    assert Fraction(18, 16) == design_effect(Layers(((1, heap),)), "share")


def test_strata_that_are_sampled_alike_have_no_effect() -> None:
    """Q7.4: two equal strata with equal answers are one."""
    heap = Heap(10, 5, Fraction(10), Fraction(5), square=Fraction(10))

    assert 1 == design_effect(Layers(((7, heap), (7, heap))), "share")


def test_a_small_sample_of_a_large_stratum_has_an_effect() -> None:
    """Q7.4: as the formula of stratified samples says."""
    few = Heap(10, 5, Fraction(10), Fraction(5), square=Fraction(10))
    many = Heap(90, 45, Fraction(90), Fraction(45), square=Fraction(90))
    sampled = Fraction(9, 10) ** 2 / 4 / 10 + Fraction(1, 10) ** 2 / 4 / 90

    assert sampled * 100 * 4 == design_effect(
        Layers(((900, few), (100, many))), "share"
    )


def test_a_mean_of_parts_has_the_means_of_the_ends() -> None:
    """Q7.5: on the safe side."""
    unit = measured(
        text_of(rest=MEANS), q1="[0, 5, 5]", q2="[0, 0, 10]", q3="[0, 9, 1]"
    )
    one, two = (bounds(unit.parts[code].interval) for code in ("1", "2"))

    assert unit.index.interval is not None
    assert "ends" == unit.index.interval.method
    assert [(one[0] + two[0]) / 2, (one[1] + two[1]) / 2] == pytest.approx(
        list(bounds(unit.index.interval)), abs=1e-3
    )


def test_confidence_is_declared() -> None:
    """Q7.1: a wider interval is surer."""
    narrow, wide = (
        measured(
            text_of(rest=f"[sample]\nconfidence = {level}\n"),
            q1="[0, 10, 10]",
        )
        .questions["q1"]
        .interval
        for level in (90, 99.9)
    )

    assert narrow is not None
    assert wide is not None
    assert (Decimal(90), Decimal("99.9")) == (
        narrow.confidence,
        wide.confidence,
    )
    assert wide.margin > narrow.margin


def test_values_are_the_same_without_statistics(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Q7.1: no value is made of an interval, and a warning says so."""
    form = form_of(text_of())
    tallies = tallied(form, q1="[1, 2, 3]", q2="[3, 2, 1]", q3="[1, 1, 1]")
    expected = run_survey(form, tallies)
    monkeypatch.setattr(margins, "is_available", lambda: False)
    found = run_survey(form, tallies)

    assert ["PAR868"] == codes_of(found.problems)
    assert (
        "warning PAR868: there are no confidence intervals: statsmodels is"
        " not installed\n"
        "  why: they are computed by a statistics library; shares, means and"
        " points do without it\n"
        "  fix: run `pip install 'parrules[statistics]'`"
    ) == found.problems[0].text("en")
    assert (
        "cảnh báo PAR868: không có khoảng tin cậy: chưa cài statsmodels\n"
        "  vì sao: khoảng tin cậy do một thư viện thống kê tính; tỷ lệ, trung"
        " bình và điểm không cần đến nó\n"
        "  cách sửa: chạy `pip install 'parrules[statistics]'`"
    ) == found.problems[0].text("vi")
    assert {
        code: (each.share, each.mean)
        for code, each in expected.units[""].parts.items()
    } == {
        code: (each.share, each.mean)
        for code, each in found.units[""].parts.items()
    }
