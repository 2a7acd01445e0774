"""The sheet: words for everything that the document of a unit may hold."""

import copy
import datetime
from typing import Any

import attrs
import pytest

from parrules.facts import Submission
from parrules.library import load
from parrules.reporting.outline import outline_text
from parrules.reporting.reasons import measured, reasons_of
from parrules.reporting.sheet import sheet_of
from parrules.reporting.words import Words, clean
from reporting.samples import DILIGENT, FOLDER, TROUBLED, document, node

EN = Words("en")


def reason(
    tree: str = "criteria", label: str | None = None, **changes: object
) -> str:
    """Return what is said of one entry of criterion 9."""
    entry: dict[str, Any] = {
        "rule": "9#2",
        "label_vi": None,
        "label_en": label,
        "amount": "1",
        "count": None,
        "facts": [],
        "source": None,
        "grades": False,
        "place": None,
    }
    written = {
        "code": "9",
        "tree": tree,
        "maximum": "1",
        "title_vi": None,
        "title_en": "Nine",
        "measure": None,
        "entries": [{**entry, **changes}],
    }

    return reasons_of(written, EN)[0].text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("2", "row 2"),
        ("late", "row late"),
        ("otherwise", "all other cases"),
        ("judged", "points given by a person"),
        ("base", "starting from the maximum"),
        ("sum", "what is below, added up"),
        ("award.2", "item 2"),
        ("deduction.1", "deduction 1"),
        ("none", "no row of the table fits: 0 points"),
        ("if_none", "nothing to count (0 of 0)"),
        ("not_applicable", "not applicable"),
        ("knock_out", "knocked out: 0 points"),
        ("not_held", "the channel was not held, this is left out"),
        ("unevidenced", "no document: 0 points"),
        ("cap", "what exceeds the maximum does not count"),
        ("floor", "nothing below 0"),
        ("when", "this has happened"),
    ],
)
def test_a_rule_without_a_label_is_said_in_words(
    kind: str, words: str
) -> None:
    """Nobody has to know what a rule id means."""
    assert words == reason(rule=f"9#{kind}")


def test_a_label_says_what_happened() -> None:
    """The words of the ruleset come first."""
    assert "In time" == reason(label="In time")
    assert "not applicable (None came in)" == reason(
        rule="9#not_applicable", label="None came in"
    )
    assert "this has happened" == reason(rule="9#when", label="Nine")


def test_missing_facts_of_a_penalty_take_the_most() -> None:
    """Why points are lost without any fact is said."""
    assert "cannot be scored: facts are missing" == reason(
        rule="9#missing", amount="0"
    )
    assert "facts are missing, so the most is taken" == reason(
        rule="9#missing"
    )


def test_an_entry_may_name_a_node() -> None:
    """Documents of older versions list what an inner node adds up."""
    assert "9.1 Below" == reason(rule="9.1", label="Below")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("100/3", "≈\u00a033.33"),
        ("200/3", "≈\u00a066.67"),
        ("275/3", "≈\u00a091.67"),
        ("-1/3", "≈\u00a0−0.33"),
        ("1/600", "≈\u00a00.002"),
        ("299999/3000", "≈\u00a099.9997"),
        ("300001/3000", "≈\u00a0100.0003"),
        ("92.5", "92.5"),
        ("-92.5", "−92.5"),
        (None, ""),
    ],
)
def test_a_measure_that_has_no_end_is_rounded_half_up(
    value: str | None, shown: str
) -> None:
    """To two decimals, or as many as keep it from looking whole."""
    written = {"measure": {"dimension": "number", "value": value}}

    assert shown == measured(written, EN)


def test_only_what_is_a_percentage_gets_the_sign() -> None:
    """A count is no percentage."""
    percent = {"measure": {"dimension": "percent", "value": "50"}}
    count = {"measure": {"dimension": "count", "value": "50"}}

    assert ("50%", "50") == (measured(percent, EN), measured(count, EN))


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (True, "có", "yes"),
        (False, "không", "no"),
        (12, "12", "12"),
        ("1.5", "1,5", "1.5"),
        ("2024-02-01", "01/02/2024", "2024-02-01"),
        ("never", "không có", "never"),
        ([], "không có mục nào", "none"),
        ({"bad": 1, "good": 6}, "bad 1, good 6", "bad 1, good 6"),
        ({}, "", ""),
        (["1.1", "1.2"], "1.1; 1.2", "1.1; 1.2"),
        ("partial", "partial", "partial"),
    ],
)
def test_a_value_is_written_as_people_write_it(
    value: object, vi: str, en: str
) -> None:
    """Flags, dates and decimals are those of the language."""
    assert vi == Words("vi").value(value)
    assert en == EN.value(value)


def test_clean_text_is_one_line_of_what_can_be_seen() -> None:
    """Whatever moves the cursor or cannot be encoded is dropped."""
    assert "a b c" == clean("a\tb\nc\x00\u200b\ud800")


def test_tones_tell_what_each_node_came_to() -> None:
    """Colours and signs depend on nothing else."""
    tones = {
        item.code: item.tone
        for item in sheet_of(document(TROUBLED), "en").items
    }

    assert {
        "1": "none",
        "1.1": "none",
        "1.1.1": "none",
        "1.1.2": "gap",
        "1.1.3": "out",
        "1.2": "none",
        "1.3": "gap",
        "1.4": "none",
        "2": "out",
        "2.1": "out",
        "T": "part",
        "T.1": "part",
        "P": "none",
        "P.1": "none",
        "P.2": "none",
    } == tones
    assert "full" in {
        item.tone for item in sheet_of(document(DILIGENT), "en").items
    }


def test_what_decides_the_grade_says_so() -> None:
    """Whoever reads a row of no points learns what it does."""
    text = reason(rule="9#when", grades=True)

    assert "this has happened; this bears on the grade" == text


def test_what_did_not_happen_says_so() -> None:
    """No table is spoken of where nothing is there to fit."""
    assert "has not happened, so nothing is taken" == reason(
        "penalty", rule="9#none", amount="0"
    )
    assert "nothing earns a bonus" == reason(
        "bonus", rule="9#none", amount="0"
    )


def test_what_counts_says_how_often() -> None:
    """As a product, with its limit; or that it is not known."""
    count = {"each": "3", "per": "0.5", "at_most": None}
    label = "each late report"

    assert "each late report: 3 × 0.5" == reason(label=label, count=count)
    assert "each late report: 3 × 0.5, at most 1" == reason(
        label=label, count={**count, "at_most": "1"}
    )
    assert (
        "each late report (how often is unknown, so the worst is assumed)"
        == reason(label=label, count={**count, "each": None})
    )


def test_a_derived_percent_is_written_as_one() -> None:
    """As a decimal, with its sign and the mark of what has no end."""
    fact: dict[str, Any] = {
        "name": "rate",
        "title_vi": None,
        "title_en": "Rate",
        "options_vi": {},
        "options_en": {},
        "value": "200/3",
        "dimension": "percent",
        "origin": "derived",
        "evidence": [],
        "unevidenced": False,
    }
    written = node(DILIGENT, "1.1.1")
    written["entries"][0]["facts"] = [fact]

    assert "Rate: ≈\u00a066.67% (derived)" == str(
        reasons_of(written, EN)[0].facts[0]
    )


def test_what_was_given_without_its_document_is_not_called_not_given() -> None:
    """S3.7: it counts as missing, and an auditor sees that it was said."""
    fact: dict[str, Any] = {
        "name": "rate",
        "title_vi": None,
        "title_en": "Rate",
        "options_vi": {},
        "options_en": {},
        "value": None,
        "dimension": "percent",
        "origin": "missing",
        "evidence": [],
        "unevidenced": True,
    }
    written = node(DILIGENT, "1.1.1")
    written["entries"][0]["facts"] = [fact]

    assert "Rate: given, and not counted" == str(
        reasons_of(written, EN)[0].facts[0]
    )


def test_what_never_happened_asks_for_no_document() -> None:
    """There can be none; a fact that was given otherwise asks for it."""
    written = document(TROUBLED)
    written["facts"]["values"]["issued"] = "never"

    assert ["issued"] == written["unevidenced"]
    assert () == sheet_of(written, "en").unproven


def test_what_is_missing_is_listed_with_what_it_needs() -> None:
    """A clerk can work through the list."""
    gaps = sheet_of(document(TROUBLED), "en").gaps

    assert [
        ("1.1.2", ()),
        ("1.3", ("Share of people reached",)),
    ] == [(gap.code, gap.needs) for gap in gaps]


def test_each_document_that_is_absent_is_listed_once() -> None:
    """However many criteria read the fact."""
    assert ("Day on which the plan was issued",) == sheet_of(
        document(TROUBLED), "en"
    ).unproven


def test_what_was_decided_against_the_unit_is_a_warning_of_its_own() -> None:
    """A breakdown may be incomplete although no leaf is."""
    written = document(DILIGENT) | {"complete": False}

    assert ("something unknown was decided against the unit",) == sheet_of(
        written, "en"
    ).warnings


def test_a_title_in_the_other_language_is_better_than_none() -> None:
    """Most rulesets have Vietnamese titles only."""
    written = copy.deepcopy(document(DILIGENT))
    written["nodes"][0].update(title_vi="Điều hành", title_en=None)

    assert "Điều hành" == sheet_of(written, "en").items[0].title


def test_a_grade_says_everything_that_made_it() -> None:
    """Reached, ceiling, drops, reasons, and what publication would give."""
    written = document(DILIGENT)
    written["grade"] = {
        "id": "weak",
        "title_vi": None,
        "title_en": None,
        "rule": "grade:weak",
        "reached": {"id": "good", "title_vi": "Tốt", "title_en": "Good"},
        "ceiling": {"id": "fair", "title_vi": "Khá", "title_en": None},
        "drops": 1,
        "because": ["P.2#when", "x#when"],
        "by_published_total": {
            "id": "best",
            "title_vi": None,
            "title_en": None,
        },
    }
    sheet = sheet_of(written, "en")

    assert "weak" == sheet.grade
    assert (
        "total and conditions alone would reach “Good”",
        "no higher than “Khá”",
        "lowered by 1",
        "because of P.2 Discipline; x",
        (
            "the published total, being rounded, would reach “best”; "
            "the grade goes by the exact total"
        ),
    ) == sheet.grade_notes


def test_unit_period_and_stage_head_the_sheet() -> None:
    """Who, when, and how far the matter has come."""
    assert (
        ("Unit", "Thành phố Cẩm Phả (CP)"),
        ("Block", "thành phố"),
        ("Period", "2024"),
        ("Stage", "first verification"),
    ) == sheet_of(document(DILIGENT), "en").unit
    unit = Submission(facts={}, unit={"id": "CP", "tier": "3"})
    assert (("Unit", "CP"), ("tier", "3")) == sheet_of(
        document(unit), "en"
    ).unit


def test_an_answer_to_another_criterion_says_which() -> None:
    """Rules may read what a person said elsewhere."""
    written = node(DILIGENT, "1.1.1")
    written["entries"][0]["facts"] = [
        {
            "name": "1.1.2",
            "title_vi": None,
            "title_en": None,
            "value": "no",
            "origin": "given",
            "evidence": [],
            "unevidenced": False,
        }
    ]

    assert "Answer to 1.1.2: no" == str(reasons_of(written, EN)[0].facts[0])


def test_what_a_person_picked_may_be_called_like_a_rule() -> None:
    """Choices may be called ``none`` or ``sum``."""
    answer: dict[str, Any] = {
        "name": "9",
        "title_vi": None,
        "title_en": None,
        "value": "none",
        "dimension": None,
        "origin": "given",
        "evidence": [],
        "unevidenced": False,
    }

    assert "A person answered: none" == reason(rule="9#none", facts=[answer])
    assert "A person answered: Nothing done" == reason(
        rule="9#none", facts=[answer], label="Nothing done"
    )


def test_what_a_person_picked_is_called_by_its_label_in_every_entry() -> None:
    """Another entry that reads the answer does not show its id."""
    answer: dict[str, Any] = {
        "name": "1.1.2",
        "title_vi": None,
        "title_en": None,
        "value": "half",
        "dimension": None,
        "origin": "given",
        "evidence": ["KH-15"],
        "unevidenced": False,
    }
    written = node(DILIGENT, "1.1.2")
    entry = {**written["entries"][0], "facts": [answer]}
    written["entries"] = [
        {**entry, "rule": "1.1.2#deduction.1", "label_en": "Late"},
        {**entry, "rule": "1.1.2#half", "label_en": "In part"},
    ]
    late, half = reasons_of(written, EN)

    assert ("Late", "A person answered: In part [KH-15]") == (
        late.text,
        str(late.facts[0]),
    )
    assert ("A person answered: In part [KH-15]", ()) == (
        half.text,
        half.facts,
    )


def test_a_label_of_a_named_answer_is_what_reports_say() -> None:
    """The id is for files, the label for people."""
    ruleset = load(FOLDER / "forms.toml")
    breakdown = ruleset.evaluate({"kind": "b", "1.6": "half"})

    assert "A person answered: In part" in breakdown.text("en")
    assert "Người chấm trả lời: Một phần" in breakdown.explain("1.6")
    assert "half — In part → 1" in outline_text(ruleset.plan, "en")


def test_each_document_is_listed_with_what_it_supports() -> None:
    """Whatever of it was handed in."""
    documents = sheet_of(document(DILIGENT), "en").documents
    written = document(DILIGENT)
    written["evidence"] = [{"for": ["issued"]}]
    del written["facts"]["titles_vi"]["issued"]
    del written["facts"]["titles_en"]["issued"]
    plan = "Day on which the plan was issued"
    named = f"({plan}; criterion 1.1.2 Complete)"

    assert (f"KH-15, 15/KH-UBND, 2024-02-01, page 3 {named}",) == documents
    assert ("(issued)",) == sheet_of(written, "en").documents


def test_a_total_that_was_bounded_says_so() -> None:
    """The sum adds up for whoever reads it from top to bottom."""
    facts = {
        **DILIGENT.facts,
        "issued": datetime.date(2024, 1, 20),
        "late": 0,
        "tasks_done": 3,
        "spread": 100,
    }
    unit = attrs.evolve(DILIGENT, facts=facts)
    sums = sheet_of(document(unit), "en").sums

    assert (
        ("Points of the criteria", "9.71"),
        ("Bonus", "+1.00"),
        ("Penalty", "0.00"),
        ("what exceeds the highest total does not count", "−0.71"),
    ) == tuple((each.label, each.amount) for each in sums)
