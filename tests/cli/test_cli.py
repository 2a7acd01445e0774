"""The command: what it prints, and the code it exits with."""

import json
import pathlib
import stat

import pytest

from cli.commands import FACTS, ROOT, SMALL, ran, spawned
from parrules.cli import commands, listing
from parrules.cli.words import CommandWords
from parrules.library import load, rulesets
from parrules.loading.bundled import everything
from parrules.loading.submissions import read_submission
from parrules.reporting.text import breakdown_text

Capture = pytest.CaptureFixture[str]
DOUBTFUL = """
language = 1
[ruleset]
id = "vn/example/doubtful"
edition = "1"
status = "template"
title = "Thử"
source = "x"
maximum = 2
[fact]
a = { type = "count" }
[criteria]
"1" = { maximum = 2, title = "Một" }
"1.1" = { maximum = 2, title = "Hai", measure = "a", tiers = [[2, 1], [0, 0]] }
"""
KNOWN = DOUBTFUL.replace(
    'measure = "a"', 'known = { PAR204 = "as printed" }, measure = "a"'
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all commands answer in English unless they are told otherwise."""
    monkeypatch.setenv("PARRULES_LANG", "en")


def written(folder: pathlib.Path, text: str, name: str = "x.toml") -> str:
    """Write a file, and return its path."""
    path = folder / name
    path.write_text(text, "utf-8")

    return str(path)


# -- score -------------------------------------------------------------------


def test_score_prints_the_breakdown_as_text(capsys: Capture) -> None:
    """Where nobody watches, it is plain text."""
    breakdown = load(SMALL).evaluate(read_submission(FACTS))
    answer = ran(capsys, "score", SMALL, FACTS)

    assert (0, breakdown_text(breakdown.to_dict(), "en"), "") == answer


def test_score_speaks_the_language_asked_for(capsys: Capture) -> None:
    """The option may stand before or after the command."""
    after = ran(capsys, "score", SMALL, FACTS, "--lang", "vi")
    before = ran(capsys, "--lang=vi", "score", SMALL, FACTS)

    assert "TỔNG ĐIỂM" in after.out
    assert before == after


def test_score_as_json_is_the_document_of_the_breakdown(
    capsys: Capture,
) -> None:
    """What a program reads is what the library writes."""
    breakdown = load(SMALL).evaluate(read_submission(FACTS))
    answer = ran(capsys, "score", SMALL, FACTS, "--format", "json")

    assert breakdown.to_dict() == json.loads(answer.out)
    assert (0, "") == (answer.code, answer.err)


def test_score_writes_to_a_file(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """As text or JSON; then nothing is printed."""
    path = tmp_path / "out"
    text = ran(capsys, "score", SMALL, FACTS, "-o", path)

    assert (0, "", "") == text
    assert path.read_text("utf-8").startswith("Trial index\n")

    path.chmod(0o640)
    ran(capsys, "score", SMALL, FACTS, "--format=json", "--output", path)

    assert json.loads(path.read_bytes())["schema"] == "parrules/breakdown/1"
    assert 0o640 == stat.S_IMODE(path.stat().st_mode)
    assert [path] == list(tmp_path.iterdir())


def test_a_dash_is_the_screen(
    tmp_path: pathlib.Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As elsewhere; no file is called so."""
    monkeypatch.chdir(tmp_path)
    shown = ran(capsys, "score", SMALL, FACTS, "--format=json")
    written = ran(capsys, "score", SMALL, FACTS, "--format=json", "-o", "-")

    assert [] == list(tmp_path.iterdir())
    assert json.loads(shown.out) == json.loads(written.out)


@pytest.mark.parametrize("name", ["no/such/folder.txt", ".", "a\0b"])
def test_score_that_cannot_write_says_so(
    capsys: Capture, tmp_path: pathlib.Path, name: str
) -> None:
    """The code is that of a command that could not run."""
    answer = ran(capsys, "score", SMALL, FACTS, "-o", f"{tmp_path}/{name}")

    assert (2, "") == answer[:2]
    assert "cannot be written" in answer.err
    assert [] == list(tmp_path.iterdir())


def test_score_writes_to_what_is_no_file(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """A device is written to, never replaced."""
    link = tmp_path / "nowhere"
    link.symlink_to("/dev/null")

    assert 0 == ran(capsys, "score", SMALL, FACTS, "-o", link).code
    assert pathlib.Path("/dev/null").is_char_device()


@pytest.mark.parametrize("is_link", [True, False])
@pytest.mark.parametrize("which", ["ruleset", "facts"])
def test_score_never_writes_over_what_it_reads(
    capsys: Capture, tmp_path: pathlib.Path, which: str, *, is_link: bool
) -> None:
    """Also by another name: a unit's facts are not to be had again."""
    names = {"ruleset": SMALL, "facts": FACTS}
    for name, path in names.items():
        text = pathlib.Path(path).read_text("utf-8")
        names[name] = written(tmp_path, text, f"{name}.toml")
    output = names[which]
    before = pathlib.Path(output).read_bytes()
    if is_link:
        output = str(tmp_path / "link")
        pathlib.Path(output).symlink_to(names[which])
    answer = ran(
        capsys, "score", names["ruleset"], names["facts"], "-o", output
    )

    assert (2, "") == answer[:2]
    assert f"`{output}` is an input" in answer.err
    assert before == pathlib.Path(names[which]).read_bytes()


def test_no_bundled_ruleset_is_written_over(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """It is an input, too, by whatever name."""
    bundled = rulesets()[0]
    before = bundled.path.read_bytes()
    facts = written(tmp_path, "[facts]\n")
    for command in (
        ("score", bundled.name, facts, "-o", bundled.path),
        ("test", bundled.name, "--lcov", bundled.path),
    ):
        assert 2 == ran(capsys, *command).code
        assert before == bundled.path.read_bytes()


def test_all_that_is_wrong_with_facts_is_told_in_one_run(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """In file order, whoever found it: the reader or the ruleset."""
    path = written(
        tmp_path,
        "zzz = 3\ntasks_done = 5\n1.1.2 = 'yes'\ntasks = 1e30\n"
        "issued = 2024-13-01\n",
    )
    answer = ran(capsys, "score", SMALL, path)
    lines = [
        line.removeprefix(f"{path}:")
        for line in answer.err.splitlines()
        if not line.startswith("  ")
    ]

    assert ["1:1", "3:1", "4:9", "5:10"] == [
        line.partition(": ")[0] for line in lines
    ]
    assert 1 == answer.code


def test_an_incomplete_breakdown_is_fine(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """It is no error that not all is known yet."""
    facts = written(tmp_path, "tasks = 3\n")
    answer = ran(capsys, "score", SMALL, facts)

    assert (0, "") == (answer.code, answer.err)
    assert "INCOMPLETE" in answer.out


@pytest.mark.parametrize(
    ("text", "name", "code", "problem"),
    [
        ("tsks = 3\n", "x.toml", 1, "PAR301"),
        ("tasks = 3\ntasks_done = 4\n", "x.toml", 1, "PAR305"),
        ("[fact]\ntasks = 3\n", "x.toml", 1, "PAR104"),
        ("1.1.2 = 'yes'\n", "x.toml", 1, "PAR108"),
        ('{"tasks": 3, "tasks": 3}', "x.json", 1, "PAR317"),
        ("fact,value\ntasks,x\n", "x.csv", 1, "PAR314"),
        (f"tasks = '{'x' * 20_000}'\n", "x.toml", 1, "PAR113"),
        ("tasks = \ntasks_done = 1\n", "x.toml", 1, "PAR101"),
        ("fact,value\ntasks,0,5\n", "x.csv", 1, "PAR331"),
        ("a = 1e1000000\n", "x.toml", 1, "PAR107"),
        ("Kế hoạch\n", "x.toml", 2, "PAR121"),
        (f"a = {'[' * 99}{']' * 99}", "x.toml", 2, "PAR113"),
        ("{", "x.json", 2, "PAR316"),
        ("a,b\n", "x.csv", 2, "PAR316"),
        ("", "x.toml", 2, "PAR114"),
        (f"a = '{'x' * 5_000_000}'\n", "x.toml", 2, "PAR113"),
    ],
)
def test_bad_facts_go_to_the_error_stream(  # noqa: PLR0917  # a table
    capsys: Capture,
    tmp_path: pathlib.Path,
    text: str,
    name: str,
    code: int,
    problem: str,
) -> None:
    """1 where the facts are bad, 2 where there are none to read."""
    path = written(tmp_path, text, name)
    answer = ran(capsys, "score", SMALL, path)

    assert (code, "") == answer[:2]
    assert answer.err.startswith(f"{path}:" if text else path)
    assert f"error {problem}: " in answer.err


@pytest.mark.parametrize("command", [("score",), ("explain",)])
def test_bytes_that_are_no_text_are_no_facts(
    capsys: Capture, tmp_path: pathlib.Path, command: tuple[str]
) -> None:
    """UTF-16 is named as what it is."""
    path = tmp_path / "x.toml"
    path.write_bytes("tasks = 3".encode("utf-16"))
    code = ("1",) if command == ("explain",) else ()
    answer = ran(capsys, *command, SMALL, path, *code)

    assert 2 == answer.code
    assert "it is UTF-16 now" in answer.err


def test_what_is_wrong_with_ruleset_and_facts_is_told_in_one_run(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Nobody has to come back for the second."""
    ruleset = written(tmp_path, DOUBTFUL)
    facts = written(tmp_path, "1.1 = 2\n", "facts.toml")
    answer = ran(capsys, "score", ruleset, facts)

    assert 1 == answer.code
    assert "PAR204" in answer.err
    assert "PAR108" in answer.err


@pytest.mark.parametrize(
    ("ruleset", "facts"),
    [
        ("nowhere.toml", FACTS),
        ("vn/no/such", FACTS),
        (".", FACTS),
        ("", FACTS),
        ("a\0b", FACTS),
        (SMALL, "nowhere.toml"),
        (SMALL, "."),
        (SMALL, ""),
        (SMALL, "a\0b"),
    ],
)
def test_what_does_not_exist_cannot_be_scored(
    capsys: Capture, ruleset: str, facts: str
) -> None:
    """The code is that of a command that could not run."""
    answer = ran(capsys, "score", ruleset, facts)

    assert (2, "") == answer[:2]
    assert answer.err.startswith(
        (
            "error PAR1",
            f"{ruleset}: error PAR103",
            f"{facts}: error PAR103".replace("\0", "\\x00"),
        )
    )


# -- explain -----------------------------------------------------------------


def test_explain_shows_one_node_in_full(capsys: Capture) -> None:
    """Rules, facts, documents and places."""
    answer = ran(capsys, "explain", SMALL, FACTS, "1.1.1")

    assert (0, "") == (answer.code, answer.err)
    assert answer.out.startswith("1.1.1  Issued in time\n0.5 of 1 points")
    assert "2024-02-01 [KH-15] [issued]" in answer.out
    assert "Rule: 1.1.1#otherwise" in answer.out


def test_explain_shows_the_rows_that_did_not_apply(capsys: Capture) -> None:
    """Who lost points reads what would have given them."""
    answer = ran(capsys, "explain", SMALL, FACTS, "1.1.1")
    _, _, rows = answer.out.partition("(✓ marks the rows that applied)\n")
    first, _, last, *_ = rows.splitlines()

    assert first.startswith("    Not issued (")
    assert "  ✓ Late → 0.5" == last


def test_explain_lists_what_is_below(capsys: Capture) -> None:
    """An area is the sum of its criteria."""
    answer = ran(capsys, "explain", SMALL, FACTS, "1")

    assert "What is below\n  1.1  Plan " in answer.out


@pytest.mark.parametrize(
    ("code", "near"), [("1.1.11", "did you mean `1.1.1`?"), ("zz", "")]
)
def test_explain_knows_only_the_codes_of_the_ruleset(
    capsys: Capture, code: str, near: str
) -> None:
    """A near one is suggested."""
    answer = ran(capsys, "explain", SMALL, FACTS, code)

    assert (2, "") == answer[:2]
    assert f"PAR706: the ruleset has nothing with the code `{code}`" in (
        answer.err
    )
    assert near in answer.err
    assert bool(near) is ("did you mean" in answer.err)


# -- check -------------------------------------------------------------------


def test_check_of_a_sound_ruleset_says_so(capsys: Capture) -> None:
    """Nothing on the error stream."""
    assert (0, f"{SMALL}: nothing is wrong\n", "") == ran(
        capsys, "check", SMALL
    )


def test_check_prints_problems_and_counts_them(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """They are the answer, so they go to the standard output."""
    path = written(tmp_path, DOUBTFUL)
    answer = ran(capsys, "check", path)

    assert (1, "") == (answer.code, answer.err)
    assert f"{path}:14:21: error PAR204: " in answer.out
    assert answer.out.endswith(
        f"{path}: errors: 1, warnings: 1, acknowledged: 0\n"
    )


def test_check_shows_what_is_acknowledged_and_does_not_count_it(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Warnings alone are fine, too."""
    path = written(tmp_path, KNOWN)
    answer = ran(capsys, "check", path)

    assert 0 == answer.code
    assert ": acknowledged PAR204: criterion `1.1` can earn" in answer.out
    assert "  reason: as printed\n" in answer.out
    assert ": warning PAR420: " in answer.out
    assert answer.out.endswith(
        f"{path}: errors: 0, warnings: 1, acknowledged: 1\n"
    )


def test_check_as_json_is_a_list_of_problems(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """The keys are stable; both languages have the same problems."""
    path = written(tmp_path, KNOWN)
    english, vietnamese = (
        json.loads(
            ran(
                capsys, "check", path, SMALL, "--format=json", "--lang", lang
            ).out
        )
        for lang in ("en", "vi")
    )

    assert ["PAR420", "PAR204"] == [each["code"] for each in english]
    assert {
        "file": path,
        "line": 14,
        "column": 21,
        "code": "PAR204",
        "severity": "error",
        "acknowledged": "as printed",
    }.items() <= english[1].items()
    assert {"what", "why", "fix"} <= set(english[1])
    assert english[1]["what"] != vietnamese[1]["what"]
    assert [each["line"] for each in english] == [
        each["line"] for each in vietnamese
    ]


def test_check_of_what_is_no_ruleset_could_not_run(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """A wrong ruleset is an answer, none is not."""
    broken = written(tmp_path, "language = 1\n[ruleset\n")
    binary = tmp_path / "b.toml"
    binary.write_bytes(b"\xff\xfe")
    prose = written(tmp_path, "Kế hoạch\n", "prose.toml")
    empty = written(tmp_path, "\n", "empty.toml")
    deep = written(tmp_path, f"a = {'[' * 99}{']' * 99}", "deep.toml")

    assert 1 == ran(capsys, "check", broken).code
    for nothing in (binary, prose, empty, deep):
        for command in (("check",), ("show",), ("score",)):
            facts = (FACTS,) if command == ("score",) else ()
            assert 2 == ran(capsys, *command, nothing, *facts).code
    assert 2 == ran(capsys, "check", "nowhere.toml").code
    assert 2 == ran(capsys, "check", "vn/no/such").code
    assert 2 == ran(capsys, "check", SMALL, broken, "nowhere.toml").code
    assert 1 == ran(capsys, "check", broken, SMALL).code


def test_check_as_json_names_what_it_could_not_read(capsys: Capture) -> None:
    """A problem without a place has the name that was asked for."""
    answer = ran(capsys, "check", "vn/no/such", "--format", "json")
    (problem,) = json.loads(answer.out)

    assert ("vn/no/such", None, None, "PAR118") == (
        problem["file"],
        problem["line"],
        problem["column"],
        problem["code"],
    )


# -- test --------------------------------------------------------------------


def test_test_runs_the_examples_and_counts_branches(capsys: Capture) -> None:
    """What is not covered is information, not failure."""
    answer = ran(capsys, "test", SMALL)

    assert (0, "") == (answer.code, answer.err)
    assert "passed  a task short\n" in answer.out
    assert f"{SMALL}: 3 of 3 examples passed\n" in answer.out
    assert f"{SMALL}: examples reach 9 of 32 branches (28.1%)" in answer.out
    assert answer.out.endswith(
        "reached: 23 (to list them: --coverage)\n"
        "  derive:in_time, held:survey, 1.1.1#1, 1.1.1#otherwise, "
        "1.1.1#unevidenced,\n"
        "    1.1.2#no, 1.1.3#if_none, 1.1.3#3, 1.2#deduction.1, 1.2#floor … "
        "and 13 more\n"
    )


def test_test_names_what_no_example_reached_by_ruleset(
    capsys: Capture,
) -> None:
    """Rules of several rulesets may be called alike."""
    forms = pathlib.Path(SMALL).with_name("forms.toml")
    answer = ran(capsys, "test", SMALL, forms)
    lines = answer.out.splitlines()

    assert [True, True] == [
        any(line.startswith(f"  {name}: derive:") for line in lines)
        for name in (SMALL, forms)
    ]


def test_test_lists_few_branches_unasked(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """With line and label, as `--coverage` lists them."""
    path = tmp_path / "few.toml"
    path.write_text(
        """
language = 1

[ruleset]
id = "few"
edition = "1"
status = "template"
maximum = 1
title = "Few"

[fact]
tasks = { type = "count" }

[criteria]
"1" = { maximum = 1, measure = "tasks", tiers = [[2, 1], [0, 0]] }

[[example]]
name = "done"
facts = { tasks = 2 }
expect = { total = 1 }
""",
        encoding="utf-8",
    )
    answer = ran(capsys, "test", path)
    asked = ran(capsys, "test", path, "--coverage")

    assert (0, asked.out) == (answer.code, answer.out)
    assert "reached: 1\n" in answer.out
    assert "1#2  below 2" in answer.out or "1#2  from 0" in answer.out


def test_test_shows_what_was_expected_beside_what_came_out(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """A failure is a bad answer."""
    text = pathlib.Path(SMALL).read_text("utf-8")
    text = text.replace("total = 9,", "total = 8,").replace(
        'problems = ["PAR305"]', 'problems = ["PAR306"]'
    )
    answer = ran(capsys, "test", written(tmp_path, text), SMALL)

    assert 1 == answer.code
    assert (
        "FAILED  a task short\n    total: expected 8, got 9.00\n"
    ) in answer.out
    assert "problems: expected PAR306, got PAR305\n" in answer.out
    assert "    error PAR305: fact `tasks_done`" in answer.out
    assert "1 of 3 examples passed" in answer.out
    assert "3 of 3 examples passed" in answer.out


def test_test_in_vietnamese_writes_numbers_and_keys_in_words(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """A decimal comma, as in reports; JSON keeps what TOML would have."""
    text = pathlib.Path(SMALL).read_text("utf-8")
    path = written(tmp_path, text.replace("total = 9,", "total = 8.5,"))
    shown = ran(capsys, "test", path, "--lang", "vi").out
    told = ran(capsys, "test", path, "--lang", "vi", "--format", "json").out

    assert "    tổng điểm: cần 8,5, được 9,00\n" in shown
    assert "9/32 nhánh quy tắc (28,1%)" in shown
    assert '"expected": "8.5"' in told


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("grade", "xếp loại"),
        ("1.1.1", "1.1.1"),
        ("1.1.1.rule", "1.1.1 quy tắc"),
        ("X. A rank", "X. A thứ hạng"),
        ("index", "index"),
    ],
)
def test_keys_of_expectations_have_words(what: str, said: str) -> None:
    """Codes and names of units stay as they are."""
    assert said == CommandWords("vi").expectation(what)


@pytest.mark.parametrize(
    ("text", "said"),
    [("9.50", "9,50"), ("PAR305", "PAR305"), ("200/3", "≈\u00a066,67")],
)
def test_only_numbers_are_written_as_numbers(text: str, said: str) -> None:
    """Ids of grades and rules may hold points, too."""
    assert said == CommandWords("vi").number(text)


def test_test_tells_where_the_facts_of_an_example_are_wrong(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """That is an error of the ruleset, which has a place."""
    text = pathlib.Path(SMALL).read_text("utf-8")
    text = text.replace('problems = ["PAR305"]', "total = 10")
    path = written(tmp_path, text)
    answer = ran(capsys, "test", path)

    assert (1, "") == answer[:2]
    assert answer.err.startswith(f"{path}:")
    assert "error PAR305: fact `tasks_done`" in answer.err


def test_test_of_a_ruleset_with_errors_runs_nothing(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """The errors are told instead."""
    answer = ran(capsys, "test", written(tmp_path, DOUBTFUL))

    assert (1, "") == answer[:2]
    assert "PAR204" in answer.err
    assert 2 == ran(capsys, "test", "nowhere.toml").code


def test_test_of_a_ruleset_without_examples_says_so(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """It is not an error; of its branches none is reached."""
    path = written(tmp_path, KNOWN)
    answer = ran(capsys, "test", path)

    assert (0, "") == (answer.code, answer.err)
    assert answer.out.startswith(f"{path}: there are no examples\n")
    assert f"{path}: examples reach 0 of " in answer.out


def test_test_says_where_every_branch_was_reached(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Full cover is worth a line."""
    examples = "".join(
        f'[[example]]\nname = "{a}"\nfacts = {{ a = {a} }}\nexpect = {{}}\n'
        for a in (0, 2)
    )
    answer = ran(capsys, "test", written(tmp_path, KNOWN + examples))

    assert answer.out.endswith("Every branch was reached by some example\n")


# -- rulesets, show ----------------------------------------------------------


def test_rulesets_lists_all_that_is_bundled(capsys: Capture) -> None:
    """By name: what it is, when it is in force, and whose word it is."""
    answer = ran(capsys, "rulesets")
    vietnamese = ran(capsys, "rulesets", "--lang", "vi").out.splitlines()
    lines = [line.split("  ", 1)[0] for line in answer.out.splitlines()]
    first = vietnamese[lines.index("vn/brvt/police-district@2024")]

    assert (0, "") == (answer.code, answer.err)
    assert [each.name for each in everything()] == lines
    assert (
        "vn/brvt/police-district@2024  ruleset        "
        "2024-01-01 – 2024-12-31"  # a range
        "  reconstruction  PAR index 2024: district police, Bà Rịa – Vũng Tàu"
    ) in answer.out.splitlines()
    assert first.endswith(
        "  bộ quy tắc  01/01/2024 – 31/12/2024  dựng lại  Chỉ số cải cách"
        " hành chính 2024: Công an cấp huyện, Bà Rịa – Vũng Tàu"
    )


def test_rulesets_as_json_have_titles_in_both_languages(
    capsys: Capture,
) -> None:
    """A program chooses the language itself."""
    listed = json.loads(ran(capsys, "rulesets", "--format", "json").out)
    by_name = {each["name"]: each for each in listed}
    first = next(
        each for each in rulesets() if each.id == "vn/brvt/police-district"
    )

    assert len(everything()) == len(listed)
    assert {"ruleset", "questionnaire", "index"} == {
        each["kind"] for each in listed
    }
    assert {
        "name": first.name,
        "kind": "ruleset",
        "id": first.id,
        "edition": first.edition,
        "status": "reconstruction",
        "title": {"vi": first.title.vi, "en": first.title.en},
        "from": "2024-01-01",
        "to": "2024-12-31",
    } == by_name[first.name]


def test_rulesets_on_a_screen_are_a_table(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a head, and as wide as the screen."""
    monkeypatch.setattr(listing, "is_terminal", lambda _: True)
    monkeypatch.setattr(listing, "columns", lambda: 80)
    lines = ran(capsys, "rulesets").out.splitlines()
    first = next(
        place
        for place, line in enumerate(lines)
        if "vn/brvt/police-district@2024" in line
    )

    assert {80} == {len(line) for line in lines}
    assert ["name", "title"] == [
        cell.strip() for cell in lines[1].strip("┃│|").split("┃")
    ]
    assert "PAR index 2024: district" in lines[first]
    assert "ruleset, reconstruction" in lines[first + 1]
    assert "2024-01-01 – 2024-12-31" in lines[first + 2]  # a range


def test_days_are_written_alike_in_all_commands(capsys: Capture) -> None:
    """Day first in Vietnamese, as in every other report."""
    name = "vn/brvt/police-district@2024"
    listed = ran(capsys, "rulesets", "--lang", "vi").out
    shown = ran(capsys, "show", name, "--lang", "vi").out

    assert "01/01/2024 – 31/12/2024" in listed
    assert "Áp dụng: 01/01/2024 – 31/12/2024" in shown


def test_rulesets_may_be_none(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation may come without any."""
    monkeypatch.setattr(commands, "everything", tuple)
    answer = ran(capsys, "rulesets")

    assert (0, "") == answer[:2]
    assert "no rulesets" in answer.err


def test_show_writes_the_outline(capsys: Capture) -> None:
    """In the language asked for."""
    english = ran(capsys, "show", SMALL)
    vietnamese = ran(capsys, "show", SMALL, "--lang", "vi")
    folder = ROOT / "tests" / "reporting" / "expected"

    assert (folder / "outline.en.txt").read_text("utf-8") == english.out
    assert (folder / "outline.vi.txt").read_text("utf-8") == vietnamese.out
    assert 2 == ran(capsys, "show", "nowhere.toml").code


def test_all_that_is_bundled_can_be_shown_checked_and_tested(
    capsys: Capture,
) -> None:
    """What is shipped works, of every kind; rulesets are shown."""
    names = [each.name for each in everything()]

    assert 0 == ran(capsys, "check", *names).code
    assert 0 == ran(capsys, "test", *names).code
    for each in rulesets():
        assert 0 == ran(capsys, "show", each.name).code


def test_explain_says_the_same_by_every_engine(capsys: Capture) -> None:
    """Also where the rules engine is not installed."""
    durable, compiled = (
        ran(capsys, "explain", SMALL, FACTS, "1.1.1", "--engine", engine)
        for engine in ("durable", "compiled")
    )

    assert (0, durable.out) == (compiled.code, compiled.out)


def test_explain_refuses_an_engine_that_does_not_exist(
    capsys: Capture,
) -> None:
    """PAR910, as `score` does."""
    answer = ran(capsys, "explain", SMALL, FACTS, "1.1.1", "--engine", "zen")

    assert (2, True) == (answer.code, "PAR910" in answer.err)


def test_an_output_without_a_name_is_told_as_that(capsys: Capture) -> None:
    """It is no folder."""
    answer = ran(capsys, "score", SMALL, FACTS, "-o", "")

    assert (2, True) == (answer.code, "the name is empty" in answer.err)


def test_facts_without_a_name_are_told_first(capsys: Capture) -> None:
    """No place stands before the problem, since there is none."""
    answer = ran(capsys, "score", SMALL, "")

    assert (2, True) == (answer.code, answer.err.startswith("error PAR103"))


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_an_output_may_be_the_standard_one(name: str) -> None:
    """Also where that is a pipe, which has no name in any folder."""
    shown = spawned("score", SMALL, FACTS)
    answer = spawned("score", SMALL, FACTS, "-o", name)

    assert (0, b"", shown.stdout) == (
        answer.returncode,
        answer.stderr,
        answer.stdout,
    )
