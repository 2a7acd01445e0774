"""What is written in TOML is read again as it was."""

import datetime
from decimal import Decimal

import pytest
import tomli

from parrules.loading.writing import key_text, quoted, value_text

ODD = "".join(map(chr, range(0xA0))) + "ạ\u2028\U0001f600"


def test_every_text_is_read_as_it_was() -> None:
    """Quotes, backslashes and control characters are escaped, 127 too."""
    written = f"text = {quoted(ODD)}"

    assert {"text": ODD} == tomli.loads(written)


@pytest.mark.parametrize("name", ["rate_2", "unit.id", "1.1", "", "tên", ODD])
def test_every_key_is_read_as_it_was(name: str) -> None:
    """A key is bare where it may be, and in quotes where it must."""
    written = f"{key_text(name)} = 1"

    assert {name: 1} == tomli.loads(written)


@pytest.mark.parametrize(
    "value",
    [
        True,
        12,
        Decimal("1.50"),
        Decimal("1E+2"),
        datetime.date(2026, 1, 31),
        "Cẩm Phả",
        ["a", 1, False],
    ],
    ids=str,
)
def test_every_value_is_read_as_it_was(value: object) -> None:
    """A number is written in full, without an exponent."""
    written = f"value = {value_text(value)}"

    assert {"value": value} == tomli.loads(written, parse_float=Decimal)
