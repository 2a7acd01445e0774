"""A small ruleset and units of it, of which tests know what must come out."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import parrules
from parrules.facts import Submission
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset
from parrules.sensitivity import sampling
from parrules.sensitivity.model import (
    Days,
    Doubt,
    Margin,
    Other,
    Resampled,
)
from parrules.sensitivity.sampling import Uniforms

HEAD = """\
language = 1
[ruleset]
id = "test/sensitivity"
edition = "1"
status = "template"
title = { vi = "Chỉ số", en = "Index" }
source = "Example"
maximum = 10
[answers]
yes_no = { yes = 100, no = 0 }
[fact]
planned = { type = "count", default = 10 }
done = { type = "count", at_most = "planned", title = "Done" }
rate = { type = "percent", decimals = 1 }
late = { type = "count", default = 0, more = "worse" }
issued = { type = "date", never = true }
held = { type = "flag", default = true }
kind = { type = "choice", values = ["small", "large"] }
opinions = { type = "tally", levels = ["bad", "fair", "good"] }
"unit.block" = { type = "choice", values = ["a", "b"], default = "a" }
[criteria]
"1" = { maximum = 6, title = { vi = "Việc", en = "Work" } }
[criteria."1.1"]
maximum = 4
title = "Tasks"
formula = "maximum * done / 100"
step = 0.01
[criteria."1.2"]
maximum = 2
title = "Plan"
answers = "yes_no"
[criteria."2"]
maximum = 4
title = { vi = "Dân", en = "People" }
formula = "maximum * rate / 100"
step = 0.001
"""
TAIL = """\
[penalty]
"P" = { maximum = 1, title = "Late", awards = [{ each = "late", per = 0.5 }] }
[ranking]
order = ["total", "fact:late"]
"""


def ruleset(body: str = HEAD, tail: str = TAIL) -> Ruleset:
    """Return the ruleset of a text."""
    scheme = parse_ruleset(f"{body}{tail}", "ruleset.toml").scheme
    assert scheme is not None

    return parrules.Ruleset(scheme)


def unit(name: str, **facts: object) -> Submission:
    """Return what a unit handed in: all points, but for *facts*."""
    whole: Mapping[str, object] = {
        "planned": 100,
        "done": 100,
        "rate": 100,
        "1.2": "yes",
    }
    named = {
        key.replace("answer_", "").replace("_", "."): value
        for key, value in facts.items()
    }

    return Submission(facts={**whole, **named}, unit={"id": name})


def doubts_of(ruleset: Ruleset, most: int) -> Iterator[tuple[str, Doubt]]:
    """Yield something uncertain of every input, by as much as *most*."""
    for source in ruleset.plan.inputs:
        if source.kind in ("count", "number", "percent", "judged"):
            yield source.name, Margin(amount=Decimal(most))
        elif source.kind == "date":
            yield source.name, Days(days=most)
        elif source.kind == "tally":
            yield source.name, Resampled()
        elif source.kind == "flag":
            yield source.name, Other(options={"true": Decimal("0.5")})
        elif source.kind in ("choice", "answer"):
            option = source.options[most % len(source.options)]
            yield source.name, Other(options={option: Decimal("0.5")})


def uniforms(draws: int, dimensions: int, seed: int) -> tuple[Uniforms, str]:
    """Return all points in one slice."""
    (points,), method = sampling.uniforms(draws, dimensions, seed, draws)

    return points, method
