"""What stands at the top of the project."""

import shutil
import subprocess

import pytest

from cli.commands import ROOT

TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "docs",
    "pyproject.toml",
    "rulesets",
    "src",
    "tests",
}


def test_nothing_stands_at_the_top_that_is_not_named_here() -> None:
    """A file of somebody's own, committed by mistake, is seen at once."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no repository here")
    listed = subprocess.run(
        [git, "ls-files"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert (
        set() == {each.partition("/")[0] for each in listed.splitlines()} - TOP
    )
