"""Rulesets and facts as Hypothesis draws them."""

import datetime
import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from engines.making import Maker
from engines.phrases import CODES

DAYS = [
    datetime.date(2024, 1, 30),
    datetime.date(2024, 1, 31),
    datetime.date(2024, 2, 29),
    datetime.date(2024, 3, 1),
    datetime.date(2025, 2, 28),
]
FACTS: Mapping[str, st.SearchStrategy[Any]] = {
    "a": st.booleans(),
    "b": st.booleans(),
    "c": st.booleans(),
    "held": st.booleans(),
    "n": st.integers(0, 4),
    "m": st.integers(0, 4),
    "p": st.sampled_from([0, Decimal("49.99"), 50, Decimal("50.01"), 100]),
    "x": st.sampled_from([-2, Decimal("-0.05"), 0, Decimal("0.25"), 2]),
    "d": st.sampled_from([*DAYS, "never"]),
    "e": st.sampled_from([*DAYS, "never"]),
    "t": st.lists(st.integers(0, 2), min_size=3, max_size=3),
    "g": st.sampled_from(["low", "high"]),
    "z": st.lists(st.sampled_from(CODES), max_size=2),
    "unit.level": st.sampled_from(["ward", "district"]),
}
ANSWERS = {
    "1.1": st.sampled_from(["yes", "no"]),
    "2.1.1": st.sampled_from(["yes", "none", "void"]),
}


def rulesets(*, is_plain: bool = False) -> st.SearchStrategy[str]:
    """Return texts of rulesets.

    A number is drawn and all else follows from it: that is fast, and a
    ruleset that was shrunk by its parts would take minutes.

    Args:
        is_plain: As of `Maker`.
    """
    return st.integers(0, 2**32).map(
        lambda number: numbered(number, is_plain=is_plain)
    )


def numbered(number: int, *, is_plain: bool = False) -> str:
    """Return the ruleset of a number."""
    source = random.Random(number)  # noqa: S311  # chance, not secrets

    return Maker(
        lambda most: source.randint(0, most), is_plain=is_plain
    ).ruleset()


@st.composite
def submissions(draw: st.DrawFn) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return facts, most of them there, and names with a document."""
    facts: dict[str, object] = {}
    for name, values in {**FACTS, **ANSWERS}.items():
        if draw(st.integers(0, 5)):
            facts[name] = draw(values)
    proven = draw(st.sets(st.sampled_from(sorted(FACTS))))

    return facts, tuple(sorted(proven))
