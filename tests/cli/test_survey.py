"""The command ``survey``: what it shows, writes, and exits with."""

import json
import pathlib
import re

import pytest

from cli.commands import ran

Capture = pytest.CaptureFixture[str]
FORM = """\
language = 1
[questionnaire]
id = "vn/example/survey"
edition = "1"
status = "template"
title = { vi = "Khảo sát", en = "Survey" }
source = "Quyết định 1"
measure = "share"
pool = "means"
[scale.s]
levels = ["bad", "good"]
top = ["good"]
unknown = ["dont_know"]
[scale.s.labels]
good = { vi = "Tốt", en = "Good" }
[question]
q1 = { title = { vi = "Thông tin", en = "Information" } }
q2 = {}
[criteria]
"1" = { title = { vi = "Thông tin", en = "Information" }, questions = ["q1"] }
"2" = { questions = ["q2"] }
[policy]
minimum = 2
[sample]
stratum = "xa"
[fact]
satisfied = { of = "index", gives = "value" }
"""
TABLE = "xa,q1,q2\nA,Tốt,bad\nA,good,\nB,bad,good\nB,dont_know,good\n"
FRAME = "population = { A = 300, B = 100 }\nselected = { A = 4, B = 2 }\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """Answer in English unless told otherwise, where the files are."""
    monkeypatch.setenv("PARRULES_LANG", "en")
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("form.toml", FORM),
        ("answers.csv", TABLE),
        ("frame.toml", FRAME),
    ):
        (tmp_path / name).write_text(text, "utf-8")


def test_a_survey_is_shown_in_english(capsys: Capture) -> None:
    """Value, interval, counts and people of each part; then questions."""
    answer = ran(
        capsys, "survey", "form.toml", "answers.csv", "--frame", "frame.toml"
    )
    shown = """\
Survey
Questionnaire: vn/example/survey@1 (template, not an official text)
Source: Quyết định 1
Answers: answers.csv
Computed as: percent of answers at the levels: «Good»; unknown answers: not counted; at least 2 people

Forms: 6 selected, 4 returned, response rate 66.7%, stands for 400 people
  Stratum A: 4 selected, 2 returned, response rate 50.0%, stands for 300 people
  Stratum B: 2 selected, 2 returned, response rate 100.0%, stands for 100 people

  value   95% interval  top/answers  people  part
50.00%  13.79 … 86.21          4/6       3  index Survey (mean of 1, 2)
"""  # noqa: E501  # as it is shown

    assert 0 == answer.code
    # One person answered in a stratum.
    assert {"PAR625"} == set(re.findall("PAR[0-9]+", answer.err))
    assert shown.split("\n\n")[:2] == answer.out.split("\n\n")[:2]
    assert "50.00%" in answer.out
    assert "Information" in answer.out


def test_a_survey_is_shown_in_vietnamese(capsys: Capture) -> None:
    """Numbers have a comma, and levels their Vietnamese names."""
    answer = ran(capsys, "survey", "form.toml", "answers.csv", "--lang", "vi")

    assert "tỷ lệ % câu trả lời ở mức: «Tốt»" in answer.out
    assert "66,67%" in answer.out
    assert "cảnh báo PAR864" in answer.err


def test_json_says_what_is_exact_as_text(capsys: Capture) -> None:
    """What is a number with a point is a binary float."""
    answer = ran(
        capsys, "survey", "form.toml", "answers.csv", "--format", "json"
    )
    document = json.loads(answer.out)
    index = document["units"][0]["parts"][0]

    assert ("parrules/survey/1", "2/3", "66.67", "ends") == (
        document["schema"],
        index["share"],
        index["published"],
        index["interval"]["method"],
    )


def test_facts_are_written_to_be_scored(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """The file is a facts file, with the period that was named."""
    answer = ran(
        capsys,
        "survey",
        "form.toml",
        "answers.csv",
        "-o",
        "facts.toml",
        "--period",
        "2025",
    )
    text = (tmp_path / "facts.toml").read_text("utf-8")

    assert 0 == answer.code
    assert "satisfied = 66.67\n" in text
    assert 'period = "2025"\n' in text
    assert 'path = "answers.csv"\n' in text


def test_several_units_have_a_folder(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """One file each; a single file for all would be none of them."""
    form = FORM.replace('stratum = "xa"', 'unit = "xa"')
    (tmp_path / "units.toml").write_text(form, "utf-8")
    arguments = ("survey", "units.toml", "answers.csv", "-o")
    into_folder = ran(capsys, *arguments, "facts")
    into_file = ran(capsys, *arguments, "facts.toml")

    assert (0, 2) == (into_folder.code, into_file.code)
    assert ["A.toml", "B.toml"] == sorted(
        path.name for path in (tmp_path / "facts").iterdir()
    )
    assert "there are 2 units" in into_file.err
    assert not (tmp_path / "facts.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("form.toml",), 0, "form.toml: "),
        (("vn/sipas@2012",), 0, "vn/sipas@2012: "),
        (("vn/sipas",), 2, "PAR119"),
        (("none.toml",), 2, "PAR103"),
        (("none.toml", "answers.csv"), 2, "PAR103"),
        (("form.toml", "none.csv"), 2, "PAR103"),
        (("form.toml", "frame.toml"), 1, "PAR104"),
        (("form.toml", "answers.csv", "--frame", "form.toml"), 1, "PAR104"),
        (("form.toml", "answers.csv", "-o", "form.toml"), 2, "form.toml"),
        (("form.toml", "answers.csv", "-o", "no/f.toml"), 2, "no/f.toml"),
    ],
)
def test_exit_codes_tell_a_bad_file_from_none(
    capsys: Capture, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """0 fine, 1 the content is wrong, 2 it could not run."""
    answer = ran(capsys, "survey", *arguments)

    assert code == answer.code
    assert said in answer.out + answer.err


def test_a_broken_questionnaire_is_told_whole(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Every problem in one run, in file order."""
    text = FORM.replace('"share"', '"shar"').replace('["q2"]', '["q9"]')
    (tmp_path / "form.toml").write_text(text, "utf-8")
    answer = ran(capsys, "survey", "form.toml")

    assert 1 == answer.code
    assert ["PAR111", "PAR854", "PAR850"] == [
        line.partition("PAR")[1] + line.partition("PAR")[2][:3]
        for line in answer.out.splitlines()
        if line.startswith("form.toml:")
    ]


@pytest.mark.parametrize("name", ["form.toml", "vn/sipas@2022"])
def test_a_questionnaire_is_checked_like_a_ruleset(
    capsys: Capture, name: str
) -> None:
    """Whoever checks all files of a folder need not tell them apart."""
    answer = ran(capsys, "check", name, "vn/brvt/police-district@2024")

    assert f"{name}: nothing is wrong" in answer.out
    assert 0 == answer.code


def test_a_questionnaire_is_listed_as_what_it_is(capsys: Capture) -> None:
    """It scores nothing, so that nobody takes it for a ruleset."""
    lines = ran(capsys, "rulesets").out.splitlines()
    kinds = {line.split()[0]: line.split()[1] for line in lines}

    assert "ruleset" == kinds["vn/brvt/police-district@2024"]
    assert "questionnaire" == kinds["vn/sipas@2022"]
