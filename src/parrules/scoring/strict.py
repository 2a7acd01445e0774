"""Rulesets that refuse what is missing: no outcome passes without it (16)."""

from parrules.errors import FactError
from parrules.outcome import Outcome
from parrules.plan.nodes import Plan
from parrules.scoring.border import Reading


def refuse_missing(plan: Plan, outcome: Outcome, reading: Reading) -> None:
    """Let nothing pass that is missing, if the ruleset refuses that (16).

    Raises:
        FactError: PAR309, PAR310, PAR312, for each leaf that could not be
            decided.
    """
    if plan.scheme.policy.missing != "refuse":
        return
    # Most that is scored is whole.
    from parrules.scoring.refusing import refusals  # noqa: PLC0415

    problems = tuple(refusals(plan, outcome, reading))
    if problems:
        raise FactError(problems)
