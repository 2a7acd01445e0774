"""What an outline says of the values that a fact may have."""

import pathlib

import pytest

from parrules.errors import Language
from parrules.library import load
from parrules.reporting.outline import outline_text

RULESET = """
language = 1

[ruleset]
id = "bounds"
edition = "1"
status = "template"
maximum = 1
title = "Giới hạn"

[fact]
asked = {{ {fact} }}
tasks = {{ type = "count", at_least = 1 }}

[criteria]
"1" = {{ maximum = 1, measure = "tasks", tiers = [[2, 1], [0, 0]] }}
"""


@pytest.mark.parametrize(
    ("fact", "vi", "en"),
    [
        ('type = "count"', "số đếm", "count"),
        (
            'type = "count", at_least = 3, at_most = 40',
            "số đếm; từ 3 đến 40",
            "count; from 3 to 40",
        ),
        (
            'type = "count", at_least = 3',
            "số đếm; từ 3 trở lên",
            "count; 3 or more",
        ),
        (
            'type = "number", at_least = -5, at_most = 7.5, decimals = 1',
            "số; từ −5 đến 7,5; nhiều nhất 1 chữ số thập phân",
            "number; from −5 to 7.5; at most 1 decimal place",
        ),
        (
            'type = "number", at_least = 0, at_most = "tasks", decimals = 0',
            "số; từ 0 trở lên; số nguyên; không quá tasks",
            "number; 0 or more; a whole number; at most tasks",
        ),
        (
            'type = "percent", at_least = 10',
            "phần trăm; từ 10% trở lên; nhiều nhất 2 chữ số thập phân",
            "percent; 10% or more; at most 2 decimal places",
        ),
        (
            'type = "tally", levels = ["x", "y"], at_least = 1',
            "số phiếu theo từng mức (x, y); mỗi mức từ 1 trở lên",
            "answers by level (x, y); each level 1 or more",
        ),
        (
            'type = "date", at_least = 2024-01-01',
            "ngày; từ 01/01/2024 trở đi",
            "date; 2024-01-01 or later",
        ),
        (
            'type = "date", at_most = 2024-12-31',
            "ngày; từ 31/12/2024 trở về trước",
            "date; 2024-12-31 or earlier",
        ),
        (
            'type = "date", at_least = 2024-01-01, at_most = 2024-12-31',
            "ngày; từ 01/01/2024 đến 31/12/2024",
            "date; from 2024-01-01 to 2024-12-31",
        ),
    ],
)
def test_an_outline_tells_what_a_fact_may_be(
    tmp_path: pathlib.Path, fact: str, vi: str, en: str
) -> None:
    """A form is made from it: bounds that are stated, and decimal places."""
    path = tmp_path / "bounds.toml"
    path.write_text(RULESET.format(fact=fact), encoding="utf-8")
    plan = load(path).plan
    languages: tuple[Language, ...] = ("vi", "en")
    lines = [outline_text(plan, each).splitlines() for each in languages]

    assert [vi, en] == [
        each[each.index("  asked") + 1].strip() for each in lines
    ]
