"""What people read for the options of a choice and the levels of a tally."""

import copy
import datetime
import pathlib

import pytest

from parrules.breakdown.views import Breakdown
from parrules.errors import BreakdownError, Language, Problem
from parrules.facts import Submission
from parrules.library import check, load
from parrules.reporting.outline import outline_text
from parrules.ruleset import Ruleset

RULESET = """
language = 1

[ruleset]
id = "levels"
edition = "1"
status = "template"
maximum = 2
title = "Mức"

[fact.opinions]
type = "tally"
levels = ["bad", "so_so", "good"]
labels = { bad = { vi = "kém", en = "poor" }, good = "tốt" }
title = "Ý kiến"

[fact."unit.level"]
type = "choice"
values = ["district", "commune"]
labels = { district = "cấp huyện" }

[fact."unit.form"]
type = "choice"
values = ["new"]
labels = { new = "mới" }
title = "Loại hình"

[fact]
plan_issued = { type = "date", title = "Ngày ban hành" }
plan_due = { type = "date", title = "Hạn" }

[derive]
in_time = "plan_issued <= plan_due"

[criteria]
"1".maximum = 1
"1".title = "Hài lòng"
"1".measure = "share(opinions, 'so_so', 'good')"
"1".tiers = [[50, 1], [0, 0]]
"1".if_none = "zero"
"2" = { maximum = 1, title = "Kịp thời", cases = [
    { when = "in_time", points = 1, label = "Đúng hạn" },
    { when = "unit.level == 'district'", points = 1 },
    { otherwise = true, points = 0 },
] }
"""

UNIT = Submission(
    facts={
        "opinions": (1, 2, 3),
        "plan_issued": datetime.date(2024, 1, 2),
        "plan_due": datetime.date(2024, 1, 3),
    },
    unit={"level": "district", "form": "new", "seat": "Cẩm Phả"},
)


@pytest.fixture
def ruleset(tmp_path: pathlib.Path) -> Ruleset:
    """Return a ruleset with titles for some options and levels."""
    path = tmp_path / "levels.toml"
    path.write_text(RULESET, encoding="utf-8")

    return load(path)


def lines(text: str, *marks: str) -> list[str]:
    """Return those lines of *text* that hold one of *marks*."""
    found = [line.strip() for line in text.splitlines()]

    return [line for line in found if any(mark in line for mark in marks)]


def is_error(problem: Problem) -> bool:
    """Tell whether it bars scoring."""
    return problem.severity == "error"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", ["Ý kiến: kém 1, so_so 2, tốt 3"]),
        ("en", ["Ý kiến: poor 1, so_so 2, tốt 3"]),
    ],
)
def test_a_breakdown_calls_levels_by_their_titles(
    ruleset: Ruleset, language: Language, said: list[str]
) -> None:
    """In the other language where there is no title, else by the name."""
    text = ruleset.evaluate(UNIT).text(language)

    assert said == lines(text, "so_so 2")


def test_a_breakdown_calls_what_is_said_of_the_unit_by_titles(
    ruleset: Ruleset,
) -> None:
    """What the ruleset does not ask stands as it was submitted."""
    text = ruleset.evaluate(UNIT).text()

    assert ["Cấp: cấp huyện", "Loại hình: mới", "seat: Cẩm Phả"] == lines(
        text, "Cấp:", "hình:", "seat:"
    )


def test_an_outline_shows_names_and_titles(ruleset: Ruleset) -> None:
    """A facts file has names, and people read titles."""
    text = outline_text(ruleset.plan, "vi")

    assert [
        "theo tỷ lệ % so_so, tốt trong «Ý kiến»:",
        "unit.level là «cấp huyện» → 1",
        "số phiếu theo từng mức (bad = kém, so_so, good = tốt)",
        "chọn một (district = cấp huyện, commune)",
    ] == lines(text, "tỷ lệ", "» → 1", "bad =", "district =")


def test_a_derived_fact_without_title_is_spelt_out_where_it_is_explained(
    ruleset: Ruleset,
) -> None:
    """Its name follows, as of all facts."""
    text = ruleset.evaluate(UNIT).explain("2", "vi")

    assert ["«Ngày ban hành» ≤ «Hạn»: có (tính ra) [in_time]"] == lines(
        text, "[in_time]"
    )


def test_titles_of_levels_are_read_back(ruleset: Ruleset) -> None:
    """The document of a breakdown holds them."""
    breakdown = ruleset.evaluate(UNIT)
    again = Breakdown.from_dict(breakdown.to_dict())

    assert breakdown.text() == again.text()


def test_a_title_of_a_level_of_no_fact_is_refused(ruleset: Ruleset) -> None:
    """PAR705: what is titled stands in the document."""
    document = copy.deepcopy(ruleset.evaluate(UNIT).to_dict())
    document["facts"]["titles_vi"]["views=bad"] = "kém"
    with pytest.raises(BreakdownError) as caught:
        Breakdown.from_dict(document)

    assert ["PAR705"] == [each.code for each in caught.value.problems]


@pytest.mark.parametrize(
    ("labels", "code"),
    [
        ('{ bed = "x" }', "PAR104"),
        ("{ bad = 1 }", "PAR105"),
        ('"x"', "PAR105"),
    ],
)
def test_titles_of_what_is_no_level_are_problems(
    tmp_path: pathlib.Path, labels: str, code: str
) -> None:
    """A name that is no level, and what is no title."""
    path = tmp_path / "levels.toml"
    start = '{ bad = { vi = "kém", en = "poor" }, good = "tốt" }'
    path.write_text(RULESET.replace(start, labels), encoding="utf-8")

    assert [code] == [each.code for each in check(path) if is_error(each)]


def test_titles_belong_with_options_and_levels(tmp_path: pathlib.Path) -> None:
    """A date has nothing to be titled but itself."""
    path = tmp_path / "levels.toml"
    text = RULESET.replace(
        'title = "Hạn"', 'title = "Hạn", labels = { a = "b" }'
    )
    path.write_text(text, encoding="utf-8")

    assert ["PAR117"] == [each.code for each in check(path) if is_error(each)]
