"""A year of a province: answers and facts in, rankings out."""

import csv
import json
import pathlib
import random
import unicodedata
from collections.abc import Callable

import pytest

import parrules
from assessment.province import write
from parrules.assessment.loading import is_assessment

SIZES = {"departments": 2, "districts": 3, "communes": 4}
HOUSEHOLDS = 60
Edit = Callable[[pathlib.Path], object]
CHANGED_FACTS = ["PAR301", "PAR302"]
TWICE = 'surveys = ["communes", "communes"]'


@pytest.fixture
def province(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return the file of this year, beside all that it names."""
    return write(tmp_path, SIZES, HOUSEHOLDS)


def replaced(path: pathlib.Path, old: str, new: str, count: int = -1) -> None:
    """Put *new* into a file in place of *old*, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


def assessed(path: pathlib.Path) -> parrules.AssessmentResult:
    """Read an assessment and carry it out."""
    return parrules.assess(parrules.load_assessment(path))


def codes_of(path: pathlib.Path) -> list[str]:
    """Return the codes of all problems, errors or warnings."""
    try:
        return [each.code for each in assessed(path).problems]
    except parrules.AssessmentError as error:
        return [each.code for each in error.problems]


# -- what comes out ----------------------------------------------------------


def test_an_assessment_is_what_its_parts_come_to(
    province: pathlib.Path,
) -> None:
    """Counting, handing in and ranking one by one give the same cohort."""
    folder = province.parent
    (folder / "form.toml").write_text(
        (folder / "households.toml")
        .read_text("utf-8")
        .replace("[sample]", '[sample]\nunit = "Huyện"'),
        "utf-8",
    )
    form = parrules.load_questionnaire(folder / "form.toml")
    answers = parrules.read_answers(folder / "households-2025.csv", form)
    survey = parrules.run_survey(form, answers, intervals=False)
    ruleset = parrules.load(folder / "districts-2025-rules.toml")
    given = [
        parrules.Submission(
            facts={
                **each.facts,
                **parrules.hand_in(survey, each.unit["id"]).submission.facts,
            },
            evidence=(
                *each.evidence,
                *parrules.hand_in(survey, each.unit["id"]).submission.evidence,
            ),
            unit=each.unit,
        )
        for each in parrules.read_units([folder / "districts-2025"])
    ]
    expected = parrules.rank_units(ruleset, given)
    found = assessed(province).rankings["districts"].cohort

    assert expected.to_dict() == found.to_dict()


def test_answers_reach_units_of_every_kind_of_facts(
    province: pathlib.Path,
) -> None:
    """TOML, JSON and tables of texts: everybody is complete."""
    result = assessed(province)

    assert {("departments", 2), ("districts", 3), ("communes", 4)} == {
        (name, sum(1 for _ in each.cohort))
        for name, each in result.rankings.items()
    }
    assert all(
        each.standing.is_complete
        for ranking in result.rankings.values()
        for each in ranking.cohort
    )


def test_both_years_are_compared_and_who_is_new_is_named(
    province: pathlib.Path,
) -> None:
    """The fourth commune was not there last year."""
    comparison = assessed(province).rankings["communes"].comparison
    assert comparison is not None

    assert {
        "CO001": "both",
        "CO002": "both",
        "CO003": "both",
        "CO004": "new",
    } == {
        each.standing.unit: each.presence
        for block in comparison.blocks
        for each in block.units
    }


def test_the_order_of_answers_changes_nothing(province: pathlib.Path) -> None:
    """Neither do engines."""
    expected = assessed(province).to_dict()
    path = province.parent / "households-2025.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    random.Random(1).shuffle(rows)  # noqa: S311  # made, not secret
    path.write_text("\n".join((head, *rows)), "utf-8")
    found = parrules.assess(
        parrules.load_assessment(province), engine="durable"
    ).to_dict()
    for document in (expected, found):
        for survey in document["surveys"]:
            survey.pop("sha256")

    assert expected == found


def test_a_number_that_may_be_a_thousand_in_a_table_is_none_from_a_survey(
    province: pathlib.Path,
) -> None:
    """With three decimals, 71.250 is a percent and no text to be read."""
    folder = province.parent
    replaced(folder / "households.toml", "decimals = 2", "decimals = 3")
    for path in folder.glob("*-rules.toml"):
        replaced(path, 'evidence = "required"', "decimals = 3")

    assert [] == codes_of(province)


def test_last_year_is_assessed_alone(province: pathlib.Path) -> None:
    """It names no year before, and is compared with none."""
    result = assessed(province.with_name("province-2024.toml"))

    assert {None} == {each.comparison for each in result.rankings.values()}


def test_published_figures_are_looked_at(province: pathlib.Path) -> None:
    """Those that are not what comes out are doubts, not problems."""
    replaced(
        province,
        'surveys = "districts"',
        'surveys = "districts"\npublished = "published.toml"',
    )
    (province.parent / "published.toml").write_text(
        '[[published]]\nunit = "DI001"\ntotal = 1.00\n', "utf-8"
    )
    result = assessed(province)

    assert ["PAR898"] == [
        each.code for each in result.rankings["districts"].doubts
    ]


def test_only_a_file_that_says_so_is_an_assessment(
    province: pathlib.Path,
) -> None:
    """A ruleset is none, nor is what is not there."""
    other = province.with_name("districts-2025-rules.toml")
    absent = province.with_name("absent.toml")

    assert [True, False, False] == [
        is_assessment(each) for each in (province, other, absent)
    ]


# -- what is wrong -----------------------------------------------------------


def renamed_unit(province: pathlib.Path) -> None:
    """Let households speak of a district that is not there."""
    path = province.parent / "households-2025.csv"
    replaced(path, "DI003", "DI033")


def fact_twice(province: pathlib.Path) -> None:
    """Let a district hand in what the survey gives."""
    path = province.parent / "districts-2025" / "DI001.toml"
    replaced(path, "[facts]", "[facts]\nsatisfaction = 90")


def other_fact(province: pathlib.Path) -> None:
    """Let the survey give a fact that no ruleset knows."""
    replaced(province.parent / "households.toml", "satisfaction =", "joy =")


def other_period(province: pathlib.Path) -> None:
    """Let a district say that its facts are of last year."""
    path = province.parent / "districts-2025" / "DI001.toml"
    replaced(path, 'period = "2025"', 'period = "2024"')


def few_answers(province: pathlib.Path) -> None:
    """Let nearly nobody answer."""
    replaced(
        province.parent / "households.toml", "minimum = 5", "minimum = 29"
    )


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (renamed_unit, ["PAR610"]),
        (fact_twice, ["PAR611"]),
        (other_fact, ["PAR612"]),
        (other_period, ["PAR616"]),
        (few_answers, ["PAR861", "PAR867", "PAR869"]),
    ],
)
def test_what_is_wrong_with_answers_and_facts_is_found(
    province: pathlib.Path, edit: Edit, expected: list[str]
) -> None:
    """Once or more, and nothing else is."""
    edit(province)

    assert expected == sorted(set(codes_of(province)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("period", "period", []),
        ("[ranking.communes]", "[ranking.xa]", ["PAR614"]),
        ('surveys = "districts"', 'surveys = "district"', ["PAR615"]),
        ("province-2024", "province-2025", ["PAR617"]),
        ('unit = "Huyện"', "", ["PAR618"]),
        ('surveys = "districts"', "", ["PAR619"]),
        ('unit = "Huyện"', 'unit = "Quận"', ["PAR857"]),
        ("households-2025", "households-2026", ["PAR103"]),
        ("province-2024", "province-2023", ["PAR103"]),
        ("language = 1", "language = 2", ["PAR110"]),
        ("period", "year", ["PAR104"]),
        ('"communes-2025.csv"', "[]", ["PAR106"]),
        ("districts-2025-rules", "districts-2024-rules", CHANGED_FACTS),
        ('surveys = "communes"', TWICE, ["PAR109"]),
    ],
)
def test_what_is_wrong_with_the_file_is_found(
    province: pathlib.Path, old: str, new: str, expected: list[str]
) -> None:
    """Once or more, and nothing else is."""
    replaced(province, old, new)

    assert expected == sorted(set(codes_of(province)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["PAR114"]),
        (b"\xff\xfe", ["PAR102"]),
        (b"language = 1\n[assessment]\n", ["PAR106", "PAR106"]),
        (b"language = 1\nassessment = 1\nranking = 1", ["PAR105"] * 2),
        (
            b'language = 1\n[assessment]\ntitle = "A"\n[ranking]\n',
            ["PAR620"],
        ),
    ],
)
def test_what_is_no_assessment_is_told(
    tmp_path: pathlib.Path, content: bytes, expected: list[str]
) -> None:
    """Nothing, something else, or one without rankings."""
    path = tmp_path / "assessment.toml"
    path.write_bytes(content)

    assert expected == codes_of(path)


def test_everything_wrong_is_told_in_one_run(province: pathlib.Path) -> None:
    """In surveys, facts and rulesets of both years."""
    folder = province.parent
    fact_twice(province)
    renamed_unit(province)
    (folder / "communes-2024.csv").write_text("unit.id;x\nA;1\n", "utf-8")
    (folder / "departments-2025" / "DE001.json").write_text("{", "utf-8")
    codes = codes_of(province)

    assert {"PAR301", "PAR316", "PAR610", "PAR611"} == set(codes)


def test_a_required_fact_may_come_from_a_survey(
    province: pathlib.Path,
) -> None:
    """Also where another file cannot be read, nobody asks for it."""
    for path in province.parent.glob("departments-*-rules.toml"):
        replaced(path, 'evidence = "required"', "required = true")
        replaced(
            path,
            "expect = { complete = false }",
            'expect = { problems = ["PAR306"] }',
        )
    sound = codes_of(province)
    path = province.parent / "departments-2025" / "DE001.json"
    path.write_text("{", "utf-8")

    assert ([], False) == (sound, "PAR306" in codes_of(province))


def test_a_unit_without_answers_is_incomplete_and_named(
    province: pathlib.Path,
) -> None:
    """What nobody said is missing, and not 0."""
    path = province.parent / "households-2025.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[2] != "DI001"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    result = assessed(province)
    found = result.rankings["districts"].cohort["DI001"]

    assert ["PAR613"] == [each.code for each in result.problems]
    assert "Thành phố An Sơn" in result.problems[0].text("en")
    assert not found.standing.is_complete


def test_accents_that_are_encoded_otherwise_are_the_same(
    province: pathlib.Path,
) -> None:
    """A unit is found by its name, whoever wrote the table."""
    path = province.parent / "households-2025.csv"
    names = {"DI001": "Thành phố An Sơn"}
    for unit, name in names.items():
        replaced(path, unit, unicodedata.normalize("NFD", name))

    assert [] == codes_of(province)


def test_json_loses_nothing(province: pathlib.Path) -> None:
    """There are no tuples, decimals or dates in it."""
    document = assessed(province).to_dict()

    assert document == json.loads(json.dumps(document))
