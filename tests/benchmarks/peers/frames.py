"""Tables as this library takes them, and its answers as peers give theirs."""

from collections.abc import Iterator
from typing import Any

import polars

from parrules import Ruleset
from parrules.model import Scheme
from peers.units import NEVER


def arriving(scheme: Scheme, frame: polars.LazyFrame) -> polars.LazyFrame:
    """Return a table of `peers.units` with columns named as facts are.

    A tally has a column for each level, as it is there; a date that did not
    happen is empty, and a column beside it says so.
    """
    return frame.select(
        *(each for fact in scheme.facts for each in _columns(fact)),
        *_answers(scheme),
    )


def _answers(scheme: Scheme) -> list[str]:
    facts = {fact.name for fact in scheme.facts}
    leaves = [leaf.code for leaf in scheme.leaves() if _is_picked(leaf)]

    return [code for code in leaves if code not in facts]


def _is_picked(leaf: Any) -> bool:  # noqa: ANN401  # a node of the model
    return type(leaf.form).__name__ == "Choices"


def _columns(fact: Any) -> Iterator[polars.Expr]:  # noqa: ANN401  # a fact of the model
    column = polars.col(fact.name)
    if fact.type == "tally":
        levels = [f"{fact.name}.{level}" for level in fact.levels]
        yield from map(polars.col, levels)
    elif fact.type == "date" and fact.never:
        happened = column != NEVER
        yield polars.when(happened).then(column).alias(fact.name)
        yield (
            (column == NEVER)
            .fill_null(value=False)
            .alias(f"{fact.name}.never")
        )
    else:
        yield column


def answered(ruleset: Ruleset, found: polars.DataFrame) -> polars.DataFrame:
    """Return points in quanta, the total in its last decimals."""
    plan, scheme = ruleset.plan, ruleset.scheme
    leaves = [f"{leaf.code}.points" for leaf in scheme.leaves("criteria")]
    points = [name for name in leaves if name in found.columns]

    return found.select(
        *(_whole(found, name, plan.places) for name in points),
        _whole(found, "total", scheme.decimals),
        (polars.col("total.numerator") * 10**plan.places),
        "total.denominator",
        "complete",
    )


def _whole(found: polars.DataFrame, name: str, places: int) -> polars.Expr:
    column = polars.col(name)
    if not found.schema[name].is_integer():
        column = column * 10**places

    return column.round(0).cast(polars.Int64)
