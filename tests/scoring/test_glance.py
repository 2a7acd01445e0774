"""Facts read at a glance: what the border reads, or nothing at all."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parrules.errors import FactError
from parrules.facts import Submission
from parrules.ruleset import Ruleset
from parrules.scoring.border import Border
from parrules.scoring.glance import Look
from scoring.test_border import RULESET


class Text(str):
    """A text of another type, which no fact may be."""

    __slots__ = ()


class Whole(int):
    """A whole number of another type."""


ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    2,
    -1,
    10**9,
    10**9 + 1,
    10**30,
    1.5,
    Decimal("2.5"),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("1e400"),
    "never",
    "yes",
    "no",
    "cao",
    "ward",
    "2024-05-01",
    "2024-05-32",
    "",
    Text("yes"),
    Text("cao"),
    Whole(1),
    datetime.date(2024, 5, 1),
    datetime.date(2023, 5, 1),
    datetime.datetime(2024, 5, 1, 7, 0),  # noqa: DTZ001  # must be refused
    (1, 2),
    [1, 2],
    [1, 2, 3],
    [True, 2],
    ["1"],
    ["1", "1.1"],
    {"bad": 1, "good": 2},
    {"worst": 1},
    b"1",
    object(),
)
"""What has been handed in somewhere, and more."""

NAMES = (*(each.name for each in RULESET.plan.inputs), "no such", 7)


def read(
    border: Border, facts: dict[Any, Any], *, at_a_glance: Look | None
) -> tuple[str, Any]:
    """Return the values that *border* reads, or what is wrong."""
    try:
        reading = border.read(Submission(facts=facts), at_a_glance)
    except FactError as error:
        return "wrong", [str(problem) for problem in error.problems]

    return "read", reading.values


@settings(derandomize=True, deadline=None, database=None, max_examples=400)
@given(
    facts=st.dictionaries(
        st.sampled_from(NAMES), st.sampled_from(ODD), max_size=6
    )
)
def test_what_is_read_at_a_glance_is_what_the_border_reads(
    facts: dict[Any, Any],
) -> None:
    """Neither engine's glance lets pass, or changes, what is read slowly."""
    border = Border(RULESET.plan)
    compiled = glance_of(RULESET)
    slow = read(border, facts, at_a_glance=lambda _: None)

    assert slow == read(border, facts, at_a_glance=None)
    assert slow == read(border, facts, at_a_glance=compiled)


@pytest.mark.parametrize("name", [each.name for each in RULESET.plan.inputs])
@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
def test_each_value_of_each_fact_is_read_alike(
    name: str, value: object
) -> None:
    """One fact at a time: here, nothing else can hide a difference."""
    border = Border(RULESET.plan)
    compiled = glance_of(RULESET)
    slow = read(border, {name: value}, at_a_glance=lambda _: None)

    assert slow == read(border, {name: value}, at_a_glance=None)
    assert slow == read(border, {name: value}, at_a_glance=compiled)


def test_plain_facts_are_read_at_a_glance_on_every_engine() -> None:
    """A glance that always gave up would be right, and for nothing."""
    facts: dict[str, object] = {
        "ok": True,
        "due": 4,
        "done": 3,
        "least": Decimal("2.25"),
        "rate": 50,
        "plan": datetime.date(2024, 5, 1),
        "level": "cao",
        "opinions": [1, 2],
        "listed": ["1.1"],
        "1.1": "yes",
        "1.2": Decimal("2.5"),
    }
    border = Border(RULESET.plan)
    slow = read(border, facts, at_a_glance=lambda _: None)

    assert slow == ("read", border._glance.values(facts))  # noqa: SLF001
    assert slow == ("read", glance_of(RULESET)(facts))


def glance_of(ruleset: Ruleset) -> Any:  # noqa: ANN401  # a function
    """Return what reads plain facts for the compiled engine."""
    return ruleset._engine("compiled").glance  # noqa: SLF001  # its door
