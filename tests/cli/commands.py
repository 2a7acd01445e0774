"""How tests run the command: in this process, and in one of its own."""

import pathlib
import subprocess
import sys
from typing import NamedTuple

import pytest

from parrules.cli.running import run

TESTS = pathlib.Path(__file__).parents[1]
ROOT = TESTS.parent
SMALL = str(TESTS / "reporting" / "small.toml")
FACTS = str(TESTS / "cli" / "facts.toml")


class Answer(NamedTuple):
    """What a run of the command came to."""

    code: int
    out: str
    err: str


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> Answer:
    """Run the command in this process."""
    code = run([str(each) for each in arguments])
    captured = capsys.readouterr()

    assert "Traceback" not in captured.err

    return Answer(code, captured.out, captured.err)


def spawned(
    *arguments: object, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m parrules`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "parrules", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={
            "PATH": "",
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            **environment,
        },
    )
