"""A survey that was counted: estimates, response, and what to beware of."""

import itertools
from collections.abc import Iterator, Mapping

import attrs

from parrules.errors import FactError, Problem
from parrules.survey import margins
from parrules.survey.counts import Answers, Tallies, added
from parrules.survey.estimates import Estimate, Estimator
from parrules.survey.model import INDEX, Question, Questionnaire
from parrules.survey.sampling import Frame, UnitFrame, required_sample
from parrules.survey.strata import thin_strata


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
            KeyError: There is neither.
        """
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


def run_survey(
    questionnaire: Questionnaire,
    tallies: Tallies,
    frame: Frame | None = None,
    *,
    intervals: bool = True,
) -> Survey:
    """Estimate the index and all its parts, for each unit.

    Args:
        questionnaire: Says how answers are pooled.
        tallies: The answers, counted.
        frame: Whom the sample stands for; strata count by its populations,
            and its units are units of the survey.
        intervals: Whether confidence intervals are wanted; without
            statsmodels there are none, and a warning says so.

    Raises:
        FactError: PAR863, PAR875: there are answers from strata that the
            frame does not have, or in which by it nobody lives.
    """
    framed = frame or Frame()
    strange = tuple(_strange_strata(questionnaire, tallies, framed))
    if strange:
        raise FactError(strange)
    can_compute = intervals and margins.is_available()
    named = {*tallies.units(), *framed.named}
    problems = [
        *_unused(named - {""}, framed),
        *_left_out(questionnaire, tallies),
    ]
    if intervals and not can_compute:
        problems.append(Problem(code="PAR868", severity="warning"))
    units = {
        unit: _unit(questionnaire, tallies, unit, framed.of(unit), can_compute)
        for unit in sorted(named) or ("",)
    }

    return Survey(
        questionnaire=questionnaire,
        tallies=tallies,
        units=units,
        problems=tuple(problems),
    )


def _unused(units: set[str], frame: Frame) -> Iterator[Problem]:
    """PAR871: numbers of the whole are of none of the units."""
    if units and frame.of("") != UnitFrame():
        yield Problem(
            code="PAR871",
            severity="warning",
            arguments={"units": ", ".join(sorted(units))},
        )


def _left_out(
    questionnaire: Questionnaire, tallies: Tallies
) -> Iterator[Problem]:
    """PAR876: one heap of answers would be one of the other questions.

    Where there are no answers at all, each part says so.
    """
    given = {question for _, _, question in tallies.answers}
    for name in questionnaire.questions:
        if given and name not in given:
            yield Problem(
                code="PAR876",
                severity="warning",
                arguments={"question": name},
            )


def _strange_strata(
    questionnaire: Questionnaire, tallies: Tallies, frame: Frame
) -> Iterator[Problem]:
    """PAR863, PAR875: nobody knows for how many people answers stand."""
    for unit in tallies.units():
        known = frame.of(unit)
        if not known.is_stratified:
            continue
        for stratum in tallies.strata(unit):
            if stratum not in known.population:
                yield Problem(
                    code="PAR863",
                    arguments={
                        "stratum": stratum,
                        "about": unit or questionnaire.name,
                        "strata": ", ".join(sorted(known.population)),
                    },
                )
            elif not known.population[stratum]:
                yield Problem(
                    code="PAR875",
                    arguments={
                        "stratum": stratum,
                        "about": unit or questionnaire.name,
                    },
                )


def _unit(
    questionnaire: Questionnaire,
    tallies: Tallies,
    unit: str,
    frame: UnitFrame,
    intervals: bool,  # noqa: FBT001  # private
) -> UnitSurvey:
    estimator = Estimator(
        questionnaire=questionnaire,
        tallies=tallies,
        unit=unit,
        frame=frame,
        with_intervals=intervals,
    )
    questions = estimator.questions()
    items = tuple(
        _item(each, _whole(tallies, unit, each))
        for each in questionnaire.questions.values()
    )
    found = UnitSurvey(
        unit=unit,
        parts=estimator.parts(questions),
        questions=questions,
        response=Response(
            population=frame.people,
            selected=frame.chosen,
            people=_total(
                tallies.people.get((unit, each))
                for each in tallies.strata(unit) or ("",)
            ),
        ),
        strata=_strata(tallies, unit, frame),
        items=items,
        required=_required(questionnaire, frame),
        is_stratified=frame.is_stratified,
    )
    warnings = tuple(_warnings(questionnaire, found))

    return attrs.evolve(found, problems=warnings)


def _required(questionnaire: Questionnaire, frame: UnitFrame) -> int | None:
    error = questionnaire.sample.error
    if error is None or frame.people is None:
        return None

    return required_sample(frame.people, error)


def _whole(tallies: Tallies, unit: str, question: Question) -> Answers:
    strata = tallies.strata(unit) or ("",)

    return added(
        (tallies.of(unit, each, question) for each in strata), question
    )


def _item(question: Question, answers: Answers) -> QuestionResponse:
    return QuestionResponse(
        question=question.name,
        valid=answers.valid,
        unknown=answers.unknown.count,
        blank=answers.blank,
        stray=answers.stray,
    )


def _total(numbers: Iterator[int | None]) -> int | None:
    """Return the sum, unless one of them is not known."""
    total = 0
    for each in numbers:
        if each is None:
            return None
        total += each

    return total


def _strata(
    tallies: Tallies, unit: str, frame: UnitFrame
) -> dict[str, Response]:
    names = {*tallies.strata(unit), *frame.population, *frame.selected} - {""}

    return {
        name: Response(
            population=frame.population.get(name),
            selected=frame.selected.get(name),
            people=tallies.people.get((unit, name), 0),
        )
        for name in sorted(names)
    }


# -- warnings ----------------------------------------------------------------


def _warnings(
    questionnaire: Questionnaire, found: UnitSurvey
) -> Iterator[Problem]:
    for item in found.items:
        if item.stray:
            yield Problem(
                code="PAR860",
                severity="warning",
                arguments={
                    "question": item.question,
                    "count": str(item.stray),
                },
            )
    if found.is_unweighed:
        yield Problem(
            code="PAR864",
            severity="warning",
            arguments={"about": found.unit or questionnaire.name},
        )
    about = found.unit or questionnaire.name
    yield from _impossible(about, found.response)
    for name, stratum in found.strata.items():
        yield from _impossible(f"{about}: {name}", stratum)
    yield from thin_strata(about, found.parts.values())
    yield from _few(questionnaire, found)
    yield from _small(questionnaire, found)


def _impossible(about: str, response: Response) -> Iterator[Problem]:
    """PAR835: more people of a kind than there are to be of it."""
    sizes = {
        "forms_returned": response.people,
        "people_selected": response.selected,
        "people_in_all": response.population,
    }
    for (what, count), (than, limit) in itertools.combinations(
        sizes.items(), 2
    ):
        # Populations of nobody are none.
        if count and limit and count > limit:
            yield Problem(
                code="PAR835",
                severity="warning",
                arguments={
                    "about": about,
                    "what": what,
                    "count": str(count),
                    "than": than,
                    "limit": str(limit),
                },
            )


def _few(questionnaire: Questionnaire, found: UnitSurvey) -> Iterator[Problem]:
    """PAR861, PAR867: a part has no value, or one of few answers."""
    minimum = questionnaire.policy.minimum
    # Of whom nobody said anything, that is said once.
    is_silent = not any(each.people for each in found.parts.values())
    for code, estimate in found.parts.items():
        if is_silent and code != INDEX:
            continue
        about = f"{found.unit}: {code}" if found.unit else code
        if is_silent and found.unit:
            about = found.unit
        if estimate.people < minimum:
            yield Problem(
                code="PAR861",
                severity="warning",
                arguments={
                    "about": about,
                    "count": str(estimate.people),
                    "minimum": str(minimum),
                    "outcome": estimate.status,
                },
            )
        elif estimate.left_out:
            yield Problem(
                code="PAR867",
                severity="warning",
                arguments={
                    "about": about,
                    "absent": ", ".join(estimate.left_out),
                    "outcome": estimate.status,
                },
            )


def _small(
    questionnaire: Questionnaire, found: UnitSurvey
) -> Iterator[Problem]:
    """PAR862: fewer people answered than the population requires."""
    people = found.response.people
    answered = found.index.people if people is None else people
    if found.required is not None and answered < found.required:
        yield Problem(
            code="PAR862",
            severity="warning",
            arguments={
                "about": found.unit or questionnaire.name,
                "count": str(answered),
                "required": str(found.required),
                "population": str(found.response.population),
                "error": str(questionnaire.sample.error),
            },
        )
