"""A survey that was counted: estimates, response, and what to beware of."""

from collections.abc import Mapping

import attrs

from parrules.errors import Problem
from parrules.survey.counts import Tallies
from parrules.survey.estimates import Estimate
from parrules.survey.model import INDEX, Questionnaire
from parrules.usage import no_such


@attrs.frozen(kw_only=True)
class Response:
    """Who answered, of a unit or of one stratum of it.

    Attributes:
        population, selected, people: How many there are, were chosen, sent
            a form back; `None` where nobody can tell.
    """

    population: int | None = None
    selected: int | None = None
    people: int | None = None


@attrs.frozen(kw_only=True)
class QuestionResponse:
    """What became of one question.

    Attributes:
        valid, unknown, stray: Answers that are levels, that are none, and
            those of people who were not asked.
        blank: Who was asked and did not answer; `None` where nobody can
            tell.
    """

    question: str
    valid: int
    unknown: int
    blank: int | None
    stray: int

    @property
    def asked(self) -> int | None:
        """Return how many were asked."""
        if self.blank is None:
            return None

        return self.valid + self.unknown + self.blank


@attrs.frozen(kw_only=True)
class UnitSurvey:
    """What a survey says of one unit.

    Attributes:
        unit: Its name in the table; empty where the survey has one unit.
        parts: Estimates by code, the index first.
        questions: Estimates by question.
        response: Of the whole sample.
        strata: Of each stratum, by name; empty without strata.
        items: What became of each question, in file order.
        required: How many have to answer; `None` without population or e.
        problems: Warnings.
    """

    unit: str
    parts: Mapping[str, Estimate]
    questions: Mapping[str, Estimate]
    response: Response
    strata: Mapping[str, Response] = attrs.field(factory=dict)
    items: tuple[QuestionResponse, ...] = ()
    required: int | None = None
    is_stratified: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def is_unweighed(self) -> bool:
        """Tell whether there are strata that count by their answers."""
        return bool(self.strata) and not self.is_stratified

    @property
    def index(self) -> Estimate:
        """Return the estimate of the whole."""
        return self.parts[INDEX]

    def estimate(self, of: str) -> Estimate:
        """Return the estimate of a part by code, or of a question.

        Raises:
            UsageError: PAR922, there is neither; it is a `KeyError`, too.
        """
        if of not in self.parts and of not in self.questions:
            raise no_such(of, "parts", (*self.parts, *self.questions))
        return self.parts[of] if of in self.parts else self.questions[of]


@attrs.frozen(kw_only=True)
class Survey:
    """What a survey says of its units.

    Attributes:
        units: By name, sorted; of a survey without units, one called "".
        problems: Warnings about the whole.
    """

    questionnaire: Questionnaire
    tallies: Tallies = attrs.field(repr=False)
    units: Mapping[str, UnitSurvey]
    problems: tuple[Problem, ...] = ()

    def all_problems(self) -> tuple[Problem, ...]:
        """Return all warnings, those of units in their order."""
        inner = (
            each for unit in self.units.values() for each in unit.problems
        )

        return (*self.problems, *inner)
