"""What problems of composite indices say, pinned in both languages."""

import pathlib
from typing import Any

import pytest
import tomli

from checking.problems_page import codes_used
from parrules.errors import Problem

SENTENCES = tomli.loads(
    (pathlib.Path(__file__).parent / "sentences.toml").read_text("utf-8")
)["problem"]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["code"])
def test_problem_is_said_in_full(case: dict[str, Any]) -> None:
    """The sentences are filled with the arguments, in both languages."""
    problem = Problem(
        code=case["code"],
        severity=case["severity"],
        arguments=case["arguments"],
    )

    assert case["en"] == problem.text("en") + "\n"
    assert case["vi"] == problem.text("vi") + "\n"


def test_every_code_of_this_room_has_a_pinned_text() -> None:
    """None goes without: PAR810 to 830."""
    own = {code for code in codes_used() if "PAR810" <= code <= "PAR830"}

    assert own <= {case["code"] for case in SENTENCES}
