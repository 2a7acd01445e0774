"""Help, usage, languages, streams: what holds for every command."""

import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import tty
from typing import NoReturn

import pytest
import typer
from typer.testing import CliRunner

import parrules
from cli.commands import FACTS, ROOT, SMALL, ran, spawned
from parrules.cli import commands, main, output, running
from parrules.cli.application import application
from parrules.cli.output import UnwrittenError, json_text, patience
from parrules.cli.usage import usage_text
from parrules.cli.words import CommandWords, requested_language
from parrules.errors import EngineError, ParrulesError, Problem

Capture = pytest.CaptureFixture[str]
NAMES = ("score", "explain", "check", "test", "show", "rulesets")


# -- help and usage ----------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "heading"), [("vi", "Ví dụ:"), ("en", "Examples:")]
)
@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_has_examples_in_the_language_asked_for(
    capsys: Capture, name: str, lang: str, heading: str
) -> None:
    """Each example is a command that can be typed."""
    arguments = [name, "--help", "--lang", lang] if name else ["-h"]
    if not name:
        arguments = ["--lang", lang, *arguments]
    answer = ran(capsys, *arguments)
    head, _, examples = answer.out.partition(heading)

    assert (0, "") == (answer.code, answer.err)
    assert head.strip()
    assert f"parrules {name}".strip() in examples


def test_help_says_everything_in_the_language_asked_for(
    capsys: Capture,
) -> None:
    """Panels and options, too."""
    vietnamese = ran(capsys, "score", "--help", "--lang", "vi").out
    english = ran(capsys, "score", "--help", "--lang", "en").out

    for words in ("Tham số", "Tùy chọn", "Tệp dữ kiện", "Xem cách dùng"):
        assert words in vietnamese
        assert words not in english
    for words in ("Arguments", "Options", "The facts", "Show how"):
        assert words in english
        assert words not in vietnamese


def test_help_lists_the_commands_with_what_they_do(capsys: Capture) -> None:
    """In the order in which they are learned."""
    text = ran(capsys, "--help", "--lang", "en").out
    positions = [text.index(f"│ {name} ") for name in NAMES]

    assert sorted(positions) == positions
    assert "Exit codes: 0 fine" in text


def test_without_a_command_there_is_help_and_the_code_of_misuse(
    capsys: Capture,
) -> None:
    """Nothing was asked, so nothing was done."""
    answer = ran(capsys)

    assert 2 == answer.code
    assert "Ví dụ:" in answer.out


def test_version_is_that_of_the_package(capsys: Capture) -> None:
    """A bug report begins with it."""
    answer = ran(capsys, "--version")

    assert 0 == answer.code
    assert answer.out.startswith("parrules 0.")


@pytest.mark.parametrize(
    ("arguments", "message", "command"),
    [
        (["scor"], "no command scor; did you mean `score`?", ""),
        (["zzz"], "there is no command zzz\n", ""),
        (["score"], "RULESET is missing", "score"),
        (["score", "a"], "FACTS is missing", "score"),
        (["explain", "a", "b"], "CODE is missing", "explain"),
        (["check"], "RULESET... is missing", "check"),
        (["rulesets", "x", "y"], "x y is too much", "rulesets"),
        (["check", "a", "--frmat", "x"], "no option --frmat", "check"),
        (["check", "a", "--format"], "--format needs a value", "check"),
        (["check", "a", "--format", "x"], "takes text | json only", "check"),
        (["check", "a", "--lang", "fr"], "chỉ nhận vi | en", "check"),
        (["--lang", "fr", "rulesets"], "chỉ nhận vi | en", ""),
        (["check", "a", "--lang", "vn"], "có phải ý bạn là `vi`?", "check"),
        (["--lang", "EN", "rulesets"], "có phải ý bạn là `en`?", ""),
        (["rank", "a", "--format", "htm"], "did you mean `html`?", "rank"),
    ],
)
def test_a_command_that_is_not_understood_says_why(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
    command: str,
) -> None:
    """And where help is; the code is 2."""
    monkeypatch.setenv("PARRULES_LANG", "en")
    answer = ran(capsys, *arguments)

    assert (2, "") == answer[:2]
    assert message in answer.err
    assert f"parrules {command}".strip() + " --help" in answer.err


def test_a_message_of_typer_that_we_do_not_know_is_passed_on() -> None:
    """Better in English than not at all."""
    text = usage_text(typer.BadParameter("odd"), CommandWords("en"))

    assert "the command is not understood: Invalid value: odd" in text
    assert "parrules --help" in text


# -- languages ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ([], None),
        (["score", "--lang", "en"], "en"),
        (["--lang=vi", "score"], "vi"),
        (["--lang", "vi", "score", "--lang", "en"], "en"),
        (["score", "--lang"], ""),
        (["score", "--", "--lang", "en"], None),
    ],
)
def test_the_last_lang_option_counts(
    arguments: list[str], language: str | None
) -> None:
    """Wherever it stands; what follows ``--`` is no option."""
    assert language == requested_language(arguments)


def test_vietnamese_unless_told_otherwise(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An option wins over the environment."""
    monkeypatch.delenv("PARRULES_LANG", raising=False)
    assert "không có gì sai" in ran(capsys, "check", SMALL).out

    monkeypatch.setenv("PARRULES_LANG", "en")
    assert "nothing is wrong" in ran(capsys, "check", SMALL).out
    vietnamese = ran(capsys, "--lang", "vi", "check", SMALL)
    assert "không có gì sai" in vietnamese.out


def test_a_language_that_does_not_exist_is_refused(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in the environment, unless an option says better."""
    monkeypatch.setenv("PARRULES_LANG", "fr")

    assert (2, "", "PARRULES_LANG là `fr`; chỉ có vi và en\n") == ran(
        capsys, "check", SMALL
    )
    assert 0 == ran(capsys, "check", SMALL, "--lang", "en").code


def test_the_application_works_without_our_runner() -> None:
    """Typer's own test runner gives it no words of ours."""
    result = CliRunner().invoke(application(), ["check", SMALL])

    assert 0 == result.exit_code
    assert "không có gì sai" in result.output


# -- whatever happens --------------------------------------------------------


def test_an_interrupt_has_its_own_code(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """130, and one line."""

    def interrupt(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "rulesets", interrupt)
    answer = ran(capsys, "rulesets", "--lang", "en")

    assert (130, "", "stopped on request\n") == answer

    monkeypatch.setattr(running, "_run", interrupt)
    assert (130, "", "stopped on request\n") == ran(
        capsys, "rulesets", "--lang", "en"
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EngineError([Problem(code="PAR907", arguments={})]), "PAR907"),
        (ParrulesError("out of order"), "out of order"),
    ],
)
def test_an_engine_that_does_not_work_is_told(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    error: ParrulesError,
    words: str,
) -> None:
    """The command could not run."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(commands, "rulesets", fail)
    answer = ran(capsys, "rulesets")

    assert 2 == answer.code
    assert words in answer.err


def test_what_is_written_after_the_reader_left_goes_nowhere(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    """Python writes what is left over when it ends."""

    def leave(*_: object, **__: object) -> NoReturn:
        raise UnwrittenError("stdout", BrokenPipeError())

    monkeypatch.setattr(commands, "rulesets", leave)
    assert 141 == ran(capsys, "rulesets").code

    with (tmp_path / "out").open("w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert 141 == running.run(["rulesets"])
        print("left over")  # noqa: T201  # what Python would write

    assert "" == (tmp_path / "out").read_text()


def test_the_end_of_the_input_is_an_interrupt(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typer makes an abort of it."""

    def end(*_: object, **__: object) -> NoReturn:
        raise EOFError

    monkeypatch.setattr(commands, "rulesets", end)

    assert 130 == ran(capsys, "rulesets").code


def test_main_exits_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The script of the package and ``python -m`` call it."""
    monkeypatch.setattr(sys, "argv", ["parrules", "--version"])
    with pytest.raises(SystemExit) as caught:
        main()

    assert 0 == caught.value.code


# -- processes ---------------------------------------------------------------


def test_python_m_runs_the_command() -> None:
    """With the same codes."""
    assert 0 == spawned("check", SMALL).returncode
    result = spawned("score", SMALL, "nowhere.toml", "--lang", "en")

    assert (2, b"") == (result.returncode, result.stdout)
    assert b"error PAR103" in result.stderr


def test_a_reader_who_leaves_early_makes_no_traceback() -> None:
    """``parrules show … | head -1`` is common."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        result = subprocess.run(
            [sys.executable, "-m", "parrules", "show", SMALL],
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
            env={"PYTHONPATH": str(ROOT / "src")},
        )

    assert (141, b"") == (result.returncode, result.stderr)


def test_an_interrupt_before_there_are_words_has_the_same_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever changes their mind at once sees no traceback."""

    def interrupted(_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "run", interrupted)
    with pytest.raises(SystemExit) as found:
        main()

    assert 130 == found.value.code


COMMANDS = (
    ("score", SMALL, FACTS),
    ("score", SMALL, FACTS, "--format", "json"),
    ("explain", SMALL, FACTS, "1"),
    ("check", SMALL),
    ("test", SMALL),
    ("show", SMALL),
    ("rulesets",),
    ("--help",),
    ("score", "--help"),
    ("--version",),
)
COLOURED = ("score", SMALL, FACTS)
"""The one that writes what a terminal shows and what a file holds."""


def shelled(
    redirection: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command by a shell, with its streams put elsewhere."""
    return subprocess.run(
        [
            "/bin/sh",
            "-c",
            f'"$0" -m parrules "$@" {redirection}',
            sys.executable,
            *arguments,
        ],
        capture_output=True,
        check=False,
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "PARRULES_LANG": "en",
            **environment,
        },
    )


@pytest.mark.parametrize(
    ("arguments", "redirection", "reason"),
    [
        *((each, ">&-", "it is closed") for each in COMMANDS),
        (COLOURED, ">/dev/full", "the disk is full"),
        (("rulesets",), ">/dev/full", "the disk is full"),
        (("--help",), ">/dev/full", "the disk is full"),
    ],
)
def test_what_cannot_be_written_is_as_if_it_had_not_run(
    arguments: tuple[str, ...], redirection: str, reason: str
) -> None:
    """A full disk, a closed stream: one line, and the code 2."""
    result = shelled(redirection, *arguments)
    message = f"nothing can be written to stdout: {reason}\n"

    assert (2, message) == (result.returncode, result.stderr.decode())


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_without_an_error_stream_the_code_still_tells(
    redirection: str,
) -> None:
    """What is well needs none; what is not can only be 2."""
    fine = shelled(redirection, "check", SMALL)
    broken = shelled(redirection, "score", SMALL, "nowhere.toml")
    misused = shelled(redirection, "scor")
    silent = shelled(f"{redirection} >&-", "--help")

    assert fine.stdout
    assert [0, 2, 2, 2] == [
        each.returncode for each in (fine, broken, misused, silent)
    ]
    assert b"" == broken.stdout == misused.stdout == silent.stdout


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        *((each, {}) for each in COMMANDS),
        (COLOURED, {"FORCE_COLOR": "1"}),
        (COLOURED, {"PYTHONUNBUFFERED": "1"}),
        (("--help",), {"PYTHONUNBUFFERED": "1"}),
    ],
)
def test_a_closed_pipe_is_141_in_every_command(
    arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    """Never 1, which would say that the answer is bad."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run(
            [sys.executable, "-m", "parrules", *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            env={"PYTHONPATH": str(ROOT / "src"), **environment},
        )
    finally:
        os.close(writing)

    assert (141, b"") == (result.returncode, result.stderr)


def test_the_first_line_of_a_long_answer_may_be_all_that_is_read() -> None:
    """As by ``parrules show … | head -1``, by a real shell."""
    result = subprocess.run(
        [
            "/bin/sh",
            "-c",
            '{ "$0" -m parrules "$@"; echo $? >&2; } | head -1',
            sys.executable,
            "show",
            "vn/brvt/police-district@2024",
        ],
        capture_output=True,
        check=False,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
        },
    )

    assert 1 == result.stdout.count(b"\n")
    assert result.stderr.strip() in {b"0", b"141"}


@pytest.mark.parametrize("name", ["", *NAMES])
def test_vietnamese_help_has_no_english_of_typer(
    capsys: Capture, name: str
) -> None:
    """Also where Typer would say how a command is used."""
    arguments = [name, "--help"] if name else ["--help"]
    vietnamese = ran(capsys, *arguments, "--lang", "vi").out
    english = ran(capsys, *arguments, "--lang", "en").out

    assert "Cách dùng: parrules" in vietnamese
    assert "Usage: parrules" in english
    for words in ("Usage", "OPTIONS", "required", "default", "<str>"):
        assert words not in vietnamese
    for words in ("Cách", "TÙY CHỌN", "bắt buộc", "mặc định", "<str>"):
        assert words not in english


@pytest.mark.parametrize("name", ["check", "test", "show", "score"])
def test_what_moves_the_cursor_is_not_shown(
    capsys: Capture, tmp_path: pathlib.Path, name: str
) -> None:
    """A title is shown as it is meant; JSON holds it as it is."""
    text = pathlib.Path(SMALL).read_text(encoding="utf-8")
    path = tmp_path / "odd.toml"
    start = text.index('"', text.index("title ")) + 1
    odd = text[:start] + r"\u001b[31m\u202e" + text[start:]
    path.write_text(odd, encoding="utf-8")
    facts = [FACTS] if name == "score" else []
    answer = ran(capsys, name, path, *facts)
    seen = {char for char in answer.out + answer.err if char < " "}

    assert {"\n"} == seen
    assert "\u202e" not in answer.out + answer.err


def test_json_holds_what_is_not_shown() -> None:
    """By the escapes of JSON, so that nothing is lost."""
    text = json_text({"title": "\x1b[31m\u202e\U000e0041"})

    assert text.replace("\n", "").isprintable()
    assert {"title": "\x1b[31m\u202e\U000e0041"} == json.loads(text)


@pytest.mark.parametrize(
    "arguments", [(), *COMMANDS, ("score", SMALL, "nowhere.toml"), ("scor",)]
)
def test_a_locale_without_vietnamese_letters_is_no_trouble(
    arguments: tuple[str, ...],
) -> None:
    """Not even where everything is ASCII."""
    result = spawned(
        *arguments, PYTHONUTF8="0", LC_ALL="C", PYTHONIOENCODING="ascii"
    )

    assert b"Traceback" not in result.stderr
    assert result.returncode in {0, 2}


def test_an_interrupt_from_the_keyboard_makes_no_traceback() -> None:
    """Whenever it comes: here while the facts are read from a pipe."""
    program = (
        "import os, signal, sys\n"
        "from parrules.cli import commands, main\n"
        "def wait(*_, **__):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    signal.pause()\n"
        "commands.rulesets = wait\n"
        "sys.argv = ['parrules', 'rulesets']\n"
        "main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
    )

    assert 130 == result.returncode != -signal.SIGINT
    assert "đã dừng theo yêu cầu\n" == result.stderr.decode()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1258"])
def test_an_old_terminal_shows_what_it_can(encoding: str) -> None:
    """Letters that it does not have become question marks."""
    environment = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    for arguments in (
        ("score", SMALL, FACTS),
        ("show", SMALL),
        ("score", SMALL, "nowhere.toml"),
        ("--help",),
    ):
        result = spawned(*arguments, **environment)

        assert b"Traceback" not in result.stderr
        assert result.stdout.decode(encoding) or result.stderr


def test_json_is_sound_in_every_encoding() -> None:
    """What cannot be encoded is escaped as JSON has it."""
    documents = [
        json.loads(
            spawned(
                "score",
                SMALL,
                FACTS,
                "--format=json",
                PYTHONUTF8="0",
                PYTHONIOENCODING=encoding,
            ).stdout.decode(encoding)
        )
        for encoding in ("utf-8", "ascii", "latin-1")
    ]

    assert documents[0] == documents[1] == documents[2]
    assert "Thành phố Cẩm Phả" == documents[0]["unit"]["name"]


def test_help_waits_for_nothing_heavy() -> None:
    """No engine, no parser of syntax trees, no table is imported."""
    program = (
        "import sys\n"
        "from parrules.cli.running import run\n"
        "run(['score', '--help'])\n"
        "print(*sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
    )
    modules = set(result.stdout.decode().split())

    assert "typer" in modules
    assert not modules & {
        "cattrs",
        "durable_rules_engine",
        "parrules.library",
        "parrules.ruleset",
        "tree_sitter",
    }


# -- terminals ---------------------------------------------------------------


def test_a_terminal_gets_colours() -> None:
    """Where somebody watches, score is a coloured table."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    received: list[bytes] = []

    def receive() -> None:
        # Linux ends a terminal with an error, other systems with nothing.
        try:
            while part := os.read(ours, 65536):
                received.append(part)
        except OSError:
            return

    reader = threading.Thread(target=receive)
    reader.start()
    subprocess.run(
        [sys.executable, "-m", "parrules", "score", SMALL, FACTS],
        stdout=theirs,
        stdin=subprocess.DEVNULL,
        check=True,
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "TERM": "xterm-256color",
            "COLUMNS": "120",
        },
    )
    os.close(theirs)
    reader.join()
    os.close(ours)
    text = b"".join(received).decode()

    assert "\x1b[" in text
    assert "TỔNG ĐIỂM" in text


def test_the_table_is_what_the_terminal_would_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the terminal is only said to be one."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm-256color")

    assert 0 == running.run(["score", SMALL, FACTS])
    assert "\x1b[" in screen.getvalue()


class Terminal(io.StringIO):
    """A stream that says that somebody watches."""

    def isatty(self) -> bool:
        """Tell that it is a terminal."""
        return True


def test_only_what_takes_long_shows_that_something_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A quick command leaves nothing on the screen."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(output, "_PATIENCE", 60)
    with patience("scoring"):
        pass

    assert "" == screen.getvalue()

    shown = threading.Event()
    write = screen.write

    def noted(text: str) -> int:
        if "scoring" in text:
            shown.set()
        return write(text)

    monkeypatch.setattr(screen, "write", noted)
    monkeypatch.setattr(output, "_PATIENCE", 0)
    with patience("scoring"):
        assert shown.wait(60)


def test_no_sign_of_life_goes_into_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A log has no use for it."""
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    monkeypatch.setattr(output, "_PATIENCE", 0)
    with patience("scoring"):
        pass

    assert "" == log.getvalue()


def test_json_for_a_file_is_not_escaped() -> None:
    """Files are UTF-8, whatever the terminal is."""
    assert '"ế"' == json_text("ế")
    assert '"ế"' == json_text("ế", io.StringIO())
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert '"\\u1ebf"' == json_text("ế", narrow)


def test_streams_that_cannot_be_told_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Notebooks and tests replace them."""
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)

    assert 0 == running.run(["--version"])
    assert screen.getvalue().startswith("parrules ")


def test_what_the_readme_promises_is_public() -> None:
    """The command does what the library can do, too."""
    names = {each.name for each in parrules.rulesets()}

    assert "vn/brvt/police-district@2024" in names
    assert pathlib.Path(FACTS).is_file()


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [
        ("score", SMALL, FACTS),
        ("explain", SMALL, FACTS, "1"),
        ("test", "vn/brvt/police-district@2024"),
        ("show", SMALL),
        ("rulesets",),
        ("--help",),
    ],
)
def test_no_line_is_longer_than_the_screen(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], width: int
) -> None:
    """The terminal would break it anywhere."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "dumb")
    code = running.run(list(arguments))
    lines = screen.getvalue().split("\n")

    assert (0, []) == (code, [line for line in lines if len(line) > width])


def test_signs_are_ascii_where_all_else_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else each of them would become the sign of a gap."""
    screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(screen, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "120")
    code = running.run(["score", SMALL, FACTS, "--lang", "en"])
    text = screen.buffer.getvalue().decode("ascii")

    assert 0 == code
    assert " + " in text


def test_long_problems_are_broken_between_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And go on further in."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "60")
    output.say_lines("  " + "word " * 20)

    assert [True, True] == [
        line.startswith(margin) and len(line) <= 60
        for line, margin in zip(
            screen.getvalue().split("\n"),
            ("  word", "      word"),
            strict=False,
        )
    ]


def test_a_closed_stream_is_no_terminal() -> None:
    """Nor does it stop the command."""
    closed = io.StringIO()
    closed.close()

    assert not output.is_terminal(closed)
    assert not output.is_terminal(None)
