"""Defaults that earn, and those that do not."""

import pytest

from checking.rulesets import codes, criteria, found, leaf

FACTS = """\
late    = { type = "count", default = 0 }
sent    = { type = "count" }
trained = { type = "flag", default = true }
banned  = { type = "flag", default = false }
level   = { type = "choice", values = ["a", "b", "c"], default = "c" }
closed  = { type = "date", never = true, default = "never" }
rate    = { type = "percent", default = 100 }
due     = { type = "count", default = 0 }
done    = { type = "count", default = 10, at_most = 100 }
paid    = { type = "tally", levels = { a = 20, b = 100 }, default = [1, 4] }
votes   = { type = "tally", levels = ["bad", "good"], default = [1, 4] }
step_of = { type = "choice", values = { a = 1, b = 5 }, default = "b" }
"""
BY = (
    'cases = [{{ when = "{}", points = 10 }}, '
    "{{ otherwise = true, points = 0 }}]"
)
EXCEPT = (
    "judged = {{ step = 1 }}, not_applicable = "
    '[{{ when = "not banned", treat = "{}" }}]'
)


def gains(row: str) -> list[tuple[str, str, str]]:
    """Return fact, more and less of each PAR329 about a leaf of *row*."""
    problems = found(leaf(row, facts=FACTS))

    return [
        tuple(each.arguments[name] for name in ("name", "more", "less"))  # type: ignore[misc]  # of three
        for each in problems
        if each.code == "PAR329"
    ]


@pytest.mark.parametrize(
    ("condition", "fact"),
    [
        ("late == 0", "late"),
        ("late < 3", "late"),
        ("trained", "trained"),
        ("not banned", "banned"),
        ("sent > 2 and trained", "trained"),
        ("sent > 2 or not banned", "banned"),
        ("level == 'c'", "level"),
        ("level != 'a'", "level"),
        ("closed == never", "closed"),
    ],
)
def test_default_that_makes_a_better_row_decide_is_found(
    condition: str, fact: str
) -> None:
    """Whatever else the row looks at, another value gets the worse row."""
    assert [(fact, "10", "0")] == gains(BY.format(condition))


@pytest.mark.parametrize(
    "condition",
    [
        "late > 0",
        "late > 3 and sent > 2",
        "not trained",
        "banned",
        "level == 'a'",
        "closed != never",
        "sent > 2",
        "sent > late",
    ],
)
def test_default_that_earns_least_is_well(condition: str) -> None:
    """Nor is anything said of what is computed from several facts."""
    assert [] == gains(BY.format(condition))


@pytest.mark.parametrize(
    ("row", "gain"),
    [
        (
            'measure = "rate", tiers = [[100, 10], [50, 4], [0, 1]]',
            ("rate", "10", "1"),
        ),
        ('awards = [{ when = "trained", share = 50 }]', ("trained", "5", "0")),
        (EXCEPT.format("full"), ("banned", "10", "0")),
        (
            'formula = "maximum * sent / due", step = 1, if_none = "full"',
            ("due", "10", "0"),
        ),
    ],
)
def test_default_earns_in_other_forms_too(
    row: str, gain: tuple[str, str, str]
) -> None:
    """In tiers over it, awards, exceptions, and as what is divided by."""
    assert [gain] == gains(row)


@pytest.mark.parametrize(
    "row",
    [
        'deductions = [{ each = "late", per = 1 }]',
        'deductions = [{ when = "banned", points = 1 }]',
        'awards = [{ each = "late", per = 1 }]',
        'measure = "late", tiers = [[5, 10], [0, 0]]',
        (
            'measure = "late", tiers = [{ to = 0, points = 10 }, '
            "{ from = 1, to = 2, points = 5 }, { from = 3, points = 0 }]"
        ),
        'formula = "maximum * sent / due", step = 1, if_none = "zero"',
        EXCEPT.format("zero"),
    ],
)
def test_default_that_only_spares_is_well(row: str) -> None:
    """A fact that can only cost points must say what silence means."""
    assert [] == gains(row)


def test_penalty_that_silence_spares_is_well() -> None:
    """What a penalty does not take is not earned."""
    penalty = '[penalty]\n"P" = { maximum = 1, title = "P", awards = '
    penalty += '[{ when = "banned", points = 1 }] }'
    row = '"1.1" = { maximum = 10, title = "x", judged = { step = 1 } }'

    assert "PAR329" not in codes(criteria(row, facts=FACTS, penalty=penalty))


def test_row_can_acknowledge_that_silence_earns() -> None:
    """The author says why, on the row that it is about."""
    row = BY.format("trained") + ', known = { PAR329 = "all were" }'
    (problem,) = (
        each for each in found(leaf(row, facts=FACTS)) if each.code == "PAR329"
    )

    assert "all were" == problem.acknowledged


@pytest.mark.parametrize(
    ("row", "gain"),
    [
        ('formula = "done * 0.3", step = 0.1', ("done", "3", "0")),
        (
            (
                'measure = "percent(done, sent)", if_none = "zero", '
                "tiers = [[80, 10], [0, 1]]"
            ),
            ("done", "10", "1"),
        ),
        (BY.format("percent(done, sent) >= 80"), ("done", "10", "0")),
        (BY.format("done + sent > 1000000000"), ("done", "10", "0")),
        (
            (
                'cases = [{ when = "done > 5", formula = "done * 0.3", '
                "step = 0.1 }, { otherwise = true, points = 2 }]"
            ),
            ("done", "3", "2"),
        ),
        (
            (
                'cases = [{ when = "sent > 5 and trained", '
                'formula = "done * 0.3", step = 0.1 }, '
                "{ otherwise = true, points = 10 }]"
            ),
            ("done", "3", "0"),
        ),
        (
            'awards = [{ formula = "done * 0.3", step = 0.1 }]',
            ("done", "3", "0"),
        ),
        (
            (
                'awards = [{ each = "done + sent", per = 0.1, at_most = 2 }, '
                '{ each = "2 * done", per = 0.1 }]'
            ),
            ("done", "2", "0"),
        ),
        (
            (
                'measure = "share(votes, \'good\')", if_none = "zero", '
                "tiers = [[80, 10], [0, 1]]"
            ),
            ("votes", "10", "1"),
        ),
        (
            # (1 · 1 + 2 · 4) / 5 = 1.8
            (
                'measure = "mean(votes)", if_none = "zero", '
                "tiers = [[1.8, 10], [1, 1]]"
            ),
            ("votes", "10", "1"),
        ),
        (BY.format("share(votes, 'good') == 80"), ("votes", "10", "0")),
        ('formula = "2 * step_of", step = 1', ("step_of", "10", "2")),
        (
            # (1 · 20 + 4 · 100) / 5 = 84; all a: 20
            BY.format("mean(paid) >= 84"),
            ("paid", "10", "0"),
        ),
        (BY.format("share(votes, 'bad') <= 20"), ("votes", "10", "0")),
    ],
)
def test_default_earns_where_points_are_computed_from_it(
    row: str, gain: tuple[str, str, str]
) -> None:
    """With the default there are more points than with the least value."""
    assert [gain] == gains(row)


@pytest.mark.parametrize(
    "row",
    [
        'formula = "maximum - 0.5 * late", step = 0.5',
        'formula = "maximum - 0.5 * done", step = 0.5',
        'measure = "percent(late, sent)", tiers = [[80, 10], [0, 1]]',
        "measure = \"share(votes, 'good')\", tiers = [[81, 10], [0, 1]]",
        BY.format("percent(done, sent) >= 1001"),
        'measure = "mean(paid)", tiers = [[20, 10], [0, 1]]',
        # With the least value there is nothing to divide by.
        'measure = "percent(sent, done)", tiers = [[80, 10], [0, 1]]',
        BY.format("percent(sent, done) >= 80"),
        BY.format("mean(paid) > 84"),
        BY.format("done + sent > 1000000010"),
        (
            'cases = [{ when = "done > 10", formula = "done * 0.3", '
            "step = 0.1 }, { otherwise = true, points = 0 }]"
        ),
        (
            'cases = [{ when = "done > 5", formula = "done * 0.3", '
            "step = 0.1 }, { otherwise = true, points = 3 }]"
        ),
    ],
)
def test_default_that_computes_to_no_more_is_well(row: str) -> None:
    """It is the least, only costs, or reaches nothing by its number."""
    assert [] == gains(row)


@pytest.mark.parametrize(
    "row",
    [
        'measure = "count_true(trained, sent > 2)", tiers = [[2, 10], [0, 0]]',
        EXCEPT.format("exclude"),
    ],
)
def test_of_counted_flags_and_exclusions_nothing_is_said(row: str) -> None:
    """These are limits that docs/problems.md tells, not promises."""
    assert [] == gains(row)
