"""An assessment that was carried out: scored, ranked, compared."""

from collections.abc import Iterable, Iterator

import attrs

from parrules.assessment.gathering import Gathering
from parrules.assessment.model import (
    Assessment,
    AssessmentError,
)
from parrules.assessment.results import AssessmentResult
from parrules.assessment.sources import (
    read_twice,
)
from parrules.assessment.years import Year
from parrules.errors import Language, Problem
from parrules.usage import hold_language, look_for


def assess(
    assessment: Assessment,
    *,
    engine: str = "compiled",
    language: Language = "vi",
    intervals: bool = False,
) -> AssessmentResult:
    """Count surveys, score and rank all units, and compare with last year.

    Args:
        assessment: What `load_assessment` returned.
        engine: As `parrules.Ruleset.evaluate` takes it.
        language: Of the sentences in the evidence of surveys.
        intervals: Whether surveys say how sure they are; what computes that
            takes seconds to start.

    Raises:
        AssessmentError: Everything that is wrong with any of the files.
        EngineError: As `parrules.Ruleset.evaluate` raises it.
    """
    look_for("rankings", "assessment", assessment, "Assessment")
    hold_language(language)
    gathering = Gathering(intervals=intervals)
    this = Year(assessment, gathering, engine, language)
    last = None
    if assessment.last_year is not None:
        last = Year(assessment.last_year, gathering, engine, language)
    cohorts = dict(this.cohorts(None))
    before = dict(last.cohorts(this)) if last else {}
    results = {
        name: result
        for name, cohort in cohorts.items()
        if (result := this.result(name, cohort, before.get(name)))
    }
    problems = list(_different(gathering.problems))
    if last is not None:
        problems.extend(_unmatched(assessment, last.assessment))
        problems.extend(_read_twice(assessment, last.assessment))
    errors = [each for each in problems if each.severity == "error"]
    if errors:
        raise AssessmentError(errors)

    return AssessmentResult(
        assessment=assessment,
        surveys=this.surveys,
        rankings=results,
        problems=tuple(problems),
    )


def _different(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield each problem once: several surveys may read one file."""
    told = set()
    for each in problems:
        name = each.document.name if each.document else ""
        arguments = tuple(each.arguments.items())
        same = (name, each.code, each.path, each.offset, arguments)
        if same not in told:
            yield each
        told.add(same)


def _unmatched(this: Assessment, last: Assessment) -> Iterator[Problem]:
    """PAR614: a ranking stands in one year only, and is not compared."""
    for one, other in ((this, last), (last, this)):
        for name, ranking in one.rankings.items():
            if name not in other.rankings:
                yield Problem(
                    code="PAR614",
                    severity="warning",
                    path=ranking.path,
                    arguments={"ranking": name, "file": other.document.name},
                    document=one.document,
                )


def _read_twice(this: Assessment, last: Assessment) -> Iterator[Problem]:
    """PAR848: a ranking takes facts of last year for those of this one."""
    for name, ranking in this.rankings.items():
        if name in last.rankings:
            for each in read_twice(ranking.facts, last.rankings[name].facts):
                yield attrs.evolve(
                    each,
                    path=(*ranking.path, "facts"),
                    document=this.document,
                )
