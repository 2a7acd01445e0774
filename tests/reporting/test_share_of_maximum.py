"""The percent of the maximum, beside totals of a ranking."""

from decimal import Decimal

import pytest

from parrules import Standing, rank
from parrules.model import Scheme, Title


@pytest.mark.parametrize(
    ("maximum", "shown"), [(54, ["51.71", "95.76"]), (100, ["51.71"])]
)
def test_a_total_has_its_percent_of_the_maximum_beside_it(
    maximum: int, shown: list[str]
) -> None:
    """Unless the maximum is 100, of which the total is the percent."""
    scheme = Scheme(
        language=1,
        id="test/share",
        edition="1",
        status="template",
        title=Title(vi="Index"),
        maximum=Decimal(maximum),
    )
    text = rank(scheme, [Standing(unit="A", total=Decimal("51.71"))]).text(
        "en"
    )
    (row,) = [line for line in text.splitlines() if line.split()[:1] == ["1"]]

    assert ["1", "A", *shown] == row.split()
