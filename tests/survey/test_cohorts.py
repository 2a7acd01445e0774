"""Units of a survey as a cohort: blocks, ranks, and what is lost."""

from fractions import Fraction

import pytest

from parrules.cohort.comparing import compare
from parrules.cohort.losses import losses_of
from parrules.cohort.ranks import Cohort
from parrules.errors import FactError
from parrules.survey.counts import Answers, Tallies, plain_cell
from parrules.survey.loading import parse_questionnaire
from parrules.survey.model import Questionnaire
from parrules.survey.result import run_survey
from parrules.survey.sampling import Frame, UnitFrame
from parrules.survey.standings import rank_survey

FORM = """
language = 1
[questionnaire]
id = "test/form"
edition = "2025"
status = "template"
title = "A form"
measure = "{measure}"
pool = "means"
[scale.two]
levels = {{ no = 0, yes = 5 }}
top = ["yes"]
[question]
staff = {{}}
result = {{}}
[criteria]
"1" = {{ questions = ["staff"], title = "Staff" }}
"2" = {{ questions = ["result"], weight = 3 }}
[sample]
unit = "unit"
[ranking]
within = "block"
order = ["total", "1"]
"""
FRAME = Frame(
    units={
        "A": UnitFrame(block="Sở", name="Sở A"),
        "B": UnitFrame(block="Sở"),
        "C": UnitFrame(block="Xã"),
    }
)


def form(measure: str = "share") -> Questionnaire:
    """Return a questionnaire of two questions."""
    made = parse_questionnaire(FORM.format(measure=measure), "form.toml")
    assert made.questionnaire is not None

    return made.questionnaire


def ranked(
    answers: dict[str, tuple[int, int]],
    frame: Frame | None = FRAME,
    measure: str = "share",
) -> Cohort:
    """Rank units of which so many of ten say yes to each question."""
    given = {
        (unit, "", question): Answers(
            levels=(plain_cell(10 - yes), plain_cell(yes)),
            unknown=plain_cell(0),
            blank=None,
        )
        for unit, counts in answers.items()
        for question, yes in zip(("staff", "result"), counts, strict=True)
    }
    survey = run_survey(
        form(measure), Tallies(answers=given), frame, intervals=False
    )

    return rank_survey(survey, frame, period="2025")


def test_units_are_ranked_within_the_blocks_that_the_frame_says() -> None:
    """By exact values; where they are equal by what `order` says next."""
    cohort = ranked({"A": (3, 5), "B": (6, 4), "C": (1, 1)})

    assert {"Sở": [("B", 1), ("A", 2)], "Xã": [("C", 1)]} == {
        block.name: [(each.unit, each.rank) for each in block]
        for block in cohort.blocks
    }
    assert "1" == cohort["A"].decided_by
    assert "Sở A" == cohort["A"].standing.title


def test_parts_lose_what_people_are_not_content_with() -> None:
    """In points of the part itself: answers are pooled in many ways."""
    cohort = ranked({"A": (3, 5), "B": (6, 4), "C": (1, 1)})
    lost = losses_of(cohort.scheme, [cohort["A"].standing])

    assert [
        ("1", Fraction(70), Fraction(70)),
        ("2", Fraction(50), Fraction(50)),
    ] == [(each.code, each.lost, each.counted) for each in lost]


@pytest.mark.parametrize(("measure", "maximum"), [("share", 100), ("mean", 5)])
def test_the_maximum_is_that_of_the_best_answers(
    measure: str, maximum: int
) -> None:
    """C6.2: all people at the top, or the highest number of the scale."""
    cohort = ranked({"C": (1, 1)}, measure=measure)

    assert Fraction(maximum) == cohort.scheme.maximum
    assert maximum == cohort["C"].standing.maximum("1")


def test_a_unit_of_the_frame_without_answers_has_no_rank() -> None:
    """It is named, and every part of it is absent."""
    cohort = ranked({"A": (3, 5), "C": (1, 1)})

    assert ("no_total", ("1", "2")) == (
        cohort["B"].unranked,
        cohort["B"].standing.absent,
    )


def test_without_a_frame_all_units_are_one_block_and_that_is_told() -> None:
    """C6.5: PAR829, beside what the survey warns of."""
    cohort = ranked({"A": (3, 5), "C": (1, 1)}, frame=None)

    assert ["PAR829"] == [each.code for each in cohort.problems]
    assert [("A", 1), ("C", 2)] == [(each.unit, each.rank) for each in cohort]


def test_a_unit_of_which_alone_the_frame_says_nothing_is_refused() -> None:
    """C6.5: PAR891."""
    with pytest.raises(FactError) as caught:
        ranked({"A": (3, 5), "X": (1, 1)})

    assert ["PAR891"] == [each.code for each in caught.value.problems]


def test_two_years_of_a_survey_are_compared() -> None:
    """Points, places, and each part in percentage points."""
    before = ranked({"A": (3, 5), "B": (6, 4), "C": (1, 1)})
    after = ranked({"A": (9, 5), "B": (6, 4), "C": (1, 2)})
    unit = compare(before, after)["A"]
    gains, losses = unit.extremes()

    assert (Fraction(15), 1) == (unit.points, unit.places)
    assert [("1", Fraction(60))] == [
        (each.after[0], each.gain) for each in gains
    ]
    assert () == losses
