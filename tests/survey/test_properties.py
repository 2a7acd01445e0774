"""What holds for all answers, beside an oracle that shares no code."""

import pathlib
import random
import tempfile
from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from parrules.survey.counts import Tallies
from parrules.survey.model import Questionnaire
from parrules.survey.reading import count_answers, read_answers
from parrules.survey.result import UnitSurvey
from parrules.survey.running import run_survey
from parrules.survey.sampling import Frame, UnitFrame
from survey import oracle
from survey.forms import form_of, surveyed, table_text, text_of

MEANS = '[index]\npool = "means"\n'
ANSWERS = ("bad", "fair", "good", "dont_know", "")
POLICIES = ("exclude", "zero", "middle")
QUESTIONS = ("q1", "q2", "q3")
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            **{name: st.sampled_from(ANSWERS) for name in QUESTIONS},
            "weight": st.sampled_from(("1", "0.5", "2.25", "0.000001", "7")),
            "stratum": st.sampled_from(("A", "B")),
        }
    ),
    max_size=12,
)
COUNTS = st.lists(st.integers(0, 10**6), min_size=3, max_size=3)


def form(unknown: str, sample: str = "") -> Questionnaire:
    """Return a questionnaire of two parts with this policy."""
    rest = f'{MEANS}[policy]\nunknown = "{unknown}"\n[sample]\n{sample}'

    return form_of(text_of(rest=rest))


def columns(people: Sequence[oracle.Person]) -> dict[str, list[str]]:
    """Return people as the columns of a table."""
    names = (*QUESTIONS, "weight", "stratum")

    return {name: [person[name] for person in people] for name in names}


def long(people: Sequence[oracle.Person]) -> dict[str, list[str]]:
    """Return people as the columns of a table of answers."""
    rows = [
        (str(number), person["weight"], person["stratum"], name, person[name])
        for number, person in enumerate(people)
        for name in QUESTIONS
    ]
    names = ("respondent", "weight", "stratum", "question", "answer")

    return {
        name: [row[position] for row in rows]
        for position, name in enumerate(names)
    }


def result(
    questionnaire: Questionnaire, tallies: Tallies, frame: Frame | None = None
) -> UnitSurvey:
    """Return what the one unit comes to, without intervals."""
    survey = run_survey(questionnaire, tallies, frame, intervals=False)

    return survey.units[""]


@given(PEOPLE, st.sampled_from(POLICIES))
def test_a_table_says_what_the_oracle_says(
    people: list[dict[str, str]], unknown: str
) -> None:
    """Q2, Q3: share and mean of each part, with weights."""
    questionnaire = form(unknown, 'weight = "weight"\n')
    unit = result(questionnaire, count_answers(columns(people), questionnaire))

    for code, names in (("1", ("q1", "q2")), ("2", ("q3",))):
        assert oracle.share(people, names, unknown) == unit.parts[code].share
        assert oracle.mean(people, names, unknown) == unit.parts[code].mean


@given(PEOPLE, st.sampled_from(POLICIES))
def test_strata_say_what_the_oracle_says(
    people: list[dict[str, str]], unknown: str
) -> None:
    """Q4.1, Q4.3: by population, and no value without an answer."""
    sizes = {"A": 700, "B": 300}
    questionnaire = form(unknown, 'stratum = "stratum"\n')
    frame = Frame(units={"": UnitFrame(population=sizes)})
    unit = result(
        questionnaire, count_answers(columns(people), questionnaire), frame
    )
    unweighted = [{**each, "weight": "1"} for each in people]

    for code, names in (("1", ("q1", "q2")), ("2", ("q3",))):
        expected = oracle.stratified(unweighted, names, unknown, sizes)
        assert expected == unit.parts[code].share


@given(PEOPLE, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(
    people: list[dict[str, str]], chance: random.Random
) -> None:
    """Q1.6: whoever comes first."""
    questionnaire = form("exclude", 'weight = "weight"\nstratum = "stratum"\n')
    shuffled = list(people)
    chance.shuffle(shuffled)

    assert count_answers(columns(people), questionnaire) == count_answers(
        columns(shuffled), questionnaire
    )


@given(PEOPLE)
def test_all_forms_of_a_table_say_the_same(
    people: list[dict[str, str]],
) -> None:
    """Q1.6: a row for a form, for an answer, and for equal answers."""
    sample = 'respondent = "respondent"\nweight = "weight"\n'
    questionnaire = form("exclude", sample)
    counts = {**long(people), "count": ["1"] * (3 * len(people))}
    wide, tall, counted = (
        result(questionnaire, count_answers(each, questionnaire))
        for each in (columns(people), long(people), counts)
    )

    assert wide.parts == tall.parts == counted.parts
    if people:
        assert wide.items == tall.items


@given(COUNTS, COUNTS, COUNTS)
def test_a_table_says_what_its_tallies_say(
    one: list[int], two: list[int], three: list[int]
) -> None:
    """Q1.6: counts by level are all that is needed."""
    questionnaire = form("exclude")
    counts = dict(zip(QUESTIONS, (one, two, three), strict=True))
    rows = [
        (name, level, count)
        for name, levels in counts.items()
        for level, count in zip(ANSWERS, levels, strict=False)
    ]
    table = {
        column: [str(row[position]) for row in rows]
        for position, column in enumerate(("question", "answer", "count"))
    }
    unit = surveyed(
        text_of(rest=MEANS),
        **{name: str(each) for name, each in counts.items()},
    )

    assert (
        unit.parts
        == result(questionnaire, count_answers(table, questionnaire)).parts
    )


@given(COUNTS, COUNTS, st.integers(0, 9), st.sampled_from(POLICIES))
def test_a_share_stays_within_0_and_1(
    one: list[int], two: list[int], unknown: int, policy: str
) -> None:
    """Q2.4: under any policy and pool, and a mean within its numbers."""
    rest = f'{MEANS}[policy]\nunknown = "{policy}"\n'
    unit = surveyed(
        text_of(rest=rest),
        q1=str(one),
        q3=f"{{ good = {two[2]}, dont_know = {unknown} }}",
    )

    for each in (*unit.parts.values(), *unit.questions.values()):
        assert each.share is None or 0 <= each.share <= 1
        assert each.mean is None or 0 <= each.mean <= 3


@given(COUNTS, st.integers(0, 10**6), st.integers(0, 10**6))
def test_exclusion_never_changes_the_counts_of_others(
    counts: list[int], few: int, many: int
) -> None:
    """Q2.1: so many do not know, and levels have what they had."""
    names = ("bad", "fair", "good")
    pairs = [f"{n} = {c}" for n, c in zip(names, counts, strict=True)]
    one, two = (
        surveyed(
            text_of(),
            q1=f"{{ {', '.join([*pairs, f'dont_know = {unknown}'])} }}",
        ).questions["q1"]
        for unknown in (few, many)
    )

    assert one == two
    assert tuple(counts) == one.counts


@given(COUNTS, COUNTS)
def test_pooled_is_the_mean_by_answers(one: list[int], two: list[int]) -> None:
    """Q3.2: of the values of questions, each by its answers."""
    unit = surveyed(text_of(), q1=str(one), q2=str(two))
    pooled = unit.parts["1"].share
    sizes = [sum(one), sum(two)]
    shares = [unit.questions[name].share or 0 for name in ("q1", "q2")]
    whole = sum(sizes)

    expected = (
        sum(
            (size * part for size, part in zip(sizes, shares, strict=True)),
            Fraction(0),
        )
        / whole
        if whole
        else None
    )

    assert expected == pooled


@settings(max_examples=20)
@given(PEOPLE, st.sampled_from(",;\t"))
def test_a_file_says_what_columns_in_memory_say(
    people: list[dict[str, str]], separator: str
) -> None:
    """Q1.6: whatever stands between columns."""
    questionnaire = form("exclude", 'weight = "weight"\nstratum = "stratum"\n')
    names = (*QUESTIONS, "weight", "stratum")
    rows = [[person[name] for name in names] for person in people]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "answers.csv"
        path.write_text(table_text(names, rows, separator), "utf-8")
        read = read_answers(path, questionnaire)

    assert count_answers(columns(people), questionnaire).answers == (
        read.answers
    )
