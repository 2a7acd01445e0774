"""What of a ruleset its examples reach, and what none of them does."""

from parrules.coverage.branch import Branch
from parrules.coverage.lcov import lcov_text
from parrules.coverage.measuring import Coverage, Reached, cover
from parrules.coverage.shares import percent_text

__all__ = [
    "Branch",
    "Coverage",
    "Reached",
    "cover",
    "lcov_text",
    "percent_text",
]
