"""Published indices come out again, to the last digit that was published."""

import csv
import json
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pytest

from composite.indices import HEAD, points, scored
from parrules.composite import CompositeResult, UnitTable, parse_index

GOLDEN = pathlib.Path(__file__).parents[1] / "data" / "golden"
Table = Sequence[Mapping[str, str]]


def table(name: str) -> Table:
    """Return the rows of a file of published numbers."""
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def policy_bias() -> str:
    """Return the sub-index of 2013: 14 indicators in three groups."""
    groups = (
        ("0.34", range(1, 7)),
        ("0.33", range(7, 13)),
        ("0.33", (13, 14)),
    )
    lines = []
    for code, (weight, members) in enumerate(groups, 1):
        lines.append(f"{code} = {{ weight = {weight} }}")
        lines += (
            f'"{code}.{place}" = {{ indicator = "i{member}" }}'
            for place, member in enumerate(members, 1)
        )

    return "\n".join(lines)


def test_policy_bias_of_63_provinces() -> None:
    """PCI 2013: all indicators negative, from 1 to 10; within 2e-6."""
    published = table("pci_2013_policy_bias.csv")
    rows = {row["province"]: row for row in published}
    result = scored(policy_bias(), rows, 'better = "less"\nonto = [1, 10]')
    errors = [
        _error(unit.total, rows[unit.unit]["published_subindex6"])
        for unit in result
    ]

    assert 63 == len(errors)
    assert max(errors) < Decimal("2e-6")


def _error(found: Fraction | None, published: str) -> Decimal:
    assert found is not None
    exact = Decimal(found.numerator) / Decimal(found.denominator)

    return abs(exact - Decimal(published))


def asem() -> str:
    """Return the example of COINr as an index."""
    below: dict[str, list[Mapping[str, str]]] = {}
    for row in table("asem_meta.csv"):
        if row["Type"] in ("Indicator", "Aggregate"):
            below.setdefault(row["Parent"], []).append(row)

    def lines(parent: str, prefix: str) -> Iterator[str]:
        for place, row in enumerate(below.get(parent, ()), 1):
            code = f"{prefix}{place}"
            says = [f"weight = {row['Weight']}"]
            if row["Type"] == "Indicator":
                is_more = Decimal(row["Direction"]) > 0
                says.append(f'indicator = "{row["iCode"]}"')
                says.append(f'better = "{"more" if is_more else "less"}"')
            if row["Denominator"]:
                says.append(f'per = "{row["Denominator"]}"')
            yield f'"{code}" = {{ {", ".join(says)} }}'
            yield from lines(row["iCode"], f"{code}.")

    return "\n".join(
        [
            HEAD,
            "[treatment]",
            'impute = "mean"',
            'group = "EurAsia_group"',
            "winsorise = {}",
            "[criteria]",
            *lines("Index", ""),
        ]
    )


@pytest.fixture(scope="module")
def asem_result() -> CompositeResult:
    """Return the 51 countries, scored."""
    rows = {row["uCode"]: row for row in table("asem_data.csv")}

    return parse_index(asem(), "asem.toml").evaluate(UnitTable.of(rows, 2018))


def test_scores_and_ranks_of_51_countries(
    asem_result: CompositeResult,
) -> None:
    """COINr's own results within 1e-9, winsorisation included."""
    published = {row["uCode"]: row for row in table("asem_results.csv")}
    errors = [
        _error(unit.total, published[unit.unit]["Index"])
        for unit in asem_result
    ]
    ranks = {unit.unit: unit.rank for unit in asem_result}

    assert 51 == len(errors)
    assert max(errors) < Decimal("1e-9")
    assert {name: int(row["Rank"]) for name, row in published.items()} == ranks


def test_pillars_of_51_countries(asem_result: CompositeResult) -> None:
    """So do the sub-indices and all eight pillars."""
    names = {
        "1": "Conn",
        "2": "Sust",
        "1.1": "Physical",
        "1.2": "ConEcFin",
        "1.3": "Political",
        "1.4": "Instit",
        "1.5": "P2P",
        "2.1": "Environ",
        "2.2": "Social",
        "2.3": "SusEcFin",
    }
    published = {row["uCode"]: row for row in table("asem_results.csv")}
    errors = [
        _error(unit[code].points, published[unit.unit][name])
        for unit in asem_result
        for code, name in names.items()
    ]

    assert max(errors) < Decimal("1e-9")


def test_fifteen_indicators_are_winsorised(
    asem_result: CompositeResult,
) -> None:
    """Each at as many units as COINr reports, none by logarithms."""
    counts: dict[str, int] = {}
    for unit in asem_result:
        for node in asem_result.scheme.indicators():
            cell = unit[node.code]
            changes = [step.change for step in getattr(cell, "steps", ())]
            assert "logarithm" not in changes
            name = node.indicator
            counts[name] = counts.get(name, 0) + changes.count("winsorised")

    assert {
        "Flights": 1, "Bord": 3, "Gas": 3, "Services": 4, "FDI": 2,
        "ForPort": 3, "CostImpEx": 1, "Tariff": 3, "StMob": 2,
        "CultServ": 3, "Forest": 2, "Poverty": 3, "NGOs": 3, "FemLab": 1,
        "PubDebt": 1,
    } == {name: count for name, count in counts.items() if count}  # fmt: skip


def test_everything_is_exact_and_can_be_written(
    asem_result: CompositeResult,
) -> None:
    """No root is taken to tell an outlier, so no digit is a guess."""
    document = json.loads(json.dumps(asem_result.to_dict()))

    assert all(unit.is_exact for unit in asem_result)
    assert 51 == len(document["units"])
    assert "68.38" == next(
        each["total"] for each in document["units"] if each["unit"] == "CHE"
    )


def test_weights_of_pci_by_period() -> None:
    """Overall = weighted sum of ten sub-indices; the weights add up to 10."""
    weights = {
        "1": "0.5", "2": "0.5", "3": "2.0", "4": "0.5", "5": "1.0",
        "6": "0.5", "7": "0.5", "8": "2.0", "9": "2.0", "10": "0.5",
    }  # fmt: skip
    criteria = "\n".join(
        f'{code} = {{ indicator = "s{code}", weight = {weight} }}'
        for code, weight in weights.items()
    )
    result = scored(
        criteria,
        {
            "lowest": {f"s{code}": 1 for code in weights},
            "highest": {f"s{code}": 10 for code in weights},
        },
        'combine = "sum"\nonto = [1, 10]\nanchors = { low = 1, high = 10 }',
    )

    assert [10, 100] == points(result, "")
