"""Editions and the years of their figures."""

import datetime
from decimal import Decimal

import attrs
import pytest

from composite.indices import HEAD
from parrules.cohort.ranks import rank
from parrules.cohort.standings import Standing
from parrules.composite import parse_index, rank_index
from parrules.model import Scheme, Title

SCHEME = Scheme(
    language=1,
    id="test/years",
    edition="1",
    status="template",
    title=Title(vi="Years"),
    maximum=Decimal(10),
    starts=datetime.date(2019, 10, 1),
    ends=datetime.date(2021, 3, 31),
)


@pytest.mark.parametrize(
    ("period", "codes"),
    [
        ("2018", ["PAR849"]),
        ("2019", []),
        ("2021", []),
        ("2022", ["PAR849"]),
        ("", []),
        ("quý I", []),
    ],
)
def test_an_edition_is_for_the_years_in_which_it_is_in_force(
    period: str, codes: list[str]
) -> None:
    """S20.17: one day of the year is enough."""
    cohort = rank(SCHEME, [Standing(unit="A", total=1, period=period)])

    assert codes == [each.code for each in cohort.problems]


def test_an_edition_without_days_is_for_all_years() -> None:
    """Nobody says when it is in force."""
    scheme = attrs.evolve(SCHEME, starts=None, ends=None)
    cohort = rank(scheme, [Standing(unit="A", total=1, period="1990")])

    assert () == cohort.problems


def test_an_index_tells_it_of_its_table_and_of_its_ranking_once() -> None:
    """PAR849, whichever is looked at."""
    made = parse_index(
        f'{HEAD}from = 2024-01-01\n[criteria]\n"1" = {{ indicator = "a" }}',
        "index.toml",
    )
    result = made.evaluate({"A": {"a": 1}, "B": {"a": 2}}, year=2023)

    assert ["PAR849"] == [each.code for each in result.problems]
    assert result.problems == rank_index(result).problems
