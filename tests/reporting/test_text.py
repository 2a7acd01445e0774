"""Plain text: what a person reads in a file, a message or on paper."""

import pathlib

import pytest

from parrules.breakdown.views import Breakdown
from parrules.errors import Language
from parrules.facts import Submission
from parrules.library import load
from parrules.reporting.html import breakdown_html
from parrules.reporting.joining import joined
from parrules.reporting.outline import outline_text
from parrules.reporting.text import breakdown_text, node_text
from reporting.samples import (
    DILIGENT,
    FOLDER,
    SMALL,
    TROUBLED,
    document,
    node,
    small,
)

SHOWN = ("1", "1.1.1", "1.1.3", "1.2", "1.3", "1.4", "T.1")
UNITS = {"diligent": DILIGENT, "troubled": TROUBLED}


def expected(name: str, language: str) -> str:
    """Return the text that was read and found right."""
    path = FOLDER / "expected" / f"{name}.{language}.txt"

    return path.read_text("utf-8")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", UNITS)
def test_a_breakdown_is_written_as_it_was_read_and_found_right(
    name: str, language: Language
) -> None:
    """Totals, every node with its reason, what is missing: all pinned."""
    text = breakdown_text(document(UNITS[name]), language)

    assert expected(name, language) == text


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", UNITS)
def test_a_node_is_written_as_it_was_read_and_found_right(
    name: str, language: Language
) -> None:
    """Entries, facts, rules and places: all pinned."""
    nodes = joined(document(UNITS[name]))
    texts = [
        node_text(
            each,
            language,
            [below for below in nodes if below["parent"] == each["code"]],
        )
        for each in nodes
        if each["code"] in SHOWN
    ]

    assert expected(f"{name}-nodes", language) == "\n".join(texts)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_outline_is_written_as_it_was_read_and_found_right(
    language: Language,
) -> None:
    """The tree, its rows and the facts: all pinned."""
    text = outline_text(small().plan, language)

    assert expected("outline", language) == text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_form_of_a_leaf_has_its_outline(language: Language) -> None:
    """Rows, formulas, conditions and what a person may pick: all pinned."""
    text = outline_text(load(FOLDER / "forms.toml").plan, language)

    assert expected("forms", language) == text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_outline_says_all_that_is_decided_elsewhere(
    language: Language,
) -> None:
    """Policies, defects, sanctions, bounds, grades, ranks: all pinned."""
    text = outline_text(load(FOLDER / "whole.toml").plan, language)

    assert expected("whole", language) == text


@pytest.mark.parametrize("width", [40, 60])
@pytest.mark.parametrize("name", ["small", "forms", "whole"])
def test_an_outline_is_as_narrow_as_the_screen(name: str, width: int) -> None:
    """No line of it wraps of its own accord."""
    plan = load(FOLDER / f"{name}.toml").plan
    lines = outline_text(plan, width=width).split("\n")

    assert [] == [line for line in lines if len(line) > width]


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_no_line_is_wider_than_eighty_columns(unit: Submission) -> None:
    """A printer and an old terminal show all of it."""
    lines = breakdown_text(document(unit)).split("\n")

    assert [] == [line for line in lines if len(line) > 80]


def test_a_long_title_does_not_move_the_points() -> None:
    """Points of all nodes stand below each other."""
    text = breakdown_text(document(DILIGENT), "en")
    long, short = (
        next(line for line in text.split("\n") if line.startswith(code))
        for code in ("1.1.3 ", "1.1.2 ")
    )

    assert short.index(" / 1") == long.index(" / 2")


def test_a_value_just_below_a_bound_does_not_look_as_if_it_reached_it() -> (
    None
):
    """99.99666… percent is written 99.997, not 100.00."""
    unit = Submission(facts={"tasks": 25000, "tasks_done": 24999})
    text = node_text(node(unit, "1.1.3"), "en")

    assert "from 50% to below 100%" in text
    assert "99.996%" in text

    unit = Submission(facts={"tasks": 30001, "tasks_done": 30000})
    text = node_text(node(unit, "1.1.3"), "en")

    assert "≈\u00a099.997%" in text


def test_vietnamese_writes_a_decimal_comma_and_english_a_point() -> None:
    """Each reader meets the numbers of home."""
    vi, en = (
        breakdown_text(document(DILIGENT), language)
        for language in ("vi", "en")
    )

    assert "6,71 / 10" in vi
    assert "6.71 / 10" in en


def test_a_reconstruction_says_that_it_is_one() -> None:
    """Nobody takes it for the official text."""
    assert "BẢN DỰNG LẠI" in breakdown_text(document(DILIGENT))
    assert "RECONSTRUCTION" in breakdown_text(document(DILIGENT), "en")


def test_a_name_cannot_move_the_cursor_or_turn_the_text() -> None:
    """Control characters of a submission are not passed on."""
    unit = Submission(
        facts={}, unit={"name": "A\x1b[2JB\u202eC\nD"}, period="\x07x"
    )
    text = breakdown_text(document(unit))

    assert "A[2JBC D" in text
    assert not {"\x1b", "\u202e", "\x07"} & set(text)


def test_a_grade_says_what_lowered_it() -> None:
    """The ceiling and the sanction behind it stand under the grade."""
    text = breakdown_text(document(TROUBLED), "en")

    assert "no higher than “Fair”" in text
    assert "because of P.2 Discipline" in text


def test_an_amount_that_was_rescaled_says_so() -> None:
    """What was made up for excluded criteria stands below the base."""
    unit = Submission(
        facts={
            **DILIGENT.facts,
            "survey_held": False,
        }
    )
    text = breakdown_text(document(unit), "en")

    assert "of which made up for what is not applicable" in text
    assert f"  Survey{'channel not held, left out':>72}\n" in text


def test_where_nothing_applies_there_is_no_total() -> None:
    """It is said in words, not shown as 0."""
    written = document(DILIGENT)
    written |= {"total": None, "base": None, "grade": None, "channels": []}

    assert "no total: nothing is applicable" in breakdown_text(written, "en")


def test_what_a_ruleset_does_not_have_is_not_shown() -> None:
    """No channels, grades, bonus or source: no empty headings for them."""
    breakdown = load(FOLDER / "forms.toml").evaluate(
        {"kind": "b", "1.1": "none", "1.5": 1}
    )
    text = breakdown.text("en")
    words = ("Bonus", "Penalty", "GRADE", "By channel", "Source", "Still")

    assert not [word for word in words if word in text]
    assert "Source" not in breakdown.explain("1.1", "en")
    assert "GRADE" not in breakdown_html(breakdown.to_dict(), "en")


def test_nothing_taken_has_no_sign() -> None:
    """A penalty of zero is not less than zero."""
    unit = Submission(facts={"late": 0})

    assert "−0" not in breakdown_text(document(unit))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", UNITS)
def test_a_breakdown_explains_a_node_as_it_was_read_and_found_right(
    name: str, language: Language
) -> None:
    """With what is below it, as the command line does."""
    stored = Breakdown.from_dict(document(UNITS[name]))
    texts = [stored.explain(code, language) for code in SHOWN]

    assert expected(f"{name}-nodes", language) == "\n".join(texts)


def test_rows_are_told_by_file_and_line_where_there_is_a_file() -> None:
    """What is read back has none, and tells the place in the ruleset."""
    breakdown = small().evaluate(DILIGENT)
    line = 1 + next(
        index
        for index, text in enumerate(SMALL.read_text("utf-8").split("\n"))
        if text.startswith('"1.4"')
    )
    text = "".join(breakdown.explain("1.4", "en", width=999).split("\n"))
    stored = Breakdown.from_dict(breakdown.to_dict())

    assert f"Rule: 1.4#judged — {SMALL}:{line}" in text
    assert 'Place in the ruleset: criteria."1.4"' in stored.explain(
        "1.4", "en"
    )


def test_a_node_that_is_not_there_is_not_explained() -> None:
    """A slip in a code is an error like that of any mapping."""
    with pytest.raises(KeyError):
        small().evaluate(DILIGENT).explain("1.1.11")


def test_a_rule_without_a_place_is_named_all_the_same() -> None:
    """What the library itself adds may stand nowhere in the ruleset."""
    written = node(DILIGENT, "1.4")
    written["entries"][0]["place"] = None

    assert "Rule: 1.4#judged\n" in node_text(written, "en")


ACKNOWLEDGED = """\
language = 1
[ruleset]
id = "x"
edition = "1"
status = "template"
title = "x"
source = "x"
maximum = 10
known = { PAR405 = "no titles", PAR202 = "printed so" }
[criteria]
"1" = { maximum = 9, title = "a", known = { PAR201 = "8 of 9 are printed" } }
"1.1" = { maximum = 5, judged = { step = 1 } }
"1.2" = { maximum = 3, title = "c", judged = { step = 1 } }
[[example]]
name = "a"
expect.complete = false
"""


@pytest.mark.parametrize(
    ("code", "language", "told"),
    [
        (
            "1.1",
            "en",
            (
                "Acknowledged defect PAR405: no titles\n"
                "Acknowledged defect PAR201 of 1: 8 of 9 are printed\n"
            ),
        ),
        (
            "1.2",
            "vi",
            (
                "Chỗ vướng của văn bản ở mục 1, đã ghi nhận PAR201: "
                "8 of 9 are printed\n"
            ),
        ),
        ("1", "en", "Acknowledged defect PAR201: 8 of 9 are printed\n"),
    ],
)
def test_defects_that_are_acknowledged_of_a_row_or_above_it_are_told(
    code: str, language: Language, told: str, tmp_path: pathlib.Path
) -> None:
    """What the file acknowledges is told of rows that have the defect."""
    path = tmp_path / "x.toml"
    path.write_text(ACKNOWLEDGED, "utf-8")
    breakdown = load(path).evaluate({})
    *_, text, source = breakdown.explain(code, language).split("\n\n")

    assert source in ("Source: x\n", "Căn cứ: x\n")
    assert told == f"{text}\n"
