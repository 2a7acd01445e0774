"""What `score` says beside a breakdown, of facts that hardly belong to it."""

import pathlib

import pytest

from cli.commands import ran

FACTS = """
[unit]
id = "E"
name = "Sở E"
[submission]
period = "{period}"
[facts]
survey_held = {held}
{points}
"""


@pytest.mark.parametrize(
    ("period", "held", "codes"),
    [
        ("2030", "true", ["PAR849"]),
        ("2024", "false", ["PAR844"]),
        ("2030", "false", ["PAR849", "PAR844"]),
        ("2024", "true", []),
    ],
)
def test_score_tells_of_another_year_and_of_points_that_count_nowhere(
    capsys: pytest.CaptureFixture[str],
    tmp_path: pathlib.Path,
    period: str,
    held: str,
    codes: list[str],
) -> None:
    """The breakdown is shown all the same."""
    points = "\n".join(f'"{area}" = 9' for area in range(1, 9))
    file = tmp_path / "facts.toml"
    text = FACTS.format(period=period, held=held, points=points)
    file.write_text(text, "utf-8")
    answer = ran(
        capsys, "score", "vn/par-index/department@2020", file, "--lang", "en"
    )

    assert 0 == answer.code
    assert codes == [
        line.split()[1].removesuffix(":")
        for line in answer.err.splitlines()
        if line.startswith("warning")
    ]


@pytest.mark.parametrize(("period", "told"), [("2025", 1), ("2015", 0)])
def test_a_survey_tells_of_answers_of_another_year(
    capsys: pytest.CaptureFixture[str],
    tmp_path: pathlib.Path,
    period: str,
    told: int,
) -> None:
    """PAR849, where `--period` says the year of the answers."""
    file = tmp_path / "answers.csv"
    file.write_text(
        "unit,overall,access,procedure,staff,result\n"
        "A,satisfied,satisfied,satisfied,satisfied,satisfied\n",
        "utf-8",
    )
    answer = ran(capsys, "survey", "vn/sipas@2012", file, "--period", period)

    assert 0 == answer.code
    assert told == answer.err.count("PAR849")
