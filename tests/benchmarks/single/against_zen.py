"""Both engines beside zen-engine at its best, on the same facts."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from units import RULESET, UNITS, mixed_units, one_like_many
from zen_tables import (
    evaluate_function,
    name_of,
    traced_function,
    zen_facts,
)

import parrules
from single.showing import show_ratio, show_times
from single.timing import each_of, medians

LEAF = "1.1.4"


def measure_speed() -> list[bool]:
    """Compare durable, from facts to breakdown, with zen-engine."""
    ruleset = parrules.load(RULESET)
    zen = evaluate_function(ruleset.scheme)
    facts = hold_equal(ruleset, zen, "durable")
    theirs = zen_facts(ruleset.scheme, facts)

    def ours() -> object:
        breakdown = ruleset.evaluate(facts)
        return breakdown.total, breakdown.grade, breakdown[LEAF].points

    read, written, compared = medians(
        lambda: each_of(ours),
        lambda: each_of(lambda: ruleset.evaluate(facts).to_dict()),
        lambda: each_of(lambda: zen(theirs)),
    )
    print(
        f"total, grade, a leaf {read * 1e6:.0f} µs, "
        f"to_dict {written * 1e6:.0f} µs, zen {compared * 1e6:.0f} µs"
    )

    return [
        show_ratio(
            "facts to total, grade, a leaf : zen, a table a leaf",
            read,
            compared,
            0.8,
        ),
        show_ratio("facts to to_dict : the same", written, compared, 2.5),
    ]


def measure_compiled() -> list[bool]:
    """Compare compiled, from facts to breakdown, with zen's expressions."""
    ruleset = parrules.load(RULESET)
    zen = traced_function(ruleset.scheme)
    facts = hold_equal(ruleset, zen, "compiled")
    theirs = zen_facts(ruleset.scheme, facts)
    leaves = [leaf.code for leaf in ruleset.scheme.leaves("criteria")]

    def scored() -> parrules.Breakdown:
        return ruleset.evaluate(facts, engine="compiled")

    def one() -> object:
        breakdown = scored()
        return breakdown.total, breakdown.grade, breakdown[LEAF].points

    def every() -> object:
        breakdown = scored()
        return [breakdown[code].points for code in leaves]

    read, listed, written, compared = medians(
        lambda: each_of(one),
        lambda: each_of(every),
        lambda: each_of(lambda: scored().to_dict()),
        lambda: each_of(lambda: zen(theirs)),
    )
    print(
        f"compiled: total, grade, a leaf {read * 1e6:.0f} µs, "
        f"all leaves {listed * 1e6:.0f} µs, to_dict {written * 1e6:.0f} µs; "
        f"zen with trace {compared * 1e6:.0f} µs"
    )

    return [
        show_times(
            "compiled, total, grade, a leaf : zen, expressions, trace",
            read,
            compared,
            6,
        ),
        show_times("compiled, every leaf : the same", listed, compared, 2),
        show_times("compiled, to_dict : the same", written, compared, 2),
    ]


def hold_equal(
    ruleset: parrules.Ruleset, zen: Callable[[Any], Any], engine: str
) -> dict[str, object]:
    """Hold every leaf of all units to zen's points; return one unit's facts.

    Raises:
        AssertionError: As `require_equal`.
    """
    scheme = ruleset.scheme
    units = [one_like_many(scheme), *mixed_units(scheme, UNITS)]
    leaves = [leaf.code for leaf in scheme.leaves("criteria")]
    for facts in units:
        breakdown = ruleset.evaluate(facts, engine=engine)
        points = zen(zen_facts(scheme, facts))
        require_equal(leaves, breakdown, points, name_of)
    print(f"{len(leaves)} leaves of {len(units)} units: zen's points equal")

    return units[0]


def require_equal(
    leaves: Sequence[str],
    breakdown: parrules.Breakdown,
    points: Mapping[str, object],
    name_of: Callable[[str], str],
) -> None:
    """Hold the points of *leaves* to zen's.

    Raises:
        AssertionError: Some of them differ; it names the first.
    """
    for code in leaves:
        found = Decimal(str(points[name_of(code)]))
        if found != breakdown[code].points:
            message = f"{code}: zen {found}, {breakdown[code]!r}"
            raise AssertionError(message)
