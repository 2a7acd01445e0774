"""Each problem: found where it is, alone, and said in full in two languages.

The cases stand in ``problems.toml``, sentences of problems that other rooms
report in ``sentences.toml``.
"""

import pathlib
from typing import Any

import pytest
import tomli

from checking.problems_page import codes_used
from checking.rulesets import found, ruleset
from checking.test_sentences import sentences

HERE = pathlib.Path(__file__).parent
CASES = tomli.loads((HERE / "problems.toml").read_text("utf-8"))["problem"]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: "+".join(case["codes"])
)
def test_problem_is_found_alone_and_said_in_full(case: dict[str, Any]) -> None:
    """The ruleset has these problems and no other, in both languages."""
    sections = {
        name: text
        for name, text in case.items()
        if name not in ("codes", "en", "vi")
    }

    problems = found(ruleset(**sections))

    assert case["codes"] == [problem.code for problem in problems]
    for language in ("en", "vi"):
        texts = [problem.text(language) for problem in problems]
        assert case[language] == "\n".join(texts) + "\n"


def test_every_code_of_these_hundreds_has_a_pinned_text() -> None:
    """No code of this room's catalogues goes without a pinned text."""
    pinned = {code for case in CASES for code in case["codes"]}
    pinned |= {case["code"] for case in sentences("checking")}
    own = {code for code in codes_used() if code[3] in "2345"}

    assert own - pinned == set()


def test_sound_ruleset_has_no_problem() -> None:
    """Nothing is found where nothing is wrong."""
    assert found(ruleset()) == ()
