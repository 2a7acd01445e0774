"""Which published figures are compared with what comes out."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from parrules import Publication, Standing, rank
from parrules.cohort.published import Group, Part
from parrules.cohort.verifying import verify
from parrules.model import Channel, Criterion, Grade, Ranking, Scheme, Title

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


PARTED = Scheme(
    language=1,
    id="test/parts",
    edition="1",
    status="template",
    title=Title(vi="Index"),
    maximum=Decimal(100),
    channels=(Channel(id="survey", title=Title(vi="Khảo sát")),),
    criteria=(
        Criterion(code="1", tree="criteria", maximum=Decimal(70)),
        Criterion(code="2", tree="criteria", maximum=Decimal(30)),
    ),
    grades=(
        Grade(id="good", title=Title(vi="Tốt"), bound=Decimal(50)),
        Grade(id="fair"),
    ),
    ranking=Ranking(within="block"),
)
UNITS = (
    Standing(
        unit="A1",
        name="An Bình",
        block="Xã",
        total=90,
        grade="good",
        amounts={"1": 65, "2": 25, "channel:survey": 25},
        maxima={"total": 100, "1": 70, "2": 30},
    ),
    Standing(unit="B", block="Xã", total=Fraction(81, 2), grade="fair"),
    Standing(unit="A2", name="An Bình", block="Phường", total=9),
)


@pytest.mark.parametrize(
    ("figures", "differing"),
    [
        ({"parts": {"1": Part(points=Decimal(65))}}, []),
        ({"parts": {"1": Part(maximum=Decimal(71))}}, ["1"]),
        ({"parts": {"survey": Part(points=Decimal("25.1"))}}, ["survey"]),
        ({"parts": {"Khảo sát": Part(points=Decimal(24))}}, ["Khảo sát"]),
        ({"groups": {"good": Group(count=1, share=Decimal(50))}}, []),
        ({"groups": {"good": Group(count=2)}}, ["good"]),
        ({"groups": {"Tốt": Group(share=Decimal(60))}}, ["Tốt"]),
        ({"mean": Decimal("65.3")}, []),
        ({"mean": Decimal("65.2")}, ["mean"]),
        ({"mean": Decimal(1), "mean_of": (Decimal(1),)}, []),
    ],
)
def test_parts_classes_and_means_are_compared(
    figures: dict[str, Any], differing: list[str]
) -> None:
    """S20.13: every figure, rounded to as many places as were published."""
    stated = Publication(unit="A1", **figures)
    found = verify([stated], rank(PARTED, UNITS))

    assert [("PAR898", name) for name in differing] == [
        (each.code, each.arguments["what"]) for each in found
    ]


@pytest.mark.parametrize(
    ("published", "scored", "codes"),
    [
        ("2024", "2025", []),
        ("2025", "2025", ["PAR887"]),
        ("", "2025", ["PAR887"]),
        ("2024", "", ["PAR887"]),
    ],
)
def test_a_unit_of_another_year_need_not_be_there(
    published: str, scored: str, codes: list[str]
) -> None:
    """S20.13: figures of another period are left alone, whoever has them."""
    units = [Standing(unit="A", total=1, period=scored)]
    stated = Publication(unit="gone", period=published, total=Decimal(28))
    found = verify([stated], rank(PARTED, units))

    assert codes == [each.code for each in found]


@pytest.mark.parametrize(
    ("shares", "differing"),
    [
        (("66.6", "33.4"), []),
        (("66.7", "33.4"), ["fair"]),
        (("66.5", "33.5"), ["good", "fair"]),
    ],
)
def test_shares_of_classes_may_be_rounded_to_sum_to_100(
    shares: tuple[str, str], differing: list[str]
) -> None:
    """S20.12: two thirds are 66.6 beside 33.4, and not beside 33.5."""
    graded = attrs.evolve(PARTED, ranking=None)
    grades = ("good", "good", "fair")
    units = [
        Standing(unit=name, total=50, grade=grade)
        for name, grade in zip("ABC", grades, strict=True)
    ]
    groups = {
        name: Group(share=Decimal(share))
        for name, share in zip(("good", "fair"), shares, strict=True)
    }
    found = verify([Publication(unit="A", groups=groups)], rank(graded, units))

    assert differing == [each.arguments["what"] for each in found]


def test_what_is_compared_with_nothing_is_told() -> None:
    """PAR879, a warning: nothing that comes out has that name."""
    stated = Publication(
        unit="A1",
        parts={"documents": Part(points=Decimal(1))},
        groups={"excellent": Group(count=1)},
    )
    found = verify([stated], rank(PARTED, UNITS))

    assert [
        ("PAR879", "warning", "documents"),
        ("PAR879", "warning", "excellent"),
    ] == [(each.code, each.severity, each.arguments["what"]) for each in found]


@pytest.mark.parametrize(
    ("block", "codes"),
    [("", ["PAR880"]), ("Xã", []), ("Phường", ["PAR898"])],
)
def test_a_name_of_several_units_needs_their_block(
    block: str, codes: list[str]
) -> None:
    """PAR880: the first of them would be as good as any."""
    stated = Publication(unit="An Bình", total=Decimal(90), block=block)

    assert codes == [
        each.code for each in verify([stated], rank(PARTED, UNITS))
    ]


@pytest.mark.parametrize(
    ("period", "codes"),
    [("", ["PAR878"]), ("2025", [])],
)
def test_figures_of_several_periods_need_the_period_of_the_facts(
    period: str, codes: list[str]
) -> None:
    """PAR878: else true figures of last year are taken for wrong ones."""
    stated = [
        Publication(unit="A", total=Decimal(total), period=year)
        for total, year in ((80, "2024"), (90, "2025"))
    ]
    cohort = rank(SCHEME, [Standing(unit="A", total=90, period=period)])

    assert codes == [each.code for each in verify(stated, cohort)]
