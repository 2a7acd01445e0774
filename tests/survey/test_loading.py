"""A questionnaire is read strictly, and its defects are told where they are.

Texts in full stand in ``problems.toml``; here is what else may be wrong.
"""

import pytest

from parrules.errors import FactError
from parrules.survey.library import (
    check_questionnaire,
    load_questionnaire,
)
from parrules.survey.loading import QuestionnaireError, parse_questionnaire
from parrules.survey.tallying import parse_frame, parse_tallies
from survey.forms import (
    HEAD,
    QUESTIONS,
    SCALE,
    codes_of,
    form_of,
    problems_of,
    text_of,
)

TALLY = '[fact]\na = { of = "1", gives = "tally" }\n'
ZERO = '[policy]\nunknown = "zero"\n'


def marks_of(text: str) -> list[str]:
    """Return code and line of each problem."""
    return [
        f"{each.code}:{each.place.line}"
        for each in problems_of(text)
        if each.place
    ]


def test_a_later_language_is_not_guessed_at() -> None:
    """Nothing else can be said of it."""
    text = text_of(head=HEAD.replace("language = 1", "language = 2"))

    assert ["PAR110:1"] == marks_of(text)


@pytest.mark.parametrize(
    ("changed", "into", "mark"),
    [
        ('pool = "answers"', 'pool = "overall"', "PAR111:8"),
        ('measure = "share"', "", "PAR106:2"),
        ('["bad", "fair", "good"]', '["good"]', "PAR111:10"),
        ("q1 = {}", 'q1 = { scal = "s" }', "PAR104:14"),
        ('"2" = {', '"2" = { pool = "overall",', "PAR106:19"),
        ('"2" = {', '"2" = { pool = "means", overall = "q3",', "PAR117:19"),
        (
            'title = { vi = "Khảo sát", en = "Survey" }',
            "title = 1",
            "PAR105:6",
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_is(
    changed: str, into: str, mark: str
) -> None:
    """One thing is wrong, and one thing is told."""
    assert [mark] == marks_of(text_of().replace(changed, into))


def test_a_broken_line_hides_nothing_else() -> None:
    """And what hangs on it is not reported for it."""
    text = text_of().replace("q2 = {}", "q2 = {").replace('["q3"]', '["q9"]')

    assert ["PAR101"] == codes_of(problems_of(text))


def test_a_scale_that_is_not_sound_is_told_once() -> None:
    """The questions of it are not to blame."""
    text = text_of(
        scale=SCALE.replace('["bad", "fair", "good"]', "3"),
        questions=QUESTIONS.replace("q1 = {}", 'q1 = { scale = "s" }'),
    )

    assert ["PAR105"] == codes_of(problems_of(text))


@pytest.mark.parametrize(
    ("scale", "rest", "codes"),
    [
        (SCALE, ZERO + TALLY, []),
        (SCALE.replace('["good"]', '["bad"]'), ZERO + TALLY, ["PAR855"]),
        (SCALE.replace("unknown", "# unknown"), ZERO + TALLY, []),
        (SCALE, TALLY.replace('"1"', '"q1"'), []),
        (SCALE, TALLY.replace("}", ", decimals = 2 }"), ["PAR117"]),
    ],
)
def test_a_tally_is_refused_only_where_it_would_lie(
    scale: str, rest: str, codes: list[str]
) -> None:
    """Q8.4: unknown answers may count at the lowest level."""
    assert codes == codes_of(problems_of(text_of(scale=scale, rest=rest)))


def test_a_tally_of_one_overall_question_is_one_heap() -> None:
    """Q8.4: what stands below does not count."""
    parts = '[criteria]\n"1" = { questions = ["q1", "q2"], overall = "q3" }\n'

    assert [] == codes_of(problems_of(text_of(parts=parts, rest=TALLY)))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[tally]\nq9 = [1, 2, 3]\n", ["PAR850"]),
        ("[tally]\nq1 = [1, 2]\n", ["PAR105"]),
        ("[tally]\nq1 = [1, 2.0, -3]\n", ["PAR105", "PAR111"]),
        ("[tally]\nq1 = { goood = 1 }\n", ["PAR104"]),
        ("respondents = -1\n[tally]\n", ["PAR111"]),
        ("respondents = 1\n", ["PAR116", "PAR117"]),
        ("[tally]\n[unit.A.tally]\n", ["PAR116"]),
        ("respondents = 1\n[unit.A.tally]\n", ["PAR117"]),
        ("[unit.A]\nrespondents = 3\n", ["PAR106"]),
        (
            "[unit.A]\nrespondents = 3\ntally = { q1 = [1, 2, 3] }\n",
            ["PAR877"],
        ),
        (
            "[unit.A.tally]\nq9 = [1, 2, 3]\n[unit.B]\nunit = 1\n",
            ["PAR850", "PAR106", "PAR104"],
        ),
        ("respondents = 5\n[tally]\nq1 = [1, 2, 3]\n", ["PAR877"]),
        ("", ["PAR114"]),
        ("[tally]\nq1 = [1, \n", ["PAR101"]),
    ],
)
def test_wrong_tallies_are_refused(text: str, codes: list[str]) -> None:
    """A count that is none is never taken for 0."""
    with pytest.raises(FactError) as caught:
        parse_tallies(text, "t.toml", form_of(text_of()))

    assert codes == codes_of(caught.value.problems)


def test_as_many_answers_as_forms_are_no_problem() -> None:
    """Q1.7: blank ones are no answers, unknown ones are."""
    tallies = parse_tallies(
        "respondents = 6\n[tally]\nq1 = [1, 2, 3]\n"
        "q2 = { good = 5, dont_know = 1, blank = 3 }\n",
        "t.toml",
        form_of(text_of()),
    )

    assert {("", ""): 6} == tallies.people


def test_tallies_of_units_are_of_each_unit_apart() -> None:
    """Q1.8: under `[unit.…]`, with forms of their own."""
    tallies = parse_tallies(
        "[unit.B.tally]\nq1 = [1, 2, 3]\n"
        '[unit."Hạ Long"]\nrespondents = 9\ntally = { q1 = [0, 0, 4] }\n',
        "t.toml",
        form_of(text_of()),
    )

    assert ("B", "Hạ Long") == tallies.units()
    assert {("B", ""): None, ("Hạ Long", ""): 9} == tallies.people
    assert [6, 4] == [
        tallies.answers[unit, "", "q1"].valid for unit in tallies.units()
    ]


def test_a_frame_that_is_no_toml_is_refused() -> None:
    """It is told like any other file."""
    with pytest.raises(FactError) as caught:
        parse_frame("population = ", "f.toml")

    assert ["PAR101"] == codes_of(caught.value.problems)


def test_an_empty_questionnaire_is_one_problem() -> None:
    """There is nothing else to say."""
    assert ["PAR114"] == codes_of(parse_questionnaire("", "f").problems)


def test_a_name_that_is_no_questionnaire_is_told_or_raised() -> None:
    """`check_questionnaire` tells what `load_questionnaire` raises."""
    with pytest.raises(QuestionnaireError) as caught:
        load_questionnaire("vn/sipas")

    assert ["PAR119"] == codes_of(caught.value.problems)
    assert caught.value.problems == check_questionnaire("vn/sipas")
