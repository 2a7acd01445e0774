"""Random rulesets over tables: what one unit gives alone, a row gives."""

import itertools
import random

import pytest

from conformance.agreement import differences, submission
from engines.pairing import pairs, ruleset_of
from engines.strategies import numbered
from parrules.errors import RulesetError
from tables.tabling import expected_of, result_in, scored, table_of


def disagreements(number: int, count: int, library: str) -> list[str]:
    """Return where rows of a table differ from units scored alone."""
    ruleset = ruleset_of(numbered(number))
    if ruleset is None:
        return []
    source = random.Random(number)  # noqa: S311  # chance, not secrets
    drawn = [
        submission(pair.facts, pair.proven)
        for pair in itertools.islice(pairs(ruleset, source), count)
        if not pair.is_spoiled
    ]
    kept = [
        (each, expected)
        for each in drawn
        if (expected := expected_of(ruleset, each)) is not None
    ]
    if not kept:
        return []
    table = table_of(ruleset, [each for each, _ in kept])
    try:
        rows = scored(ruleset, table, library)
    except RulesetError as error:
        # Refused by name is not wrong; it must not be for another reason.
        return [each.code for each in error.problems if each.code != "PAR906"]
    found: list[str] = []
    for (each, expected), row in zip(kept, rows, strict=True):
        off = differences(result_in(row, ruleset.scheme), expected)
        found.extend(f"{each.facts}: {text}" for text in off)

    return found


@pytest.mark.parametrize("number", range(40))
def test_polars_agrees_on_random_rulesets(number: int) -> None:
    """Of 40 rulesets, with forty units in one table each."""
    assert [] == disagreements(number, 40, "polars")


@pytest.mark.parametrize("number", range(100, 103))
def test_duckdb_agrees_on_random_rulesets(number: int) -> None:
    """A few, since each is translated anew; the expressions are the same."""
    assert [] == disagreements(number, 30, "duckdb")
