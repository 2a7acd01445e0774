"""Names that are misspelt in one place, and named in many."""

import pathlib

import pytest

import parrules
from checking.rulesets import ruleset
from parrules.errors import Language

CHANNELS = """\
[channel]
paper  = { maximum = 6 }
survey = { maximum = 4 }
"""
CRITERIA = """\
[criteria]
"1"   = { maximum = 10, title = "Lĩnh vực" }
"1.1" = { maximum = 3, title = "Một", channel = "paper", answers = "kind" }
"1.2" = { maximum = 3, title = "Hai", channel = "paper", answers = "kind" }
"1.3" = { maximum = 4, title = "Ba", channel = "survey", if_none = "zero", \
tiers = [[100, 4], [0, 0]], measure = "percent(done, planned)" }
"""
EXAMPLES = """\
[[example]]
name   = "đủ"
facts  = { done = 5, planned = 5, "1.1" = "yes", "1.2" = "yes" }
expect = { total = 10 }

[[example]]
name    = "thiếu một"
like    = "đủ"
without = ["1.1"]
expect  = { complete = false }

[[example]]
name    = "thiếu hai"
like    = "đủ"
without = ["1.2", "done"]
expect  = { complete = false }
"""
SOUND = ruleset(
    channel=CHANNELS,
    answers="[answers]\nkind = { yes = 100, no = 0 }\n",
    criteria=CRITERIA,
    example=EXAMPLES,
)


def found(
    tmp_path: pathlib.Path, text: str, language: Language = "en"
) -> list[str]:
    """Return what is wrong with *text*: line, code, what and how to mend."""
    path = tmp_path / "r.toml"
    path.write_text(text, "utf-8")
    said: list[str] = []
    for problem in parrules.check(path):
        what, _, fix = problem.text(language).split("\n")
        said.append(f"{what.partition('r.toml:')[2]}\n{fix.strip()}")

    return said


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "24:50: error PAR409: criterion `1.1` is in channel `paper`,"
                " which is not declared; likewise on line 25\n"
                "fix: did you mean `paperr`? Where all of these are as meant,"
                " correct `paperr` where it is declared"
            ),
        ),
        (
            "vi",
            (
                "24:50: lỗi PAR409: tiêu chí `1.1` thuộc kênh `paper`, nhưng"
                " kênh này chưa được khai báo; dòng 25 cũng vậy\n"
                "cách sửa: có phải ý bạn là `paperr`? Nếu mọi chỗ đó đều đúng"
                " thì sửa `paperr` ở nơi khai báo"
            ),
        ),
    ],
)
def test_misspelt_channel_is_told_once(
    language: Language, expected: str, tmp_path: pathlib.Path
) -> None:
    """Wherever it is named, the lines are told."""
    text = SOUND.replace("paper  =", "paperr =")

    answer = found(tmp_path, text, language)

    assert [expected] == answer


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('name   = "đủ"', 'name = "đủ cả"', "PAR417 on line 41"),
        ("[fact]\ndone    =", "[fact]\ndones   =", "PAR503 on lines 30, 42"),
        ("kind = { yes", "kinds = { yes", "PAR410 on line 25"),
        ('like    = "đủ"\nwithout = ["1.1"]', 'like = "du"', "PAR417"),
        ("percent(done,", "percent(dne,", "PAR503"),
    ],
)
def test_name_misspelt_in_one_place_is_one_problem(
    old: str, new: str, expected: str, tmp_path: pathlib.Path
) -> None:
    """Whatever else names it; and nothing is told that follows from it."""
    answer = found(tmp_path, SOUND.replace(old, new, 1))

    assert [expected] == [
        each.partition(" error ")[2][:6]
        + "".join(each.partition("\n")[0].partition("; likewise")[2])
        for each in answer
    ]


def test_many_lines_are_counted() -> None:
    """Eight are named."""
    problem = parrules.Problem(
        code="PAR417",
        arguments={"name": "a", "near": "", "also": "2, 3", "beyond": "7"},
    )

    assert [
        (
            "there is no other example called `a` for this one to be like;"
            " likewise on lines 2, 3 and 7 more"
        ),
        (
            "không có ví dụ nào khác tên là `a` để dựa theo; các dòng 2, 3 và"
            " 7 dòng nữa cũng vậy"
        ),
    ] == [
        problem.text(each).partition("\n")[0].partition("PAR417: ")[2]
        for each in ("en", "vi")
    ]


def test_two_unknown_names_are_two_problems(tmp_path: pathlib.Path) -> None:
    """Each is told where it stands first."""
    text = SOUND.replace('"đủ"\nwithout = ["1.2"', '"thừa"\nwithout = ["1.2"')
    text = text.replace('like    = "đủ"', 'like = "thiếu"')

    answer = found(tmp_path, text)

    assert ["PAR417", "PAR417"] == [
        each.partition(" error ")[2][:6] for each in answer
    ]


def test_sections_of_changes_that_are_unread_miss_nothing(
    tmp_path: pathlib.Path,
) -> None:
    """Who misspells `was` is not told what it does not say."""
    changes = (
        '[changes]\nsince = "vn/par-index/department@2020"\n'
        '[changes.older]\n"1.1" = []\n'
    )

    answer = found(tmp_path, SOUND + changes)

    assert 1 == len(answer)


def test_rows_below_a_lost_one_may_have_its_channel(
    tmp_path: pathlib.Path,
) -> None:
    """Who deletes the row of an area is told that, and not what it said."""
    area = '"1"   = { maximum = 10, title = "Lĩnh vực" }'
    own = ', channel = "paper"'
    text = SOUND.replace(area, "").replace(own, "")

    answer = found(tmp_path, text)

    assert [] == [each for each in answer if "PAR416" in each]
    assert [] != [each for each in answer if "PAR401" in each]
