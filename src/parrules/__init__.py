"""Score public-administration-reform indices by declarative rulesets.

Importing this package imports nothing heavy: each name below is imported
when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parrules.breakdown.nodes import NodeBreakdown
    from parrules.breakdown.views import Breakdown
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

_HOMES = {
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
    "Ruleset": "ruleset",
    "RulesetError": "errors",
    "Standing": "cohort.standings",
    "Submission": "facts",
    "apply_quotas": "cohort.quotas",
    "check": "library",
    "load": "library",
    "prove": "proving.prover",
    "read_submission": "loading.submissions",
    "rulesets": "library",
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
    "ParrulesError",
    "RulesetError",
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
