"""Bytes become data, or problems, and never an exception."""

import pathlib
from collections.abc import Callable

import pytest

from loading.files import (
    HEAD,
    LEAF,
    codes_of,
    marks_of,
    problems_of,
    ruleset,
    scheme_of,
)
from parrules.errors import FactError
from parrules.loading import parse_ruleset, read_ruleset
from parrules.loading.scanning import look
from parrules.loading.submissions import read_submission


def test_mark_and_line_ends_of_windows_are_accepted() -> None:
    """A byte order mark and CRLF change nothing."""
    text = ruleset()
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()

    assert scheme_of(text) == scheme_of(windows)
    assert scheme_of(text) == scheme_of("\ufeff" + text)


def test_places_are_right_in_a_file_of_windows() -> None:
    """Neither the mark nor the returns are counted."""
    text = ruleset('"1" = { maximum = "1", judged = { step = 1 } }')
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()

    assert ["PAR105 x.toml:15:20 criteria.1.maximum"] == marks_of(text)
    assert marks_of(text) == marks_of(windows)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: folder, "directory"),
        (lambda folder: folder / "a" / "b", "not_found"),
        (lambda folder: folder / "file" / "b", "not_found"),
        (lambda folder: f"{folder}/\0", "no_file_name"),
        (lambda _: "/dev/null", "no_file"),
    ],
)
def test_what_is_no_file_is_refused_with_the_reason(
    make: Callable[[pathlib.Path], str | pathlib.Path],
    reason: str,
    tmp_path: pathlib.Path,
) -> None:
    """A folder, nothing, no name, a device."""
    (tmp_path / "file").touch()
    loaded = read_ruleset(make(tmp_path))
    (problem,) = loaded.problems

    assert loaded.scheme is None
    assert ("PAR103", reason) == (problem.code, problem.arguments["reason"])
    assert problem.place is not None
    assert problem.place.line is None


def test_file_without_permission_is_refused(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's refusal becomes a problem."""
    path = tmp_path / "a.toml"
    path.write_text(ruleset())

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError

    monkeypatch.setattr("builtins.open", refuse)
    (problem,) = read_ruleset(path).problems

    assert "no_permission" == problem.arguments["reason"]


def test_file_over_four_mebibytes_is_refused(tmp_path: pathlib.Path) -> None:
    """It is not even decoded."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    (problem,) = read_ruleset(path).problems

    assert "PAR113" == problem.code
    assert {
        "kind": "file",
        "size": "4194305",
        "limit": "4194304",
    } == problem.arguments


@pytest.mark.parametrize("name", ["big.toml", "big.json", "big.csv"])
def test_size_of_a_large_file_is_told(
    tmp_path: pathlib.Path, name: str
) -> None:
    """All of it, not only what was read before it was refused."""
    path = tmp_path / name
    path.write_bytes(b"a" * 10_000_000)
    (of_ruleset,) = read_ruleset(path).problems
    with pytest.raises(FactError) as caught:
        read_submission(path)
    (of_facts,) = caught.value.problems

    assert "10000000" == of_ruleset.arguments["size"]
    assert "10000000" == of_facts.arguments["size"]


@pytest.mark.parametrize(
    "text", [f"{'a.' * 299}a = 1\n", f"[{'a.' * 298}a]\na = 1\n"]
)
def test_levels_of_a_long_key_are_counted(text: str) -> None:
    """A key of 300 parts stands in 299 tables, one in the other."""
    (problem,) = (each for each in problems_of(text) if each.code == "PAR113")

    assert "299" == problem.arguments["size"]


def test_text_of_ten_megabytes_is_refused() -> None:
    """A string in memory has the same limit."""
    assert ["PAR113"] == codes_of(f'a = "{"x" * 10_000_000}"')


def test_long_text_costs_only_its_row() -> None:
    """10,000 characters are the limit of one text."""
    long = "x" * 10_001
    rows = f'"1" = {{ maximum = 1, title = "{long}" }}\n"2" = {{}}'

    assert [
        "PAR113 x.toml:15:31 criteria.1.title",
        "PAR106 x.toml:16:1 criteria.2",
    ] == marks_of(ruleset(rows))


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 300 + "]" * 300,
        "a = " + "[" * 100_000,
        "[" + ".".join(["a"] * 300) + "]\n",
        ".".join(["a"] * 5000) + " = 1\n",
    ],
    ids=["arrays", "brackets", "header", "key"],
)
def test_deep_nesting_is_refused_before_it_recurses(text: str) -> None:
    """Brackets, headers and dotted keys nest 50 levels at most."""
    assert "PAR113" in codes_of(text)


@pytest.mark.parametrize(
    "literal",
    [
        "1e1000000",
        "-1e1000000",
        "1e99999999999999999999",
        "nan",
        "-nan",
        "inf",
        "0." + "1" * 100_000,
        "0.0000000001",
        "1234567890123456789",
        "9" * 5000,
        "1" * 4000,
    ],
    ids=lambda literal: str(literal)[:30],
)
def test_number_out_of_limits_costs_only_its_row(literal: str) -> None:
    """No literal takes time or hides what else is wrong."""
    rows = (
        f'"1" = {{ maximum = {literal}, judged = {{ step = 1 }} }}\n"2" = {{}}'
    )

    assert ["PAR107", "PAR106"] == codes_of(ruleset(rows))


def test_numbers_at_the_limits_are_read() -> None:
    """18 digits, 9 of them decimal places."""
    facts = (
        "a = { type = 'number', at_least = -123456789.123456789,"
        " at_most = 999999999999999999 }"
    )

    assert [] == codes_of(ruleset(facts=facts))


def test_three_errors_are_three_problems_and_hide_nothing() -> None:
    """Each statement is read alone; what is sound is judged."""
    text = HEAD + (
        "[fact]\n"
        'a = { type = "count" title = "x" }\n'
        'b = { type = "cuont" }\n'
        "[criteria\n"
        '"1" = { maximum = 1, measure = "a", tiers = [[1, 1] }\n'
        '"2" = { maximum = 1, formula = "a +", step = 1 }\n'
    )

    assert [
        "PAR101 x.toml:9:22 ",
        "PAR111 x.toml:10:15 fact.b.type",
        "PAR101 x.toml:11:1 ",
        "PAR101 x.toml:12:53 ",
        "PAR513 x.toml:13:36 criteria.2.formula",
    ] == marks_of(text)


def test_names_lost_to_errors_are_not_reported_as_unknown() -> None:
    """Where a whole table is unreadable, its names may be right."""
    text = HEAD + (
        "[= fact\n"
        'a = { type = "count" }\n'
        "[criteria]\n"
        '"1" = { maximum = 1, measure = "a", tiers = [[1, 1]] }\n'
    )

    assert ["PAR101"] == codes_of(text)


def test_statement_without_key_damages_only_its_table() -> None:
    """What is missing from it may be in the line that is lost."""
    text = HEAD.replace('id = "x"', 'id "x"') + f"[criteria]\n{LEAF}"
    loaded = parse_ruleset(text, "x.toml")

    assert ["PAR101"] == [problem.code for problem in loaded.problems]
    assert loaded.scheme is not None
    assert "unknown" == loaded.scheme.id


def test_lost_line_of_a_row_may_have_held_what_is_missing() -> None:
    """No second problem for one mistake."""
    text = HEAD + (
        '[fact]\n[[derive.a.cases]]\nwhen "true"\nvalue = "1"\n'
        '[criteria."1"]\nmaximum 1\njudged = { step = 1 }\n'
    )

    assert ["PAR101", "PAR101"] == codes_of(text)


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (f"[criteria]\n{LEAF}[criteria]\n", ["PAR109"]),
        (
            f"[criteria]\n{LEAF}[[grade]]\nid = 'a'\n[grade]\nid = 'b'\n",
            ["PAR109"],
        ),
        (f"[criteria]\n{LEAF}" + "[grade]\nid = 'a'\n" * 3, ["PAR109"]),
        (
            f"[criteria]\n{LEAF}[grade]\nid = 'a'\n[[grade]]\nid = 'b'\n",
            ["PAR109"],
        ),
        (
            f"[criteria]\n{LEAF}"
            + "[example]\nname = 'a'\n[example.expect]\ntotal = 1\n" * 2,
            ["PAR109"],
        ),
        (f"[criteria]\n{LEAF}[total]\n[[total]]\nat_most = 1", ["PAR109"]),
        (f"[criteria]\n{LEAF}1.at_most = 2\n", ["PAR108", "PAR105"]),
        (f"[criteria]\n{LEAF}[total]\nat_most = 1\nat_most = 2", ["PAR109"]),
        (
            f"[criteria]\n{LEAF}[total]\nat_most.a = 1\nat_most.a.b = 2",
            ["PAR105", "PAR109"],
        ),
        (
            f"[criteria]\n{LEAF}1.1 = {{ maximum = 1, awards = [] }}",
            ["PAR108"],
        ),
        (
            (
                f"[criteria]\n{LEAF}[[example]]\nname = 'a'\nname = 'b'\n"
                "[example.expect]\n"
            ),
            ["PAR109"],
        ),
        (f"[criteria]\n{LEAF}[total]\n[total]]\n", ["PAR101", "PAR109"]),
        (
            f"[criteria]\n{LEAF}[[grade]]\nid = 'a'\n[[grade]\nid = 'b'\n",
            ["PAR101"],
        ),
        (f'[criteria]\n{LEAF}"\\z" = 1\n', ["PAR101"]),
        (f"[criteria]\n{LEAF}a.b =\n", ["PAR101"]),
        (f"[criteria]\n{LEAF}[total]\nat_most = 1\nat_most.b =\n", ["PAR101"]),
        (f"[criteria]\n{LEAF}a = \n[ 5 ]\n", ["PAR101", "PAR104"]),
    ],
)
def test_what_stands_twice_is_reported_and_the_first_kept(
    lines: str, codes: list[str]
) -> None:
    """TOML refuses these files altogether; each is one problem here."""
    assert sorted(codes) == sorted(codes_of(HEAD + lines))


@pytest.mark.parametrize(
    ("row", "marks"),
    [
        (
            "'1' = { maximum = 1, title = 'a', maximum = 2, answers = 'x' }",
            ["PAR109:15:35 maximum"],
        ),
        (
            "'1' = { maximum = 1, known = { a = 1, a = 2, b = 3, b = 4 } }",
            ["PAR109:15:39 a", "PAR109:15:53 b"],
        ),
        (
            "'1' = { maximum = 1, 'if_none' = 'x,', if_none = 'b' }",
            ["PAR109:15:40 if_none"],
        ),
        ("'1' = { maximum = 1,5 }", ["PAR101:15:19 1,5"]),
        ("'1'.maximum = 4,5", ["PAR101:15:15 4,5"]),
        (
            "'1' = { maximum = 1,5, judged = { step = 0,5 } }",
            [
                "PAR101:15:19 1,5",
                "PAR101:15:42 0,5",
            ],
        ),
    ],
)
def test_a_slip_of_plain_meaning_is_named_and_costs_no_row(
    row: str, marks: list[str]
) -> None:
    """A key twice in a row, a decimal comma: the rest of the row is read."""
    loaded = parse_ruleset(ruleset(row), "x.toml")
    found = [
        f"{each.code}:{each.place.line}:{each.place.column} "  # type: ignore[union-attr]  # of a file
        + (each.arguments.get("found") or each.arguments["key"])
        for each in loaded.problems
        if each.code in ("PAR101", "PAR109")
    ]
    assert loaded.scheme is not None
    rows = [node.code for node in loaded.scheme.criteria]

    assert (marks, ["1"]) == (found, rows)


def test_a_statement_of_nothing_but_slips_is_read_a_few_times() -> None:
    """More than that is no slip, and would take long."""
    keys = ", ".join(["maximum = 1"] * 100)
    codes = codes_of(ruleset(f"'1' = {{ {keys} }}"))

    assert (20, 1) == (codes.count("PAR109"), codes.count("PAR101"))


def test_half_a_pair_of_utf_16_in_memory_is_no_utf_8() -> None:
    """A `str` may hold what no file can."""
    assert ["PAR102"] == codes_of('a = "\ud800"')


def test_control_characters_are_no_toml() -> None:
    """What tree-sitter accepts and TOML does not is found by tomli."""
    assert ["PAR101"] == codes_of(ruleset(rest="# \x01"))


@pytest.mark.parametrize(
    ("text", "depth", "news"),
    [
        ("a = { b = 1,\n c = 2,\n d = 3 }", 1, [(12, "\\n")]),
        ("a = { b = 1, }", 1, [(11, ",")]),
        ('a = "\\e\\\\x"', 0, [(5, "\\e")]),
        ("a = '\\e'", 0, []),
        ("a = { b = [\n 1,\n], c = 1 }", 2, []),
        ('a = """x\\""""\n{\n', 1, [(15, "\\n")]),
        ('a = "{{{"', 0, []),
        ("a = '''{\n'''", 0, []),
        ("# {\na = ]]", 0, []),
        ('a = "\\e"\n[ { } ] ]', 2, [(5, "\\e")]),
    ],
)
def test_a_look_finds_depth_and_what_is_new(
    text: str, depth: int, news: list[tuple[int, str]]
) -> None:
    """Strings and comments are not looked into, except for escapes."""
    seen = look(text)

    assert (depth, news) == (seen.depth, list(seen.news))
