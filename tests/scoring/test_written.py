"""What a remedy shows: the value that was meant, as it is to be written."""

import datetime
from decimal import Decimal

import pytest

from parrules.model import Fact
from parrules.plan.nodes import Input
from parrules.scoring.written import form_of

LEVELS = ("bad", "fair", "good", "better", "best")


def form(
    kind: str, value: object, *, is_text: bool = True, never: bool = True
) -> str:
    """Return what *value* should have been."""
    options = {"tally": LEVELS, "answer": ("yes", "no"), "choice": ("a", "b")}
    source = Input(
        name="x",
        position=0,
        kind=kind,
        options=options.get(kind, ()),
        places=2 if kind in ("number", "percent") else 0,
        fact=Fact(name="x", type="date", never=never),
    )

    return form_of(source, value, is_text=is_text)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("date", "2026-01-20 09:00:00", "2026-01-20"),
        ("date", "20/01/2026 09:00", "2026-01-20"),
        ("date", "20/01/2021", "2021-01-20"),
        ("date", "20-1-2021", "2021-01-20"),
        ("date", "01/02/2021", "2021-02-01 | 2021-01-02"),
        ("date", "02/02/2021", "2021-02-02"),
        ("date", "2021/1/20", "2021-01-20"),
        ("date", "20210120", "2021-01-20"),
        ("date", "99/99/2021", "2021-01-20 | never"),
        ("date", "hôm qua", "2021-01-20 | never"),
        ("date", "không", "never"),
        ("date", "Chưa ban hành", "never"),
        ("date", "NEVER", "never"),
        ("date", "-", "never"),
        ("count", "1.000", "1000 | 1"),
        ("count", "12,0", "12"),
        ("count", "1 000", "1000"),
        ("count", "1.250.000", "1250000"),
        ("count", "many", "8"),
        ("count", "NaN", "8"),
        ("count", "1e99", "8"),
        ("percent", "12,5 %", "12.5"),
        ("number", "1,250", "1250 | 1.25"),
        ("number", "much", "12.5"),
        ("judged", "x", "8"),
        ("flag", "x", "true"),
        ("flag", "SAI", "false"),
        ("flag", "maybe", "true | false"),
        ("tally", "0,0,0,10,90", "0;0;0;10;90"),
        ("tally", "0 / 0 / 0 / 10 / 90", "0;0;0;10;90"),
        ("tally", "1;2", "1;2;3;4;5"),
        ("tally", "1e99;2;3;4;5", "1;2;3;4;5"),
        ("tally", "1;2;x;4;5", "1;2;3;4;5"),
        ("codes", "1.1, 2.3", "1.1;2.3"),
        ("choice", "c", "a"),
        ("answer", "Yes", "yes"),
        ("answer", "Không", "no"),
        ("choice", "Không", "a"),
    ],
)
def test_a_cell_of_a_table_is_shown_as_it_is_written(
    kind: str, value: str, shown: str
) -> None:
    """Two readings are both shown, and nobody guesses."""
    assert shown == form(kind, value)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("date", datetime.datetime(2024, 2, 1, 9), "2024-02-01"),  # noqa: DTZ001  # no zone is the point
        ("date", 20240201, "2024-02-01"),
        ("date", [], '2021-01-20 | "never"'),
        ("count", Decimal("8.0"), "8"),
        ("count", Decimal("1E1000000"), "8"),
        ("count", Decimal("1.000"), "1000 | 1"),
        ("count", Decimal("1.500"), "1500"),
        ("count", "3", "3"),
        ("count", None, "8"),
        ("flag", 1, "true"),
        ("flag", "false", "false"),
        ("tally", [1, Decimal("2.0"), 3, 4, 5], "[1, 2, 3, 4, 5]"),
        ("tally", [True, 2, 3, 4, 5], "[1, 2, 3, 4, 5]"),
        ("tally", 3, "[1, 2, 3, 4, 5]"),
        ("codes", "1.1;2", '["1.1", "2"]'),
        ("codes", 1, '["1.1", "2.3"]'),
        ("choice", 1, '"a"'),
        ("answer", True, '"yes"'),
        ("answer", False, '"no"'),
    ],
)
def test_a_value_of_toml_is_shown_as_it_is_written(
    kind: str, value: object, shown: str
) -> None:
    """With quotes and brackets, as in the file."""
    assert shown == form(kind, value, is_text=False)


def test_what_is_endless_is_not_searched() -> None:
    """A remedy takes no time that the refusal did not take."""
    assert "8" == form("count", "1" * 1_000_000)
    assert "2021-01-20 | never" == form("date", "1" * 1_000_000)


def test_never_stands_in_quotes_where_values_have_types() -> None:
    """In TOML and JSON it is a text, and `false` says it as well."""
    told = [
        form("date", value, is_text=False) for value in ("không", False, 8)
    ]

    assert ['"never"', '"never"', '2021-01-20 | "never"'] == told


def test_never_is_no_remedy_where_a_date_has_happened() -> None:
    """A fact without `never = true` cannot say it."""
    assert "2021-01-20" == form("date", "không", never=False)
