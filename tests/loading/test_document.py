"""A path is found where a reader of the file finds it."""

import pathlib
import subprocess
import sys

import pytest

from parrules.errors import Path, Place, Problem
from parrules.loading.document import TomlDocument, in_file_order

TEXT = """\
# Một dòng
language = 1

[ruleset]
"tên" = "Kế hoạch"
title.vi = 'a\\b'

[criteria]
"1.1" = { "é" = 1, cases = [
    { when = "a \\" \\u00e9 b" }, # one
    { when = 'c' },
  ], tiers = [[100, 2], [0, 0]] }
[criteria."1.2"]
maximum = 1

[[grade]]
id = "a"
[[grade]]
id = "b"
deep = [[{ x = 1 }]]
[grade.more]
y = 2

[long]
basic = \"\"\"
one \\
   two\"\"\"
literal = '''
one
two'''
"""


def place(path: Path, offset: int = 0) -> str:
    """Return line and column of *path* in the text."""
    found = TomlDocument(name="x", text=TEXT).locate(path, offset)

    return f"{found.line}:{found.column}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), "1:1"),
        (("language",), "2:12"),
        (("ruleset",), "4:2"),
        (("ruleset", "tên"), "5:10"),
        (("ruleset", "title"), "6:1"),
        (("ruleset", "title", "vi"), "6:13"),
        (("criteria", "1.1"), "9:1"),
        (("criteria", "1.1", "é"), "9:17"),
        (("criteria", "1.1", "cases"), "9:20"),
        (("criteria", "1.1", "cases", 0), "10:5"),
        (("criteria", "1.1", "cases", 1, "when"), "11:15"),
        (("criteria", "1.1", "tiers", 1), "12:25"),
        (("criteria", "1.1", "tiers", 1, 0), "12:26"),
        (("criteria", "1.2"), "13:2"),
        (("criteria", "1.2", "maximum"), "14:11"),
        (("grade",), "16:3"),
        (("grade", 1), "18:3"),
        (("grade", 1, "id"), "19:7"),
        (("grade", 1, "deep", 0, 0, "x"), "20:16"),
        (("grade", 1, "more", "y"), "22:5"),
    ],
)
def test_path_is_found_in_characters(path: Path, expected: str) -> None:
    """A table by its key, a value by itself, a text behind its quote."""
    assert expected == place(path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("criteria", "1.1", "cases", 5, "when"), "9:20"),
        (("criteria", "1.1", "missing"), "9:1"),
        (("criteria", "9"), "8:2"),
        (("missing", "key"), "1:1"),
        (("grade", 7), "16:3"),
    ],
)
def test_path_that_does_not_exist_is_found_at_its_ancestor(
    path: Path, expected: str
) -> None:
    """What is missing is reported where it should be."""
    assert expected == place(path, 3)


@pytest.mark.parametrize(
    ("path", "offset", "expected"),
    [
        (("ruleset", "tên"), 3, "5:13"),
        (("ruleset", "tên"), -1, "5:1"),
        (("ruleset", "title", "vi"), 2, "6:15"),
        (("criteria", "1.1", "cases", 0, "when"), 2, "10:17"),
        (("criteria", "1.1", "cases", 0, "when"), 3, "10:19"),
        (("criteria", "1.1", "cases", 0, "when"), 4, "10:20"),
        (("criteria", "1.1", "cases", 0, "when"), 5, "10:26"),
        (("long", "basic"), 0, "26:1"),
        (("long", "basic"), 4, "27:4"),
        (("long", "literal"), 4, "30:1"),
        ((), 5, "1:6"),
        ((), 11, "2:1"),
    ],
)
def test_offset_counts_characters_of_the_value(
    path: Path, offset: int, expected: str
) -> None:
    """An escape is one character; of no path the value is the text."""
    assert expected == place(path, offset)


def test_text_that_could_not_be_read_has_no_lines() -> None:
    """Only the name of the file is known."""
    document = TomlDocument(name="x", text="")

    assert Place(file="x") == document.locate(("a",))


def test_broken_statement_displaces_nothing() -> None:
    """What follows an error is found, and the broken key too."""
    text = 'a = [1\nb = { c = "x }\n[d]\ne = 1\n= 2\n[[f]]\ng = 1\n[[f\nh ='
    document = TomlDocument(name="x", text=text)

    def found(*path: str | int) -> str:
        return str(document.locate(path))

    assert ["x:1:1", "x:2:1", "x:4:5", "x:7:5"] == [
        found("a"),
        found("b"),
        found("d", "e"),
        found("f", 0, "g"),
    ]


def test_first_of_two_is_found() -> None:
    """The second is reported by its offset in the text."""
    document = TomlDocument(name="x", text="a = 1\na = 2\n")

    assert "x:1:5" == str(document.locate(("a",)))


def test_problems_are_shown_as_a_reader_meets_them() -> None:
    """Without a document there is no place, and it comes first."""
    document = TomlDocument(name="x", text="a = 1\nb = 2\n")
    late = Problem(code="PAR104", path=("b",), document=document)
    early = Problem(code="PAR105", path=("a",), document=document)
    lost = Problem(code="PAR106")

    assert (lost, early, late) == in_file_order([late, early, lost])


def test_parser_of_places_is_not_imported_without_need() -> None:
    """A sound ruleset is read without tree-sitter."""
    path = pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"
    program = (
        "import sys; from parrules.loading import read_ruleset;"
        f" assert not read_ruleset({str(path)!r}).problems;"
        " print('tree_sitter' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        text=True,
    )

    assert "False\n" == result.stdout


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.toml", r"a\nb.toml"),
        ("\x1b[31mred.toml", r"\x1b[31mred.toml"),
        ("a\u202eb.toml", r"a\u202eb.toml"),
        ("a\udcffb.toml", r"a\udcffb.toml"),
        ("Bộ quy tắc 1.toml", "Bộ quy tắc 1.toml"),
    ],
)
def test_what_nobody_sees_in_a_name_is_shown_as_an_escape(
    name: str, shown: str
) -> None:
    """A place stays on its line; the name itself is left as it is."""
    document = TomlDocument(name=name, text=TEXT)
    problem = Problem(code="PAR420", document=document)

    assert problem.place is not None
    assert name == problem.place.file
    assert (f"{shown}:1:1", f"{shown}:1:1: error PAR420") == (
        str(problem.place),
        problem.text().partition("PAR420")[0] + "PAR420",
    )


def test_the_name_of_a_column_stays_on_its_line() -> None:
    """It may come from anywhere, too."""
    place = Place(file="a.csv", row=3, cell="b\nc")

    assert r"a.csv: data row 3: b\nc" == str(place)
