"""What is too much for durable-rules is a problem, never a crash."""

import json

import pytest

from engines.isolated import HEADER, SCORING, run
from parrules.engines.durable import engine
from parrules.engines.durable.packing import (
    KIND,
    PROPERTIES_PER_MESSAGE,
    property_name,
)
from parrules.errors import RulesetError
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset

LADDER = "[[3, 1], [2, 0.5], [1, 0.25], [0, 0]]"


def scored(text: str, facts: dict[str, object]) -> str:
    """Return the total, or the codes of what is wrong with the ruleset."""
    return run(SCORING, json.dumps([text, facts]))


def ladders(count: int) -> str:
    """Return a ruleset of *count* leaves, each with a fact of its own."""
    facts = (f'f{i} = {{ type = "count" }}\n' for i in range(count))
    leaves = (
        f'"1.{i}" = {{ maximum = 1, measure = "f{i}", tiers = {LADDER} }}\n'
        for i in range(count)
    )

    return (
        f'[fact]\n{"".join(facts)}[criteria]\n"1" = {{ maximum = 999 }}\n'
        + "".join(leaves)
    )


def conjunction(count: int, extra: str = "") -> str:
    """Return a ruleset with one condition of *count* flags."""
    facts = (f'f{i} = {{ type = "flag"{extra} }}\n' for i in range(count))
    when = " and ".join(f"f{i}" for i in range(count))

    return (
        f"[fact]\n{''.join(facts)}[criteria]\n"
        f'"1" = {{ maximum = 9, cases = [{{ when = "{when}", points = 9 }}, '
        f"{{ otherwise = true, points = 0 }}] }}\n"
    )


def test_three_hundred_leaves_are_scored() -> None:
    """Messages are packed, so that a large table is none too large."""
    facts: dict[str, object] = {f"f{i}": i % 4 for i in range(300)}

    # 75 leaves of each of 0, 0.25, 0.5 and 1
    assert "131.25" == scored(ladders(300), facts)


def test_four_thousand_rules_are_too_many() -> None:
    """PAR901: the engine holds 4,096 rules."""
    assert "PAR901" == scored(ladders(1200), {})


def test_rules_that_are_no_rows_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PAR901: of 3 leaves of 4 rows each may be missing, in one message."""
    monkeypatch.setattr(engine, "RULE_LIMIT", 12)
    scheme = parse_ruleset(HEADER + ladders(3), "limits.toml").scheme
    assert scheme is not None
    with pytest.raises(RulesetError) as raised:
        Ruleset(scheme).evaluate({})
    (problem,) = raised.value.problems

    assert {
        "count": "16",
        "limit": "12",
        "rows": "12",
        "beside": "3",
        "messages": "1",
    } == problem.arguments


def test_a_leaf_may_have_forty_rows() -> None:
    """Every row looks at a flag of its own; the last one holds."""
    facts = "".join(f'f{i} = {{ type = "flag" }}\n' for i in range(40))
    rows = ", ".join(f'{{ when = "f{i}", points = {i} }}' for i in range(40))
    leaf = f'"1" = {{ maximum = 50, cases = [{rows}] }}\n'
    text = f"[fact]\n{facts}[criteria]\n{leaf}"
    given: dict[str, object] = {f"f{i}": i == 39 for i in range(40)}

    assert "39.00" == scored(text, given)


def test_forty_rows_that_can_hold_at_a_time_are_too_many() -> None:
    """PAR902: a message may match 60 tests at a time."""
    rows = ", ".join(
        f'{{ when = "n > {i} and m > {40 - i}", points = {i} }}'
        for i in range(40)
    )
    text = (
        '[fact]\nn = { type = "count" }\nm = { type = "count" }\n'
        f'[criteria]\n"1" = {{ maximum = 50, cases = [{rows}] }}\n'
    )

    assert scored(text, {"n": 99, "m": 99}).startswith("PAR90")


@pytest.mark.parametrize("count", [27, 28])
def test_twenty_eight_comparisons_fit_one_condition(count: int) -> None:
    """With the kind of message they are the 29 that the engine takes."""
    assert "9.00" == scored(conjunction(count, ", default = true"), {})


@pytest.mark.parametrize("count", [29, 30, 60])
def test_more_comparisons_do_not(count: int) -> None:
    """PAR905 instead of the engine's error 113."""
    text = conjunction(count, ", default = true")

    assert scored(text, {}).startswith("PAR905")


@pytest.mark.parametrize("count", [20, 30])
def test_a_condition_with_too_many_ways_to_be_unknown_is_refused(
    count: int,
) -> None:
    """A million conjunctions are counted, not written out."""
    facts: dict[str, object] = {f"f{i}": True for i in range(count)}

    assert scored(conjunction(count), facts) in (
        "9.00", "PAR902", "PAR903", "PAR905", "PAR902 PAR905",
        "PAR903 PAR905",
    )  # fmt: skip


def test_a_condition_of_too_many_alternatives_is_refused() -> None:
    """PAR909: twelve pairs of alternatives are 4,096 conjunctions."""
    facts = "".join(f'f{i} = {{ type = "flag" }}\n' for i in range(24))
    when = " and ".join(f"(f{2 * i} or f{2 * i + 1})" for i in range(12))
    row = f'{{ when = "{when}", points = 9 }}'
    leaf = f'"1" = {{ maximum = 9, cases = [{row}] }}\n'
    text = f"[fact]\n{facts}[criteria]\n{leaf}"

    assert "PAR909" == scored(text, {})


@pytest.mark.parametrize("count", [255, 256, 257, 600])
def test_many_leaves_may_share_one_condition(count: int) -> None:
    """256 rules with one condition crash the engine: none has as many."""
    leaves = "".join(
        f'"1.{i}" = {{ maximum = 1, cases = [{{ when = "a", points = 1 }}, '
        f"{{ otherwise = true, points = 0 }}] }}\n"
        for i in range(count)
    )
    text = (
        '[fact]\na = { type = "flag" }\n[criteria]\n'
        f'"1" = {{ maximum = 999 }}\n{leaves}'
    )

    assert f"{count}.00" == scored(text, {"a": True})


@pytest.mark.parametrize(
    ("value", "total"),
    [(0, "0.00"), (2500, "5.00"), (4000, "10.00"), (9999, "40.00")],
)
def test_many_ladders_may_share_one_fact(value: int, total: str) -> None:
    """The tests that a value matches at a time fit the engine's stack."""
    leaves = "".join(
        f'"1.{i}" = {{ maximum = 1, measure = "n", tiers = '
        f"[[{5000 + i}, 1], [{4000 + i}, 0.5], [{3000 + i}, 0.25], "
        f"[{2000 + i}, 0.125], [{1000 + i}, 0], [0, 0]] }}\n"
        for i in range(1, 41)
    )
    text = (
        '[fact]\nn = { type = "count" }\n[criteria]\n'
        f'"1" = {{ maximum = 999 }}\n{leaves}'
    )

    assert total == scored(text, {"n": value})


@pytest.mark.parametrize(
    "row",
    [
        "cases = [{ otherwise = true, points = 4 }]",
        'awards = [{ when = "true", points = 4 }]',
    ],
)
def test_a_ruleset_that_decides_nothing_is_scored(row: str) -> None:
    """A state in which nothing fired is not deleted; that frees garbage."""
    text = f'[criteria]\n"1" = {{ maximum = 9, {row} }}\n'

    assert "4.00" == scored(text, {})


def fnv(name: str) -> int:
    """Return the hash by which the engine compares names (state.c)."""
    result = 0x811C9DC5
    for byte in name.encode():
        result = (result ^ byte) * 16777619 % 2**32

    return result


def test_no_two_names_of_properties_have_the_same_hash() -> None:
    """The engine takes names with one 32-bit hash for the same name."""
    used = [property_name(i) for i in range(PROPERTIES_PER_MESSAGE + 50)]
    reserved = ["id", "sid", "m", "$s", "$i", "$forward", "$delete_fact"]
    names = [KIND, *used, *reserved]

    assert len(names) == len({fnv(name) for name in names})
