"""Score public-administration-reform indices by declarative rulesets.

Importing this package imports nothing heavy: each name below is imported
when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parrules.breakdown.views import Breakdown, NodeBreakdown
    from parrules.cohort.quotas import (
        Demotion,
        Placement,
        apply_quotas,
        standing_of,
    )
    from parrules.cohort.standings import Standing
    from parrules.errors import (
        BreakdownError,
        EngineError,
        FactError,
        ParrulesError,
        Problem,
        RulesetError,
    )
    from parrules.facts import Evidence, Submission
    from parrules.library import check, load, rulesets
    from parrules.loading.submissions import read_submission
    from parrules.proving.claims import Claim, Proof
    from parrules.proving.prover import prove
    from parrules.ruleset import Ruleset
    from parrules.survey.handing import hand_in
    from parrules.survey.library import (
        check_questionnaire,
        load_questionnaire,
        questionnaires,
    )
    from parrules.survey.loading import QuestionnaireError
    from parrules.survey.model import Questionnaire
    from parrules.survey.reading import count_answers, read_answers
    from parrules.survey.result import Survey, run_survey
    from parrules.survey.sampling import required_sample
    from parrules.survey.tallying import read_frame

_HOMES = {
    "Breakdown": "breakdown.views",
    "BreakdownError": "errors",
    "Demotion": "cohort.quotas",
    "Claim": "proving.claims",
    "EngineError": "errors",
    "Evidence": "facts",
    "FactError": "errors",
    "NodeBreakdown": "breakdown.views",
    "ParrulesError": "errors",
    "Placement": "cohort.quotas",
    "Problem": "errors",
    "Proof": "proving.claims",
    "Questionnaire": "survey.model",
    "QuestionnaireError": "survey.loading",
    "Ruleset": "ruleset",
    "RulesetError": "errors",
    "Standing": "cohort.standings",
    "Submission": "facts",
    "Survey": "survey.result",
    "apply_quotas": "cohort.quotas",
    "check": "library",
    "check_questionnaire": "survey.library",
    "count_answers": "survey.reading",
    "hand_in": "survey.handing",
    "load": "library",
    "load_questionnaire": "survey.library",
    "prove": "proving.prover",
    "questionnaires": "survey.library",
    "read_answers": "survey.reading",
    "read_frame": "survey.tallying",
    "read_submission": "loading.submissions",
    "required_sample": "survey.sampling",
    "rulesets": "library",
    "run_survey": "survey.result",
    "standing_of": "cohort.quotas",
}

__all__ = (  # noqa: RUF022  # functions first, as they are met
    "load",
    "check",
    "rulesets",
    "prove",
    "read_submission",
    "standing_of",
    "apply_quotas",
    "load_questionnaire",
    "check_questionnaire",
    "questionnaires",
    "read_answers",
    "count_answers",
    "read_frame",
    "run_survey",
    "hand_in",
    "required_sample",
    "Ruleset",
    "Breakdown",
    "NodeBreakdown",
    "Submission",
    "Evidence",
    "Standing",
    "Placement",
    "Demotion",
    "Problem",
    "Proof",
    "Claim",
    "Questionnaire",
    "Survey",
    "ParrulesError",
    "RulesetError",
    "QuestionnaireError",
    "FactError",
    "BreakdownError",
    "EngineError",
)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value

    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
