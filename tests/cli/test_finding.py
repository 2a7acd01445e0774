"""Many problems of one code do not drown the one that matters."""

import json
import pathlib

import pytest

from cli.commands import ran

Capture = pytest.CaptureFixture[str]

HEAD = """\
language = 1
[ruleset]
id = "x/y"
edition = "1"
status = "template"
title = "T"
source = "Q"
maximum = 10
[criteria]
"1" = { maximum = 10, title = "area" }
"""


def tree(folder: pathlib.Path, leaves: int) -> str:
    """Write a tree without rows, whose sum is wrong; return its path."""
    path = folder / "tree.toml"
    rows = (
        f'"1.{number}" = {{ maximum = 1, title = "t" }}\n'
        for number in range(1, leaves + 1)
    )
    path.write_text(HEAD + "".join(rows), encoding="utf-8")

    return str(path)


def test_many_of_one_code_are_told_together(
    tmp_path: pathlib.Path, capsys: Capture
) -> None:
    """The first three in full, the others in one line with their codes."""
    path = tree(tmp_path, 7)
    lines = ran(capsys, "check", path, "--lang", "en").out.splitlines()
    heads = [line.split(": ")[1] for line in lines if line.startswith(path)]

    assert [
        "warning PAR420",
        "error PAR201",
        *["error PAR209"] * 3,
    ] == heads[:-1]
    assert [
        "… and 4 more of PAR209: `1.4`, `1.5`, `1.6`, `1.7`",
        f"all of them in full: parrules check {path} --all",
        f"{path}: errors: 8, warnings: 1, acknowledged: 0",
    ] == lines[-3:]


@pytest.mark.parametrize(
    ("leaves", "options", "times"),
    [(5, [], 5), (6, [], 3), (6, ["--all"], 6)],
)
def test_few_of_one_code_and_all_of_them_are_told_in_full(
    tmp_path: pathlib.Path,
    capsys: Capture,
    leaves: int,
    options: list[str],
    times: int,
) -> None:
    """From six on they are many, unless somebody asks for all."""
    path = tree(tmp_path, leaves)
    answer = ran(capsys, "check", path, "--lang", "en", *options)

    assert times == answer.out.count("error PAR209: ")


def test_programs_are_told_all(
    tmp_path: pathlib.Path, capsys: Capture
) -> None:
    """JSON leaves nothing out."""
    answer = ran(capsys, "check", tree(tmp_path, 9), "--format", "json")
    codes = [each["code"] for each in json.loads(answer.out)]

    assert 9 == codes.count("PAR209")
