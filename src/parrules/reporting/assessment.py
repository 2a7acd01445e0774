"""An assessment in words: its surveys, then ranking after ranking."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from parrules.errors import Language
from parrules.reporting.grids import (
    Column,
    Grid,
    Lines,
    Report,
    Section,
    csv_text,
)
from parrules.reporting.ranking import ranking_report
from parrules.reporting.ranking_csv import number_of
from parrules.reporting.ranking_words import RankingWords, shared_names
from parrules.reporting.words import clean

Json = Mapping[str, Any]
_RIGHT: Final = "right"


def assessment_report(document: Json, language: Language) -> Report:
    """Put an assessment into words.

    Args:
        document: What `parrules.assessment.documents.assessment_document`
            returns.
        language: Of words and titles.
    """
    words = RankingWords(language)

    return Report(
        f"{words('assessment')}: {words.title(document)}",
        tuple(_head(document, words)),
        (
            *_surveys(document, words),
            *(
                section
                for each in document["rankings"]
                for section in _ranking(each, words)
            ),
        ),
    )


def _head(document: Json, words: RankingWords) -> Iterator[str]:
    if document["period"]:
        yield words("period", period=clean(document["period"]))
    before = document["last_year"]
    if before is not None:
        period = f" ({clean(before['period'])})" if before["period"] else ""
        yield f"{words('since')}: {words.title(before)}{period}"
    names = [
        f"{words.titled(each, 'name')} ({_size(each)})"
        for each in document["rankings"]
    ]
    yield f"{words('rankings')}: {', '.join(names)}"


def _size(each: Json) -> int:
    return sum(len(block["units"]) for block in each["ranking"]["blocks"])


def _surveys(document: Json, words: RankingWords) -> Iterator[Section]:
    if not document["surveys"]:
        return
    columns = (
        Column(words("column_survey")),
        Column(words("column_title")),
        Column(words("column_units"), _RIGHT),
        Column(words("column_people"), _RIGHT),
    )
    rows = tuple(
        (
            clean(each["name"]),
            words.titled(each, "questionnaire"),
            str(each["units"]),
            words("absent") if each["people"] is None else str(each["people"]),
        )
        for each in document["surveys"]
    )
    without = tuple(
        words(
            "survey_without",
            survey=clean(each["name"]),
            units=", ".join(map(clean, each["without"])),
        )
        for each in document["surveys"]
        if each["without"]
    )
    parts: tuple[Grid | Lines, ...] = (Grid(columns, rows),)
    if without:
        parts += (Lines(without, words("notes")),)
    yield Section(words("surveys"), "", parts)


def _ranking(each: Json, words: RankingWords) -> Iterator[Section]:
    """Write the blocks of a ranking, each followed by lists of its units."""
    report = ranking_report(each["ranking"], words.language)
    title = words.titled(each, "name")
    yield Section(f"— {title} —", "", (Lines(report.head),))
    own = attrs.evolve(
        words,
        decimals=each["ranking"]["ruleset"]["decimals"],
        shared=shared_names(each["ranking"]["blocks"]),
    )
    for block, section in zip(
        each["ranking"]["blocks"], report.sections, strict=True
    ):
        lists = tuple(_lost_by_unit(block, own))
        yield attrs.evolve(section, parts=(*section.parts, *lists))


def _lost_by_unit(block: Json, words: RankingWords) -> Iterator[Grid]:
    """Write of each unit the leaves in which it lost most."""
    rows = tuple(
        (
            words.unit(each),
            ", ".join(
                words(
                    "lost_in",
                    code=clean(one["code"]),
                    lost=words.amount(one["lost"]),
                )
                for one in each["lost"]
            ),
        )
        for each in block["units"]
        if each["lost"]
    )
    if rows:
        columns = (
            Column(words("column_unit")),
            Column(words("column_lost_in")),
        )
        yield Grid(columns, rows, words("lost_by_unit"), words("lost_of_unit"))


def lost_csv(document: Json, language: Language) -> str:
    """Write for spreadsheets where each unit lost most, a row for each leaf.

    Args:
        document: A ranking as JSON.
        language: Of titles; and of the signs in numbers.
    """
    words = RankingWords(language, decimals=document["ruleset"]["decimals"])
    header = (
        *("block", "unit", "name", "code", "title"),
        *("points", "maximum", "lost", "counted"),
    )
    rows = [
        (
            clean(block["name"]),
            clean(each["unit"]),
            clean(each["name"]),
            clean(one["code"]),
            words.title(one),
            number_of(one["points"], words),
            number_of(one["maximum"], words),
            number_of(one["lost"], words),
            number_of(one["counted"], words),
        )
        for block in document["blocks"]
        for each in block["units"]
        for one in each["lost"]
    ]

    return csv_text([header, *rows], words("csv_separator"))
