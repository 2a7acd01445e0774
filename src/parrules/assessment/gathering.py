"""What an assessment names → rulesets, surveys and units that were read."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import attrs

from parrules.assessment.model import RankingFiles, SurveyFiles
from parrules.errors import Problem, ProblemsError
from parrules.facts import Submission
from parrules.library import load
from parrules.loading.units import read_units
from parrules.ruleset import Ruleset
from parrules.survey.library import load_questionnaire
from parrules.survey.model import Questionnaire
from parrules.survey.reading import read_answers
from parrules.survey.result import Survey, run_survey
from parrules.survey.tallying import read_frame

_Result = TypeVar("_Result")


@attrs.define
class Gathering:
    """Reads files, each ruleset once, and keeps what is wrong with them.

    Attributes:
        intervals: Whether surveys say how sure they are.
        problems: In the order of reading.
    """

    intervals: bool
    problems: list[Problem] = attrs.field(factory=list)
    _rulesets: dict[str, Ruleset | None] = attrs.field(factory=dict)

    def tried(self, call: Callable[[], _Result]) -> _Result | None:
        """Return what *call* returns; else keep what is wrong."""
        try:
            return call()
        except ProblemsError as error:
            self.problems.extend(error.problems)

        return None

    def ruleset(self, name: str) -> Ruleset | None:
        """Return the ruleset called *name*, if it can be used."""
        if name not in self._rulesets:
            self._rulesets[name] = self.tried(lambda: load(name))

        return self._rulesets[name]

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
