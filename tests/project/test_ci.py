"""What must hold is held on every Python, or somebody has said otherwise."""

import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
TOOLS = ("bash", "dirname", "env", "find", "mktemp", "rm", "sort", "tail")


@pytest.fixture
def tools(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a folder with what the script needs, and no Python."""
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (tmp_path / name).symlink_to(found)

    return tmp_path


def ran(tools: pathlib.Path, **more: str) -> tuple[int, list[str]]:
    """Return the exit code and the lines of a run that stops at once."""
    environment = {
        "PATH": str(tools),
        "PYENV_ROOT": str(tools / "none"),
        "HOME": str(tools),
        "TMPDIR": str(tools),
        **more,
    }
    result = subprocess.run(
        [str(ROOT / ".ci" / "run")],
        capture_output=True,
        check=False,
        env=environment,
        text=True,
    )

    return result.returncode, result.stdout.splitlines()


def test_a_missing_python_is_a_failure(tools: pathlib.Path) -> None:
    """Not something to be skipped without a word."""
    code, lines = ran(tools)

    assert 1 == code
    assert [
        f"FAILED          no CPython {minor} here"
        for minor in ("3.10", "3.11", "3.12", "3.13")
    ] == lines


def test_some_pythons_may_be_left_out_on_purpose(
    tools: pathlib.Path,
) -> None:
    """That is said, and the others are still wanted."""
    code, lines = ran(tools, PARRULES_PYTHONS="3.11 3.12")

    assert 1 == code
    assert ["skipped", "skipped", "FAILED", "FAILED"] == [
        line.split()[0] for line in lines
    ]


def test_a_python_that_is_not_supported_is_refused(
    tools: pathlib.Path,
) -> None:
    """A slip must not leave all of them out."""
    code, lines = ran(tools, PARRULES_PYTHONS="3.9")

    assert (2, 1) == (code, len(lines))
