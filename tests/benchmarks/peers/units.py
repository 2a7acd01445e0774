"""Random units of a ruleset as a table, and each row of it as facts.

The columns are those that a table of facts has: one for each fact and each
answer, of a tally one for each level (``poll.satisfied``).  Counts are whole
numbers of 64 bits, flags truths, answers enumerations, dates days; a date
that did not happen is `NEVER`.  What is missing is null.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import numpy
import polars

from parrules.model import Choices, Criterion, Fact, Scheme

NEVER = datetime.date(1, 1, 1)
"""Stands in a column of days for a date that did not happen."""

NEW_YEAR = datetime.date(2024, 1, 1)
_CUTS = numpy.array([0, 5, 10, 15, 20, 30, 50, 60, 70, 75, 80, 85, 90, 100])
_EPOCH = datetime.date(1970, 1, 1)

Array = numpy.ndarray[Any, Any]


def table(
    scheme: Scheme, count: int, *, seed: int = 1, missing: float = 0.01
) -> polars.DataFrame:
    """Draw *count* units within bounds and relations.

    Rates lie anywhere, and often on a threshold or just beside it.

    Args:
        scheme: Its facts are flags, counts, dates and tallies; its answers
            are choices.
        count: Rows.
        seed: The same seed draws the same units.
        missing: The probability that a fact or answer is left out, 0…1.
    """
    draw = numpy.random.default_rng(seed)
    drawn: dict[str, Array] = {}
    columns: dict[str, polars.Series] = {}
    for fact in scheme.facts:
        silent = draw.random(count) < missing
        for name, values in _values(draw, fact, count, drawn):
            drawn[name] = values
            columns[name] = _series(name, fact.type, values, silent)
    for leaf in scheme.leaves():
        if isinstance(leaf.form, Choices):
            columns[leaf.code] = _answers(draw, scheme, leaf, count, missing)

    return polars.DataFrame(columns)


def facts_of(
    scheme: Scheme, frame: polars.DataFrame
) -> Iterator[dict[str, object]]:
    """Yield each row of *frame* as facts that `Ruleset.evaluate` takes."""
    for row in frame.iter_rows(named=True):
        facts: dict[str, object] = {}
        for fact in scheme.facts:
            value = _fact(row, fact)
            if value is not None:
                facts[fact.name] = value
        for leaf in scheme.leaves():
            if row.get(leaf.code) is not None:
                facts[leaf.code] = row[leaf.code]
        yield facts


def _fact(row: Mapping[str, object], fact: Fact) -> object:
    if fact.type == "tally":
        levels = [row[f"{fact.name}.{level}"] for level in fact.levels]
        return None if levels[0] is None else levels
    value = row[fact.name]

    return "never" if value == NEVER else value


# -- columns ------------------------------------------------------------------


def _values(
    draw: numpy.random.Generator,
    fact: Fact,
    count: int,
    drawn: Mapping[str, Array],
) -> Iterator[tuple[str, Array]]:
    if fact.type == "flag":
        yield fact.name, draw.random(count) < 0.5
    elif fact.type == "date":
        days = draw.integers(0, 90, count) + (NEW_YEAR - _EPOCH).days
        if fact.never:
            never = draw.random(count) < 0.125
            days = numpy.where(never, (NEVER - _EPOCH).days, days)
        yield fact.name, days
    elif fact.type == "tally":
        yield from _levels(draw, fact, count)
    else:
        assert fact.type == "count", f"no way to draw a {fact.type}"
        yield fact.name, _counts(draw, fact, count, drawn)


def _counts(
    draw: numpy.random.Generator,
    fact: Fact,
    count: int,
    drawn: Mapping[str, Array],
) -> Array:
    """Draw counts; parts of another lie often at a threshold of it."""
    low = 0 if fact.at_least is None else int(str(fact.at_least))
    if fact.at_most_fact is None:
        sizes = numpy.array([0, 1, 4, 10, 20, 100, 12_000])
        whole = draw.choice(sizes, count) + draw.integers(0, 3, count)
        whole[draw.random(count) < 0.05] = 0
        return numpy.maximum(low, whole)
    high = drawn[fact.at_most_fact]
    at_cut = -(-high * draw.choice(_CUTS, count) // 100)
    at_cut += draw.integers(-1, 2, count)
    anywhere = draw.integers(0, high, endpoint=True)
    part = numpy.where(draw.random(count) < 0.3, anywhere, at_cut)

    return numpy.clip(part, low, high)


def _levels(
    draw: numpy.random.Generator, fact: Fact, count: int
) -> Iterator[tuple[str, Array]]:
    nobody = draw.random(count) < 0.05
    happy = draw.random(count) < 0.25
    for position, level in enumerate(fact.levels):
        values = draw.integers(0, 2 + 8 * position, count)
        if position < len(fact.levels) - 2:
            values[happy] = 0
        values[nobody] = 0
        yield f"{fact.name}.{level}", values


def _series(
    name: str, kind: str, values: Array, silent: Array
) -> polars.Series:
    series = polars.Series(name, values)
    if kind == "date":
        series = series.cast(polars.Int32).cast(polars.Date)

    return _masked(series, silent)


def _answers(
    draw: numpy.random.Generator,
    scheme: Scheme,
    leaf: Criterion,
    count: int,
    missing: float,
) -> polars.Series:
    form = leaf.form
    assert isinstance(form, Choices)
    choices = form.choices or scheme.answers[form.named or ""]
    kind = polars.Enum([each.id for each in choices])
    places = draw.integers(0, len(choices), count, dtype=numpy.uint8)
    series = polars.Series(leaf.code, places).cat.to(kind)

    return _masked(series, draw.random(count) < missing)


def _masked(series: polars.Series, silent: Array) -> polars.Series:
    """Return *series* with nulls where it is silent."""
    if not silent.any():
        return series

    return polars.select(
        polars.when(polars.Series(~silent)).then(series).alias(series.name)
    ).to_series()
