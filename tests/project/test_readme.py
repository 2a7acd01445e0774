"""The README does what it says."""

import pathlib
import re

import pytest
import typer.main

import parrules
from parrules.cli.application import application
from project.blocks import ROOT, Block, blocks_of, run_python

README = ROOT / "README.md"
BLOCKS = blocks_of(README)
COMMANDS = [block.text.strip() for block in BLOCKS if block.language == "sh"]
RULESETS = [block for block in BLOCKS if block.language == "toml"]
PROGRAMS = [block for block in BLOCKS if block.language == "python"]


@pytest.fixture
def folder(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> pathlib.Path:
    """Return a folder to stand in, with the ruleset of the README."""
    (tmp_path / "reporting.toml").write_text(RULESETS[0].text, "utf-8")
    monkeypatch.chdir(tmp_path)

    return tmp_path


def test_it_opens_with_a_sentence_and_two_commands() -> None:
    """Nobody scrolls to find out how to begin."""
    head = README.read_text(encoding="utf-8").split("\n## ")[0]

    assert head.startswith("# parrules\n\nparrules scores ")
    assert 2 == head.count("```sh")
    assert 2 == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_one_line_that_sets_up_everything(
    command: str,
) -> None:
    """It makes its own environment and runs what is in there."""
    steps = command.split(" && ")
    folder = steps[0].removeprefix("python3 -m venv ")

    assert "\n" not in command
    assert folder in (".venv", ".venv-test")
    assert 3 == len(steps)
    assert steps[1].startswith(f"{folder}/bin/pip install ")
    assert steps[2].startswith(f"{folder}/bin/")


def test_the_first_command_scores_files_that_exist() -> None:
    """The ruleset is bundled, and the facts are in the repository."""
    *_, ruleset, facts = COMMANDS[0].split()

    assert ruleset in {each.name for each in parrules.rulesets()}
    assert (ROOT / facts).is_file()


def test_it_names_each_command() -> None:
    """The table of commands leaves none of them out."""
    text = README.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `parrules ([a-z]+)", text, re.MULTILINE)
    commands = typer.main.get_group(application()).commands

    assert sorted(commands) == sorted(rows)


def test_the_ruleset_has_nothing_wrong(folder: pathlib.Path) -> None:
    """What the README shows passes the checker, warnings included."""
    assert () == parrules.check(folder / "reporting.toml")


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.line)
@pytest.mark.usefixtures("folder")
def test_the_programs_run(program: Block) -> None:
    """Each stands alone, and its assertions hold."""
    run_python(program, README, {})
