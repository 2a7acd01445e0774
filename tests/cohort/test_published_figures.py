"""The figures that started this project, one by one.

Where the sources lie beside this repository, every line of them is shown to
have a figure here.
"""

import csv
import pathlib
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import tomli

from conformance.corpus import compiled
from parrules.cohort.comparing import compare
from parrules.cohort.doubting import doubts
from parrules.cohort.published import Publication
from parrules.cohort.ranks import rank
from parrules.cohort.standings import Standing
from parrules.cohort.verifying import verify
from parrules.loading.published import read_published
from parrules.points import published

FOLDER = pathlib.Path(__file__).parent
SHARED = FOLDER.parents[2] / "shared"
FIGURES = tomli.loads(
    (FOLDER / "figures.toml").read_text("utf-8"), parse_float=Decimal
)["figure"]
Figure = dict[str, Any]
FIGURE_IDS = [
    " ".join(figure.get("row") or figure["line"][0]) for figure in FIGURES
]
without_sources = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the sources are not beside the repository"
)


def read(figure: Figure, folder: pathlib.Path) -> tuple[Publication, ...]:
    """Return what was published."""
    path = folder / "published.toml"
    path.write_text(figure["published"], "utf-8")

    return read_published(path)


@pytest.mark.parametrize("figure", FIGURES, ids=FIGURE_IDS)
def test_what_cannot_be_true_is_found_and_nothing_else(
    figure: Figure, tmp_path: pathlib.Path
) -> None:
    """Contradictions of the sources are problems; the rest holds together."""
    found = doubts(read(figure, tmp_path))

    assert figure["problems"] == [problem.code for problem in found]


RANKED = """
[[published]]
unit = "Sở Nội vụ"
total = 90.81
rank = 3
{one}
[[published]]
unit = "Quang Bình"
total = 85.10
rank = 1
{two}
"""
DOUBTFUL = ("PAR841", "PAR884", "PAR885")
SAME, OTHER = 'block = "departments"', 'block = "communes"'


def codes_of(text: str, folder: pathlib.Path) -> list[str]:
    """Return the codes of all doubts about a file."""
    return [
        problem.code for problem in doubts(read({"published": text}, folder))
    ]


@pytest.mark.parametrize(
    ("one", "two", "codes"),
    [
        ("", "", []),
        ("of = 16", "", []),
        ("of = 16", "of = 124", []),
        ("of = 16", "of = 16", ["PAR888"]),
        (SAME, "", []),
        (SAME, OTHER, []),
        (SAME, SAME, ["PAR888"]),
        (f"{SAME}\nof = 16", f"{OTHER}\nof = 16", []),
        (f"{SAME}\nof = 16", SAME, ["PAR888"]),
        (f'{SAME}\nperiod = "2024"', f'{SAME}\nperiod = "2025"', []),
    ],
)
def test_ranks_are_compared_only_within_one_ranking(
    one: str, two: str, codes: list[str], tmp_path: pathlib.Path
) -> None:
    """S20.14: of Tuyên Quang 2025 both figures are true, in two blocks."""
    text = RANKED.format(one=one, two=two)

    assert codes == codes_of(text, tmp_path)


def test_one_name_in_two_blocks_is_of_two_units(
    tmp_path: pathlib.Path,
) -> None:
    """Totals of theirs may differ; in one block they may not."""
    text = RANKED.replace("Sở Nội vụ", "Quang Bình")

    assert [] == codes_of(text.format(one=SAME, two=OTHER), tmp_path)
    assert ["PAR897", "PAR897"] == codes_of(
        text.format(one=SAME, two=SAME), tmp_path
    )


ONE = '[[published]]\nunit = "A"\nmaximum = 100\nof = 12\n'
TWO = """[[published]]
unit = "A"
period = "2014"
total = 50.0
rank = 19
{before}
[[published]]
unit = "A"
period = "2015"
{after}
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("rank = 5\nplaces = 7", []),
        ("rank = 5\nplaces = 8", ["PAR884"]),
        ("rank = 5\nplaces = 5\nprevious_rank = 13", ["PAR895"]),
        ("previous_rank = 13", ["PAR884"]),
        ("total = 95\nchange = -5", []),
        ("total = 95\nchange = -6", []),
        ("total = 95.0\nchange = -6.0", ["PAR885"]),
        ("total = 95\nprevious = 100", []),
        ("total = 95\nprevious = 120", ["PAR885"]),
        ("total = 95\nprevious = -1", ["PAR841"]),
        ("total = 0.5\nchange = 0.6", []),
        ("total = 0.5\nchange = 5", ["PAR883"]),
    ],
)
def test_last_year_stays_within_ranks_and_maxima(
    text: str, codes: list[str], tmp_path: pathlib.Path
) -> None:
    """Beyond them is a doubt, since they may change; below them nothing is."""
    found = doubts(read({"published": ONE + text}, tmp_path))

    assert codes == [problem.code for problem in found]
    assert all(
        (problem.severity == "warning") == (problem.code in DOUBTFUL)
        for problem in found
    )


@pytest.mark.parametrize(
    ("one", "two", "codes"),
    [
        ((1, "90"), (1, "90.4"), []),
        ((1, "90"), (1, "80"), ["PAR888"]),
        ((1, "80"), (1, "90"), ["PAR888"]),
        ((1, "90"), (2, "90"), []),
    ],
)
def test_only_equals_share_a_rank(
    one: tuple[int, str],
    two: tuple[int, str],
    codes: list[str],
    tmp_path: pathlib.Path,
) -> None:
    """Within what rounding may hide."""
    text = "".join(
        f'[[published]]\nunit = "{unit}"\nof = 12\nrank = {rank}\n'
        f"total = {total}\n"
        for unit, (rank, total) in (("A", one), ("B", two))
    )

    assert codes == codes_of(text, tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        ("", "total = 60.0\nchange = 10.0\nrank = 10\nplaces = 9", []),
        ("", "total = 60.0\nchange = 3.0", ["PAR895"]),
        ("", "rank = 10\nplaces = 2", ["PAR895"]),
        ("", "previous = 50.1", []),
        ("", "previous = 50.2", ["PAR897"]),
        ("", "previous_rank = 18", ["PAR897"]),
        ('index = "SIPAS"', "previous = 50.2", []),
        ('block = "x"', "previous_rank = 18", []),
        ('block = "x"', 'block = "y"\nprevious = 40', []),
    ],
)
def test_two_years_of_one_unit_tell_one_story(
    before: str, after: str, codes: list[str], tmp_path: pathlib.Path
) -> None:
    """What is published for a year is last year of the year after."""
    text = TWO.format(before=before, after=after)

    assert codes == codes_of(text, tmp_path)


@pytest.mark.parametrize("period", ["2016", "2014-2015", ""])
def test_years_that_do_not_follow_one_another_are_not_compared(
    period: str, tmp_path: pathlib.Path
) -> None:
    """Nobody knows what came between."""
    text = TWO.format(before="", after="previous = 40")

    assert [] == codes_of(text.replace('"2015"', f'"{period}"'), tmp_path)


@pytest.mark.parametrize(
    "figure", [each for each in FIGURES if "before" in each]
)
def test_last_year_follows_from_what_was_published(
    figure: Figure, tmp_path: pathlib.Path
) -> None:
    """Total less change; rank and places."""
    each = read(figure, tmp_path)[0]
    expected = figure["before"]
    seen = {"total": each.total_before, "rank": each.rank_before}

    assert expected == {name: seen[name] for name in expected}


@pytest.mark.parametrize(
    "figure", [each for each in FIGURES if "rounded" in each]
)
def test_channels_sum_to_the_total_before_it_is_rounded(
    figure: Figure, tmp_path: pathlib.Path
) -> None:
    """95.435 is published as 95.44, whatever binary floats make of it."""
    each = read(figure, tmp_path)[0]
    total = sum(
        (Fraction(part.points or 0) for part in each.parts.values()),
        Fraction(0),
    )

    assert Fraction(figure["rounded"]["sum"]) == total
    assert figure["rounded"]["total"] == published(
        total.numerator, total.denominator, 2, "half_up"
    )


def test_two_channels_are_ranked_apart() -> None:
    """Yên Bái 2019: first in all, first by documents, second by survey."""
    ruleset = compiled(
        '[channel]\ndocument = {}\nsurvey = {}\n[criteria]\n"1" = { maximum ='
        ' 70, judged = { step = 0.01 }, channel = "document" }\n"2" = {'
        ' maximum = 30, judged = { step = 0.01 }, channel = "survey" }\n'
    )
    standings = [
        ruleset.standing({"1": Decimal(one), "2": Decimal(two)}, unit=unit)
        for unit, one, two in (
            ("Yên Bái", "64.06", "28.84"),
            ("Nghĩa Lộ", "60.10", "29.02"),
        )
    ]
    found = rank(ruleset.scheme, standings)["Yên Bái"]

    assert found.rank == 1
    assert {
        "1": 1,
        "2": 2,
        "channel:document": 1,
        "channel:survey": 2,
    } == found.ranks
    assert found.standing.total == Fraction("92.90")


def test_the_change_of_a_city_is_what_it_published(
    tmp_path: pathlib.Path,
) -> None:
    """Hồng Ngự: 81.70 and third, then 86.02 and second of 12, up 1."""
    path = tmp_path / "published.toml"
    path.write_text(
        '[[published]]\nunit = "Hồng Ngự"\ntotal = 86.02\nchange = 4.32\n'
        "rank = 2\nof = 12\nplaces = 1\nprevious = 81.70\nprevious_rank = 3\n",
        "utf-8",
    )
    scheme = compiled(
        '[criteria]\n"1" = { maximum = 100, judged = { step = 0.01 } }\n'
    ).scheme
    others = [Decimal(80 - place) for place in range(9)]
    before, after = (
        rank(
            scheme,
            [
                Standing(unit="Hồng Ngự", total=Decimal(own)),
                *(
                    Standing(unit=f"{place}", total=total)
                    for place, total in enumerate((*ahead, *others))
                ),
            ],
        )
        for own, ahead in (
            ("81.70", (Decimal(90), Decimal(85))),
            ("86.02", (Decimal(90), Decimal(84))),
        )
    )

    assert () == verify(read_published(path), after, compare(before, after))


@pytest.mark.parametrize("second", ["91.87", "91.81"])
def test_provinces_are_ranked_as_they_were(second: str) -> None:
    """2023: Hải Phòng is second by either of the two sources."""
    totals = {
        "Bắc Giang": "91.16",
        "Quảng Ninh": "92.18",
        "Bà Rịa–Vũng Tàu": "91.03",
        "Hải Phòng": second,
        "Hà Nội": "91.43",
    }
    scheme = compiled(
        '[criteria]\n"1" = { maximum = 100, judged = { step = 0.01 } }\n'
    ).scheme
    found = rank(
        scheme,
        [
            Standing(unit=unit, total=Decimal(total))
            for unit, total in totals.items()
        ],
    )

    assert [
        "Quảng Ninh",
        "Hải Phòng",
        "Hà Nội",
        "Bắc Giang",
        "Bà Rịa–Vũng Tàu",
    ] == [each.unit for each in found.blocks[0].units]


@without_sources
def test_every_line_of_the_results_has_a_figure() -> None:
    """By year, unit and value."""
    path = SHARED / "tables" / "published_results.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    known = {
        tuple(line) for figure in FIGURES for line in figure.get("line", ())
    }

    assert known == {(row["year"], row["unit"], row["value"]) for row in rows}


@without_sources
def test_every_row_of_the_cities_has_a_figure() -> None:
    """By the first cell of the table."""
    page = (SHARED / "domain" / "published-figures.md").read_text("utf-8")
    cities = re.findall(r"^\| ([^|]+, \d{4}) \|", page, re.MULTILINE)
    known = {row for figure in FIGURES for row in figure.get("row", ())}

    assert known == set(cities)
