"""A ruleset with a fact of every type, for tables."""

from conformance.corpus import compiled
from parrules.ruleset import Ruleset

TEXT = """\
language = 1
[ruleset]
id = "test/table"
edition = "1"
status = "template"
title = "Table"
maximum = 10
[answers]
yes_no = { yes = 100, no = 0 }
[fact]
tasks = { type = "count" }
done = { type = "count", at_most = "tasks" }
rate = { type = "percent" }
open = { type = "flag" }
issued = { type = "date", never = true }
kind = { type = "choice", values = ["ward", "commune"] }
votes = { type = "tally", levels = ["bad", "good"] }
struck = { type = "codes" }
[criteria]
"1" = { maximum = 2, measure = "percent(done, tasks)", \
if_none = "full", tiers = [[100, 2], [50, 1]] }
"2" = { maximum = 2, measure = "rate", tiers = [[99.5, 2], [50, 1]] }
"3" = { maximum = 2, cases = [
  { when = "open and issued <= 2024-01-31", points = 2 },
] }
"4" = { maximum = 2, measure = "share(votes, 'good')", \
if_none = "zero", tiers = [[50, 2]] }
"5" = { maximum = 1, cases = [{ when = "kind == 'ward'", points = 1 }] }
"6" = { maximum = 1, answers = "yes_no" }
[[knock_out]]
criteria = "struck"
when = "not is_missing(struck)"
[[grade]]
id = "good"
from = 5
[[grade]]
id = "low"
"""
_ELSE = "{ otherwise = true, points = 0 }"
CHECKED = (
    TEXT.replace("[50, 1]]", "[50, 1], [0, 0]]")
    .replace("[[50, 2]]", "[[50, 2], [0, 0]]")
    .replace("points = 2 },", "points = 2 }, { otherwise = true, points = 0 }")
    .replace(
        "points = 1 }]", "points = 1 }, { otherwise = true, points = 0 }]"
    )
    .replace('"codes" }', '"codes", default = [] }')
    .replace("not is_missing(struck)", "true")
)
"""The same with a row for everything, as the command demands."""


def ruleset() -> Ruleset:
    """Return the ruleset, made once."""
    return compiled(TEXT)


def refusing() -> Ruleset:
    """Return a ruleset that refuses what is missing."""
    return compiled(
        """\
[policy]
missing = "refuse"
[fact]
tasks = { type = "count" }
done = { type = "count" }
[criteria]
"1" = { maximum = 10, measure = "percent(done, tasks)", \
if_none = "full", tiers = [[100, 10], [0, 0]] }
"""
    )
