"""Many units: files, folders, and tables with a row for each unit."""

import pathlib

import pytest

import parrules
from parrules.errors import FactError
from parrules.facts import Submission
from parrules.loading.units import read_units


class Strict:
    """A ruleset that knows the fact `a`, which is 1, and no other."""

    def check(self, facts: Submission) -> tuple[parrules.Problem, ...]:
        """Return what is wrong."""
        return tuple(
            parrules.Problem(
                code="PAR303" if name == "a" else "PAR301",
                path=facts.paths[name],
                arguments={"name": name},
                document=facts.document,
            )
            for name, value in facts.facts.items()
            if (name, value) != ("a", "1")
        )


def table(folder: pathlib.Path, text: str, name: str = "t.csv") -> str:
    """Write a table, and return its path."""
    path = folder / name
    path.write_bytes(text.encode("utf-8"))

    return str(path)


def problems(path: object, ruleset: Strict | None = None) -> list[str]:
    """Return code and line of what is wrong."""
    with pytest.raises(FactError) as caught:
        read_units([str(path)], ruleset)

    return [
        f"{each.code}:{each.place.line if each.place else ''}"
        for each in caught.value.problems
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_row_of_a_table_is_a_unit(
    tmp_path: pathlib.Path, separator: str
) -> None:
    """Facts as text, what identifies the unit, and no empty cells."""
    lines = (
        ("unit.id", "unit.name", "1.1", "rate"),
        ("A", "Hà Tu", "yes", "0.5"),
        ("", "Cao Xanh", "", "7"),
    )
    text = "\r\n".join(separator.join(line) for line in lines)
    one, two = read_units([table(tmp_path, "\ufeff" + text)])

    assert {"id": "A", "name": "Hà Tu"} == one.unit
    assert {"1.1": "yes", "rate": "0.5"} == one.facts
    assert one.is_text
    assert ({"name": "Cao Xanh"}, {"rate": "7"}) == (two.unit, two.facts)


def test_quoted_cells_hold_separators_and_lines(
    tmp_path: pathlib.Path,
) -> None:
    """As spreadsheets write them; lines are counted in the file."""
    text = 'unit.id;a;b\nA;"1;2";"x\ny"\n\nB;2;\n'
    one, two = read_units([table(tmp_path, text)])

    assert {"a": "1;2", "b": "x\ny"} == one.facts
    assert two.document is not None
    assert 5 == two.document.locate(two.paths["a"]).line


def test_a_file_of_one_unit_is_read_as_ever(tmp_path: pathlib.Path) -> None:
    """CSV with facts and values is one unit, not a table of units."""
    path = table(tmp_path, "fact,value\nunit.id,A\na,1\n")

    assert [{"id": "A"}] == [each.unit for each in read_units([path])]


def test_a_folder_is_read_in_the_order_of_names(
    tmp_path: pathlib.Path,
) -> None:
    """Facts files only, none that is hidden, and no folder below."""
    for name in ("b.toml", "a.toml", ".c.toml", "readme.md"):
        table(tmp_path, f'unit = {{ id = "{name}" }}\na = 1\n', name)
    (tmp_path / "d.toml").mkdir()
    found = read_units([tmp_path])

    assert ["a.toml", "b.toml"] == [each.unit["id"] for each in found]


def test_one_path_need_not_be_in_a_list(tmp_path: pathlib.Path) -> None:
    """A text is no list of letters."""
    path = table(tmp_path, "unit.id,a\nA,1\nB,2\n")

    assert read_units([path]) == read_units(str(path)) == read_units(path)


def test_a_folder_without_facts_is_a_problem(tmp_path: pathlib.Path) -> None:
    """PAR889: another one was meant."""
    assert ["PAR889:"] == problems(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("unit.id,a\n", ["PAR889:"]),
        ("unit.id,a,a\nA,1,1\n", ["PAR109:1"]),
        ("unit.id,,a\nA,1,1\n", ["PAR109:1"]),
        ("unit.id,a\nA,1,2\n", ["PAR331:2"]),
        ("unit.id,a\n,1\nB,1\n", ["PAR890:2"]),
        ('unit.id,a\nA,"1\n', ["PAR331:2"]),
        ('unit.id,"a,b\nA,1\n', ["PAR331:1"]),
        (f"unit.id,a\nA,{'1' * 10_001}\n", ["PAR113:2"]),
        ("unit.id,a\nA,1,2\n,1\n", ["PAR331:2", "PAR890:3"]),
    ],
)
def test_what_is_no_table_is_told_with_its_line(
    tmp_path: pathlib.Path, text: str, expected: list[str]
) -> None:
    """All of it in one run."""
    assert expected == problems(table(tmp_path, text))


def test_what_is_wrong_by_the_ruleset_is_told_with_it(
    tmp_path: pathlib.Path,
) -> None:
    """In the order of lines; a column that is unknown once."""
    text = "unit.id,a,b\nA,2,x\n,1,\nC,3,y\n"

    assert ["PAR303:2", "PAR301:2", "PAR890:3", "PAR303:4"] == problems(
        table(tmp_path, text), Strict()
    )


def test_a_column_without_values_is_looked_at(tmp_path: pathlib.Path) -> None:
    """Its name is told once, with the line of the header."""
    path = table(tmp_path, "unit.id,unit.x,a,b,a2\nA,,1,,\nB,,,,1\n")

    assert ["PAR301:1", "PAR301:3"] == problems(path, Strict())


def test_a_unit_without_a_name_is_a_problem(tmp_path: pathlib.Path) -> None:
    """Nobody could say whose rank it is."""
    assert ["PAR890:1"] == problems(table(tmp_path, "a = 1\n", "x.toml"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"\xff\xfe\x00a", "PAR102"), (b"", "PAR114"), (None, "PAR103")],
)
def test_what_cannot_be_read_is_told_as_of_one_file(
    tmp_path: pathlib.Path, content: bytes | None, expected: str
) -> None:
    """No text, empty, not there."""
    path = tmp_path / "x.csv"
    if content is not None:
        path.write_bytes(content)

    assert [expected] == [each[:6] for each in problems(path)]
