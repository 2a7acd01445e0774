"""The command `composite`: a ranking, one unit, and what is wrong."""

import json
import pathlib

import pytest

from cli.commands import ran

INDEX = """
language = 1
[index]
id = "vn/example/index"
edition = "2024"
status = "template"
title = { vi = "Chỉ số", en = "Index" }
[criteria]
1 = { title = { vi = "Một", en = "One" }, if_missing = "renormalise" }
"1.1" = { indicator = "a", better = "less" }
"1.2" = { indicator = "b", per = "n" }
2 = { indicator = "c", anchors = { low = 0, high = 9 } }
"""
UNITS = "unit,a,b,n,c\nHạ Long,1,1,2,3\nCẩm Phả,2,,2,9\nUông Bí,3,1,4,\n"


@pytest.fixture
def files(tmp_path: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path]:
    """Return an index and its units."""
    index, units = tmp_path / "index.toml", tmp_path / "units-2024.csv"
    index.write_text(INDEX, "utf-8")
    units.write_text(UNITS, "utf-8")

    return index, units


def test_units_are_listed_by_rank_with_their_areas(
    files: tuple[pathlib.Path, pathlib.Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Who has no total stands last, with a dash."""
    answer = ran(capsys, "composite", *files, "--lang", "en")

    assert (0, "") == (answer.code, answer.err)
    assert [
        "Index, 2024",
        "vn/example/index@2024 (template)",
        "",
        "rank  unit     total       1       2",
        "   1  Cẩm Phả  75.00   50.00  100.00",
        "   2  Hạ Long  66.67  100.00   33.33",
        "   –  Uông Bí      –    0.00       –",
        "",
        "1  One",
        "2  c",
    ] == answer.out.splitlines()


def test_every_cell_of_a_unit_says_where_it_comes_from(
    files: tuple[pathlib.Path, pathlib.Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Figure, steps, direction, anchors and whose they are, shares."""
    answer = ran(
        capsys, "composite", *files, "--unit", "Cẩm Phả", "--lang", "en"
    )

    assert [
        "Cẩm Phả: 75.00 points, rank 1",
        "",
        "1  One: 50.00",
        "   mean: 1.1 × 1; 1.2 × 0",
        "   absent: 1.2; only what is there counts",
        "  1.1  a: 50.00",
        "     a: 2",
        (
            "     less is better; against the units of this year; "
            "worst 3 (Uông Bí, 2024); best 1 (Hạ Long, 2024)"
        ),
        "  1.2  b: no figure",
        "     b: –",
        (
            "     more is better; against the units of this year; "
            "worst 0.25 (Uông Bí, 2024); best 0.5 (Hạ Long, 2024)"
        ),
        "2  c: 100.00",
        "   c: 9",
        "   more is better; on a fixed scale; worst 0; best 9",
    ] == answer.out.splitlines()[3:]


def test_vietnamese_numbers_have_a_comma(
    files: tuple[pathlib.Path, pathlib.Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In the ranking, in cells and in anchors."""
    ranking = ran(capsys, "composite", *files)
    unit = ran(capsys, "composite", *files, "--unit", "Hạ Long")

    assert "Cẩm Phả  75,00" in ranking.out
    assert "1.2  b: 100,00\n     b: 1 → 0,5" in unit.out
    assert "kém nhất 0,25 (Uông Bí, 2024)" in unit.out


def test_what_moves_the_cursor_is_not_shown(
    files: tuple[pathlib.Path, pathlib.Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A unit may be called anything; a terminal shows its letters."""
    index, units = files
    units.write_text(UNITS.replace("Hạ Long", "H\x1b[2Jạ"), "utf-8")
    answer = ran(capsys, "composite", index, units)

    assert "H[2Jạ" in answer.out


def test_json_holds_every_cell_and_goes_to_a_file(
    files: tuple[pathlib.Path, pathlib.Path],
    tmp_path: pathlib.Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """For programs, on the screen or in a file, the same."""
    shown = ran(capsys, "composite", *files, "--format", "json")
    path = tmp_path / "out.json"
    written = ran(capsys, "composite", *files, "--format", "json", "-o", path)
    document = json.loads(path.read_text("utf-8"))

    assert (0, "") == (written.code, written.out)
    assert json.loads(shown.out) == document
    assert ["66.67", "75.00", None] == [
        unit["total"] for unit in document["units"]
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--unit", "Cẩm Phà"], "did you mean `Cẩm Phả`?"),
        (["-o", "units-2024.csv"], "is an input"),
        (["--earlier", "none.csv"], "PAR103"),
    ],
)
def test_what_cannot_be_done_is_told(
    files: tuple[pathlib.Path, pathlib.Path],
    arguments: list[str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 2, and nothing on the screen but why."""
    monkeypatch.chdir(files[0].parent)
    answer = ran(
        capsys,
        "composite",
        "index.toml",
        "units-2024.csv",
        *arguments,
        "--lang",
        "en",
    )

    assert (2, "") == (answer.code, answer.out)
    assert expected in answer.err


def test_bad_figures_and_bad_files_are_told_together(
    files: tuple[pathlib.Path, pathlib.Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 1: something was read, and is wrong."""
    index, units = files
    units.write_text(UNITS.replace("Hạ Long,1", "Hạ Long,một"), "utf-8")
    figures = ran(capsys, "composite", *files, "--lang", "en")
    index.write_text(INDEX.replace("anchors", "anchor"), "utf-8")
    units.write_text("unit,a\nA,1,2\n", "utf-8")
    both = ran(capsys, "composite", *files, "--lang", "en")

    assert (1, True) == (figures.code, "PAR818" in figures.err)
    assert 1 == both.code
    assert "PAR104" in both.err
    assert "PAR825" in both.err
