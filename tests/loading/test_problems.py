"""What is said about files that cannot be read, in full."""

import pathlib
from typing import Any

import pytest
import tomli

from loading.files import ruleset
from parrules.errors import FactError, RulesetError
from parrules.loading import parse_ruleset, read_ruleset
from parrules.loading.bundled import resolve
from parrules.loading.submissions import parse_submission
from parrules.messages import catalogue

CASES: list[dict[str, Any]] = tomli.loads(
    pathlib.Path(__file__).with_name("problems.toml").read_text("utf-8")
)["case"]
ELSEWHERE = (
    "PAR102",
    "PAR103",
    "PAR118",
    "PAR119",
    "PAR120",
    "PAR122",
    "PAR123",
    "PAR130",
    "PAR131",
    "PAR132",
)
"""Codes of this module: their files cannot be written in TOML."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_problem_is_said_in_full_in_both_languages(
    case: dict[str, Any],
) -> None:
    """Place, what, why and fix are what the corpus of problems says."""
    problems = parse_ruleset(case["file"], "example.toml").problems

    assert [case["code"]] == [problem.code for problem in problems]
    assert case["en"] == problems[0].text("en") + "\n"
    assert case["vi"] == problems[0].text("vi") + "\n"


def test_every_code_of_reading_has_a_case() -> None:
    """No sentence of the catalogue is left without a test."""
    tested = {str(case["code"]) for case in CASES} | set(ELSEWHERE)

    assert sorted(catalogue("en", "1")) == sorted(tested)


def test_bytes_that_are_no_utf_8() -> None:
    """The first byte that is not UTF-8 is shown with its place."""
    content = 'language = 1\ntitle = "Kế '.encode() + b"ho\xe1\xba\n"
    (problem,) = parse_ruleset(content, "a.toml").problems

    assert (
        "a.toml:2:15: error PAR102: the byte `0xe1` is not UTF-8\n"
        "  why: the files are text in the encoding UTF-8\n"
        "  fix: save the file with the encoding UTF-8"
    ) == problem.text("en")
    assert (
        "a.toml:2:15: lỗi PAR102: byte `0xe1` không thuộc UTF-8\n"
        "  vì sao: tệp là văn bản theo bảng mã UTF-8\n"
        "  cách sửa: lưu lại tệp với bảng mã UTF-8"
    ) == problem.text("vi")


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_recognised(encoding: str) -> None:
    """It is no UTF-16, though it begins like that."""
    content = 'language = 1\nid = "x"\n'.encode(encoding)
    (problem,) = parse_ruleset(content, "a.toml").problems

    assert ("PAR102", "UTF-32") == (problem.code, problem.arguments["near"])


def test_lines_that_end_in_cr_alone_are_told_and_read() -> None:
    """One problem, and what else is wrong with its line."""
    text = ruleset().replace("maximum", "maximun", 1).replace("\n", "\r")
    problems = parse_ruleset(text.encode(), "a.toml").problems
    line = text[: text.index("maximun")].count("\r") + 1

    assert [("PAR132", 1), ("PAR104", line)] == [
        (each.code, each.place.line if each.place else None)
        for each in problems
    ]


@pytest.mark.parametrize(
    ("content", "word", "remedy"),
    [
        (b"PK\x03\x04\xb5xl/workbook.xml", "excel", "CSV UTF-8"),
        (
            b"PK\x03\x04\xb5opendocument.spreadsheet",
            "spreadsheet",
            "CSV UTF-8",
        ),
        (b"PK\x03\x04\xb5word/document.xml", "word", "a text file"),
        (b"PK\x03\x04\xb5opendocument.text", "open_text", "a text file"),
        (b"PK\x03\x04\xb5a.toml", "archive", "a text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "office", "CSV UTF-8"),
        (b"%PDF-1.7\n\xe2", "pdf", "a text file"),
    ],
)
def test_a_file_of_another_program_is_told_as_that(
    content: bytes, word: str, remedy: str
) -> None:
    """Its first byte that is no text says nothing to who sent it."""
    (problem,) = parse_ruleset(content, "a.xlsx").problems
    with pytest.raises(FactError) as caught:
        parse_submission(content, "a.xlsx")

    assert [problem.text("vi")] == [
        each.text("vi") for each in caught.value.problems
    ]
    assert ("PAR131", word) == (problem.code, problem.arguments["found"])
    assert remedy in problem.text("en")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised(encoding: str) -> None:
    """What Windows calls Unicode is named, with a mark or without."""
    content = 'language = 1\nid = "x"\n'.encode(encoding)
    (problem,) = parse_ruleset(content, "a.toml").problems

    assert "PAR102" == problem.code
    assert problem.text("en").endswith(
        "fix: save the file with the encoding UTF-8; it is UTF-16 now"
    )
    assert problem.text("vi").endswith(
        "cách sửa: lưu lại tệp với bảng mã UTF-8; hiện tệp đang là UTF-16"
    )


def test_missing_file_is_named_with_a_near_one(
    tmp_path: pathlib.Path,
) -> None:
    """A slip in a name is found in the folder."""
    (tmp_path / "district.toml").touch()
    path = tmp_path / "distrct.toml"
    (problem,) = read_ruleset(path).problems

    assert (
        f"{path}: error PAR103: `{path}` cannot be read: there is no such"
        " file\n"
        "  why: only a file that exists and may be opened can be read, not a"
        " folder or a device\n"
        "  fix: did you mean `district.toml`, in the same folder?"
    ) == problem.text("en")
    assert (
        f"{path}: lỗi PAR103: không đọc được `{path}`: không có tệp này\n"
        "  vì sao: chỉ đọc được một tệp có thật và được phép mở, không phải"
        " thư mục hay thiết bị\n"
        "  cách sửa: có phải ý bạn là `district.toml` trong cùng thư mục?"
    ) == problem.text("vi")


def test_unknown_ruleset_is_named_with_a_near_one(
    tmp_path: pathlib.Path,
) -> None:
    """A slip in an id is found among the rulesets that there are."""
    (tmp_path / "a.toml").write_text(
        '[ruleset]\nid = "vn/example/district"\nedition = "2021"\n'
    )
    with pytest.raises(RulesetError) as caught:
        resolve("vn/exampel/district", tmp_path)
    (problem,) = caught.value.problems

    assert (
        "error PAR118: there is no ruleset `vn/exampel/district`\n"
        "  why: a ruleset is a path to a TOML file, or the id of a bundled"
        " one: `id`, `id@edition` or `id@date`\n"
        "  fix: did you mean `vn/example/district@2021`?"
    ) == problem.text("en")
    assert (
        "lỗi PAR118: không có bộ quy tắc `vn/exampel/district`\n"
        "  vì sao: bộ quy tắc được gọi bằng đường dẫn tới tệp TOML, hoặc"
        " bằng mã của bộ có sẵn: `mã`, `mã@bản` hay `mã@ngày`\n"
        "  cách sửa: có phải ý bạn là `vn/example/district@2021`?"
    ) == problem.text("vi")


def test_bare_id_of_several_editions_is_ambiguous(
    tmp_path: pathlib.Path,
) -> None:
    """Which edition scores is never guessed."""
    for edition in ("2021", "2022"):
        (tmp_path / f"{edition}.toml").write_text(
            f'[ruleset]\nid = "vn/a"\nedition = "{edition}"\n'
        )
    with pytest.raises(RulesetError) as caught:
        resolve("vn/a", tmp_path)
    (problem,) = caught.value.problems

    assert (
        "error PAR119: `vn/a` may be any of several editions:"
        " `2021, 2022`\n"
        "  why: which edition scores is never guessed\n"
        "  fix: write `id@edition`, or `id@date` with a day on which one"
        " edition is in force"
    ) == problem.text("en")
    assert (
        "lỗi PAR119: `vn/a` có thể là một trong nhiều bản: `2021, 2022`\n"
        "  vì sao: không bao giờ đoán bản nào dùng để chấm điểm\n"
        "  cách sửa: viết `mã@bản`, hoặc `mã@ngày` với một ngày mà chỉ một"
        " bản có hiệu lực"
    ) == problem.text("vi")


def test_a_thousand_mistakes_are_enough() -> None:
    """What follows is not looked at, and that is said."""
    text = "language = 1\n" * 1100
    problem = parse_ruleset(text, "a.toml").problems[-1]

    assert (
        "a.toml:1002:1: error PAR120: 1000 mistakes stand before this place,"
        " and what follows was not looked at\n"
        "  why: a file with so many mistakes is hardly what it was meant to"
        " be, or one mistake is repeated on every line\n"
        "  fix: check that this is the right file; else correct what is"
        " reported, and look again"
    ) == problem.text("en")
    assert (
        "a.toml:1002:1: lỗi PAR120: trước chỗ này đã có 1000 chỗ sai; phần"
        " sau không được xem nữa\n"
        "  vì sao: tệp sai nhiều đến vậy thường không phải tệp cần đọc, hoặc"
        " một chỗ sai lặp lại ở mọi dòng\n"
        "  cách sửa: kiểm tra xem có đúng tệp không; nếu đúng, sửa những chỗ"
        " đã báo rồi kiểm tra lại"
    ) == problem.text("vi")


def test_a_chain_of_examples_is_told_once() -> None:
    """A reader could not follow it, and every link would say the same."""
    examples = "".join(
        f'[[example]]\nname = "{n}"\nlike = "{n - 1}"\nexpect = {{}}\n'
        for n in range(1, 62)
    )
    first = '[[example]]\nname = "0"\nexpect = {}\n'
    (problem,) = parse_ruleset(ruleset(rest=first + examples), "a").problems

    assert (
        "a:222:9: error PAR122: example `51` builds on 51 others, one on the"
        " other\n"
        "  why: a chain of `like` has 50 links at most, so that a reader can"
        " follow it\n"
        "  fix: write out the facts of one of them, in place of its `like`"
    ) == problem.text("en")
    assert (
        "a:222:9: lỗi PAR122: ví dụ `51` dựa trên 51 ví dụ khác, ví dụ này"
        " dựa trên ví dụ kia\n"
        "  vì sao: một chuỗi `like` có nhiều nhất 50 mắt xích, để người đọc"
        " còn lần theo được\n"
        "  cách sửa: ghi đủ dữ kiện của một ví dụ trong chuỗi, thay cho"
        " `like` của nó"
    ) == problem.text("vi")


def test_half_a_character_of_json_is_told_in_words() -> None:
    """It is no matter of types."""
    with pytest.raises(FactError) as caught:
        parse_submission(b'{"a": "\\ud800"}', "a.json")
    (problem,) = caught.value.problems

    assert (
        "a.json:1:7: error PAR123: `\\ud800` holds half of a character\n"
        "  why: JSON writes some characters as two halves, which are one"
        " character only together\n"
        "  fix: write the character itself, or both halves of it"
    ) == problem.text("en")
    assert (
        "a.json:1:7: lỗi PAR123: `\\ud800` chứa nửa một ký tự\n"
        "  vì sao: JSON viết một số ký tự bằng hai nửa; chỉ khi đi cùng nhau,"
        " hai nửa mới là một ký tự\n"
        "  cách sửa: ghi chính ký tự đó, hoặc đủ cả hai nửa"
    ) == problem.text("vi")
