"""What counts twice, and what may not be silent."""

import pytest

from checking.rulesets import codes, criteria, found, levels, ruleset

FACTS = """
late     = { type = "count", default = 0 }
issued   = { type = "date", never = true }
due      = { type = "date" }
done     = { type = "count", at_most = "planned" }
planned  = { type = "count" }
held     = { type = "flag", default = false }
level    = { type = "choice", values = ["a", "b"] }
poll     = { type = "tally", levels = ["bad", "good"] }
"unit.old" = { type = "flag" }
"""


def pair(one: str, two: str, also_in: str = "", derive: str = "") -> str:
    """Return a ruleset with the leaves 1.1 and 1.2."""
    return criteria(
        f'"1.1" = {{ maximum = 4, title = "Một", {one} }}',
        f'"1.2" = {{ maximum = 6, title = "Hai", {two}{also_in} }}',
        facts=FACTS,
        derive=derive,
    )


def doubles(text: str) -> list[tuple[str, str]]:
    """Return fact and severity of what is counted twice."""
    return [
        (problem.arguments["fact"], problem.severity)
        for problem in found(text)
        if problem.code == "PAR213"
    ]


def flag(condition: str, points: int) -> str:
    """Return cases over one condition."""
    return (
        f'cases = [{{ when = "{condition}", points = {points} }}, '
        f"{{ otherwise = true, points = 0 }}]"
    )


def ladder(measure: str, points: int) -> str:
    """Return a ladder of two rows."""
    return (
        f'measure = "{measure}", if_none = "zero", '
        f"tiers = [[50, {points}], [0, 0]]"
    )


EACH = 'deductions = [{ each = "late", per = 1 }]'


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (EACH, EACH, [("late", "error")]),
        (EACH, ladder("late", 6), [("late", "error")]),
        (EACH, flag("late == 0", 6), [("late", "warning")]),
        (
            ladder("percent(done, planned)", 4),
            ladder("percent(done, planned)", 6),
            [("done", "error")],
        ),
        (
            ladder("share(poll, 'good')", 4),
            ladder("share(poll, 'bad')", 6),
            [("poll", "error")],
        ),
        (flag("held", 4), flag("held and late < 2", 6), [("held", "warning")]),
        (
            flag("issued <= due", 4),
            flag("due >= add_days(issued, 9)", 6),
            [("issued", "warning")],
        ),
        (
            flag("late < 1", 4),
            'measure = "days(due, issued)", tiers = [[0, 6], [-99999, 0]]',
            [],
        ),
        # Denominators, reference dates, choices and units are no events.
        (
            ladder("percent(done, planned)", 4),
            ladder("percent(late, planned)", 6),
            [],
        ),
        (flag("issued <= due", 4), flag("2024-01-31 >= due", 6), []),
        (flag("level == 'a'", 4), flag("level == 'a'", 6), []),
        (flag("unit.old", 4), flag("unit.old", 6), []),
        # A guard against an empty denominator counts nothing.
        (
            flag("planned == 0 or done / planned > 0.5", 4),
            flag("planned > 20", 6),
            [],
        ),
        (
            'not_applicable = [{ when = "held", treat = "zero" }], '
            + ladder("done", 4),
            flag("held", 6),
            [],
        ),
    ],
)
def test_fact_counted_by_two_leaves(
    one: str, two: str, expected: list[tuple[str, str]]
) -> None:
    """PAR213: strong with strong is an error, anything weak a warning."""
    assert expected == doubles(pair(one, two))


@pytest.mark.parametrize("code", ["1.1", "1"])
def test_also_in_says_that_it_is_meant(code: str) -> None:
    """The leaf is named, or what it stands under."""
    assert doubles(pair(EACH, EACH, f', also_in = ["{code}"]')) == []


def test_derived_facts_count_what_they_are_made_of() -> None:
    """A name in between hides nothing."""
    plain = '[derive]\nlates = "late + 1"\n'
    cased = (
        "[derive]\nlates = { cases = ["
        '{ when = "held", value = "late" }, '
        '{ otherwise = true, value = "2 * late" }] }\n'
    )
    for derive in (plain, cased):
        text = pair(EACH, ladder("lates", 6), derive=derive)

        assert [("late", "error")] == doubles(text)


def penalty(row: str, facts: str) -> list[str]:
    """Return the codes found with one row of penalty."""
    text = ruleset(
        fact=f"""
[fact]
done    = {{ type = "count", at_most = "planned" }}
planned = {{ type = "count" }}
{facts}
""",
        penalty=f'[penalty]\n"P" = {{ maximum = 2, title = "Trừ", {row} }}\n',
    )

    return codes(text)


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", ["PAR212"]),
        (", default = 0", []),
        (", required = true", []),
    ],
)
def test_fact_that_only_punishes_says_what_silence_means(
    rest: str, expected: list[str]
) -> None:
    """PAR212: a default or `required` is the author's word."""
    facts = f'late = {{ type = "count"{rest} }}'

    assert expected == penalty('awards = [{ each = "late", per = 1 }]', facts)


def test_every_kind_of_punishment_is_looked_at() -> None:
    """Ceilings, knock-outs, deductions and lists of codes punish."""
    text = ruleset(
        fact="""
[fact]
done      = { type = "count", at_most = "planned" }
planned   = { type = "count" }
punished  = { type = "flag" }
forged    = { type = "flag" }
slow      = { type = "flag" }
false_one = { type = "codes" }
""",
        criteria="""
[criteria]
"1"   = { maximum = 10, title = "Lĩnh vực", deductions = [
    { when = "slow", points = 1 },
  ] }
"1.1" = { maximum = 10, title = "Tỷ lệ", if_none = "zero", tiers = [
    [100, 10], [0, 0],
  ], measure = "percent(done, planned)" }
""",
        penalty="""
[penalty]
"P" = { maximum = 0, title = "Kỷ luật", when = "punished", grade_down = 1 }
""",
        grade='[[grade]]\nid = "good"\nfrom = 5\n[[grade]]\nid = "poor"\n',
        knock_out="""
[[knock_out]]
criteria = ["1.1"]
when = "forged"
[[knock_out]]
criteria = "false_one"
when = "true"
""",
    )

    assert [("PAR212", "error")] * 4 == levels(text)


def test_fact_that_also_earns_may_be_silent() -> None:
    """A missing fact then costs its points, and that is said."""
    row = 'awards = [{ when = "done < 2", points = 1 }]'

    assert penalty(row, "") == ["PAR213"]


def test_flag_that_says_a_channel_was_held_does_not_punish() -> None:
    """It excludes; nothing is lost by it."""
    text = ruleset(
        fact="""
[fact]
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
held    = { type = "flag" }
""",
        channel='[channel]\nsurvey = { held = "held" }\n',
        criteria="""
[criteria]
"1"   = { maximum = 10, title = "Lĩnh vực", channel = "survey" }
"1.1" = { maximum = 10, title = "Tỷ lệ", if_none = "zero", tiers = [
    [100, 10], [0, 0],
  ], measure = "percent(done, planned)" }
""",
        total='[total]\nrescale = "total"\n',
        knock_out='[[knock_out]]\ncriteria = ["1.1"]\nwhen = "held"\n',
    )

    assert found(text) == ()


def test_fact_that_is_only_taken_off_a_penalty_may_be_silent() -> None:
    """PAR212: it can only help, so that its silence helps nobody."""
    penalty = """
[penalty."P"]
maximum = 1
title = "Trừ"
awards = [{ each = "late", per = 1, at_most = 1 }]
deductions = [{ each = "mended", per = 0.5 }]
"""
    facts = """
[fact]
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
late    = { type = "count", default = 0 }
mended  = { type = "count" }
"""
    text = ruleset(fact=facts, penalty=penalty)

    assert [] == [code for code in codes(text) if code == "PAR212"]
