"""Words of reports given for options: which option they stand for."""

import pathlib

import pytest

from parrules.library import load
from parrules.ruleset import Ruleset

RULESET = """
language = 1

[ruleset]
id = "labels"
edition = "1"
status = "template"
maximum = 2
title = "Nhãn"

[answers.guidance]
specific = { share = 100, label = { vi = "Có, cụ thể", en = "Specific" } }
general = { share = 50, label = "Có, chung chung" }
none = 0

[answers.yes_no]
yes = 100
no = 0

[fact.opinions]
type = "tally"
levels = ["bad", "good"]
labels = { good = "tốt" }

[criteria]
"1" = { maximum = 1, title = "Văn bản", answers = "guidance" }
"2" = { maximum = 1, title = "Phân công", answers = "yes_no" }
"""


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    """Return a ruleset with labels for some options and levels."""
    path: pathlib.Path = tmp_path_factory.mktemp("labels") / "labels.toml"
    path.write_text(RULESET, encoding="utf-8")

    return load(path)


@pytest.mark.parametrize(
    ("name", "value", "near", "said"),
    [
        ("1", "có, cụ thể", "specific", "có, cụ thể"),
        ("1", "Specific", "specific", "Specific"),
        ("1", " Có,  chung chung", "general", " Có,  chung chung"),
        ("2", "có", "yes", "có"),
        ("2", "Không", "no", "Không"),
        ("opinions", {"tốt": 3}, "good", "tốt"),
        # Written as facts files do, but for its letters.
        ("2", "YES", "yes", ""),
    ],
)
def test_what_reports_say_is_told_as_facts_files_write_it(
    ruleset: Ruleset, name: str, value: object, near: str, said: str
) -> None:
    """Who reads a breakdown and answers with its words is understood."""
    (problem,) = ruleset.check({name: value})

    assert ("PAR308", near, said) == (
        problem.code,
        problem.arguments["near"],
        problem.arguments["said"],
    )


def test_options_are_listed_with_their_labels(ruleset: Ruleset) -> None:
    """In the language of the sentence; what has no label by its name."""
    (problem,) = ruleset.check({"1": "zz"})

    assert [
        "`specific` (Có, cụ thể), `general` (Có, chung chung), `none`",
        "`specific` (Specific), `general` (Có, chung chung), `none`",
    ] == [problem.arguments[f"labels_{language}"] for language in ("vi", "en")]
