"""Codes as the decision prints them, where the ruleset has others."""

import pathlib

import polars as pl
import pytest

import parrules
from checking.rulesets import ruleset
from parrules.errors import Language, Problem

CRITERIA = """\
[criteria]
"1"   = { maximum = 10, title = "Lĩnh vực" }
"1.1" = { maximum = 4, title = "Một", answers = "yes_no" }
"1.2" = { maximum = 4, printed = "1.3", title = "Hai", answers = "yes_no" }
"1.4" = { maximum = 2, title = "Ba", cases = [
  { when = "done > planned / 2 and CONDITION", points = 2 },
  { otherwise = true, points = 0 },
] }
"""
EXAMPLE = """\
[[example]]
name   = "đủ"
facts  = { "1.2" = "yes" }
expect = { "1.2" = 4 }
"""
KNOCK_OUT = """
[[knock_out]]
criteria = ["1.3"]
when     = "done > 9"
"""
OWN = (
    "{code} what the decision prints as `1.3` has the code `1.2` here: "
    "write `1.2`"
)
SOUND = "answer('1.2') == 'yes'"
MORE = "percent_of('1') > 90"


def text_of(
    condition: str = SOUND, example: str = EXAMPLE, more: str = MORE
) -> str:
    """Return a ruleset whose row `1.2` is printed as 1.3."""
    return ruleset(
        answers="[answers]\nyes_no = { yes = 100, no = 0 }\n",
        criteria=CRITERIA.replace("CONDITION", condition),
        bonus='[bonus]\n"T" = { maximum = 1, title = "Thưởng", cases = [\n'
        f'  {{ when = "{more}", points = 1 }},\n'
        "  { otherwise = true, points = 0 },\n] }\n",
        example=example,
    )


def found(text: str, folder: pathlib.Path) -> tuple[Problem, ...]:
    """Return everything that is wrong with *text*."""
    path = folder / "r.toml"
    path.write_text(text, encoding="utf-8")

    return parrules.check(path)


def fix_of(problem: Problem, language: Language = "en") -> str:
    """Return code and remedy."""
    return f"{problem.code} {problem.text(language).partition('fix: ')[2]}"


def test_ruleset_of_these_tests_is_sound(tmp_path: pathlib.Path) -> None:
    """What is found below is of the code alone."""
    assert () == found(text_of(), tmp_path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (text_of("answer('1.3') == 'yes'"), "PAR503"),
        (text_of(more="points_of('1.3') > 3"), "PAR503"),
        (
            text_of(
                example=EXAMPLE.replace('expect = { "1.2"', 'expect = { "1.3"')
            ),
            "PAR418",
        ),
        (
            text_of(
                example=EXAMPLE.replace('facts  = { "1.2"', 'facts  = { "1.3"')
            ),
            "PAR301",
        ),
        (
            text_of()
            + '\n[[knock_out]]\ncriteria = ["1.3"]\nwhen = "done > 9"\n',
            "PAR412",
        ),
    ],
)
def test_code_that_is_printed_is_told_by_its_own(
    text: str, code: str, tmp_path: pathlib.Path
) -> None:
    """Who writes a ruleset has the decision in hand."""
    assert [OWN.format(code=code)] == [
        fix_of(each) for each in found(text, tmp_path)
    ]


def test_that_is_said_in_vietnamese(tmp_path: pathlib.Path) -> None:
    """With the same codes."""
    (problem,) = found(text_of("answer('1.3') == 'yes'"), tmp_path)

    assert problem.text("vi").endswith(
        "cách sửa: văn bản in `1.3`, ở đây mục ấy mang mã `1.2`: ghi `1.2`"
    )


def test_heading_of_a_table_is_told_by_its_own_code(
    tmp_path: pathlib.Path,
) -> None:
    """A column called as the decision prints it is the row's."""
    path = tmp_path / "r.toml"
    path.write_text(text_of(), encoding="utf-8")
    table = pl.DataFrame({"1.1": ["yes"], "1.3": ["yes"]})
    with pytest.raises(parrules.FactError) as raised:
        parrules.load(path).evaluate_table(table)

    assert [OWN.format(code="PAR301")] == [
        fix_of(each) for each in raised.value.problems
    ]


def test_code_that_nothing_has_is_told_by_what_is_near(
    tmp_path: pathlib.Path,
) -> None:
    """As before."""
    (problem,) = found(text_of("answer('1.02') == 'yes'"), tmp_path)

    assert "PAR503 did you mean `1.2`?" == fix_of(problem)
