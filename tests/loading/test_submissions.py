"""Facts files: TOML, JSON and CSV, sound or not, never a traceback."""

import datetime
import os
import pathlib
import unicodedata
from decimal import Decimal

import pytest

from parrules.errors import FactError
from parrules.facts import Evidence, Submission
from parrules.loading.submissions import parse_submission, read_submission

FOLDER = pathlib.Path(__file__).parents[1] / "data" / "submissions"


def parsed(text: str, name: str = "facts.toml") -> Submission:
    """Read a text as the file called *name*."""
    return parse_submission(text.encode(), name)


def problems(content: bytes | str, name: str = "facts.toml") -> list[str]:
    """Return place and code of everything wrong with a file."""
    if isinstance(content, str):
        content = content.encode()
    with pytest.raises(FactError) as caught:
        parse_submission(content, name)
    for problem in caught.value.problems:
        # Both languages have the words.
        assert problem.text("vi") != problem.text("en")

    return [
        f"{str(problem.place).partition(':')[2]} {problem.code}".strip()
        for problem in caught.value.problems
    ]


# -- what a file says --------------------------------------------------------

STRUCTURED = Submission(
    facts={
        "plan_issued": datetime.date(2024, 1, 20),
        "rate": Decimal("12.50"),
        "tasks": 40,
        "opinions": (0, 1, 2),
        "wards": {"good": 3},
        "held": True,
        "1.1.2": "yes",
        "unit.block": "north",
    },
    evidence=(
        Evidence(
            supports=("plan_issued", "1.1.2"),
            id="d1",
            title="Kế hoạch",
            number="15/KH",
            date=datetime.date(2024, 1, 20),
            issuer="UBND",
            path="a.pdf",
            sha256="0f" * 32,
            page="3",
        ),
    ),
    unit={"id": "CP", "name": "Cẩm Phả", "block": "north"},
    period="2024",
    stage="verified_1",
)


def test_a_toml_file_has_four_tables() -> None:
    """Unit, submission, facts and evidence are all read."""
    assert STRUCTURED == read_submission(FOLDER / "all.toml")


def test_a_json_file_says_the_same() -> None:
    """Only dates are texts there, which the ruleset reads."""
    written = read_submission(FOLDER / "all.json")
    facts = {**STRUCTURED.facts, "plan_issued": "2024-01-20"}

    assert facts == written.facts
    assert STRUCTURED.evidence == written.evidence
    assert STRUCTURED.unit == written.unit
    assert ("2024", "verified_1") == (written.period, written.stage)


@pytest.mark.parametrize("name", ["comma.csv", "semicolon.csv", "tab.csv"])
def test_a_csv_file_has_a_row_for_each_fact(name: str) -> None:
    """All separators of spreadsheets do, with and without a mark."""
    assert Submission(
        facts={"rate": "12,5", "1.1.2": "yes", "opinions": "0;1;2"},
        evidence=(Evidence(id="Kế hoạch 15", supports=("rate", "1.1.2")),),
        unit={"name": "Cẩm Phả"},
        is_text=True,
    ) == read_submission(FOLDER / name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("facts.toml", 'tasks = 4\n"1.1.2" = "yes"\n'),
        ("facts.json", '{"tasks": 4, "1.1.2": "yes"}'),
        ("facts", 'tasks = 4\n"1.1.2" = "yes"\n'),
        ("facts.txt", ' {"tasks": 4, "1.1.2": "yes"}'),
    ],
)
def test_a_mapping_of_facts_is_enough(name: str, text: str) -> None:
    """The ending tells the language, else the text does."""
    written = parsed(text, name)

    assert {"tasks": 4, "1.1.2": "yes"} == written.facts
    assert not written.is_text


def test_a_csv_file_is_known_by_its_header() -> None:
    """The ending may be lost on the way."""
    written = parsed("Fact;Value\ntasks;4\n", "facts.txt")

    assert {"tasks": "4"} == written.facts
    assert written.is_text


def test_a_mapping_of_facts_may_name_the_unit() -> None:
    """A table ``unit`` beside facts is not a fact."""
    written = parsed('unit.id = "CP"\ntasks = 4\n')

    assert {"id": "CP"} == written.unit
    assert {"tasks": 4} == written.facts


def test_a_unit_alone_has_no_facts() -> None:
    """It is scored as one that handed in nothing."""
    assert {} == parsed('[unit]\nid = "CP"\n').facts


def test_numbers_are_exact() -> None:
    """What is written in JSON or TOML never becomes a binary float."""
    for name, text in (
        ("a.toml", "a = 0.1\nb = 1e2\n"),
        ("a.json", '{"a": 0.1, "b": 1e2}'),
    ):
        facts = parsed(text, name).facts

        assert {"a": Decimal("0.1"), "b": Decimal(100)} == facts
        assert [Decimal, Decimal] == [type(each) for each in facts.values()]


def test_a_row_without_a_value_was_not_supplied() -> None:
    """A form may be handed in half filled."""
    written = parsed("fact,value\na,\nb, \n\nc,1\n,\n", "facts.csv")

    assert {"c": "1"} == written.facts


def test_lines_of_csv_may_end_in_cr_alone() -> None:
    """Some spreadsheets write them so."""
    written = parsed("fact;value\ra;1\rb;2\r", "facts.csv")

    assert {"a": "1", "b": "2"} == written.facts


def test_a_document_beside_no_value_is_kept() -> None:
    """It supports what is not given yet, as it does in TOML and JSON."""
    written = parsed("fact,value,evidence\na,,15/KH\nb,1,15/KH\n", "f.csv")

    assert (Evidence(id="15/KH", supports=("a", "b")),) == written.evidence


def test_each_fact_knows_its_place() -> None:
    """Problems that the ruleset finds point at the file."""
    for name, text, place in (
        ("a.toml", "[facts]\nb = 1\nlate = 2\n", "a.toml:3:8"),
        ("a.json", '{"facts": {"b": 1,\n  "late": 2}}', "a.json:2:11"),
        ("a.csv", "fact,value\nb,1\nlate,2\n", "a.csv:3:6"),
    ):
        written = parsed(text, name)
        document = written.document
        assert document is not None

        assert place == str(document.locate(written.paths["late"]))


def test_a_place_in_json_may_be_a_key_or_an_ancestor() -> None:
    """What does not exist is placed at what does."""
    document = parsed('{"a": [1,\n {"b": 2}]}', "a.json").document
    assert document is not None

    assert "a.json:2:3" == str(document.locate(("a", 1, "b"), -1))
    assert "a.json:2:8" == str(document.locate(("a", 1, "b")))
    assert "a.json:2:2" == str(document.locate(("a", 1, "c")))
    assert "a.json:1:1" == str(document.locate(("z",)))
    assert "a.json:1:1" == str(document.locate(()))
    document = parsed("fact,value\na,1\n", "a.csv").document
    assert document is not None

    assert "a.csv:1:1" == str(document.locate(()))


# -- what is wrong with a file -----------------------------------------------


@pytest.mark.parametrize("name", ["a.toml", "a.json", "a.csv", "a"])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PAR114"),
        (b" \n", "PAR114"),
        (b"\xef\xbb\xbf", "PAR114"),
        ("a = 1".encode("utf-16"), "PAR102"),
        ("fact,value".encode("utf-16-le"), "PAR102"),
        (b"a = '\xff'", "PAR102"),
        (b'a = "' + b"x" * 10_000_000 + b'"', "PAR113"),
    ],
)
def test_what_is_no_text_is_refused_in_every_language(
    name: str, content: bytes, code: str
) -> None:
    """Empty, not UTF-8, or too large: said in one problem."""
    (problem,) = problems(content, name)

    assert code == problem.split()[-1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = ", ["1:4 PAR101"]),
        ("a = \nb = 1\n", ["1:4 PAR101"]),
        ("a = 1\na = 2\n", ["2:1 PAR317"]),
        ("a = 1e1000000\n", ["1:5 PAR107"]),
        ("a = nan\nb = inf\n", ["1:5 PAR107", "2:5 PAR107"]),
        (f"a = 1{'0' * 30}\n", ["1:5 PAR107"]),
        (f"a = '{'x' * 20_000}'\n", ["1:6 PAR113"]),
        (f"a = {'[' * 300}{']' * 300}\n", ["1:55 PAR113"]),
        ('1.1.2 = "yes"\n', ["1:1 PAR108"]),
        (
            '[facts]\n1.1.2 = "yes"\n1.1.3 = "no"\n',
            ["2:1 PAR108", "3:1 PAR108"],
        ),
        ("[facts]\nT.1 = 2\n", ["2:1 PAR108"]),
        ("T.1 = [1, nan]\n", ["1:1 PAR108", "1:11 PAR107"]),
        ('"1.1.2" = "yes"\n1.1.2 = "no"\n', ["2:1 PAR108", "2:1 PAR317"]),
        ("[fact]\na = 1\n", ["1:2 PAR104"]),
        ("[facts]\na = 1\n[units]\nid = 'x'\n", ["3:2 PAR104"]),
        (
            "facts = 1\n[evidence]\nfor = 1\n",
            ["1:9 PAR105", "2:2 PAR105", "3:7 PAR105"],
        ),
        ("[[facts]]\na = 1\n", ["1:3 PAR105"]),
        (
            "[facts]\n[submission]\nx = 1\nperiod = 2024\n",
            ["3:1 PAR104", "4:10 PAR105"],
        ),
        ("[facts]\n[submission]\nstage = 'fnal'\n", ["3:10 PAR111"]),
        ("submission = 1\nfacts = {}\n", ["1:14 PAR105"]),
        ("unit = 1\nfacts = {}\n", ["1:8 PAR105"]),
        ("[facts]\n[unit]\nid = 12\n", ["3:6 PAR105"]),
        ("evidence = [1]\n", ["1:13 PAR105"]),
        ("[[evidence]]\nid = 'x'\n", ["1:3 PAR106"]),
        ("[[evidence]]\nfor = 'a'\n", ["2:8 PAR105"]),
        (
            "[[evidence]]\nfor = ['a']\ndate = '1/2/24'\nnote = 1\n",
            ["3:9 PAR105", "4:1 PAR104"],
        ),
        ("[[evidence]]\nfor = ['a']\ndate = '2024-02-30'\n", ["3:9 PAR105"]),
        ("[[evidence]]\nfor = ['a']\nsha256 = 'zz'\n", ["3:11 PAR339"]),
        ("[facts]\na = 1\n[unit]\nid = 'x'\nid = 'y'\n", ["5:1 PAR109"]),
    ],
)
def test_what_is_wrong_with_toml_is_told_with_its_place(
    text: str, found: list[str]
) -> None:
    """All problems are told in one run, in file order."""
    assert found == problems(text)


def test_what_evidence_supports_has_a_place_of_its_own() -> None:
    """PAR311 can then say where it stands."""
    text = "[facts]\na = 1\n[[evidence]]\nfor = ['a', 'zz']\n"
    submission = parse_submission(text.encode(), "facts.toml")

    assert {
        "a": ("facts", "a"),
        "zz": ("evidence", 0, "for", 1),
    } == submission.paths


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1,}', ["1:8 PAR361"]),
        ('{"a": 1', ["1:8 PAR361"]),
        ("nul", ["1:1 PAR316"]),
        ("[1]", ["1:1 PAR316"]),
        ('"a"', ["1:1 PAR316"]),
        ('{"a": 1,\n "a": 2}', ["2:2 PAR317"]),
        (
            '{"b": {"c": 1, "c": 2}, "a": [{"d": 1, "d": 2}]}',
            ["1:16 PAR317", "1:40 PAR317"],
        ),
        ('{"a": NaN, "b": -Infinity}', ["1:7 PAR107", "1:17 PAR107"]),
        ('{"a": 1e1000000}', ["1:7 PAR107"]),
        (f'{{"a": 1{"0" * 100_000}}}', ["1:7 PAR107"]),
        (f'{{"a": 1.{"0" * 100_000}1}}', ["1:7 PAR107"]),
        ('{"a": null}', ["1:7 PAR105"]),
        ('{"a": [1, "\\ud800"]}', ["1:11 PAR123"]),
        (f'{{"a": "{"x" * 20_000}"}}', ["1:7 PAR113"]),
        (f'{{"a": {"[" * 300}{"]" * 300}}}', ["1:56 PAR113"]),
        ('{"facts": {"1": {"1": "yes"}}}', ["1:18 PAR108"]),
        ('{"facts": {}, "evidense": []}', ["1:15 PAR104"]),
    ],
)
def test_what_is_wrong_with_json_is_told_with_its_place(
    text: str, found: list[str]
) -> None:
    """JSON is held to the same rules."""
    assert found == problems(text, "facts.json")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a,b\n1,2\n", ["1:1 PAR316"]),
        ("fact,value,note\na,1,x\n", ["1:1 PAR104"]),
        ("fact,value\na,1\nb,2\na,3\n", ["4:1 PAR317"]),
        ("fact,value\na,0,5\n", ["2:1 PAR331"]),
        ("fact,value,evidence\na,0,5\n", ["2:1 PAR331"]),
        ("fact,value\n,1\n", ["2:1 PAR331"]),
        ('fact,value\nb,2\n"a,1\n', ["3:1 PAR331"]),
        ('"fact,value\na,1\n', ["1:1 PAR331"]),
        (f"fact,value\na,{'x' * 20_000}\n", ["2:1 PAR113"]),
        (f"fact,value\na,{'x' * 200_000}\n", ["2:1 PAR331"]),
    ],
)
def test_what_is_wrong_with_csv_is_told_with_its_line(
    text: str, found: list[str]
) -> None:
    """A comma in a number is never taken for the end of it."""
    assert found == problems(text, "facts.csv")


@pytest.mark.parametrize(
    ("row", "remedy", "shown"),
    [
        ('a;"3', "quote", 'a;"3"'),
        ('"a;3', "quote", 'a;"3"'),
        ("a;3\0", "byte", 'a;"3"'),
        ("a\0;3", "byte", 'a;"3"'),
        ("a;3;4", "", 'a;"3;4"'),
    ],
)
def test_a_row_of_csv_is_shown_as_it_is_to_be_written(
    row: str, remedy: str, shown: str
) -> None:
    """A quote too few and a byte that is no text are told as that."""
    content = f"fact;value\n{row}\n".encode()
    with pytest.raises(FactError) as caught:
        parse_submission(content, "facts.csv")
    problem, *more = caught.value.problems
    remedies = [
        name for name in ("quote", "byte") if problem.arguments.get(name)
    ]

    assert [] == more
    assert (shown, [remedy] if remedy else []) == (
        problem.arguments["example"],
        remedies,
    )


def test_a_zero_byte_is_no_text() -> None:
    """It is said, in whatever terms."""
    assert problems("fact,value\na,\0\n", "facts.csv")
    assert problems('{"a": "\0"}', "facts.json")


@pytest.mark.parametrize("name", ["facts.toml", "facts.json"])
def test_a_file_of_a_mac_is_read_as_any_other(name: str) -> None:
    """Accents that stand apart are the same letters; CSV reads them so."""
    text = {"facts.toml": '"1.1" = "có"', "facts.json": '{"1.1": "có"}'}[name]
    apart = unicodedata.normalize("NFD", text)
    found = parse_submission(apart.encode(), name).facts

    assert {"1.1": "có"} == found


def test_a_name_with_an_accent_of_its_own_is_refused() -> None:
    """It looks the same, and is another name."""
    assert ["1:1 PAR105"] == problems('"e\\u0301" = 1')


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere.toml", "not_found"),
        (".", "directory"),
        ("facts.toml/facts.toml", "not_found"),
        ("a\0b", "no_file_name"),
        ("", "not_found"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    name: str,
    reason: str,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also what is no file at all."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.toml").write_text("a = 1")
    with pytest.raises(FactError) as caught:
        read_submission(name)
    (problem,) = caught.value.problems

    assert ("PAR103", reason) == (problem.code, problem.arguments["reason"])


def test_a_file_that_may_not_be_opened_is_told(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system says comes first."""
    path = tmp_path / "facts.toml"
    path.write_text("")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(pathlib.Path, "open", refuse)
    with pytest.raises(FactError) as caught:
        read_submission(path)

    assert caught.value.problems


def test_a_pipe_is_not_waited_for(tmp_path: pathlib.Path) -> None:
    """It might never end."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FactError) as caught:
        read_submission(tmp_path / "pipe")

    assert ["PAR103"] == [each.code for each in caught.value.problems]


def is_answered(content: bytes, name: str) -> bool:
    """Tell whether reading *content* says what it is, or what is wrong."""
    try:
        return bool(parse_submission(content, name))
    except FactError as error:
        return bool(error.problems)


@pytest.mark.parametrize("name", ["a.toml", "a.json", "a.csv"])
def test_no_cut_of_a_file_makes_a_traceback(name: str) -> None:
    """Whatever is lost in a transfer, there is an answer."""
    contents = [path.read_bytes() for path in sorted(FOLDER.iterdir())]

    assert all(
        is_answered(content[:end], name)
        for content in contents
        for end in range(0, len(content), 7)
    )
