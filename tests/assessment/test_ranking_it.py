"""`rank` of an assessment: what it prints, writes, and exits with."""

import json
import pathlib

import pytest

from assessment.province import write
from cli.commands import ran

Capture = pytest.CaptureFixture[str]
SIZES = {"departments": 2, "districts": 3, "communes": 4}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all commands answer in English unless they are told otherwise."""
    monkeypatch.setenv("PARRULES_LANG", "en")


@pytest.fixture
def province(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return the file of this year, beside all that it names."""
    return write(tmp_path, SIZES, 60)


def test_one_file_is_enough(capsys: Capture, province: pathlib.Path) -> None:
    """From answers and facts to blocks, changes and lists of lost points."""
    answer = ran(capsys, "rank", province)
    wanted = (
        "Block Thành phố — 3 ranked",
        "Surveys",
        "On last year",
        "Where most points were lost",
        "Where each unit lost most",
    )

    assert (0, "") == (answer.code, answer.err)
    assert [True] * len(wanted) == [each in answer.out for each in wanted]


def test_it_speaks_vietnamese(capsys: Capture, province: pathlib.Path) -> None:
    """As every command does."""
    answer = ran(capsys, "rank", province, "--lang", "vi")

    assert answer.out.startswith(
        "KỲ ĐÁNH GIÁ: CHỈ SỐ CCHC TỈNH VÍ DỤ NĂM 2025"
    )
    assert "Từng đơn vị mất điểm nhiều nhất ở đâu" in answer.out


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("json", '{\n  "schema": "parrules/assessment/1"'),
        ("html", "<!DOCTYPE html>"),
    ],
)
def test_it_has_other_forms(
    capsys: Capture, province: pathlib.Path, form: str, start: str
) -> None:
    """Each begins as it has to, on the screen and in a file."""
    shown = ran(capsys, "rank", province, "--format", form)
    path = province.with_name(f"result.{form}")
    ran(capsys, "rank", province, "--format", form, "-o", path)

    assert shown.out.startswith(start)
    assert shown.out == path.read_text("utf-8")


def test_a_folder_holds_all_rankings_and_lists(
    capsys: Capture, province: pathlib.Path
) -> None:
    """A page and two tables each, and everything for programs."""
    folder = province.parent / "results"
    answer = ran(capsys, "rank", province, "-o", folder)
    names = sorted(path.name for path in folder.iterdir())
    lost = (folder / "districts-lost.csv").read_text("utf-8-sig")
    document = json.loads((folder / "assessment.json").read_text("utf-8"))

    assert (0, "", "") == answer
    assert [
        "assessment.json",
        *(
            f"{name}{ending}"
            for name in ("communes", "departments", "districts")
            for ending in ("-lost.csv", ".csv", ".html")
        ),
    ] == names
    assert lost.startswith(
        "block,unit,name,code,title,points,maximum,lost,counted\n"
    )
    assert ["departments", "districts", "communes"] == [
        each["name"] for each in document["rankings"]
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "csv"), "with -o"),
        (("--format", "csv", "-o", "x.csv"), "with -o"),
        (("--block-by", ""), "stand in it"),
        (("--last-year", "x.csv"), "stand in it"),
        (("facts.csv",), "stand in it"),
    ],
)
def test_what_stands_in_the_file_is_not_said_beside_it(
    capsys: Capture,
    province: pathlib.Path,
    arguments: tuple[str, ...],
    says: str,
) -> None:
    """It would be left unheard."""
    answer = ran(capsys, "rank", province, *arguments)

    assert (2, "", True) == (answer.code, answer.out, says in answer.err)


def test_a_ruleset_alone_is_not_enough(
    capsys: Capture, province: pathlib.Path
) -> None:
    """It is no assessment, and has no facts."""
    path = province.with_name("districts-2025-rules.toml")
    answer = ran(capsys, "rank", path)

    assert (2, True) == (answer.code, "FACTS are missing" in answer.err)


@pytest.mark.parametrize(
    "name",
    [
        "province-2025.toml",
        "province-2024.toml",
        "households-2024.csv",
        "households.toml",
        "communes-2025.csv",
        "districts-2024-rules.toml",
    ],
)
def test_nothing_that_is_read_is_written_over(
    capsys: Capture, province: pathlib.Path, name: str
) -> None:
    """Of either year."""
    path = province.with_name(name)
    before = path.read_bytes()
    answer = ran(capsys, "rank", province, "-o", path)

    # Of a file that could be an answer it is said that it is an input.
    assert 2 == answer.code
    assert before == path.read_bytes()


def test_a_folder_that_cannot_be_made_is_told(
    capsys: Capture, province: pathlib.Path
) -> None:
    """A file stands in its place."""
    (province.parent / "taken").write_text("", "utf-8")
    answer = ran(capsys, "rank", province, "-o", province.parent / "taken/x")

    assert (2, True) == (answer.code, "cannot be written" in answer.err)


def test_published_figures_make_the_answer_bad(
    capsys: Capture, province: pathlib.Path
) -> None:
    """After the ranking, which is shown all the same."""
    text = province.read_text("utf-8").replace(
        'surveys = "districts"',
        'surveys = "districts"\npublished = "published.toml"',
    )
    province.write_text(text, "utf-8")
    province.with_name("published.toml").write_text(
        '[[published]]\nunit = "DI001"\ntotal = 1.00\n', "utf-8"
    )
    answer = ran(capsys, "rank", province)

    assert (1, True, True) == (
        answer.code,
        "PAR898" in answer.err,
        "Block Thành phố" in answer.out,
    )


def test_a_folder_in_which_inputs_lie_may_take_results(
    capsys: Capture, province: pathlib.Path
) -> None:
    """But none of its files is written over."""
    folder = province.parent
    names = {path.name for path in folder.iterdir()}
    answer = ran(capsys, "rank", province, "-o", folder)

    assert 0 == answer.code
    assert names < {path.name for path in folder.iterdir()}


def test_no_file_of_a_folder_is_written_over_an_input(
    capsys: Capture, province: pathlib.Path
) -> None:
    """Facts may be called as a ranking is."""
    facts = province.with_name("communes-2025.csv")
    named = facts.rename(province.with_name("communes.csv"))
    text = province.read_text("utf-8").replace("communes-2025.csv", named.name)
    province.write_text(text, "utf-8")
    before = named.read_bytes()
    answer = ran(capsys, "rank", province, "-o", province.parent)

    assert (2, True) == (
        answer.code,
        "communes.csv` is an input" in answer.err,
    )
    assert before == named.read_bytes()


def test_no_file_of_a_folder_is_written_over_another(
    capsys: Capture, province: pathlib.Path
) -> None:
    """A ranking may be called as the list of another one is."""
    text = province.read_text("utf-8").replace(
        "[ranking.communes]", "[ranking.districts-lost]"
    )
    province.write_text(text, "utf-8")
    folder = province.parent / "results"
    ran(capsys, "rank", province, "-o", folder)
    head = (folder / "districts-lost.csv").read_text("utf-8-sig")

    assert head.startswith("block,unit,name,code,title")
    assert 10 == len(list(folder.iterdir()))
