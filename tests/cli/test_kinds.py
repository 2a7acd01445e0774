"""Rulesets, questionnaires and indices are checked and tested alike."""

import json
import pathlib

import pytest

from cli.commands import SMALL, ran
from composite.indices import HEAD
from parrules.loading.bundled import Bundled, everything, kind_of

Capture = pytest.CaptureFixture[str]
INDEX = f"""{HEAD}
[criteria]
1 = {{ indicator = "a" }}
[[example]]
name = "it holds"
[example.units]
A = {{ a = 1 }}
B = {{ a = 2 }}
[example.expect]
B = {{ rank = 1, total = 100 }}
[[example]]
name = "it does not"
[example.units]
A = {{ a = 1 }}
B = {{ a = 2 }}
[example.expect]
A = {{ total = 50 }}
B = {{ rank = 2 }}
"""


@pytest.fixture
def index(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return the file of an index with an example that fails."""
    path = tmp_path / "index.toml"
    path.write_text(INDEX, "utf-8")

    return path


@pytest.mark.parametrize("each", everything(), ids=lambda each: each.name)
def test_what_is_bundled_is_known_by_its_name_and_its_file(
    each: Bundled,
) -> None:
    """A questionnaire has an `[index]`, too, and is none."""
    assert [each.kind] * 2 == [kind_of(each.name), kind_of(each.path)]


@pytest.mark.parametrize(
    "name", ["nothing", "", "a\0b", "nowhere.toml", "vn/pci@1999"]
)
def test_what_is_nowhere_is_taken_for_a_ruleset(name: str) -> None:
    """It is reported as one."""
    assert "ruleset" == kind_of(name)


def test_what_holds_and_what_does_not_is_told_example_by_example(
    capsys: Capture, index: pathlib.Path
) -> None:
    """Expected beside got, of units and rows; 1 where something failed."""
    answer = ran(capsys, "test", index, "--lang", "en")

    assert (1, "") == (answer.code, answer.err)
    assert [
        "passed  it holds",
        "FAILED  it does not",
        "    A total: expected 50, got 0.00",
        "    B rank: expected 2, got 1",
        f"{index}: 1 of 2 examples passed",
    ] == answer.out.splitlines()


def test_a_questionnaire_is_tested_too(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """The figures of Hà Nội, and what they are not."""
    bundled = next(
        each for each in everything() if each.name == "vn/sipas@2022"
    )
    text = bundled.path.read_text("utf-8")
    path = tmp_path / "form.toml"
    path.write_text(text.replace("index = 86.50", "index = 86.51"), "utf-8")
    good = ran(capsys, "test", bundled.name, "--lang", "en")
    bad = ran(capsys, "test", path, "--lang", "en")

    assert (0, "passed  Hà Nội 2024") == (good.code, good.out.split("\n")[0])
    assert 1 == bad.code
    assert "    index: expected 86.51, got 86.5\n" in bad.out


def test_what_is_broken_is_told_and_no_example_counts(
    capsys: Capture, index: pathlib.Path
) -> None:
    """All of it, as `check` does."""
    index.write_text(INDEX.replace('"a" }', '"a", bettr = 1 }'), "utf-8")
    answer = ran(capsys, "test", index, "--lang", "en")
    checked = ran(capsys, "check", index, "--lang", "en")

    assert (1, "") == (answer.code, answer.out)
    assert "PAR104" in answer.err
    assert (1, "PAR104" in checked.out) == (checked.code, True)


def test_every_kind_is_in_the_document(
    capsys: Capture, index: pathlib.Path
) -> None:
    """Rulesets with what their examples reach, the others without."""
    names = (SMALL, "vn/dgi", index)
    answer = ran(capsys, "test", *names, "--format", "json")
    document = json.loads(answer.out)
    others = document["others"]

    assert [SMALL] == [each["name"] for each in document["rulesets"]]
    assert [
        ("vn/dgi", "questionnaire", 1),
        (str(index), "index", 1),
    ] == [(each["name"], each["kind"], each["passed"]) for each in others]
    assert [
        {"what": "A total", "expected": "50", "got": "0.00"},
        {"what": "B rank", "expected": "2", "got": "1"},
    ] == others[1]["examples"][1]["differences"]


def test_a_bundled_index_is_computed_by_its_name(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """As a ruleset is scored by it."""
    columns = "transparency entry land time informal bias proactivity"
    names = [*columns.split(), "support", "labour", "legal"]
    units = tmp_path / "units-2019.csv"
    units.write_text(
        f"unit,{','.join(names)}\nA{',10' * 10}\nB{',1' * 10}\n", "utf-8"
    )
    answer = ran(capsys, "composite", "vn/pci@2013", units, "--lang", "en")
    lost = ran(capsys, "composite", "vn/pci@2014", units, "--lang", "en")

    assert 0 == answer.code
    assert ["1  A     100.00", "2  B      10.00"] == [
        line.strip()[:15] for line in answer.out.splitlines()[4:6]
    ]
    assert (2, True) == (lost.code, "PAR826" in lost.err)


def test_no_bundled_index_is_written_over(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """It is an input, by whatever name."""
    bundled = next(each for each in everything() if each.kind == "index")
    before = bundled.path.read_bytes()
    units = tmp_path / "units.csv"
    units.write_text("unit,a\nA,1\n", "utf-8")
    answer = ran(capsys, "composite", bundled.name, units, "-o", bundled.path)

    assert (2, before) == (answer.code, bundled.path.read_bytes())
    assert str(bundled.path) in answer.err


ANCHORS = f"""{HEAD}
from = 2024-01-01
source = "Annex II"
[total]
if_missing = {{ present = 0.5 }}
[criteria]
1 = {{ weight = 2.5, combine = "geometric", if_missing = "renormalise" }}
"1.1" = {{ indicator = "a", per = "n", better = "less", onto = [1, 10] }}
"1.2" = {{ indicator = "b", anchors = {{ target = 80 }} }}
"1.3" = {{ indicator = "c", anchors = {{ window = 3 }} }}
2 = {{ title = "Two", indicator = "d", anchors = {{ low = -1, high = 1.5 }} }}
"""


SHOWN = """\
An example
Index: example@2024 (template)
Source: Annex II
In force: 2024-01-01 – …
mean; where a part is absent, the others count, if they are 50% or more

1  × 2.5
   geometric mean; where a part is absent, the others count
  1.1  a  × 1
     column a / n; less is better; against the units of this year; from 1 to 10
  1.2  b  × 1
     column b; more is better; against a target (80); from 0 to 100
  1.3  c  × 1
     column c; more is better; against the last years (3); from 0 to 100

2  Two  × 1
   column d; more is better; on a fixed scale (−1 – 1.5); from 0 to 100
"""


def test_an_index_is_shown_with_weights_and_scales(
    capsys: Capture, index: pathlib.Path
) -> None:
    """All that decides what a figure is worth."""
    index.write_text(ANCHORS, "utf-8")
    answer = ran(capsys, "show", index, "--lang", "en")

    assert SHOWN == answer.out


def test_a_questionnaire_is_shown_with_levels_and_pooling(
    capsys: Capture,
) -> None:
    """Which answers count is marked, and how parts are put together."""
    answer = ran(capsys, "show", "vn/dgi", "--lang", "en")
    lines = answer.out.splitlines()

    assert (0, "") == (answer.code, answer.err)
    assert "Value: the percentage of answers at the levels marked *" in lines
    assert (
        "Levels: Very dissatisfied, Dissatisfied, Neutral, Satisfied*, "
        "Very satisfied*"
    ) in lines
    assert [
        "4  Public services (mean of the parts)",
        "   services: Public services (to be replaced)",
    ] == lines[-2:]


@pytest.mark.parametrize(
    "each",
    [each for each in everything() if each.kind != "ruleset"],
    ids=lambda each: each.name,
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_all_that_is_listed_can_be_shown(
    capsys: Capture, each: Bundled, lang: str
) -> None:
    """In both languages, within the width of the screen."""
    answer = ran(capsys, "show", each.name, "--lang", lang)

    assert (0, "") == (answer.code, answer.err)
    assert each.name in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_what_is_wrong_is_told_instead(
    capsys: Capture, index: pathlib.Path
) -> None:
    """As of a ruleset; 2 where several editions may be meant."""
    index.write_text(INDEX.replace('"a" }', "1 }"), "utf-8")
    wrong = ran(capsys, "show", index)
    open_ = ran(capsys, "show", "vn/pci")

    assert (1, True) == (wrong.code, "PAR105" in wrong.err)
    assert (2, True) == (open_.code, "PAR119" in open_.err)
