"""The page on facts files says what is read, and nothing else."""

import pathlib
import re

import pytest

from parrules.facts import STAGES
from parrules.loading import csv_text, evidence, parse_ruleset, submissions
from parrules.loading.submissions import parse_submission
from parrules.model import FACT_TYPES
from parrules.ruleset import Ruleset
from parrules.scoring import readers
from parrules.scoring.border import Border

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "facts-files.md"
TEXT = PAGE.read_text("utf-8")
RULESET = """\
language = 1
[ruleset]
id = "x"
edition = "1"
status = "template"
title = "x"
maximum = 3
[answers]
yes_no = { yes = 100, no = 0 }
[fact]
flag = { type = "flag" }
count = { type = "count" }
number = { type = "number", at_least = 0, at_most = 99 }
percent = { type = "percent" }
date = { type = "date", never = true }
choice = { type = "choice", values = ["ward"] }
tally = { type = "tally", levels = ["bad", "fair", "good"] }
codes = { type = "codes" }
[criteria]
"1" = { maximum = 3 }
"1.1" = { maximum = 1, answers = "yes_no" }
"1.2" = { maximum = 2, judged = { step = 0.25 } }
"""
OTHERWISE = {"a person's answer": "1.1", "a person's points": "1.2"}


def cells(heading: str) -> list[list[str]]:
    """Return the rows of the table below *heading*, without its head."""
    section = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.split("\n") if line.startswith("|")]

    return [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in rows[2:]
    ]


def keys(heading: str) -> list[str]:
    """Return the keys that are documented below *heading*."""
    return [
        row[0].strip("`") for row in cells(heading) if row[0].startswith("`")
    ]


def code(cell: str) -> str:
    """Return what stands in a cell as code."""
    match = re.search(r"`([^`]+)`", cell)

    return match[1] if match else ""


def test_the_page_has_every_key() -> None:
    """As the reader knows them, in their order."""
    assert list(submissions.SUBMISSION_KEYS) == keys("submission")
    assert list(evidence.KEYS) == keys("evidence")
    assert list(csv_text.COLUMNS) == keys("CSV")
    assert {"unit", "submission", "evidence"} == set(submissions.SECTIONS) - {
        "facts"
    }


def test_the_page_has_every_word_that_means_true_or_false() -> None:
    """And every stage."""
    line = next(line for line in TEXT.split("\n") if "- A flag is" in line)

    assert sorted(readers.FLAGS) == sorted(re.findall("`([^`]+)`", line))
    assert all(f"`{stage}`" in TEXT for stage in STAGES)


def test_the_page_has_every_type() -> None:
    """Of the facts that a ruleset declares."""
    shown = [code(row[0]) for row in cells("How each type is written")]

    assert list(FACT_TYPES) == list(dict.fromkeys(filter(None, shown)))


@pytest.mark.parametrize(
    "row", cells("How each type is written"), ids=lambda row: row[0]
)
def test_all_forms_of_a_value_are_read_as_the_same(row: list[str]) -> None:
    """TOML, JSON and CSV say one thing."""
    loaded = parse_ruleset(RULESET, "x.toml")
    assert loaded.scheme is not None
    border = Border(Ruleset(loaded.scheme).plan)
    name = OTHERWISE.get(row[0]) or code(row[0])
    toml, json, csv = (code(cell) for cell in row[1:])
    files = {
        "f.toml": f'"{name}" = {toml}\n',
        "f.json": f'{{"{name}": {json}}}',
        "f.csv": f'fact;value\n{name};"{csv}"\n',
    }
    if not csv:
        del files["f.csv"]
    values = [
        border.read(parse_submission(text.encode(), file)).values
        for file, text in files.items()
    ]

    assert any(value is not None for value in values[0])
    assert [values[0]] * len(files) == values
