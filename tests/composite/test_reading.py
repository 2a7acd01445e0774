"""What is wrong with the file of an index, or with a table of units."""

import pathlib
from decimal import Decimal
from fractions import Fraction

import pytest

from composite.indices import HEAD, column, index
from parrules.composite import (
    UnitTable,
    parse_index,
    read_index,
    read_units,
)
from parrules.composite.cells import number_of
from parrules.composite.units import figures_of, parse_units
from parrules.errors import FactError, RulesetError

SOUND = '1 = { indicator = "x" }'


def codes(criteria: str, total: str = "", treatment: str = "") -> list[str]:
    """Return the codes of everything wrong with an index."""
    with pytest.raises(RulesetError) as caught:
        index(criteria, total, treatment)

    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("expected", "criteria"),
    [
        ("PAR810", '"1.1" = { indicator = "x" }'),
        ("PAR811", "1 = {}"),
        ("PAR811", '1 = { indicator = "x" }\n"1.1" = { indicator = "y" }'),
        ("PAR811", ""),
        ("PAR813", '1 = { indicator = "x", onto = [10, 1] }'),
        ("PAR813", '1 = { indicator = "x", onto = [1] }'),
        ("PAR105", '1 = { indicator = "x", onto = ["a", 1] }'),
        ("PAR105", '1 = { indicator = "x", onto = 10 }'),
        ("PAR814", '1 = { indicator = "x", at_least = 2, at_most = 1 }'),
        ("PAR816", '1 = { indicator = "x", weight = 0 }'),
        ("PAR111", '1 = { indicator = "x", weight = -1 }'),
        ("PAR111", 'a = { indicator = "x" }'),
        ("PAR111", '1 = { indicator = "x", anchors = "cohrt" }'),
        ("PAR105", '1 = { indicator = "x", anchors = 3 }'),
        ("PAR116", '1 = { indicator = "x", anchors = {} }'),
        (
            "PAR116",
            '1 = { indicator = "x", anchors = { window = 1, target = 2 } }',
        ),
        ("PAR106", '1 = { indicator = "x", anchors = { low = 1 } }'),
        ("PAR812", '1 = { indicator = "x", anchors = { low = 1, high = 1 } }'),
        ("PAR111", '1 = { indicator = "x", anchors = { window = 0 } }'),
        ("PAR104", '1 = { indicator = "x", anchor = "cohort" }'),
        ("PAR111", '1 = { indicator = "x", better = "higher" }'),
        ("PAR117", '1 = { indicator = "x", combine = "sum" }'),
        ("PAR117", '1 = { per = "n" }\n"1.1" = { indicator = "x" }'),
        ("PAR113", f'"{"1." * 99}1" = {{ indicator = "x" }}'),
    ],
)
def test_defects_of_rows(expected: str, criteria: str) -> None:
    """Each is one problem with its own code, whatever else is wrong."""
    assert expected in codes(criteria)


@pytest.mark.parametrize(
    ("expected", "total", "treatment"),
    [
        ("PAR117", 'indicator = "x"', ""),
        ("PAR117", "weight = 1", ""),
        ("PAR111", 'if_missing = "zero"', ""),
        ("PAR111", "if_missing = { present = 2 }", ""),
        ("PAR105", "if_missing = 1", ""),
        ("PAR111", "", "trim = 0.5"),
        ("PAR117", "", 'group = "g"'),
        ("PAR111", "", "winsorise = { most = -1 }"),
        ("PAR815", "anchors = { window = 2 }", "winsorise = {}"),
        ("PAR815", "anchors = { running_since = 2020 }", "trim = 0.1"),
    ],
)
def test_defects_of_the_whole(
    expected: str, total: str, treatment: str
) -> None:
    """Those of ``[total]`` and ``[treatment]``."""
    assert [expected] == codes(SOUND, total, treatment)


def test_doubt_that_is_acknowledged_without_a_reason() -> None:
    """As in a ruleset."""
    head = HEAD.replace("[index]", '[index]\nknown = { PAR832 = " " }')
    with pytest.raises(RulesetError) as caught:
        parse_index(f"{head}\n[criteria]\n{SOUND}", "x.toml")

    assert ["PAR436"] == [each.code for each in caught.value.problems]


def test_all_is_told_in_one_run_and_each_with_its_place() -> None:
    """A file is mended once, not once for each mistake."""
    text = HEAD + '[criteria]\n1 = { onto = [2, 1] }\n"2.1" = {}\nx = {}\n'
    with pytest.raises(RulesetError) as caught:
        parse_index(text, "i.toml")
    found = [(each.code, str(each.place)) for each in caught.value.problems]

    assert [
        ("PAR811", "i.toml:9:1"),
        ("PAR813", "i.toml:9:7"),
        ("PAR810", "i.toml:10:1"),
        ("PAR811", "i.toml:10:1"),
        ("PAR111", "i.toml:11:1"),
    ] == found


def test_what_is_no_file_no_toml_or_of_a_later_language() -> None:
    """Nothing raises but the one error, and nothing is guessed."""
    absent = read_index("no-such.toml")
    later = HEAD.replace("language = 1", "language = 2") + "[criteria]\n"
    with pytest.raises(RulesetError) as caught:
        parse_index(later, "later.toml")
    with pytest.raises(RulesetError) as broken:
        parse_index("= = =", "broken.toml")

    assert ["PAR103"] == [each.code for each in absent.problems]
    assert ["PAR110"] == [each.code for each in caught.value.problems]
    assert "PAR121" in [each.code for each in broken.value.problems]


# -- tables -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, None),
        (" ", None),
        (3, 3),
        (Decimal("0.1"), Decimal("0.1")),
        (" 12.50 ", Decimal("12.5")),
        ("1e-3", Decimal("0.001")),
        ("-.5", Decimal("-0.5")),
        (0.1, "0.1"),
        (True, ""),
        ("12,5", "12.5"),
        ("n/a", ""),
        ("1e999", ""),
        (Decimal("nan"), ""),
        (b"1", ""),
        ("9" * 99, ""),
    ],
)
def test_a_cell_is_an_exact_number_or_refused(
    cell: object, expected: object
) -> None:
    """Nothing is rounded and nothing is guessed; a comma is a hint."""
    assert expected == number_of(cell)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_comma_that_separates_no_cells_is_a_decimal_comma(
    separator: str,
) -> None:
    """As in tables of facts, and as spreadsheets write it in Vietnamese."""
    made = index(SOUND, "onto = [0, 1]")
    lines = ("unit|x", "A|-0,5", "B| 60,25 ", "C|1.5", "D|2")
    text = "\n".join(lines).replace("|", separator)
    figures = figures_of(made.scheme, [parse_units(text, "t.csv")])

    assert [
        Fraction(-1, 2),
        Fraction(241, 4),
        Fraction(3, 2),
        Fraction(2),
    ] == list(figures[0].numbers["x"])


def test_all_bad_cells_of_all_tables_are_told_with_line_and_column() -> None:
    """PAR818 in each cell, PAR817 for a column that is not there."""
    made = index(SOUND + '\n2 = { indicator = "yield" }', "onto = [0, 1]")
    table = parse_units('unit,x,yields\nA,1,2\nB,n/a,3\nC,"1,5",4\n', "t.csv")
    with pytest.raises(FactError) as caught:
        made.evaluate(table)

    assert [
        ("PAR818", "t.csv:3:2"),
        ("PAR818", "t.csv:4:2"),
        ("PAR817", "t.csv"),
    ] == [(each.code, str(each.place)) for each in caught.value.problems]
    assert "did you mean" not in str(caught.value)
    assert "rename the column `yields`" in str(caught.value)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["PAR114"], ""),
        (["PAR824"], "unit\nA\n"),
        (["PAR824"], f"unit,x\nA,{'9' * 200_000}\n"),
        (["PAR819"], "unit,x\nA,1\nA,2\n"),
        (["PAR819"], "unit,x,x\nA,1,2\n"),
        (["PAR819"], "unit,x\n,2\n"),
        (["PAR825"], "unit,x\nA,1,2\n"),
    ],
)
def test_what_is_no_table_of_units(expected: list[str], text: str) -> None:
    """Nothing is dropped, and no cell slides into another column."""
    with pytest.raises(FactError) as caught:
        parse_units(text, "t.csv")

    assert expected == [each.code for each in caught.value.problems]


def test_a_file_of_units_says_its_year_in_its_name(
    tmp_path: pathlib.Path,
) -> None:
    """Or the caller does; semicolons and a byte order mark are welcome."""
    path = tmp_path / "units-2023.csv"
    path.write_text("\ufeffunit;x\r\nA;1\r\n\r\nB;2\r\n", "utf-8")
    table = read_units(path)

    assert (2023, ("A", "B")) == (table.year, table.units)
    assert 1999 == read_units(path, 1999).year
    assert [["1", "2"]] == [list(each) for each in table.columns.values()]


@pytest.mark.parametrize("column", ["unit.period", "period"])
def test_a_column_says_the_year_of_a_table(
    column: str, tmp_path: pathlib.Path
) -> None:
    """Before the name of the file; another year than asked for is none."""
    path = tmp_path / "units-2023.csv"
    path.write_text(f"unit,{column},x\nA,2024,1\nB,,2\n", "utf-8")
    with pytest.raises(FactError) as caught:
        read_units(path, 2025)
    arguments = [dict(each.arguments) for each in caught.value.problems]

    assert 2024 == read_units(path).year
    assert [{"stated": "2024", "year": "2025"}] == arguments


def test_a_table_of_two_years_is_of_none(tmp_path: pathlib.Path) -> None:
    """PAR845; a column of other numbers is a figure, and no year."""
    path = tmp_path / "units.csv"
    path.write_text("unit,period,x\nA,2024,1\nB,2025,2\n", "utf-8")
    with pytest.raises(FactError) as caught:
        read_units(path)

    assert ["PAR845"] == [each.code for each in caught.value.problems]
    assert parse_units("unit,period\nA,12\nB,2025\n", "t").year is None


def test_a_file_that_is_no_text_or_not_there(tmp_path: pathlib.Path) -> None:
    """PAR102 and PAR103, as of every file."""
    path = tmp_path / "units.csv"
    path.write_bytes(b"unit,x\nA\xff,1\n")
    with pytest.raises(FactError) as binary:
        read_units(path)
    with pytest.raises(FactError) as absent:
        read_units(tmp_path / "none.csv")

    assert ["PAR102"] == [each.code for each in binary.value.problems]
    assert ["PAR103"] == [each.code for each in absent.value.problems]


def test_rows_may_know_different_columns() -> None:
    """What one row does not name is not known of it."""
    table = UnitTable.of({"A": {"x": 1}, "B": {"x": 3, "y": 2}})
    result = index(SOUND).evaluate(table)

    assert [None, 2] == list(table.columns["y"])
    assert len(column(1, 3)) == len(result)
