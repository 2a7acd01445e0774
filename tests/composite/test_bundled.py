"""The indices that come with the library, and what was published of them."""

import csv
import pathlib
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from composite.indices import points
from parrules.composite import (
    Index,
    check_index,
    indices,
    load_index,
)
from parrules.composite.model import Node
from parrules.errors import FactError, RulesetError

GOLDEN = pathlib.Path(__file__).parents[1] / "data" / "golden"
NAMES = [each.name for each in indices()]


def weights_of(node: Node) -> list[Decimal]:
    """Return the weights of what a node is made of."""
    return [part.weight for part in node.parts]


def test_all_of_them_say_whose_word_they_are() -> None:
    """None is official: no text with the whole method was read."""
    assert {
        "vn/ddci/dong-thap@2019": "template",
        "vn/ddci/quang-ninh@2021": "template",
        "vn/ict-index@2016": "template",
        "vn/papi@2019": "reconstruction",
        "vn/papi/items@2019": "reconstruction",
        "vn/papi/weighted@2019": "reconstruction",
        "vn/pci@2006": "reconstruction",
        "vn/pci@2009": "reconstruction",
        "vn/pci@2012": "reconstruction",
        "vn/pci@2013": "reconstruction",
        "vn/pci/policy-bias@2013": "reconstruction",
    } == {each.name: each.status for each in indices()}


@pytest.mark.parametrize("name", NAMES)
def test_each_is_sound_and_has_a_source_and_titles(name: str) -> None:
    """In both languages, each row of it."""
    scheme = load_index(name).scheme
    titles = [scheme.title, *(node.title for node in scheme.nodes())]

    assert () == check_index(name)
    assert scheme.source
    assert all(title.vi and title.en for title in titles)


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("vn/pci@2007-06-01", "2006"),
        ("vn/pci@2010-06-01", "2009"),
        ("vn/pci@2012-06-01", "2012"),
        ("vn/pci@2019-06-01", "2013"),
        ("vn/pci/policy-bias", "2013"),
    ],
)
def test_a_day_names_the_edition_in_force(name: str, edition: str) -> None:
    """As of rulesets; a bare id is enough where there is one edition."""
    assert edition == load_index(name).scheme.edition


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("vn/pci", "PAR119"),
        ("vn/pci@2011-06-01", "PAR826"),
        ("vn/pci@2022-06-01", "PAR826"),
        ("vn/766", "PAR826"),
        ("vn/sipas@2022", "PAR826"),
        ("nowhere.toml", "PAR103"),
    ],
)
def test_a_name_that_is_no_index_is_told_or_raised(
    name: str, code: str
) -> None:
    """`check_index` tells what `load_index` raises."""
    with pytest.raises(RulesetError) as caught:
        load_index(name)

    assert [code] == [problem.code for problem in caught.value.problems]
    assert caught.value.problems == check_index(name)


# -- PCI ---------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2006", "2009", "2013"])
def test_weights_of_pci_make_ten_of_one(edition: str) -> None:
    """Sub-indices go from 1 to 10, and the index from 10 to 100."""
    assert Decimal(10) == sum(
        weights_of(load_index(f"vn/pci@{edition}").scheme.total)
    )


def test_policy_bias_counted_in_all_years_but_four() -> None:
    """From 2009 to 2012 it was not among the sub-indices."""
    counted = {
        edition: any(
            node.indicator == "bias"
            for node in load_index(f"vn/pci@{edition}").scheme.indicators()
        )
        for edition in ("2006", "2009", "2013")
    }

    assert {"2006": True, "2009": False, "2013": True} == counted


def test_policy_bias_of_2013_is_what_was_published() -> None:
    """Of 63 provinces from their 14 indicators, within 2e-6."""
    path = GOLDEN / "pci_2013_policy_bias.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["province"]: row for row in csv.DictReader(file)}
    result = load_index("vn/pci/policy-bias@2013").evaluate(rows, year=2013)
    errors = [
        abs(unit.total - Fraction(rows[unit.unit]["published_subindex6"]))
        for unit in result
        if unit.total is not None
    ]

    assert 63 == len(errors)
    assert max(errors) < Fraction("2e-6")


# -- PAPI --------------------------------------------------------------------


def papi() -> tuple[Index, dict[str, dict[str, object]]]:
    """Return PAPI, and two provinces at the ends of every column."""
    index = load_index("vn/papi@2019")
    ends = {
        name: {
            node.indicator: getattr(node.scale.anchors, end)
            for node in index.scheme.indicators()
        }
        for name, end in (("low", "low"), ("high", "high"))
    }

    return index, ends


def test_papi_has_eight_dimensions_of_29_sub_dimensions() -> None:
    """Four of each in five dimensions, three in three."""
    total = papi()[0].scheme.total

    assert [4, 4, 3, 4, 4, 4, 3, 3] == [
        len(part.parts) for part in total.parts
    ]


def test_points_of_papi_stay_what_they_were_published_as() -> None:
    """Sub-dimensions are read on their own scale, whatever it is."""
    index, ends = papi()
    result = index.evaluate(ends)
    found = {
        unit.unit: {
            node.indicator: unit[node.code].points
            for node in index.scheme.indicators()
        }
        for unit in result
    }

    assert {
        name: {column: Fraction(str(each)) for column, each in row.items()}
        for name, row in ends.items()
    } == found


def test_an_item_that_is_not_there_counts_nothing_in_a_fixed_divisor() -> None:
    """Access to justice: two items of three, and three in the divisor."""
    index = load_index("vn/papi/items@2019")
    best: dict[str, object] = {
        node.indicator: node.scale.anchors.high
        for node in index.scheme.indicators()
    }
    rows: Mapping[str, Mapping[str, object]] = {
        "two": {**best, "justice_3": None},
        "three": best,
    }

    assert [
        Decimal(20) / 3,
        10,
    ] == points(index.evaluate(rows), "2")


# -- DDCI, ICT ---------------------------------------------------------------


def test_ddci_of_quang_ninh_needs_three_years() -> None:
    """Who gives one year is told which others are missing."""
    index = load_index("vn/ddci/quang-ninh@2021")
    row = {node.indicator: 1 for node in index.scheme.indicators()}
    with pytest.raises(FactError, match="2019, 2020"):
        index.evaluate({"A": row}, year=2021)

    assert {3} == {
        node.scale.anchors.years for node in index.scheme.indicators()
    }


def test_ddci_turns_round_what_costs() -> None:
    """Time and informal charges: less is better."""
    scheme = load_index("vn/ddci/dong-thap@2019").scheme

    assert ["time", "informal"] == [
        node.indicator
        for node in scheme.indicators()
        if node.scale.better == "less"
    ]
    assert 9 == len(tuple(scheme.indicators()))
