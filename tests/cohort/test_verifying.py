"""Which published figures are compared with what comes out."""

from decimal import Decimal

import pytest

from parrules import Publication, Standing, rank
from parrules.cohort.verifying import verify
from parrules.model import Scheme, Title

SCHEME = Scheme(
    language=1,
    id="test/verifying",
    edition="1",
    status="template",
    title=Title(vi="Index"),
    maximum=Decimal(100),
)


@pytest.mark.parametrize(
    ("published", "scored", "codes"),
    [
        ("2024", "2025", []),
        ("2025", "2025", ["PAR898"]),
        ("", "2025", ["PAR898"]),
        ("2024", "", ["PAR898"]),
    ],
)
def test_figures_of_another_period_are_left_alone(
    published: str, scored: str, codes: list[str]
) -> None:
    """They are compared where both say the same, or one says nothing."""
    cohort = rank(SCHEME, [Standing(unit="A", total=90, period=scored)])
    stated = Publication(unit="A", total=Decimal(80), period=published)

    assert codes == [each.code for each in verify([stated], cohort)]
