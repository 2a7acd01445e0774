"""What is said of cases, held against trying all facts."""

import itertools
import random

from checking.rulesets import found, leaf
from parrules.errors import Problem

FACTS = """\
a = { type = "count", at_most = 5 }
b = { type = "count", at_most = 5 }
d = { type = "date", at_least = 2024-01-01, at_most = 2024-01-06 }
e = { type = "date", at_least = 2024-01-01, at_most = 2024-01-06 }
"""
TRIED = 30
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

ORDERS = {
    "d <= e": "d <= e",
    "e < d + 3": "e < d + 3",
    "e > 2024-01-03": "e > 3",
    "d == e": "d == e",
}


def condition(draw: random.Random) -> tuple[str, str]:
    """Return a condition, for the ruleset and for Python."""
    choice = draw.random()
    if choice < 0.3:  # three in ten
        word = draw.choice(["and", "or"])
        parts = [condition(draw), condition(draw)]
        first, second = (
            f" {word} ".join(f"({part[at]})" for part in parts)
            for at in (0, 1)
        )
        return first, second
    if choice < 0.4:  # one in ten
        own = draw.choice(list(ORDERS))
        return own, ORDERS[own]
    quantity = draw.choice(list(QUANTITIES))
    sign = draw.choice(["<", "<=", ">", ">=", "==", "!="])
    cut = draw.randint(-2, 6) * (25 if "percent" in quantity else 1)

    return f"{quantity} {sign} {cut}", f"{QUANTITIES[quantity]} {sign} {cut}"


def expected(rows: list[str]) -> set[str]:
    """Return PAR205 if facts have no row, and the rows that are dead."""
    tests = [compile(row, "row", "eval") for row in rows]
    firsts = set()
    for a, b, d, e in itertools.product(
        range(6), range(6), range(1, 7), range(1, 7)
    ):
        facts = {"a": a, "b": b, "d": d, "e": e, "min": min}
        held = (at for at, test in enumerate(tests) if eval(test, facts))  # noqa: S307  # our own text
        firsts.add(next(held, None))
    dead = {str(at + 1) for at in range(len(rows)) if at not in firsts}

    return dead | ({"PAR205"} if None in firsts else set())


def told(problems: tuple[Problem, ...]) -> set[str]:
    """Return the same, as the checks found it for certain."""
    return {
        "PAR205" if problem.code == "PAR205" else problem.arguments["row"]
        for problem in problems
        if problem.code in ("PAR205", "PAR207")
    }


def test_gaps_and_dead_rows_are_those_that_trying_all_facts_finds() -> None:
    """PAR205 and PAR207 are exact, however quantities hang together."""
    draw = random.Random(20261128)  # noqa: S311  # to repeat it, not to hide
    wrong = []
    for _ in range(TRIED):
        rows = [condition(draw) for _ in range(draw.randint(2, 3))]
        lines = ", ".join(
            f'{{ when = "{row}", points = {10 - at} }}'
            for at, (row, _) in enumerate(rows)
        )
        problems = found(leaf(f"cases = [{lines}]", facts=FACTS))
        if expected([row for _, row in rows]) != told(problems):
            wrong.append(rows)

    assert [] == wrong
