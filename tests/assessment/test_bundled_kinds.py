"""What comes with the library ranks units as the how-to pages write it."""

import pathlib

import pytest
import tomli

from parrules.assessment.sources import Inputs, load_source
from parrules.composite.library import indices, load_index
from parrules.errors import FactError
from parrules.loading.bundled import Bundled, everything
from parrules.survey.library import load_questionnaire, questionnaires

PAGE = (
    pathlib.Path(__file__).parents[2] / "docs" / "bundled-rulesets.md"
).read_text("utf-8")
FRAME = """
[unit.XD]
block = "Sở"
[unit.TC]
block = "Sở"
[unit.HL]
block = "Huyện"
"""


@pytest.fixture
def frame(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a frame of two departments and a district."""
    file = tmp_path / "frame.toml"
    file.write_text(FRAME, "utf-8")

    return file


def answered(
    folder: pathlib.Path, name: str, unit: str | None
) -> pathlib.Path:
    """Write answers: all of XD and HL are satisfied, nobody of TC is."""
    questions = tuple(load_questionnaire(name).questions)
    header = [*filter(None, [unit]), *questions]
    rows = [
        [*([about] if unit else []), *[answer] * len(questions)]
        for about, answer in (
            ("XD", "satisfied"),
            ("TC", "neutral"),
            ("HL", "very_satisfied"),
        )
    ]
    file = folder / "answers.csv"
    file.write_text("\n".join(map(",".join, [header, *rows])), "utf-8")

    return file


@pytest.mark.parametrize("name", [each.name for each in questionnaires()])
def test_a_questionnaire_ranks_the_units_that_answers_are_about(
    tmp_path: pathlib.Path, frame: pathlib.Path, name: str
) -> None:
    """By blocks of the frame; DGI knows districts only, and one block."""
    unit = load_questionnaire(name).sample.unit
    answers = answered(tmp_path, name, unit)
    source = load_source(name)
    cohort = source.cohort(Inputs(facts=(answers,), frame=frame))
    blocks = {"": ["HL", "XD", "TC"]}
    if name != "vn/dgi@2022":
        blocks = {"Huyện": ["HL"], "Sở": ["XD", "TC"]}

    assert {key: set(each) for key, each in blocks.items()} == {
        block.name: {each.unit for each in block} for block in cohort.blocks
    }
    assert {"HL": 100, "TC": 0, "XD": 100} == {
        each.unit: each.standing.total
        for block in cohort.blocks
        for each in block
    }


@pytest.mark.parametrize("name", [each.name for each in indices()])
def test_each_index_says_how_equals_are_ranked(name: str) -> None:
    """Equals share a rank, and the next one counts all before it."""
    ranking = load_index(name).scheme.ranking

    assert ranking is not None
    assert "standard" == ranking.ties


def test_tallies_of_units_are_ranked_as_a_table_of_them_is(
    tmp_path: pathlib.Path,
) -> None:
    """Q1.8: the same counts, in either form."""
    questions = load_questionnaire("vn/sipas@2022").questions
    counts = {"A": (1, 2, 3), "B": (2, 2, 3)}
    levels = ("neutral", "satisfied", "very_satisfied")
    tallies = tmp_path / "tally.toml"
    tallies.write_text(
        "".join(
            f"[unit.{unit}.tally]\n"
            + "".join(f"{name} = {[0, 0, *each]}\n" for name in questions)
            for unit, each in counts.items()
        ),
        "utf-8",
    )
    table = tmp_path / "table.csv"
    table.write_text(
        "unit,question,answer,count\n"
        + "".join(
            f"{unit},{name},{level},{count}\n"
            for unit, each in counts.items()
            for name in questions
            for level, count in zip(levels, each, strict=True)
        ),
        "utf-8",
    )
    source = load_source("vn/sipas@2022")
    ranks = [
        {each.unit: each.rank for each in source.cohort(Inputs(facts=(path,)))}
        for path in (tallies, table)
    ]

    assert [{"A": 1, "B": 2}] * 2 == ranks


def test_tallies_of_nobody_are_not_ranked_where_units_are(
    tmp_path: pathlib.Path,
) -> None:
    """PAR624: the questionnaire names the column of units."""
    tallies = tmp_path / "tally.toml"
    tallies.write_text("[tally]\nservice = [0, 0, 1, 2, 3]\n", "utf-8")
    source = load_source("vn/sipas@2022")
    with pytest.raises(FactError) as caught:
        source.cohort(Inputs(facts=(tallies,)))
    (problem,) = caught.value.problems

    assert ("PAR624", "unit = …") == (
        problem.code,
        problem.arguments["units"],
    )


def test_answers_that_name_no_unit_are_no_answers_about_a_frame(
    tmp_path: pathlib.Path, frame: pathlib.Path
) -> None:
    """PAR624: all would be of one unit, ranked the first of one."""
    tallies = tmp_path / "tally.toml"
    tallies.write_text("[tally]\nservice = [0, 0, 1, 2, 3]\n", "utf-8")
    source = load_source("vn/sipas@2022")
    with pytest.raises(FactError) as caught:
        source.cohort(Inputs(facts=(tallies,), frame=frame))
    (problem,) = caught.value.problems

    assert "PAR624" == problem.code
    assert {
        "name": "vn/sipas@2022",
        "answers": "tally.toml",
        "units": "XD, TC, HL",
    } == problem.arguments


@pytest.mark.parametrize(
    "each", everything(), ids=lambda each: f"{each.kind} {each.name}"
)
def test_whatever_is_bundled_has_status_source_examples_and_a_page(
    each: Bundled,
) -> None:
    """Nobody needs to guess whose word it is, or where it is from."""
    tables = tomli.loads(each.path.read_text("utf-8"))
    head = tables[each.kind]

    assert each.status
    assert head["source"]
    assert tables["example"]
    assert f"`{each.name}`" in PAGE or f"`{each.id}`" in PAGE
