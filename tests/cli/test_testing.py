"""What the command says of the worth of examples."""

import contextlib
import json
import pathlib
import string
import sys
from collections.abc import Callable, Iterator

import pytest

from cli.commands import SMALL, TESTS, ran
from parrules.cli import testing
from parrules.cli.words import CommandWords
from parrules.coverage.branch import KINDS as BRANCHES
from parrules.errors import Language
from parrules.library import load
from parrules.mutation import mutants
from parrules.mutation.changes import KINDS as CHANGES

Capture = pytest.CaptureFixture[str]
EVERY = TESTS / "coverage" / "every.toml"
MINIATURE = TESTS / "data" / "miniature.toml"
CAPS = """language = 1
[ruleset]
id = "vn/example/caps"
edition = "1"
status = "template"
title = "Caps"
maximum = 10
[fact]
c = {{ type = "count", default = 0, title = "Late" }}
[criteria]
"1" = {{ maximum = 10, title = "Reports", deductions = [{rows}] }}
[[example]]
name = "nothing"
expect = {{ complete = false }}
"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for English, as a caller would."""
    monkeypatch.setenv("PARRULES_LANG", "en")


def test_coverage_lists_what_was_missed_in_file_order(
    capsys: Capture,
) -> None:
    """File, line and column, the rule, and what the file calls it."""
    answer = ran(capsys, "test", SMALL, "--coverage")
    missed = [line for line in answer.out.split("\n") if line[:2] == "  "]

    assert 0 == answer.code
    assert 23 == len(missed)
    assert missed[0] == (
        f"  {SMALL}:18:79  held:survey  the channel was not held: Survey"
    )
    assert f"  {SMALL}:43:5  1.1.1#1  Not issued" in missed
    assert f"  {SMALL}:45:5  1.1.1#otherwise  Late" in missed
    assert missed == sorted(missed, key=lambda line: int(line.split(":")[1]))


@pytest.mark.parametrize(
    ("limit", "code"),
    [("0", 0), ("28", 0), ("28.1", 0), ("28.2", 1), ("29", 1), ("100", 1)],
)
def test_too_little_cover_is_a_bad_answer(
    limit: str, code: int, capsys: Capture
) -> None:
    """28.1 of 100 are 28 and not 29."""
    answer = ran(capsys, "test", SMALL, "--fail-under", limit)
    told = f"{SMALL}: 28.1% is below the {limit}% of --fail-under\n"

    assert (code, told * code) == (answer.code, answer.err)


def test_a_limit_is_a_percentage(capsys: Capture) -> None:
    """What is none is not understood."""
    for value in ("101", "-1", "half", "100.1", "1e1", "nan"):
        answer = ran(capsys, "test", SMALL, "--fail-under", value)

        assert 2 == answer.code
        assert "--fail-under takes 0…100 only" in answer.err


def test_lcov_goes_to_a_file_with_a_record_for_each_ruleset(
    capsys: Capture, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are named from where one stands, as services want it."""
    monkeypatch.chdir(TESTS)
    path = tmp_path / "coverage.info"
    answer = ran(capsys, "test", SMALL, EVERY, "--lcov", path)
    text = path.read_text("utf-8")

    assert 0 == answer.code
    assert 2 == text.count("end_of_record\n")
    assert "SF:reporting/small.toml\n" in text
    assert "SF:coverage/every.toml\n" in text


def test_a_name_with_line_breaks_is_shown_on_one_line(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """A file cannot be called what the command would say of another."""
    path = tmp_path / "a\nb\rc.toml"
    path.write_bytes(pathlib.Path(SMALL).read_bytes())
    answer = ran(capsys, "test", path)

    assert 0 == answer.code
    assert "a\\nb\\rc.toml: 3 of 3 examples passed\n" in answer.out


def test_lcov_that_cannot_be_written_is_told(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """The examples have been run all the same."""
    answer = ran(capsys, "test", SMALL, "--lcov", tmp_path / "no" / "x.info")

    assert 2 == answer.code
    assert "3 of 3 examples passed" in answer.out
    assert "cannot be written" in answer.err


def test_mutate_lists_survivors_with_what_would_notice(
    capsys: Capture,
) -> None:
    """Where, what was changed from what to what, and an example."""
    answer = ran(capsys, "test", MINIATURE, "--mutate")

    assert (0, "") == (answer.code, answer.err)
    assert (
        f"{MINIATURE}: examples notice 19 of 72 changes (26.3%)\n"
        f"{MINIATURE}: not counted: 2 that change nothing for any facts, "
        "0 that cannot be used\n"
        "Changes that no example noticed: 53\n"
    ) in answer.out
    assert (
        f"  {MINIATURE}:51:148  1.1.3  threshold: from = 75 → above = 75\n"
        "    add an example: percent(tasks_done, tasks_planned) = 75%\n"
    ) in answer.out
    assert "  P.2  left out: grade_at_most = " in answer.out
    assert "  total  total: without at_most = 10\n" in answer.out


def test_mutate_speaks_vietnamese(capsys: Capture) -> None:
    """As everything does."""
    answer = ran(capsys, "test", MINIATURE, "--mutate", "--lang", "vi")

    assert (
        "  1.1.3  ngưỡng: from = 75 → above = 75\n"
        "    thêm ví dụ: percent(tasks_done, tasks_planned) = 75%\n"
    ) in answer.out


@pytest.mark.parametrize(("limit", "code"), [(26, 0), (27, 1)])
def test_too_few_changes_noticed_is_a_bad_answer(
    limit: int, code: int, capsys: Capture
) -> None:
    """The limit asks for the mutants, too."""
    answer = ran(capsys, "test", MINIATURE, "--fail-under-mutation", limit)

    assert code == answer.code
    assert ("26.3% is below the 27%" in answer.err) is bool(code)
    assert "examples notice 19 of 72" in answer.out


@pytest.fixture
def bare(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return the file of a ruleset without examples."""
    path = tmp_path / "none.toml"
    text = EVERY.read_text("utf-8").partition("[[example]]")[0]
    path.write_text(text, "utf-8")

    return path


@pytest.mark.parametrize("option", ["--fail-under", "--fail-under-mutation"])
@pytest.mark.parametrize(("limit", "code"), [(0, 0), (1, 1)])
def test_without_examples_nothing_is_reached_and_nothing_noticed(
    option: str, limit: int, code: int, bare: pathlib.Path, capsys: Capture
) -> None:
    """So every limit is missed but 0, and that the same for both."""
    answer = ran(capsys, "test", bare, option, limit)
    told = f"{bare}: 0.0% is below the {limit}% of {option}\n"

    assert (code, told * code) == (answer.code, answer.err)


def test_without_examples_all_that_is_missing_is_listed(
    bare: pathlib.Path, capsys: Capture
) -> None:
    """Whoever writes the first example learns what examples should reach."""
    answer = ran(capsys, "test", bare, "--coverage", "--mutate")

    assert (0, "") == (answer.code, answer.err)
    assert f"{bare}: there are no examples\n" in answer.out
    assert f"{bare}: examples reach 0 of 35 branches (0.0%)\n" in answer.out
    assert "  1.1#otherwise  Muộn\n" in answer.out
    assert f"{bare}: examples notice 0 of 69 changes (0.0%)\n" in answer.out
    assert "  1.1  points: points = 2 → points = 1\n" in answer.out


def test_test_as_json_is_one_document(capsys: Capture) -> None:
    """Examples, branches and mutants of each ruleset."""
    answer = ran(
        capsys, "test", MINIATURE, SMALL, "--format", "json", "--mutate"
    )
    document = json.loads(answer.out)
    first, second = document["rulesets"]

    assert (0, "") == (answer.code, answer.err)
    assert "parrules/test/1" == document["schema"]
    assert ["vn/example/district@2021", "vn/example/small@2024"] == [
        first["ruleset"],
        second["ruleset"],
    ]
    assert 2 == first["passed"] == len(first["examples"])
    assert {
        "kind": "row",
        "rule": "1.1.1#1",
        "code": "1.1.1",
        "text": "Không có kế hoạch",
        "file": str(MINIATURE),
        "line": 46,
        "column": 5,
        "examples": [],
    } in first["coverage"]["branches"]
    assert (11, 34, "32.3") == tuple(
        first["coverage"][key] for key in ("reached", "all", "percent")
    )
    assert {
        "fate": "killed",
        "kind": "points",
        "about": "1.1.3",
        "before": "points = 1.5",
        "after": "points = 1.4",
        "file": str(MINIATURE),
        "line": 51,
        "column": 148,
        "example": "one task short, two reports late",
        "hint": (
            "1.1.3#2 decides, and `expect` states the points of the node or "
            "the total"
        ),
    } in first["mutation"]["mutants"]
    assert (19, 72, 2, 0) == tuple(
        first["mutation"][key]
        for key in ("killed", "counted", "equivalent", "not_viable")
    )


def test_without_mutate_there_are_no_mutants(capsys: Capture) -> None:
    """They take their time."""
    answer = ran(capsys, "test", MINIATURE, "--format", "json")

    assert json.loads(answer.out)["rulesets"][0]["mutation"] is None


def test_a_screen_shows_a_table(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rulesets below one another, each with its share."""
    monkeypatch.setattr(testing, "is_terminal", lambda _: True)
    answer = ran(capsys, "test", SMALL, MINIATURE, "--mutate")
    cells = [
        [cell.strip() for cell in line.split("│")[2:4]]
        for line in answer.out.split("\n")
        if line.startswith("│")
    ]

    assert ["9 / 32", "28.1"] in cells
    assert ["11 / 34", "32.3"] in cells
    assert ["19 / 72", "26.3"] in cells


def test_who_waits_is_told_how_far_it_is(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is asked for again and again."""
    told: list[str] = []

    @contextlib.contextmanager
    def patience(message: str | Callable[[], str]) -> Iterator[None]:
        yield
        told.append(message if isinstance(message, str) else message())

    monkeypatch.setattr(testing, "patience", patience)
    ran(capsys, "test", MINIATURE, "--mutate")

    assert f"changing {MINIATURE}: 74 of 74 …" in told


@pytest.mark.parametrize("language", ["vi", "en"])
def test_there_are_words_for_everything_that_can_be_shown(
    language: Language,
) -> None:
    """Kinds of branches and changes, and hints with what they name."""
    words = CommandWords(language)
    shown = [words(f"branch_{kind}") for kind in BRANCHES]
    shown += [words(f"mutant_{kind}") for kind in CHANGES]
    for path in (EVERY, MINIATURE, SMALL):
        for mutant in mutants(load(path).scheme):
            hint = mutant.hint
            text = words(f"hint_{hint.key}", **hint.arguments)
            shown.append(text)
            assert all(value in text for value in hint.arguments.values())

    assert all(shown)
    assert not any(
        name
        for text in shown
        for _, name, _, _ in string.Formatter().parse(text)
        if name and name.isidentifier()
    )


def test_examples_are_run_by_the_engine_that_is_named(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So they run where the rules engine is not installed, as PAR907 says."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    answer = ran(capsys, "test", SMALL, "--engine", "compiled", "--mutate")
    other = ran(capsys, "test", SMALL, "--engine", "zen")

    assert (0, "") == (answer.code, answer.err)
    assert (2, True) == (other.code, "PAR910" in other.err)


def test_what_could_not_be_loaded_stands_in_the_document(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """With the problems that `check` would tell of it."""
    path = str(tmp_path / "none.toml")
    answer = ran(capsys, "test", path, "--format", "json")
    (refused,) = json.loads(answer.out)["refused"]

    assert 2 == answer.code
    assert (path, "PAR103", path) == (
        refused["name"],
        refused["problems"][0]["code"],
        refused["problems"][0]["file"],
    )


def test_a_rule_with_a_cap_is_listed_once(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """A cap has the id of the row that it caps."""
    rows = ", ".join(
        f'{{ each = "c", per = {n}, at_most = 1, label = "{n}" }}'
        for n in range(1, 7)
    )
    path = tmp_path / "caps.toml"
    path.write_text(CAPS.format(rows=rows), encoding="utf-8", newline="\n")
    answer = ran(capsys, "test", path)

    assert 1 == answer.out.count("1#deduction.2,")
