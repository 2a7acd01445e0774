"""Rankings and comparisons as people read them: all of it pinned."""

import csv
import html
import io
import json
import pathlib

import pytest

from conformance.corpus import compiled
from parrules.cohort.comparing import Comparison, compare
from parrules.cohort.ranks import Cohort, rank
from parrules.cohort.standings import Standing
from parrules.errors import Language
from parrules.library import load, rank_units
from parrules.loading.units import read_units
from parrules.messages.catalogues import catalogue_of
from parrules.reporting.grids import (
    Column,
    Grid,
    Report,
    Section,
    csv_text,
    report_html,
    report_text,
)
from parrules.reporting.ranking_csv import comparison_csv, ranking_csv
from parrules.reporting.ranking_words import RankingWords

FOLDER = pathlib.Path(__file__).parent
WARDS = FOLDER.parent / "data" / "wards"


def years() -> tuple[Cohort, Cohort]:
    """Return both years of the wards, last year's in this year's blocks."""
    newer, older = (
        load(WARDS / f"wards-{year}.toml") for year in (2025, 2024)
    )
    before = rank_units(
        older, read_units([WARDS / "2024.csv"]), block_by="block"
    )

    return before, rank_units(newer, read_units([WARDS / "2025.csv"]))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Return both years compared."""
    return compare(*years())


def expected(name: str, language: str) -> str:
    """Return the text that was read and found right."""
    path = FOLDER / "expected" / f"{name}.{language}.txt"

    return path.read_text("utf-8")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_ranking_is_written_as_it_was_read_and_found_right(
    comparison: Comparison, language: Language
) -> None:
    """Ranks, reasons, lost points and what changed."""
    assert expected("ranking", language) == comparison.ranking_text(language)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_comparison_is_written_as_it_was_read_and_found_right(
    comparison: Comparison, language: Language
) -> None:
    """Codes that changed, units, blocks, and one unit node by node."""
    text = comparison.text(language, unit="HT")

    assert expected("comparison", language) == text


def test_a_unit_may_be_named_by_what_people_call_it(
    comparison: Comparison,
) -> None:
    """Id or name find the same nodes."""
    by_id, by_name = (comparison.text("en", unit=u) for u in ("HT", "Hà Tu"))

    assert by_id == by_name


def test_a_ranking_of_one_year_says_nothing_of_another() -> None:
    """Neither changes, nor places, nor who is missing."""
    text = years()[1].text("en")

    assert "last year" not in text
    assert "Places" not in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_html_holds_every_word_of_the_text(
    comparison: Comparison, language: Language
) -> None:
    """Nothing is said in one form alone."""
    for page, text in (
        (comparison.ranking_html(language), comparison.ranking_text(language)),
        (comparison.html(language), comparison.text(language)),
    ):
        words = html.unescape(page).lower()
        absent = {
            word
            for word in text.lower().split()
            if word.strip("-=") and word not in words
        }

        assert set() == absent


def test_what_a_submission_says_is_escaped() -> None:
    """A name is text, in HTML and in a spreadsheet."""
    scheme = load(WARDS / "wards-2025.toml").scheme
    unit = Standing(
        unit="=A1",
        name="<script>x</script>",
        block="Xã",
        total=90,
        amounts={"bonus": 0, "channel:survey": 0},
    )
    cohort = rank(scheme, [unit])
    page, table = cohort.html(), ranking_csv(cohort.to_dict(), "en")

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "'=A1" in table


def test_a_table_for_spreadsheets_has_a_row_for_each_unit(
    comparison: Comparison,
) -> None:
    """In Vietnamese with decimal commas, which such tables then read."""
    text = ranking_csv(comparison.ranking_dict(), "vi")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    assert ["HT", "HP", "CX", "BC", "TC", "DC"] == [
        row["Mã đơn vị"] for row in rows
    ]
    assert ("1", "93,40", "66", "6,90", "1") == tuple(
        rows[0][name]
        for name in (
            "Hạng",
            "Tổng điểm",
            "Điểm Tài liệu",
            "Tăng giảm điểm",
            "Tăng giảm bậc",
        )
    )
    assert ("", "declared") == (
        rows[4]["Hạng"],
        rows[4]["Không xếp hạng vì"],
    )


def test_a_comparison_for_spreadsheets_has_a_row_for_each_node(
    comparison: Comparison,
) -> None:
    """With what it was before; numbers are exact or rounded, never ≈."""
    text = comparison_csv(comparison.to_dict(), "en")
    rows = list(csv.DictReader(io.StringIO(text)))
    (renamed,) = (
        row for row in rows if row["unit"] == "HT" and row["code"] == "1.3"
    )

    assert ("1.2", "renamed", "9", "9.5", "0.5") == tuple(
        renamed[name]
        for name in ("was", "kind", "points_before", "points_after", "gain")
    )
    assert "≈" not in text


def test_documents_are_json(comparison: Comparison) -> None:
    """All numbers that count are texts, so that no reader makes floats."""
    for document in (comparison.ranking_dict(), comparison.to_dict()):
        text = json.dumps(document)

        assert document == json.loads(text, parse_float=pytest.fail)


def test_both_languages_have_the_same_words() -> None:
    """What is said in one is said in the other."""
    words = catalogue_of("reporting", "ranking_words.toml")

    assert list(words["vi"]) == list(words["en"])


def test_places_are_written_with_a_sign_for_those_who_see_no_colour() -> None:
    """Up, down, where it was, and unknown."""
    words = RankingWords("vi")

    assert ["▲ 3", "▼ 1", "=", "–"] == [
        words.places(each) for each in (3, -1, 0, None)
    ]


def test_marks_above_letters_take_no_room() -> None:
    """Columns stand below one another also where letters are composed."""
    composed = "Hà Tu", "Ha\u0300 Tu"
    grid = Grid(
        (Column("Unit"), Column("Total", "right")),
        tuple((name, "9") for name in composed),
    )
    lines = report_text(Report("x", (), (Section("y", "", (grid,)),)))
    rows = lines.splitlines()[-2:]

    assert [11, 11] == [len(row.replace("a\u0300", "à")) - 3 for row in rows]


def test_a_column_of_nothing_is_left_out() -> None:
    """In text and in HTML."""
    grid = Grid((Column("Unit"), Column("Why")), (("A", ""),))
    report = Report("x", (), (Section("y", "", (grid,)),))

    assert "Why" not in report_text(report)
    assert "Why" not in report_html(report, "en")


def test_no_cell_runs_in_a_spreadsheet() -> None:
    """Numbers below 0 stay numbers."""
    rows = [["=1+1", "@x", "+1-1x", "-1,5", "-0.25", "a"]]

    assert "'=1+1,'@x,'+1-1x,\"-1,5\",-0.25,a\n" == csv_text(rows, ",")


def test_units_of_one_name_are_told_apart_by_their_ids() -> None:
    """In every table and note; who has a name of its own goes without."""
    scheme = compiled(
        '[criteria]\n"1" = { maximum = 10, judged = { step = 1 } }\n'
    ).scheme
    units = [
        Standing(unit=unit, name=name, total=total)
        for unit, name, total in (
            ("u1", "Xã An Bình", 9),
            ("u2", "Xã An Bình", 9),
            ("u3", "Xã Bình An", 8),
        )
    ]
    year = rank(scheme, units)
    texts = [year.text("en"), compare(year, year).text("en")]

    assert "Xã An Bình (u1)" in texts[0]
    assert "Xã An Bình (u1)" in texts[1]
    for text in texts:
        assert text.count("Xã An Bình") == text.count("Xã An Bình (u")
        assert "(u3)" not in text


def test_who_is_missing_this_year_is_told_apart_too() -> None:
    """The unit of last year has the name of one of this year."""
    scheme = compiled(
        '[criteria]\n"1" = { maximum = 10, judged = { step = 1 } }\n'
    ).scheme
    years = [
        rank(scheme, [Standing(unit=unit, name="Xã An Bình", total=9)])
        for unit in ("u1", "u2")
    ]
    text = compare(*years).ranking_text("en")

    assert "Xã An Bình (u1)" in text
    assert "Xã An Bình (u2)" in text
