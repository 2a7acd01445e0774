"""`rank` and `compare` of indices and surveys, alone and in an assessment."""

import json
import pathlib
from collections.abc import Mapping

import pytest

from cli.commands import ran
from project.test_document_schemas import errors_of

INDEX = """
language = 1
[index]
id = "vn/example/index"
edition = "2024"
status = "template"
title = { vi = "Chỉ số", en = "Index" }
[total]
anchors = { low = 0, high = 10 }
[criteria]
1 = { indicator = "a", title = { vi = "Một", en = "One" } }
2 = { indicator = "b", weight = 3 }
[ranking]
within = "block"
"""
FORM = """
language = 1
[questionnaire]
id = "vn/example/form"
edition = "2024"
status = "template"
title = { vi = "Phiếu", en = "Form" }
measure = "share"
pool = "answers"
[scale.two]
levels = ["no", "yes"]
top = ["yes"]
[question]
q = {}
[criteria]
1 = { questions = ["q"] }
[sample]
unit = "unit"
"""
FILES: Mapping[str, str] = {
    "index.toml": INDEX,
    "window.toml": INDEX.replace("{ low = 0, high = 10 }", "{ window = 2 }"),
    "form.toml": FORM,
    "u-2024.csv": "unit,block,unit.name,a,b\nH,D,Hạ,5,5\nC,D,Cẩm,4,6\n"
    "S,Sở,Nội vụ,1,1\n",
    "u-2025.csv": "unit,block,unit.name,a,b\nH,D,Hạ,9,4\nC,D,Cẩm,8,8\n"
    "T,Sở,Tài chính,,1\n",
    "f-2024.csv": "unit,q\nH,yes\nH,no\nC,no\n",
    "f-2025.csv": "unit,q\nH,yes\nH,yes\nC,yes\nC,no\nU,no\n",
    "frame.toml": '[unit.H]\nname = "Hạ"\n[unit.U]\nname = "Uông"\n',
    "year-2024.toml": """
language = 1
[assessment]
title = "Year"
period = "2024"
[ranking.index]
ruleset = "index.toml"
facts = "u-2024.csv"
[ranking.form]
ruleset = "form.toml"
facts = "f-2024.csv"
frame = "frame.toml"
""",
}
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> pathlib.Path:
    """Stand in a folder of an index, a form, and two years of both."""
    this_year = FILES["year-2024.toml"].replace("2024", "2025")
    this_year = this_year.replace(
        'period = "2025"', 'period = "2025"\nlast_year = "year-2024.toml"'
    )
    for name, text in {**FILES, "year-2025.toml": this_year}.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)

    return tmp_path


@pytest.mark.usefixtures("folder")
def test_an_index_is_ranked_in_blocks_and_compared(capsys: Capture) -> None:
    """Ranks, points and places, and who is new, missing or without total."""
    answer = ran(
        capsys,
        *("rank", "index.toml", "u-2025.csv"),
        *("--last-year", "u-2024.csv", "--lang", "en"),
    )

    assert (0, "") == (answer.code, answer.err)
    for line in (
        "Composite index: vn/example/index@2024 (template, not an official",
        "Block D — 2 ranked",
        "     1  Cẩm   80.00  80.00 (2)  80.00 (1)        +25.00       =",
        "     2  Hạ    52.50  90.00 (1)  40.00 (2)         +2.50       =",
        "Block Sở — no unit is ranked, 1 scored only",
        "Tài chính: not ranked, because it has no value in 1",
        "Nội vụ was there last year (rank 1/1, 10.00 points)",
    ):
        assert line in answer.out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "arguments",
    [
        ("rank", "index.toml", "u-2025.csv", "--last-year", "u-2024.csv"),
        ("rank", "form.toml", "f-2025.csv", "--last-year", "f-2024.csv"),
        ("compare", "index.toml", "u-2024.csv", "u-2025.csv"),
        ("compare", "form.toml", "f-2024.csv", "f-2025.csv"),
        ("rank", "year-2025.toml"),
    ],
)
def test_documents_hold_to_their_schemas(
    capsys: Capture, arguments: tuple[str, ...]
) -> None:
    """The same schemas as those of rulesets."""
    answer = ran(capsys, *arguments, "--format", "json")

    assert [] == errors_of(json.loads(answer.out))


@pytest.mark.usefixtures("folder")
def test_csv_and_html_are_those_of_a_ruleset(capsys: Capture) -> None:
    """Of `rank` and of `composite` they are the same."""
    for form in ("csv", "html"):
        found = [
            ran(capsys, command, "index.toml", "u-2025.csv", "--format", form)
            for command in ("rank", "composite")
        ]

        assert found[0].out.strip() == found[1].out.strip()
        assert [0, 0] == [each.code for each in found]


@pytest.mark.usefixtures("folder")
def test_one_unit_of_an_index_has_no_csv(capsys: Capture) -> None:
    """A wrong use, and what is right is said."""
    answer = ran(
        capsys,
        *("composite", "index.toml", "u-2025.csv", "--unit", "H"),
        *("--format", "csv", "--lang", "en"),
    )

    assert 2 == answer.code
    assert "--unit goes with text and json" in answer.err


@pytest.mark.usefixtures("folder")
def test_published_figures_of_an_index_are_compared(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """PAR898: what was published is not what comes out."""
    (tmp_path / "p.toml").write_text(
        '[[published]]\nunit = "Hạ"\nperiod = "2025"\ntotal = 52.51\n'
        'rank = 2\nof = 2\n[[published]]\nunit = "Hạ"\nperiod = "2024"\n'
        "total = 1\n",
        "utf-8",
    )
    answer = ran(
        capsys,
        *("rank", "index.toml", "u-2025.csv", "--published", "p.toml"),
        *("--lang", "en"),
    )

    assert 1 == answer.code
    assert 1 == answer.err.count("PAR898")
    assert "published as `52.51`" in answer.err


@pytest.mark.usefixtures("folder")
def test_last_year_is_an_earlier_year_of_a_window(capsys: Capture) -> None:
    """Extremes of two years need no table twice; last year has its own."""
    year_before = pathlib.Path("u-2023.csv")
    year_before.write_text(FILES["u-2024.csv"], "utf-8")
    answer = ran(
        capsys,
        *("rank", "window.toml", "u-2025.csv", "--last-year", "u-2024.csv"),
        *("--earlier", "u-2023.csv", "--lang", "en"),
    )

    assert (0, "") == (answer.code, answer.err)


@pytest.mark.usefixtures("folder")
def test_a_survey_is_ranked_with_the_names_of_its_frame(
    capsys: Capture,
) -> None:
    """Who was not asked last year is new, and the frame has it."""
    answer = ran(
        capsys,
        *("rank", "form.toml", "f-2025.csv", "--last-year", "f-2024.csv"),
        *("--frame", "frame.toml", "--lang", "en"),
    )

    assert (0, "") == (answer.code, answer.err)
    for line in (
        "Survey: vn/example/form@2024",
        "     1  Hạ    100.00        +50.00       =",
        "     2  C      50.00        +50.00       =",
        "     3  Uông    0.00             –     new",
        "Uông had no total last year",
    ):
        assert line in answer.out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("index.toml", "u-2024.csv", "u-2025.csv"), "PAR623"),
        (("index.toml", "u-2025.csv", "--frame", "frame.toml"), "PAR622"),
        (("form.toml", "f-2025.csv", "--earlier", "f-2024.csv"), "PAR622"),
        (("index.toml", "u-2025.csv", "--block-by", "level"), "PAR891"),
    ],
)
def test_files_that_are_of_no_use_are_told(
    capsys: Capture, arguments: tuple[str, ...], code: str
) -> None:
    """Nothing that somebody names is left out without a word."""
    answer = ran(capsys, "rank", *arguments)

    assert 1 == answer.code
    assert code in answer.err


@pytest.mark.usefixtures("folder")
def test_an_assessment_ranks_indices_and_surveys(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """With last year, and as files for others."""
    answer = ran(capsys, "rank", "year-2025.toml", "-o", "out")
    names = sorted(each.name for each in (tmp_path / "out").iterdir())
    document = json.loads((tmp_path / "out/assessment.json").read_text())
    kinds = {
        each["name"]: (
            each["ranking"]["ruleset"]["kind"],
            each["ranking"]["blocks"][0]["units"][0]["last_year"]["places"],
        )
        for each in document["rankings"]
    }

    assert (0, "") == (answer.code, answer.err)
    assert {"index": ("index", 0), "form": ("questionnaire", 0)} == kinds
    assert [
        "assessment.json",
        "form-lost.csv",
        "form.csv",
        "form.html",
        "index-lost.csv",
        "index.csv",
        "index.html",
    ] == names


def test_an_assessment_tells_what_an_index_has_no_use_for(
    capsys: Capture, folder: pathlib.Path
) -> None:
    """PAR622, where it stands."""
    path = folder / "year-2024.toml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace(
            'facts = "u-2024.csv"', 'facts = "u-2024.csv"\nframe = "f.toml"'
        ),
        "utf-8",
    )
    answer = ran(capsys, "rank", "year-2024.toml", "--lang", "en")

    assert 1 == answer.code
    assert answer.err.startswith("year-2024.toml:9:10: error PAR622:")


@pytest.mark.usefixtures("folder")
def test_check_holds_changes_of_an_index_to_its_older_edition(
    capsys: Capture,
) -> None:
    """As of a ruleset: what is new, and what became of the older rows."""
    newer = INDEX.replace('"2024"', '"2025"').replace("2 = {", "3 = {")
    pathlib.Path("newer.toml").write_text(
        f'{newer}\n[changes]\nsince = "vn/example/index@2024"\n', "utf-8"
    )
    answer = ran(capsys, "check", "newer.toml", "--lang", "en")
    compared = ran(
        capsys,
        *("rank", "newer.toml", "u-2025.csv", "--last-year", "u-2024.csv"),
        *("--lang", "en"),
    )

    assert 1 == answer.code
    assert ["PAR804", "PAR805"] == [
        code for code in ("PAR803", "PAR804", "PAR805") if code in answer.out
    ]
    assert "Compared with edition: vn/example/index@2024" in compared.out
