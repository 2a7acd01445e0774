"""Coverage as an LCOV tracefile."""

import pathlib
import re

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


def test_a_name_of_several_lines_is_no_record_of_its_own() -> None:
    """A file may be called anything."""
    text = lcov_text(cover(load(EVERY)), "a\nSF:x\nend_of_record.toml")
    record = RECORD.fullmatch(text)
    assert record is not None

    assert r"a\u000aSF:x\u000aend_of_record.toml" == record["file"]


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
