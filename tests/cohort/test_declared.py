"""What `[ranking]` of an index or a questionnaire says of its units."""

import pathlib

import pytest

from composite.indices import HEAD
from parrules.composite.reading import read_index
from parrules.errors import Problem
from survey.forms import problems_of, text_of

INDEX = f'{HEAD}\n[criteria]\n"1" = {{ indicator = "a" }}\n[ranking]\n'


def found_in(folder: pathlib.Path, rest: str) -> tuple[Problem, ...]:
    """Return what is wrong with an index that ends like this."""
    path = folder / "index.toml"
    path.write_text(f"{INDEX}{rest}\n", "utf-8")

    return read_index(path).problems


def shown(problems: tuple[Problem, ...]) -> list[str]:
    """Return code, severity and what was probably meant."""
    return [
        f"{each.code} {each.severity} {each.arguments['near']}"
        for each in problems
    ]


@pytest.mark.parametrize(
    ("ranking", "found"),
    [
        ('within = "blok"', ["PAR424 warning block"]),
        ('within = "unit.block"', []),
        # A column of the table may say anything.
        ('within = "province"', []),
        ('unranked = { levle = "x" }', ["PAR802 warning level"]),
        ('unranked = { id = "x", kind = ["y", "z"] }', []),
    ],
)
def test_of_an_index_a_name_near_to_a_known_one_is_doubted(
    tmp_path: pathlib.Path, ranking: str, found: list[str]
) -> None:
    """PAR424 and PAR802, before any table is there."""
    assert found == shown(found_in(tmp_path, ranking))


@pytest.mark.parametrize(
    ("ranking", "found"),
    [
        ('within = "blok"', ["PAR424 warning block"]),
        ('within = "province"', ["PAR424 warning block"]),
        ('within = "block"', []),
        ('unranked = { nmae = "x" }', ["PAR802 warning name"]),
        ('unranked = { kind = "x" }', ["PAR802 warning id"]),
        ('unranked = { name = "x" }', []),
    ],
)
def test_of_a_survey_nothing_is_known_but_what_a_frame_says(
    ranking: str, found: list[str]
) -> None:
    """PAR424 and PAR802 for every other name."""
    text = text_of(rest=f"[ranking]\n{ranking}\n")

    assert found == shown(problems_of(text))


def test_an_array_in_the_place_of_a_table_is_told_with_its_key(
    tmp_path: pathlib.Path,
) -> None:
    """PAR105 names `unranked`, and not only what was written."""
    (problem,) = found_in(tmp_path, 'unranked = ["u9"]')

    assert 'unranked = ["u9"]' == problem.arguments["value"]


def test_examples_of_an_index_are_looked_at_beside_warnings(
    tmp_path: pathlib.Path,
) -> None:
    """A doubt about a name hides nothing else."""
    problems = found_in(
        tmp_path,
        'within = "blok"\n[[example]]\nname = "one"\n'
        "units = { A = { a = 1 } }\nexpect = { A = { rank = 2 } }",
    )

    assert ["PAR424", "PAR827"] == [each.code for each in problems]
