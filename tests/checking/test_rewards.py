"""Rows under which less is worth more, and rows under which it is not."""

import pytest

from checking.rulesets import found, ruleset

FACTS = """
[fact]
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
late    = { type = "count", default = 0 }
"""


def told(code: str, **sections: str) -> list[str]:
    """Return the criteria about which *code* is found."""
    return [
        problem.arguments["criterion"]
        for problem in found(ruleset(fact=FACTS, **sections))
        if problem.code == code
    ]


def cases(condition: str, first: int, second: int) -> str:
    """Return cases over one condition."""
    return (
        f'cases = [{{ when = "{condition}", points = {first} }}, '
        f"{{ otherwise = true, points = {second} }}]"
    )


LOW = [
    cases("points_of('1') < 1", 3, 0),
    cases("points_of('1') >= 1", 0, 3),
    cases("late < 5 and not percent_of('1') > 50", 3, 0),
    "formula = \"3 - percent_of('1') * 0.03\", step = 0.01",
    "measure = \"points_of('1')\", tiers = [[5, 0], [0, 3]]",
    "awards = [{ when = \"points_of('1') < 1\", points = 3 }]",
    "awards = [{ each = \"count_true(points_of('1') < 1)\", per = 1 }]",
    "awards = [{ formula = \"3 - 3 * points_of('1')\", step = 0.25 }]",
    "formula = \"max(0, 3 - 3 * points_of('1'))\", step = 0.25",
    "formula = \"3 / (1 + points_of('1'))\", step = 0.25",
    "measure = \"max(points_of('1'), 0)\", tiers = [[5, 0], [0, 3]]",
    """cases = [{ otherwise = true, points = 3 }], not_applicable = [
      { when = "points_of('1') >= 1", treat = "zero" }]""",
    """judged = { step = 1 }, not_applicable = [
      { when = "points_of('1') < 1", treat = "full" }]""",
]
HIGH = [
    cases("points_of('1') > 1", 3, 0),
    cases("points_of('1') < 1", 0, 3),
    "formula = \"percent_of('1') * 0.03\", step = 0.01",
    "measure = \"points_of('1')\", tiers = [[5, 3], [0, 0]]",
    "awards = [{ when = \"points_of('1') > 1\", points = 3 }]",
    "awards = [{ each = \"count_true(points_of('1') > 1)\", per = 1 }]",
    "awards = [{ formula = \"3 * points_of('1')\", step = 0.25 }]",
    "formula = \"min(3 * points_of('1'), 3)\", step = 0.25",
    "formula = \"3 - 3 / (1 + points_of('1'))\", step = 0.25",
    "measure = \"max(points_of('1'), 0)\", tiers = [[5, 3], [0, 0]]",
    """cases = [{ otherwise = true, points = 3 }], not_applicable = [
      { when = "points_of('1') < 1", treat = "zero" }]""",
    """judged = { step = 1 }, not_applicable = [
      { when = "points_of('1') >= 1", treat = "full" }]""",
]
NEITHER = [cases("late < 5", 3, 0), 'awards = [{ each = "late", per = 1 }]']


@pytest.mark.parametrize(
    ("tree", "rows", "expected"),
    [
        ("bonus", LOW, ["P"]),
        ("bonus", HIGH, []),
        ("penalty", HIGH, ["P"]),
        ("penalty", LOW, []),
        ("bonus", NEITHER, []),
        ("penalty", NEITHER, []),
    ],
)
def test_reward_of_what_is_low_is_found(
    tree: str, rows: list[str], expected: list[str]
) -> None:
    """PAR332: a bonus for few points, a penalty for many of them."""
    found_in = {
        row: told(
            "PAR332",
            **{tree: f'[{tree}]\n"P" = {{ maximum = 3, title = "T", {row} }}'},
        )
        for row in rows
    }

    assert dict.fromkeys(rows, expected) == found_in


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ('otherwise = true, points = 2, knock_out = "1.1"', ["1.2"]),
        ("otherwise = true, points = 2", []),
    ],
)
def test_knock_out_that_no_value_escapes_is_found(
    second: str, expected: list[str]
) -> None:
    """PAR333: only silence would, as an undecided row knocks nothing out."""
    row = (
        'cases = [{ when = "late > 5", points = 4, knock_out = "1.1" }, '
        f"{{ {second} }}]"
    )
    criteria = f"""
[criteria]
"1"   = {{ maximum = 10, title = "Lĩnh vực" }}
"1.1" = {{ maximum = 6, title = "Tỷ lệ", if_none = "zero", tiers = [
    [100, 6], [0, 0],
  ], measure = "percent(done, planned)" }}
"1.2" = {{ maximum = 4, title = "Hạn", {row} }}
"""

    assert expected == told("PAR333", criteria=criteria)


@pytest.mark.parametrize(
    ("held", "channel", "expected"),
    [
        ("late > 0", "held", []),
        ("done > 0", "held", ["poll"]),
        ("planned < 9", "held", ["poll"]),
        ("late > 0 and late < 9", "held", []),
        ("late > done", "held", ["poll"]),
    ],
)
def test_a_channel_that_perhaps_nothing_holds_is_found(
    held: str, channel: str, expected: list[str]
) -> None:
    """PAR334: facts that bound one another may leave no value for `held`."""
    text = ruleset(
        fact=FACTS.replace(", default = 0", ""),
        derive=f'[derive]\nasked = "{held}"\n',
        channel=f'[channel]\nfile = {{}}\npoll = {{ {channel} = "asked" }}\n',
    )
    codes = [each for each in found(text) if each.code == "PAR334"]

    assert expected == [each.arguments["channel"] for each in codes]


@pytest.mark.parametrize(
    ("denominator", "treat", "expected"),
    [
        ("done", "zero", ["1"]),
        ("done", "exclude", ["1"]),
        ("done", "full", []),
        ("late", "zero", []),
    ],
)
def test_a_case_that_earns_more_than_nothing_to_divide_is_found(
    denominator: str, treat: str, expected: list[str]
) -> None:
    """PAR335: only where other facts may leave the fact nothing but 0."""
    text = ruleset(
        fact=FACTS.replace(", default = 0", "") + 'good = { type = "flag" }\n',
        criteria=f"""
[criteria]
"1" = {{ maximum = 10, title = "T", if_none = "{treat}", cases = [
  {{ when = "good", points = 10 }},
  {{ when = "percent(3, {denominator}) > 50", points = 5 }},
  {{ otherwise = true, points = 0 }},
] }}
""",
    )
    codes = [each for each in found(text) if each.code == "PAR335"]

    assert expected == [each.arguments["criterion"] for each in codes]
