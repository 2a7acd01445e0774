"""Why a unit has its grade: gates, sanctions, and what they changed."""

import functools
import re

import pytest

import parrules
from parrules.loading import parse_ruleset

TEXT = """\
language = 1
[ruleset]
id = "test/grades"
edition = "1"
status = "template"
title = "Grades"
source = "QĐ 2"
maximum = 4
known = { PAR212 = "Quyết định không nói." }
[fact]
a = { type = "flag", title = "Sạch" }
n = { type = "count", title = "Sáng kiến" }
fined = { type = "flag", title = "Bị phạt" }
[derive]
good = "a and n > 2"
[criteria]
"1" = { maximum = 4, title = "Một", judged = { step = 0.5 } }
[penalty]
"Q" = { maximum = 0, title = "Phạt", when = "fined", grade_at_most = "B" }
[[grade]]
id = "A"
title = "Tốt"
from = 3
requires = "good"
[[grade]]
id = "B"
title = "Khá"
from = 2
[[grade]]
id = "C"
title = "Yếu"
"""
KNOWN = {"1": 4, "a": True, "n": 3, "fined": False}


@functools.cache
def ruleset() -> parrules.Ruleset:
    """Return a ruleset whose gate reads a derived flag."""
    scheme = parse_ruleset(TEXT, "grades.toml").scheme
    assert scheme is not None

    return parrules.Ruleset(scheme)


def explained(code: str, *without: str, **facts: object) -> str:
    """Return what explain says, on one line."""
    given = {**KNOWN, **facts}
    for name in without:
        del given[name]
    text = ruleset().evaluate(given).explain(code)

    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("without", "facts", "says"),
    [
        ((), {}, "XẾP LOẠI: Tốt TỔNG ĐIỂM: 4,00 / 4 Xếp loại Tốt: từ 3"),
        (
            (),
            {"n": 1},
            (
                "vì chưa thỏa điều kiện: «Sạch» và «Sáng kiến» > 2 "
                "(Sạch: có; Sáng kiến: 1) Xếp loại"
            ),
        ),
        (
            ("a",),
            {},
            (
                "vì chưa rõ điều kiện: «Sạch» và «Sáng kiến» > 2 "
                "(Sạch: chưa có; Sáng kiến: 3) Xếp loại"
            ),
        ),
        (("a",), {"1": 2}, "XẾP LOẠI: Khá TỔNG ĐIỂM: 2,00 / 4 Xếp loại"),
        ((), {"fined": True}, "không được xếp cao hơn “Khá” theo Q Phạt Xếp"),
        (
            ("fined",),
            {},
            "theo Q Phạt (chưa rõ nên tính theo hướng bất lợi) Xếp loại",
        ),
        (
            (),
            {"1": 0, "fined": True},
            "theo Q Phạt nhưng điều đó không làm thay đổi xếp loại Xếp loại",
        ),
    ],
)
def test_explain_tells_of_the_grade(
    without: tuple[str, ...], facts: dict[str, object], says: str
) -> None:
    """Total, what else bore on it, and what each grade asks for."""
    text = explained("grade", *without, **facts)

    assert says in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_explain_says_that_there_is_no_grade(language: str) -> None:
    """A ruleset may have none, and a breakdown no total."""
    breakdown = parrules.load("vn/brvt/police-district@2024").evaluate({})
    read = parrules.Breakdown.from_dict(breakdown.to_dict())
    expected = {
        "vi": "bộ quy tắc không xếp loại, hoặc không có tổng điểm\n",
        "en": "the ruleset has no grades, or there is no total\n",
    }

    assert [expected[language]] * 2 == [
        each.explain("grade", "vi" if language == "vi" else "en")
        for each in (breakdown, read)
    ]


@pytest.mark.parametrize(
    ("fined", "points", "says", "bears"),
    [
        (True, 4, "(✓ là hàng đã áp dụng) ✓ khi Bị phạt →", True),
        (True, 0, "(✓ là hàng đã áp dụng) ✓ khi Bị phạt →", False),
        (False, 4, "(ở đây không hàng nào được áp dụng) khi Bị", False),
    ],
)
def test_a_row_with_a_sanction_says_whether_it_applied_and_bore_on_the_grade(
    *, fined: bool, points: int, says: str, bears: bool
) -> None:
    """What left the grade as it was bore on nothing."""
    text = explained("Q", **{"fined": fined, "1": points})

    assert (True, bears) == (says in text, "ảnh hưởng đến xếp loại" in text)
