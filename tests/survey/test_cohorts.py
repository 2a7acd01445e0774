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
from parrules.survey.running import run_survey
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


def form(
    measure: str = "share", extra: str = "", edition: str = "2025"
) -> Questionnaire:
    """Return a questionnaire of two questions."""
    text = FORM.format(measure=measure).replace("2025", edition)
    made = parse_questionnaire(f"{text}{extra}", "form.toml")
    assert made.questionnaire is not None

    return made.questionnaire


def ranked(
    answers: dict[str, tuple[int, int]],
    frame: Frame | None = FRAME,
    measure: str = "share",
    extra: str = "",
) -> Cohort:
    """Rank units of which so many of ten say yes to each question."""
    return of_form(form(measure, extra), answers, frame)


def of_form(
    made: Questionnaire,
    answers: dict[str, tuple[int, int]],
    frame: Frame | None = FRAME,
) -> Cohort:
    """Rank units by a questionnaire of those two questions."""
    given = {
        (unit, "", question): Answers(
            levels=(plain_cell(10 - yes), plain_cell(yes)),
            unknown=plain_cell(0),
            blank=None,
        )
        for unit, counts in answers.items()
        for question, yes in zip(("staff", "result"), counts, strict=True)
    }
    survey = run_survey(made, Tallies(answers=given), frame, intervals=False)

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
    """C6.4: the second part weighs three times as much as the first."""
    cohort = ranked({"A": (3, 5), "B": (6, 4), "C": (1, 1)})
    lost = losses_of(cohort.scheme, [cohort["A"].standing])

    assert [
        ("2", Fraction(50), Fraction(75, 2)),
        ("1", Fraction(70), Fraction(35, 2)),
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
    """It is named once, and every part of it is absent."""
    cohort = ranked({"A": (3, 5), "C": (1, 1)})
    notes = [line for line in cohort.text("en").splitlines() if "- B" in line]

    assert ("no_total", ("1", "2")) == (
        cohort["B"].unranked,
        cohort["B"].standing.absent,
    )
    assert ["  - B: not ranked, because it has no value in 1, 2"] == notes


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


@pytest.mark.parametrize(
    ("ties", "ranks"), [("standard", [1, 1, 3]), ("dense", [1, 1, 2])]
)
def test_equals_share_a_rank(ties: str, ranks: list[int]) -> None:
    """S13.2, S13.3: after all of `order` was compared."""
    cohort = ranked(
        {"A": (3, 5), "B": (3, 5), "C": (1, 1)}, None, extra=f"ties = '{ties}'"
    )

    assert ranks == [each.rank for each in cohort]


def test_a_quota_makes_equals_at_its_border_give_way() -> None:
    """S13.8: both were good, and only one may be."""
    cohort = ranked(
        {"A": (5, 5), "B": (5, 5), "C": (1, 1)},
        None,
        extra="quota = [{ grade = 'good', share = 0.4 }]\n"
        "[[grade]]\nid = 'good'\nfrom = 50\n[[grade]]\nid = 'fair'\n",
    )

    assert [("good", "fair"), ("good", "fair"), ("fair", "fair")] == [
        (each.standing.grade, each.placement.grade) for each in cohort
    ]


def test_a_unit_that_is_not_ranked_takes_no_place() -> None:
    """S13.16: it has points, and the next one its place."""
    cohort = ranked(
        {"A": (9, 9), "B": (5, 5), "C": (1, 1)},
        None,
        extra="unranked = { id = 'A' }",
    )

    assert {"A": None, "B": 1, "C": 2} == {
        each.unit: each.rank for each in cohort
    }


def test_blocks_that_are_empty_or_of_one_are_shown() -> None:
    """S13.17: one is the first; where nobody is left nothing is compared."""
    before = ranked({"A": (3, 5), "B": (6, 4), "C": (1, 1)})
    frame = Frame(units={name: FRAME.of(name) for name in "AB"})
    comparison = compare(before, ranked({"A": (3, 5), "B": (6, 4)}, frame))
    (block,) = (each for each in comparison.blocks if each.name == "Xã")
    (gone,) = block.units

    assert [1] == [each.rank for each in before.block("Xã")]
    assert ("C", "missing", None) == (
        gone.standing.unit,
        gone.presence,
        gone.points,
    )
    assert (0, None, ()) == (block.compared, block.mean_after, block.changes)


def test_parts_that_were_merged_are_their_mean() -> None:
    """C6.10: by weight; 30 and three times 50 percent are 45."""
    text = FORM.format(measure="share").replace("2025", "2026")
    head, tail = text.split("[criteria]")
    made = parse_questionnaire(
        f"{head}[criteria]\n"
        '"1" = { questions = ["staff", "result"] }\n'
        f"[sample]{tail.partition('[sample]')[2]}"
        '[changes]\nsince = "test/form@2025"\n'
        '[changes.was]\n"1" = ["1", "2"]\n',
        "newer.toml",
    )
    assert made.questionnaire is not None
    comparison = compare(
        ranked({"A": (3, 5)}), of_form(made.questionnaire, {"A": (5, 4)})
    )
    (change,) = comparison["A"].changes

    assert ["merged", 45, 45, 100, 0] == [
        change.kind,
        change.points_before,
        change.points_after,
        change.maximum_before,
        change.gain,
    ]


def test_who_has_no_answers_is_told_once() -> None:
    """PAR861 is of the unit, and not of each of its parts."""
    cohort = ranked({"A": (3, 5), "C": (1, 1)})

    assert [("PAR861", "B")] == [
        (each.code, each.arguments["about"]) for each in cohort.problems
    ]
