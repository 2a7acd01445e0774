"""What people read of a survey, in full, and what programs read."""

import pathlib

from parrules.survey.report import survey_document, survey_text
from parrules.survey.running import run_survey
from parrules.survey.tallying import parse_frame
from survey.forms import HEAD, form_of, from_table, tallied, text_of

UNITS = '[sample]\nunit = "unit"\nstratum = "xa"\nrespondent = "id"\n'
TABLE = """\
id,unit,xa,q1,q2,q3
1,HL,A,good,good,dont_know
2,HL,B,bad,,good
3,UB,A,good,bad,bad
"""


def test_units_and_strata_are_shown_one_after_the_other(
    tmp_path: pathlib.Path,
) -> None:
    """What is not known is a line, and what has no value says why."""
    rest = f"{UNITS}[policy]\nminimum = 2\n"
    survey = from_table(tmp_path, text_of(rest=rest), TABLE)

    assert survey_text(survey, "vi") == (
        "Khảo sát\n"
        "Phiếu hỏi: x@1 (bản mẫu, không phải văn bản chính thức)\n"
        "Câu trả lời: answers.csv\n"
        "Cách tính: tỷ lệ % câu trả lời ở mức: «good»; không rõ ý kiến:"
        " không tính; ít nhất 2 người trả lời\n"
        "\n"
        "Đơn vị: HL\n"
        "Số phiếu: thu về 2\n"
        "  Tầng A: thu về 1\n"
        "  Tầng B: thu về 1\n"
        "\n"
        "giá trị  khoảng tin cậy 95%  được tính/trả lời  người  mục\n"
        " 75,00%                                    3/4      2"
        "  index Khảo sát\n"
        " 66,67%                                    2/3      2  1\n"
        "      -                                    1/1      1"
        "  2 (quá ít người trả lời)\n"
        "\n"
        "được hỏi  có ý kiến  không rõ  bỏ trống  không thuộc diện"
        "  câu hỏi\n"
        "       2          2         0         0                 0  q1\n"
        "       2          1         0         1                 0  q2\n"
        "       2          1         1         0                 0  q3\n"
        "\n"
        "Đơn vị: UB\n"
        "Số phiếu: thu về 1\n"
        "  Tầng A: thu về 1\n"
        "\n"
        "giá trị  khoảng tin cậy 95%  được tính/trả lời  người  mục\n"
        "      -                                    1/3      1"
        "  index Khảo sát (quá ít người trả lời)\n"
        "      -                                    1/2      1"
        "  1 (quá ít người trả lời)\n"
        "      -                                    0/1      1"
        "  2 (quá ít người trả lời)\n"
        "\n"
        "được hỏi  có ý kiến  không rõ  bỏ trống  không thuộc diện"
        "  câu hỏi\n"
        "       1          1         0         0                 0  q1\n"
        "       1          1         0         0                 0  q2\n"
        "       1          1         0         0                 0  q3\n"
    )


def test_a_mean_is_shown_as_one() -> None:
    """It is no percent, and a part that is left out is named."""
    head = HEAD.replace('"share"', '"mean"').replace('"answers"', '"means"')
    rest = '[policy]\nminimum = 2\ntoo_few = "leave_out"\n'
    form = form_of(text_of(head=head, rest=rest))
    survey = run_survey(
        form, tallied(form, q1="[1, 0, 1]", q2="[0, 2, 0]"), intervals=False
    )
    text = survey_text(survey, "en")

    assert "Computed as: mean of the numbers of the levels" in text
    assert (
        " 2.00                        1/4       2"
        "  index Survey (mean of 1) (without 2)\n"
    ) in text


def test_the_document_says_everything_exactly() -> None:
    """What is not known is null, and what is exact is text."""
    form = form_of(text_of())
    frame = parse_frame("selected = 9", "f")
    survey = run_survey(
        form, tallied(form, q1="[2, 0, 1]"), frame, intervals=False
    )
    document = survey_document(survey)
    (unit,) = document["units"]

    assert {
        "population": None,
        "selected": 9,
        "people": None,
    } == unit["response"]
    assert ["1/3", "1/3", None] == [each["share"] for each in unit["parts"]]
    assert {
        "code": "q1",
        "status": "known",
        "answers": 3,
        "top": 1,
        "people": 3,
        "counts": [2, 0, 1],
        "share": "1/3",
        "mean": "5/3",
        "value": "100/3",
        "published": "33.33",
        "left_out": [],
        "interval": None,
        "asked": None,
        "valid": 3,
        "unknown": 0,
        "blank": None,
        "stray": 0,
    } == unit["questions"][0]
    assert ["PAR861"] == unit["problems"]
