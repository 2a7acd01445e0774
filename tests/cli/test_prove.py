"""The command ``prove``: what it shows, writes, and exits with."""

import json
import pathlib
import sys

import pytest

from cli.commands import ran
from parrules.library import load
from parrules.loading import parse_ruleset
from parrules.proving.prover import prove
from parrules.proving.words import words_of
from parrules.proving.writing import proof_document

Capture = pytest.CaptureFixture[str]
TABLE = "vn/brvt/police-district@2024"
TEXT = """
language = 1
[ruleset]
id = "vn/example/proof"
edition = "1"
status = "template"
title = "Thử"
source = "x"
maximum = 2
[fact]
n = { type = "count", more = "better" }
[criteria]
"1" = { maximum = 2, title = "Một" }
"1.1" = { maximum = 2, title = "Hai", measure = "n", tiers = [[9, 2], [0, 0]] }
"""
BROKEN = TEXT.replace("[[9, 2], [0, 0]]", "[[9, 1], [5, 2], [0, 0]]")
ODD = TEXT.replace(
    'measure = "n", tiers = [[9, 2], [0, 0]]',
    'cases = [{ when = "n * n == m * m * 2 and n > 0", points = 2 }, '
    "{ otherwise = true, points = 0 }]",
).replace(', more = "better" }', ' }\nm = { type = "count" }')


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all commands answer in English unless they are told otherwise."""
    monkeypatch.setenv("PARRULES_LANG", "en")


def written(folder: pathlib.Path, text: str) -> str:
    """Write a ruleset, and return its path."""
    path = folder / "x.toml"
    path.write_text(text, "utf-8")

    return str(path)


def test_a_ruleset_that_holds_is_told_in_one_table(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Kinds with their counts, then a sum; the code is 0."""
    answer = ran(capsys, "prove", written(tmp_path, TEXT))
    shown = """\
Points stay within their bounds    3 proved
Every row is reached               2 proved
Every value has a row              1 proved
No two rows contradict             1 proved
Directions are as declared         2 proved
Whole numbers fit into 64 bits     2 proved

vn/example/proof@1: proved: 11, broken: 0, acknowledged: 0, not decided: 0
"""
    lines = [" ".join(line.split()) for line in answer.out.splitlines()]

    assert (0, "") == (answer.code, answer.err)
    assert [" ".join(line.split()) for line in shown.splitlines()] == lines


def test_what_is_broken_comes_with_an_example(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """The facts, and the same with more of one, can be pasted."""
    answer = ran(capsys, "prove", written(tmp_path, BROKEN))
    start = answer.out.index("BROKEN")
    shown = answer.out[start : answer.out.index("BROKEN", start + 1)]

    assert 1 == answer.code
    assert (
        """\
BROKEN  1.1: more `n` never lowers points
    with more `n` it goes against what is declared
    if the decision says so: known = { PAR229 = "reason" }
    [[example]]
    name     = "n:1.1: with more `n` it goes against what is declared"
    facts    = { n = 8 }
    expect   = { total = 2.00, "1.1" = { points = 2, rule = "1.1#2" } }

    [[example]]
    name     = "n:1.1: with more `n` it goes against what is declared (+)"
    facts    = { n = 9 }
    expect   = { total = 1.00, "1.1" = { points = 1, rule = "1.1#1" } }

"""
        == shown
    )


def test_what_is_acknowledged_is_no_failure(capsys: Capture) -> None:
    """Defects of the decision are shown with their reason."""
    answer = ran(capsys, "prove", TABLE, "--lang", "vi")

    assert 0 == answer.code
    assert "đã ghi nhận  5.2: giá trị nào cũng có hàng nhận" in answer.out
    assert "lý do: Mức cao nhất dừng ở 80 %" in answer.out


def test_what_is_not_decided_fails_only_where_that_is_asked(
    capsys: Capture, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the solver a claim is open, and a problem says so."""
    monkeypatch.setitem(sys.modules, "z3", None)
    path = written(tmp_path, ODD)
    lenient = ran(capsys, "prove", path)
    strict = ran(capsys, "prove", path, "--strict")

    assert (0, 1) == (lenient.code, strict.code)
    assert "not decided  1.1#1: some facts reach it" in lenient.out
    assert "warning PAR912" in lenient.err


def test_json_is_the_document_of_the_proof(capsys: Capture) -> None:
    """Programs read what Python gives."""
    answer = ran(capsys, "prove", TABLE, "--format", "json")
    document = proof_document(prove(load(TABLE)))

    assert json.loads(json.dumps(document)) == json.loads(answer.out)


def test_facts_that_break_it_are_written_to_a_file(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """What is written is TOML, and the proof goes to another file."""
    path = written(tmp_path, BROKEN)
    examples, output = tmp_path / "broken.toml", tmp_path / "proof.json"
    answer = ran(capsys, "prove", path, "--examples", examples, "-o", output)
    loaded = parse_ruleset(TEXT + examples.read_text("utf-8"), "test.toml")
    assert loaded.scheme is not None

    assert (1, "") == (answer.code, answer.out)
    assert 4 == len(loaded.scheme.examples)
    assert not json.loads(output.read_text("utf-8"))["holds"]


def test_a_file_that_cannot_be_written_is_no_proof(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """The code is 2, whatever was proved."""
    path = written(tmp_path, TEXT)
    answer = ran(capsys, "prove", path, "-o", tmp_path / "no" / "x.json")

    assert 2 == answer.code


@pytest.mark.parametrize("option", ["--examples", "-o"])
def test_the_ruleset_itself_is_never_written_over(
    capsys: Capture, tmp_path: pathlib.Path, option: str
) -> None:
    """What is proved is read, and stays as it was."""
    path = written(tmp_path, BROKEN)
    answer = ran(capsys, "prove", path, option, path)

    assert BROKEN == pathlib.Path(path).read_text("utf-8")
    assert (2, "") == (answer.code, answer.out)
    assert "is an input, which is not written over" in answer.err


def test_one_file_cannot_hold_examples_and_proof(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Neither is lost to the other."""
    both = str(tmp_path / "both")
    path = written(tmp_path, BROKEN)
    answer = ran(capsys, "prove", path, "--examples", both, "-o", both)

    assert 2 == answer.code
    assert not pathlib.Path(both).exists()


@pytest.mark.parametrize(("name", "code"), [("nothing.toml", 2), ("", 1)])
def test_what_cannot_be_loaded_is_not_proved(
    capsys: Capture, tmp_path: pathlib.Path, name: str, code: int
) -> None:
    """No file is 2, and a wrong ruleset 1."""
    wrong = written(tmp_path, TEXT.replace("[9, 2]", "[9, 3]"))
    answer = ran(capsys, "prove", name or wrong)

    assert (code, "") == (answer.code, answer.out)


def test_a_refused_ruleset_is_json_all_the_same(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Programs read what is wrong with it; people still see it beside."""
    path = written(tmp_path, TEXT.replace("[9, 2]", "[9, 3]"))
    answer = ran(capsys, "prove", path, "--format", "json")
    document = json.loads(answer.out)
    problem = document["problems"][0]

    assert (1, "parrules/proof/1", False, []) == (
        answer.code,
        document["schema"],
        document["holds"],
        document["claims"],
    )
    assert ("PAR203", "error", path, 14) == (
        problem["code"],
        problem["severity"],
        problem["file"],
        problem["line"],
    )
    assert {"vi", "en"} == set(problem["fix"])
    assert "PAR203" in answer.err


def test_a_refusal_is_written_to_the_file_that_was_named(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Nothing is left to guess from a file that is not there."""
    output = tmp_path / "proof.json"
    answer = ran(capsys, "prove", "nothing.toml", "-o", output)
    document = json.loads(output.read_text("utf-8"))

    assert (2, "") == (answer.code, answer.out)
    assert ["PAR103"] == [each["code"] for each in document["problems"]]


def test_both_languages_say_the_same_things() -> None:
    """No sentence is missing in one of them."""
    groups = ("kind", "claim", "detail", "answer")
    found = [
        [list(words_of(language, group)) for group in groups]
        for language in ("vi", "en")
    ]

    assert found[0] == found[1]
