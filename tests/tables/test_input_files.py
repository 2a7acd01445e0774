"""What files of tables may hold, and what they are refused for."""

import pathlib

import polars as pl
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # has no types

from cli.commands import Answer, ran
from parrules.errors import FactError
from parrules.tables import csv_files
from parrules.tables.files import read_table, write_table
from tables.test_files import RULESET

Capture = pytest.CaptureFixture[str]
BROKEN = {
    "latin.csv": (
        b"unit.id,tasks\n" + b"a,1\n" * 9000 + b"x\xe3,1\n",
        "latin.csv: hàng dữ liệu 9001: lỗi PAR102: byte `0xe3`",
    ),
    "utf16.csv": ("a,b\n".encode("utf-16"), "hiện tệp đang là UTF-16"),
    "unmarked.csv": ("a,b\n".encode("utf-16-le"), "UTF-16"),
    "quote.csv": (b'unit.id,tasks\na,"1\n', "dấu ngoặc kép không được đóng"),
    "empty.csv": (b"\n", "tệp trống"),
    "garbage.xlsx": (b"no spreadsheet", "không đúng như đuôi tên"),
    "garbage.parquet": (b"no table", "không đúng như đuôi tên"),
    "garbage.arrow": (b"no table", "không đúng như đuôi tên"),
}
UNEVEN = {
    "short": (b"a,1\nb,1,1\n", [(1, "2")]),
    "long": (b"b,1,1\na,97,5,1\n", [(2, "4")]),
    "both": (b"a,1\nb,1,1\nc,1,1,1\n", [(1, "2"), (3, "4")]),
    "blank": (b"a,1,1\n\nb,1,1", [(2, "1")]),
    "quoted": (b'"a,b",1\n"c\n,d",1,1\ne', [(1, "2"), (3, "1")]),
    "doubled": (b'"a"",""b",1\n"c,""",1,1\n', [(1, "2")]),
}
"""What stands below a header of three names, with rows and their cells."""


def scored(folder: pathlib.Path, name: str, capsys: Capture) -> Answer:
    """Score a file of the folder into `scores.csv`."""
    (folder / "ruleset.toml").write_text(RULESET, "utf-8")

    return ran(
        capsys,
        "table",
        str(folder / "ruleset.toml"),
        str(folder / name),
        "-o",
        str(folder / "scores.csv"),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator_of_the_header_is_seen(
    tmp_path: pathlib.Path, separator: str, capsys: Capture
) -> None:
    """Also where the whole header would be a column about the unit."""
    rows = [("unit.id", "unit.name", "tasks", "done"), ("a", "A", "4", "2")]
    text = "\n".join(map(separator.join, rows))
    (tmp_path / "units.csv").write_text(text, "utf-8-sig")
    scored(tmp_path, "units.csv", capsys)
    scores = pl.read_csv(tmp_path / "scores.csv", infer_schema=False)

    assert [("a", "A", "1.50")] == (
        scores.select("unit.id", "unit.name", "total").rows()
    )


def test_a_wrong_cell_of_a_spreadsheet_is_never_taken_for_an_empty_one(
    tmp_path: pathlib.Path, capsys: Capture
) -> None:
    """However the column begins; a blank line counts as a row."""
    with xlsxwriter.Workbook(tmp_path / "units.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["tasks", "done"])
        for row in range(1, 1500):
            sheet.write_row(row, 0, [4, 2])
        sheet.write_row(1501, 0, ["12 nhiệm vụ", 2])
        sheet.write_row(1502, 0, [4])
        sheet.write_formula(1502, 1, "=1/0", value="#DIV/0!")
    answer = scored(tmp_path, "units.xlsx", capsys)

    assert 1 == answer.code
    file = tmp_path / "units.xlsx"
    assert f"{file}: hàng dữ liệu 1501: tasks: lỗi PAR314" in answer.err
    assert "hàng dữ liệu 1502: done: lỗi PAR314" in answer.err
    assert "#DIV/0!" in answer.err
    assert 2 == answer.err.count("lỗi PAR")


def test_cells_of_a_spreadsheet_are_read_as_they_stand(
    tmp_path: pathlib.Path,
) -> None:
    """A decimal is the one that was typed, a day is a day."""
    with xlsxwriter.Workbook(
        tmp_path / "units.xlsx", {"default_date_format": "yyyy-mm-dd"}
    ) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["rate", "issued", "open"])
        sheet.write_row(1, 0, [97.5, "never", True])
        sheet.write_number(2, 0, 50)
        sheet.write_datetime(2, 1, pl.date(2024, 1, 31).pipe(pl.select).item())

    assert [("97.5", "never", "true"), ("50", "2024-01-31", None)] == (
        read_table(str(tmp_path / "units.xlsx")).collect().rows()
    )


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_table_is_told_as_such(
    tmp_path: pathlib.Path, name: str, capsys: Capture
) -> None:
    """And not as a fault of this program, nor as cells that are wrong."""
    content, told = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    answer = scored(tmp_path, name, capsys)

    assert 2 == answer.code
    assert told in answer.err
    assert not (tmp_path / "scores.csv").exists()


@pytest.mark.parametrize("name", UNEVEN)
def test_rows_that_are_not_as_long_as_the_header_are_told(
    tmp_path: pathlib.Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each by its number; wherever the file is parted to be looked at."""
    content, expected = UNEVEN[name]
    path = tmp_path / "units.csv"
    path.write_bytes(b"unit.id,tasks,done\n" + content)
    found = []
    for size in (1, 7, 1000):
        monkeypatch.setattr(csv_files, "_BLOCK", size)
        with pytest.raises(FactError) as caught:
            read_table(str(path))
        found.append(caught.value.problems)

    assert found[0] == found[1] == found[2]
    assert [(f"{path}: data row {row}", cells) for row, cells in expected] == [
        (str(each.place), each.arguments["found"]) for each in found[0]
    ]
    assert {"PAR358"} == {each.code for each in found[0]}


@pytest.mark.parametrize("separator", ["|", ":"])
def test_a_header_that_nothing_parts_is_told(
    tmp_path: pathlib.Path, separator: str
) -> None:
    """A name that begins with ``unit.`` would take the others with it."""
    path = tmp_path / "units.csv"
    names = ("unit.id", "tasks", "done")
    path.write_text(separator.join(names) + "\n" + separator.join("a11"))
    with pytest.raises(FactError) as caught:
        read_table(str(path))

    assert [("PAR348", "separator")] == [
        (each.code, each.arguments["detail"]) for each in caught.value.problems
    ]


def test_rows_with_commas_and_ends_of_lines_in_quotes_are_even(
    tmp_path: pathlib.Path,
) -> None:
    """They are as long as the header."""
    path = tmp_path / "units.csv"
    path.write_bytes(b'unit.id,tasks\r\n"a,\n""b""",1\r\nc,"2"\r\n')

    assert [('a,\n"b"', "1"), ("c", "2")] == (
        read_table(str(path)).collect().rows()
    )


def test_a_quotation_mark_that_nothing_closes_is_told_before_all_is_held(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more than the longest row there can be."""
    path = tmp_path / "units.csv"
    path.write_bytes(b'unit.id,tasks\na,"1\n' + b"b,1\n" * 50 + b'"')
    monkeypatch.setattr(csv_files, "_BLOCK", 10)
    monkeypatch.setattr(csv_files, "_LONGEST_ROW", 100)
    with pytest.raises(FactError) as caught:
        read_table(str(path))

    assert ["unclosed"] == [
        each.arguments["detail"] for each in caught.value.problems
    ]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_column_that_a_file_cannot_hold_is_named(
    tmp_path: pathlib.Path, ending: str
) -> None:
    """Where each cell is one value there are no lists."""
    frame = pl.DataFrame({"unit.id": ["a"], "unit.x": [[1]], "unit.y": [b"a"]})
    path = tmp_path / f"a{ending}"
    with pytest.raises(FactError) as caught:
        write_table(frame, str(path))

    assert [("PAR359", "unit.x"), ("PAR359", "unit.y")] == [
        (each.code, each.arguments["name"]) for each in caught.value.problems
    ]
    assert not path.exists()


def test_a_file_that_is_not_there_is_told_in_the_readers_language(
    tmp_path: pathlib.Path, capsys: Capture
) -> None:
    """The system speaks English only."""
    answer = scored(tmp_path, "nowhere.csv", capsys)

    assert "không có tệp này\n" in answer.err
    assert "No such file" not in answer.err


def test_a_folder_is_no_output(
    tmp_path: pathlib.Path, capsys: Capture
) -> None:
    """It is told."""
    (tmp_path / "units.csv").write_text("unit.id,tasks\na,1\n", "utf-8")
    (tmp_path / "scores.csv").mkdir()
    answer = scored(tmp_path, "units.csv", capsys)

    assert 2 == answer.code
    assert "PAR348" in answer.err


def test_a_name_of_a_file_is_no_pattern(
    tmp_path: pathlib.Path, capsys: Capture
) -> None:
    """What has such a name is read, and no other file is."""
    (tmp_path / "units[1].csv").write_text("unit.id,tasks\na,1\n", "utf-8")
    (tmp_path / "scores.csv").write_text("unit.id,tasks\nb,1\n", "utf-8")
    pattern = scored(tmp_path, "s*.csv", capsys)
    literal = scored(tmp_path, "units[1].csv", capsys)

    assert (2, 0) == (pattern.code, literal.code)


def test_an_empty_cell_between_quotation_marks_says_nothing(
    tmp_path: pathlib.Path,
) -> None:
    """As one without them."""
    (tmp_path / "units.csv").write_text('a,b,c\n"",,x\n', "utf-8")

    assert [(None, None, "x")] == (
        read_table(str(tmp_path / "units.csv")).collect().rows()
    )


def test_a_file_of_somebody_is_not_what_is_unfinished(
    tmp_path: pathlib.Path, capsys: Capture
) -> None:
    """Whatever it is called."""
    (tmp_path / "units.csv").write_text("unit.id,tasks\na,1\n", "utf-8")
    (tmp_path / "scores.csv.part").write_text("mine", "utf-8")
    scored(tmp_path, "units.csv", capsys)

    assert ["scores.csv.part"] == [
        path.name for path in tmp_path.glob("*.part")
    ]
    assert "mine" == (tmp_path / "scores.csv.part").read_text("utf-8")
