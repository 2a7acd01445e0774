"""``rank`` and ``compare``: many units, one year or two."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from parrules.assessment.sources import (
    Inputs,
    Source,
    load_older_source,
    load_source,
    read_twice,
)
from parrules.cli.answering import Answer
from parrules.cli.output import (
    columns,
    json_text,
    patience,
)
from parrules.cli.units import require_unit
from parrules.cli.words import CommandWords
from parrules.cohort.comparing import Comparison, compare
from parrules.cohort.documents import comparison_document, ranking_document
from parrules.cohort.doubting import doubts
from parrules.cohort.published import Publication
from parrules.cohort.ranks import Cohort
from parrules.cohort.verifying import verify
from parrules.errors import Problem
from parrules.loading.document import in_file_order
from parrules.loading.published import read_published
from parrules.reporting.comparison import comparison_report
from parrules.reporting.grids import Report, report_html, report_text
from parrules.reporting.ranking import ranking_report
from parrules.reporting.ranking_csv import comparison_csv, ranking_csv

Json = dict[str, Any]


@attrs.frozen(kw_only=True)
class RankWanted:
    """What is wanted of ``rank`` and ``compare``.

    Attributes:
        format: ``text``, ``json``, ``csv`` or ``html``.
        older: The ruleset of last year, where it is another edition.
        earlier: Tables of earlier years, for an index.
        frame: Whom a sample stands for, for a questionnaire.
        period: Of this year's facts, where they do not say it.
        unit: Of which ``compare`` shows every node.
    """

    format: str = "text"
    block_by: str | None = None
    last_year: tuple[str, ...] = ()
    older: str | None = None
    published: str | None = None
    earlier: tuple[str, ...] = ()
    frame: str | None = None
    period: str = ""
    unit: str | None = None
    engine: str = "compiled"


def inputs(names: Sequence[str], wanted: RankWanted) -> tuple[str, ...]:
    """Return all files that are read, so that none is written over."""
    named = (wanted.older, wanted.published, wanted.frame)
    tables = (*wanted.last_year, *wanted.earlier)

    return (*names, *tables, *(each for each in named if each))


def ranked(
    ruleset: str, facts: Sequence[str], words: CommandWords, wanted: RankWanted
) -> Answer:
    """Rank units, and compare them with last year if that is wanted.

    Raises:
        RulesetError: A ruleset cannot be used, or says too little of what
            changed.
        FactError: Facts or published figures cannot be used.
    """
    newer = _loaded(ruleset, words)
    published = _published(wanted)
    cohort = _cohort(newer, facts, words, wanted)
    comparison = None
    if wanted.last_year:
        comparison = _compared(ruleset, newer, cohort, words, wanted)
    document = ranking_document(cohort, comparison)
    problems = (
        *read_twice(facts, wanted.last_year),
        *_problems(published, cohort, comparison),
    )

    return Answer(
        _written(
            document,
            words,
            wanted,
            lambda: ranking_report(document, words.language),
            lambda: ranking_csv(document, words.language),
        ),
        problems,
    )


def compared(
    ruleset: str,
    before: str,
    after: str,
    words: CommandWords,
    wanted: RankWanted,
) -> Answer:
    """Compare two years, node by node.

    Raises:
        RulesetError: As `ranked` raises it.
        FactError: As `ranked` raises it.
    """
    newer = _loaded(ruleset, words)
    published = _published(wanted)
    wanted = attrs.evolve(wanted, last_year=(before,))
    cohort = _cohort(newer, [after], words, wanted)
    comparison = _compared(ruleset, newer, cohort, words, wanted)
    document = comparison_document(comparison)
    require_unit(
        wanted.unit,
        {
            unit[key]
            for block in document["blocks"]
            for unit in block["units"]
            for key in ("unit", "name")
        },
    )
    problems = (
        *read_twice((after,), (before,)),
        *_problems(published, cohort, comparison),
    )

    return Answer(
        _written(
            document,
            words,
            wanted,
            lambda: comparison_report(document, words.language, wanted.unit),
            lambda: comparison_csv(document, words.language),
        ),
        problems,
    )


def doubted(words: CommandWords, wanted: RankWanted) -> Answer:
    """Look at published figures alone.

    Raises:
        FactError: The file cannot be read.
    """
    published = _published(wanted)
    problems = doubts(published)
    wrong = sum(each.severity == "error" for each in problems)
    count = {"count": len(published), "problems": wrong}

    return Answer(words("published_checked", **count) + "\n", problems)


def _published(wanted: RankWanted) -> tuple[Publication, ...]:
    return read_published(wanted.published) if wanted.published else ()


def _problems(
    published: tuple[Publication, ...],
    cohort: Cohort,
    comparison: Comparison | None,
) -> tuple[Problem, ...]:
    """Return warnings of both years, and what published figures contradict."""
    earlier: Sequence[Problem] = ()
    if comparison is not None:
        before = comparison.earlier.problems
        earlier = [
            *(each for each in before if each not in cohort.problems),
            *comparison.problems,
        ]
    stated = in_file_order(
        (
            *doubts(published, cohort.scheme),
            *verify(published, cohort, comparison),
        )
    )

    return (*cohort.problems, *earlier, *stated)


def _loaded(name: str, words: CommandWords) -> Source:
    with patience(words("loading", name=name)):
        return load_source(name)


def _cohort(
    source: Source,
    paths: Sequence[str],
    words: CommandWords,
    wanted: RankWanted,
    *,
    is_last_year: bool = False,
) -> Cohort:
    with patience(words("scoring")):
        return source.cohort(
            Inputs(
                facts=tuple(paths),
                earlier=wanted.earlier,
                others=wanted.last_year,
                frame=wanted.frame,
                is_last_year=is_last_year,
                period="" if is_last_year else wanted.period,
                block_by=wanted.block_by,
                engine=wanted.engine,
            )
        )


def _compared(
    name: str,
    newer: Source,
    cohort: Cohort,
    words: CommandWords,
    wanted: RankWanted,
) -> Comparison:
    """Score last year by its own edition, and compare."""
    older = (
        _loaded(wanted.older, words)
        if wanted.older
        else load_older_source(name, newer)
    )
    ranking = newer.framework.ranking
    if older.framework.ranking is None and ranking and wanted.block_by is None:
        # What was not ranked last year is ranked in the blocks of this one.
        wanted = attrs.evolve(wanted, block_by=ranking.within)
    # Of what is known beside last year, only what came before it counts.
    others = attrs.evolve(wanted, earlier=(), last_year=wanted.earlier)
    before = _cohort(older, wanted.last_year, words, others, is_last_year=True)

    return compare(before, cohort)


def _written(
    document: Json,
    words: CommandWords,
    wanted: RankWanted,
    report: Callable[[], Report],
    table: Callable[[], str],
) -> str:
    if wanted.format == "json":
        return json_text(document, sys.stdout) + "\n"
    if wanted.format == "csv":
        return table()
    if wanted.format == "html":
        return report_html(report(), words.language)

    return report_text(report(), columns() or 80)
