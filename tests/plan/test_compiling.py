"""Model → plan: the quantum, the order of derived facts, what is too much."""

from decimal import Decimal

import pytest

from parrules.errors import RulesetError
from parrules.loading import parse_ruleset
from parrules.plan.nodes import Plan
from parrules.ruleset import Ruleset

HEADER = """\
language = 1
[ruleset]
id = "test/plan"
edition = "1"
status = "template"
title = "Plan"
maximum = 10
[fact]
a = { type = "flag" }
n = { type = "count" }
"""


def compiled(text: str) -> Ruleset:
    """Return the ruleset of a text below the usual heading."""
    loaded = parse_ruleset(HEADER + text, "plan.toml")
    assert loaded.scheme is not None
    assert not loaded.problems

    return Ruleset(loaded.scheme)


def plan(text: str) -> Plan:
    """Return the plan of a text."""
    return compiled(text).plan


@pytest.mark.parametrize(
    ("row", "places"),
    [
        ("maximum = 3, awards = [{ each = 'n', per = 1 }]", 0),
        ("maximum = 3, awards = [{ each = 'n', per = 0.125 }]", 3),
        ("maximum = 0.5, awards = [{ each = 'n', per = 1 }]", 1),
        ("maximum = 3, awards = [{ each = 'n', per = 1, at_most = 0.25 }]", 2),
        ("maximum = 3, awards = [{ when = 'a', share = 12.5 }]", 3),
        ("maximum = 3, formula = 'n / 3', step = 0.0001", 4),
        ("maximum = 3, judged = { step = 0.25 }", 2),
        ("maximum = 3, measure = 'n', tiers = [[1, 0.05], [0, 0]]", 2),
        ("maximum = 3, measure = 'n', tiers = [[0.005, 1], [0, 0]]", 0),
    ],
)
def test_the_quantum_divides_every_amount(row: str, places: int) -> None:
    """All points are whole numbers of it; bounds of measures are none."""
    assert places == plan(f'[criteria]\n"1" = {{ {row} }}\n').places


@pytest.mark.parametrize(
    "part",
    [
        "[channel]\nx = { maximum = 2.75 }",
        "[total]\nat_most = 9.75",
        "[total]\nat_least = 0.25",
    ],
)
def test_bounds_of_totals_and_channels_count_too(part: str) -> None:
    """A channel of 2.75 points is not one of 2."""
    row = '"1" = { maximum = 3, awards = [{ when = "a", points = 1 }] }'

    assert 2 == plan(f"[criteria]\n{row}\n{part}\n").places


def test_derived_flags_stand_in_strata() -> None:
    """A flag is decided after those that it reads, whatever the order."""
    text = (
        '[derive]\nlast = "middle and a"\nmiddle = "first or a"\n'
        'first = "n > 1"\n'
        '[criteria]\n"1" = { maximum = 3, awards = '
        '[{ when = "last", points = 1 }] }\n'
    )
    strata = {
        decision.name: decision.stratum for decision in plan(text).decisions
    }

    assert {
        "derive:first": 0,
        "derive:middle": 1,
        "derive:last": 2,
        "1#award.1": 3,
    }.items() <= strata.items()


def test_properties_that_nobody_looks_at_are_dropped() -> None:
    """A fact that no row reads costs nothing."""
    text = (
        '[criteria]\n"1" = { maximum = 3, awards = '
        '[{ when = "a", points = 1 }] }\n'
    )

    assert ["a"] == [each.name for each in plan(text).properties]


def test_a_condition_of_too_many_alternatives_is_a_problem() -> None:
    """PAR909 says where, when the ruleset is compiled."""
    facts = "".join(f'f{i} = {{ type = "flag" }}\n' for i in range(24))
    when = " and ".join(f"(f{2 * i} or f{2 * i + 1})" for i in range(12))
    row = f'{{ when = "{when}", points = 1 }}'
    text = f'{facts}[criteria]\n"1" = {{ maximum = 1, awards = [{row}] }}\n'
    with pytest.raises(RulesetError) as caught:
        compiled(text)

    (problem,) = caught.value.problems

    assert "PAR909" == problem.code
    assert ("criteria", "1", "awards", 0) == problem.path


def test_a_position_finds_a_node() -> None:
    """Engines know positions, people know codes."""
    found = plan(
        '[criteria]\n"1" = { maximum = 3, awards = '
        '[{ when = "a", points = 1 }] }\n'
    )

    assert (0, -1) == (found.position("1"), found.position("2"))
    assert Decimal(3) == found.nodes[0].criterion.maximum
