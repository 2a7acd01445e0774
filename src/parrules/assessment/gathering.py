"""What an assessment names → rulesets, surveys and units that were read."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import attrs

from parrules.assessment.model import RankingFiles, SurveyFiles
from parrules.assessment.sources import (
    Inputs,
    Source,
    load_source,
    unfit,
)
from parrules.cohort.ranks import Cohort
from parrules.errors import Document, Problem, ProblemsError
from parrules.facts import Submission
from parrules.loading.units import read_units
from parrules.ruleset import Ruleset
from parrules.survey.library import load_questionnaire
from parrules.survey.model import Questionnaire
from parrules.survey.reading import read_answers
from parrules.survey.result import Survey
from parrules.survey.running import run_survey
from parrules.survey.tallying import read_frame

_Result = TypeVar("_Result")


@attrs.define
class Gathering:
    """Reads files, each source once, and keeps what is wrong with them.

    Attributes:
        intervals: Whether surveys say how sure they are.
        problems: In the order of reading.
    """

    intervals: bool
    problems: list[Problem] = attrs.field(factory=list)
    _sources: dict[str, Source | None] = attrs.field(factory=dict)

    def tried(self, call: Callable[[], _Result]) -> _Result | None:
        """Return what *call* returns; else keep what is wrong."""
        try:
            return call()
        except ProblemsError as error:
            self.problems.extend(error.problems)

        return None

    def source(self, name: str) -> Source | None:
        """Return what is called *name* and ranks units, if it is sound."""
        if name not in self._sources:
            self._sources[name] = self.tried(lambda: load_source(name))

        return self._sources[name]

    def is_fit(
        self, files: RankingFiles, source: Source, document: Document
    ) -> bool:
        """Tell whether a ranking names only what *source* has a use for."""
        inputs = Inputs(
            facts=files.facts, earlier=files.earlier, frame=files.frame
        )
        problems = [
            attrs.evolve(
                each, path=(*files.path, *each.path), document=document
            )
            for each in unfit(source, inputs, surveys=files.surveys)
        ]
        self.problems.extend(problems)

        return not problems

    def cohort(self, source: Source, inputs: Inputs) -> Cohort | None:
        """Rank the units of an index or of a questionnaire."""
        found = self.tried(lambda: source.cohort(inputs))
        if found is not None:
            self.problems.extend(found.problems)

        return found

    def survey(self, files: SurveyFiles) -> Survey | None:
        """Count a survey."""
        form = self.tried(lambda: _form(files))
        frame = None
        if files.frame is not None:
            path = files.frame
            frame = self.tried(lambda: read_frame(path))
            if frame is None:
                return None
        if form is None:
            return None
        answers = self.tried(lambda: read_answers(files.answers, form))
        if answers is None:
            return None

        return self.tried(
            lambda: run_survey(form, answers, frame, intervals=self.intervals)
        )

    def units(
        self,
        files: RankingFiles,
        ruleset: Ruleset | None,
        given: Iterable[str],
    ) -> tuple[Submission, ...] | None:
        """Read the facts of all units.

        Args:
            files: Name them.
            ruleset: Where they cannot be read, what is wrong by it is told,
                too.
            given: Facts that surveys give, which nobody has to hand in.
        """
        try:
            return read_units(files.facts)
        except ProblemsError as error:
            problems = error.problems
        try:
            read_units(files.facts, ruleset)
        except ProblemsError as error:
            problems = error.problems
        known = frozenset(given)
        self.problems.extend(
            each
            for each in problems
            if each.code != "PAR306" or each.arguments["name"] not in known
        )

        return None


def _form(files: SurveyFiles) -> Questionnaire:
    """Return the questionnaire, of the units that the survey says."""
    form = load_questionnaire(files.questionnaire)
    if files.unit is None:
        return form
    sample = attrs.evolve(form.sample, unit=files.unit)

    return attrs.evolve(form, sample=sample)


def once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield *problems*, of a column that nobody knows only the first."""
    told: set[tuple[str, str]] = set()
    for each in problems:
        document = each.document
        place = document.locate(each.path).file if document else ""
        column = (place, each.arguments.get("name", ""))
        if each.code != "PAR301" or column not in told:
            yield each
        if each.code == "PAR301":
            told.add(column)
