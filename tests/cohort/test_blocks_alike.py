"""Blocks that look like one, and are two."""

from decimal import Decimal

import pytest

from parrules import Standing, rank
from parrules.model import Ranking, Scheme, Title

SCHEME = Scheme(
    language=1,
    id="test/blocks",
    edition="1",
    status="template",
    title=Title(vi="Index"),
    maximum=Decimal(100),
    ranking=Ranking(within="block"),
)


@pytest.mark.parametrize(
    ("blocks", "codes"),
    [
        (("Sở", "sở"), ["PAR836"]),
        (("Sở ngành", "Sở  ngành"), ["PAR836"]),
        (("Sở", "Sơ"), []),
        (("Sở", "Sở"), []),
    ],
)
def test_blocks_that_differ_in_capitals_only_are_doubted(
    blocks: tuple[str, str], codes: list[str]
) -> None:
    """PAR836: each of them would have a first place of its own."""
    units = [
        Standing(unit=unit, block=block, total=1)
        for unit, block in zip("AB", blocks, strict=True)
    ]

    assert codes == [each.code for each in rank(SCHEME, units).problems]
