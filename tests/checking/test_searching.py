"""What is said of cases, held against trying all facts."""

import itertools
import random
import re
from collections.abc import Iterator
from fractions import Fraction

from checking.rulesets import found, leaf
from parrules.errors import Problem

FACTS = """\
f = { type = "flag" }
k = { type = "codes" }
o = { type = "choice", values = ["x", "y", "z"] }
a = { type = "count", at_most = 5 }
b = { type = "count", at_most = 5 }
d = { type = "date", at_least = 2024-01-01, at_most = 2024-01-06 }
e = { type = "date", at_least = 2024-01-01, at_most = 2024-01-06 }
"""
TRIED = 60
QUANTITIES = {
    "a": "a",
    "b": "b",
    "a - b": "a - b",
    "b - a": "b - a",
    "2 * a - b": "2 * a - b",
    "a + b": "a + b",
    "a * b": "a * b",
    "min(a, b)": "min(a, b)",
    "percent(a, 4)": "25 * a",
    "days(d, e)": "e - d",
    "days(e, d)": "d - e",
}
"""Quantities of a ruleset, and how Python computes them."""

CHOICES = {
    "f": "f",
    "not f": "not f",
    "'1' in k": "k",
    "o == 'y'": "o == 'y'",
    "o in ('x', 'z')": "o in ('x', 'z')",
}
ORDERS = {
    "d <= e": "d <= e",
    "e < d + 3": "e < d + 3",
    "e > 2024-01-03": "e > 3",
    "d == e": "d == e",
}


def condition(draw: random.Random, deep: int = 4) -> tuple[str, str]:
    """Return a condition, for the ruleset and for Python."""
    choice = draw.random()
    if choice < 0.3 and deep:  # three in ten
        word = draw.choice(["and", "or"])
        parts = [condition(draw, deep - 1), condition(draw, deep - 1)]
        first, second = (
            f" {word} ".join(f"({part[at]})" for part in parts)
            for at in (0, 1)
        )
        return first, second
    if choice < 0.4:  # one in ten
        own = draw.choice(list(ORDERS))
        return own, ORDERS[own]
    if choice < 0.6:  # two in ten
        own = draw.choice(list(CHOICES))
        return own, CHOICES[own]
    quantity = draw.choice(list(QUANTITIES))
    sign = draw.choice(["<", "<=", ">", ">=", "==", "!="])
    cut = draw.randint(-2, 6) * (25 if "percent" in quantity else 1)

    return f"{quantity} {sign} {cut}", f"{QUANTITIES[quantity]} {sign} {cut}"


def units() -> Iterator[dict[str, object]]:
    """Yield everything that the facts can be."""
    days = range(1, 7)
    for f, k, o, a, b, d, e in itertools.product(
        (True, False), (True, False), "xyz", range(6), range(6), days, days
    ):
        yield {"f": f, "k": k, "o": o, "a": a, "b": b, "d": d, "e": e}


def decided(rows: list[str]) -> Iterator[tuple[int | None, dict[str, object]]]:
    """Yield which of *rows* is the first that holds, for all facts."""
    tests = [compile(row, "row", "eval") for row in rows]
    names = {name for test in tests for name in test.co_names}
    seen = set()
    for facts in units():
        own = tuple(facts[name] for name in sorted(names & facts.keys()))
        if own not in seen:
            seen.add(own)
            scope = {"min": min, **facts}
            held = (at for at, test in enumerate(tests) if eval(test, scope))  # noqa: S307  # our own text
            yield next(held, None), facts


def expected(rows: list[str]) -> set[str]:
    """Return PAR205 if facts have no row, and the rows that are dead."""
    firsts = {first for first, _ in decided(rows)}
    dead = {str(at + 1) for at in range(len(rows)) if at not in firsts}

    return dead | ({"PAR205"} if None in firsts else set())


def is_shown(example: str, rows: list[str]) -> bool:
    """Tell whether facts without a row are such as *example* says."""
    texts = re.split(r", (?![^(]*\))", example)
    parts = [text.rpartition(" = ") for text in texts]

    return any(
        first is None
        and all(holds(what, value, facts) for what, _, value in parts)
        for first, facts in decided(rows)
    )


def holds(what: str, value: str, facts: dict[str, object]) -> bool:
    """Tell whether something in an example is so with *facts*."""
    if what == "'1' in k":
        return facts["k"] == (value == "true")
    if what in "fo":
        return str(facts[what]).lower() == value
    number = Fraction(re.sub(r"2024-01-0", "", value))
    text = re.sub(r"percent\(a, 4\)", "25 * a", what)
    text = re.sub(r"days\((\w), (\w)\)", r"\2 - \1", text)

    return bool(number == eval(text, {"min": min, **facts}))  # noqa: S307  # as above


def told(problems: tuple[Problem, ...]) -> set[str]:
    """Return the same, as the checks found it for certain."""
    return {
        "PAR205" if problem.code == "PAR205" else problem.arguments["row"]
        for problem in problems
        if problem.code in ("PAR205", "PAR207")
    }


def test_gaps_and_dead_rows_are_those_that_trying_all_facts_finds() -> None:
    """PAR205 and PAR207 are exact, however quantities hang together.

    What PAR205 shows are facts that no row takes.
    """
    draw = random.Random(20261128)  # noqa: S311  # to repeat it, not to hide
    wrong = []
    for _ in range(TRIED):
        rows = [condition(draw) for _ in range(draw.randint(2, 3))]
        lines = ", ".join(
            f'{{ when = "{row}", points = {10 - at} }}'
            for at, (row, _) in enumerate(rows)
        )
        problems = found(leaf(f"cases = [{lines}]", facts=FACTS))
        tests = [row for _, row in rows]
        gaps = [each for each in problems if each.code == "PAR205"]
        if expected(tests) != told(problems) or not all(
            is_shown(gap.arguments["example"], tests) for gap in gaps
        ):
            wrong.append(rows)

    assert [] == wrong
