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
