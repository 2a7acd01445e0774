"""The ending of a file that is written decides what it holds."""

from pathlib import Path

import pytest

from cli.commands import FACTS, SMALL, TESTS, ran

Capture = pytest.CaptureFixture[str]
WARDS = TESTS / "data" / "wards"
RULESET, LAST, THIS = (
    str(WARDS / name) for name in ("wards-2025.toml", "2024.csv", "2025.csv")
)
SCORE, RANK = ("score", SMALL, FACTS), ("rank", RULESET, THIS)
COMPARE = ("compare", RULESET, LAST, THIS)
START = "Trial index"
"""Of a breakdown in English."""
PROVE = ("prove", SMALL)


@pytest.mark.parametrize(
    ("command", "name", "start"),
    [
        (SCORE, "s.json", "{"),
        (SCORE, "s.JSON", "{"),
        (SCORE, "s.txt", START),
        (SCORE, "s", START),
        (SCORE, "s.2025", START),
        (RANK, "r.json", "{"),
        (RANK, "r.csv", "\ufeffblock"),
        (RANK, "r.htm", "<!doctype html>"),
        (COMPARE, "c.html", "<!doctype html>"),
        (PROVE, "p.json", "{"),
    ],
)
def test_the_ending_decides_the_format(
    capsys: Capture,
    tmp_path: Path,
    command: tuple[str, ...],
    name: str,
    start: str,
) -> None:
    """What says nothing is text, as on the screen."""
    answer = ran(capsys, *command, "--lang", "en", "-o", tmp_path / name)

    assert (0, "") == (answer.code, answer.out)
    text = (tmp_path / name).read_bytes().decode("utf-8")
    assert start.lower() == text[: len(start)].lower()


@pytest.mark.parametrize(
    ("arguments", "name", "told"),
    [
        (SCORE, "s.xlsx", "writes no `.xlsx`"),
        (SCORE, "s.csv", "writes no `.csv`; name a file that ends in .txt"),
        (RANK, "r.xlsx", "ends in .txt, .json, .csv, .html, .htm"),
        (RANK, "r.md", "writes no `.md`"),
        (PROVE, "p.txt", "ends in .json"),
        (("survey", SMALL), "f.csv", "ends in .toml"),
        (
            (*RANK, "--format", "csv"),
            "r.html",
            "ends in `.html`, which is html, and --format says csv",
        ),
        (
            (*SCORE, "--format", "text"),
            "s.json",
            "ends in `.json`, which is json, and --format says text",
        ),
    ],
)
def test_an_ending_of_something_else_is_refused(
    capsys: Capture,
    tmp_path: Path,
    arguments: tuple[str, ...],
    name: str,
    told: str,
) -> None:
    """Nothing is written that its name is wrong about."""
    answer = ran(capsys, *arguments, "--lang", "en", "-o", tmp_path / name)

    assert (2, "") == (answer.code, answer.out)
    assert told in answer.err
    assert [] == list(tmp_path.iterdir())


def test_a_refusal_is_told_in_vietnamese_too(
    capsys: Capture, tmp_path: Path
) -> None:
    """With what the command does write."""
    answer = ran(capsys, *RANK, "--lang", "vi", "-o", tmp_path / "r.xlsx")

    assert "lệnh này không ghi tệp `.xlsx`" in answer.err
