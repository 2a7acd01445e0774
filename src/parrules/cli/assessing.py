"""``rank`` of an assessment: one file names all surveys, facts and years."""

import contextlib
import gc
import pathlib
import sys
from collections.abc import Iterator

import attrs

from parrules.assessment.assessing import assess
from parrules.assessment.documents import assessment_document
from parrules.assessment.loading import load_assessment
from parrules.assessment.model import Assessment
from parrules.assessment.results import AssessmentResult
from parrules.cli.output import columns, json_text, patience
from parrules.cli.words import CommandWords
from parrules.errors import Problem
from parrules.reporting.assessment import (
    Json,
    assessment_report,
    lost_csv,
)
from parrules.reporting.grids import report_html, report_text
from parrules.reporting.ranking import ranking_report
from parrules.reporting.ranking_csv import ranking_csv
from parrules.survey.handing import file_names

_LOST = "-lost"
_BOM = "\ufeff"
"""By this mark spreadsheets know that a file is UTF-8."""


@attrs.frozen(kw_only=True)
class Assessed:
    """An assessment, and what is written of it."""

    result: AssessmentResult
    document: Json

    def text(self, form: str, words: CommandWords) -> str:
        """Return all of it in one *form*: ``text``, ``json`` or ``html``."""
        if form == "json":
            return json_text(self.document, sys.stdout) + "\n"
        report = assessment_report(self.document, words.language)
        if form == "html":
            return report_html(report, words.language)

        return report_text(report, columns() or 80)

    def files(self, words: CommandWords) -> Iterator[tuple[str, str]]:
        """Yield names and texts of a folder that holds all of it."""
        language = words.language
        # Programs need no indents, and those take seconds to write.
        yield "assessment.json", json_text(self.document, indent=None) + "\n"
        rankings = self.document["rankings"]
        stems = _stems(tuple(each["name"] for each in rankings))
        for each, stem in zip(rankings, stems, strict=True):
            ranking = each["ranking"]
            report = ranking_report(ranking, language)
            yield f"{stem}.html", report_html(report, language)
            yield f"{stem}.csv", _BOM + ranking_csv(ranking, language)
            yield f"{stem}{_LOST}.csv", _BOM + lost_csv(ranking, language)

    def problems(self) -> tuple[Problem, ...]:
        """Return what published figures contradict, of all rankings."""
        return tuple(
            problem
            for each in self.result.rankings.values()
            for problem in each.doubts
        )


def _stems(names: tuple[str, ...]) -> Iterator[str]:
    """Yield how files of each ranking begin, so that none has two."""
    files = file_names(names)
    taken: set[str] = set()
    for name in names:
        stem = files[name].removesuffix(".toml")
        while not taken.isdisjoint(
            {stem.casefold(), f"{stem}{_LOST}".casefold()}
        ):
            stem += "-2"
        taken |= {stem.casefold(), f"{stem}{_LOST}".casefold()}
        yield stem


def assessed(
    assessment: Assessment, words: CommandWords, engine: str
) -> Assessed:
    """Carry an assessment out.

    Raises:
        AssessmentError: Everything that is wrong with any of its files.
    """
    with patience(words("scoring")), _uncollected():
        result = assess(assessment, engine=engine, language=words.language)

        return Assessed(result=result, document=assessment_document(result))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no circles among what is made: there are none to speak of."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()


def read(name: str, words: CommandWords) -> Assessment:
    """Read the file of an assessment.

    Raises:
        AssessmentError: Everything that is wrong with it.
    """
    with patience(words("loading", name=name)):
        return load_assessment(name)


def is_folder(output: str) -> bool:
    """Tell whether *output* is meant as a folder: it has no ending."""
    path = pathlib.Path(output)

    return path.is_dir() or not path.suffix
