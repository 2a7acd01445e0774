"""How sure totals and ranks are, where facts and weights are not.

What is uncertain is declared: margins of facts, other answers, days, the
margins of a survey, the weights of criteria.  All of it is drawn many times,
each draw is scored exactly, and what comes out is statistics: ranges and
probabilities of ranks, and which criterion moves them most.
"""

from parrules.sensitivity.analysing import analyse_sensitivity
from parrules.sensitivity.model import (
    Days,
    Margin,
    Other,
    Resampled,
    Surveyed,
    Uncertainty,
    Weight,
)
from parrules.sensitivity.reading import parse_uncertainty, read_uncertainty
from parrules.sensitivity.reads import Group
from parrules.sensitivity.results import (
    BlockSensitivity,
    Index,
    Sensitivity,
    UnitSensitivity,
)

__all__ = [
    "BlockSensitivity",
    "Days",
    "Group",
    "Index",
    "Margin",
    "Other",
    "Resampled",
    "Sensitivity",
    "Surveyed",
    "Uncertainty",
    "UnitSensitivity",
    "Weight",
    "analyse_sensitivity",
    "parse_uncertainty",
    "read_uncertainty",
]
