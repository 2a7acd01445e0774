"""What `Ruleset.outcome` says of each row, as columns to compare with."""

import polars

from parrules import Ruleset
from peers.units import facts_of

TOTALS = ("total.numerator", "total.denominator", "total", "complete")


def reference(ruleset: Ruleset, frame: polars.DataFrame) -> polars.DataFrame:
    """Score each row of *frame* by itself.

    Returns:
        Points of each leaf by ``code.points`` in quanta, the exact total as
        a quotient in quanta, the published one in its last decimals, and
        whether the unit is complete.
    """
    plan, scheme = ruleset.plan, ruleset.scheme
    leaves = [
        (index, f"{node.code}.points")
        for index, node in enumerate(plan.nodes)
        if node.is_leaf
    ]
    rows = []
    for facts in facts_of(scheme, frame):
        outcome = ruleset.outcome(facts, engine="compiled")
        published = ruleset.evaluate(facts, engine="compiled").total
        assert outcome.total is not None
        assert published is not None
        row: dict[str, object] = {
            name: outcome.verdicts[index].earned for index, name in leaves
        }
        over, under = outcome.total
        row |= {
            "total.numerator": over,
            "total.denominator": under,
            "total": int(published.scaleb(scheme.decimals)),
            "complete": outcome.complete,
        }
        rows.append(row)

    return polars.DataFrame(rows)
