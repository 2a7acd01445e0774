"""The corpus as tables: all cases of a ruleset are rows of one."""

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.agreement import differences
from conformance.corpus import CASES, compiled, submission_of, unmet
from parrules.ruleset import Ruleset
from tables.tabling import expected_of, result_in, scored, table_of

_LARGE = 100
"""Nodes of a ruleset that Narwhals takes long to translate."""


def groups() -> dict[str, list[Mapping[str, Any]]]:
    """Return the cases by their ruleset."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for each in CASES:
        case = each.values[0]
        assert isinstance(case, Mapping)
        found.setdefault(case["ruleset"], []).append(case)

    return found


GROUPS = groups()
SMALL = [text for text in GROUPS if len(compiled(text).plan.nodes) < _LARGE]


def failures(ruleset: Ruleset, text: str, library: str) -> list[str]:
    """Return what is not as a case expects, or as one unit alone gives."""
    submissions = [submission_of(case) for case in GROUPS[text]]
    table = table_of(ruleset, submissions, are_days=library == "polars")
    rows = scored(ruleset, table, library)
    found: list[str] = []
    for case, submission, row in zip(
        GROUPS[text], submissions, rows, strict=True
    ):
        result = result_in(row, ruleset.scheme)
        expected = expected_of(ruleset, submission)
        assert expected is not None
        off = [*unmet(case, result), *differences(result, expected)]
        found.extend(f"{case['name']}: {each}" for each in off)

    return found


@pytest.mark.parametrize("position", range(len(GROUPS)))
def test_polars_gives_what_the_corpus_expects(position: int) -> None:
    """Every status, point, maximum, rule, channel, total and grade."""
    text = list(GROUPS)[position]

    assert [] == failures(compiled(text), text, "polars")


@pytest.mark.parametrize("position", range(len(SMALL)))
def test_duckdb_gives_what_the_corpus_expects(position: int) -> None:
    """The same of DuckDB, by way of Narwhals."""
    text = SMALL[position]

    assert [] == failures(compiled(text), text, "duckdb")


@pytest.mark.parametrize("position", range(len(GROUPS)))
def test_a_few_rows_give_what_the_corpus_expects(position: int) -> None:
    """The same cells, without a library's plan."""
    text = list(GROUPS)[position]

    assert [] == failures(compiled(text), text, "rows")
