"""Verdicts on leaves: made when they are asked for, and kept."""

from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset

TEXT = """
language = 1

[ruleset]
id = "vn/example"
edition = "2026"
status = "template"
title = "Ví dụ"
maximum = 3

[fact]
done = { type = "count", at_most = 10 }
share = { type = "number", at_least = 0, at_most = 2, decimals = 2 }

[criteria]
1 = { maximum = 1, measure = "done", tiers = [[5, 1], [0, 0]] }
2 = { maximum = 2, formula = "share * 1.0", step = 0.01 }
"""


def kept() -> Ruleset:
    """Return a ruleset with a ladder, whose rows give the same, and not."""
    scheme = parse_ruleset(TEXT, "kept.toml").scheme
    assert scheme is not None

    return Ruleset(scheme)


def test_a_verdict_for_which_nothing_else_matters_is_made_once() -> None:
    """What a row of a ladder gives is the same object, evaluation by one."""
    ruleset = kept()
    one, two = (
        ruleset.outcome({"done": done, "share": 1}).verdicts for done in (7, 9)
    )

    assert (True, False) == (one[0] is two[0], one[1] is two[1])


def test_a_kept_verdict_is_not_taken_for_that_of_another_row() -> None:
    """Rows keep their verdicts apart, as does what is missing; in quanta."""
    ruleset = kept()
    earned = [
        ruleset.outcome(facts).verdicts[0].earned
        for facts in ({"done": 7}, {"done": 1}, {}, {"done": 7})
    ]

    assert [100, 0, 0, 100] == earned
