"""Engines that score one unit after the other: seconds for each.

They stop at 100,000 units or after some seconds, whichever is first.  No
fact is missing, for zen's sake, whose tables have no word for it.
"""

import itertools
import time
from collections.abc import Callable, Mapping
from typing import Any

import parrules
from peers.units import facts_of, table

ZEN_TABLES, ZEN_EXPRESSIONS = "zen-engine, tables", "zen-engine, expressions"
LOOPS = (ZEN_TABLES, ZEN_EXPRESSIONS, "durable", "compiled")
MOST_UNITS = 100_000
_DRAWN = 1_000
_AT_ONCE = 100

Facts = dict[str, object]


def work(order: Mapping[str, Any]) -> dict[str, Any]:
    """Time one engine over many units."""
    ruleset = parrules.load(order["ruleset"])
    frame = table(ruleset.scheme, _DRAWN, missing=0)
    units = list(facts_of(ruleset.scheme, frame))
    score, units = _scorer(order["contender"], ruleset, units)
    for unit in units[:_AT_ONCE]:
        score(unit)
    count, start = 0, time.perf_counter()
    turns = itertools.cycle(units)
    while count < MOST_UNITS:
        for unit in itertools.islice(turns, _AT_ONCE):
            score(unit)
        count += _AT_ONCE
        if time.perf_counter() - start > order["limit"]:
            break

    return {"seconds": (time.perf_counter() - start) / count, "units": count}


def _scorer(
    name: str, ruleset: parrules.Ruleset, units: list[Facts]
) -> tuple[Callable[[Facts], object], list[Facts]]:
    if name in (ZEN_TABLES, ZEN_EXPRESSIONS):
        return _zen(name, ruleset, units)
    leaves = [leaf.code for leaf in ruleset.scheme.leaves("criteria")]

    def score(facts: Facts) -> object:
        breakdown = ruleset.evaluate(facts, engine=name)
        return breakdown.total, [breakdown[code].points for code in leaves]

    return score, units


def _zen(
    name: str, ruleset: parrules.Ruleset, units: list[Facts]
) -> tuple[Callable[[Facts], object], list[Facts]]:
    """Return zen's best loop, which first has to give the same points."""
    from single.against_zen import require_equal  # noqa: PLC0415  # needs zen
    from zen_tables import (  # noqa: PLC0415  # needs zen
        evaluate_function,
        expression_function,
        name_of,
        zen_facts,
    )

    scheme = ruleset.scheme
    made = evaluate_function if name == ZEN_TABLES else expression_function
    zen = made(scheme)
    leaves = [leaf.code for leaf in scheme.leaves("criteria")]
    written = [zen_facts(scheme, facts) for facts in units]
    for facts, theirs in zip(units[:300], written[:300], strict=True):
        breakdown = ruleset.evaluate(facts, engine="compiled")
        require_equal(leaves, breakdown, zen(theirs), name_of)

    return zen, written
