"""Coverage as an LCOV tracefile."""

import pathlib
import re

import pytest

from parrules.coverage import cover, lcov_text
from parrules.library import load

EVERY = pathlib.Path(__file__).parent / "every.toml"
RECORD = re.compile(
    r"TN:\w*\n"
    r"SF:(?P<file>.+)\n"
    r"(?P<branches>(?:BRDA:[0-9]+,[0-9]+,[0-9]+,(?:-|[0-9]+)\n)*)"
    r"BRF:(?P<brf>[0-9]+)\n"
    r"BRH:(?P<brh>[0-9]+)\n"
    r"(?P<lines>(?:DA:[0-9]+,[0-9]+\n)*)"
    r"LF:(?P<lf>[0-9]+)\n"
    r"LH:(?P<lh>[0-9]+)\n"
    r"end_of_record\n"
)


def test_a_tracefile_is_one_record_whose_sums_are_right() -> None:
    """The format of geninfo, as far as it is used: branches and lines."""
    record = RECORD.fullmatch(lcov_text(cover(load(EVERY)), str(EVERY)))
    assert record is not None
    branches = [
        line.removeprefix("BRDA:").split(",")
        for line in record["branches"].splitlines()
    ]
    lines = [
        line.removeprefix("DA:").split(",")
        for line in record["lines"].splitlines()
    ]

    assert str(EVERY) == record["file"]
    assert int(record["brf"]) == len(branches)
    assert int(record["brh"]) == sum(b[3] not in "-0" for b in branches)
    assert int(record["lf"]) == len(lines)
    assert int(record["lh"]) == sum(line[1] != "0" for line in lines)
    assert {branch[0] for branch in branches} == {line[0] for line in lines}
    assert len(lines) == len({line[0] for line in lines})


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("a\nSF:x\nend_of_record.toml", "a%0ASF:x%0Aend_of_record.toml"),
        ("a\r\x85\u2028b", "a%0D%C2%85%E2%80%A8b"),
        ("a\udc80\ud800", "a%80%ED%A0%80"),
        ("bộ quy tắc 100%.toml", "bộ quy tắc 100%.toml"),
    ],
)
def test_a_name_stays_in_its_line(file: str, written: str) -> None:
    """Whatever a file or a test is called, there is one record."""
    text = lcov_text(cover(load(EVERY)), file, file)

    assert [f"TN:{written}", f"SF:{written}"] == text.split("\n")[:2]
    assert 1 == text.splitlines().count("end_of_record")


def test_branches_of_a_line_are_numbered() -> None:
    """A line with a row that decided and one that did not has both."""
    text = lcov_text(cover(load(EVERY)), "every.toml")
    line = 1 + EVERY.read_text("utf-8").split("\n").index(
        '"1.2" = { maximum = 2, title = "Đủ nội dung", answers = "yes_no" }'
    )

    assert f"BRDA:{line},0,0,1\nBRDA:{line},0,1,0\n" in text
    assert f"\nDA:{line},1\n" in text


def test_a_line_that_nothing_reached_has_dashes() -> None:
    """None of its branches was ever evaluated."""
    text = lcov_text(cover(load(EVERY)), "every.toml")
    line = 1 + EVERY.read_text("utf-8").split("\n").index(
        '    { otherwise = true, points = 0, label = "Muộn" },'
    )

    assert f"BRDA:{line},0,0,-\n" in text
    assert f"\nDA:{line},0\n" in text
