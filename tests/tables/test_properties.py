"""What holds for the rows of any table, in Polars and in DuckDB.

The properties are those of ``parrules.testing``, of which each looks at one
unit at a time; here units stand in one table and are scored in columns.
"""

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conformance.agreement import differences, result_of
from conformance.corpus import compiled
from conformance.values import Result
from parrules.engines import ENGINES
from parrules.facts import Submission
from parrules.testing.directing import directed, less_and_more
from parrules.testing.strategies import submissions
from tables.tabling import result_in, scored, table_of

RULESET = compiled("""\
[channel]
file = {}
poll = { held = "asked" }
[fact]
tasks = { type = "count", more = "worse" }
done = { type = "count", at_most = "tasks", more = "better" }
late = { type = "count", default = 0, more = "worse" }
rate = { type = "percent", more = "better" }
asked = { type = "flag" }
votes = { type = "tally", levels = ["bad", "good"] }
good = { type = "flag", more = "better" }
struck = { type = "codes", default = [] }
[criteria]
"1" = { maximum = 6, title = "files", channel = "file", \
deductions = [{ each = "late", per = 0.25, at_most = 2 }] }
"1.1" = { maximum = 4, measure = "percent(done, tasks)", if_none = "zero", \
tiers = [[100, 4], [70, 2.5], [0, 0]] }
"1.2" = { maximum = 2, cases = [{ when = "good", points = 2 }, \
{ when = "rate >= 50", formula = "rate / 100", step = 0.125 }, \
{ otherwise = true, points = 0 }] }
"2" = { maximum = 4, title = "poll", channel = "poll", \
measure = "share(votes, 'good')", if_none = "zero", \
tiers = [[80, 4], [50, 1], [0, 0]] }
[bonus]
"B" = { maximum = 1, awards = [{ when = "rate > 99.5", points = 1 }] }
[penalty]
"P" = { maximum = 2, awards = [{ each = "late", per = 0.5, at_most = 2 }] }
[[knock_out]]
criteria = "struck"
when = "true"
[total]
at_least = 0
at_most = 10
[[grade]]
id = "fair"
from = 5
[[grade]]
id = "low"
""")
LIBRARIES = ["polars", "rows", "duckdb"]
UNITS = st.lists(submissions(RULESET), min_size=1, max_size=12)

pytestmark = pytest.mark.parametrize("library", LIBRARIES)
few = settings(
    max_examples=4,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def rows_of(units: Sequence[Submission], library: str) -> list[dict[str, Any]]:
    """Return the full answer to a table of *units*, in their order."""
    return scored(RULESET, table_of(RULESET, units), library)


def results_of(units: Sequence[Submission], library: str) -> list[Result]:
    """Return all that evaluators agree on, of each of *units*."""
    return [result_in(row, RULESET.scheme) for row in rows_of(units, library)]


@few
@given(UNITS)
def test_every_node_of_every_row_stays_within_its_bounds(
    library: str, units: list[Submission]
) -> None:
    """0 ≤ E ≤ A ≤ M, and the total within its own bounds."""
    maxima = {node.code: node.maximum for node in RULESET.scheme.nodes()}
    results = results_of(units, library)

    assert len(units) == len(results)
    for result in results:
        for code, node in result.nodes.items():
            assert 0 <= node.points <= node.applicable <= maxima[code]
        assert result.total is None or 0 <= result.total <= 10


@few
@given(UNITS)
def test_every_total_is_the_sum_of_its_parts(
    library: str, units: list[Submission]
) -> None:
    """Areas make the base; with bonus and penalty, clamped, the total."""
    for result in results_of(units, library):
        points = {code: node.points for code, node in result.nodes.items()}
        whole = points["1"] + points["2"] + points["B"] - points["P"]

        assert result.base == points["1"] + points["2"]
        assert (result.bonus, result.penalty) == (points["B"], points["P"])
        assert result.total == min(max(whole, Fraction(0)), Fraction(10))


@few
@given(UNITS, st.integers(0, 2**16))
def test_the_order_of_rows_and_columns_changes_nothing(
    library: str, units: list[Submission], seed: int
) -> None:
    """A table turned round has the same answers in another order."""
    frame = table_of(RULESET, units)
    columns = list(frame.columns)
    source = random.Random(seed)  # noqa: S311  # chance, not secrets
    source.shuffle(columns)
    turned = frame.sample(
        fraction=1, shuffle=True, seed=seed, with_replacement=False
    ).select(columns)
    rows, other = (
        sorted(scored(RULESET, each, library), key=lambda row: row["unit.id"])
        for each in (frame, turned)
    )

    assert rows == other


@few
@given(UNITS, st.integers(0, 2**16))
def test_more_of_what_is_better_lowers_no_total(
    library: str, units: list[Submission], by: int
) -> None:
    """Each unit beside itself with more of one fact, in one table."""
    sources = directed(RULESET.plan)
    if library == "duckdb":
        # It works out a statement for each table; one fact is enough for it.
        sources = sources[by % len(sources) :][:1]
    for source in sources:
        assert source.fact is not None
        pairs = [
            pair
            for each in units
            if (pair := less_and_more(RULESET.plan, each, source, by))
        ]
        if not pairs:
            continue
        less = results_of([pair[0] for pair in pairs], library)
        more = results_of([pair[1] for pair in pairs], library)
        sign = 1 if source.fact.more == "better" else -1
        for before, after in zip(less, more, strict=True):
            assert before.total is not None
            assert after.total is not None
            assert sign * after.total >= sign * before.total


@few
@given(UNITS)
def test_a_row_is_what_every_engine_says_of_its_unit(
    library: str, units: list[Submission]
) -> None:
    """Points, status, rule, channels, totals and grade."""
    found = results_of(units, library)

    for engine in ENGINES:
        for unit, result in zip(units, found, strict=True):
            expected = result_of(RULESET.evaluate(unit, engine=engine))
            assert [] == differences(result, expected)
