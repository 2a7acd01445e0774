"""Figures that were published, by the questionnaires of the library."""

import pathlib
from decimal import Decimal
from fractions import Fraction

import pytest

from parrules.library import load
from parrules.survey.handing import hand_in
from parrules.survey.library import load_questionnaire, questionnaires
from parrules.survey.model import Questionnaire
from parrules.survey.report import survey_text
from parrules.survey.running import run_survey
from parrules.survey.tallying import parse_frame, parse_tallies


def tally(percent: str) -> str:
    """Return a tally of which *percent* are satisfied or very satisfied."""
    top = int(Decimal(percent) * 100)

    return f"[0, 0, {10_000 - top}, {top - top // 3}, {top // 3}]"


def by_fields(policy: str, service: str) -> tuple[Questionnaire, str]:
    """Return the questionnaire since 2022, and tallies of its two fields."""
    names = ("information", "participation", "quality", "outcome")
    lines = [f"{name} = {tally(policy)}" for name in names]
    lines.append(f"service = {tally(service)}")

    return load_questionnaire("vn/sipas@2022"), "[tally]\n" + "\n".join(lines)


def index_of(policy: str, service: str) -> Fraction:
    """Return the index of two fields, in percent."""
    form, text = by_fields(policy, service)
    tallies = parse_tallies(text, "t", form)
    survey = run_survey(form, tallies, intervals=False)
    value = survey.units[""].index.value("share")

    assert value is not None
    return value


def test_every_questionnaire_of_the_library_is_sound() -> None:
    """They are loaded, and say what they are."""
    found = {
        each.name: load_questionnaire(each.name).status
        for each in questionnaires()
    }

    assert {
        "vn/dgi@2022": "template",
        "vn/sipas@2012": "reconstruction",
        "vn/sipas@2017": "template",
        "vn/sipas@2022": "template",
    } == found


def test_the_index_of_ha_noi_in_2024_is_the_mean_of_its_fields() -> None:
    """Published: 86.51 and 86.49, and 86.50 as a whole."""
    assert Fraction("86.50") == index_of("86.51", "86.49")


def test_the_index_of_ha_noi_in_2023_is_as_near_as_rounding_allows() -> None:
    """Published by their changes: +3.05 and +2.77, and +2.93 as a whole.

    By subtraction the fields were 83.46 and 83.72, and the index was 83.57,
    not their mean.  Each of these is the difference of two rounded numbers
    and may be off by 0.01, the mean and the index alike: 0.02 in all.
    """
    policy = Decimal("86.51") - Decimal("3.05")
    service = Decimal("86.49") - Decimal("2.77")
    index = Fraction("86.50") - Fraction("2.93")

    assert Fraction("0.02") == index_of(str(policy), str(service)) - index


@pytest.mark.parametrize("service", ["82.78", "82.79", "82.80"])
def test_the_national_fields_of_2022_leave_one_service_field(
    service: str,
) -> None:
    """Published: 80.08, of which one article gives 77.37 for policies.

    Then services were at 82.79: no other published value has that mean, if
    the index is the mean of both.
    """
    is_published = index_of("77.37", service) == Fraction("80.08")

    assert (service == "82.79") is is_published


def test_the_gap_between_provinces_is_what_was_published() -> None:
    """2022: the lowest had 72.54, the highest 87.59; the gap is 15.05."""
    low, high = (index_of(each, each) for each in ("72.54", "87.59"))

    assert Fraction("15.05") == high - low


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [("80.08", "82.66", "2.58"), ("83.57", "86.50", "2.93")],
)
def test_the_change_of_a_year_is_what_was_published(
    before: str, after: str, change: str
) -> None:
    """The whole country from 2022 to 2023, Hà Nội from 2023 to 2024."""
    assert Fraction(change) == index_of(after, after) - index_of(
        before, before
    )


def test_the_first_index_is_that_of_one_question() -> None:
    """1383/QĐ-BNV: satisfied and very satisfied, of all who answered."""
    form = load_questionnaire("vn/sipas@2012")
    tallies = parse_tallies(
        "[tally]\noverall = [2, 8, 50, 300, 40]\naccess = [0, 0, 1, 1, 2]\n",
        "t",
        form,
    )
    unit = run_survey(form, tallies, intervals=False).units[""]

    assert (Fraction(340, 400), Fraction(3, 4)) == (
        unit.index.share,
        unit.parts["1"].share,
    )


RULESET = """\
language = 1
[ruleset]
id = "x"
edition = "1"
status = "template"
title = "x"
source = "x"
maximum = 10
[fact]
sipas = { type = "percent", title = "SIPAS" }
[criteria.1]
maximum = 10
title = "SIPAS"
formula = "maximum * sipas / 100"
step = 0.01
"""


def test_a_tenth_of_the_index_of_provinces_is_satisfaction(
    tmp_path: pathlib.Path,
) -> None:
    """10 of 100 points: Hà Nội's 86.50 % are 8.65 of them."""
    (tmp_path / "r.toml").write_text(RULESET, "utf-8")
    form, text = by_fields("86.51", "86.49")
    survey = run_survey(form, parse_tallies(text, "t", form), intervals=False)
    facts = {"sipas": hand_in(survey).submission.facts["sipas"]}

    assert Decimal("8.65") == load(tmp_path / "r.toml").evaluate(facts).total


def test_the_response_of_the_round_of_2019_is_reported() -> None:
    """36,630 people were selected and 35,268 forms came back: 96.3 %."""
    form = load_questionnaire("vn/sipas@2017")
    tallies = parse_tallies(
        "respondents = 35268\n[tally]\naccess = [1, 1, 1, 1, 1]\n", "t", form
    )
    frame = parse_frame("selected = 36630", "f")
    survey = run_survey(form, tallies, frame, intervals=False)

    assert (
        "Forms: 36630 selected, 35268 returned, response rate 96.3%"
        in survey_text(survey, "en")
    )
