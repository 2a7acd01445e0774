"""Random rulesets over tables: what one unit gives alone, a row gives."""

import pytest

from tables.differential import disagreements


@pytest.mark.parametrize("number", range(12))
def test_polars_agrees_on_random_rulesets(number: int) -> None:
    """Of twelve rulesets, with forty units in one table each."""
    assert [] == disagreements(number, 40, "polars")


@pytest.mark.parametrize("number", range(200, 208))
def test_a_few_rows_agree_on_random_rulesets(number: int) -> None:
    """Of eight rulesets, with forty units in one table each."""
    assert [] == disagreements(number, 40, "rows")


@pytest.mark.parametrize("number", [100])
def test_duckdb_agrees_on_random_rulesets(number: int) -> None:
    """One, since each is translated anew; the expressions are the same."""
    assert [] == disagreements(number, 30, "duckdb")
