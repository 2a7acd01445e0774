"""What terms can be over all facts that a submission may hold."""

from fractions import Fraction

import pytest

from checking.rulesets import ruleset
from parrules.checking.scope import Scope, scope_of
from parrules.expression.writing import day_text, written
from parrules.loading import parse_ruleset

FACTS = """
[fact]
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
few     = { type = "count", at_least = 1, at_most = 5 }
rate    = { type = "number", at_least = -2.5, at_most = 4, decimals = 1 }
shared  = { type = "percent" }
issued  = { type = "date", never = true }
due     = { type = "date" }
late_by = { type = "date", at_least = "due" }
held    = { type = "flag" }
kind    = { type = "choice", values = { A = 0.5, B = 1.25 } }
level   = { type = "choice", values = ["a", "b", "c"] }
bad     = { type = "codes" }
poll    = { type = "tally", levels = ["bad", "fair", "good"] }
"""


def scope(text: str) -> Scope:
    """Return the scope of a ruleset whose fact `derived` is *text*."""
    loaded = parse_ruleset(
        ruleset(
            fact=FACTS,
            derive=f'[derive]\nderived = "{text}"\n',
        ),
        "test.toml",
    )
    assert not loaded.problems, loaded.problems
    assert loaded.scheme is not None

    return scope_of(loaded.scheme)


@pytest.mark.parametrize(
    ("text", "low", "high", "step"),
    [
        ("done", 0, 10**9, 1),
        ("few + 2", 3, 7, 1),
        ("planned - done", 0, 10**9, 1),
        ("done - planned", -(10**9), 0, 1),
        ("percent(done, planned)", 0, 100, None),
        ("percent(planned, done)", 100, 10**11, None),
        ("percent(done, done + few)", 0, 100, None),
        ("percent(done - few, planned)", -500, 100, None),
        ("percent(few, 8)", "12.5", "62.5", "12.5"),
        ("planned / few", 0, 10**9, None),
        ("few / planned", "0.000000001", 5, None),
        ("rate", "-2.5", 4, "0.1"),
        ("2 * rate", -5, 8, "0.2"),
        ("rate * rate", 0, 16, "0.01"),
        ("abs(rate)", 0, 4, "0.1"),
        ("-few", -5, -1, 1),
        ("shared", 0, 100, "0.01"),
        ("min(few, 3)", 1, 3, 1),
        ("max(few, 3)", 3, 5, 1),
        ("round_to(rate, 0.5)", "-2.5", 4, "0.5"),
        ("round_up(few / 2, 1)", 1, 3, 1),
        ("share(poll, 'good')", 0, 100, None),
        ("mean(poll)", 1, 3, None),
        ("kind + 0", "0.5", "1.25", None),
        ("count_true(held, few > 2)", 0, 2, 1),
        ("days(due, late_by)", 0, 73413, 1),
        ("days(due, add_days(due, 3))", "-73410", 73416, 1),
        ("few / 0.5", 2, 10, 2),
    ],
)
def test_range_and_step_of_a_term(
    text: str, low: float | str, high: float | str, step: float | str | None
) -> None:
    """Bounds and relations of facts give the bounds of what is computed."""
    found = scope(text)
    derived = found.scheme.derived[0]
    term = found.term(derived.cases[0][1])
    assert term is not None
    reached = found.ranges.of(term)

    assert (Fraction(low), Fraction(high)) == (reached.low, reached.high)
    assert (None if step is None else Fraction(step)) == found.ranges.step_of(
        term
    )


@pytest.mark.parametrize(
    ("text", "is_exact"),
    [
        ("percent(done, planned)", True),
        ("few * rate", True),
        ("done + planned", False),
        ("few * few", False),
        ("kind + 0", False),
        ("days(due, late_by)", False),
        ("share(poll, 'good')", True),
    ],
)
def test_range_is_exact_where_facts_are_independent(
    text: str, *, is_exact: bool
) -> None:
    """A fact read twice, or related facts, may not take all values."""
    found = scope(text)
    term = found.term(found.scheme.derived[0].cases[0][1])
    assert term is not None

    assert is_exact == found.ranges.is_exact(term)


@pytest.mark.parametrize(
    "text",
    [
        "percent(done, planned)",
        "(done + few) * 2 - 1",
        "done - (planned - few)",
        "done / (few * 2)",
        "done >= 3 and not (held or few < 2)",
        "issued == never or issued <= add_months(due, 1)",
        "days(due, issued) > 2024-01-31 - due",
        "round_down(rate, 0.5) + round_to(rate, 1)",
        "round_up(mean(poll), 1)",
        "count_true(held, few > 2) + min(few, 2)",
        "is_missing(held)",
        "true",
        "not false",
        "held",
        "level == 'a'",
        "level in ('a', 'b')",
        "'1.1' in bad",
        "percent(done, planned) / 2 > 5%",
        "not (done < 1 and held)",
        "share(poll, 'good') > 5",
    ],
)
def test_term_is_written_as_it_was(text: str) -> None:
    """What a problem shows of a rule is what the author wrote."""
    found = scope(text)
    term = found.scheme.derived[0].cases[0][1].term
    assert term is not None
    expected = {
        "days(due, issued) > 2024-01-31 - due": (
            "days(due, issued) > days(due, 2024-01-31)"
        ),
        "percent(done, planned) / 2 > 5%": "percent(done, planned) / 2 > 5",
        "share(poll, 'good') > 5": "share(poll, …) > 5",
    }.get(text, text)

    assert expected == written(term)


@pytest.mark.parametrize(
    ("ordinal", "expected"), [(738521, "2023-01-01"), (0, "0"), (-7, "-7")]
)
def test_day_is_written_as_a_date_where_there_is_one(
    ordinal: int, expected: str
) -> None:
    """Beyond the calendar, the number stands for itself."""
    assert expected == day_text(Fraction(ordinal))
