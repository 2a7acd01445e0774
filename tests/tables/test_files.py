"""The command ``table``: files of every kind in, and files out."""

import pathlib

import polars as pl
import pytest

from cli.commands import ran
from parrules.tables.files import ENDINGS, read_table, write_table

RULESET = """\
language = 1
[ruleset]
id = "vn/example/table"
edition = "1"
status = "template"
title = "Bảng"
source = "Example decision"
maximum = 2
[fact]
tasks = { type = "count", title = "Nhiệm vụ" }
done = { type = "count", at_most = "tasks", title = "Đã xong" }
[criteria]
"1" = { maximum = 2, title = "Nhiệm vụ", \
measure = "percent(done, tasks)", if_none = "full", \
tiers = [[100, 2], [50, 1.5], [0, 0]] }
[[example]]
name = "nothing"
expect = { complete = false }
"""
UNITS = pl.DataFrame(
    {"unit.id": ["a", "b", "c"], "tasks": [4, 4, 4], "done": [4, 2, 5]}
)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a folder with a ruleset, and units in files of every kind."""
    (tmp_path / "ruleset.toml").write_text(RULESET, "utf-8")
    for ending in ENDINGS:
        write_table(UNITS, str(tmp_path / f"units{ending}"))
        write_table(UNITS.head(2), str(tmp_path / f"right{ending}"))

    return tmp_path


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_kind_of_file_is_scored_into_every_kind(
    folder: pathlib.Path, ending: str, capsys: Capture
) -> None:
    """Nothing unfinished is left beside it."""
    for other in ENDINGS:
        answer = ran(
            capsys,
            "table",
            str(folder / "ruleset.toml"),
            str(folder / f"right{ending}"),
            "-o",
            str(folder / f"scores{other}"),
        )
        assert 0 == answer.code, answer.err
    scores = read_table(str(folder / "scores.csv")).collect()

    assert [("a", "2.00"), ("b", "1.50")] == (
        scores.select("unit.id", "total").rows()
    )
    assert [] == list(folder.glob("*.part"))


def test_a_wrong_cell_keeps_everything_from_being_written(
    folder: pathlib.Path, capsys: Capture
) -> None:
    """It is told by row and column."""
    answer = ran(
        capsys,
        "table",
        str(folder / "ruleset.toml"),
        str(folder / "units.parquet"),
        "-o",
        str(folder / "scores.csv"),
    )

    assert 1 == answer.code
    assert "hàng dữ liệu 3: done" in answer.err
    assert not (folder / "scores.csv").exists()


def test_refused_cells_are_written_beside_all_other_scores(
    folder: pathlib.Path, capsys: Capture
) -> None:
    """With `--refused`, nothing is dropped silently."""
    answer = ran(
        capsys,
        "table",
        str(folder / "ruleset.toml"),
        str(folder / "units.csv"),
        "--refused",
        str(folder / "refused.csv"),
        "-o",
        str(folder / "scores.csv"),
    )
    refused = read_table(str(folder / "refused.csv")).collect()
    scores = read_table(str(folder / "scores.csv")).collect()

    assert 1 == answer.code
    assert [("3", "c", "done", "5", "PAR305")] == (
        refused.select("row", "unit", "column", "value", "code").rows()
    )
    assert ["a", "b"] == scores["unit.id"].to_list()


def test_a_file_of_no_known_kind_is_refused_at_once(
    folder: pathlib.Path, capsys: Capture
) -> None:
    """Before anything is scored."""
    answer = ran(
        capsys,
        "table",
        str(folder / "ruleset.toml"),
        str(folder / "units.csv"),
        "-o",
        str(folder / "scores.txt"),
    )

    assert 2 == answer.code
    assert "PAR343" in answer.err


def test_what_is_read_is_never_written_over(
    folder: pathlib.Path, capsys: Capture
) -> None:
    """Neither the units nor the ruleset."""
    units = str(folder / "units.csv")
    answer = ran(
        capsys, "table", str(folder / "ruleset.toml"), units, "-o", units
    )

    assert 2 == answer.code
    assert UNITS.height == read_table(units).collect().height
