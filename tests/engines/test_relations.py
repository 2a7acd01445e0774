"""Facts that bound each other: what breaks a relation is refused alike."""

import datetime
import functools

import pytest

from conformance.corpus import HEADER
from parrules.engines import ENGINES
from parrules.errors import FactError
from parrules.facts import Submission
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset

RULESET = """
[fact]
due = { type = "count" }
done = { type = "count", at_most = "due" }
asked = { type = "count", at_least = "done" }
share = { type = "number", decimals = 1, at_most = "rate" }
rate = { type = "number", decimals = 2, at_least = 0 }
issued = { type = "date", never = true, at_least = "planned" }
planned = { type = "date" }
votes = { type = "tally", levels = ["no", "yes"], at_most = "due" }
[criteria]
"1" = { maximum = 10, measure = "done / due", tiers = [[1, 10], [0, 0]] }
"""
DAY = datetime.date(2024, 3, 1)
RIGHT: dict[str, object] = {
    "due": 5,
    "done": 5,
    "asked": 5,
    "share": 1,
    "rate": 1,
    "issued": DAY,
    "planned": DAY,
    "votes": (5, 0),
}
BROKEN: list[tuple[dict[str, object], list[str]]] = [
    ({"done": 6, "asked": 6}, ["done"]),
    ({"asked": 4}, ["asked"]),
    ({"rate": 0}, ["share"]),
    ({"planned": DAY + datetime.timedelta(1)}, ["issued"]),
    ({"votes": (0, 6)}, ["votes"]),
    ({"votes": [6, 0]}, ["votes"]),
    ({"due": 4}, ["done", "votes"]),
]
"""What is otherwise than right, and the facts that are refused for it."""


@functools.cache
def ruleset() -> Ruleset:
    """Return a ruleset with every kind of relation."""
    loaded = parse_ruleset(HEADER + RULESET, "relations.toml")
    assert loaded.scheme is not None, list(map(str, loaded.problems))

    return Ruleset(loaded.scheme)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("changed", "refused"), BROKEN)
def test_a_broken_relation_is_refused_in_a_dict_as_in_a_submission(
    engine: str, changed: dict[str, object], refused: list[str]
) -> None:
    """Plain facts go a shorter way, and are looked at no less."""
    facts = RIGHT | changed
    with pytest.raises(FactError) as plain:
        ruleset().evaluate(facts, engine=engine)
    with pytest.raises(FactError) as submitted:
        ruleset().evaluate(Submission(facts=facts), engine=engine)
    named = [
        (each.code, each.arguments["name"]) for each in plain.value.problems
    ]

    assert (submitted.value.problems, [("PAR305", n) for n in refused]) == (
        plain.value.problems,
        named,
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "changed", [{}, {"issued": "never"}, *({name: None} for name in RIGHT)]
)
def test_what_is_missing_or_never_breaks_no_relation(
    engine: str, changed: dict[str, object]
) -> None:
    """A value is held to its limit only where both are there."""
    facts = {
        name: value
        for name, value in (RIGHT | changed).items()
        if value is not None
    }

    assert () == ruleset().check(facts)
    assert ruleset().outcome(facts) == ruleset().outcome(facts, engine=engine)
