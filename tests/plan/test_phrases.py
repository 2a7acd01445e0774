"""Conditions and formulas in words, in both languages."""

import pathlib

import pytest

from parrules.loading import parse_ruleset
from parrules.model import Cases, Formula, Scheme
from parrules.plan.phrases import Phrases

FILE = pathlib.Path(__file__).with_name("phrases.toml")
HEADER = FILE.read_text("utf-8")


def scheme(row: str) -> Scheme:
    """Return a scheme with one row in its bonus."""
    text = f'{HEADER}"T" = {{ maximum = 1.5, {row} }}\n'
    loaded = parse_ruleset(text, "phrases.toml")
    assert [] == [str(each) for each in loaded.problems]
    assert loaded.scheme is not None

    return loaded.scheme


def both(found: Scheme, *, of_cases: bool) -> tuple[str, str]:
    """Return a condition or a formula in both languages."""
    form = found.bonus[0].form
    if of_cases:
        assert isinstance(form, Cases)
        expression = form.cases[0].when
    else:
        assert isinstance(form, Formula)
        expression = form.expression
    assert expression is not None
    maximum = found.bonus[0].maximum
    vi, en = (
        Phrases(found, language).expression(expression, maximum)
        for language in ("vi", "en")
    )

    return vi, en


@pytest.mark.parametrize(
    ("condition", "vi", "en"),
    [
        ("flag", "Bị kỷ luật", "Disciplined"),
        ("titled", "Đúng hạn", "In time"),
        ("not flag", "không phải «Bị kỷ luật»", "not “Disciplined”"),
        ("done >= 3", "«Việc xong» ≥ 3", "“Done” ≥ 3"),
        ("done != due", "«Việc xong» ≠ «Việc giao»", "“Done” ≠ “Due”"),
        ("rate < 12.5", "«Tỷ lệ» < 12,5%", "“Rate” < 12.5%"),
        ("raw > 1", "raw > 1", "raw > 1"),
        ("plain > 2", "«Việc xong» + 1 > 2", "“Done” + 1 > 2"),
        ("cased > 1", "cased > 1", "cased > 1"),
        (
            "flag and (done > 1 or due > 1)",
            "«Bị kỷ luật» và («Việc xong» > 1 hoặc «Việc giao» > 1)",
            "“Disciplined” and (“Done” > 1 or “Due” > 1)",
        ),
        (
            "percent(done, due) >= 80",
            "tỷ lệ % «Việc xong» trên «Việc giao» ≥ 80%",
            "“Done” as % of “Due” ≥ 80%",
        ),
        (
            "issued == never",
            "«Ngày ban hành» là “không có”",
            "“Day of issue” is “never”",
        ),
        (
            "never != issued",
            "«Ngày ban hành» không phải “không có”",
            "“Day of issue” is not “never”",
        ),
        (
            "issued <= 2024-01-31",
            "«Ngày ban hành» ≤ 31/01/2024",
            "“Day of issue” ≤ 2024-01-31",
        ),
        (
            "issued <= add_months(limit, 1)",
            "«Ngày ban hành» ≤ «Hạn» + 1 tháng",
            "“Day of issue” ≤ “Deadline” + 1 month",
        ),
        (
            "issued <= limit - 5",
            "«Ngày ban hành» ≤ «Hạn» − 5 ngày",
            "“Day of issue” ≤ “Deadline” − 5 days",
        ),
        (
            "issued - limit > 3",
            "số ngày từ «Hạn» đến «Ngày ban hành» > 3",
            "days from “Deadline” to “Day of issue” > 3",
        ),
        ("kind == 'a'", "«Loại» là a", "“Kind” is a"),
        ("kind != 'a'", "«Loại» không phải a", "“Kind” is not a"),
        (
            "kind in ('a', 'b')",
            "«Loại» là một trong (a, b)",
            "“Kind” is one of (a, b)",
        ),
        (
            "kind not in ('a', 'b')",
            "«Loại» không thuộc (a, b)",
            "“Kind” is none of (a, b)",
        ),
        (
            "answer('1') == 'no'",
            "trả lời của người chấm cho mục 1 «Một» là «không»",
            "a person's answer to 1 “One” is “no”",
        ),
        (
            "answer('2') == 'full'",
            "trả lời của người chấm cho mục 2 là «Đủ»",
            "a person's answer to 2 is “In full”",
        ),
        ("'1' in codes", "«Mục sai» có mục 1", "“False nodes” names 1"),
        (
            "'1' not in codes",
            "«Mục sai» không có mục 1",
            "“False nodes” does not name 1",
        ),
        ("is_missing(done)", "chưa có «Việc xong»", "“Done” is not given"),
        ("not is_missing(done)", "đã có «Việc xong»", "“Done” is given"),
        (
            "share(votes, 'fair', 'good') > 50",
            "tỷ lệ % fair, good trong «Ý kiến» > 50%",
            "% of fair, good in “Votes” > 50%",
        ),
        (
            "count_true(flag, done > 1) >= 1",
            "số điều đúng trong («Bị kỷ luật»; «Việc xong» > 1) ≥ 1",
            "how many hold of (“Disciplined”; “Done” > 1) ≥ 1",
        ),
        (
            "percent_of('1') >= 80",
            "tỷ lệ % điểm đạt được của mục 1 «Một» ≥ 80%",
            "points of 1 “One” in % ≥ 80%",
        ),
        ("true", "luôn luôn", "always"),
    ],
)
def test_a_condition_is_written_in_words(
    condition: str, vi: str, en: str
) -> None:
    """Titles for names, and the raw name where there is no title."""
    row = f'cases = [{{ when = "{condition}", points = 1 }}]'

    assert (vi, en) == both(scheme(row), of_cases=True)


@pytest.mark.parametrize(
    ("formula", "vi", "en"),
    [
        (
            "maximum * rate / 100",
            "điểm tối đa × «Tỷ lệ» / 100",
            "maximum × “Rate” / 100",
        ),
        (
            "maximum * percent(done + 1, due) / 100",
            "điểm tối đa × (tỷ lệ % («Việc xong» + 1) trên «Việc giao») / 100",
            "maximum × ((“Done” + 1) as % of “Due”) / 100",
        ),
        (
            "maximum * (mean(votes) - 1) / 2",
            "điểm tối đa × ((mức trung bình của «Ý kiến») − 1) / 2",
            "maximum × ((mean level of “Votes”) − 1) / 2",
        ),
        (
            "mean(scored) / 100",
            "(mức trung bình của «Phiếu») / 100",
            "(mean level of “Polls”) / 100",
        ),
        (
            "min(done, raw) - abs(raw)",
            "số nhỏ nhất trong («Việc xong»; raw) − trị tuyệt đối của (raw)",
            "the least of (“Done”; raw) − the size of (raw)",
        ),
        (
            "round_up(done / 3, 1)",
            "(«Việc xong» / 3) làm tròn lên bội số của 1",
            "(“Done” / 3) rounded up to a multiple of 1",
        ),
        (
            "maximum - points_of('1')",
            "điểm tối đa − (điểm của mục 1 «Một»)",
            "maximum − (points of 1 “One”)",
        ),
        (
            "answer('3') - 0.25",
            "trả lời của người chấm cho mục 3 − 0,25",
            "a person's answer to 3 − 0.25",
        ),
        (
            "-done + plain",
            "−«Việc xong» + «Việc xong» + 1",
            "−“Done” + “Done” + 1",
        ),
    ],
)
def test_a_formula_is_written_in_words(formula: str, vi: str, en: str) -> None:
    """Brackets stand around phrases, and where the order needs them."""
    row = f'formula = "{formula}", step = 0.5'

    assert (vi, en) == both(scheme(row), of_cases=False)
