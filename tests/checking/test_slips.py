"""Numbers that were probably meant otherwise, and some that were not."""

import pytest

from checking.rulesets import codes, found, leaf, ruleset

FACTS = """\
sent    = { type = "count" }
rate    = { type = "percent" }
done    = { type = "count", at_most = "planned" }
planned = { type = "count", at_least = 1 }
low     = { type = "percent", at_most = 1 }
"""


def ladder(measure: str, *bounds: str) -> str:
    """Return a row of short tiers, the last of them at 0."""
    tiers = ", ".join(f"[{bound}, 10]" for bound in bounds)

    return f'measure = "{measure}", tiers = [{tiers}, [0, 0]]'


def cases(condition: str) -> str:
    """Return cases over one condition."""
    return (
        f'cases = [{{ when = "{condition}", points = 10 }}, '
        "{ otherwise = true, points = 0 }]"
    )


def thousands(row: str, facts: str = FACTS) -> list[str]:
    """Return what PAR241 proposes."""
    return [
        problem.arguments["thousand"]
        for problem in found(leaf(row, facts=facts))
        if problem.code == "PAR241"
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (ladder("sent", "1.000"), ["1000"]),
        (ladder("sent", "12.500"), ["12500"]),
        (cases("sent > 1.000"), ["1000"]),
        (cases("3 > 2 and 10.000 <= sent"), ["10000"]),
        (ladder("sent", "1000"), []),
        (ladder("sent", "1.5"), []),
        (ladder("rate", "80.000"), []),
        (cases("rate > 80.000"), []),
    ],
)
def test_point_among_the_thousands_of_a_count_is_doubted(
    row: str, expected: list[str]
) -> None:
    """PAR241: three digits after a point are a thousand in Vietnamese."""
    assert expected == thousands(row)


def test_point_among_the_thousands_of_a_bound_is_doubted() -> None:
    """PAR241: of a fact, too."""
    facts = 'sent = { type = "count", at_most = 10.000 }'

    assert ["10000"] == thousands(ladder("sent", "5"), facts)


@pytest.mark.parametrize(
    ("row", "is_found"),
    [
        (ladder("done / planned", "70", "50"), True),
        (ladder("done / planned", "0.7"), False),
        (ladder("percent(done, planned)", "70"), False),
        (ladder("sent / planned", "70"), False),
    ],
)
def test_ratio_held_against_percents_is_doubted(
    row: str, *, is_found: bool
) -> None:
    """PAR242: a part of a whole never passes 1."""
    assert is_found == ("PAR242" in codes(leaf(row, facts=FACTS)))


@pytest.mark.parametrize(
    ("shares", "percent"),
    [
        ("{ yes = 1, no = 0 }", "100"),
        ("{ good = 1, fair = 0.75, no = 0 }", "100"),
        ("{ good = 100, fair = 0.75, no = 0 }", "75"),
        ("{ good = 100, fair = 75, no = 0 }", ""),
        ("{ good = 100, fair = 12.5, no = 0 }", ""),
        ("{ good = 5, fair = 0.5, no = 0 }", ""),
        ("{ no = 0 }", ""),
    ],
)
def test_share_of_at_most_one_is_doubted(shares: str, percent: str) -> None:
    """PAR243: a share is a percent, and 1 is hardly the most there is."""
    text = leaf('answers = "kinds"', answers=f"[answers]\nkinds = {shares}\n")
    told = [
        problem.arguments["percent"]
        for problem in found(text)
        if problem.code == "PAR243"
    ]

    assert ([percent] if percent else []) == told


@pytest.mark.parametrize(
    ("form", "doubted"),
    [
        ('measure = "rate", tiers = [[0.8, 10], [0.5, 5], [0, 0]]', "0.8"),
        ('measure = "rate", tiers = [[1, 10], [0.75, 5], [0, 0]]', "0.75"),
        ('measure = "rate", tiers = [[80, 10], [0.5, 5], [0, 0]]', ""),
        ('measure = "rate", tiers = [[1, 10], [0, 0]]', ""),
        (cases("rate >= 0.8"), "0.8"),
        (cases("0.75 <= rate"), "0.75"),
        (cases("rate >= 0.8%"), ""),
        (cases("rate >= 80"), ""),
        (cases("rate > 0.5 and rate < 50"), ""),
        (cases("rate > 0"), ""),
        (cases("low >= 0.5"), ""),
        (cases("done / planned >= 0.8"), ""),
    ],
)
def test_percent_held_against_parts_of_one_is_doubted(
    form: str, doubted: str
) -> None:
    """PAR245: one of a hundred would be above the highest bound."""
    told = [
        problem.arguments["bound"]
        for problem in found(leaf(form, facts=FACTS))
        if problem.code == "PAR245"
    ]

    assert ([doubted] if doubted else []) == told


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        (
            {
                "grade": (
                    '[[grade]]\nid = "a"\nfrom = 8\n'
                    "requires = \"percent_of('1') >= 0.8\"\n"
                    '[[grade]]\nid = "b"\n'
                )
            },
            [("a", "ruleset")],
        ),
        (
            {
                "knock_out": (
                    '[[knock_out]]\ncriteria = ["1.1"]\n'
                    'when = "percent(done, planned) < 0.5"\n'
                )
            },
            [("[[knock_out]]", "ruleset")],
        ),
        (
            {"derive": '[derive]\nfew = "percent(done, planned) < 0.5"\n'},
            [("few", "ruleset")],
        ),
    ],
)
def test_percent_is_held_against_parts_of_one_off_the_rows_too(
    sections: dict[str, str], told: list[tuple[str, str]]
) -> None:
    """PAR245: of gates, knock-outs and derived facts, named by their own."""
    problems = [
        problem
        for problem in found(ruleset(**sections))
        if problem.code == "PAR245"
    ]

    assert told == [
        (problem.arguments["criterion"], problem.arguments["whole"])
        for problem in problems
    ]
