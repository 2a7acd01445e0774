"""Units of a survey as a cohort: blocks, ranks, and what is compared."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from parrules.cohort.frameworks import IndexFramework
from parrules.cohort.grading import divided, grade_of, is_named_unranked
from parrules.cohort.ranks import Cohort, rank
from parrules.cohort.standings import Standing
from parrules.model import Ranking
from parrules.survey.frameworks import framework_of, maximum_of
from parrules.survey.model import INDEX, Part
from parrules.survey.result import Survey, UnitSurvey
from parrules.survey.sampling import Frame, UnitFrame
from parrules.usage import look_for


def rank_survey(
    survey: Survey,
    frame: Frame | None = None,
    *,
    block_by: str | None = None,
    period: str = "",
) -> Cohort:
    """Rank the units of a survey within their blocks.

    Args:
        survey: What `run_survey` returned.
        frame: Says the names and the blocks of units.
        block_by: ``block`` or empty, for one block of all, instead of what
            the questionnaire says.
        period: Of the answers, such as ``2025``.

    Raises:
        FactError: PAR891, nothing says the block of a unit.
    """
    look_for("questionnaire", "survey", survey, "Survey")
    framed = frame or Frame()
    abouts = {unit: _about(unit, framed.of(unit)) for unit in survey.units}
    framework, warnings = divided(
        framework_of(survey.questionnaire), abouts, block_by
    )

    cohort = rank(framework, _standings(survey, framework, abouts, period))

    return attrs.evolve(
        cohort,
        problems=(*cohort.problems, *survey.all_problems(), *warnings),
    )


def _about(unit: str, frame: UnitFrame) -> dict[str, str]:
    return {"id": unit, "name": frame.name, "block": frame.block}


def _standings(
    survey: Survey,
    framework: IndexFramework,
    abouts: Mapping[str, Mapping[str, str]],
    period: str,
) -> Iterator[Standing]:
    form = survey.questionnaire
    ranking = framework.ranking or Ranking()
    maxima = {
        _named(part.code): most
        for part in form.parts()
        if (most := maximum_of(form, part)) is not None
    }
    for unit in survey.units.values():
        values = {
            _named(code): estimate.value(form.measure)
            for code, estimate in unit.parts.items()
        }
        about = abouts[unit.unit]
        total = values.pop("total")
        absent = tuple(code for code, each in values.items() if each is None)
        yield Standing(
            # A survey of one unit does not name it.
            unit=unit.unit or form.id,
            name=about["name"],
            block=about.get((ranking.within or ""), ""),
            grade=grade_of(framework, total),
            total=total,
            amounts={
                code: each for code, each in values.items() if each is not None
            },
            maxima=maxima,
            weights=dict(_weights(unit, form.index)),
            absent=absent,
            period=period,
            is_ranked=not is_named_unranked(ranking, about),
            is_complete=not absent and total is not None,
        )


def _weights(
    unit: UnitSurvey, part: Part, above: Fraction | None = None
) -> Iterator[tuple[str, Fraction]]:
    """Yield what a point of each part counts in the total (C6.4).

    In a heap of answers, and below one question that is all, parts have no
    weights of their own: there they count as a point of what is above.
    """
    is_mean = part.pool == "means"
    is_known = unit.parts[part.code].share is not None
    # What a mean leaves out has no weight in it.
    counted = {
        each.code: Fraction(each.weight)
        for each in part.parts
        if not is_known or unit.parts[each.code].share is not None
    }
    whole = sum(counted.values(), Fraction(0))
    for each in part.parts:
        weight = above
        if is_mean:
            own = counted.get(each.code, Fraction(0)) / whole
            weight = own if above is None else above * own
        if weight is not None:
            yield each.code, weight
        yield from _weights(unit, each, weight)


def _named(code: str) -> str:
    return "total" if code == INDEX else code
