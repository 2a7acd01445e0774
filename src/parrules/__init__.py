"""Score public-administration-reform indices by declarative rulesets.

Importing this package imports nothing heavy: each name below is imported
when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parrules.breakdown.views import Breakdown, NodeBreakdown
    from parrules.errors import (
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
    "Claim": "proving.claims",
    "EngineError": "errors",
    "Evidence": "facts",
    "FactError": "errors",
    "NodeBreakdown": "breakdown.views",
    "ParrulesError": "errors",
    "Problem": "errors",
    "Proof": "proving.claims",
    "Ruleset": "ruleset",
    "RulesetError": "errors",
    "Submission": "facts",
    "check": "library",
    "load": "library",
    "prove": "proving.prover",
    "read_submission": "loading.submissions",
    "rulesets": "library",
}

__all__ = (  # noqa: RUF022  # functions first, as they are met
    "load",
    "check",
    "rulesets",
    "prove",
    "read_submission",
    "Ruleset",
    "Breakdown",
    "NodeBreakdown",
    "Submission",
    "Evidence",
    "Problem",
    "Proof",
    "Claim",
    "ParrulesError",
    "RulesetError",
    "FactError",
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
