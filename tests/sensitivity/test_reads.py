"""Groups: which criteria read what, also by detours."""

import pytest

from parrules.sensitivity.reads import groups_of
from sensitivity.samples import ruleset

BODY = """\
language = 1
[ruleset]
id = "test/reads"
edition = "1"
status = "template"
title = "Reads"
source = "Example"
maximum = 8
[channel]
survey = { held = "held", title = "Survey" }
[answers]
yes_no = { yes = 100, no = 0 }
[fact]
a = { type = "count", default = 1 }
b = { type = "count", at_least = 1 }
c = { type = "count", default = 0 }
held = { type = "flag", default = true }
caught = { type = "flag", default = false }
tie = { type = "count", default = 0 }
[derive]
many = "a > 2"
[criteria]
"1" = { maximum = 4, title = "One" }
"1.1" = { maximum = 2, title = "A", cases = [
  { when = "many", points = 2 }, { otherwise = true, points = 0 }] }
"1.2" = { maximum = 2, title = "B", formula = "a / b", step = 0.5 }
"2" = { maximum = 4, title = "Two", channel = "survey", \
deductions = [{ each = "c", per = 1 }] }
"2.1" = { maximum = 2, title = "C", answers = "yes_no" }
"2.2" = { maximum = 2, title = "D", measure = "b", tiers = [[3, 2], [0, 0]] }
[penalty]
"P" = { maximum = 1, title = "Late", awards = [{ each = "c", per = 0.5 }] }
[[knock_out]]
criteria = ["1.2"]
when = "caught"
label = "Caught"
"""
NAMES = ["a", "b", "c", "held", "caught", "tie", "2.1"]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (
            1,
            {
                (): ("tie",),
                ("1",): ("a", "caught"),
                ("1", "2"): ("b",),
                ("2",): ("held", "2.1"),
                ("2", "P"): ("c",),
            },
        ),
        (
            2,
            {
                (): ("tie",),
                ("1.1", "1.2"): ("a",),
                ("1.2",): ("caught",),
                ("1.2", "2.2"): ("b",),
                ("2", "P"): ("c",),
                ("2.1",): ("2.1",),
                ("2.1", "2.2"): ("held",),
            },
        ),
    ],
)
def test_a_group_is_named_by_all_criteria_that_read_it(
    level: int, expected: dict[tuple[str, ...], tuple[str, ...]]
) -> None:
    """By derived facts, deductions, knock-outs and channels, too."""
    found = groups_of(ruleset(BODY, "").plan, level, NAMES, ())

    assert expected == {each.codes: each.facts for each in found}


def test_groups_stand_in_the_order_of_the_ruleset() -> None:
    """Whatever the order in which facts are named."""
    plan = ruleset(BODY, "").plan
    one = groups_of(plan, 1, NAMES, ("1", "2"))
    two = groups_of(plan, 1, reversed(NAMES), ("2", "1"))

    assert [each.codes for each in one] == [each.codes for each in two]
    assert [(), ("1",), ("1", "2"), ("2",), ("2", "P")] == [
        each.codes for each in one
    ]
