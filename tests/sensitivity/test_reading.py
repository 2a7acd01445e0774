"""Files of what is uncertain: every key, and all that may be wrong."""

import pathlib
from decimal import Decimal

import pytest

from parrules.errors import FactError
from parrules.sensitivity import (
    Days,
    Margin,
    Other,
    Resampled,
    Surveyed,
    Uncertainty,
    Weight,
    analyse_sensitivity,
    parse_uncertainty,
    read_uncertainty,
)
from sensitivity.samples import ruleset, unit

WHOLE = """\
language = 1
[fact]
done = { margin = 2 }
rate = { percent = 2.5, shape = "normal" }
issued = { days = 10 }
"1.2" = { other = { no = 0.125 } }
satisfied = { survey = true }
opinions = { resample = true }
[unit."Hà Tu"]
done = { margin = 5 }
[weight]
areas = { percent = 20 }
"1.1" = { percent = 10 }
"""


def wrong(text: str) -> list[str]:
    """Return code, line and column of all that is wrong with a file."""
    with pytest.raises(FactError) as raised:
        parse_uncertainty(text, "x.toml")

    return [
        f"{problem.code} {problem.place}" for problem in raised.value.problems
    ]


def test_every_key_is_read() -> None:
    """And numbers are as exact as they are written."""
    assert Uncertainty(
        facts={
            "done": Margin(amount=Decimal(2)),
            "rate": Margin(percent=Decimal("2.5"), shape="normal"),
            "issued": Days(days=10),
            "1.2": Other(options={"no": Decimal("0.125")}),
            "satisfied": Surveyed(),
            "opinions": Resampled(),
        },
        units={"Hà Tu": {"done": Margin(amount=Decimal(5))}},
        weights={"1.1": Weight(percent=Decimal(10))},
        areas=Weight(percent=Decimal(20)),
    ) == parse_uncertainty(WHOLE, "x.toml")


def test_what_is_said_of_a_unit_goes_before_what_is_said_of_all() -> None:
    """Other facts are as they are for all."""
    found = parse_uncertainty(WHOLE, "x.toml")

    assert Margin(amount=Decimal(5)) == found.of("Hà Tu")["done"]
    assert found.of("Hà Phong") == found.facts


def test_a_file_is_read_from_its_path(tmp_path: pathlib.Path) -> None:
    """As text in UTF-8."""
    path = tmp_path / "uncertain.toml"
    path.write_text(WHOLE, "utf-8")

    assert parse_uncertainty(WHOLE, "x.toml") == read_uncertainty(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["PAR114 x.toml"]),
        ("[fact]\n", ["PAR106 x.toml:1:1"]),
        ("language = 2\n", ["PAR110 x.toml:1:12"]),
        (
            "language = 1\nfacts = 1\n",
            ["PAR104 x.toml:2:1", "PAR105 x.toml:2:9"],
        ),
        ("language = 1\nfact = 1\n", ["PAR105 x.toml:2:8"]),
        ("language = 1\n[fact]\na = 2\n", ["PAR105 x.toml:3:5"]),
        ("language = 1\n[unit]\na = 2\n", ["PAR105 x.toml:3:5"]),
        ("language = 1\n[fact]\na = {}\n", ["PAR116 x.toml:3:1"]),
        (
            "language = 1\n[fact]\na = { margin = 1, percent = 1 }\n",
            ["PAR116 x.toml:3:19"],
        ),
        (
            'language = 1\n[fact]\na = { days = 1, shape = "normal" }\n',
            ["PAR117 x.toml:3:17"],
        ),
        (
            'language = 1\n[fact]\na = { margin = 1, shape = "flat" }\n',
            ["PAR111 x.toml:3:28"],
        ),
        (
            "language = 1\n[fact]\na = { survey = false }\n",
            ["PAR111 x.toml:3:16"],
        ),
        (
            "language = 1\n[fact]\na = { days = 1.5 }\n",
            ["PAR105 x.toml:3:14"],
        ),
        (
            'language = 1\n[fact]\na = { other = { no = "x" } }\n',
            ["PAR105 x.toml:3:23"],
        ),
        ("language = 1\n[weight]\nareas = {}\n", ["PAR106 x.toml:3:1"]),
        (
            "language = 1\n[fact]\na = { day = 1 }\nb = { margin = true }\n",
            ["PAR104 x.toml:3:7", "PAR105 x.toml:4:16"],
        ),
    ],
)
def test_all_that_is_wrong_is_told_with_its_place(
    text: str, expected: list[str]
) -> None:
    """In one run."""
    assert sorted(expected) == sorted(wrong(text))


def test_what_does_not_go_with_a_ruleset_is_told_with_its_place() -> None:
    """In the order of the file."""
    text = (
        "language = 1\n[weight]\n'7' = { percent = 5 }\n[fact]\n"
        "done = { days = 1 }\nrtae = { margin = 1 }\n"
        "'1.2' = { other = { no = 0.5, yse = 0.6 } }\n"
    )
    uncertainty = parse_uncertainty(text, "x.toml")
    with pytest.raises(FactError) as raised:
        analyse_sensitivity(ruleset(), [unit("A")], uncertainty)

    assert [
        "PAR412 x.toml:3:1",
        "PAR881 x.toml:5:1",
        "PAR301 x.toml:6:1",
        "PAR917 x.toml:7:11",
        "PAR308 x.toml:7:37",
    ] == [f"{each.code} {each.place}" for each in raised.value.problems]
