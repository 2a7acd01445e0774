"""Ladders: exactly what values a measure can have decides what is wrong."""

import pytest

from checking.rulesets import codes, found, leaf, levels
from parrules.checking import check_scheme
from parrules.loading import parse_ruleset

COUNT = 'count = { type = "count" }'
FEW = """few  = { type = "count", at_most = "some" }
some = { type = "count", at_least = 1, at_most = 5 }"""
RATE = 'rate = { type = "percent", decimals = 0 }'
VOTES = 'votes = { type = "tally", levels = ["bad", "good"], at_most = 2 }'
FINE = 'rate = { type = "percent" }'


def tiers(measure: str, rows: str, facts: str) -> str:
    """Return a ruleset with one ladder."""
    return leaf(f'measure = "{measure}", tiers = [{rows}]', facts=facts)


@pytest.mark.parametrize(
    ("measure", "rows", "facts"),
    [
        # Nothing lies between one whole number and the next.
        (
            "count",
            (
                "{ from = 3, points = 10 }, { from = 1, to = 2, points = 5 }, "
                "{ to = 0, points = 0 }"
            ),
            COUNT,
        ),
        # Nor between 79 and 80 percent where decimals are not given.
        (
            "rate",
            "{ from = 80, points = 10 }, { to = 79, points = 0 }",
            RATE,
        ),
        # Four of five are 80 %, five are all: nothing lies between.
        (
            "percent(few, some)",
            "{ from = 100, points = 10 }, { to = 80, points = 0 }",
            FEW,
        ),
        # Fewer may be better: points then rise as bounds fall.
        ("count", "[2, 0], [1, 5], [0, 10]", COUNT),
        # One row below the bound is enough, if it has no lower one.
        (
            "rate",
            "{ above = 90, points = 10 }, { to = 90, points = 0 }",
            FINE,
        ),
    ],
)
def test_sound_ladder_has_no_problem(
    measure: str, rows: str, facts: str
) -> None:
    """What cannot happen needs no row."""
    assert found(tiers(measure, rows, facts)) == ()


@pytest.mark.parametrize(
    ("measure", "rows", "facts", "example"),
    [
        ("rate", "[80, 10]", FINE, "rate = 0"),
        (
            "rate",
            "{ from = 80, points = 10 }, { to = 79, points = 0 }",
            FINE,
            "rate = 79.01",
        ),
        (
            "percent(few, some)",
            "{ from = 100, points = 10 }, { to = 70, points = 0 }",
            FEW,
            "percent(few, some) = 75",
        ),
        (
            "count",
            "{ above = 3, points = 10 }, { below = 3, points = 0 }",
            COUNT,
            "count = 3",
        ),
    ],
)
def test_gap_is_shown_by_a_value_that_can_be(
    measure: str, rows: str, facts: str, example: str
) -> None:
    """PAR205 names a value that a submission can really have."""
    (problem,) = found(tiers(measure, rows, facts))

    assert ("PAR205", "error") == (problem.code, problem.severity)
    assert example == problem.arguments["example"]


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        # Half, two thirds and all can be good; nothing from 67 to 100.
        (67, []),
        (66, ["share(votes, …) = 200/3"]),
    ],
)
def test_share_of_a_few_votes_takes_few_values(
    below: int, expected: list[str]
) -> None:
    """Of at most two votes on each of two levels."""
    text = leaf(
        "measure = \"share(votes, 'good')\", if_none = 'zero', tiers = ["
        f"{{ from = 100, points = 10 }}, {{ to = {below}, points = 0 }}]",
        facts=VOTES,
    )

    assert expected == [each.arguments["example"] for each in found(text)]


CHAIN = """low  = { type = "count", at_most = "mid" }
mid  = { type = "count", at_most = "high"%s }
high = { type = "count", at_most = 5, default = 5 }"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # Nothing holds `low` against 5 while `mid` is missing.
        ("", [("PAR205", "error")]),
        (", required = true", []),
        (", default = 0", []),
    ],
)
def test_a_relation_leads_only_through_what_is_known(
    said: str, expected: list[tuple[str, str]]
) -> None:
    """S2.10: a bound that names a fact holds where both are known."""
    rows = "{ from = 3, to = 5, points = 10 }, { to = 2, points = 0 }"

    assert expected == [
        each
        for each in levels(tiers("low", rows, CHAIN % said))
        if each[0] != "PAR322"
    ]


def test_a_row_beyond_what_a_missing_fact_bounds_is_reached() -> None:
    """PAR207 would say of a row that decides that it never does."""
    rows = "{ above = 5, points = 10 }, { to = 5, points = 0 }"

    assert [] == levels(tiers("low", rows, CHAIN % ""))
    assert [("PAR207", "error")] == levels(
        tiers("low", rows, CHAIN % ", default = 0")
    )


def test_gap_that_may_never_come_about_is_a_warning() -> None:
    """A measure that reads one fact twice may not take all values."""
    text = tiers(
        "count - count / 2",
        "{ from = 1, points = 10 }, { from = 0, below = 1, points = 0 }",
        COUNT,
    )

    assert [("PAR205", "warning")] == levels(text)


def test_overlap_with_the_same_points_is_none() -> None:
    """Two rows that say the same thing contradict nothing."""
    text = tiers(
        "rate",
        "{ from = 70, points = 10 }, { from = 60, to = 80, points = 10 }, "
        "{ below = 60, points = 0 }",
        FINE,
    )

    assert found(text) == ()


def test_row_hidden_by_one_that_says_the_same_is_a_warning() -> None:
    """It changes no score; with other points it would be an error."""
    rows = (
        "{{ from = 50, points = 10 }}, {{ from = 60, points = {} }}, "
        "{{ below = 50, points = 0 }}"
    )

    assert [("PAR207", "warning")] == levels(
        tiers("rate", rows.format(10), FINE)
    )
    assert [("PAR207", "error")] == levels(tiers("rate", rows.format(5), FINE))


def test_rows_that_sanction_differ_in_what_they_do() -> None:
    """The same points with a ceiling on the grade are not the same."""
    text = tiers(
        "rate",
        "{ from = 50, points = 10 }, { to = 50, points = 10, grade_down = 1 }",
        FINE,
    )

    assert [("PAR240", "warning"), ("PAR206", "error")] == levels(text)


def test_shares_are_points_of_the_maximum() -> None:
    """A share of 120 percent is above the maximum."""
    text = tiers(
        "rate",
        "{ from = 50, share = 120 }, { below = 50, share = 0 }",
        FINE,
    )

    assert [("PAR203", "error")] == levels(text)


def test_measure_of_what_could_not_be_read_is_left_alone() -> None:
    """Bounds that contradict each other are told once, not row by row."""
    text = tiers(
        "rate",
        "{ from = 50, to = 60, points = 10 }",
        'rate = { type = "percent", at_least = 50, at_most = 10 }',
    )

    assert [("PAR320", "error")] == levels(text)


def test_rows_that_meet_between_two_counts_say_nothing_twice() -> None:
    """No value lies where both rows hold."""
    text = leaf(
        'measure = "late", tiers = [{ from = 0, to = 1.5, points = 10 }, '
        "{ from = 1.2, to = 9, points = 5 }, { above = 9, points = 0 }]",
        facts='late = { type = "count" }',
    )

    assert codes(text) == []


def test_row_whose_rest_holds_no_count_is_never_reached() -> None:
    """What the row above leaves lies between two counts."""
    text = leaf(
        'measure = "late", tiers = [{ from = 0, to = 1.5, points = 10 }, '
        "{ from = 1, below = 2, points = 5 }, { from = 2, points = 0 }]",
        facts='late = { type = "count" }',
    )

    assert codes(text) == ["PAR207"]


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ((50, '"75"', 0), []),
        (('"90"', 75, 0), []),
        ((50, '"75"', 60), ["PAR215"]),
    ],
)
def test_bound_that_is_no_number_is_compared_with_nothing(
    bounds: tuple[int | str, ...], told: list[str]
) -> None:
    """That it is none has been told."""
    rows = ", ".join(f"[{bound}, 1]" for bound in bounds)
    scheme = parse_ruleset(tiers("rate", rows, FINE), "test.toml").scheme
    assert scheme is not None

    assert told == [problem.code for problem in check_scheme(scheme)]
