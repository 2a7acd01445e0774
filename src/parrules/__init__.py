"""Score public-administration-reform indices by declarative rulesets.

Importing this package imports nothing heavy: each name below is imported
when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parrules.assessment.assessing import assess
    from parrules.assessment.loading import load_assessment
    from parrules.assessment.model import Assessment, AssessmentError
    from parrules.assessment.results import AssessmentResult
    from parrules.breakdown.nodes import NodeBreakdown
    from parrules.breakdown.views import Breakdown
    from parrules.cohort.breakdowns import standing_of
    from parrules.cohort.comparing import Comparison, compare
    from parrules.cohort.doubting import doubts
    from parrules.cohort.published import Publication
    from parrules.cohort.quotas import Demotion, Placement, apply_quotas
    from parrules.cohort.ranks import Block, Cohort, Ranked, rank
    from parrules.cohort.standings import Standing
    from parrules.errors import (
        BreakdownError,
        EngineError,
        FactError,
        ParrulesError,
        Problem,
        RulesetError,
        UsageError,
    )
    from parrules.facts import Evidence, Submission
    from parrules.library import check, load, rank_units, rulesets
    from parrules.loading.published import read_published
    from parrules.loading.submissions import read_submission
    from parrules.loading.units import read_units
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
    from parrules.survey.result import Survey
    from parrules.survey.running import run_survey
    from parrules.survey.sampling import required_sample
    from parrules.survey.standings import rank_survey
    from parrules.survey.tallying import read_frame

_HOMES = {
    "Assessment": "assessment.model",
    "AssessmentError": "assessment.model",
    "AssessmentResult": "assessment.results",
    "assess": "assessment.assessing",
    "load_assessment": "assessment.loading",
    "Block": "cohort.ranks",
    "Cohort": "cohort.ranks",
    "Ranked": "cohort.ranks",
    "rank": "cohort.ranks",
    "rank_units": "library",
    "Comparison": "cohort.comparing",
    "compare": "cohort.comparing",
    "Publication": "cohort.published",
    "doubts": "cohort.doubting",
    "read_published": "loading.published",
    "read_units": "loading.units",
    "Breakdown": "breakdown.views",
    "BreakdownError": "errors",
    "Demotion": "cohort.quotas",
    "Claim": "proving.claims",
    "EngineError": "errors",
    "Evidence": "facts",
    "FactError": "errors",
    "NodeBreakdown": "breakdown.nodes",
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
    "UsageError": "errors",
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
    "rank_survey": "survey.standings",
    "required_sample": "survey.sampling",
    "rulesets": "library",
    "standing_of": "cohort.breakdowns",
    "run_survey": "survey.running",
}

__all__ = (  # noqa: RUF022  # functions first, as they are met
    "load",
    "check",
    "rulesets",
    "prove",
    "read_submission",
    "read_units",
    "rank_units",
    "rank",
    "compare",
    "read_published",
    "doubts",
    "standing_of",
    "apply_quotas",
    "load_questionnaire",
    "check_questionnaire",
    "questionnaires",
    "read_answers",
    "count_answers",
    "read_frame",
    "run_survey",
    "rank_survey",
    "hand_in",
    "required_sample",
    "load_assessment",
    "assess",
    "Ruleset",
    "Breakdown",
    "NodeBreakdown",
    "Submission",
    "Evidence",
    "Standing",
    "Placement",
    "Demotion",
    "Cohort",
    "Block",
    "Ranked",
    "Comparison",
    "Publication",
    "Problem",
    "Proof",
    "Claim",
    "Questionnaire",
    "Survey",
    "Assessment",
    "AssessmentResult",
    "ParrulesError",
    "RulesetError",
    "QuestionnaireError",
    "FactError",
    "AssessmentError",
    "BreakdownError",
    "EngineError",
    "UsageError",
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
