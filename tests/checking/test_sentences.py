"""What the problems of every room say, pinned in both languages.

A room pins what no file of one ruleset shows in its ``sentences.toml``.
"""

import pathlib
from typing import Any

import pytest
import tomli

from checking.problems_page import codes_used
from parrules.errors import Problem

TESTS = pathlib.Path(__file__).parents[1]
OWN = {
    "assessment": (("PAR610", "PAR624"),),
    "cohort": (
        ("PAR801", "PAR809"),
        ("PAR840", "PAR848"),
        ("PAR878", "PAR880"),
        ("PAR883", "PAR899"),
    ),
    "composite": (("PAR810", "PAR832"),),
    "sensitivity": (("PAR881", "PAR882"), ("PAR914", "PAR919")),
}
"""The codes of rooms that pin all of theirs."""


def sentences(room: str) -> list[dict[str, Any]]:
    """Return what a room pins."""
    path = TESTS / room / "sentences.toml"
    cases: list[dict[str, Any]] = tomli.loads(path.read_text("utf-8"))[
        "problem"
    ]

    return cases


ALL = [
    pytest.param(case, id=f"{path.parent.name}-{case['code']}")
    for path in sorted(TESTS.glob("*/sentences.toml"))
    for case in sentences(path.parent.name)
]


@pytest.mark.parametrize("case", ALL)
def test_problem_is_said_in_full(case: dict[str, Any]) -> None:
    """The sentences are filled with the arguments, in both languages."""
    problem = Problem(
        code=case["code"],
        severity=case.get("severity", "error"),
        arguments=case["arguments"],
    )

    assert [case["en"], case["vi"]] == [
        f"{problem.text(language)}\n" for language in ("en", "vi")
    ]


@pytest.mark.parametrize("room", OWN)
def test_every_code_of_a_room_has_a_pinned_text(room: str) -> None:
    """None goes without."""
    pinned = {case["code"] for case in sentences(room)}
    own = {
        code
        for code in codes_used()
        if any(first <= code <= last for first, last in OWN[room])
    }

    assert own
    assert own <= pinned
