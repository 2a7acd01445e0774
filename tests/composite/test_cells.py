"""What a cell of a table of units is read as."""

import unicodedata

import pytest

from composite.indices import index
from parrules.composite.units import figures_of, parse_units
from parrules.errors import FactError

MADE = index('"1" = { indicator = "a" }\n"2" = { indicator = "b" }')


def read(*rows: str, separator: str = ";") -> list[str]:
    """Return the figures of a table, or what is wrong with them."""
    text = "\n".join(("unit;a;b", *rows)).replace(";", separator)
    try:
        (figures,) = figures_of(MADE.scheme, [parse_units(text, "t.csv")])
    except FactError as error:
        return [
            f"{each.code} {each.place.line}:{each.place.column}"
            for each in error.problems
            if each.place
        ]

    return [
        str(number) for each in figures.numbers.values() for number in each
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # The others tell nothing, or that the other sign stands there.
        (("A;1.200;95",), ["PAR833 2:2"]),
        (("A;1,200;95",), ["PAR833 2:2"]),
        (("A;1.200;95,5",), ["PAR833 2:2"]),
        (("A;1,200;95.5", "B;-12.500;1"), ["PAR833 2:2"]),
        (("A;1.200;9,5", "B;3.4;1"), ["PAR833 2:2"]),
        # They tell that this one does.
        (("A;1,200;95,5",), ["6/5", "191/2"]),
        (("A;1.200;0.123",), ["6/5", "123/1000"]),
        (("A;1.2000;1",), ["6/5", "1"]),
        # No thousands look like that.
        (("A;0.125;1234.567",), ["1/8", "1234567/1000"]),
        (("A;1200;95",), ["1200", "95"]),
    ],
)
def test_what_may_be_a_thousand_is_no_decimal_unless_others_say_so(
    rows: tuple[str, ...], found: list[str]
) -> None:
    """PAR833, where a comma and a point may both stand before decimals."""
    assert found == read(*rows)


def test_between_commas_a_point_stands_before_decimals() -> None:
    """Three of them are as good as two."""
    assert ["6/5", "95"] == read("A;1.200;95", separator=",")


def test_names_are_equal_where_they_look_equal() -> None:
    """A table in NFD names the same columns and units as one in NFC."""
    text = "Đơn vị;Hồ sơ\nHạ Long;5"
    tables = [
        parse_units(unicodedata.normalize(form, text), "t.csv")
        for form in ("NFC", "NFD")
    ]

    assert tables[0].units == tables[1].units
    assert list(tables[0].columns) == list(tables[1].columns)
