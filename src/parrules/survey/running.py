"""Answers that were counted become a survey of each unit."""

from collections.abc import Iterator

import attrs

from parrules.errors import FactError, Problem
from parrules.survey import margins
from parrules.survey.caveats import caveats
from parrules.survey.counts import Answers, Tallies, added
from parrules.survey.estimates import Estimator
from parrules.survey.model import Question, Questionnaire
from parrules.survey.result import (
    QuestionResponse,
    Response,
    Survey,
    UnitSurvey,
)
from parrules.survey.sampling import Frame, UnitFrame, required_sample
from parrules.usage import look_for


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
    look_for("questions", "questionnaire", questionnaire, "Questionnaire")
    look_for("answers", "tallies", tallies, "Tallies")
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
    warnings = tuple(caveats(questionnaire, found))

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
