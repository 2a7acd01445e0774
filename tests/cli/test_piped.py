"""Facts that come by a pipe."""

import io
import json
import pathlib
import subprocess
import sys

import pytest
import tomli

from cli.commands import FACTS, ROOT, SMALL, ran
from parrules.loading.reading import MAXIMUM_BYTES

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
TOML = pathlib.Path(FACTS).read_bytes()
JSON = json.dumps(tomli.loads(TOML.decode()), default=str).encode()


def pipe(monkeypatch: Patch, content: bytes) -> None:
    """Let standard input be *content*."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)


@pytest.mark.parametrize("content", [TOML, b"\xef\xbb\xbf" + TOML, JSON])
@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_facts_from_a_pipe_are_those_of_a_file(
    capsys: Capture, monkeypatch: Patch, content: bytes, name: str
) -> None:
    """Whether they are TOML or JSON is told by what comes."""
    expected = ran(capsys, "score", SMALL, FACTS, "--format", "json")
    pipe(monkeypatch, content)

    answer = ran(capsys, "score", SMALL, name, "--format", "json")

    assert expected == answer


def test_facts_may_come_as_csv(capsys: Capture, monkeypatch: Patch) -> None:
    """A header says so."""
    pipe(monkeypatch, b"fact,value\ntasks,3\ntasks_done,2\n")

    answer = ran(capsys, "score", SMALL, "-")

    assert 0 == answer.code


def test_one_row_can_be_explained_from_a_pipe(
    capsys: Capture, monkeypatch: Patch
) -> None:
    """It is the same unit."""
    expected = ran(capsys, "explain", SMALL, FACTS, "1.4")
    pipe(monkeypatch, TOML)

    answer = ran(capsys, "explain", SMALL, "-", "1.4")

    assert expected == answer


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"tasks = \n", "<stdin>:1:8: error PAR101"),
        (b"task = 3\n", "<stdin>:1:1: error PAR301"),
        (b"", "<stdin>: error PAR114"),
        (b"\xff\xfe\x00", "<stdin>:1:1: error PAR102"),
        (b"#" * (MAXIMUM_BYTES + 1), "<stdin>: error PAR113"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    capsys: Capture, monkeypatch: Patch, content: bytes, said: str
) -> None:
    """Lines are counted from the first that came."""
    pipe(monkeypatch, content)

    answer = ran(capsys, "score", SMALL, "-", "--lang", "en")

    assert answer.err.startswith(said)
    assert answer.code in (1, 2)


def test_without_standard_input_there_is_nothing_to_read(
    capsys: Capture, monkeypatch: Patch
) -> None:
    """As where a service starts the command."""
    monkeypatch.setattr(sys, "stdin", None)

    answer = ran(capsys, "score", SMALL, "-", "--lang", "en")

    assert 2 == answer.code
    assert answer.err.startswith("error PAR103: `<stdin>` cannot be read")


def test_a_real_pipe_is_read() -> None:
    """From one process to another."""
    answer = subprocess.run(
        [sys.executable, "-m", "parrules", "score", SMALL, "-"],
        capture_output=True,
        check=False,
        input=TOML,
        env={"PATH": "", "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
    )

    assert (0, b"") == (answer.returncode, answer.stderr)
