"""Counts become shares and means as docs/surveys.md says, exactly."""

from fractions import Fraction

import pytest

from parrules.survey.estimates import Estimate
from parrules.survey.running import run_survey
from survey.forms import (
    HEAD,
    SCALE,
    codes_of,
    form_of,
    surveyed,
    tallied,
    text_of,
)

MEANS = '[index]\npool = "means"\n'
MEAN = HEAD.replace('"share"', '"mean"')


def policy(unknown: str = "exclude", rest: str = "") -> str:
    """Return a section of policies."""
    return f'[policy]\nunknown = "{unknown}"\n{rest}'


def question(found: Estimate) -> tuple[int, Fraction | None, Fraction | None]:
    """Return answers that count, share and mean."""
    return found.answers, found.share, found.mean


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [
        ("exclude", (8, Fraction(5, 8), Fraction(20, 8))),
        ("zero", (10, Fraction(5, 10), Fraction(20, 10))),
        ("middle", (10, Fraction(5, 10), Fraction(24, 10))),
    ],
)
def test_an_unknown_answer_is_what_the_policy_says(
    unknown: str, expected: tuple[int, Fraction, Fraction]
) -> None:
    """Q2.1, Q2.2, Q2.3: left out, worth nothing, or the middle level."""
    unit = surveyed(
        text_of(rest=policy(unknown)),
        q1="{ bad = 1, fair = 2, good = 5, dont_know = 2 }",
    )

    assert expected == question(unit.questions["q1"])


def test_a_middle_that_is_a_top_level_counts_as_one() -> None:
    """Q2.3: the scale says what is in the middle, and what is on top."""
    scale = SCALE.replace('["good"]', '["fair", "good"]')
    unit = surveyed(
        text_of(scale=scale, rest=policy("middle")),
        q1="{ bad = 1, good = 1, dont_know = 2 }",
    )

    assert (4, Fraction(3, 4), Fraction(8, 4)) == question(
        unit.questions["q1"]
    )


def test_a_question_without_tallies_is_named() -> None:
    """Q1.7: the heap is one of the other questions; zeros say it is known."""
    form = form_of(text_of())
    surveys = [
        run_survey(form, tallied(form, **counts), intervals=False)
        for counts in (
            {"q1": "[1, 1, 1]", "q3": "[1, 1, 1]"},
            {"q1": "[1, 1, 1]", "q2": "[0, 0, 0]", "q3": "[1, 1, 1]"},
        )
    ]

    assert [["PAR876"], []] == [
        codes_of(each.all_problems()) for each in surveys
    ]


def test_a_share_is_a_quotient_of_whole_numbers() -> None:
    """Q2.4: a third is a third."""
    unit = surveyed(text_of(), q1="[1, 1, 1]")

    assert Fraction(1, 3) == unit.questions["q1"].share


def test_weighted_answers_are_means_of_numbers() -> None:
    """Q2.5: 100, 60, 20 and 0 are the numbers of levels."""
    scale = (
        "[scale.s]\nlevels = { bad = 0, fair = 20, good = 60, best = 100 }\n"
        'top = ["best"]\n'
    )
    unit = surveyed(text_of(head=MEAN, scale=scale), q1="[1, 2, 3, 4]")

    assert Fraction(0 + 40 + 180 + 400, 10) == unit.questions["q1"].value(
        "mean"
    )


def test_pooled_answers_are_one_heap() -> None:
    """Q3.1, Q3.2: a question with more answers counts more."""
    unit = surveyed(text_of(), q1="[1, 0, 0]", q2="[0, 0, 9]", q3="[5, 0, 5]")

    assert {
        "index": Fraction(14, 20),
        "1": Fraction(9, 10),
        "2": Fraction(1, 2),
    } == {code: each.share for code, each in unit.parts.items()}


def test_a_mean_of_parts_does_not_see_how_many_answered() -> None:
    """Q3.3: 9/10 and 1/2 have the mean 7/10."""
    unit = surveyed(
        text_of(rest=MEANS), q1="[1, 0, 0]", q2="[0, 0, 9]", q3="[1, 0, 1]"
    )

    assert Fraction(7, 10) == unit.index.share
    assert ("1", "2") == unit.index.averaged


def test_a_mean_of_parts_counts_their_weights() -> None:
    """Q3.3: three times one and once zero is three quarters."""
    parts = (
        '[criteria]\n"1" = { questions = ["q1", "q2"], weight = 3 }\n'
        '"2" = { questions = ["q3"] }\n'
    )
    unit = surveyed(
        text_of(parts=parts, rest=MEANS),
        q1="[0, 0, 1]",
        q2="[0, 0, 1]",
        q3="[1, 0, 0]",
    )

    assert Fraction(3, 4) == unit.index.share


def test_a_mean_of_questions_is_plain() -> None:
    """Q3.3: each question counts once, however many answered."""
    parts = (
        '[criteria]\n"1" = { questions = ["q1", "q2"], pool = "means" }\n'
        '"2" = { questions = ["q3"] }\n'
    )
    unit = surveyed(
        text_of(parts=parts), q1="[1, 0, 0]", q2="[0, 0, 9]", q3="[1, 0, 0]"
    )

    assert Fraction(1, 2) == unit.parts["1"].share


def test_one_overall_question_is_the_value() -> None:
    """Q3.4: what stands below is shown, and changes nothing."""
    index = '[index]\noverall = "q3"\n'
    parts = '[criteria]\n"1" = { questions = ["q1", "q2"] }\n'
    unit = surveyed(
        text_of(parts=parts, rest=index),
        q1="[9, 0, 0]",
        q2="[9, 0, 0]",
        q3="[1, 0, 3]",
    )

    assert (Fraction(3, 4), Fraction(0)) == (
        unit.index.share,
        unit.parts["1"].share,
    )


def test_nothing_is_rounded_on_the_way() -> None:
    """Q3.5: the mean of 1/3 and 1/7 is 5/21."""
    unit = surveyed(text_of(rest=MEANS), q1="[2, 0, 1]", q3="[6, 0, 1]")

    assert Fraction(5, 21) == unit.index.share


# -- few answers -------------------------------------------------------------


def few(too_few: str) -> str:
    """Return a questionnaire that needs five people."""
    return text_of(
        rest=MEANS + policy(rest=f'minimum = 5\ntoo_few = "{too_few}"\n')
    )


COUNTS = {"q1": "[0, 0, 5]", "q2": "[0, 0, 5]", "q3": "[4, 0, 0]"}


def test_the_people_behind_a_part_are_counted_once() -> None:
    """Q5.1: five answered both questions, and not ten."""
    unit = surveyed(few("missing"), **COUNTS)

    assert (10, 5) == (unit.parts["1"].answers, unit.parts["1"].people)


def test_too_few_answers_are_no_value() -> None:
    """Q5.2, Q5.4: nor has the index one, and warnings say so."""
    unit = surveyed(few("missing"), **COUNTS)

    assert {"index": "incomplete", "1": "known", "2": "too_few"} == {
        code: each.status for code, each in unit.parts.items()
    }
    assert unit.index.share is None
    assert ["PAR861", "PAR867"] == sorted(codes_of(unit.problems))


def test_too_few_answers_may_be_left_out_of_a_mean() -> None:
    """Q5.4: the mean is that of the others, and names what is left out."""
    unit = surveyed(few("leave_out"), **COUNTS)

    assert (Fraction(1), ("2",)) == (unit.index.share, unit.index.left_out)
    assert ["PAR861", "PAR867"] == sorted(codes_of(unit.problems))


def test_answers_that_are_left_out_are_not_counted() -> None:
    """Q5.4: the counts beside a value are of what it is made of."""
    unit = surveyed(few("leave_out"), **COUNTS)
    one, index = unit.parts["1"], unit.index

    assert (one.top, one.answers, one.people) == (
        index.top,
        index.answers,
        index.people,
    )


def test_too_few_answers_may_be_shown() -> None:
    """Q5.2: there is a value, and it says on how few people it rests."""
    unit = surveyed(few("show"), **COUNTS)

    assert (Fraction(1, 2), "few_shown") == (
        unit.index.share,
        unit.index.status,
    )
    assert "PAR861" in codes_of(unit.problems)


@pytest.mark.parametrize("too_few", ["missing", "leave_out", "show"])
def test_no_answer_is_never_a_value(too_few: str) -> None:
    """Q5.3: neither 0 nor 100, under no policy."""
    unit = surveyed(few(too_few), q1="[0, 0, 5]")

    assert unit.parts["2"].share is None
    assert unit.parts["2"].mean is None


def test_what_nobody_answered_at_all_is_incomplete() -> None:
    """Q5.3: an empty survey has no index."""
    unit = surveyed(few("leave_out"))

    assert "incomplete" == unit.index.status


# -- samples -----------------------------------------------------------------


def test_fewer_people_than_required_are_told() -> None:
    """Q6.2: the number is that of the formula."""
    form = text_of(rest="[sample]\nerror = 0.05\n")
    unit = surveyed(form, "population = 8000", q1="[1, 2, 3]", q3="[0, 0, 1]")
    (warning,) = unit.problems

    assert ("PAR862", "381") == (warning.code, warning.arguments["required"])


def test_enough_people_are_no_warning() -> None:
    """Q6.2: the required number is enough."""
    form = text_of(rest="[sample]\nerror = 0.05\n")
    unit = surveyed(
        form, "population = 8000", q1="[0, 0, 381]", q3="[0, 0, 1]"
    )

    assert () == unit.problems
