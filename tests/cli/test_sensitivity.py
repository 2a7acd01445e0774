"""`sensitivity`: what it prints, writes, and exits with."""

import json
import pathlib

import pytest

from cli.commands import TESTS, ran

Capture = pytest.CaptureFixture[str]
WARDS = TESTS / "data" / "wards"
RULESET, UNITS, UNCERTAIN = (
    str(WARDS / name)
    for name in ("wards-2025.toml", "2025.csv", "uncertain.toml")
)
COMMAND = ("sensitivity", RULESET, UNITS, "--uncertain", UNCERTAIN)
EXPECTED = TESTS / "reporting" / "expected"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all commands answer in English unless they are told otherwise."""
    monkeypatch.setenv("PARRULES_LANG", "en")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sensitivity_shows_how_sure_ranks_are(
    capsys: Capture, language: str
) -> None:
    """Ranges, probabilities, and what moves them most."""
    answer = ran(capsys, *COMMAND, "--draws", 64, "--lang", language)
    path = EXPECTED / f"sensitivity.{language}.txt"

    assert (0, path.read_text("utf-8"), "") == answer


def test_sensitivity_writes_all_as_json(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Exact amounts as text, estimates under `statistics` as numbers."""
    path = tmp_path / "sensitivity.json"
    answer = ran(
        capsys,
        *(*COMMAND, "--draws", 32, "--seed", 4, "--level", 2),
        *("--format", "json", "-o", path),
    )
    found = json.loads(path.read_text("utf-8"))
    (first, *_) = found["blocks"][0]["units"]

    assert (0, "", "") == answer
    assert ("parrules/sensitivity/1", 32, 4, "sobol", 2) == tuple(
        found[key] for key in ("schema", "draws", "seed", "method", "level")
    )
    assert {"published": "93.40", "exact": "93.4"} == first["total"]
    assert {"changed", "ranked", "ranks", "above", "indices"} == set(
        first["statistics"]
    )
    assert ["1", "1.1", "2", "3"] == [
        each["criteria"][0]["code"] for each in found["groups"]
    ]


def test_a_unit_that_cannot_be_scored_is_named_and_the_code_is_one(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """In the report and beside it."""
    path = tmp_path / "units.csv"
    path.write_text(
        "unit.id;unit.block;1.1\nA;Xã;18\nB;Xã;99\n", encoding="utf-8"
    )
    answer = ran(
        capsys,
        *("sensitivity", RULESET, path, "--uncertain", UNCERTAIN),
        *("--draws", 2),
    )

    assert 1 == answer.code
    assert "LEFT OUT, since they cannot be scored (1): B" in answer.out
    assert ["PAR915", "PAR303", "PAR914", "PAR919"] == [
        line.partition(" PAR")[1][1:] + line.partition(" PAR")[2][:3]
        for line in answer.err.splitlines()
        if " PAR" in line
    ]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("language = 1\n[fact]\nx = { margin = 1 }\n", 1, "PAR301"),
        ("language = 1\n", 1, "PAR916"),
        ("", 2, "PAR114"),
    ],
)
def test_what_is_wrong_with_the_file_is_told(
    capsys: Capture, tmp_path: pathlib.Path, text: str, code: int, said: str
) -> None:
    """2 where there is nothing to read."""
    path = tmp_path / "uncertain.toml"
    path.write_text(text, "utf-8")
    answer = ran(capsys, "sensitivity", RULESET, UNITS, "--uncertain", path)

    assert (code, "") == (answer.code, answer.out)
    assert said in answer.err


def test_sensitivity_never_writes_over_what_it_reads(capsys: Capture) -> None:
    """Neither the ruleset, nor the units, nor what is uncertain."""
    for path in (RULESET, UNITS, UNCERTAIN):
        answer = ran(capsys, *COMMAND, "-o", path)

        assert 2 == answer.code
        assert "is an input" in answer.err


def test_sensitivity_asks_for_what_is_uncertain(capsys: Capture) -> None:
    """Nothing is taken for uncertain unasked."""
    answer = ran(capsys, "sensitivity", RULESET, UNITS)

    assert 2 == answer.code
    assert "--uncertain is missing" in answer.err
