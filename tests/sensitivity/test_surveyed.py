"""The margin of a surveyed fact: what evidence says in words, read back."""

from fractions import Fraction

import pytest

from parrules.errors import Language
from parrules.facts import Evidence, Submission
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset
from parrules.sensitivity import (
    Surveyed,
    Uncertainty,
    analyse_sensitivity,
)
from parrules.sensitivity.surveyed import StatedMargin, stated_margin
from parrules.survey.handing import hand_in
from parrules.survey.running import run_survey
from survey.forms import HEAD, form_of, tallied, text_of

FACT = """\
[fact]
satisfied = { of = "index", gives = "value", decimals = 2 }
"""
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
satisfied = { type = "percent", title = "Satisfied" }
[criteria.1]
maximum = 10
title = "People"
formula = "maximum * satisfied / 100"
step = 0.01
"""


def handed(language: Language, rest: str = "") -> Submission:
    """Return what a survey of 400 people hands in for a unit."""
    form = form_of(text_of(head=HEAD, rest=FACT + rest))
    tallies = tallied(
        form, **{name: [100, 0, 300] for name in ("q1", "q2", "q3")}
    )
    survey = run_survey(form, tallies)

    return hand_in(survey, language=language).submission


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_margin_is_read_from_what_a_survey_hands_in(
    language: Language,
) -> None:
    """In the words of both languages; 400 people, 75 %: about 4.2."""
    found = stated_margin(handed(language), "satisfied")

    assert (
        StatedMargin(margin=Fraction("4.23"), confidence=Fraction(95)) == found
    )


def test_another_confidence_is_read_as_well() -> None:
    """A margin at 90 % is smaller, and so is the share within it."""
    found = stated_margin(
        handed("vi", "[sample]\nconfidence = 90\n"), "satisfied"
    )
    assert found is not None

    assert Fraction(90) == found.confidence
    assert found.margin < Fraction("4.23")


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Quyết định 1",
        "95% confidence interval (Wilson): 70.00–80.00",
        "margin ±4.00",
    ],
)
def test_other_documents_state_no_margin(title: str) -> None:
    """Only the whole of what a survey writes is read."""
    given = Submission(
        facts={"satisfied": 75},
        evidence=[Evidence(supports=["satisfied"], title=title)],
    )

    assert stated_margin(given, "satisfied") is None


def test_the_margin_of_another_fact_is_not_taken() -> None:
    """Evidence is for the facts that it names."""
    assert stated_margin(handed("vi"), "other") is None


def ruleset() -> Ruleset:
    """Return the ruleset that reads what the survey gives."""
    scheme = parse_ruleset(RULESET, "x.toml").scheme
    assert scheme is not None

    return Ruleset(scheme)


def units(language: Language) -> list[Submission]:
    """Return two units: one with a survey, one with a bare number."""
    surveyed = handed(language)

    return [
        Submission(
            facts=surveyed.facts,
            evidence=surveyed.evidence,
            unit={"id": "A"},
        ),
        Submission(facts={"satisfied": 78}, unit={"id": "B"}),
    ]


def test_a_surveyed_fact_is_drawn_within_its_margin() -> None:
    """Of a margin of 0.42 points at 95 %, nine of ten lie within 0.36."""
    found = analyse_sensitivity(
        ruleset(), units("vi"), Uncertainty(facts={"satisfied": Surveyed()})
    )
    low, high = (found["A"].quantiles[percent] for percent in (5, 95))

    assert pytest.approx(0.355, abs=0.005) == (high - low) / 2
    assert pytest.approx(7.5, abs=0.01) == found["A"].quantiles[50]


def test_a_fact_without_a_stated_margin_is_told() -> None:
    """It is certain, and a warning says so for each unit."""
    found = analyse_sensitivity(
        ruleset(), units("en"), Uncertainty(facts={"satisfied": Surveyed()})
    )

    assert [("PAR918", "B")] == [
        (each.code, each.arguments["unit"]) for each in found.problems
    ]
    assert () == found["B"].drawn
