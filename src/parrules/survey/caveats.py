"""What to beware of in the figures of a unit: few people, odd response."""

import itertools
from collections.abc import Iterator

from parrules.errors import Problem
from parrules.survey.model import INDEX, Questionnaire
from parrules.survey.result import Response, UnitSurvey
from parrules.survey.strata import thin_strata


def caveats(
    questionnaire: Questionnaire, found: UnitSurvey
) -> Iterator[Problem]:
    """Yield what to beware of in the figures of a unit, as warnings."""
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
