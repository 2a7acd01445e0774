"""An assessment as JSON: all that reports and programs read.

Rankings in it are written as a ranking alone is.
"""

from collections.abc import Iterator
from typing import Any, Final

from parrules.assessment.results import AssessmentResult
from parrules.breakdown.texts import titled
from parrules.cohort.documents import ranking_document
from parrules.errors import Problem
from parrules.survey.result import Survey, UnitSurvey

Json = dict[str, Any]
ASSESSMENT: Final = "parrules/assessment/1"


def assessment_document(result: AssessmentResult) -> Json:
    """Return an assessment as JSON, by schema version 1."""
    assessment = result.assessment
    before = assessment.last_year

    return {
        "schema": ASSESSMENT,
        **titled(assessment.title),
        "period": assessment.period,
        "last_year": None
        if before is None
        else {**titled(before.title), "period": before.period},
        "surveys": [
            _survey(name, survey) for name, survey in result.surveys.items()
        ],
        "rankings": [
            {
                "name": each.name,
                **titled(each.title),
                "ranking": ranking_document(each.cohort, each.comparison),
                "doubts": list(map(_problem, each.doubts)),
            }
            for each in result.rankings.values()
        ],
        "problems": list(map(_problem, result.problems)),
    }


def _survey(name: str, survey: Survey) -> Json:
    form = survey.questionnaire
    people = [
        unit.response.people
        for unit in survey.units.values()
        if unit.response.people is not None
    ]

    return {
        "name": name,
        "questionnaire": form.name,
        **titled(form.title),
        "answers": survey.tallies.name,
        "sha256": survey.tallies.sha256,
        "units": len(survey.units),
        "people": sum(people) if people else None,
        "without": list(_without(survey)),
    }


def _without(survey: Survey) -> Iterator[str]:
    """Yield the units of which the survey says no value."""
    for unit in survey.units.values():
        if _is_unknown(unit):
            yield unit.unit


def _is_unknown(unit: UnitSurvey) -> bool:
    return unit.index.share is None


def _problem(problem: Problem) -> Json:
    place = problem.place

    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "arguments": dict(problem.arguments),
    }
